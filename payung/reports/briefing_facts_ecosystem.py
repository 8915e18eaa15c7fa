"""What the local government itself pays for or could: vulnerable workers by fund, and by source of the money."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Sum

from payung.billing.models import Bill, Payment
from payung.billing.queries import paid_months
from payung.coverage.models import CoverStep
from payung.coverage.queries import _in, funnel
from payung.planning.models import Determination, Fund
from payung.planning.queries import determination_in_force, price_in
from payung.planning.sources import all_sources
from payung.reports.briefing_asked import Asked
from payung.reports.parts import Chart, Grid, Head, Missing, Notes, Section, Series, Tile, count, in_month, money, ratio, text, words
from payung.values.month import Month
from payung.values.words import Words, number, rupiah

_NAME = Words("Ekosistem pemerintah daerah", "Ecosystem of the local government")
_NO_FUND = Missing(
    Words("Belum ada dana yang dicatat untuk tahun ini.", "No fund is recorded for this year."),
    Words("Catat di Dana & penetapan, Buka sumber dana.", "Record it under Funds, Open a fund."),
)
_SINCE = Words("Dana", "Fund")


@dataclass(frozen=True)
class FundFacts:
    """`people`: on its list in the month and living here; `quota`: those determined; `paid`: rupiah of its bills up to the month."""

    fund: Fund
    quota: int | None
    waiting: int | None
    people: int
    paid: int
    through: Month | None
    monthly: int

    @property
    def source(self) -> Words:
        known = all_sources().get(self.fund.source)
        return known.title if known else Words(self.fund.source, self.fund.source)


def funds_of(asked: Asked) -> list[FundFacts]:
    """Every fund of the year, by its first month and name."""
    people = _people(asked)
    paid = dict(
        Payment.objects.filter(bill__fund__in=asked.funds, bill__month__lte=asked.month)
        .order_by()
        .values_list("bill__fund")
        .annotate(rupiah=Sum("amount"))
    )
    return [_fund(fund, people.get(fund.pk, 0), paid.get(fund.pk, 0), asked) for fund in asked.funds]


def _people(asked: Asked) -> dict[int, int]:
    """Fund -> people on its list in the month who live here; nobody is on two lists in a month."""
    open_now = [fund.pk for fund in asked.funds if fund.first_month <= asked.month <= fund.last_month]
    steps = CoverStep.objects.filter(_in(asked.place), fund__in=open_now, month__lte=asked.month)
    return dict(steps.order_by().values_list("fund").annotate(n=Sum("people")))


def _fund(fund: Fund, people: int, paid: int, asked: Asked) -> FundFacts:
    held: Determination | None = determination_in_force(fund)
    at = min(max(asked.month, fund.first_month), fund.last_month)
    return FundFacts(
        fund, held.people if held else None, held.waiting if held else None, people, paid, _through(fund), sum(price_in(fund, at)) * people
    )


def _through(fund: Fund) -> Month | None:
    paid, last = paid_months(fund), None
    for month in fund.first_month.upto(fund.last_month):
        if month not in paid:
            break
        last = month
    return last


def ecosystem(asked: Asked) -> Section:
    """Vulnerable workers by fund: how many were determined, how many are on the list, until when it is paid, how much of the money is used."""
    found, notes = funds_of(asked), Notes()
    people, monthly = sum(one.people for one in found), sum(one.monthly for one in found)
    quota = sum(one.quota or 0 for one in found)
    mark = notes.mark(_absorbed_note(found, asked)) if found else 0
    tiles = [
        Tile(Words("Pekerja rentan dibiayai", "Vulnerable workers paid for"), count(people), _of_quota(people, quota)),
        Tile(Words("Iuran sebulan", "Contributions a month"), money(monthly if found else None), Words("JKK + JKM", "JKK + JKM")),
        Tile(Words("Dana terserap", "Money used"), ratio(_paid(found), _amount(found)), _of_money(found), mark),
    ]
    return Section(
        "ecosystem",
        _NAME,
        _said(found, people, asked),
        tiles=tiles,
        charts=[_by_source(found) if len({one.fund.source for one in found}) > 1 else _stages(asked)] if found else [],
        grids=[_grid(found, mark)] if found else [],
        missing=[] if found else [_NO_FUND],
        notes=notes.said,
    )


def _paid(found: Iterable[FundFacts]) -> int:
    return sum(one.paid for one in found)


def _amount(found: Iterable[FundFacts]) -> int:
    return sum(one.fund.amount for one in found)


def _absorbed_note(found: list[FundFacts], asked: Asked) -> Words:
    paid, amount = _paid(found), _amount(found)
    return Words(
        f"Terserap: iuran yang sudah dibayar untuk bulan sampai {asked.month.said()} ({rupiah(paid)}, catatan pembayaran Payung) dibagi jumlah dana "
        f"menurut dokumennya ({rupiah(amount)}).",
        f"Used: contributions paid for months up to {asked.month.said('en')} ({rupiah(paid, 'en')}, payments recorded in "
        "Payung) divided by the money "
        f"of the funds as their documents say ({rupiah(amount, 'en')}).",
    )


def _of_quota(people: int, quota: int) -> Words:
    return (
        Words(f"dari {number(quota)} yang ditetapkan", f"of {number(quota, 'en')} determined")
        if quota
        else Words("belum ada penetapan", "no determination yet")
    )


def _of_money(found: list[FundFacts]) -> Words:
    if not found:
        return Words("belum ada dana", "no fund yet")
    return Words(f"{rupiah(_paid(found))} dari {rupiah(_amount(found))}", f"{rupiah(_paid(found), 'en')} of {rupiah(_amount(found), 'en')}")


def _by_source(found: list[FundFacts]) -> Chart:
    sums: dict[str, tuple[Words, int]] = {}
    for one in found:
        sums[one.fund.source] = (one.source, sums.get(one.fund.source, (one.source, 0))[1] + one.people)
    ordered = sorted(sums.values(), key=lambda one: -one[1])
    title = Words("Pekerja menurut sumber dana", "Workers by source of the money")
    return Chart("bar", title, [name for name, _ in ordered], [Series(Words("orang", "people"), [people for _, people in ordered])])


def _stages(asked: Asked) -> Chart:
    """From the lists to the payment: where people are lost on the way."""
    stages = [funnel(one, asked.month, asked.place if len(asked.place) > len(one.place_id) else one.place_id) for one in asked.rounds]
    names = (
        ("collected", Words("Diusulkan", "Proposed")),
        ("valid", Words("Lolos periksa", "Valid")),
        ("funded", Words("Di daftar peserta", "On a list")),
        ("paid", Words("Iurannya lunas", "Paid for")),
    )
    values: list[int | None] = [sum(getattr(one, stage) for one in stages) for stage, _ in names]
    title = Words("Dari usulan ke perlindungan", "From proposal to protection")
    return Chart("bar", title, [name for _, name in names], [Series(Words("orang", "people"), values)])


def _grid(found: list[FundFacts], mark: int) -> Grid:
    heads = [
        Head(_SINCE),
        Head(Words("Sumber", "Source")),
        Head(Words("Ditetapkan", "Determined")),
        Head(Words("Di daftar", "On the list")),
        Head(Words("Cadangan", "Waiting")),
        Head(Words("Iuran sebulan", "Bill a month")),
        Head(Words("Lunas s.d.", "Paid through")),
        Head(Words("Terserap", "Used"), mark),
    ]
    rows = [
        [
            text(one.fund.name),
            words(one.source),
            count(one.quota),
            count(one.people),
            count(one.waiting),
            money(one.monthly),
            in_month(one.through),
            ratio(one.paid, one.fund.amount),
        ]
        for one in found
    ]
    return Grid(Words("Pekerja rentan menurut dana", "Vulnerable workers by fund"), heads, rows, most=7)


def _said(found: list[FundFacts], people: int, asked: Asked) -> Words:
    if not found:
        return Words(f"Belum ada dana untuk pekerja rentan pada {asked.month.year}", f"No fund for vulnerable workers in {asked.month.year} yet")
    unpaid = [one for one in found if one.people and (one.through is None or one.through < asked.month)]
    if unpaid:
        late = sum(one.people for one in unpaid)
        return Words(
            f"Pemerintah daerah membiayai {number(people)} pekerja rentan; iuran {number(late)} orang belum lunas sampai {asked.month.said()}",
            f"Local government pays for {number(people, 'en')} vulnerable workers; {number(late, 'en')} are not paid for "
            f"up to {asked.month.said('en')}",
        )
    return Words(
        f"Pemerintah daerah membiayai {number(people)} pekerja rentan, lunas sampai {asked.month.said()}",
        f"Local government pays for {number(people, 'en')} vulnerable workers, paid up to {asked.month.said('en')}",
    )


def bills_left(asked: Asked) -> int:
    """Bills of the funds up to the month that are not paid in full."""
    found = Bill.objects.filter(fund__in=asked.funds, month__lte=asked.month)
    return found.count() - found.fully_paid().count()
