"""The list of a determination as annex (PDF) and as workbook: everybody who is in, or who waits, in their order, with the reason of each."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.db.models import QuerySet

from payung.filing.kinds import PDF, XLSX
from payung.places.models import Place
from payung.planning.models import Decided, Determination
from payung.planning.queries import determinations_seen, why_decided
from payung.planning.signed import list_fingerprint, short
from payung.reports.annex import Annex, AnnexLine, annex_pdf
from payung.reports.models import Paper
from payung.reports.table_book import write_book
from payung.reports.told import Told, telling
from payung.values.errors import OutOfScopeError
from payung.values.nik import mask
from payung.values.words import Lang, Words, day, number, rupiah

TYPES: dict[str, str] = {"pdf": PDF, "xlsx": XLSX}
_READ = 500  # lines read at once
_HEADS = [
    (Words("Urutan", "Position"), "number"),
    (Words("NIK", "NIK"), "text"),
    (Words("Nama", "Name"), "text"),
    (Words("Tempat lahir", "Birth place"), "text"),
    (Words("Tanggal lahir", "Birth date"), "date"),
    (Words("JK", "Sex"), "text"),
    (Words("Alamat", "Address"), "text"),
    (Words("Desa", "Village"), "text"),
    (Words("Kecamatan", "District"), "text"),
    (Words("Pekerjaan", "Work"), "text"),
    (Words("Desil", "Decile"), "number"),
    (Words("Iuran sebulan", "Contribution a month"), "rupiah"),
    (Words("Keterangan", "Note"), "words"),
]
_SEEN_NO_MORE = Words("Penetapan ini tidak lagi termasuk wilayah Anda.", "This determination is not in your area any more.")


def decided_lines(one: Determination, outcome: str) -> QuerySet[Decided]:
    """Everybody of the determination in their order, or those of one outcome."""
    found = one.decided.select_related("candidate__person", "candidate__village").order_by("position")
    return found.filter(outcome=outcome) if outcome in ("in", "waiting", "out") else found


def write_annex(paper: Paper, path: Path, told: Told) -> tuple[str, str]:
    """The maker of what was ordered as {determination, outcome, form}."""
    one = determinations_seen(visible_to=paper.asked_by, on=paper.asked_on).filter(pk=paper.given["determination"]).first()
    if one is None:
        raise OutOfScopeError("determination.not_seen", _SEEN_NO_MORE)
    outcome, form = paper.given["outcome"], paper.given["form"]
    whole = one.waiting if outcome == "waiting" else one.people
    asked = Asked(one, outcome, form, paper.full, str(paper.asked_by), paper.asked_on, paper.language)
    write_list(asked, path, telling(_lines(one, outcome), whole, told))
    return asked.file_name, TYPES[form]


@dataclass(frozen=True)
class Asked:
    """One list of a determination; `outcome`: in or waiting; `full`: NIKs as they are, else masked."""

    one: Determination
    outcome: str
    form: str
    full: bool
    made_by: str
    on: date
    lang: Lang

    @property
    def file_name(self) -> str:
        return f"lampiran {self.one.number}{'' if self.full else ' NIK disamarkan'}.{self.form}"


def write_list(asked: Asked, path: Path, lines: Iterable[Decided] | None = None) -> None:
    """As PDF or xlsx; `lines`: read already."""
    lines = _lines(asked.one, asked.outcome) if lines is None else lines
    if asked.form == "pdf":
        path.write_bytes(annex_pdf(_annex(asked, lines), asked.lang))
    else:
        title = f"{asked.one.number} · {asked.one.fund.name}"
        write_book(path, title, _HEADS, map(_cells(asked), lines), asked.lang)


def _lines(one: Determination, outcome: str) -> Iterator[Decided]:
    return decided_lines(one, outcome).iterator(_READ)


def _annex(asked: Asked, found: Iterable[Decided]) -> Annex:
    one, fund, why = asked.one, asked.one.fund, why_decided(asked.one)
    lines = []
    for no, line in enumerate(found, 1):
        person, village = line.candidate.person, line.candidate.village
        lines.append(AnnexLine(no, person.nik, person.name, person.birth_date, village.name if village else "–", why(line)))
    cost = len(lines) * one.price
    return Annex(
        Words(f"Lampiran {one.number}", f"Annex of {one.number}"),
        [
            Words(f"{fund.place.name} · {fund.name} · {day(one.decided_on)}", f"{fund.place.name} · {fund.name} · {day(one.decided_on, 'en')}"),
            Words(
                f"{number(len(lines))} orang × {rupiah(one.price)} ({fund.first_month.said()} sampai {fund.last_month.said()}) = {rupiah(cost)}",
                f"{number(len(lines), 'en')} people × {rupiah(one.price, 'en')} ({fund.first_month.said('en')} to {fund.last_month.said('en')}) = "
                f"{rupiah(cost, 'en')}",
            ),
            *_fingerprint(one, asked.outcome),
        ],
        lines,
        one.price,
        asked.full,
        asked.on,
        asked.made_by,
        Words(f"penetapan {one.number} versi {one.version}", f"determination {one.number}, version {one.version}"),
    )


def _fingerprint(one: Determination, outcome: str) -> list[Words]:
    """Of the list of those who are in: the same as on the SK."""
    if outcome != "in":
        return []
    found = short(list_fingerprint(one))
    return [Words(f"Sidik daftar: {found}", f"List fingerprint: {found}")]


def _cells(asked: Asked) -> Callable[[Decided], list[object]]:
    one, why = asked.one, why_decided(asked.one)
    districts = dict(Place.objects.within(one.fund.place_id).districts().values_list("code", "name"))

    def cells(line: Decided) -> list[object]:
        person, candidate = line.candidate.person, line.candidate
        village = candidate.village
        return [
            line.position,
            person.nik if asked.full else mask(person.nik),
            person.name,
            person.birth_place,
            person.birth_date,
            person.sex,
            person.address,
            village.name if village else None,
            districts.get(village.parent_id or "") if village else None,
            candidate.occupation,
            line.decile,
            one.monthly_price,
            why(line),
        ]

    return cells
