"""Handing over: the list for the ceremony, who may be named, the press note with the agreed figures, the letter of thanks."""

from datetime import date

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from payung.claims.handover import Figures, Handed, agreed_figures, handed_over
from payung.claims.words import case_name
from payung.filing.kinds import DOCX, PDF
from payung.reports.claim_handover import Occasion, ceremony_book, press_note, thanks_letter
from payung.reports.explained import LINES
from payung.reports.paper import Paper, paper_pdf
from payung.reports.paper_docx import paper_docx
from payung.values.words import Words
from payung.web.download import XLSX, attachment, refuse_too_many
from payung.web.language import lang
from payung.web.page import PageRequest, page


@page("case.read")
@require_GET
def handover_page(request: PageRequest) -> HttpResponse:
    """?dari=, ?sampai=: days on which BPJS paid the last line."""
    first, last = _days(request)
    handed = _handed(request, first, last)
    figures = agreed_figures(handed)
    context = {
        "first": first,
        "last": last,
        "rows": [_row(one) for one in handed],
        "figures": figures,
        "lines": _lines(figures),
        "place": request.scope.place,
        "nothing": Words("Pada hari-hari itu belum ada santunan yang dibayar BPJS.", "BPJS paid no benefit on those days."),
        "query": f"dari={first.isoformat()}&sampai={last.isoformat()}",
    }
    return render(request, "claims/handover.html", context)


def _row(one: Handed) -> dict[str, object]:
    heard = ("paid", Words("sudah diakui penerima", "confirmed")) if one.agreed else ("waiting", Words("belum diakui", "not confirmed yet"))
    return {"one": one, "name": case_name(one.case), "heard": heard}


def _lines(figures: Figures) -> list[tuple[Words | str, int]]:
    return [(LINES.get(line, line.capitalize()), amount) for line, amount in figures.lines.items()]


def _days(request: PageRequest) -> tuple[date, date]:
    """The days asked for; else this year up to today. What cannot be read counts as not asked."""
    on = request.scope.on
    first, last = (_day(request.GET.get(name, "")) for name in ("dari", "sampai"))
    first, last = first or date(on.year, 1, 1), last or on
    return (first, last) if first <= last else (last, first)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _handed(request: PageRequest, first: date, last: date) -> list[Handed]:
    place = request.scope.place
    handed = handed_over(first=first, last=last, place=place.code if place else "", visible_to=request.user, on=request.scope.on)
    refuse_too_many(len(handed))
    return handed


def _occasion(request: PageRequest) -> Occasion:
    """404 for whoever sees no place: the figures would be those of one office under the name of a regency."""
    first, last = _days(request)
    place = request.scope.place
    if place is None:
        raise Http404("place")
    return Occasion(place, first, last, _handed(request, first, last), request.scope.on)


@page("case.read")
@require_GET
def list_page(request: PageRequest) -> HttpResponse:
    """The list for the ceremony as a workbook, without NIK and bank data."""
    return attachment(ceremony_book(_occasion(request), lang()), XLSX, "daftar penerima simbolis.xlsx")


@page("case.read")
@require_GET
def press_page(request: PageRequest) -> HttpResponse:
    """?bentuk=docx, else PDF."""
    return _paper(request, press_note(_occasion(request)))


@page("case.read")
@require_GET
def thanks_page(request: PageRequest) -> HttpResponse:
    """?bentuk=docx, else PDF."""
    return _paper(request, thanks_letter(_occasion(request)))


def _paper(request: PageRequest, paper: Paper) -> HttpResponse:
    if request.GET.get("bentuk") == "docx":
        return attachment(paper_docx(paper), DOCX, f"{paper.title}.docx")
    return attachment(paper_pdf(paper), PDF, f"{paper.title}.pdf")
