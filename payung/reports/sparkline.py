"""A line of some months as small as a word, for the cell of a table that has the numbers; plain SVG, the same for page, PDF and deck."""

from collections.abc import Sequence
from html import escape

from payung.reports.looks import SOFT
from payung.values.words import Lang, Words, number

_WIDTH, _HEIGHT, _EDGE = 120, 28, 4
_TOLD = Words(
    "{title}: dari {first} menjadi {last}, terendah {low}, tertinggi {high}", "{title}: from {first} to {last}, lowest {low}, highest {high}"
)
_NOTHING = Words("{title}: belum ada angka", "{title}: no figure yet")


def sparkline_svg(values: Sequence[int | None], *, title: str, lang: Lang = "id") -> str:
    """One line over the values in their order, broken where there is none (None), with a dot at the last one; the scale begins at 0.

    What is read aloud names the first, the last, the lowest and the highest value. A cell without any value holds an en dash.
    """
    known = [value for value in values if value is not None]
    if not known:
        return _framed(_NOTHING.said(lang, title=title), f'<text x="{_EDGE}" y="18" font-size="13" fill="{SOFT}">–</text>')
    first, last, low, high = (number(value, lang) for value in (known[0], known[-1], min(known), max(known)))
    points = [(_x(at, len(values)), None if value is None else _y(value, max(known))) for at, value in enumerate(values)]
    dot = next((x, y) for x, y in reversed(points) if y is not None)
    body = f'<path class="line" stroke="#0B5C7A" stroke-width="1.8" stroke-linejoin="round" fill="none" d="{_path(points)}"/>'
    body += f'<circle class="bar" fill="#0B5C7A" cx="{dot[0]:.1f}" cy="{dot[1]:.1f}" r="2.6"/>'
    return _framed(_TOLD.said(lang, title=title, first=first, last=last, low=low, high=high), body)


def _x(at: int, count: int) -> float:
    return _EDGE + (_WIDTH - 2 * _EDGE) * at / max(count - 1, 1)


def _y(value: int, most: int) -> float:
    return _HEIGHT - _EDGE - (_HEIGHT - 2 * _EDGE) * max(value, 0) / max(most, 1)


def _path(points: Sequence[tuple[float, float | None]]) -> str:
    drawn, joined = "", False
    for x, y in points:
        if y is not None:
            drawn += f"{'L' if joined else 'M'}{x:.1f} {y:.1f}"
        joined = y is not None
    return drawn


def _framed(told: str, body: str) -> str:
    said = escape(told)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="spark" viewBox="0 0 {_WIDTH} {_HEIGHT}" width="{_WIDTH}" height="{_HEIGHT}" role="img" '
        f'aria-label="{said}" font-family="system-ui, \'Source Sans 3\', sans-serif"><title>{said}</title>{body}</svg>'
    )
