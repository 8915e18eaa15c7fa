"""The briefing as a deck: a cover, then one message a slide with what proves it, its notes at the foot, and the notes for whoever speaks.

Charts and the map are native: whoever presents may change them. The same frozen content gives the same bytes.
"""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from pptx.oxml import parse_xml
from pptx.util import Pt

from payung.reports.deck_chart import draw_chart
from payung.reports.deck_draw import Box, draw_lines, draw_missing, draw_tile, run, write
from payung.reports.deck_look import (
    BODY_HIGH,
    BODY_TOP,
    FIGURE,
    FIGURE_NOTE,
    KICKER,
    LEFT,
    MADE,
    NOTE_SIZE,
    NOTES,
    NOTES_HIGH,
    ROOM,
    SMALL,
    SOURCE,
    TITLE_HIGH,
    TITLE_SIZE,
    empty_deck,
)
from payung.reports.deck_map import draw_area
from payung.reports.deck_table import draw_grid
from payung.reports.deck_text import cut, fitting, height
from payung.reports.looks import SOFT
from payung.reports.parts import Content, Section
from payung.reports.same_bytes import write_packed
from payung.values.words import Lang, Words, day, rupiah

_KICKER = Words("Jaminan sosial ketenagakerjaan", "Employment social security")
_MADE = Words("Dibuat oleh {by} dengan Payung, angka per {on}. {number}", "Made by {by} with Payung, figures as of {on}. {number}")
_SOURCE = Words("{place} · {period} · Payung, angka per {on} · {number}", "{place} · {period} · Payung, figures as of {on} · {number}")
_PAGE = Words("Halaman {field} dari {m}", "Page {field} of {m}")
_NO_SHARE = Words("persentase belum dapat dihitung", "no percentage yet")
_FAMILIES = Words("Keluarga yang setuju disebut namanya", "Families who agreed to be named")
_FAMILY = Words("{name}, {village}: {amount}", "{name}, {village}: {amount}")
_SOMEBODY = Words("Ahli waris (nama tidak disebut)", "An heir (not named)")
_MISSING_HIGH, _TILES_HIGH, _GAP = 15.0, 34.0, 6.0
_LEAST_CHART, _LINE = 28.0, 8.5
_TWO = 2  # tables beside each other, below the figures
_COLUMNS_BESIDE = 5  # a wider table stands over the chart, not beside it


@dataclass(frozen=True)
class Told:
    """What every paper of an edition carries besides its content; `names`: key of a relative -> name, of those who agree on that day."""

    number: str
    made_by: str
    on: date
    names: dict[int, str]
    address: str = ""


def write_deck(content: Content, told: Told, path: Path, lang: Lang = "id") -> None:
    """The PPTX; 6 to 10 slides."""
    deck = empty_deck()
    _cover(deck, content, told, lang)
    for section in content.sections:
        _slide(deck, section, content, told, lang, len(content.sections) + 1)
    properties = deck.core_properties
    properties.title = f"{content.place_name} · {content.period.said(lang)}"
    properties.author = properties.last_modified_by = "Payung"
    properties.subject, properties.language = told.number, lang
    write_packed(deck.save, path, told.on)


def _cover(deck: Any, content: Content, told: Told, lang: Lang) -> None:
    slide = deck.slides.add_slide(deck.slide_layouts[0])
    share = next((tile for tile in (content.sections[0].tiles if content.sections else []) if tile.value.kind == "percent"), None)
    said = share.value.said(lang) if share else "–"
    name = fitting(content.place_name, (44, 40, 36, 32, 28, 24), 164, 54, bold=True)
    white = "#FFFFFF"
    write(slide.shapes.title.text_frame, content.place_name, name, ink=white, bold=True, lang=lang)
    write(_holder(slide, KICKER), _KICKER.said(lang), 14, ink="#A9CFE1", bold=True, lang=lang)
    write(_holder(slide, 1), content.period.said(lang), 20, ink=white, lang=lang)
    notes = content.sections[0].notes if content.sections else []
    if said != "–" and share:
        write(_holder(slide, FIGURE), said, 72, ink=white, bold=True, mark=share.mark, lang=lang)
        frame = _holder(slide, FIGURE_NOTE)
        write(frame, share.note.said(lang), 16, ink=white, bold=True, lang=lang)
        note = notes[share.mark - 1].said(lang)
        paragraph = frame.add_paragraph()
        size = fitting(note, (12, 11, 10), 118, 36)
        run(paragraph, str(share.mark), size, ink="#DCEBF3", lang=lang, raised=True)
        run(paragraph, f" {note}", size, ink="#DCEBF3", lang=lang)
    else:
        write(_holder(slide, FIGURE), "–", 72, ink=white, bold=True, lang=lang)
        write(_holder(slide, FIGURE_NOTE), _NO_SHARE.said(lang), 16, ink=white, bold=True, lang=lang)
    write(_holder(slide, MADE), _MADE.said(lang, by=told.made_by, on=day(told.on, lang), number=told.number), 11, ink="#DCEBF3", lang=lang)
    _speak(slide, content.sections[0] if content.sections else None, content, told, lang)


def _holder(slide: Any, key: int) -> Any:
    return next(one for one in slide.placeholders if one.placeholder_format.idx == key).text_frame


def _slide(deck: Any, section: Section, content: Content, told: Told, lang: Lang, pages: int) -> None:
    slide = deck.slides.add_slide(deck.slide_layouts[1])
    title, mark = section.title.said(lang), _title_mark(section)
    size = fitting(title, (TITLE_SIZE, 26, 24, 22, 20, 18), ROOM - 4, TITLE_HIGH, bold=True)
    write(slide.shapes.title.text_frame, title, size, bold=True, mark=mark, lang=lang)
    write(_holder(slide, KICKER), section.name.said(lang).upper(), 11, ink="#0B5C7A", bold=True, lang=lang)
    notes = _notes(slide, section, lang)
    source = _SOURCE.said(lang, place=content.place_name, period=content.period.said(lang), on=day(told.on, lang), number=told.number)
    write(_holder(slide, SOURCE), cut(source, SMALL, ROOM - 66, 1), SMALL, ink=SOFT, lang=lang)
    _page(slide, pages, lang)
    _body(slide, Box(LEFT, BODY_TOP, ROOM, BODY_HIGH + NOTES_HIGH - notes), section, told, lang)
    _speak(slide, section, content, told, lang)


def _title_mark(section: Section) -> int:
    """The note of a percentage in the title: it is that of the first figure or chart that has one."""
    if "%" not in section.title.id:
        return 0
    marks = [one.mark for one in section.tiles] + [one.mark for one in section.charts] + [head.mark for grid in section.grids for head in grid.heads]
    return next((mark for mark in marks if mark), 1 if section.notes else 0)


def _notes(slide: Any, section: Section, lang: Lang) -> float:
    """The notes at the foot, and how high they are."""
    frame = _holder(slide, NOTES)
    said = [f"{at} {note.said(lang)}" for at, note in enumerate(section.notes, 1)]
    if not said:
        frame.text = ""
        return 2.0
    size = fitting("\n".join(said), (NOTE_SIZE, 9, 8.5, 8), ROOM, NOTES_HIGH)
    for at, note in enumerate(section.notes):
        paragraph = frame.paragraphs[0] if not at else frame.add_paragraph()
        run(paragraph, f"{at + 1}", size, ink=SOFT, lang=lang, raised=True)
        run(paragraph, f" {note.said(lang)}", size, ink=SOFT, lang=lang)
    return min(NOTES_HIGH, height("\n".join(said), size, ROOM) + 3)


def _page(slide: Any, pages: int, lang: Lang) -> None:
    before, after = _PAGE.said(lang, field="\n", m=pages).split("\n")
    tongue = "id-ID" if lang == "id" else "en-GB"
    field = '<a:fld id="{B6F15528-21DE-4FAA-801E-634DDDAF4B2B}" type="slidenum">'
    text = (
        f'<a:r><a:rPr lang="{tongue}" sz="900"/><a:t>{before}</a:t></a:r>{field}<a:rPr lang="{tongue}" sz="900"/><a:t>‹#›</a:t></a:fld>'
        f'<a:r><a:rPr lang="{tongue}" sz="900"/><a:t>{after}</a:t></a:r>'
    )
    space = 'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"'
    key = max(int(one) for one in slide.shapes._spTree.xpath(".//p:cNvPr/@id")) + 1
    slide.shapes._spTree.append(
        parse_xml(
            f'<p:sp {space}><p:nvSpPr><p:cNvPr id="{key}" name="Nomor halaman"/><p:cNvSpPr><a:spLocks noGrp="1"/></p:cNvSpPr>'
            '<p:nvPr><p:ph type="sldNum" sz="quarter" idx="4"/></p:nvPr></p:nvSpPr><p:spPr/>'
            f'<p:txBody><a:bodyPr/><a:lstStyle/><a:p><a:pPr algn="r"/>{text}</a:p></p:txBody></p:sp>'
        )
    )


def _body(slide: Any, box: Box, section: Section, told: Told, lang: Lang) -> None:
    """From above: figures; then map, chart and tables side by side, and sentences; at the foot families and what is missing."""
    if section.tiles:
        for at, (place, tile) in enumerate(zip(Box(box.left, box.top, box.wide, 28).columns([1] * len(section.tiles)), section.tiles, strict=True)):
            draw_tile(slide, place, tile, lang, strong=not at)
        box = box.below(_TILES_HIGH)
    box = _foot(slide, box, section, told, lang)
    _middle(slide, box, section, lang)


def _foot(slide: Any, box: Box, section: Section, told: Told, lang: Lang) -> Box:
    """Draws from below what has its fixed height there; what room is left above."""
    high = 0.0
    empty = not (section.charts or section.grids or section.area)
    if section.missing:
        row = Box(box.left, box.top if empty else box.top + box.high - _MISSING_HIGH, box.wide, 20 if empty else _MISSING_HIGH)
        for place, one in zip(row.columns([1] * len(section.missing)), section.missing, strict=True):
            draw_missing(slide, place, one.what.said(lang), one.where.said(lang), lang)
        high += _MISSING_HIGH + 3
    said = families_said(section, told, lang)
    if said:
        tall = _LINE * (len(said) + 1)
        part = Box(box.left, box.top + box.high - high - tall, box.wide, tall)
        draw_lines(slide, part, [f"{_FAMILIES.said(lang)}:", *said], lang, name=_FAMILIES.said(lang), size=13)
        high += part.high + 2
    return Box(box.left, box.top, box.wide, max(box.high - high, 0.0))


def families_said(section: Section, told: Told, lang: Lang) -> list[str]:
    """The families of a section as a paper names them: by name only where whoever receives still agrees."""
    return [
        _FAMILY.said(
            lang,
            name=told.names.get(one.relative) or _SOMEBODY.said(lang),
            village=one.village or "–",
            amount=rupiah(one.amount, lang),
        )
        for one in section.families
    ]


def _middle(slide: Any, box: Box, section: Section, lang: Lang) -> None:
    if section.area:
        left, right = box.columns([6, 5])
        if draw_area(slide, left, section.area, lang):
            _grids(slide, right, section, lang)
            return
    chart = next(iter(section.charts), None)
    if chart and section.grids and len(section.grids[0].heads) <= _COLUMNS_BESIDE:
        left, right = box.columns([6, 5])
        draw_chart(slide, left, chart, lang)
        _grids(slide, right, section, lang)
        return
    if len(section.grids) == _TWO and section.tiles and not chart:
        for place, grid in zip(box.columns([1, 1]), section.grids, strict=True):
            draw_grid(slide, place, grid, lang)
        return
    used = _grids(slide, box, section, lang) if section.grids else 0.0
    rest = box.below(used + _GAP if used else 0.0)
    if chart and rest.high >= _LEAST_CHART:
        draw_chart(slide, rest, chart, lang)
    elif section.points:
        draw_lines(slide, rest, [one.said(lang) for one in section.points], lang, name=section.name.said(lang))


def _grids(slide: Any, box: Box, section: Section, lang: Lang) -> float:
    """Tables one below the other; the height that they took."""
    used = 0.0
    for at, grid in enumerate(section.grids):
        left = len(section.grids) - at
        room = (box.high - used - _GAP * (left - 1)) / left if left > 1 else box.high - used
        used += draw_grid(slide, Box(box.left, box.top + used, box.wide, room), grid, lang) + (_GAP if left > 1 else 0)
    return used


def _speak(slide: Any, section: Section | None, content: Content, told: Told, lang: Lang) -> None:
    """The notes for whoever speaks: the message, how each percentage is calculated, what is missing."""
    said = [content.place_name + ", " + content.period.said(lang), told.number]
    if section:
        said += [section.title.said(lang), *(f"{at} {note.said(lang)}" for at, note in enumerate(section.notes, 1))]
        said += [f"{one.what.said(lang)} {one.where.said(lang)}" for one in section.missing]
    if told.address:
        said.append(("Lihat cara hitung: " if lang == "id" else "How it is calculated: ") + told.address)
    frame = slide.notes_slide.notes_text_frame
    frame.text = "\n".join(said)
    for paragraph in frame.paragraphs:
        for one in paragraph.runs:
            one.font.size = Pt(12)
