"""What stands on a slide, each piece as something that can be edited: texts, figures, grounds. Everything in millimetres and points."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pptx.dml.color import RGBColor
from pptx.enum.shapes import MSO_SHAPE
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.util import Mm, Pt

from payung.reports.deck_text import cut, fitting, lines
from payung.reports.looks import ACT, INK, PAPER_2, SOFT, STATES
from payung.reports.parts import Tile
from payung.values.words import Lang


@dataclass(frozen=True)
class Box:
    """In millimetres."""

    left: float
    top: float
    wide: float
    high: float

    @property
    def placed(self) -> tuple[Any, Any, Any, Any]:
        return Mm(self.left), Mm(self.top), Mm(self.wide), Mm(self.high)

    def columns(self, shares: Sequence[float], gap: float = 8.0) -> list["Box"]:
        """Side by side, by their shares of the width."""
        room, left, made = self.wide - gap * (len(shares) - 1), self.left, []
        for share in shares:
            wide = room * share / sum(shares)
            made.append(Box(left, self.top, wide, self.high))
            left += wide + gap
        return made

    def below(self, high: float) -> "Box":
        """What is left under so much."""
        return Box(self.left, self.top + high, self.wide, max(self.high - high, 0.0))


def colour(hex_: str) -> RGBColor:
    made: RGBColor = RGBColor.from_string(hex_.lstrip("#"))  # type: ignore[no-untyped-call]
    return made


def write(frame: Any, said: str, size: float, *, ink: str = INK, bold: bool = False, mark: int = 0, lang: Lang = "id", first: bool = True) -> Any:
    """A paragraph of a text frame; `mark`: the number of a note behind every per cent sign, or behind the text where it has none."""
    paragraph = frame.paragraphs[0] if first else frame.add_paragraph()
    pieces = said.split("%") if mark and "%" in said else [said]
    for at, piece in enumerate(pieces):
        last = at == len(pieces) - 1
        run(paragraph, piece if last else f"{piece}%", size, ink=ink, bold=bold, lang=lang)
        if mark and (not last or len(pieces) == 1):
            run(paragraph, str(mark), size, ink=ink, lang=lang, raised=True)
    return paragraph


def run(paragraph: Any, said: str, size: float, *, ink: str = INK, bold: bool = False, lang: Lang = "id", raised: bool = False) -> None:
    if not said:
        return
    one = paragraph.add_run()
    one.text = said
    one.font.size, one.font.bold, one.font.color.rgb = Pt(size), bold, colour(ink)
    properties = one._r.get_or_add_rPr()
    properties.set("lang", "id-ID" if lang == "id" else "en-GB")
    if raised:
        properties.set("baseline", "30000")


def textbox(slide: Any, box: Box, name: str) -> Any:
    """An empty text frame without margins that breaks its lines."""
    shape = slide.shapes.add_textbox(*box.placed)
    shape.name = name
    frame = shape.text_frame
    frame.word_wrap = True
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
    return frame


def describe(shape: Any, said: str) -> None:
    """The alternative text of a shape, chart, table or group."""
    shape._element.xpath(".//p:cNvPr")[0].set("descr", said)


def card(slide: Any, box: Box, fill: str, name: str) -> Any:
    """A filled ground with slightly round corners."""
    shape = slide.shapes.add_shape(MSO_SHAPE.ROUNDED_RECTANGLE, *box.placed)
    shape.name, shape.adjustments[0] = name, min(0.08, 1.6 / max(min(box.wide, box.high), 1))
    shape.fill.solid()
    shape.fill.fore_color.rgb = colour(fill)
    shape.line.fill.background()
    flat(shape)
    return shape


def flat(shape: Any) -> None:
    """Without the shadow and the colours that the theme would give it."""
    for style in shape._element.findall("{http://schemas.openxmlformats.org/presentationml/2006/main}style"):
        shape._element.remove(style)


def draw_tile(slide: Any, box: Box, tile: Tile, lang: Lang, *, strong: bool = False) -> None:
    """A large figure: label, value with its mark, what it is made of."""
    high, low = ("#FFFFFF", "#DCEBF3") if strong else (INK, SOFT)
    frame = card(slide, box, ACT if strong else PAPER_2, tile.label.said(lang)).text_frame
    frame.word_wrap, frame.vertical_anchor = True, MSO_ANCHOR.MIDDLE
    frame.margin_left = frame.margin_right = Mm(5)
    frame.margin_top = frame.margin_bottom = Mm(1)
    room = box.wide - 10
    value = tile.value.said(lang)
    size = fitting(value, (28, 26, 24, 20, 17, 14), room - 4, 12.5, bold=True)
    write(frame, cut(tile.label.said(lang), 12, room, 1, bold=True), 12, ink=low, bold=True, lang=lang)
    write(frame, value, size, ink=high, bold=True, mark=tile.mark if "%" in value else 0, lang=lang, first=False)
    note = tile.note.said(lang)
    least = next((one for one in (12.0, 11.0, 10.0) if lines(note, one, room) == 1), 9.5)
    write(frame, cut(note, least, room, 2), least, ink=low, lang=lang, first=False)
    for paragraph in frame.paragraphs:
        paragraph.alignment = PP_ALIGN.LEFT


def draw_lines(slide: Any, box: Box, said: Sequence[str], lang: Lang, *, name: str, size: float = 14.0, ink: str = INK) -> None:
    """Sentences one below the other, as large as the box allows."""
    frame = textbox(slide, box, name)
    sizes = [one for one in (16, 14, 13, 12, 11, 10) if one <= size]
    whole = "\n".join(said)
    least = fitting(whole, sizes, box.wide, box.high - 2 * len(said))
    for at, one in enumerate(said):
        paragraph = write(frame, one, least, ink=ink, lang=lang, first=not at)
        paragraph.space_after = Pt(5)


def draw_missing(slide: Any, box: Box, what: str, where: str, lang: Lang) -> None:
    """What is not recorded and where it would be."""
    ink, ground = STATES["needs_fixing"]
    frame = card(slide, box, ground, what[:60]).text_frame
    frame.word_wrap, frame.vertical_anchor = True, MSO_ANCHOR.MIDDLE
    frame.margin_left = frame.margin_right = Mm(5)
    frame.margin_top = frame.margin_bottom = Mm(1.5)
    size = fitting(f"{what}\n{where}", (13, 12, 11, 10), box.wide - 11, box.high - 4, bold=True)
    write(frame, what, size, ink=ink, bold=True, lang=lang).alignment = PP_ALIGN.LEFT
    write(frame, where, size, ink=ink, lang=lang, first=False).alignment = PP_ALIGN.LEFT
