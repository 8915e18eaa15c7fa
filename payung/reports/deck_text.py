"""How much room words take in the deck's letters, so that nothing runs over its box: measured with the font itself."""

from collections.abc import Sequence
from functools import cache
from pathlib import Path

import font_source_sans_pro
from PIL import ImageFont

_MM = 25.4 / 72  # a point in millimetres
_LEADING = 1.22  # height of a line by the size of its letters
_SAFE = 1.03  # programmes set a little wider than the font says
_AT = 100  # the size that is measured


@cache
def _font(bold: bool) -> ImageFont.FreeTypeFont:
    name = "SourceSansPro-Bold.ttf" if bold else "SourceSansPro-Regular.ttf"
    return ImageFont.truetype(str(Path(font_source_sans_pro.font_directory) / name), _AT)


def width(said: str, size: float, bold: bool = False) -> float:
    """Of one line, in millimetres."""
    return float(_font(bold).getlength(said)) * size / _AT * _MM * _SAFE


def lines(said: str, size: float, room: float, bold: bool = False) -> int:
    """Into how many lines a text breaks in `room` millimetres; a word that is wider than the room is broken too."""
    count = 0
    for paragraph in said.split("\n"):
        left, count = room, count + 1
        for word in paragraph.split(" "):
            need = width(word, size, bold)
            space = width(" ", size, bold) if left < room else 0.0
            if need + space <= left:
                left -= need + space
            elif need <= room:
                count, left = count + (left < room), room - need
            else:
                whole = int(need // room)
                count, left = count + whole + (left < room) - (left == room and not need % room), room - need % room
    return count


def height(said: str, size: float, room: float, bold: bool = False) -> float:
    """In millimetres."""
    return lines(said, size, room, bold) * size * _LEADING * _MM


def fitting(said: str, sizes: Sequence[float], room: float, high: float, bold: bool = False) -> float:
    """The largest of the sizes at which a text fits its box, or the smallest."""
    return next((size for size in sizes if height(said, size, room, bold) <= high), sizes[-1])


def cut(said: str, size: float, room: float, most: int, bold: bool = False) -> str:
    """The text as far as it fits in so many lines, with an ellipsis where something is left out."""
    if lines(said, size, room, bold) <= most:
        return said
    kept = said
    while kept and lines(f"{kept}…", size, room, bold) > most:
        kept = kept[:-1].rstrip()
    return f"{kept}…"
