"""What an auditor should look at, and what they found. Nobody else sees it."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from payung.claims.models import Flag
from payung.claims.queries import the_case
from payung.claims.red_flags import HELPED_CASES, NEW_MEMBER, OUTCOMES, flags_seen, raise_flags, record_outcome, told
from payung.claims.words import case_name
from payung.values.words import Words
from payung.web.money.bills_forms import text_of
from payung.web.page import PageRequest, page, say

_VIEWS = {"": Words("belum diperiksa", "not looked at yet"), "semua": Words("semua", "all")}


@page("case.flag")
def flags_page(request: PageRequest) -> HttpResponse:
    """GET: what was seen, ?lihat=semua with what has an outcome. POST: all cases are looked at now."""
    scope = request.scope
    if request.method == "POST":
        made = raise_flags(by=request.user, on=scope.on)
        say(request, Words("Kasus diperiksa: {n} tanda baru.", "Cases looked at: {n} new flags.").counting(n=len(made)))
        return redirect("claims:flags")
    found = flags_seen(visible_to=request.user, on=scope.on)
    everything = request.GET.get("lihat") == "semua"
    shown = found if everything else [flag for flag in found if not flag.outcome]
    context = {
        "flags": [{"one": flag, "said": told(flag), "name": case_name(flag.case), "outcome": OUTCOMES.get(flag.outcome)} for flag in shown],
        "views": [(key, words, len(found) if key else sum(not flag.outcome for flag in found)) for key, words in _VIEWS.items()],
        "chosen": "semua" if everything else "",
        "outcomes": OUTCOMES.items(),
        "helped": HELPED_CASES,
        "days": NEW_MEMBER.days,
    }
    return render(request, "claims/flags.html", context)


@page("case.flag")
@require_POST
def outcome(request: PageRequest, flag: int) -> HttpResponse:
    """What the auditor found."""
    one = Flag.objects.select_related("case__village", "case__office").filter(pk=flag).first()
    if one is None:
        raise Http404("flag")
    the_case(one.case_id, visible_to=request.user, on=request.scope.on)
    record_outcome(flag=one, outcome=request.POST.get("hasil", ""), note=text_of(request, "catatan"), by=request.user, on=request.scope.on)
    say(request, Words("Hasil pemeriksaan dicatat.", "What was found is entered."))
    return redirect("claims:flags")
