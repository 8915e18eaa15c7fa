"""The history of one figure as a step chart: plain SVG, the same bytes for the same values."""

from dataclasses import dataclass
from datetime import date
from html import escape

from payung.law.figure import Figure, Value
from payung.reports.looks import CHART_TEXT, INK
from payung.values.errors import InputError
from payung.values.words import Lang, Words, day, number

_WIDTH, _HEIGHT, _LEFT, _RIGHT, _TOP, _BOTTOM = 720, 320, 96, 24, 56, 40
_STYLE = (
    f"{CHART_TEXT}.said{{fill:{INK};font-weight:600}}.grid{{stroke:#D5DDE3}}.line{{stroke:#0B5C7A;stroke-width:2.5;fill:none}}.dot{{fill:#0B5C7A}}"
)


@dataclass(frozen=True)
class _Scale:
    """Where a day and a number stand on the picture."""

    first: date
    last: date
    most: int

    def x(self, on: date) -> str:
        return f"{_LEFT + (_WIDTH - _LEFT - _RIGHT) * (on - self.first).days / (self.last - self.first).days:.1f}"

    def y(self, value: int) -> str:
        return f"{_HEIGHT - _BOTTOM - (_HEIGHT - _TOP - _BOTTOM) * value / self.most:.1f}"


def step_chart(figure: Figure, lang: Lang = "id") -> str:
    """One line that steps where a new value begins and breaks where none was in force; the axis begins at 0, the first and last values are named.

    Errors: InputError for a figure that is a table or falls below 0.
    """
    if not all(isinstance(value.value, int) and value.value >= 0 for value in figure.values):
        raise InputError(
            "figure.no_chart",
            Words(
                f"“{figure.title.id}” berupa tabel, jadi tidak dapat digambar. Lihat daftarnya tanpa --svg.",
                f"“{figure.title.en}” is a table and cannot be drawn. See the list without --svg.",
            ),
        )
    years = [value.from_.year for value in figure.values]
    step = _round_step(max(value.number for value in figure.values))
    most = step * -(-max(max(value.number for value in figure.values), 1) // step)
    scale = _Scale(date(years[0], 1, 1), date(years[-1] + 2, 1, 1), most)
    parts = [*_grid(scale, step, figure, lang), f'<path class="line" d="{_path(figure, scale)}"/>', *_named(figure, scale, lang)]
    told = "; ".join(f"{day(value.from_, lang)}: {value.said(lang)}" for value in figure.values)
    title = escape(figure.title.said(lang))
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img" aria-labelledby="t d">',
            f'<title id="t">{title}</title><desc id="d">{escape(told)}</desc><style>{_STYLE}</style>',
            f'<rect width="{_WIDTH}" height="{_HEIGHT}" fill="#FFFFFF"/><text class="head" x="16" y="28">{title}</text>',
            *parts,
            "</svg>\n",
        ]
    )


def _round_step(most: int) -> int:
    """1, 2 or 5 times a power of ten, so that four to nine lines reach the top."""
    power = int(10 ** max(len(str(most)) - 2, 0))
    return next(step for step in (power, 2 * power, 5 * power, 10 * power, 20 * power) if most <= 8 * step)


def _ends(figure: Figure, scale: _Scale) -> list[tuple[Value, date]]:
    following = [*(value.from_ for value in figure.values[1:]), scale.last]
    return [(value, min(value.until or until, until)) for value, until in zip(figure.values, following, strict=True)]


def _path(figure: Figure, scale: _Scale) -> str:
    drawn, before = "", None
    for value, until in _ends(figure, scale):
        joined = before is not None and (value.from_ - before).days <= 1
        drawn += f"{'L' if joined else 'M'}{scale.x(value.from_)} {scale.y(value.number)}H{scale.x(until)}"
        before = until
    return drawn


def _grid(scale: _Scale, step: int, figure: Figure, lang: Lang) -> list[str]:
    lines = []
    for value in range(0, scale.most + 1, step):
        said = f"{value * 100 // figure.unit.per} %" if figure.unit.per and step * 100 >= figure.unit.per else _short(value, figure, lang)
        lines.append(f'<path class="grid" d="M{_LEFT} {scale.y(value)}H{_WIDTH - _RIGHT}"/>')
        lines.append(f'<text x="{_LEFT - 8}" y="{scale.y(value)}" dy="4" text-anchor="end">{said}</text>')
    span = scale.last.year - scale.first.year
    for year in range(scale.first.year, scale.last.year, max(1, -(-span // 12))):
        lines.append(f'<text x="{scale.x(date(year, 1, 1))}" y="{_HEIGHT - 16}" text-anchor="middle">{year}</text>')
    return lines


def _short(value: int, figure: Figure, lang: Lang) -> str:
    if figure.unit.per:
        return next(iter(figure.values)).said(lang, value)
    return f"Rp{number(value, lang)}" if figure.unit.code == "rupiah" else number(value, lang)


def _named(figure: Figure, scale: _Scale, lang: Lang) -> list[str]:
    dots = [f'<circle class="dot" cx="{scale.x(value.from_)}" cy="{scale.y(value.number)}" r="3"/>' for value in figure.values]
    ends = dict.fromkeys([figure.values[0], figure.values[-1]])
    named = []
    for at, value in enumerate(ends):
        place = f'x="{scale.x(value.from_)}" y="{scale.y(value.number)}" dy="{_aside(figure) if at == 0 else -9}"'
        anchor = "start" if at == 0 else "middle"
        named.append(f'<text class="said" {place} text-anchor="{anchor}">{escape(_short(value.number, figure, lang))}</text>')
    return dots + named


def _aside(figure: Figure) -> int:
    """The first value stands below its line where the line then rises, else above it."""
    return 18 if figure.values[-1].number > figure.values[0].number else -9
