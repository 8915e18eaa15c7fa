"""One case: what is due and why, until when it is reported, who told it, and what is done with it."""

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from payung.billing.overpaid import months_said
from payung.claims.actions import link_person
from payung.claims.allowed import may_in
from payung.claims.case_actions import nothing_due, record_injury, tell_facts, withdraw
from payung.claims.case_answer import VERDICT_LOOKS, VERDICT_WORDS, CaseAnswer, answer_of
from payung.claims.events import alike
from payung.claims.follow import Follow, follow_of, take_off
from payung.claims.models import Case
from payung.claims.queries import cases_seen
from payung.claims.words import CAUSE_WORDS, WAY_WORDS
from payung.registry.models import Person
from payung.registry.search import find_people
from payung.reports.explained import LINES, MARKS
from payung.reports.person import the_person
from payung.values.errors import InputError
from payung.values.words import Words
from payung.web.claims.forms import FactsForm, InjuryForm, filled
from payung.web.claims.seen import frame, seen_case
from payung.web.language import lang
from payung.web.links import person_address
from payung.web.page import PageRequest, page, say
from payung.web.people.asked import keep, kept

_MOST = 8  # people offered for a link


@page("case.read", writes="case.handle")
def case_page(request: PageRequest, case: int) -> HttpResponse:
    """GET: the summary. POST: `langkah` says what is done."""
    one = seen_case(request, case)
    forms = _forms(request, one)
    if request.method == "POST":
        answer = _done(request, one, forms)
        if answer is not None:
            return answer
    told = answer_of(one, on=request.scope.on)
    follow = follow_of(one)
    scope = request.scope
    context = {
        **frame(one, "claims:case"),
        **_answer(told),
        **forms,
        **_follow(request, follow),
        **_link(request, one),
        "cause": CAUSE_WORDS[one.cause],
        "reports": [(report, WAY_WORDS[report.way]) for report in one.reports.select_related("by").order_by("pk")],
        "alike": alike(one, cases_seen(visible_to=scope.user, on=scope.on)),
        "may_handle": one.state == Case.State.OPEN and may_in(one, "case.handle", scope.user, scope.on),
        "person_at": person_address(scope, one.person_id) if one.person_id else "",
        "reveal": reverse("account:nik_of_person", args=[one.person_id]) if one.person_id and scope.may_anywhere("nik.reveal") else "",
    }
    return render(request, "claims/case.html", context, status=422 if request.method == "POST" else 200)


def _forms(request: PageRequest, one: Case) -> dict[str, Any]:
    step, given = request.POST.get("langkah", ""), request.POST
    facts = {"tanggal": one.happened_on, "sebab": one.cause, "tempat": one.happened_at, "cerita": one.story}
    forms: dict[str, Any] = {"facts_form": FactsForm(given) if step == "fakta" else FactsForm(initial=facts)}
    if one.kind == Case.Kind.ACCIDENT:
        held = one.injuries.order_by("-pk").first()
        initial = filled(held.given, held.settled_on) if held else None
        forms["injury_form"] = InjuryForm(given, on=one.happened_on) if step == "cedera" else InjuryForm(initial=initial, on=one.happened_on)
    return forms


def _done(request: PageRequest, one: Case, forms: dict[str, Any]) -> HttpResponse | None:
    """The answer to what was asked; None where the form must be shown again with what is wrong."""
    step = request.POST.get("langkah", "")
    act = _STEPS.get(step)
    if act is None:
        raise InputError("case.step", Words("Pilih apa yang dilakukan.", "Choose what to do."))
    if step == "cari":
        return redirect(f"{reverse('claims:case', args=[one.pk])}?t={keep(request, request.POST.get('cari', ''))}#tautkan")
    try:
        told = act(request, one, forms)
    except InputError as error:
        form = forms.get({"fakta": "facts_form", "cedera": "injury_form"}.get(step, ""))
        if form is None:
            raise
        form.add_error(None, error.words.said(lang()))
        return None
    if told is None:
        return None
    say(request, told)
    return redirect("claims:case", one.pk)


def _tell_facts(request: PageRequest, one: Case, forms: dict[str, Any]) -> Words | None:
    form = forms["facts_form"]
    if not form.is_valid():
        return None
    held = form.cleaned_data
    terms = {"cause": held["sebab"], "happened_on": held["tanggal"], "happened_at": held["tempat"], "story": held["cerita"]}
    tell_facts(case=one, **terms, by=request.user, on=request.scope.on)
    return Words("Keterangan disimpan; jawabannya dihitung lagi.", "Kept; the answer is calculated anew.")


def _record_injury(request: PageRequest, one: Case, forms: dict[str, Any]) -> Words | None:
    form = forms.get("injury_form")
    if form is None or not form.is_valid():
        return None
    record_injury(case=one, given=form.given(), settled_on=form.cleaned_data["sembuh"], by=request.user, on=request.scope.on)
    return Words("Cedera dicatat; jawabannya dihitung lagi.", "The injury is recorded; the answer is calculated anew.")


def _withdraw(request: PageRequest, one: Case, _: dict[str, Any]) -> Words | None:
    withdraw(case=one, why=request.POST.get("alasan", ""), by=request.user, on=request.scope.on)
    return Words("Laporan dibatalkan. Jejaknya tetap ada.", "The report is withdrawn. Its trail stays.")


def _refuse(request: PageRequest, one: Case, _: dict[str, Any]) -> Words | None:
    nothing_due(case=one, why=request.POST.get("alasan", ""), by=request.user, on=request.scope.on)
    return Words("Kasus ditutup: tidak ada hak.", "The case ended: nothing is due.")


def _link_person(request: PageRequest, one: Case, _: dict[str, Any]) -> Words | None:
    number = request.POST.get("orang", "")
    person = the_person(int(number) if number.isdecimal() else 0, visible_to=request.user, on=request.scope.on)
    link_person(case=one, person=person, by=request.user, on=request.scope.on)
    return Words(f"Kasus ini sekarang tentang {person.name}.", f"This case is now about {person.name}.")


def _take_off(request: PageRequest, one: Case, _: dict[str, Any]) -> Words | None:
    left = take_off(case=one, by=request.user, on=request.scope.on)
    if any(each.marked for each in left.listed):
        return Words(
            "Ditandai meninggal di mutasi; orang kedua menyetujuinya.", "Marked as dead in the monthly changes; a second person approves it."
        )
    return Words("Dikeluarkan dari daftar peserta.", "Taken off the roster.")


_Act = Callable[[PageRequest, Case, dict[str, Any]], Words | None]
_STEPS: dict[str, _Act] = {
    "fakta": _tell_facts,
    "cedera": _record_injury,
    "batal": _withdraw,
    "tolak": _refuse,
    "cari": _link_person,
    "taut": _link_person,
    "keluar": _take_off,
}


def _answer(told: CaseAnswer) -> dict[str, Any]:
    answer = told.answer
    return {
        "told": told,
        "answer": answer,
        "verdict": (VERDICT_LOOKS[answer.verdict], VERDICT_WORDS[answer.verdict]),
        "lines": [(LINES.get(line, Words(line, line)), rupiah) for line, rupiah in answer.lines.items() if rupiah],
        "marks": MARKS,
        "unsure": answer.mark in ("secondary", "memory"),
    }


def _follow(request: PageRequest, follow: Follow) -> dict[str, Any]:
    scope = request.scope
    listed = [one for one in follow.listed if one.since and not one.marked]
    allowed = [scope.may_anywhere("changes.mark") if one.round else scope.may("roster.change", one.fund.place_id) for one in listed]
    months = months_said([one.month.no for one in follow.overpaid], lang()) if follow.overpaid else ""
    return {"follow": follow, "overpaid_months": months, "may_leave": bool(allowed) and all(allowed)}


def _link(request: PageRequest, one: Case) -> dict[str, Any]:
    """Who it may be, for a case without a person: searched for, or found by the name as told."""
    if one.person_id or one.state != Case.State.OPEN or not may_in(one, "case.handle", request.user, request.scope.on):
        return {"candidates": None}
    text = kept(request) or one.nik or one.name
    found = find_people(text, visible_to=request.user, on=request.scope.on)
    people = {each.pk: each for each in Person.objects.filter(pk__in=found.ids[:_MOST]).select_related("village")}
    return {"candidates": [people[pk] for pk in found.ids[:_MOST]], "searched_for": kept(request)}
