"""Coverage month by month, and of the places that lie in a place; both from the steps that coverage.queries counts with."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import date

from django.db import connection
from django.db.models import Q, Sum

from payung.billing.models import Bill
from payung.coverage.measure import DENOMINATORS, PAYUNG, Figure, Part, counted, universe
from payung.coverage.models import CoverStep, Universe
from payung.coverage.queries import _check, _funds, _in, _listed, _universes, coverage, villages_that_sent
from payung.places.models import Place
from payung.places.queries import place as place_of
from payung.planning.models import Fund
from payung.registry.models import Round
from payung.values.month import Month
from payung.values.place import Level, level_of, within

_ENDS = (2, 5, 8, 13)  # where the code of a province, regency, district, village ends

# Whoever may be counted more than once: see coverage.queries
_SEVERAL = """SELECT COALESCE(p.same_as_id, p.id), m.fund_id, COALESCE(c.village_id, f.place_id), m.first_month, m.last_month
    FROM roster_membership m JOIN planning_fund f ON f.id = m.fund_id JOIN registry_person p ON p.id = m.person_id
    LEFT JOIN registry_candidate c ON c.person_id = m.person_id AND c.round_id = f.round_id
    WHERE m.fund_id IN ({funds}) AND m.person_id IN (SELECT person_id FROM coverage_severaltimes
        UNION SELECT id FROM registry_person WHERE same_as_id IS NOT NULL
        UNION SELECT same_as_id FROM registry_person WHERE same_as_id IS NOT NULL)"""


def coverage_inside(
    place: str, month: Month, numerator: str = "listed", denominator: str = "universe_bpjs", *, on: date | None = None
) -> list[Figure]:
    """Of every place one level below ("" is the nation), by code, also those where nobody is listed; a village has none below it.

    Whoever's list named no village is in none of them. InputError for an unknown definition.
    """
    _check(numerator, denominator)
    level = level_of(place)
    if level == Level.VILLAGE:
        return []
    below = list(Place.objects.within(place).filter(level=level + 1).order_by("code"))
    end = _ENDS[level]
    people = _listed(_funds(numerator, month), month, lambda village: within(village, place) and len(village) >= end, lambda village: village[:end])
    known = _universes([one.code for one in below], denominator, month, on) if denominator != "villages" else {}
    return [
        Figure(one.code, one.name, counted(people.get(one.code, 0), numerator, month, on), known.get(one.code, universe(None, denominator)))
        for one in below
    ]


def coverage_by_month(
    place: str, months: Sequence[Month], numerator: str = "listed", denominator: str = "universe_bpjs", *, on: date | None = None
) -> list[Figure]:
    """The figure of `coverage` for each of the months, in a handful of statements. InputError for an unknown definition."""
    _check(numerator, denominator)
    name = place_of(place).name if place else "Indonesia"
    people, known = _people_by_month(place, months, numerator), _universe_by_month(place, months, denominator)
    return [Figure(place, name, counted(people[month], numerator, month, on), known[month]) for month in months]


def figure_of(place: str, month: Month, numerator: str, denominator: str, round: Round | None, *, on: date | None = None) -> Figure:
    """The figure of two definitions; people are never divided by villages: with `villages` it is those of them that sent a list of the round."""
    if denominator == "villages" and round is not None:
        return villages_that_sent(round, place, on=on)
    return coverage(place, month, numerator, denominator, on=on)


def _people_by_month(place: str, months: Sequence[Month], numerator: str) -> dict[Month, int]:
    funds = list(Fund.objects.filter(first_month__lte=max(months), last_month__gte=min(months)).values_list("pk", "first_month", "last_month"))
    pays = {month: {pk for pk, first, last in funds if first <= month <= last} for month in months}
    if numerator == "paid":
        paid = set(Bill.objects.filter(month__gte=min(months), month__lte=max(months)).fully_paid().values_list("fund_id", "month"))
        pays = {month: {pk for pk in held if (pk, month) in paid} for month, held in pays.items()}
    counting = {pk for held in pays.values() for pk in held}
    steps: dict[int, list[tuple[Month, int]]] = defaultdict(list)
    for pk, month, people in (
        CoverStep.objects.filter(_in(place), fund__in=counting).values_list("fund_id", "month").annotate(n=Sum("people")) if counting else ()
    ):
        steps[pk].append((month, people))
    several = _several(place, counting)
    return {
        month: sum(people for pk in held for begins, people in steps[pk] if begins <= month) - _again(several, held, month)
        for month, held in pays.items()
    }


_Spell = tuple[int, int, int, int | None]  # one (the person who is kept), fund, first and last month


def _several(place: str, funds: set[int]) -> list[_Spell]:
    if not funds:
        return []
    with connection.cursor() as cursor:
        cursor.execute(_SEVERAL.format(funds=", ".join(["%s"] * len(funds))), list(funds))
        return [(one, fund, first, last) for one, fund, village, first, last in cursor.fetchall() if within(village, place)]


def _again(several: Sequence[_Spell], funds: set[int], month: Month) -> int:
    """How many times too often people are counted in the month."""
    times = Counter(one for one, fund, first, last in several if fund in funds and first <= month.no and (last is None or last >= month.no))
    return sum(count - 1 for count in times.values())


def _universe_by_month(place: str, months: Sequence[Month], denominator: str) -> dict[Month, Part]:
    """For each month the newest figure that was of a day before its end."""
    if denominator == "villages":
        desa = Part(Place.objects.within(place).desa().count(), DENOMINATORS["villages"], PAYUNG, None)
        return dict.fromkeys(months, desa)
    known = list(Universe.objects.filter(Q(place=place), definition=denominator).order_by("as_of", "pk"))
    found = {month: next((one for one in reversed(known) if one.as_of <= month.last_day), None) for month in months}
    return {month: universe(one.value, denominator, one.source, one.as_of) if one else universe(None, denominator) for month, one in found.items()}
