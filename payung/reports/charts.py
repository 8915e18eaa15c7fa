"""Bars as plain SVG, the same for page and PDF: colours are classes of the stylesheet on a page, and attributes where there is none.

Every chart stands beside its table; `title` and the values are read aloud instead of the picture.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from payung.values.words import Lang, number

_WIDTH, _LINE, _BAR, _LABEL, _VALUE = 640, 30, 16, 190, 110
_FILL = {"": "#0B5C7A", "ok": "#176B41", "fix": "#7A4B00", "no": "#9C1F2B", "wait": "#A9B7C2"}
_SHORT = 24  # letters of a label; in a wide font too they have room


@dataclass(frozen=True)
class Bar:
    """`said`: the value in words where a plain number is not enough; `state`: "" or ok, fix, no, wait; `address`: what the bar opens."""

    label: str
    value: int
    said: str = ""
    state: str = ""
    address: str = ""


def bars(title: str, lines: Sequence[Bar], lang: Lang = "id", *, key: str = "chart") -> str:
    """Horizontal bars from 0, the label before and the value behind each; `key` makes ids unique on a page. "" without lines."""
    if not lines:
        return ""
    most = max(1, *(line.value for line in lines))
    room = _WIDTH - _LABEL - _VALUE
    role = "group" if any(line.address for line in lines) else "img"  # nothing inside an image can be opened
    told = "; ".join(f"{line.label}: {_said(line, lang)}" for line in lines)
    body = "".join(_bar(line, at, room * max(line.value, 0) / most, lang) for at, line in enumerate(lines))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {len(lines) * _LINE + 4}" role="{role}" aria-labelledby="{key}-t {key}-d" '
        f'font-family="system-ui, \'Source Sans 3\', sans-serif" font-size="13" fill="#16212B">'
        f'<title id="{key}-t">{escape(title)}</title><desc id="{key}-d">{escape(told)}</desc>{body}</svg>'
    )


def _bar(line: Bar, at: int, length: float, lang: Lang) -> str:
    top = at * _LINE + (_LINE - _BAR) / 2
    label = line.label if len(line.label) <= _SHORT else f"{line.label[: _SHORT - 1]}…"
    said, name, base = escape(_said(line, lang)), escape(line.label), f"{top + 13:.0f}"
    size = f'x="{_LABEL}" y="{top:.0f}" width="{max(length, 1):.1f}" height="{_BAR}"'
    drawn = (
        f'<g><title>{name}: {said}</title><text x="{_LABEL - 8}" y="{base}" text-anchor="end">{escape(label)}</text>'
        f'<rect class="bar {line.state}" fill="{_FILL[line.state]}" {size} rx="2"/>'
        f'<text class="value" x="{_LABEL + length + 6:.1f}" y="{base}">{said}</text></g>'
    )
    return f'<a href="{escape(line.address)}">{drawn}</a>' if line.address else drawn


def _said(line: Bar, lang: Lang) -> str:
    return line.said or number(line.value, lang)
