"""The report of claims of a month or half a year by place, on the screen, as a workbook and as a paper."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from payung.claims.figures import ClaimsFigures, claims_figures, half_year
from payung.reports.claims_report import COLUMNS, DEFINITIONS, claims_pdf, place_name, row_of
from payung.reports.explained import LINES
from payung.values.errors import InputError
from payung.values.month import Month
from payung.values.words import Words, percent
from payung.web.download import PDF, attachment
from payung.web.language import lang
from payung.web.page import PageRequest, page
from payung.web.table import Column, Table

_SORTS = {"place": "place", "cases": "cases", "benefits": "benefits", "contributions": "contributions", "median": "median", "p90": "p90"}


@page("case.read")
def figures(request: PageRequest) -> HttpResponse:
    """?dari= and ?sampai= are months, or ?semester= the month of a half-year; without them the half-year of the chosen month."""
    found = _figures(request)
    columns = [Column(key, words, kind, sort=_SORTS.get(key, "")) for key, words, kind in COLUMNS]  # type: ignore[arg-type]
    keeps = request.GET.get("unduh") == "xlsx"  # on the screen nothing is said of what is none
    rows = [{key: value if value or keeps else None for (key, _, _), value in zip(COLUMNS, row_of(line), strict=True)} for line in found.lines]
    table = Table(
        request,
        Words(f"Klaim {_span(found).id}", f"Claims {_span(found).en}"),
        columns,
        [{**row, "place": row["place"].said(lang()) if isinstance(row["place"], Words) else row["place"]} for row in rows],
        empty=Words("Tidak ada kasus dan iuran pada bulan-bulan ini.", "No case and no contribution in these months."),
    )
    if table.wants_xlsx:
        return table.xlsx()
    whole = found.whole
    context = {
        "table": table,
        "found": found,
        "whole": whole,
        "span": _span(found),
        "place": place_name(found.place),
        "lines": [(LINES.get(line, Words(line, line)), cases, rupiah) for line, (cases, rupiah) in found.by_line.items()],
        "ratio": percent(whole.benefits, whole.contributions, lang()) if whole.contributions else "",
        "halves": _halves(found.first),
        "definitions": DEFINITIONS,
    }
    return render(request, "claims/figures.html", context)


@page("case.read")
def figures_pdf(request: PageRequest) -> HttpResponse:
    """The same on paper."""
    found = _figures(request)
    pdf = claims_pdf(found, made_by=str(request.user), on=request.scope.on, lang=lang())
    return attachment(pdf, PDF, f"laporan klaim {found.first} {found.last}.pdf", shown=True)


def _figures(request: PageRequest) -> ClaimsFigures:
    scope = request.scope
    first, last = half_year(scope.month)
    try:
        if request.GET.get("semester"):
            first, last = half_year(Month.parse(request.GET["semester"]))
        elif request.GET.get("dari"):
            first = Month.parse(request.GET["dari"])
            last = Month.parse(request.GET.get("sampai") or str(first))
    except InputError:
        pass  # a month that cannot be read is as one that was not given
    return claims_figures(scope.here, first, max(first, last), visible_to=scope.user, on=scope.on)


def _span(found: ClaimsFigures) -> Words:
    if found.first == found.last:
        return Words(found.first.said(), found.first.said("en"))
    return Words(f"{found.first.said()} – {found.last.said()}", f"{found.first.said('en')} – {found.last.said('en')}")


def _halves(first: Month) -> list[dict[str, Any]]:
    """The half-year before, this one and the next, as links."""
    here, _ = half_year(first)
    found = []
    for start in (here + -6, here, here + 6):
        half = 1 if start.month == 1 else 2
        found.append(
            {"month": str(start), "words": Words(f"Semester {half} {start.year}", f"Half-year {half} of {start.year}"), "here": start == here}
        )
    return found
