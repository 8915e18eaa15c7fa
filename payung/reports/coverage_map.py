"""Coverage of the places inside a regency, a province or the nation as a schematic map; the table beside it has its numbers."""

from collections.abc import Callable, Sequence
from itertools import pairwise

from payung.coverage.measure import Figure
from payung.places.map import SCHEMATIC, choropleth
from payung.places.shapes import Ring, district_shapes, province_shapes, regency_shapes
from payung.values.place import Level, level_of
from payung.values.words import Lang, Words, hundredths, number

_TOPS = (5, 10, 20, 25, 50, 100)  # per cent: where the darkest class may end
_CLASSES = 5
_TOLD = Words("{title}; angkanya ada di tabel. {schematic}.", "{title}; the table has its numbers. {schematic}.")


def coverage_map(place: str, figures: Sequence[Figure], title: str, lang: Lang = "id", width: int = 560) -> str:
    """The map that opens nothing; "" of the nation, which needs a page of its own."""
    return "" if level_of(place) == Level.NATION else coverage_map_svg(place, figures, title=title, lang=lang, width=width)


def coverage_map_svg(
    place: str, figures: Sequence[Figure], *, title: str, lang: Lang = "id", width: int = 560, address: Callable[[str], str] | None = None
) -> str:
    """SVG of the places one level below `place` ("": the nation), each filled by its share, hatched without one; the same for page, PDF and deck.

    `figures` are theirs; `address`: what a place opens, by its code. "" where there are no shapes: villages have none.
    """
    shapes = shapes_in(place)
    if not shapes:
        return ""
    values = {
        one.place: hundredths(one.numerator.value, one.denominator.value) if one.denominator.value and one.numerator.value is not None else None
        for one in figures
    }
    ends, classes = _classed({code: values.get(code) for code in shapes})
    steps = [f"{number(low, lang)}–{number(high, lang)} %" for low, high in pairwise(ends)]
    names = {one.place: f"{one.place_name}: {one.percent(lang)}" for one in figures}
    told = _TOLD.said(lang, title=title, schematic=SCHEMATIC.said(lang))
    links = {code: address(code) for code in shapes if code in names} if address else None
    return choropleth(shapes, classes, title=title, desc=told, width=width, names=names, steps=steps, links=links, lang=lang)


def shapes_in(place: str) -> dict[str, list[Ring]]:
    """Schematic rings of the places one level below; empty below a district."""
    level = level_of(place)
    if level == Level.NATION:
        return province_shapes()
    return regency_shapes(place) if level == Level.PROVINCE else district_shapes(place) if level == Level.REGENCY else {}


def _classed(values: dict[str, int | None]) -> tuple[list[int], dict[str, int | None]]:
    """Ends of the five classes in per cent, the highest just above the greatest share, and the class of each place."""
    top = next((top for top in _TOPS if top * 100 >= max((value for value in values.values() if value is not None), default=0)), _TOPS[-1])
    ends = [top * step // _CLASSES for step in range(_CLASSES + 1)]
    return ends, {code: None if value is None else min(value * _CLASSES // (top * 100), _CLASSES - 1) for code, value in values.items()}
