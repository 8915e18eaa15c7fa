"""The steps of a case: whose turn each is, until when, what was entered by whom; entering one."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from payung.accounts.models import ROLE_WORDS
from payung.claims.allowed import held_by, may_in
from payung.claims.case_actions import tell_cause
from payung.claims.course import PROMISE, STAGES
from payung.claims.inbox import hint_of
from payung.claims.models import Case, Step
from payung.claims.state import CaseOn, state_of
from payung.claims.step_actions import NEVER_SKIPPED, enter_step, hands
from payung.claims.steps import AFTER_CLOSING, BY_DATA, OVER, STANDING_WORDS, Line, Standing, lines_of, stuck, watched_by
from payung.claims.words import case_name
from payung.values.words import Words
from payung.web.claims.seen import frame, seen_case
from payung.web.claims.typed import day_of
from payung.web.money.bills_forms import text_of
from payung.web.page import PageRequest, back, page, say

LOOKS = {
    Standing.WAITS: "waiting",
    Standing.OPEN: "soon",
    Standing.DELAYED: "fix",
    Standing.LATE: "owed",
    Standing.DONE: "ok",
    Standing.SKIPPED: "ok",
}
_ENTERED = {
    Step.State.DONE: Words("Langkah dicatat selesai.", "The step is entered as done."),
    Step.State.DELAYED: Words("Alasan tertunda dicatat.", "The reason for the delay is entered."),
    Step.State.SKIPPED: Words("Langkah dicatat tidak perlu.", "The step is entered as not needed."),
}


@page("task.read")
def course_page(request: PageRequest, case: int) -> HttpResponse:
    one = seen_case(request, case)
    state = state_of(one, on=request.scope.on)
    lines = lines_of(state)
    is_stuck = one.state == Case.State.OPEN and stuck(state, lines)
    roles = held_by(request.user, request.scope.on).at(one)
    may_enter = may_in(one, "case.step", request.user, request.scope.on)
    history = one.steps.select_related("by").order_by("-pk")
    context = {
        **frame(one, "claims:course"),
        "name": case_name(one),
        "whole": request.scope.may_anywhere("case.read"),
        "lines": [_told(state, line, is_stuck, may_enter and not roles.isdisjoint(hands(line.stage))) for line in lines],
        "stuck": is_stuck,
        "promised": PROMISE["papers"],
        "over": sum(line.standing in OVER for line in lines),
        "history": [{"at": entry.at, "who": entry.by or Words("baris perintah", "command line"), **_entered(entry)} for entry in history],
        "may_tell_cause": one.state == Case.State.OPEN and may_in(one, "case.handle", request.user, request.scope.on),
    }
    return render(request, "claims/course.html", context)


def _told(state: CaseOn, line: Line, is_stuck: bool, mine: bool) -> dict[str, Any]:
    key, open_case = line.stage.key, state.case.state == Case.State.OPEN
    may_enter = mine and line.standing not in OVER and (open_case or key in AFTER_CLOSING)
    watching = watched_by(line, state.case, is_stuck)
    return {
        "line": line,
        "key": key,
        "badge": (LOOKS[line.standing], STANDING_WORDS[line.standing]),
        "owner": ROLE_WORDS[line.stage.owner],
        "passed_on": [ROLE_WORDS[role] for role in watching[1:]] if line.standing not in (*OVER, Standing.WAITS) else [],
        "may_done": may_enter and key not in BY_DATA and line.standing != Standing.WAITS,
        "may_delay": may_enter and line.standing != Standing.WAITS,
        "may_skip": may_enter and key not in NEVER_SKIPPED,
        "hint": hint_of(state, line),
    }


def _entered(entry: Step) -> dict[str, Words | str]:
    stage, said = STAGES[entry.key].words, _SAID[Step.State(entry.state)]
    return {"what": Words(f"{stage.id}: {said.id}", f"{stage.en}: {said.en}"), "detail": entry.reason}


_SAID = {
    Step.State.DUE: Words("mulai", "begun"),
    Step.State.DONE: Words("selesai", "done"),
    Step.State.DELAYED: Words("tertunda", "delayed"),
    Step.State.SKIPPED: Words("tidak perlu", "not needed"),
}


@page("task.read", writes="case.step")
@require_POST
def enter(request: PageRequest, case: int) -> HttpResponse:
    """Done, delayed or not needed."""
    one, state = seen_case(request, case), request.POST.get("keadaan", "")
    made = enter_step(
        case=one,
        key=request.POST.get("langkah", ""),
        state=state,
        why=text_of(request, "alasan"),
        due_on=day_of(request, "sampai"),
        done_on=day_of(request, "tanggal"),
        by=request.user,
        on=request.scope.on,
    )
    say(request, _ENTERED[Step.State(made.state)])
    return back(request, "claims:course", one.pk)


@page("case.read", writes="case.handle")
@require_POST
def cause(request: PageRequest, case: int) -> HttpResponse:
    """Whether it was by the work."""
    one = tell_cause(case=seen_case(request, case), cause=request.POST.get("sebab", ""), by=request.user, on=request.scope.on)
    say(request, Words("Sebabnya dicatat.", "The cause is entered."))
    return back(request, "claims:course", one.pk)
