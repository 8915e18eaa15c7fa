"""Opening a fund, revising its terms before anybody is determined, and the papers of its budget. `by`: who acts (None: the command line)."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from payung.accounts.models import User
from payung.accounts.rights import require
from payung.audit.actions import acting
from payung.law.given import Sector, Segment
from payung.places.models import Office, Place
from payung.planning.models import PAID_BY_OTHERS, Fund
from payung.planning.queries import is_settled, locked, terms_of
from payung.planning.sources import FIRST, ONLY, Terms, source_of, trades, warned
from payung.registry.models import Round
from payung.values.errors import InputError, RefusedError
from payung.values.month import Month
from payung.values.place import within
from payung.values.words import Words
from payung.values.words import number as counted

_MOST_RUPIAH = 10**15
_MOST_PEOPLE = 1_000_000  # in a village
_LAST_YEAR = 2199
_LONGEST_NAME = 120  # characters: what its column holds


@dataclass(frozen=True)
class Papers:
    """What the papers of a fund's budget carry; empty: not known yet."""

    group: str = ""
    owner: Office | None = None
    budget_number: str = ""
    account_jkk: str = ""
    account_jkm: str = ""
    donor: str = ""
    asnaf: str = ""
    regulation: str = ""

    @property
    def fields(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in _PAPERS}

    def checked(self, source: str) -> "Papers":
        """With single blanks, and with the usual group of the source where none is named. InputError for what a column cannot hold."""
        tidy: dict[str, Any] = {name: " ".join(value.split()) for name, value in self.fields.items() if isinstance(value, str)}
        given = replace(self, **tidy)
        if not given.group and source_of(source).groups:
            given = replace(given, group=source_of(source).groups[0])
        if given.group and given.group not in Fund.Group.values:
            groups = ", ".join(Fund.Group.values)
            raise InputError("fund.papers", Words(f"Pilih kode kelompok: {groups}.", f"Choose a group code: {groups}."))
        for name, value in given.fields.items():
            most: int | None = getattr(Fund._meta.get_field(name), "max_length", None)
            if isinstance(value, str) and most and len(value) > most:
                raise InputError(
                    "fund.papers", Words(f"“{value[:20]}…” paling panjang {most} huruf.", f"“{value[:20]}…” has at most {most} characters.")
                )
        return given


_PAPERS = ("group", "owner", "budget_number", "account_jkk", "account_jkm", "donor", "asnaf", "regulation")
NO_PAPERS = Papers()


def open_fund(
    *,
    place: Place,
    round: Round,
    name: str,
    source: str,
    amount: int,
    first_month: Month,
    months: int,
    youngest: int = 18,
    oldest: int = 65,
    last_year_first: bool = True,
    highest_decile: int | None = None,
    quota_per_village: int | None = None,
    income: int | None = None,
    sector: Sector = Sector.OTHER,
    segment: Segment = Segment.BPU,
    trade: str = "",
    trade_rule: str = "",
    papers: Papers = NO_PAPERS,
    by: User | None,
    on: date,
) -> Fund:
    """A fund of `amount` rupiah; the same terms again give the fund that is there, whose papers stay as they are.

    Errors: InputError for terms that cannot be; RefusedError `fund.known` for a name that is taken by a fund with other terms, `fund.rule` for a rule
    of its source that was read in its text and is not kept (others only warn: `sources.warned`).
    """
    require(by, "fund.open", place.code, on)
    name = " ".join(name.split())
    terms = {
        "round": round,
        "source": source,
        "amount": amount,
        "first_month": first_month,
        "last_month": first_month + (months - 1),
        "youngest": youngest,
        "oldest": oldest,
        "last_year_first": last_year_first,
        "highest_decile": highest_decile,
        "quota_per_village": quota_per_village,
        "income": income,
        "sector": sector,
        "segment": segment,
        "trade": trade,
        "trade_rule": trade_rule,
    }
    _check_terms(place, name, terms)
    _refuse_broken(Terms(source, first_month, first_month + (months - 1), trade, trade_rule, papers.donor))
    papers = papers.checked(source)
    with acting("fund.open", by=by):
        fund, opened = Fund.objects.get_or_create(place=place, name=name, defaults={**terms, **papers.fields})
    if not opened and any(getattr(fund, field) != value for field, value in terms.items()):
        raise RefusedError(
            "fund.known",
            Words(
                f"Dana “{fund.name}” sudah ada dengan ketentuan lain. Pilih nama lain.",
                f"There is a fund “{fund.name}” with other terms. Choose another name.",
            ),
        )
    return fund


def revise_fund(
    *,
    fund: Fund,
    months: int,
    youngest: int,
    oldest: int,
    last_year_first: bool,
    highest_decile: int | None,
    quota_per_village: int | None,
    most_people: int | None,
    trade_rule: str | None = None,
    by: User | None,
    on: date,
) -> Fund:
    """Other months and criteria for a fund by which nobody has been determined yet (or whose determinations were all sent back).

    `trade_rule` None: stays; it counts where the fund has a kind of work.
    Errors: InputError for terms that cannot be; RefusedError `fund.settled` once a determination is in force or waits for its answer.
    """
    require(by, "fund.open", fund.place_id, on)
    with acting("fund.revise", by=by):
        fund = locked(fund)
        if is_settled(fund):
            raise RefusedError("fund.settled", _SETTLED)
        fund.last_month = fund.first_month + (months - 1)
        fund.youngest, fund.oldest, fund.last_year_first = youngest, oldest, last_year_first
        fund.highest_decile, fund.quota_per_village, fund.most_people = highest_decile, quota_per_village, most_people
        if trade_rule is not None and fund.trade:
            fund.trade_rule = trade_rule
        terms = {name: getattr(fund, name) for name in _CHECKED}
        _check_terms(fund.place, fund.name, terms)
        _refuse_broken(terms_of(fund))
        if most_people is not None and most_people < 1:
            raise InputError("fund.terms", Words("Isi paling sedikit satu orang.", "Give at least one person."))
        fund.save(update_fields=["last_month", "most_people", "trade_rule", *_CRITERIA])
    return fund


def keep_papers(*, fund: Fund, papers: Papers, by: User | None, on: date) -> Fund:
    """What the budget's papers carry, also after people are determined: numbers often come later.

    Errors: InputError for what a column cannot hold; RefusedError `fund.group_settled` for another group of BPJS than the one people were determined
    under.
    """
    require(by, "fund.open", fund.place_id, on)
    papers = papers.checked(fund.source)
    with acting("fund.papers", by=by):
        fund = locked(fund)
        if fund.group and papers.group != fund.group and is_settled(fund):
            raise RefusedError("fund.group_settled", _GROUP_SETTLED)
        changed = [name for name, value in papers.fields.items() if getattr(fund, name) != value]
        for name in changed:
            setattr(fund, name, getattr(papers, name))
        if changed:
            fund.save(update_fields=changed)
    return fund


_CRITERIA = ("youngest", "oldest", "last_year_first", "highest_decile", "quota_per_village")
_SETTLED = Words(
    "Dana ini sudah punya penetapan, jadi bulan dan kriterianya tidak berubah lagi. Buka dana baru untuk ketentuan lain.",
    "This fund has a determination, so its months and criteria do not change any more. Open a new fund for other terms.",
)
_CHECKED = ("round", "source", "amount", "income", "segment", "trade", "trade_rule", "first_month", "last_month", *_CRITERIA)
_GROUP_SETTLED = Words(
    "Peserta sudah ditetapkan dengan kode kelompok ini, jadi kodenya tidak berubah lagi. Buka dana baru untuk kelompok lain.",
    "People are determined under this group code, so it does not change any more. Open a new fund for another group.",
)


def _refuse_broken(terms: Terms) -> None:
    certain = [one for one in warned(terms) if one.certain]
    if certain:
        raise RefusedError("fund.rule", certain[0].words)


def _check_terms(place: Place, name: str, terms: dict[str, Any]) -> None:
    sources, amount, quota = ", ".join(Fund.Source.values), terms["amount"], terms["quota_per_village"]
    most, most_people = _MOST_RUPIAH, _MOST_PEOPLE
    wrong = [
        words
        for holds, words in (
            (not name, Words("Isi nama dana.", "Give the fund a name.")),
            (
                len(name) > _LONGEST_NAME,
                Words(f"Nama dana paling panjang {_LONGEST_NAME} huruf.", f"A fund's name has at most {_LONGEST_NAME} characters."),
            ),
            (terms["source"] not in Fund.Source.values, Words(f"Pilih sumber dana: {sources}.", f"Choose a source: {sources}.")),
            (not 0 <= amount <= most, Words(f"Isi jumlah uang 0 sampai {counted(most)} rupiah.", f"Give 0 to {counted(most, 'en')} rupiah.")),
            *_wrong_months(terms["first_month"], terms["last_month"]),
            *_wrong_ages(terms["youngest"], terms["oldest"]),
            (terms["highest_decile"] not in (None, *range(1, 11)), Words("Isi desil 1 sampai 10.", "Give a decile from 1 to 10.")),
            (
                quota is not None and not 1 <= quota <= most_people,
                Words(f"Isi kuota desa 1 sampai {counted(most_people)} orang.", f"Give a village quota of 1 to {counted(most_people, 'en')} people."),
            ),
            *_wrong_pay(terms["segment"], terms["income"]),
            *_wrong_trade(terms["trade"], terms["trade_rule"]),
            _wrong_place(place, terms["round"]),
        )
        if holds
    ]
    if wrong:
        raise InputError("fund.terms", wrong[0])


def _wrong_months(first: Month, last: Month) -> list[tuple[bool, Words]]:
    return [
        (last < first, Words("Isi paling sedikit satu bulan.", "Give at least one month.")),
        (
            last.year > _LAST_YEAR,
            Words(f"Bulan terakhir dana paling lambat Desember {_LAST_YEAR}.", f"The fund's last month is December {_LAST_YEAR} at the latest."),
        ),
    ]


def _wrong_ages(youngest: int, oldest: int) -> list[tuple[bool, Words]]:
    return [
        (youngest >= oldest, Words("Umur paling muda harus di bawah batas atas umur.", "The youngest age must be below the upper limit.")),
        (youngest < 0 or oldest > 150, Words("Isi umur 0 sampai 150 tahun.", "Give ages from 0 to 150.")),
    ]


def _wrong_place(place: Place, round: Round) -> tuple[bool, Words]:
    return (
        not within(place.code, round.place_id),
        Words(f"Wilayah {place.name} tidak termasuk pendataan {round.name}.", f"The place {place.name} is not part of the round {round.name}."),
    )


def _wrong_pay(segment: str, income: int | None) -> list[tuple[bool, Words]]:
    most, segments = _MOST_RUPIAH, ", ".join(PAID_BY_OTHERS)
    return [
        (segment not in PAID_BY_OTHERS, Words(f"Pilih segmen: {segments}.", f"Choose a segment: {segments}.")),
        (
            income is not None and not 0 <= income <= most,
            Words(f"Isi penghasilan 0 sampai {counted(most)} rupiah.", f"Give an income of 0 to {counted(most, 'en')} rupiah."),
        ),
        (
            segment == Segment.NON_ASN and not income,
            Words(
                "Iuran non-ASN dihitung dari upah. Isi upah sebulan yang menjadi dasar.",
                "Contributions of non-ASN staff are a share of the wage. Give the monthly wage they are counted on.",
            ),
        ),
    ]


def _wrong_trade(trade: str, rule: str) -> list[tuple[bool, Words]]:
    known, rules = ", ".join(trades()), ", ".join((FIRST, ONLY))
    return [
        (bool(trade) and trade not in trades(), Words(f"Pilih jenis pekerjaan: {known}.", f"Choose a kind of work: {known}.")),
        (
            bool(trade) != bool(rule) or rule not in ("", FIRST, ONLY),
            Words(
                f"Pilih jenis pekerjaan dan aturannya ({rules}), atau kosongkan keduanya.",
                f"Choose a kind of work and its rule ({rules}), or leave both empty.",
            ),
        ),
    ]
