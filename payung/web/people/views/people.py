"""People: searched by name, NIK or village; and all that is known of one."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from payung.claims.actions import may_report
from payung.places.models import Place
from payung.registry.models import Person
from payung.registry.search import MOST, Found, find_people, is_narrow, people_of
from payung.reports.person import best, dossier, said_through, the_person
from payung.reports.timeline import of_person
from payung.values.words import Words
from payung.web.page import PageRequest, page
from payung.web.people.asked import keep, kept
from payung.web.people.shown import LOOKS, calendar, cover_of, decision_cells, row_cells, standing_cells
from payung.web.scope import Scope
from payung.web.table import Column, Table

_EVENTS = 12  # of the history, shown at first
_VILLAGES = 6  # of those a search names, shown
_NAME = Words("Orang", "People")


@page("person.read", writes="person.read")
def people(request: PageRequest) -> HttpResponse:
    """Whoever fits the search; those of a village or an office also without one."""
    scope = request.scope
    if request.method == "POST" or "cari" in request.GET:
        given = request.POST if request.method == "POST" else request.GET
        text, place = given.get("cari", "").strip(), given.get("desa", "")
        query = {"t": keep(request, text) if text else "", "desa": place}
        return redirect(f"{reverse('people:people')}?{urlencode({name: value for name, value in query.items() if value})}")
    text, villages = kept(request), _villages(scope)
    place = request.GET.get("desa", "")
    place = place if any(each.code == place for each in villages) else ""
    found = find_people(text, visible_to=request.user, on=scope.on, place=place) if text else None
    listed = found is None and is_narrow(visible_to=request.user, on=scope.on, place=place) and bool(place or "" not in scope.sight.places)
    table = _table(request, found, place) if found or listed else None
    if table and table.wants_xlsx:
        return table.xlsx()
    wanted = text.casefold()
    named = [each for each in villages if wanted and wanted in each.name.casefold()][:_VILLAGES]
    more = {"text": text, "table": table, "found": found, "most": MOST, "villages": villages, "place": place, "named": named}
    return render(request, "people/people.html", {**more, "lost": "t" in request.GET and not text})


@page("person.read")
def person(request: PageRequest, person: int) -> HttpResponse:
    """One person, as far as they are seen."""
    scope = request.scope
    held = dossier(the_person(person, visible_to=request.user, on=scope.on), visible_to=request.user, on=scope.on)
    events, numbers = of_person(held), {each.pk for each in held.numbers}
    everything = request.GET.get("riwayat") == "semua"
    may_bills, may_pairs, may_registers = (scope.may_anywhere(right) for right in ("bill.read", "pair.read", "register.read"))
    return render(
        request,
        "people/person.html",
        {
            "held": held,
            "person": held.person,
            "through": said_through(held.through),
            "covered": held.through is not None and held.through.last_day >= scope.on,
            "cover": [cover_of(one) for one in held.cover],
            "together": calendar(best(held.cover)) if len(held.cover) > 1 else None,
            "rows": row_cells(held.rows),
            "looks": LOOKS,
            "events": events if everything else events[:_EVENTS],
            "older": 0 if everything else max(0, len(events) - _EVENTS),
            "lines": held.lines if may_bills else [],
            "paid": held.paid if may_bills else None,
            "decisions": [decision_cells(one, numbers) for one in held.decisions] if may_pairs else [],
            "standings": [standing_cells(one) for one in held.standings] if may_registers else [],
            "reveal": reverse("account:nik_of_person", args=[held.person.pk]) if scope.may_anywhere("nik.reveal") else "",
            "kin": held.numbers[1:],
            "may_report": may_report(held.person, by=scope.user, on=scope.on),
        },
    )


def _villages(scope: Scope) -> list[Place]:
    """Villages of the round that the person sees, for the choice."""
    if scope.round is None:
        return []
    within = Place.objects.within(scope.round.place_id).villages().filter(scope.sight.in_places(""))
    return list(within.order_by("name", "code").select_related("parent"))


def _table(request: PageRequest, found: Found | None, place: str) -> Table:
    scope = request.scope
    reveals = scope.may_anywhere("nik.reveal")

    def cells(each: Person) -> Mapping[str, Any]:
        return {
            "name": each.name,
            "name_at": reverse("people:person", args=[each.pk]),
            "nik": each.nik,
            "reveal": reverse("account:nik_of_person", args=[each.pk]) if reveals else "",
            "birth_date": each.birth_date,
            "village": each.village.name if each.village else "",
            "same": ("twin", Words("nomor lain", "another number")) if each.same_as_id else None,
        }

    columns = [
        Column("name", Words("Nama", "Name"), sort="name", href="name_at"),
        Column("nik", Words("NIK", "NIK"), "nik"),
        Column("birth_date", Words("Tanggal lahir", "Birth date"), "date", sort="birth_date"),
        Column("village", Words("Desa", "Village"), sort="village" if found else "village__name"),
        Column("same", Words("Catatan", "Note"), "badge"),
    ]
    empty = Words(
        "Tidak ada yang cocok di wilayah Anda. Coba sebagian nama, ejaan lain, atau empat angka terakhir NIK.",
        "Nobody fits in your area. Try a part of the name, another spelling, or the last four digits of the NIK.",
    )
    if found is None:
        source = people_of(place, visible_to=request.user, on=scope.on).select_related("village")
        nobody = Words("Belum ada orang yang diterima di sini.", "Nobody has been accepted here yet.")
        return Table(request, _NAME, columns, source, cells, sort="name", empty=nobody)
    there = {each.pk: each for each in Person.objects.filter(pk__in=found.ids).select_related("village")}
    return Table(request, _NAME, columns, [cells(there[pk]) for pk in found.ids], empty=empty)
