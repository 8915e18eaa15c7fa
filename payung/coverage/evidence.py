"""Down to the rows: from which funds, villages and lists an own count comes, and from which row of which table a published figure."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, Sum

from payung.billing.models import Bill
from payung.coverage.definitions import Pair, definition, funds_of
from payung.coverage.measure import Figure
from payung.coverage.models import CoverStep
from payung.coverage.official import Official, official_row
from payung.coverage.pairs import figure_of_pair
from payung.coverage.six_months import measured_by_village
from payung.intake.models import SubmittedList
from payung.places.models import Place
from payung.planning.models import Fund
from payung.registry.models import Round
from payung.values.month import Month


@dataclass(frozen=True)
class FundRow:
    """People of a fund's list in the place; `counts`: the fund is one whose people the numerator takes."""

    key: int
    name: str
    round: str
    people: int
    counts: bool


@dataclass(frozen=True)
class VillageRow:
    """People of a village; `code` of a fund's own place holds those whose list named no village."""

    code: str
    name: str
    people: int


@dataclass(frozen=True)
class Evidence:
    """`funds`, `villages`: of an own count, empty otherwise; `again`: people who stand there more than once and count once; `lists`: files that the
    rounds of the funds took from senders in the place; `rows`: the published figures that stand on either side."""

    figure: Figure
    pair: Pair
    funds: tuple[FundRow, ...]
    villages: tuple[VillageRow, ...]
    again: int
    lists: int
    rows: tuple[Official, ...]


def evidence_of(place: str, month: Month, pair: Pair, *, on: date, known: date | None = None, round: Round | None = None) -> Evidence:
    """Of the figure that `figure_of_pair` gives for the same question."""
    figure = figure_of_pair(place, month, pair, on=on, known=known, round=round)
    rows = tuple(found for part in (figure.numerator, figure.denominator) if part.row and (found := official_row(part.row)))
    if not definition(pair.numerator).own or pair.numerator == "villages_sent":
        return Evidence(figure, pair, (), (), 0, 0, rows)
    funds = list(Fund.objects.filter(first_month__lte=month, last_month__gte=month).select_related("round").order_by("name", "pk"))
    counting = _counting(funds, month, pair)
    by_fund, by_village = _people(funds, counting, month, place)
    if pair.numerator == "measure6":
        by_village, again = Counter(measured_by_village(place, month)), 0
    else:
        again = sum(by_village.values()) - (figure.numerator.value or 0)
    names = dict(Place.objects.filter(code__in=by_village).values_list("code", "name"))
    villages = tuple(VillageRow(code, names.get(code, code), people) for code, people in sorted(by_village.items()) if people)
    there = [one for one in funds if by_fund[one.pk]]
    lists = SubmittedList.objects.filter(round__in={one.round_id for one in there}).exclude(state=SubmittedList.State.REFUSED)
    if place:
        lists = lists.filter(Q(office__place=place) | Q(office__place__code__startswith=f"{place}."))
    rows_of = tuple(FundRow(one.pk, one.name, one.round.name, by_fund[one.pk], one.pk in counting) for one in there)
    return Evidence(figure, pair, rows_of, villages, again, lists.count() if there else 0, rows)


def _counting(funds: list[Fund], month: Month, pair: Pair) -> set[int]:
    taken = funds_of(pair.segment)
    counting = {one.pk for one in funds if taken is None or one.segment in taken}
    if pair.numerator != "listed":
        counting &= set(Bill.objects.filter(month=month, fund__in=funds).fully_paid().values_list("fund_id", flat=True))
    return counting


def _people(funds: list[Fund], counting: set[int], month: Month, place: str) -> tuple[Counter[int], Counter[str]]:
    by_fund: Counter[int] = Counter()
    by_village: Counter[str] = Counter()
    here = Q(village=place) | Q(village__startswith=f"{place}.") if place else Q()
    steps = CoverStep.objects.filter(here, fund__in=funds, month__lte=month).values_list("fund_id", "village").annotate(n=Sum("people"))
    for fund, village, people in steps:
        by_fund[fund] += people
        if fund in counting:
            by_village[village] += people
    return by_fund, by_village
