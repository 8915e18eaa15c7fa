"""The family of somebody who died: who is in it, who receives by the law, what must be proven, and what the family takes home."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from payung.claims.allowed import may_in
from payung.claims.family import (
    add_relative,
    correct_relative,
    cross_out,
    open_relative_proof,
    prove_relative,
    set_guardian,
)
from payung.claims.handover import consents_of, give_consent, open_consent
from payung.claims.heirs import PROOF_MARK, RELATION_WORDS
from payung.claims.known import known_of
from payung.claims.minors import is_minor
from payung.claims.models import Case, Relative
from payung.claims.papers import checklist
from payung.filing.kinds import PDF
from payung.law.read_figures import Mark
from payung.reports.claim_told import ClaimTold
from payung.reports.explained import MARKS
from payung.reports.family_page import family_text
from payung.reports.law_words import NAMES
from payung.values.errors import InputError, RefusedError
from payung.values.words import Words
from payung.web.claims.family_forms import RelativeForm
from payung.web.claims.seen import frame, seen_case
from payung.web.download import attachment
from payung.web.page import PageRequest, page, say

_NO_FILE = Words("Pilih berkasnya dulu.", "Choose the file first.")


def of_a_death(request: PageRequest, number: int) -> Case:
    """404 for an accident: nobody inherits of it."""
    case = seen_case(request, number)
    if case.kind != Case.Kind.DEATH:
        raise Http404("family")
    return case


def _relative(case: Case, number: int) -> Relative:
    found = case.relatives.select_related("case", "guardian", "proven").filter(pk=number).first()
    if found is None:
        raise Http404("relative")
    return found


@page("case.read", writes="case.handle")
def family_page(request: PageRequest, case: int) -> HttpResponse:
    """GET: the family and the heirs. POST: one more relative."""
    one = of_a_death(request, case)
    form = RelativeForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            made = add_relative(case=one, told=form.told(), by=request.user, on=request.scope.on)
        except (InputError, RefusedError) as error:
            form.refuse(error)
        else:
            say(request, Words(f"{made.name} tercatat.", f"{made.name} is recorded."))
            return redirect("claims:family", one.pk)
    known = known_of(one, request.scope.on)
    told = ClaimTold(checklist(one, request.scope.on, known), request.scope.on)
    crossed = one.relatives.exclude(crossed_out="").order_by("pk")
    context = {
        **frame(one, "claims:family"),
        "family": [_row(each, request) for each in known.family],
        "crossed": [{"one": each, "relation": RELATION_WORDS[each.relation]} for each in crossed],
        **_heirs(known.heirs),
        "form": form,
        "may_handle": may_in(one, "case.handle", request.user, request.scope.on),
        "text": family_text(told),
    }
    return render(request, "claims/family.html", context, status=422 if form.errors else 200)


def _row(one: Relative, request: PageRequest) -> dict[str, Any]:
    return {"one": one, "relation": RELATION_WORDS[one.relation], "minor": is_minor(one.birth_date, request.scope.on)}


def _heirs(heirs: Any) -> dict[str, Any]:
    return {
        "heirs": heirs,
        "receivers": [{"heir": each, "relation": RELATION_WORDS[each.relative.relation]} for each in heirs.heirs],
        "funeral_to": NAMES.get(heirs.funeral_to or ""),
        "rest_to": NAMES.get(heirs.rest_to or ""),
        "steps": [{**each, "words": Words(each["id"], each["en"]), "sure": MARKS[Mark(each["mark"])]} for each in heirs.steps],
        "proof_mark": MARKS[PROOF_MARK],
    }


@page("case.read", writes="case.handle")
def relative_page(request: PageRequest, case: int, relative: int) -> HttpResponse:
    """GET: one line of the family, with what may be done with it. POST: the line put right."""
    one = of_a_death(request, case)
    line = _relative(one, relative)
    form = RelativeForm(request.POST if request.method == "POST" else None, known=line)
    if request.method == "POST" and form.is_valid():
        try:
            correct_relative(relative=line, told=form.told(), by=request.user, on=request.scope.on)
        except (InputError, RefusedError) as error:
            form.refuse(error)
        else:
            say(request, Words("Tersimpan.", "Kept."))
            return redirect("claims:family", one.pk)
    on, others = request.scope.on, one.relatives.filter(crossed_out="", alive=True).exclude(pk=line.pk).order_by("pk")
    may_handle = may_in(one, "case.handle", request.user, on)
    context = {
        **frame(one, "claims:family"),
        **_row(line, request),
        "form": form,
        "guardians": [{"one": each, "relation": RELATION_WORDS[each.relation]} for each in others if not is_minor(each.birth_date, on)],
        "consent": consents_of(one).get(line.pk),
        "may_handle": may_handle and not line.crossed_out,
        "may_open": may_in(one, "case.scan", request.user, on),
    }
    return render(request, "claims/relative.html", context, status=422 if form.errors else 200)


@page("case.read", writes="case.handle")
@require_POST
def cross_page(request: PageRequest, case: int, relative: int) -> HttpResponse:
    """The line counts no longer."""
    line = _relative(of_a_death(request, case), relative)
    cross_out(relative=line, reason=request.POST.get("alasan", ""), by=request.user, on=request.scope.on)
    say(request, Words(f"{line.name} dicoret.", f"{line.name} is crossed out."))
    return redirect("claims:family", case)


@page("case.read", writes="case.handle")
@require_POST
def guardian_page(request: PageRequest, case: int, relative: int) -> HttpResponse:
    """Who acts for a minor; an empty choice takes the guardian away."""
    one = of_a_death(request, case)
    line, wanted = _relative(one, relative), request.POST.get("wali", "")
    guardian = _relative(one, int(wanted)) if wanted.isdecimal() and len(wanted) < 12 else None
    set_guardian(relative=line, guardian=guardian, by=request.user, on=request.scope.on)
    told = Words(f"Wali {line.name}: {guardian.name}.", f"Guardian of {line.name}: {guardian.name}.") if guardian else None
    say(request, told or Words(f"{line.name} tidak lagi punya wali.", f"{line.name} has no guardian any more."))
    return redirect("claims:relative", case, relative)


@page("case.scan", writes="case.handle")
def proof_page(request: PageRequest, case: int, relative: int) -> HttpResponse:
    """GET: the document that proves the relation, for whoever may open scans; opening it is logged. POST: it is kept."""
    line, scope = _relative(of_a_death(request, case), relative), request.scope
    if request.method == "POST":
        given = request.FILES.get("berkas")
        if given is None:
            raise InputError("document.none", _NO_FILE)
        prove_relative(relative=line, content=given.read(), name=given.name or "", by=request.user, on=scope.on)
        say(request, Words("Dokumen disimpan.", "The document is kept."))
        return redirect("claims:relative", case, relative)
    content = open_relative_proof(relative=line, by=request.user, on=scope.on)
    assert line.proven
    return attachment(content, line.proven.media_type, line.proven.name, shown=line.proven.media_type != PDF)


@page("case.scan", writes="case.handle")
def consent_page(request: PageRequest, case: int, relative: int) -> HttpResponse:
    """GET: the signed consent, logged. POST: the newest word; a yes takes the signed paper."""
    one = of_a_death(request, case)
    line, scope = _relative(one, relative), request.scope
    if request.method == "POST":
        given, said = request.FILES.get("berkas"), request.POST
        give_consent(
            relative=line,
            name_public=said.get("nama") == "ya",
            picture_public=said.get("gambar") == "ya",
            content=given.read() if given else b"",
            name=(given.name or "") if given else "",
            by=request.user,
            on=scope.on,
        )
        say(request, Words("Pernyataan keluarga tercatat.", "The word of the family is recorded."))
        return redirect("claims:relative", case, relative)
    consent = consents_of(one).get(line.pk)
    if consent is None or consent.document is None:
        raise InputError("consent.none", Words("Belum ada surat persetujuan.", "There is no signed consent yet."))
    content = open_consent(consent=consent, by=request.user, on=scope.on)
    return attachment(content, consent.document.media_type, consent.document.name, shown=consent.document.media_type != PDF)
