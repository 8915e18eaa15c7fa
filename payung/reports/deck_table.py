"""A table on a slide that can be edited: lines between the rows, letters as large as the box allows, fewer rows where nothing else helps."""

from dataclasses import dataclass
from typing import Any

from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.oxml import parse_xml
from pptx.util import Mm

from payung.reports.deck_draw import Box, describe, textbox, write
from payung.reports.deck_text import cut, height, width
from payung.reports.looks import ACT, INK, LINE, SOFT
from payung.reports.parts import Grid
from payung.values.words import Lang, Words

_A = "http://schemas.openxmlformats.org/drawingml/2006/main"
_MORE = Words("dan {n} lagi, lihat buku kerja", "and {n} more, see the workbook")


def draw_grid(slide: Any, box: Box, grid: Grid, lang: Lang) -> float:
    """A table with its title, cut to `most` rows and to the box; the height that it took."""
    heads = [head.title.said(lang) for head in grid.heads]
    cells = [[value.said(lang) for value in row] for row in grid.rows]
    frame = textbox(slide, Box(box.left, box.top, box.wide, 6), grid.title.said(lang))
    write(frame, cut(grid.title.said(lang), 13, box.wide, 1, bold=True), 13, bold=True, ink=ACT, lang=lang)
    body = box.below(8)
    fit = _fit(heads, cells, grid, body, lang)
    shape = slide.shapes.add_table(len(fit.cells) + 1, len(heads), Mm(body.left), Mm(body.top), Mm(body.wide), Mm(sum(fit.heights)))
    shape.name = grid.title.said(lang)
    describe(shape, f"{grid.title.said(lang)}: {len(grid.rows)} {'baris' if lang == 'id' else 'rows'}")
    table = shape.table
    _plain_style(table)
    for column, wide in zip(table.columns, fit.widths, strict=True):
        column.width = Mm(wide)
    for row, high in zip(table.rows, fit.heights, strict=True):
        row.height = Mm(high)
    rights = [bool(grid.rows) and any(row[at].right for row in grid.rows) for at in range(len(heads))]
    for at, (head, said) in enumerate(zip(grid.heads, heads, strict=True)):
        _cell(table.cell(0, at), said, fit.size - 1, rights[at], lang, ink=SOFT, bold=True, mark=head.mark)
    for line, row in enumerate(fit.cells, 1):
        for at, said in enumerate(row):
            _cell(table.cell(line, at), said, fit.size, rights[at], lang, bold=grid.total and line == len(fit.cells))
    return 8 + sum(fit.heights)


@dataclass(frozen=True)
class _Fit:
    cells: list[list[str]]
    widths: list[float]
    heights: list[float]
    size: float


_PAD = 4.0  # left and right of a cell together
_PAD_HIGH = 2.2
_OF_HEAD = 0.62  # a head of several words breaks


def _fit(heads: list[str], cells: list[list[str]], grid: Grid, box: Box, lang: Lang) -> _Fit:
    """The largest letters at which the rows fit; below the smallest, fewer rows."""
    shown = _cut_rows(cells, grid.most, lang)
    made = None
    for size in (13.0, 12.0, 11.0, 10.0, 9.5):
        widths = _widths(heads, shown, size, box.wide)
        made = _Fit(shown, widths, _heights(heads, shown, widths, size), size)
        if sum(made.heights) <= box.high:
            return made
    assert made is not None
    while sum(made.heights) > box.high and len(shown) > 2:
        shown = _cut_rows(cells, len(shown) - 2, lang)
        made = _Fit(shown, made.widths, _heights(heads, shown, made.widths, made.size), made.size)
    return made


def _cut_rows(cells: list[list[str]], most: int, lang: Lang) -> list[list[str]]:
    if len(cells) <= most:
        return cells
    kept = cells[: max(most, 1)]
    return [*kept, [_MORE.said(lang, n=len(cells) - len(kept)), *([""] * (len(cells[0]) - 1))]]


def _widths(heads: list[str], cells: list[list[str]], size: float, room: float) -> list[float]:
    """Columns as wide as what they hold asks for; where that is too much, the widest give way, down to their longest word."""
    columns = [(head, [row[at] for row in cells]) for at, head in enumerate(heads)]
    wanted = [max([width(head, size - 1, True) * _OF_HEAD, *(width(said, size) for said in of)]) + _PAD + 1 for head, of in columns]
    least = [
        max([*(width(word, size - 1, True) for word in head.split()), *(width(word, size) for said in of for word in said.split())], default=4)
        + _PAD
        + 1
        for head, of in columns
    ]
    wanted = [max(one, floor) for one, floor in zip(wanted, least, strict=True)]
    while sum(wanted) > room and (wide := [at for at, one in enumerate(wanted) if one - 1 >= least[at]]):
        widest = max(wide, key=lambda at: wanted[at])
        wanted[widest] -= 1
    spare = (room - sum(wanted)) / len(wanted)
    return [one + spare for one in wanted] if spare > 0 else [one * room / sum(wanted) for one in wanted]


def _heights(heads: list[str], cells: list[list[str]], widths: list[float], size: float) -> list[float]:
    head = max(height(said, size - 1, wide - _PAD, True) for said, wide in zip(heads, widths, strict=True))
    return [head + _PAD_HIGH, *(max(height(said, size, wide - _PAD) for said, wide in zip(row, widths, strict=True)) + _PAD_HIGH for row in cells)]


def _plain_style(table: Any) -> None:
    """No bands, no coloured head: lines between the rows are enough."""
    properties = table._tbl.tblPr
    for name in ("bandRow", "firstRow"):
        properties.set(name, "1" if name == "firstRow" else "0")
    style = properties.find(f"{{{_A}}}tableStyleId")
    if style is not None:
        style.text = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"  # "No Style, No Grid"


def _cell(cell: Any, said: str, size: float, right: bool, lang: Lang, *, ink: str = INK, bold: bool = False, mark: int = 0) -> None:
    cell.margin_left = cell.margin_right = Mm(_PAD / 2)
    cell.margin_top = cell.margin_bottom = Mm(_PAD_HIGH / 2)
    cell.vertical_anchor = MSO_ANCHOR.MIDDLE
    paragraph = write(cell.text_frame, said, size, ink=ink, bold=bold, mark=mark, lang=lang)
    paragraph.alignment = PP_ALIGN.RIGHT if right else PP_ALIGN.LEFT
    properties = cell._tc.get_or_add_tcPr()
    for side in ("lnL", "lnR", "lnT"):
        properties.append(parse_xml(f'<a:{side} xmlns:a="{_A}" w="0"><a:noFill/></a:{side}>'))
    properties.append(parse_xml(f'<a:lnB xmlns:a="{_A}" w="6350"><a:solidFill><a:srgbClr val="{LINE[1:]}"/></a:solidFill></a:lnB>'))
