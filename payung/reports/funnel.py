"""From the rows that were collected to the people who are covered, as bars that grow shorter; plain SVG as in charts.py."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from payung.values.words import Lang, Words, number, percent

_WIDTH, _LINE, _BAR = 640, 52, 20
_TITLE = Words("Dari daftar ke perlindungan", "From the list to cover")
_LOST = Words("−{lost} ({share} dari tahap sebelumnya)", "−{lost} ({share} of the stage before)")
_SAME = Words("tidak ada yang hilang", "nobody lost")


@dataclass(frozen=True)
class Stage:
    """`address`: what it opens."""

    words: Words
    people: int
    address: str = ""


def funnel_svg(stages: Sequence[Stage], *, lang: Lang = "id", title: str = "", key: str = "funnel") -> str:
    """One bar a stage, with how many were lost since the stage before; `key` makes ids unique on a page. "" without stages."""
    if not stages:
        return ""
    most = max(1, *(stage.people for stage in stages))
    before: list[Stage | None] = [None, *stages[:-1]]
    body = "".join(_stage(stage, prior, at, most, lang) for at, (stage, prior) in enumerate(zip(stages, before, strict=True)))
    told = "; ".join(f"{stage.words.said(lang)}: {number(stage.people, lang)}" for stage in stages)
    role = "group" if any(stage.address for stage in stages) else "img"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {len(stages) * _LINE}" role="{role}" aria-labelledby="{key}-t {key}-d" '
        f'font-family="system-ui, \'Source Sans 3\', sans-serif" font-size="13" fill="#16212B">'
        f'<title id="{key}-t">{escape(title or _TITLE.said(lang))}</title><desc id="{key}-d">{escape(told)}</desc>{body}</svg>'
    )


def _stage(stage: Stage, before: Stage | None, at: int, most: int, lang: Lang) -> str:
    top, wide = at * _LINE, _WIDTH * stage.people / most
    words, people = escape(stage.words.said(lang)), number(stage.people, lang)
    lost = "" if before is None else escape(_lost(before.people - stage.people, before.people, lang))
    drawn = (
        f'<g><title>{words}: {people}</title><text class="value" x="0" y="{top + 16}"><tspan font-weight="600">{people}</tspan> {words}</text>'
        f'<text x="{_WIDTH}" y="{top + 16}" text-anchor="end">{lost}</text>'
        f'<rect class="bar" fill="#0B5C7A" x="0" y="{top + 23}" width="{max(wide, 1):.1f}" height="{_BAR}" rx="3"/></g>'
    )
    return f'<a href="{escape(stage.address)}">{drawn}</a>' if stage.address else drawn


def _lost(lost: int, before: int, lang: Lang) -> str:
    if lost <= 0:
        return _SAME.said(lang) if lost == 0 else ""
    return _LOST.said(lang, lost=number(lost, lang), share=percent(lost, before, lang))
