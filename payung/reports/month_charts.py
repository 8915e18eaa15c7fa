"""Money and shares month by month as plain SVG, the same for page and PDF; see charts.py. Every chart stands beside its table."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from itertools import pairwise

from payung.values.words import Lang, Words, number

_WIDTH, _HEIGHT, _LEFT, _RIGHT, _TOP, _BOTTOM = 640, 240, 64, 12, 40, 30
_FILL = {"": "#0B5C7A", "ok": "#176B41", "fix": "#7A4B00", "no": "#9C1F2B", "wait": "#A9B7C2"}
_STEPS = 4  # lines across
_MANY = 8  # months from which on each stands without its year
_SHORT = ((9, Words("M", "bn")), (6, Words("jt", "m")), (3, Words("rb", "k")))


@dataclass(frozen=True)
class Part:
    """One part of each column: `state` as in charts.Bar, `words` its name in the legend."""

    words: Words
    state: str = ""


@dataclass(frozen=True)
class Column:
    """`label` stands below; `values`: one for each part, from below; `said`: the whole in words, read aloud; `short` stands above."""

    label: str
    values: tuple[int, ...]
    said: str
    short: str = ""


def short_rupiah(value: int, lang: Lang = "id") -> str:
    """50,400,000 -> "Rp50,4 jt": for charts, beside a table that has the whole number."""
    for power, words in _SHORT:
        if abs(value) >= 10**power:
            tenths = (abs(value) * 10 + 10**power // 2) // 10**power
            whole, rest = divmod(tenths, 10)
            tail = f"{',' if lang == 'id' else '.'}{rest}" if rest else ""
            return f"{'-' if value < 0 else ''}Rp{number(whole, lang)}{tail} {words.said(lang)}"
    return f"Rp{number(value, lang)}"


def columns(title: str, parts: Sequence[Part], data: Sequence[Column], lang: Lang = "id", *, key: str = "columns") -> str:
    """Stacked columns from 0 in the order given, with the axis in rupiah; `key` makes ids unique on a page. "" without data."""
    if not data:
        return ""
    most = _round_up(max(1, *(sum(each.values) for each in data)))
    wide = (_WIDTH - _LEFT - _RIGHT) / len(data)
    body = _grid([(value * most // _STEPS, short_rupiah(value * most // _STEPS, lang)) for value in range(_STEPS + 1)], most)
    body += _legend(parts, lang) + "".join(_column(each, parts, at, wide, most) for at, each in enumerate(data))
    return _svg(title, "; ".join(f"{each.label}: {each.said}" for each in data), body, key)


def _column(each: Column, parts: Sequence[Part], at: int, wide: float, most: int) -> str:
    bar = min(wide * 0.62, 56)
    left, base, drawn = _LEFT + wide * at + (wide - bar) / 2, float(_HEIGHT - _BOTTOM), ""
    for part, value in zip(parts, each.values, strict=True):
        high = (_HEIGHT - _TOP - _BOTTOM) * value / most
        base -= high
        if value:
            drawn += (
                f'<rect class="bar {part.state}" fill="{_FILL[part.state]}" x="{left:.1f}" y="{base:.1f}" width="{bar:.1f}" height="{high:.1f}"/>'
            )
    middle = f'x="{left + bar / 2:.1f}" text-anchor="middle"'
    above = f'<text class="value" {middle} y="{base - 5:.1f}">{escape(each.short)}</text>' if each.short else ""
    label = f'<text {middle} y="{_HEIGHT - 10}">{escape(each.label)}</text>'
    return f"<g><title>{escape(each.label)}: {escape(each.said)}</title>{drawn}{above}{label}</g>"


def _legend(parts: Sequence[Part], lang: Lang) -> str:
    drawn, x = "", float(_LEFT)
    for part in parts:
        words = part.words.said(lang)
        drawn += f'<rect class="bar {part.state}" fill="{_FILL[part.state]}" x="{x:.0f}" y="6" width="12" height="12" rx="2"/>'
        drawn += f'<text x="{x + 18:.0f}" y="16">{escape(words)}</text>'
        x += 18 + 7 * len(words) + 20
    return drawn


@dataclass(frozen=True)
class Point:
    """`hundredths`: of a per cent, None where there is no denominator; `said` as a page writes it."""

    label: str
    hundredths: int | None
    said: str


def share_line(title: str, points: Sequence[Point], lang: Lang = "id", *, key: str = "shares") -> str:
    """One line of percentages from 0, broken where there is none; each point with its value. "" without points."""
    if not points:
        return ""
    most = _round_up(max(1, *(point.hundredths or 0 for point in points)))
    wide = (_WIDTH - _LEFT - _RIGHT) / len(points)
    marks = [(value * most // _STEPS, f"{_percent(value * most // _STEPS, lang)} %") for value in range(_STEPS + 1)]
    places = [(_LEFT + wide * (at + 0.5), None if point.hundredths is None else _y(point.hundredths, most)) for at, point in enumerate(points)]
    body = _grid(marks, most) + "".join(
        f'<path class="line" stroke="#0B5C7A" stroke-width="2.5" fill="none" d="M{a:.1f} {b:.1f}L{c:.1f} {d:.1f}"/>'
        for (a, b), (c, d) in pairwise(places)
        if b is not None and d is not None
    )
    for point, (x, y) in zip(points, places, strict=True):
        height = _HEIGHT - _BOTTOM - 6 if y is None else y - 9
        dot = "" if y is None else f'<circle class="bar" fill="#0B5C7A" cx="{x:.1f}" cy="{y:.1f}" r="3.5"/>'
        body += f"<g><title>{escape(point.label)}: {escape(point.said)}</title>{dot}"
        body += f'<text class="value" x="{x:.1f}" y="{height:.1f}" text-anchor="middle" font-size="11">{escape(point.said)}</text>'
        body += f'<text x="{x:.1f}" y="{_HEIGHT - 10}" text-anchor="middle">{escape(point.label)}</text></g>'
    return _svg(title, "; ".join(f"{point.label}: {point.said}" for point in points), body, key)


def month_labels(months: Sequence[str]) -> list[str]:
    """ "Januari 2026" -> "Jan 26", or "Jan" where there are many and the title of the chart says the year."""
    return [f"{text[:3]}" if len(months) > _MANY else f"{text[:3]} {text[-2:]}" for text in months]


def _svg(title: str, told: str, body: str, key: str) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img" aria-labelledby="{key}-t {key}-d" '
        f'font-family="system-ui, \'Source Sans 3\', sans-serif" font-size="12" fill="#16212B">'
        f'<title id="{key}-t">{escape(title)}</title><desc id="{key}-d">{escape(told)}</desc>{body}</svg>'
    )


def _grid(marks: Sequence[tuple[int, str]], most: int) -> str:
    return "".join(
        f'<path class="grid-line" stroke="#D5DDE3" d="M{_LEFT} {_y(value, most):.1f}H{_WIDTH - _RIGHT}"/>'
        f'<text x="{_LEFT - 6}" y="{_y(value, most) + 4:.1f}" text-anchor="end" font-size="11">{escape(text)}</text>'
        for value, text in marks
    )


def _y(value: int, most: int) -> float:
    return _HEIGHT - _BOTTOM - (_HEIGHT - _TOP - _BOTTOM) * value / most


def _percent(value: int, lang: Lang) -> str:
    whole, rest = divmod(value, 100)
    tail = f"{rest:02d}".rstrip("0")
    return f"{number(whole, lang)}{(',' if lang == 'id' else '.') + tail if tail else ''}"


def _round_up(value: int) -> int:
    """The next of 1, 2, 4, 6, 8 or 10 times a power of ten."""
    power: int = 10 ** (len(str(value)) - 1)
    return next(step * power for step in (1, 2, 4, 6, 8, 10) if step * power >= value)
