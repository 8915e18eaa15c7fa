"""Coverage of the places inside a regency or province as a schematic map; the table beside it has its numbers."""

from collections.abc import Sequence
from itertools import pairwise

from payung.coverage.measure import Figure
from payung.places.map import SCHEMATIC, choropleth
from payung.places.shapes import district_shapes, regency_shapes
from payung.values.place import Level, level_of
from payung.values.words import Lang, Words, hundredths, number

_TOPS = (5, 10, 20, 25, 50, 100)  # per cent: where the darkest class may end
_CLASSES = 5
_TOLD = Words("{title}; angkanya ada di tabel. {schematic}.", "{title}; the table has its numbers. {schematic}.")


def coverage_map(place: str, figures: Sequence[Figure], title: str, lang: Lang = "id", width: int = 560) -> str:
    """SVG, or "" where there are no shapes of what lies in the place."""
    level = level_of(place)
    shapes = district_shapes(place) if level == Level.REGENCY else regency_shapes(place or None) if level < Level.REGENCY else {}
    if not shapes or level == Level.NATION:
        return ""
    values = {
        one.place: hundredths(one.numerator.value, one.denominator.value) if one.denominator.value and one.numerator.value is not None else None
        for one in figures
    }
    top = next((top for top in _TOPS if top * 100 >= max((value for value in values.values() if value is not None), default=0)), _TOPS[-1])
    ends = [top * step // _CLASSES for step in range(_CLASSES + 1)]
    steps = [f"{number(low, lang)}–{number(high, lang)} %" for low, high in pairwise(ends)]
    classes = {code: None if value is None else min(value * _CLASSES // (top * 100), _CLASSES - 1) for code, value in values.items()}
    names = {one.place: f"{one.place_name}: {one.percent(lang)}" for one in figures}
    told = _TOLD.said(lang, title=title, schematic=SCHEMATIC.said(lang))
    return choropleth(shapes, classes, title=title, desc=told, width=width, names=names, steps=steps, lang=lang)
