"""Reporting a death or an accident from a phone: first who, found by NIK or name, then when, where and why.

What is searched for is kept in the session: names and NIK never stand in an address.
"""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from payung.accounts.models import Role
from payung.claims.actions import report_event
from payung.claims.events import digits
from payung.claims.models import Case, Report
from payung.claims.words import KIND_WORDS
from payung.places.models import Office, Place
from payung.registry.models import Person
from payung.registry.search import find_people
from payung.reports.person import the_person
from payung.values.errors import InputError
from payung.values.words import Words
from payung.web.claims.forms import ReportForm
from payung.web.language import lang
from payung.web.page import PageRequest, page, say
from payung.web.people.asked import keep, kept
from payung.web.scope import Scope

_MOST = 12  # people that a phone shows; whoever finds more writes more
_WAYS: dict[Role, Report.Way] = {
    Role.VILLAGE: Report.Way.VILLAGE,
    Role.OFFICE: Report.Way.OFFICE,
    Role.BPJS_BRANCH: Report.Way.BPJS,
}


@page("case.report", writes="case.report")
def report(request: PageRequest) -> HttpResponse:
    """Who it is (POST `cari`), then the form for that person (?orang=) or for somebody who is on no list (?baru=1)."""
    if request.method == "POST" and "cari" in request.POST:
        query = {"t": keep(request, request.POST["cari"]), "jenis": request.POST.get("jenis", Case.Kind.DEATH)}
        return redirect(f"{reverse('claims:report')}?{urlencode(query)}")
    if "orang" in request.GET or "baru" in request.GET:
        return _form(request)
    text = kept(request)
    found = find_people(text, visible_to=request.user, on=request.scope.on) if text else None
    people = {one.pk: one for one in Person.objects.filter(pk__in=found.ids[:_MOST]).select_related("village")} if found else {}
    context = {
        "text": text,
        "found": [people[pk] for pk in found.ids[:_MOST]] if found else None,
        "more": bool(found and (found.more or len(found.ids) > _MOST)),
        "kinds": KIND_WORDS,
        "kind": _kind(request),
        "key": request.GET.get("t", ""),
    }
    return render(request, "claims/report_who.html", context)


def _kind(request: PageRequest) -> str:
    wanted = request.GET.get("jenis", "")
    return wanted if wanted in Case.Kind.values else str(Case.Kind.DEATH)


def _form(request: PageRequest) -> HttpResponse:
    number = request.GET.get("orang", "")
    person = the_person(int(number) if number.isdecimal() else 0, visible_to=request.user, on=request.scope.on) if number else None
    form = _bound(request, person)
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            return _reported(request, form.cleaned_data, person)
        except InputError as error:
            form.add_error(None, error.words.said(lang()))
    if request.method == "POST":
        status = 422
    return render(request, "claims/report_form.html", {"form": form, "person": person}, status=status)


def _bound(request: PageRequest, person: Person | None) -> ReportForm:
    scope = request.scope
    way = next((way for role, way in _WAYS.items() if role in scope.roles), Report.Way.LABOUR_OFFICE)
    terms: dict[str, Any] = {"known": person is not None, "villages": _villages(scope), "way": way}
    if request.method == "POST":
        return ReportForm(request.POST, **terms)
    text = kept(request)
    nik = digits(text) if text and not any(letter.isalpha() for letter in text) else ""
    return ReportForm(initial={"jenis": _kind(request), "nik": nik, "nama": "" if nik else text}, **terms)


def _villages(scope: Scope) -> list[Place]:
    """Where the person may report: villages seen, or of the regency whose round it is for an office that sees none."""
    here = scope.here
    within = Place.objects.within(here).villages() if here else Place.objects.none()
    seen = within.filter(scope.sight.in_places("")) if scope.sight.places else within
    office = _office(scope)
    ordered = seen.order_by("name", "code").select_related("parent")
    return [one for one in ordered if scope.may("case.report", one.code) or (office and scope.may("case.report", office.place_id))]


def _office(scope: Scope) -> Office | None:
    """The own office of whoever reports for one."""
    return Office.objects.filter(pk__in=scope.sight.offices).order_by("pk").first()


def _reported(request: PageRequest, held: dict[str, Any], person: Person | None) -> HttpResponse:
    made = report_event(
        kind=held["jenis"],
        way=held["jalan"],
        happened_on=held["tanggal"],
        person=person,
        nik=held.get("nik", ""),
        name=held.get("nama", ""),
        village=None if person else Place.objects.get(code=held["desa"]),
        office=None if person else _office(request.scope),
        cause=held["sebab"],
        happened_at=held["tempat"],
        story=held["cerita"],
        told_by=held["pelapor"],
        phone=held["telepon"],
        helps=held["mendampingi"],
        by=request.user,
        on=request.scope.on,
    )
    told = (
        Words("Laporan dicatat sebagai kasus {n}. Jawabannya ada di bawah.", "The report is case {n}. The answer is below.")
        if made.opened
        else Words(
            "Peristiwa ini sudah dilaporkan: kasus {n}. Laporan Anda ditambahkan.", "This event was reported before: case {n}. Yours was added."
        )
    )
    say(request, told.counting(n=made.case.pk))
    return redirect("claims:case", made.case.pk)
