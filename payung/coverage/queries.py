"""Coverage of a place in a month, and how many remain from the list to the payment.

A person counts where the list of the fund's round said they live, or at the fund's own place where it said nothing; once, however many funds pay and
under however many numbers.
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.db import connection
from django.db.models import Q, Sum

from payung.billing.models import Bill
from payung.coverage.measure import DENOMINATORS, NUMERATORS, PAYUNG, Figure, Part, counted, share, universe
from payung.coverage.models import CandidateCount, CoverStep, Universe
from payung.intake.models import RowCount, SubmittedList
from payung.places.models import Place
from payung.places.queries import place as place_of
from payung.planning.models import Fund
from payung.registry.models import Round
from payung.values.errors import InputError
from payung.values.month import Month
from payung.values.place import within
from payung.values.words import Words

# Whoever may be counted more than once, with every village in which they are: on lists of several funds, or under several numbers.
_SEVERAL_SPELLS = """SELECT COALESCE(p.same_as_id, p.id), COALESCE(c.village_id, f.place_id), m.fund_id, m.first_month, m.last_month
    FROM roster_membership m JOIN planning_fund f ON f.id = m.fund_id JOIN registry_person p ON p.id = m.person_id
    LEFT JOIN registry_candidate c ON c.person_id = m.person_id AND c.round_id = f.round_id
    WHERE m.fund_id IN ({funds}) AND m.person_id IN (SELECT person_id FROM coverage_severaltimes
        UNION SELECT id FROM registry_person WHERE same_as_id IS NOT NULL
        UNION SELECT same_as_id FROM registry_person WHERE same_as_id IS NOT NULL)"""
_SEVERAL = _SEVERAL_SPELLS + " AND m.first_month <= %s AND (m.last_month IS NULL OR m.last_month >= %s)"
_AGAIN = """SELECT COALESCE(p.same_as_id, p.id), COALESCE(c.village_id, '') FROM registry_candidate c JOIN registry_person p ON p.id = c.person_id
    WHERE c.round_id = %s AND c.stands AND c.person_id IN (SELECT id FROM registry_person WHERE same_as_id IS NOT NULL
        UNION SELECT same_as_id FROM registry_person WHERE same_as_id IS NOT NULL)"""


@dataclass(frozen=True)
class Funnel:
    """Rows collected in a round, valid candidates among them, people on a list in the month, people whose contribution of the month is paid."""

    collected: int
    valid: int
    funded: int
    paid: int


def coverage(place: str, month: Month, numerator: str = "listed", denominator: str = "universe_bpjs", *, on: date | None = None) -> Figure:
    """`place` is the code of any level, "" the nation. The denominator is the newest figure of a day before the month's end.

    `on` is the day of asking, of which our own counts then are.

    InputError for an unknown definition.
    """
    _check(numerator, denominator)
    name = place_of(place).name if place else "Indonesia"
    people = sum(_listed(_funds(numerator, month), month, lambda village: within(village, place)).values())
    whole = _universes([place], denominator, month, on).get(place, universe(None, denominator))
    return Figure(place, name, counted(people, numerator, month, on), whole)


def coverage_by_district(
    regency: str, month: Month, numerator: str = "listed", denominator: str = "universe_bpjs", *, on: date | None = None
) -> list[Figure]:
    """Every district of the regency by code, also those where nobody is listed; whoever's village is unknown is in none of them."""
    _check(numerator, denominator)
    districts = Place.objects.within(regency).districts().order_by("code")
    people = _listed(_funds(numerator, month), month, lambda village: within(village, regency), _district)
    known = _universes([district.code for district in districts], denominator, month, on)
    return [
        Figure(one.code, one.name, counted(people.get(one.code, 0), numerator, month, on), known.get(one.code, universe(None, denominator)))
        for one in districts
    ]


def villages_that_sent(round: Round, place: str | None = None, *, on: date | None = None) -> Figure:
    """Desa whose office sent a list of the round that was taken, among all desa of its place, or of another ("": the nation); kelurahan are offices
    of the regency and not in it.
    """
    place = round.place_id if place is None else place
    lists = SubmittedList.objects.filter(round=round).exclude(state=SubmittedList.State.REFUSED)
    desa = Place.objects.within(place).desa()
    return share_of_villages(desa.filter(code__in=lists.values("office__place")).count(), desa.count(), round, place, on=on)


def share_of_villages(sent: int, villages: int, round: Round, place: str, *, on: date | None = None) -> Figure:
    """So many of the villages of a place sent a list of the round."""
    return share(
        sent,
        villages,
        of=Words(f"desa yang mengirim daftar untuk {round.name}", f"villages that sent a list for {round.name}"),
        among=DENOMINATORS["villages"],
        as_of=on,
        place=place,
        place_name=round.place.name if place == round.place_id else place_of(place).name if place else "Indonesia",
    )


def funnel(round: Round, month: Month, place: str = "") -> Funnel:
    """Of all funds of the round together; of `place` within it those who live there, and the rows that name a village of it.

    Rows and people whose village no list names count for the whole round only.
    """
    narrow = place if place != round.place_id else ""

    def here(village: str) -> bool:
        return within(village, narrow)

    counts = RowCount.objects.filter(list__round=round).exclude(list__state=SubmittedList.State.REFUSED)
    collected = counts.filter(_in(narrow)).aggregate(n=Sum("rows"))["n"] or 0
    listed, paid = (sum(_listed(_funds(numerator, month, round), month, here).values()) for numerator in ("listed", "paid"))
    return Funnel(collected, _standing(round, narrow), listed, paid)


def cover_by_month(round: Round, place: str = "") -> dict[Month, tuple[int, int]]:
    """For each month that a fund of the round pays for: people on its lists, and those whose contribution of the month is paid."""
    funds = list(Fund.objects.filter(round=round))
    if not funds:
        return {}
    narrow = place if place != round.place_id else ""
    steps = CoverStep.objects.filter(_in(narrow), fund__in=funds).values_list("fund_id", "month").annotate(n=Sum("people"))
    grown: dict[int, Counter[Month]] = {}
    for fund, month, people in steps:
        grown.setdefault(fund, Counter())[month] = people
    paid = set(Bill.objects.filter(fund__in=funds).fully_paid().values_list("fund_id", "month"))
    several = _several_spells(funds, narrow)
    months = min(fund.first_month for fund in funds).upto(max(fund.last_month for fund in funds))
    standing: Counter[int] = Counter()
    found = {}
    for month in months:
        for fund, changes in grown.items():
            standing[fund] += sum(changes.pop(each) for each in [one for one in changes if one <= month])
        open_now = [fund.pk for fund in funds if fund.first_month <= month <= fund.last_month]
        found[month] = tuple(
            sum(standing[fund] for fund in which) - _extras(several, month, which)
            for which in (open_now, [fund for fund in open_now if (fund, month) in paid])
        )
    return found  # type: ignore[return-value]


def _several_spells(funds: list[Fund], place: str) -> list[tuple[int, int, int, int | None]]:
    """Person who is kept, fund, first and last month (numbers) of the spells of whoever may be counted more than once."""
    with connection.cursor() as cursor:
        cursor.execute(_SEVERAL_SPELLS.format(funds=", ".join(["%s"] * len(funds))), [fund.pk for fund in funds])
        return [(one, fund, first, last) for one, village, fund, first, last in cursor.fetchall() if within(village, place)]


def _extras(spells: list[tuple[int, int, int, int | None]], month: Month, funds: list[int]) -> int:
    there = Counter(one for one, fund, first, last in spells if fund in funds and first <= month.no and (last is None or last >= month.no))
    return sum(times - 1 for times in there.values())


def _in(place: str) -> Q:
    return Q(village=place) | Q(village__startswith=f"{place}.") if place else Q()


def _standing(round: Round, place: str) -> int:
    """Candidates who stand, each once under however many numbers."""
    counted = CandidateCount.objects.filter(_in(place), round=round).aggregate(n=Sum("people"))["n"] or 0
    with connection.cursor() as cursor:
        cursor.execute(_AGAIN, [round.pk])
        several = Counter(one for one, village in cursor.fetchall() if within(village, place))
    return counted - sum(times - 1 for times in several.values())


def _funds(numerator: str, month: Month, round: Round | None = None) -> list[int]:
    """Funds that pay for the month; of these, where people count whose contribution is paid, those whose bill is."""
    funds = Fund.objects.filter(first_month__lte=month, last_month__gte=month)
    if round is not None:
        funds = funds.filter(round=round)
    if numerator == "paid":
        funds = funds.filter(pk__in=list(Bill.objects.filter(month=month).fully_paid().values_list("fund_id", flat=True)))
    return list(funds.values_list("pk", flat=True))


def _everywhere(village: str) -> str:
    return ""


def _district(village: str) -> str:
    return village[:8]


def _listed(funds: list[int], month: Month, here: Callable[[str], bool], group: Callable[[str], str] = _everywhere) -> Counter[str]:
    """People on these lists in the month who live `here`, by the `group` of their village; in a group nobody counts twice."""
    people: Counter[str] = Counter()
    if not funds:
        return people
    steps = CoverStep.objects.filter(fund__in=funds, month__lte=month).values_list("village").annotate(n=Sum("people"))
    for village, count in steps:
        if here(village):
            people[group(village)] += count
    with connection.cursor() as cursor:
        cursor.execute(_SEVERAL.format(funds=", ".join(["%s"] * len(funds))), [*funds, month.no, month.no])
        several = Counter((one, group(village)) for one, village, *_ in cursor.fetchall() if here(village))
    for (_, where), times in several.items():
        people[where] -= times - 1
    return people


def _universes(places: list[str], denominator: str, month: Month, on: date | None) -> dict[str, Part]:
    """By place the newest figure that was of a day before the month's end."""
    if denominator == "villages":
        return {code: Part(Place.objects.within(code).desa().count(), DENOMINATORS["villages"], PAYUNG, on) for code in places}
    found = Universe.objects.filter(place__in=places, definition=denominator, as_of__lte=month.last_day).order_by("as_of", "pk")
    return {one.place_id or "": universe(one.value, denominator, one.source, one.as_of) for one in found}


def _check(numerator: str, denominator: str) -> None:
    for name, known in ((numerator, NUMERATORS), (denominator, DENOMINATORS)):
        if name not in known:
            raise InputError(
                "coverage.definition_unknown",
                Words(
                    f"Definisi “{name}” tidak dikenal. Pilih: {', '.join(known)}.",
                    f"The definition “{name}” is not known. Choose: {', '.join(known)}.",
                ),
            )
