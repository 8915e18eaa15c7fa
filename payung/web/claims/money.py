"""The money of a case: what BPJS tells against what is expected, how long BPJS has taken, and what the heir says has come. No bank data."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from payung.claims.allowed import may_in
from payung.claims.clock import clock_of
from payung.claims.confirm import agreement, confirm
from payung.claims.models import Case, Confirmation, Relative
from payung.claims.payment import end_without_money, lines_named, record_told
from payung.claims.payment import money_of as money_in
from payung.claims.state import CaseOn, state_of
from payung.law.relation import NAMES
from payung.reports.explained import LINES, MARKS
from payung.values.words import Words, rupiah
from payung.web.claims.seen import frame, seen_case
from payung.web.claims.typed import day_of, money_of, whole_of
from payung.web.money.bills_forms import text_of
from payung.web.page import PageRequest, back, page, say

WAY_WORDS: dict[str, Words] = {Confirmation.Way.VISIT: Words("kunjungan", "visit"), Confirmation.Way.PHONE: Words("telepon", "phone")}
LINE_WORDS: dict[str, Words] = {
    **LINES,
    "SCHOLARSHIP": Words("Beasiswa sekali bayar", "Scholarship paid once"),
    "OTHER": Words("Lainnya", "Other"),
}


@page("case.read")
def money_page(request: PageRequest, case: int) -> HttpResponse:
    one = seen_case(request, case)
    state = state_of(one, on=request.scope.on)
    money, clock = money_in(state), clock_of(state)
    is_open = one.state == Case.State.OPEN
    context = {
        **frame(one, "claims:money"),
        "money": money,
        "lines": [{"line": line, "words": LINE_WORDS.get(line.line, Words(line.line, line.line))} for line in money.lines],
        "other_lines": [(name, LINE_WORDS[name]) for name in lines_named(one)] if one.kind == Case.Kind.ACCIDENT else [],
        "answer": state.expected.answer,
        "clock": clock,
        "marks": MARKS,
        "agreement": agreement(state, money),
        "confirmations": [{"one": each, "way": WAY_WORDS[each.way]} for each in reversed(state.confirmations)],
        "ways": WAY_WORDS.items(),
        "heirs": _heirs(state),
        "history": [{"one": each, "words": LINE_WORDS.get(each.line, Words(each.line, each.line))} for each in _told_before(one)],
        "may_pay": is_open and may_in(one, "case.pay", request.user, request.scope.on),
        "may_confirm": is_open and may_in(one, "case.confirm", request.user, request.scope.on),
        "helps": one.reports.filter(helps=True, by=request.user).exists(),
    }
    return render(request, "claims/money.html", context)


def _told_before(case: Case) -> Any:
    return case.told.select_related("by").order_by("-pk")


def _heirs(state: CaseOn) -> list[tuple[int, str, Words]]:
    """Whom one can ask: the family as it is recorded."""
    known = [one for one in state.relatives if one.alive and not one.crossed_out]
    return [(one.pk, one.name, NAMES.get(one.relation, Words("keluarga lain", "other relative"))) for one in known]


@page("case.read", writes="case.pay")
@require_POST
def tell(request: PageRequest, case: int) -> HttpResponse:
    """What BPJS decided or paid of a line."""
    one = seen_case(request, case)
    made = record_told(
        case=one,
        line=request.POST.get("jenis", ""),
        amount=money_of(request, "jumlah"),
        paid_on=day_of(request, "dibayar"),
        number=text_of(request, "nomor", 100),
        why=text_of(request, "penjelasan"),
        replaces=whole_of(request, "ganti"),
        by=request.user,
        on=request.scope.on,
    )
    say(request, Words(f"{rupiah(made.amount)} dicatat.", f"{rupiah(made.amount, 'en')} entered."))
    return back(request, "claims:money", one.pk)


@page("case.read", writes="case.confirm")
@require_POST
def heard(request: PageRequest, case: int) -> HttpResponse:
    """What an heir says has come."""
    one = seen_case(request, case)
    heir = Relative.objects.filter(case=one, pk=whole_of(request, "waris") or 0).first()
    has_come = request.POST.get("sudah") == "ya"
    made = confirm(
        case=one,
        heir=heir,
        way=request.POST.get("cara", ""),
        has_come=has_come,
        amount=money_of(request, "jumlah"),
        note=text_of(request, "catatan"),
        by=request.user,
        on=request.scope.on,
    )
    closed = Case.objects.values_list("state", flat=True).get(pk=made.case_id) == Case.State.CLOSED
    say(
        request,
        Words("Dicatat. Uangnya sudah dipastikan dua orang: kasus selesai.", "Entered. Two people have confirmed it: the case is closed.")
        if closed
        else Words("Jawaban ahli waris dicatat.", "The heir's answer is entered."),
    )
    return back(request, "claims:money", one.pk)


@page("case.read", writes="case.pay")
@require_POST
def nothing(request: PageRequest, case: int) -> HttpResponse:
    """BPJS answered that nothing is due."""
    one = end_without_money(case=seen_case(request, case), why=text_of(request, "alasan"), by=request.user, on=request.scope.on)
    say(request, Words("Kasus diakhiri tanpa pembayaran.", "The case ends without a payment."))
    return back(request, "claims:money", one.pk)
