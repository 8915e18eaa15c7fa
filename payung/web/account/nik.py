"""Showing a masked NIK in full: a button beside it, and an act on the trail."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from payung.intake.reveal import reveal_nik_of_row
from payung.registry.actions import reveal_nik
from payung.web.page import PageRequest, page


@require_POST
@page("nik.reveal", writes="nik.reveal")
def of_person(request: PageRequest, person: int) -> HttpResponse:
    return _shown(request, reveal_nik(person=person, on=request.scope.on, by=request.user))


@require_POST
@page("nik.reveal", writes="nik.reveal")
def of_row(request: PageRequest, row: int) -> HttpResponse:
    return _shown(request, reveal_nik_of_row(row=row, on=request.scope.on, by=request.user))


def _shown(request: PageRequest, nik: str) -> HttpResponse:
    """In the place of the masked one, or on a page of its own without HTMX."""
    return render(request, "account/nik_part.html" if getattr(request, "htmx", False) else "account/nik.html", {"nik": nik})
