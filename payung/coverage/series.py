"""Coverage month by month, and of the places that lie in a place; both from prepared figures (cube.py)."""

from collections.abc import Sequence
from datetime import date

from django.db.models import Q

from payung.coverage.cube import Question, people_of
from payung.coverage.measure import DENOMINATORS, PAYUNG, Figure, Part, counted, universe
from payung.coverage.models import Universe
from payung.coverage.queries import _check, _universes
from payung.places.models import Place
from payung.places.queries import place as place_of
from payung.values.month import Month
from payung.values.place import Level, level_of


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
    people = people_of([one.code for one in below], [month], Question(numerator))
    known = _universes([one.code for one in below], denominator, month, on) if denominator != "villages" else {}
    return [
        Figure(one.code, one.name, counted(people[one.code, month], numerator, month, on), known.get(one.code, universe(None, denominator)))
        for one in below
    ]


def coverage_by_month(
    place: str, months: Sequence[Month], numerator: str = "listed", denominator: str = "universe_bpjs", *, on: date | None = None
) -> list[Figure]:
    """The figure of `coverage` for each of the months, in a handful of statements. InputError for an unknown definition."""
    _check(numerator, denominator)
    name = place_of(place).name if place else "Indonesia"
    people, known = people_of([place], months, Question(numerator)), _universe_by_month(place, months, denominator)
    return [Figure(place, name, counted(people[place, month], numerator, month, on), known[month]) for month in months]


def _universe_by_month(place: str, months: Sequence[Month], denominator: str) -> dict[Month, Part]:
    """For each month the newest figure that was of a day before its end."""
    if denominator == "villages":
        desa = Part(Place.objects.within(place).desa().count(), DENOMINATORS["villages"], PAYUNG, None)
        return dict.fromkeys(months, desa)
    known = list(Universe.objects.filter(Q(place=place), definition=denominator).order_by("as_of", "pk"))
    found = {month: next((one for one in reversed(known) if one.as_of <= month.last_day), None) for month in months}
    return {month: universe(one.value, denominator, one.source, one.as_of) if one else universe(None, denominator) for month, one in found.items()}
