"""Coverage of a place in a month, and how many remain from the list to the payment.

A person counts where the list of the fund's round said they live, or at the fund's own place where it said nothing; once, however many funds pay and
under however many numbers.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.db import connection
from django.db.models import Q, Sum

from payung.coverage.cube import COUNTED, Question, people_in, people_of
from payung.coverage.measure import DENOMINATORS, NUMERATORS, PAYUNG, Figure, Part, counted, share, universe
from payung.coverage.models import CandidateCount, Universe
from payung.intake.models import RowCount, SubmittedList
from payung.places.models import Place
from payung.places.queries import place as place_of
from payung.planning.models import Fund
from payung.registry.models import Round
from payung.values.errors import InputError
from payung.values.month import Month
from payung.values.place import within
from payung.values.words import Words

# Whoever stands under several numbers.
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
    people = people_in(place, month, numerator=numerator)
    whole = _universes([place], denominator, month, on).get(place, universe(None, denominator))
    return Figure(place, name, counted(people, numerator, month, on), whole)


def coverage_by_district(
    regency: str, month: Month, numerator: str = "listed", denominator: str = "universe_bpjs", *, on: date | None = None
) -> list[Figure]:
    """Every district of the regency by code, also those where nobody is listed; whoever's village is unknown is in none of them."""
    _check(numerator, denominator)
    districts = list(Place.objects.within(regency).districts().order_by("code"))
    people = people_of([district.code for district in districts], [month], Question(numerator))
    known = _universes([district.code for district in districts], denominator, month, on)
    return [
        Figure(one.code, one.name, counted(people[one.code, month], numerator, month, on), known.get(one.code, universe(None, denominator)))
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
    counts = RowCount.objects.filter(list__round=round).exclude(list__state=SubmittedList.State.REFUSED)
    collected = counts.filter(_in(narrow)).aggregate(n=Sum("rows"))["n"] or 0
    listed, paid = (people_of([narrow], [month], Question(numerator, round=round.pk))[narrow, month] for numerator in COUNTED)
    return Funnel(collected, _standing(round, narrow), listed, paid)


def cover_by_month(round: Round, place: str = "") -> dict[Month, tuple[int, int]]:
    """For each month that a fund of the round pays for: people on its lists, and those whose contribution of the month is paid."""
    funds = list(Fund.objects.filter(round=round))
    if not funds:
        return {}
    narrow = place if place != round.place_id else ""
    months = list(min(fund.first_month for fund in funds).upto(max(fund.last_month for fund in funds)))
    listed, paid = (people_of([narrow], months, Question(numerator, round=round.pk)) for numerator in COUNTED)
    return {month: (listed[narrow, month], paid[narrow, month]) for month in months}


def _in(place: str) -> Q:
    return Q(village=place) | Q(village__startswith=f"{place}.") if place else Q()


def _standing(round: Round, place: str) -> int:
    """Candidates who stand, each once under however many numbers."""
    counted = CandidateCount.objects.filter(_in(place), round=round).aggregate(n=Sum("people"))["n"] or 0
    with connection.cursor() as cursor:
        cursor.execute(_AGAIN, [round.pk])
        several = Counter(one for one, village in cursor.fetchall() if within(village, place))
    return counted - sum(times - 1 for times in several.values())


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
