"""Who is covered and who is not yet, place by place, as bars whose length is the people who should be; plain SVG as in charts.py."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from payung.values.words import Lang, Words, number, percent

_WIDTH, _LINE, _BAR, _TOP = 640, 46, 14, 26
_SAID = Words("{have} dari {whole} ({share}), kurang {gap}", "{have} of {whole} ({share}), {gap} to go")
_OVER = Words("{have} dari {whole} ({share}), lebih {gap}", "{have} of {whole} ({share}), {gap} above")
_UNKNOWN = Words("{have} orang, jumlah seharusnya belum ada", "{have} people, nobody has said of how many")
_TITLE = Words("Kesenjangan cakupan", "Coverage gap")
_COVERED, _MISSING = Words("sudah terlindungi", "covered"), Words("belum terlindungi", "not covered yet")


@dataclass(frozen=True)
class Gap:
    """A line: `have` people of `whole` (None: nobody has given the figure); `address`: what it opens."""

    label: str
    have: int
    whole: int | None
    address: str = ""

    @property
    def missing(self) -> int | None:
        return None if self.whole is None else max(self.whole - self.have, 0)

    def said(self, lang: Lang = "id") -> str:
        """ "39.695 dari 161.206 (24,62 %), kurang 121.511"."""
        have = number(self.have, lang)
        if not self.whole:
            return _UNKNOWN.said(lang, have=have)
        words = _SAID if self.have <= self.whole else _OVER
        gap = number(abs(self.whole - self.have), lang)
        return words.said(lang, have=have, whole=number(self.whole, lang), share=percent(self.have, self.whole, lang), gap=gap)


def gap_bars_svg(rows: Sequence[Gap], *, lang: Lang = "id", title: str = "", key: str = "gaps") -> str:
    """One bar a row in the order given: what is covered solid, what is missing hatched; `key` makes ids unique on a page. "" without rows."""
    if not rows:
        return ""
    most = max(1, *(max(row.whole or 0, row.have) for row in rows))
    body = "".join(_row(row, at, most, lang, key) for at, row in enumerate(rows))
    role = "group" if any(row.address for row in rows) else "img"
    told = "; ".join(f"{row.label}: {row.said(lang)}" for row in rows)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_TOP + len(rows) * _LINE}" role="{role}" aria-labelledby="{key}-t {key}-d" '
        f'font-family="system-ui, \'Source Sans 3\', sans-serif" font-size="13" fill="#16212B">'
        f'<title id="{key}-t">{escape(title or _TITLE.said(lang))}</title><desc id="{key}-d">{escape(told)}</desc>'
        f'<defs><pattern id="{key}-missing" width="6" height="6" patternUnits="userSpaceOnUse" '
        'patternTransform="rotate(45)"><rect class="paper" width="6" height="6" fill="#FFFFFF"/>'
        '<path class="hatch" d="M0 0V6" stroke="#6BAAC7" stroke-width="2.4"/></pattern></defs>'
        f"{_legend(lang, key)}{body}</svg>"
    )


def _legend(lang: Lang, key: str) -> str:
    first, second = _COVERED.said(lang), _MISSING.said(lang)
    x = 18 + 7 * len(first) + 24
    return (
        f'<rect class="bar" fill="#0B5C7A" x="0" y="2" width="12" height="12" rx="2"/><text x="18" y="13">{first}</text>'
        f'<rect class="missing" fill="url(#{key}-missing)" stroke="#2E7F9F" x="{x}.5" y="2.5" width="11" height="11" rx="2"/>'
        f'<text x="{x + 18}" y="13">{second}</text>'
    )


def _row(row: Gap, at: int, most: int, lang: Lang, key: str) -> str:
    top = _TOP + at * _LINE
    have, whole = (_WIDTH - 1) * row.have / most, (_WIDTH - 1) * (row.whole or 0) / most
    size = f'x="{have:.1f}" y="{top + 20}" width="{whole - have:.1f}" height="{_BAR}"'
    missing = f'<rect class="missing" fill="url(#{key}-missing)" stroke="#2E7F9F" {size}/>' if whole > have else ""
    solid = f'<rect class="bar" fill="#0B5C7A" x="0" y="{top + 20}" width="{max(have, 1):.1f}" height="{_BAR}"/>'
    name, said = escape(row.label), escape(row.said(lang))
    drawn = (
        f'<g><title>{name}: {said}</title><text class="value" x="0" y="{top + 14}" font-weight="600">{name}</text>'
        f'<text x="{_WIDTH}" y="{top + 14}" text-anchor="end">{said}</text>{missing}{solid}</g>'
    )
    return f'<a href="{escape(row.address)}">{drawn}</a>' if row.address else drawn
