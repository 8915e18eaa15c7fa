"""Employers by industry (KBLI) and by size: how many are enrolled and owe, and how many of their workers are enrolled."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from payung.compliance.enrolment import counts_of, entities_of
from payung.compliance.enrolment_classes import ClassLine, by_industry, by_size
from payung.compliance.enrolment_models import EntityKind
from payung.compliance.industries import INDUSTRIES, SIZES, UNKNOWN
from payung.reports.charts import Bar, bars
from payung.reports.enrolment_share import share_enrolled
from payung.reports.table_book import write_table
from payung.values.words import Words, number, percent
from payung.web.download import XLSX, attachment
from payung.web.entities.seen import common, day_asked, place_of
from payung.web.language import lang
from payung.web.page import PageRequest, page

_HEADS: list[tuple[Words, str]] = [
    (Words("Golongan", "Class"), "words"),
    (Words("Pemberi kerja", "Employers"), "number"),
    (Words("Terdaftar", "Enrolled"), "number"),
    (Words("% terdaftar", "% enrolled"), "text"),
    (Words("Menunggak", "In arrears"), "number"),
    (Words("Bulan", "Months"), "number"),
    (Words("Tunggakan", "Arrears"), "rupiah"),
    (Words("Pekerja", "Workers"), "number"),
    (Words("Pekerja terdaftar", "Workers enrolled"), "number"),
    (Words("% pekerja", "% of workers"), "text"),
]


@page("entity.read")
def classes(request: PageRequest) -> HttpResponse:
    """Both tables with their charts; ?unduh=lapangan and ?unduh=skala as a workbook."""
    place = place_of(request.scope)
    on = day_asked(request, request.scope.on)
    lines = entities_of(place, on, kind=EntityKind.EMPLOYER, visible_to=request.user)
    industries, sizes = by_industry(lines), by_size(lines)
    parts = {
        "lapangan": (Words("Menurut lapangan usaha (KBLI 2020)", "By industry (KBLI 2020)"), _rows(industries, INDUSTRIES)),
        "skala": (Words("Menurut skala usaha", "By size"), _rows(sizes, SIZES)),
    }
    wanted = request.GET.get("unduh", "")
    if wanted in parts:
        title, rows = parts[wanted]
        return attachment(write_table(title.said(lang()), _HEADS, rows, lang()), XLSX, f"{title.said(lang())}.xlsx")
    base, count = common(request, place), counts_of(lines)["employer"]
    told = {
        **base,
        "on": on,
        "count": count,
        "share": share_enrolled("employer", count, place=place, place_name=base["place_name"], on=on),
        "heads": _HEADS,
        "parts": [
            (key, title, rows, _chart(title, found, names, key))
            for (key, (title, rows)), found, names in zip(parts.items(), (industries, sizes), (INDUSTRIES, SIZES), strict=True)
        ],
        "industries": INDUSTRIES.items(),
        "sizes": SIZES.items(),
    }
    return render(request, "entities/classes.html", told)


def _rows(found: Sequence[ClassLine], names: dict[str, Words]) -> list[list[Any]]:
    return [
        [
            _named(one, names),
            one.count,
            one.enrolled,
            percent(one.enrolled, one.count, lang()),
            one.arrears,
            one.months,
            one.rupiah,
            one.workers if one.of_workers else None,
            one.registered if one.of_workers else None,
            percent(one.registered, one.workers, lang()),
        ]
        for one in found
    ]


def _named(one: ClassLine, names: dict[str, Words]) -> Words:
    words = names.get(one.key, UNKNOWN)
    return Words(f"{one.key} {words.id}", f"{one.key} {words.en}") if len(one.key) == 1 else words


def _chart(title: Words, found: Sequence[ClassLine], names: dict[str, Words], key: str) -> str:
    said = lang()
    shown = [
        Bar(
            _named(one, names).said(said),
            one.enrolled * 10_000 // one.count,
            f"{percent(one.enrolled, one.count, said)} ({number(one.enrolled, said)}/{number(one.count, said)})",
            "ok" if one.enrolled == one.count else "",
        )
        for one in found
    ]
    return bars(title.said(said), shown, said, key=key)
