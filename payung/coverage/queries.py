"""Coverage of a place in a month, and how many remain from the list to the payment.

A person counts where the list of the fund's round said they live, or at the fund's own place where it said nothing; once, however many funds pay and
under however many numbers.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection
from django.db.models import Count
from django.db.models.functions import Coalesce

from payung.billing.models import Bill
from payung.coverage.measure import DENOMINATORS, NUMERATORS, PAYUNG, Figure, Part, counted, share, universe
from payung.coverage.models import Universe
from payung.intake.models import Row, SubmittedList
from payung.places.models import Place
from payung.places.queries import place as place_of
from payung.registry.models import Candidate, Round
from payung.values.errors import InputError
from payung.values.month import Month
from payung.values.words import Words

_LISTED = """FROM roster_membership m JOIN planning_fund f ON f.id = m.fund_id
    LEFT JOIN registry_candidate c ON c.person_id = m.person_id AND c.round_id = f.round_id
    LEFT JOIN registry_person p ON p.id = m.person_id AND p.same_as_id IS NOT NULL
    WHERE m.first_month <= %s AND (m.last_month IS NULL OR m.last_month >= %s) AND f.first_month <= %s AND f.last_month >= %s"""
_WHERE = "COALESCE(c.village_id, f.place_id)"
_PEOPLE = "COUNT(DISTINCT COALESCE(p.same_as_id, m.person_id))"


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
    sql, given = _counting(numerator, month, place)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {_PEOPLE} {sql}", given)
        people = cursor.fetchone()[0]
    whole = _universes([place], denominator, month, on).get(place, universe(None, denominator))
    return Figure(place, name, counted(people, numerator, month, on), whole)


def coverage_by_district(
    regency: str, month: Month, numerator: str = "listed", denominator: str = "universe_bpjs", *, on: date | None = None
) -> list[Figure]:
    """Every district of the regency by code, also those where nobody is listed; whoever's village is unknown is in none of them."""
    _check(numerator, denominator)
    districts = Place.objects.within(regency).districts().order_by("code")
    sql, given = _counting(numerator, month, regency)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT SUBSTR({_WHERE}, 1, 8), {_PEOPLE} {sql} GROUP BY 1", given)
        people = dict(cursor.fetchall())
    known = _universes([district.code for district in districts], denominator, month, on)
    return [
        Figure(one.code, one.name, counted(people.get(one.code, 0), numerator, month, on), known.get(one.code, universe(None, denominator)))
        for one in districts
    ]


def villages_that_sent(round: Round, *, on: date | None = None) -> Figure:
    """Desa whose office sent a list of the round that was taken, among all desa of its place; kelurahan are offices of the regency and not in it."""
    lists = SubmittedList.objects.filter(round=round).exclude(state=SubmittedList.State.REFUSED)
    desa = Place.objects.within(round.place_id).desa()
    return share(
        desa.filter(code__in=lists.values("office__place")).count(),
        desa.count(),
        of=Words(f"desa yang mengirim daftar untuk {round.name}", f"villages that sent a list for {round.name}"),
        among=DENOMINATORS["villages"],
        as_of=on,
        place=round.place_id,
        place_name=round.place.name,
    )


def funnel(round: Round, month: Month) -> Funnel:
    """Of all funds of the round together."""
    rows = Row.objects.filter(list__round=round).exclude(list__state=SubmittedList.State.REFUSED)
    stand = Candidate.objects.filter(round=round, stands=True)
    valid = stand.aggregate(people=Count(Coalesce("person__same_as", "person"), distinct=True))["people"]
    return Funnel(rows.count(), valid, _of_round("listed", round, month), _of_round("paid", round, month))


def _of_round(numerator: str, round: Round, month: Month) -> int:
    sql, given = _counting(numerator, month, "")
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {_PEOPLE} {sql} AND f.round_id = %s", [*given, round.pk])
        return int(cursor.fetchone()[0])


def _counting(numerator: str, month: Month, place: str) -> tuple[str, list[Any]]:
    """FROM and WHERE of the spells that count."""
    sql = _LISTED
    given: list[Any] = [month.no] * 4
    if place:
        sql += f" AND ({_WHERE} = %s OR {_WHERE} LIKE %s)"
        given += [place, f"{place}.%"]
    if numerator == "paid":
        funds = list(Bill.objects.filter(month=month).fully_paid().values_list("fund_id", flat=True))
        sql += f" AND m.fund_id IN ({', '.join(['%s'] * len(funds)) or 'NULL'})"
        given += funds
    return sql, given


def _universes(places: list[str], denominator: str, month: Month, on: date | None) -> dict[str, Part]:
    """By place the newest figure that was of a day before the month's end."""
    if denominator == "villages":
        return {code: Part(Place.objects.within(code).desa().count(), DENOMINATORS["villages"], PAYUNG, on) for code in places}
    found = Universe.objects.filter(place__in=places, definition=denominator, as_of__lte=month.last_day).order_by("as_of", "pk")
    return {one.place_id: universe(one.value, denominator, one.source, one.as_of) for one in found}


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
