"""The scholarship of the children of one case: the plan of years, proof, payment, changes, and the end of a right."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from payung.claims.allowed import may_in
from payung.claims.expected import children_of, expected_of
from payung.claims.models import Relative, Scholar, SchoolYear
from payung.claims.queries import the_case
from payung.claims.scholar_actions import change_level, end_scholar, enter_scholar, open_school_proof, pay_year, prove_year
from payung.claims.scholars import ENDED_WHY, LEVEL_WORDS, YEAR_WORDS, ScholarOn, YearState, reminder_text, scholars_of, to_remind
from payung.filing.kinds import PDF
from payung.reports.explained import MARKS
from payung.values.errors import InputError
from payung.values.words import Words
from payung.web.claims.scholars import YEAR_LOOKS
from payung.web.claims.seen import frame, seen_case
from payung.web.claims.typed import money_of, needed_day, whole_of
from payung.web.download import attachment
from payung.web.money.bills_forms import text_of
from payung.web.page import PageRequest, back, page, say


@page("case.read")
def scholarship_page(request: PageRequest, case: int) -> HttpResponse:
    one, on = seen_case(request, case), request.scope.on
    found = scholars_of(one, on=on)
    taken = {each.scholar.relative_id for each in found}
    expected = expected_of(one, on=on)
    answer = expected.answer
    context = {
        **frame(one, "claims:scholarship"),
        "children": [_child(each, {year.year.pk for _, year in to_remind([each], on)}) for each in found],
        "free": [child for child in children_of(one.relatives.all()) if child.pk not in taken],
        "right": answer.scholarship if answer else None,
        "steps": [step for step in answer.steps if "easiswa" in step["id"]] if answer else [],
        "marks": MARKS,
        "levels": LEVEL_WORDS.items(),
        "whys": ENDED_WHY.items(),
        "received": sum(each.received for each in found),
        "still_due": sum(each.still_due for each in found),
        "missed": sum(each.missed for each in found),
        "may_handle": may_in(one, "case.handle", request.user, on),
        "may_pay": may_in(one, "case.pay", request.user, on),
    }
    return render(request, "claims/scholarship.html", context)


def _child(one: ScholarOn, remind: set[int]) -> dict[str, object]:
    return {
        "one": one,
        "ended_why": ENDED_WHY.get(one.scholar.ended_why),
        "years": [
            {
                "one": year,
                "level": LEVEL_WORDS[year.year.level],
                "badge": (YEAR_LOOKS[year.state], YEAR_WORDS[year.state]),
                "may_prove": year.state in (YearState.DUE, YearState.MISSED),
                "may_pay": year.state == YearState.PROVEN,
                "reminder": reminder_text(one, year) if year.year.pk in remind else None,
            }
            for year in one.years
        ],
    }


@page("case.read", writes="case.handle")
@require_POST
def add(request: PageRequest, case: int) -> HttpResponse:
    """A child with its level at the death."""
    one = seen_case(request, case)
    child = Relative.objects.filter(case=one, pk=whole_of(request, "anak") or 0).first()
    if child is None:
        raise InputError("scholar.child", Words("Pilih anaknya.", "Choose the child."))
    level = request.POST.get("jenjang", "")
    enter_scholar(
        case=one, relative=child, level=level, grade=(whole_of(request, "tahun") or 0) if level else 0, by=request.user, on=request.scope.on
    )
    say(request, Words("Jadwal beasiswanya dibuat.", "The years of the scholarship are planned."))
    return back(request, "claims:scholarship", one.pk)


def _scholar(request: PageRequest, pk: int) -> Scholar:
    """404 for one of a case that is not seen."""
    found = Scholar.objects.select_related("case__village", "case__office", "relative").filter(pk=pk).first()
    if found is None:
        raise Http404("scholar")
    the_case(found.case_id, visible_to=request.user, on=request.scope.on)
    return found


def _year(request: PageRequest, pk: int) -> SchoolYear:
    found = SchoolYear.objects.select_related("scholar__case__village", "scholar__case__office", "scholar__relative", "proof").filter(pk=pk).first()
    if found is None:
        raise Http404("school year")
    the_case(found.scholar.case_id, visible_to=request.user, on=request.scope.on)
    return found


@page("case.read", writes="case.handle")
@require_POST
def level(request: PageRequest, scholar: int) -> HttpResponse:
    """Another level or year of it from a school year on."""
    one = _scholar(request, scholar)
    change_level(
        scholar=one,
        first=whole_of(request, "mulai") or 0,
        level=request.POST.get("jenjang", ""),
        grade=whole_of(request, "tahun") or 0,
        by=request.user,
        on=request.scope.on,
    )
    say(request, Words("Jadwalnya diubah.", "The plan is changed."))
    return back(request, "claims:scholarship", one.case_id)


@page("case.read", writes="case.handle")
@require_POST
def end(request: PageRequest, scholar: int) -> HttpResponse:
    """Married, works, left school, died."""
    one = _scholar(request, scholar)
    end_scholar(scholar=one, why=request.POST.get("sebab", ""), ended_on=needed_day(request, "tanggal"), by=request.user, on=request.scope.on)
    say(request, Words("Akhir beasiswa dicatat.", "The end of the scholarship is entered."))
    return back(request, "claims:scholarship", one.case_id)


@page("case.read", writes="case.handle")
def proof(request: PageRequest, school_year: int) -> HttpResponse:
    """GET: the proof as it came; opening it stands on the trail. POST: a proof of the year."""
    one = _year(request, school_year)
    if request.method != "POST":
        content = open_school_proof(year=one, by=request.user, on=request.scope.on)
        assert one.proof is not None
        return attachment(content, one.proof.media_type, one.proof.name, shown=one.proof.media_type != PDF)
    given = request.FILES.get("berkas")
    if given is None:
        raise InputError("document.none", Words("Pilih berkasnya dulu.", "Choose the file first."))
    prove_year(year=one, content=given.read(), name=given.name or "", by=request.user, on=request.scope.on)
    say(request, Words("Bukti sekolah disimpan.", "The school proof is kept."))
    return back(request, "claims:scholarship", one.scholar.case_id)


@page("case.read", writes="case.pay")
@require_POST
def pay(request: PageRequest, school_year: int) -> HttpResponse:
    """What came for a proven year."""
    one = _year(request, school_year)
    amount, paid_on, why = money_of(request, "jumlah"), needed_day(request, "tanggal"), text_of(request, "penjelasan")
    pay_year(year=one, amount=amount, paid_on=paid_on, why=why, by=request.user, on=request.scope.on)
    say(request, Words("Pembayaran beasiswa dicatat.", "The payment of the scholarship is entered."))
    return back(request, "claims:scholarship", one.scholar.case_id)
