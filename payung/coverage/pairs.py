"""Figures by any pair of the registry: own counts and published figures, for a place, for what lies in it, and month by month.

Own counts are of the day `on`; published ones as they were known on `known` (None: today).
"""

from collections import Counter
from collections.abc import Sequence
from datetime import date

from payung.coverage.cube import COUNTED, Question, people_of
from payung.coverage.definitions import Pair, definition, funds_of
from payung.coverage.measure import PAYUNG, Figure, Part, caveats_of, counted, published, text_of
from payung.coverage.official import NATION, Official, official_by_place, official_figures, official_on
from payung.coverage.queries import villages_that_sent
from payung.coverage.six_months import measured, measured_inside
from payung.places.models import Place
from payung.places.queries import place as place_of
from payung.registry.models import Round
from payung.values.month import Month
from payung.values.place import Level, level_of


def figure_of_pair(place: str, month: Month, pair: Pair, *, on: date | None = None, known: date | None = None, round: Round | None = None) -> Figure:
    """Of any place ("" is the nation). What nobody has given is None on its side, never 0; `round` is whose lists villages sent."""
    name = place_of(place).name if place else NATION
    part = _own(place, month, pair, on, round) if definition(pair.numerator).own else _published_part(place, month, pair, known)
    return _figure(place, name, pair, part, _whole(place, month, pair, known, on), month)


def figures_inside(place: str, month: Month, pair: Pair, *, on: date | None = None, known: date | None = None) -> list[Figure]:
    """Of every place one level below by code, also those of which nobody has given a figure. Villages that sent are not counted here: []."""
    level = level_of(place)
    if level == Level.VILLAGE or pair.numerator == "villages_sent":
        return []
    below = list(Place.objects.within(place).filter(level=level + 1).order_by("code").values_list("code", "name"))
    codes = [code for code, _ in below]
    parts = _parts_inside(place, codes, month, pair, on, known)
    if definition(pair.denominator).own:
        desa = Counter(one[: len(codes[0])] for one in Place.objects.within(place).desa().values_list("code", flat=True)) if codes else Counter()
        wholes = {code: Part(desa[code], text_of("villages"), PAYUNG, on, "villages") for code in codes}
    else:
        given = official_by_place(codes, pair.denominator, month, segment=pair.segment_below, known=known)
        wholes = {code: _of(given.get(code), pair.denominator, pair.segment_below) for code in codes}
    return [_figure(code, name, pair, parts[code], wholes[code], month) for code, name in below]


def figures_by_month(
    place: str, months: Sequence[Month], pair: Pair, *, on: date | None = None, known: date | None = None
) -> list[tuple[Month, Figure]]:
    """Own counts for each of the months; a published numerator for each month for which one was published up to the last of them."""
    if not months or pair.numerator == "villages_sent":
        return []
    name = place_of(place).name if place else NATION
    if pair.numerator in COUNTED:
        people = people_of([place], months, _question(pair))
        parts = [(month, counted(people[place, month], pair.numerator, month, on, pair.segment)) for month in months]
    elif definition(pair.numerator).own:
        parts = [(month, _own(place, month, pair, on, None)) for month in months]
    else:
        given = official_figures(place, pair.numerator, known=known, segment=pair.segment)
        newest = {Month.of(one.as_of): one.part for one in given if Month.of(one.as_of) <= max(months)}
        parts = sorted(newest.items())
    if definition(pair.denominator).own:
        return [(month, _figure(place, name, pair, part, _whole(place, month, pair, known, on), month)) for month, part in parts]
    wholes = official_figures(place, pair.denominator, known=known, segment=pair.segment_below)
    told = []
    for month, part in parts:
        there = next((one for one in reversed(wholes) if one.as_of <= month.last_day), None)
        told.append((month, _figure(place, name, pair, part, _of(there, pair.denominator, pair.segment_below), month)))
    return told


def _figure(place: str, name: str, pair: Pair, part: Part, whole: Part, month: Month) -> Figure:
    return Figure(place, name, part, whole, caveats_of(pair, part, whole, month))


def _question(pair: Pair) -> Question:
    return Question(pair.numerator, segments=funds_of(pair.segment))


def _own(place: str, month: Month, pair: Pair, on: date | None, round: Round | None) -> Part:
    if pair.numerator == "villages_sent":
        if round is None:
            return Part(None, definition(pair.numerator).text, PAYUNG, on, pair.numerator)
        sent = villages_that_sent(round, place, on=on).numerator
        return Part(sent.value, sent.definition, sent.source, on, pair.numerator)
    people = measured(place, month) if pair.numerator == "measure6" else people_of([place], [month], _question(pair))[place, month]
    return counted(people, pair.numerator, month, on, pair.segment)


def _published_part(place: str, month: Month, pair: Pair, known: date | None) -> Part:
    return _of(official_on(place, pair.numerator, month, segment=pair.segment, known=known), pair.numerator, pair.segment)


def _whole(place: str, month: Month, pair: Pair, known: date | None, on: date | None) -> Part:
    if pair.denominator == "villages":
        return Part(Place.objects.within(place).desa().count(), text_of("villages"), PAYUNG, on, "villages")
    found = official_on(place, pair.denominator, month, segment=pair.segment_below, known=known)
    return _of(found, pair.denominator, pair.segment_below)


def _of(one: Official | None, code: str, segment: str) -> Part:
    return published(None, code, segment) if one is None else one.part


def _parts_inside(place: str, codes: list[str], month: Month, pair: Pair, on: date | None, known: date | None) -> dict[str, Part]:
    if pair.numerator == "measure6":
        people = measured_inside(place, month)
        return {code: counted(people.get(code, 0), "measure6", month, on) for code in codes}
    if definition(pair.numerator).own:
        inside = people_of(codes, [month], _question(pair))
        return {code: counted(inside[code, month], pair.numerator, month, on, pair.segment) for code in codes}
    given = official_by_place(codes, pair.numerator, month, segment=pair.segment, known=known)
    return {code: _of(given.get(code), pair.numerator, pair.segment) for code in codes}
