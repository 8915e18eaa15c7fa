"""Whether probabilities can be believed: how many of the pairs said to be alike by 80 % are so. Plain SVG, the same bytes for the same values."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from payung.reports.looks import ACT, CHART_TEXT, INK, LINE, SOFT
from payung.values.words import Lang, Words, number, percent, share

_WIDTH, _LEFT, _RIGHT, _TOP, _SIDE = 360, 64, 16, 84, 272
_FLOOR = _TOP + _SIDE
_TABLE, _ROW = _FLOOR + 72, 22
_STYLE = (
    f"{CHART_TEXT}.cell{{fill:{INK}}}.grid{{stroke:{LINE}}}.right{{stroke:{SOFT};stroke-dasharray:5 4}}"
    f".off{{stroke:{ACT};stroke-width:2}}.dot{{fill:{ACT}}}"
)
_COLUMNS = (
    (16, "start", Words("Peluang", "Probability")),
    (170, "end", Words("Pasangan", "Pairs")),
    (258, "end", Words("Kata hitungan", "Said")),
    (344, "end", Words("Benar", "True")),
)
_ACROSS = Words("Kata hitungan: peluang satu orang", "Said: probability of one person")
_UP = Words("Benar: bagian yang memang satu orang", "True: share that is one person")
_PERFECT = Words("tepat", "exact")
_TITLE = Words("Seberapa tepat peluangnya:", "How right the probabilities are:")
LONGEST_NAME = 40  # characters, so that the drawing can be read as wide as a telephone


@dataclass(frozen=True)
class Bin:
    """Pairs whose probability lies from `start` to below `end`: how many, how many of them are true, and their mean probability."""

    start: float
    end: float
    pairs: int
    true: int
    said: float


def reliability_chart(name: Words, bins: Sequence[Bin], lang: Lang = "id") -> str:
    """A dot a bin, as far right as was said and as high as was true, its distance from the line of perfect answers drawn; below, the same as a table.

    `name`: what was judged, up to LONGEST_NAME.
    """
    title = [escape(line.said(lang)) for line in (_TITLE, name)]
    height = _TABLE + _ROW * len(bins) + 16
    told = "; ".join(", ".join(cells) for cells in (_cells(one, lang) for one in bins))
    parts = [*_grid(lang), *(_dot(one) for one in bins), *_table(bins, lang)]
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height}" role="img" aria-labelledby="t d">',
            f'<title id="t">{" ".join(title)}</title><desc id="d">{escape(told)}</desc><style>{_STYLE}</style>',
            f'<rect width="{_WIDTH}" height="{height}" fill="#FFFFFF"/>',
            *(f'<text class="head" x="16" y="{24 + 20 * at}">{line}</text>' for at, line in enumerate(title)),
            *parts,
            "</svg>\n",
        ]
    )


def _x(part: float) -> str:
    return f"{_LEFT + _SIDE * part:.1f}"


def _y(part: float) -> str:
    return f"{_FLOOR - _SIDE * part:.1f}"


def _grid(lang: Lang) -> list[str]:
    lines = [f'<text x="16" y="{_TOP - 12}">{_UP.said(lang)}</text>']
    for part in range(0, 101, 25):
        at = part / 100
        lines.append(f'<path class="grid" d="M{_LEFT} {_y(at)}H{_LEFT + _SIDE}M{_x(at)} {_TOP}V{_FLOOR}"/>')
        lines.append(f'<text x="{_LEFT - 8}" y="{_y(at)}" dy="4" text-anchor="end">{part} %</text>')
        lines.append(f'<text x="{_x(at)}" y="{_FLOOR + 20}" text-anchor="{"end" if part == 100 else "middle"}">{part} %</text>')
    lines.append(f'<text x="{_WIDTH - _RIGHT}" y="{_FLOOR + 40}" text-anchor="end">{_ACROSS.said(lang)}</text>')
    lines.append(f'<path class="right" d="M{_x(0)} {_y(0)}L{_x(1)} {_y(1)}"/>')
    lines.append(f'<text x="{_x(0.9)}" y="{_y(0.95)}" text-anchor="end">{_PERFECT.said(lang)}</text>')
    return lines


def _dot(one: Bin) -> str:
    x, y = _x(one.said), _y(one.true / one.pairs)
    return f'<path class="off" d="M{x} {_y(one.said)}V{y}"/><circle class="dot" cx="{x}" cy="{y}" r="5"/>'


def _cells(one: Bin, lang: Lang) -> list[str]:
    width = f"{round(one.start * 100)}–{round(one.end * 100)} %"
    return [width, number(one.pairs, lang), share(one.said, lang), percent(one.true, one.pairs, lang)]


def _table(bins: Sequence[Bin], lang: Lang) -> list[str]:
    rows = [("", [word.said(lang) for *_, word in _COLUMNS]), *(("cell", _cells(one, lang)) for one in bins)]
    lines = [f'<path class="grid" d="M16 {_TABLE + 6}H{_WIDTH - _RIGHT}"/>']
    for at, (kind, cells) in enumerate(rows):
        for (x, anchor, _), text in zip(_COLUMNS, cells, strict=True):
            lines.append(f'<text class="{kind}" x="{x}" y="{_TABLE + _ROW * at}" text-anchor="{anchor}">{escape(text)}</text>')
    return lines
