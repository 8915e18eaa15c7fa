"""The places of a map as shapes of a slide, each to be picked, moved and coloured."""

from math import cos, radians
from typing import Any

from pptx.enum.dml import MSO_PATTERN
from pptx.enum.shapes import MSO_SHAPE
from pptx.util import Mm, Pt

from payung.places.map import BLUES, NO_DATA, SCHEMATIC
from payung.places.shapes import Ring, district_shapes, regency_shapes
from payung.reports.deck_draw import Box, colour, describe, flat, textbox, write
from payung.reports.deck_text import cut, width
from payung.reports.looks import ACT, PAPER_2, SOFT
from payung.reports.parts import Area
from payung.values.place import Level, level_of
from payung.values.words import Lang


def draw_area(slide: Any, box: Box, area: Area, lang: Lang) -> bool:
    """The places as shapes that can be picked and coloured; False where there are no shapes of what lies in the place."""
    shapes = regency_shapes(area.place) if level_of(area.place) == Level.PROVINCE else district_shapes(area.place)
    if not shapes:
        return False
    title = area.title.said(lang)
    frame = textbox(slide, Box(box.left, box.top, box.wide, 6), title)
    write(frame, cut(title, 13, box.wide - 3, 1, bold=True), 13, bold=True, ink=ACT, lang=lang)
    group = slide.shapes.add_group_shape()
    group.name = title
    describe(
        group, f"{title}; {'angkanya ada di tabel di sebelahnya' if lang == 'id' else 'the table beside it has its numbers'}. {SCHEMATIC.said(lang)}."
    )
    place = _placing(shapes, Box(box.left, box.top + 9, box.wide, box.high - 22))
    for code, rings in shapes.items():
        _polygon(group, [place(ring) for ring in rings], area.classes.get(code), area.names.get(code, code))
    _legend(slide, Box(box.left, box.top + box.high - 11, box.wide, 11), area, lang)
    return True


def _placing(shapes: dict[str, list[Ring]], box: Box) -> Any:
    """Degrees -> EMU in the box, north up, true at the middle latitude."""
    points = [point for rings in shapes.values() for ring in rings for point in ring]
    west, east = min(x for x, _ in points), max(x for x, _ in points)
    south, north = min(y for _, y in points), max(y for _, y in points)
    tall = 1 / cos(radians((south + north) / 2))
    scale = min(box.wide / (east - west), box.high / ((north - south) * tall))
    left = box.left + (box.wide - (east - west) * scale) / 2
    top = box.top + (box.high - (north - south) * tall * scale) / 2
    return lambda ring: [(int(Mm(left + (x - west) * scale)), int(Mm(top + (north - y) * tall * scale))) for x, y in ring]


def _polygon(group: Any, rings: list[list[tuple[int, int]]], step: int | None, name: str) -> None:
    """One freeform of all rings: a hole is a ring of the other direction, an island one more."""
    (first, *rest) = rings
    builder = group.shapes.build_freeform(*first[0], scale=1.0)
    builder.add_line_segments(first[1:], close=True)
    for ring in rest:
        builder.move_to(*ring[0])
        builder.add_line_segments(ring[1:], close=True)
    shape = builder.convert_to_shape()
    shape.name = name
    flat(shape)
    shape.line.color.rgb, shape.line.width = colour("#FFFFFF"), Pt(0.75)
    if step is None:
        shape.fill.patterned()
        shape.fill.pattern = MSO_PATTERN.WIDE_UPWARD_DIAGONAL
        shape.fill.fore_color.rgb, shape.fill.back_color.rgb = colour("#8A97A3"), colour(PAPER_2)
    else:
        shape.fill.solid()
        shape.fill.fore_color.rgb = colour(BLUES[step])


def _legend(slide: Any, box: Box, area: Area, lang: Lang) -> None:
    entries: list[tuple[int | None, str]] = list(enumerate(step.said(lang) for step in area.steps))
    if any(step is None for step in area.classes.values()):
        entries.append((None, NO_DATA.said(lang)))
    left = box.left
    for step, said in entries:
        swatch = slide.shapes.add_shape(MSO_SHAPE.RECTANGLE, *Box(left, box.top + 0.6, 4, 4).placed)
        swatch.name = said
        flat(swatch)
        swatch.line.fill.background()
        if step is None:
            swatch.fill.patterned()
            swatch.fill.pattern = MSO_PATTERN.WIDE_UPWARD_DIAGONAL
            swatch.fill.fore_color.rgb, swatch.fill.back_color.rgb = colour("#8A97A3"), colour(PAPER_2)
        else:
            swatch.fill.solid()
            swatch.fill.fore_color.rgb = colour(BLUES[step])
        wide = width(said, 10) + 3
        frame = textbox(slide, Box(left + 5.2, box.top, wide, 5), said)
        frame.word_wrap = False
        write(frame, said, 10, ink=SOFT, mark=area.mark if "%" in said else 0, lang=lang)
        left += 5.2 + wide + 3
    frame = textbox(slide, Box(box.left, box.top + 6, box.wide, 5), SCHEMATIC.said(lang))
    write(frame, SCHEMATIC.said(lang), 9, ink=SOFT, lang=lang)
