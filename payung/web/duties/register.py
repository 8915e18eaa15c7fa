"""The register of regulations and agreements: what is in force on a day, what ends soon, and entering one."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET

from payung.accounts.rights import may
from payung.compliance.in_force import COUNTS, STANDING_LOOKS, Standing
from payung.compliance.regulation_actions import enter_instrument
from payung.compliance.regulations import InstrumentOn, ending, instruments_seen, standing_on
from payung.values.errors import InputError, RefusedError
from payung.values.words import Words
from payung.web.duties.asked import as_of, file_of, place_named, places_to_enter
from payung.web.duties.forms import InstrumentForm
from payung.web.language import lang
from payung.web.page import PageRequest, page, say
from payung.web.table import Chip, Column, Filter, Table

_COLUMNS = (
    Column("name", Words("Nomor", "Number"), sort="name", href="href"),
    Column("title", Words("Tentang", "About"), sort="title"),
    Column("place", Words("Daerah", "Region"), sort="place"),
    Column("state", Words("Keadaan", "State"), "badge", sort="left"),
    Column("signed_on", Words("Ditandatangani", "Signed"), "date", sort="signed_on"),
    Column("ends_on", Words("Hari terakhir", "Last day"), "date", sort="ends_on"),
    Column("ceiling", Words("Paling banyak orang", "People at most"), "number", sort="ceiling", extra=True),
    Column("file", Words("Naskah", "Paper"), "words"),
)
_VIEWS = {
    "": Words("semua", "all"),
    "peraturan": Words("peraturan", "regulations"),
    "perjanjian": Words("perjanjian", "agreements"),
    "segera": Words("segera berakhir", "ending soon"),
    "ragu": Words("nomornya diragukan", "number in doubt"),
    "tidak": Words("tidak berlaku", "not in force"),
}
_EMPTY = Words(
    "Belum ada yang dicatat. Mulai dengan Perbup atau Perwali tentang jaminan sosial ketenagakerjaan dan PKS dengan cabang BPJS.",
    "Nothing is entered yet. Begin with the regulation on employment social security and the agreement with the BPJS branch.",
)


@page("regulation.read")
@require_GET
def register_page(request: PageRequest) -> HttpResponse:
    """?lihat= a part, ?per= the day, ?cari= a number or a word of the title."""
    on = as_of(request)
    found = standing_on(list(instruments_seen(visible_to=request.user, on=request.scope.on)), on)
    wanted = " ".join(request.GET.get("cari", "").casefold().split())
    found = [one for one in found if not wanted or wanted in f"{one.words.id} {one.instrument.title}".casefold()]
    soon = ending(found)
    parts = {
        "": found,
        "peraturan": [one for one in found if not one.instrument.is_agreement],
        "perjanjian": [one for one in found if one.instrument.is_agreement],
        "segera": soon,
        "ragu": [one for one in found if one.doubtful],
        "tidak": [one for one in found if one.force.standing not in COUNTS],
    }
    seen = request.GET.get("lihat", "") if request.GET.get("lihat", "") in parts else ""
    table = Table(
        request,
        Words("Peraturan dan perjanjian", "Regulations and agreements"),
        _columns(found),
        [_row(one) for one in parts[seen]],
        filters=[Filter("lihat", Words("Lihat", "Show"), [Chip(key, words, len(parts[key])) for key, words in _VIEWS.items()], seen)],
        empty=_EMPTY,
        search=Words("Cari nomor atau judul", "Search number or title"),
    )
    if table.wants_xlsx:
        return table.xlsx()
    context = {"table": table, "on": on, "soon": soon, "may_record": request.scope.may_anywhere("regulation.record")}
    return render(request, "duties/register.html", context)


@page("regulation.read", writes="regulation.record")
def add_page(request: PageRequest) -> HttpResponse:
    """The form, filled again with what was typed where something is wrong."""
    places = places_to_enter(request, "regulation.record")
    form = InstrumentForm(request.POST or None, files=request.FILES or None, places=places)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            place = place_named(given["wilayah"]) if given["wilayah"] else None
            if place is None and not may(request.user, "regulation.record", "", request.scope.on):
                raise InputError("place.unknown", Words("Pilih provinsi atau kabupaten/kotanya.", "Choose the province or regency."))
            made = enter_instrument(
                place=place,
                kind=given["jenis"],
                terms=form.terms(),
                seen_in=given["dikutip"],
                by=request.user,
                on=request.scope.on,
                **file_of(request, "naskah"),
            )
        except (InputError, RefusedError) as error:
            form.add_error(None, error.words.said(lang()))
        else:
            say(request, Words("Disimpan dalam daftar.", "Kept in the register."))
            return redirect("regulations:instrument", made.pk)
    return render(request, "duties/add.html", {"form": form}, status=422 if form.errors else 200)


def badge_of(one: InstrumentOn) -> tuple[str, Words]:
    """How it stands, with its day."""
    look = (
        "owed"
        if one.force.alarm is not None and one.force.alarm <= 30 and one.force.standing == Standing.ENDING
        else STANDING_LOOKS[one.force.standing]
    )
    return look, one.force.words


def _columns(found: Sequence[InstrumentOn]) -> list[Column]:
    """Without the region where it is always the same."""
    several = len({one.instrument.place_id for one in found}) > 1
    return [replace(one, extra=one.extra or (one.key == "place" and not several)) for one in _COLUMNS]


def _row(one: InstrumentOn) -> dict[str, Any]:
    held = one.instrument
    return {
        "name": one.words.said(lang()),
        "href": reverse("regulations:instrument", args=[held.pk]),
        "title": held.title,
        "place": held.place.name if held.place else Words("Nasional", "National").said(lang()),
        "state": badge_of(one),
        "left": one.force.left,
        "signed_on": held.signed_on,
        "ends_on": one.force.last,
        "ceiling": held.ceiling,
        "file": Words("ada", "kept") if held.document_id else Words("belum ada", "missing"),
    }
