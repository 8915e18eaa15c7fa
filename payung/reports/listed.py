"""Who is on a fund's list in a month, as PDF and as workbook to take along."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.db.models import QuerySet

from payung.accounts.sight import sight_of
from payung.places.models import Place
from payung.planning.models import Fund
from payung.planning.queries import price_in
from payung.reports.annex import Annex, AnnexLine, annex_pdf
from payung.reports.determined import TYPES
from payung.reports.models import Paper
from payung.reports.table_book import write_table
from payung.reports.told import Told, telling
from payung.roster.models import Membership
from payung.roster.queries import funds_listed, people_listed_to, village_of
from payung.values.errors import OutOfScopeError
from payung.values.month import Month
from payung.values.nik import mask
from payung.values.words import Lang, Words

_READ = 500
_HEADS = [
    (Words("NIK", "NIK"), "text"),
    (Words("Nama", "Name"), "text"),
    (Words("Tanggal lahir", "Birth date"), "date"),
    (Words("Desa", "Village"), "text"),
    (Words("Di daftar sejak", "Listed since"), "month"),
]
_SEEN_NO_MORE = Words("Daftar peserta ini tidak lagi termasuk wilayah Anda.", "This roster is not in your area any more.")


@dataclass(frozen=True)
class AskedRoster:
    """`whole`: everybody of the fund, so that sums of money mean something; `full`: NIKs as they are, else masked."""

    fund: Fund
    month: Month
    whole: bool
    form: str
    full: bool
    made_by: str
    on: date
    lang: Lang

    @property
    def file_name(self) -> str:
        return f"daftar peserta {self.fund.name} {self.month.said(self.lang)}.{self.form}"


def write_roster(asked: AskedRoster, people: QuerySet[Membership], path: Path, told: Told = lambda done, whole: None) -> None:
    """`told` hears how many of how many people are read."""
    held = list(telling(people.iterator(_READ), people.count(), told))
    names = dict(Place.objects.filter(code__in={village_of(one) for one in held}).values_list("code", "name"))
    path.write_bytes(annex_pdf(_annex(asked, held, names), asked.lang) if asked.form == "pdf" else _book(asked, held, names))


def write_ordered_roster(paper: Paper, path: Path, told: Told) -> tuple[str, str]:
    """The maker of what was ordered as {fund, month, village, form}."""
    given, by, on = paper.given, paper.asked_by, paper.asked_on
    fund = funds_listed(visible_to=by, on=on).filter(pk=given["fund"]).first()
    if fund is None:
        raise OutOfScopeError("roster.not_seen", _SEEN_NO_MORE)
    month, whole = Month.parse(given["month"]), sight_of(by, on).covers(fund.place_id)
    asked = AskedRoster(fund, month, whole, given["form"], paper.full, str(by), on, paper.language)
    write_roster(asked, people_listed_to(by, fund, month, given["village"], on=on), path, told)
    return asked.file_name, TYPES[asked.form]


def _book(asked: AskedRoster, people: Sequence[Membership], names: dict[str, str]) -> bytes:
    title = f"{asked.fund.name} {asked.month.said(asked.lang)}"
    rows = (
        [
            one.person.nik if asked.full else mask(one.person.nik),
            one.person.name,
            one.person.birth_date,
            names.get(village_of(one)),
            one.first_month,
        ]
        for one in people
    )
    return write_table(title, _HEADS, rows, asked.lang)


def _annex(asked: AskedRoster, people: Sequence[Membership], names: dict[str, str]) -> Annex:
    lines = [
        AnnexLine(
            no,
            one.person.nik,
            one.person.name,
            one.person.birth_date,
            names.get(village_of(one), "–"),
            Words(f"sejak {one.first_month.said()}", f"since {one.first_month.said('en')}"),
        )
        for no, one in enumerate(people, 1)
    ]
    return Annex(
        Words(f"Daftar peserta {asked.month.said()}", f"Roster of {asked.month.said('en')}"),
        [Words(f"{asked.fund.place.name} · {asked.fund.name}", f"{asked.fund.place.name} · {asked.fund.name}")],
        lines,
        sum(price_in(asked.fund, asked.month)) if asked.whole else None,
        asked.full,
        asked.on,
        asked.made_by,
        Words("daftar peserta", "the roster"),
    )
