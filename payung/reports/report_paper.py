"""A report of the calendar as a paper: a tagged PDF (PDF/UA-1), A4 across. All texts are made here; report_paper.typ only sets them."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

from payung.places.map import SCHEMATIC, choropleth
from payung.places.shapes import district_shapes, regency_shapes
from payung.reports.briefing_deck import Told, families_said
from payung.reports.charts import Bar, bars
from payung.reports.parts import WHOLE, Area, Chart, Content, Grid, Section, Value, count, money, ratio
from payung.reports.typeset import tagged_pdf
from payung.values.place import Level, level_of
from payung.values.words import Lang, Words, day

_TEMPLATE = Path(__file__).with_name("report_paper.typ")
_FOOT = Words("{number}. Dibuat oleh {who} dengan Payung, angka per {on}.", "{number}. Made by {who} with Payung, figures as of {on}.")
_PAGE = Words("Halaman {n} dari {m}", "Page {n} of {m}")
_WIDE_TABLE = 9  # columns above which letters are smaller
_PICTURE, _MAP = 170, 120  # mm


def write_report(content: Content, told: Told, path: Path, lang: Lang = "id") -> None:
    """Written beside its place and moved there whole."""
    made = tagged_pdf(_TEMPLATE, "told", said(content, told, lang), told.on)
    draft = path.with_name(path.name + ".part")
    draft.write_bytes(made)
    os.replace(draft, path)


def said(content: Content, told: Told, lang: Lang) -> dict[str, Any]:
    """Every text as the template sets it."""
    return {
        "lang": lang,
        "title": content.title.said(lang),
        "place": content.place_name,
        "span": content.period.said(lang),
        "number": told.number,
        "sections": [_section(one, told, lang) for one in content.sections],
        "footer": _FOOT.said(lang, number=told.number, who=told.made_by, on=day(told.on, lang)),
        "page_no": _PAGE.said(lang),
    }


def _section(section: Section, told: Told, lang: Lang) -> dict[str, Any]:
    tiles = [
        {
            "label": one.label.said(lang),
            "value": one.value.said(lang),
            "note": one.note.said(lang),
            "mark": one.mark if one.value.kind == "percent" else 0,
        }
        for one in section.tiles
    ]
    pictures = [_chart(one, lang) for one in section.charts if one.kind == "bar" and len(one.series) == 1]
    area = _area(section.area, lang) if section.area else None
    return {
        "title": section.title.said(lang),
        "tiles": tiles,
        "pictures": [*pictures, *([area] if area else [])],
        "grids": [_grid(one, lang) for one in section.grids],
        "points": [*(one.said(lang) for one in section.points), *families_said(section, told, lang)],
        "missing": [f"{one.what.said(lang)} {one.where.said(lang)}" for one in section.missing],
        "notes": [one.said(lang) for one in section.notes],
    }


def _grid(grid: Grid, lang: Lang) -> dict[str, Any]:
    rows = [[value.said(lang) for value in row] for row in grid.rows]
    columns = range(len(grid.heads))
    rights = [at for at in columns if any(row[at].right for row in grid.rows)]
    longest = [max((len(row[at]) for row in rows), default=0) for at in columns]
    return {
        "title": grid.title.said(lang),
        "heads": [[head.title.said(lang), head.mark] for head in grid.heads],
        "rows": rows[:-1] if grid.total else rows,
        "foot": rows[-1] if grid.total and rows else [],
        "rights": rights,
        "widths": [0 if at in rights else min(max(longest[at], 6), 30) for at in columns],
        "size": 9 if len(grid.heads) <= _WIDE_TABLE else 6.8,
    }


def _chart(chart: Chart, lang: Lang) -> dict[str, Any]:
    makers: dict[str, Callable[[int | None], Value]] = {"rupiah": money, "number": count, "hundredths": lambda value: ratio(value, WHOLE)}
    make = makers[chart.unit]
    values = chart.series[0].values
    lines = [Bar(label.said(lang), value or 0, make(value).said(lang)) for label, value in zip(chart.labels, values, strict=True)]
    title = chart.title.said(lang)
    alt = f"{title}: " + "; ".join(f"{one.label} {one.said}" for one in lines)
    return {"title": title, "mark": chart.mark, "svg": bars(title, lines, lang), "width": _PICTURE, "alt": alt}


def _area(area: Area, lang: Lang) -> dict[str, Any] | None:
    shapes = regency_shapes(area.place) if level_of(area.place) == Level.PROVINCE else district_shapes(area.place)
    if not shapes:
        return None
    title = area.title.said(lang)
    alt = f"{title}. {SCHEMATIC.said(lang)}."
    svg = choropleth(
        shapes, area.classes, title=title, desc=alt, width=480, names=area.names, steps=[one.said(lang) for one in area.steps], lang=lang
    )
    return {"title": title, "mark": area.mark, "svg": svg, "width": _MAP, "alt": alt}
