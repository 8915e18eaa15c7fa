"""From marks to the list, by two people: one makes the plan ready, a second one approves it, and in the same act the list changes.

Nothing is deleted: whoever leaves closes their spell, the waiting list fills the places in rank order.
"""

from datetime import date

import polars as pl

from payung.accounts.models import User
from payung.accounts.rights import require
from payung.audit.actions import acting
from payung.planning.queries import locked
from payung.registry.bulk import insert_frame
from payung.roster.actions import enter_changes, take_waiting, why_closed
from payung.roster.changes import FATES
from payung.roster.gate import alone
from payung.roster.models import ChangePlan, ChangeRound, PlanAnswer, PlannedChange
from payung.roster.plan_queries import Effect, awaiting_plan, frozen, lines_to_keep, plan_lines, plans_of, preview_round
from payung.values.errors import InputError, RefusedError
from payung.values.words import Words, day, number

_LONGEST_REASON = 300
_NOTHING = Words(
    "Belum ada yang keluar atau masuk menurut tanda yang ada. Tidak ada yang perlu disetujui.",
    "By the marks so far nobody leaves or comes in. There is nothing to approve.",
)
_OWN = Words(
    "Anda sendiri yang menyiapkan mutasi ini. Persetujuan harus dari orang lain yang berwenang, supaya dua orang memeriksanya.",
    "You made these changes ready yourself. Somebody else who is entitled must approve them, so that two people have looked at them.",
)
_OLDER = Words(
    "Rancangan ini sudah diganti dengan yang lebih baru. Buka yang terbaru, lalu putuskan.",
    "There is a newer plan instead of this one. Open the newest and decide on that.",
)
_MOVED = Words(
    "Daftarnya berubah sejak rancangan ini disiapkan, jadi akibatnya lain dari yang tertulis. Belum ada yang dicatat. Kembalikan rancangan ini, lalu "
    "minta disiapkan lagi.",
    "The list has changed since this plan was made ready, so it would do something else than it says. Nothing was entered. Send it back and have it "
    "made ready again.",
)


def prepare_changes(*, round: ChangeRound, by: User | None, on: date) -> ChangePlan:
    """Freezes what the marks come to now, for a second person to approve. The same people again: the plan that is there.

    Errors: RefusedError `plan.nothing` where nobody leaves or comes in, `plan.awaiting` while the plan of somebody else waits for its answer, and
    for a month that may not change any more.
    """
    require(by, "changes.prepare", round.fund.place_id, on)
    with acting("changes.prepare", by=by):
        alone()
        locked(round.fund)  # one after another
        effect, waits = preview_round(round=round, by=by, on=on), awaiting_plan(round)
        if waits and waits.made_by_id != (by.pk if by else None):
            raise RefusedError("plan.awaiting", _awaiting(waits))
        if waits and frozen(plan_lines(waits)).equals(frozen(effect.lines)):
            return waits
        if effect.lines.is_empty():
            raise RefusedError("plan.nothing", _NOTHING)
        return _freeze(round, effect, by, on)


def approve_changes(*, plan: ChangePlan, by: User | None, on: date) -> PlanAnswer:
    """The list changes as the plan says, and its places are filled from the waiting list, all in one act; again by the same person: nothing changes.

    Errors: RefusedError `plan.own` for whoever made it ready, `plan.answered` where it has its answer, `plan.older` where a newer one is there,
    `plan.moved` where the list has changed so that the plan would do something else, and for a month that may not change any more.
    """
    require(by, "changes.approve", plan.round.fund.place_id, on)
    with acting("changes.approve", by=by):
        alone()
        fund = locked(plan.round.fund)
        if known := _answered(plan, True, by):
            return known
        month, lines = plan.round.month, plan_lines(plan)
        if closed := why_closed(fund, month):
            raise RefusedError(closed, FATES[closed])
        out = lines.filter(direction="out")
        outcome = enter_changes(fund, month, out.select("nik", "direction", "reason", "happened_on", "note"))
        come = take_waiting(fund, month)["person_id"].to_list()
        if outcome.went_out != out.height or come != lines.filter(direction="in")["person_id"].to_list():
            raise RefusedError("plan.moved", _MOVED)
        return PlanAnswer.objects.create(plan=plan, by=by, on=on, granted=True)


def send_back_changes(*, plan: ChangePlan, reason: str, by: User | None, on: date) -> PlanAnswer:
    """Not approved: the marks may change and a new plan be made. InputError without a reason; otherwise as `approve_changes`."""
    require(by, "changes.approve", plan.round.fund.place_id, on)
    reason = " ".join(reason.split())
    if not 1 <= len(reason) <= _LONGEST_REASON:
        most = _LONGEST_REASON
        raise InputError("plan.reason", Words(f"Isi alasannya, paling panjang {most} huruf.", f"Give the reason, at most {most} characters."))
    with acting("changes.send_back", by=by):
        locked(plan.round.fund)
        return _answered(plan, False, by) or PlanAnswer.objects.create(plan=plan, by=by, on=on, granted=False, reason=reason)


def _answered(plan: ChangePlan, granted: bool, by: User | None) -> PlanAnswer | None:
    """The same answer of the same person; None where there is none yet. RefusedError where this person may not answer."""
    known = PlanAnswer.objects.filter(plan=plan).select_related("by").first()
    if known and known.granted == granted and known.by_id == (by.pk if by else None):
        return known
    if known:
        who = str(known.by) if known.by else "Payung"
        raise RefusedError(
            "plan.answered",
            Words(f"{who} sudah menjawab mutasi ini pada {day(known.on)}.", f"{who} answered these changes already on {day(known.on, 'en')}."),
        )
    if by and plan.made_by_id == by.pk:
        raise RefusedError("plan.own", _OWN)
    newest = plans_of(plan.round).first()
    if newest and newest.pk != plan.pk:
        raise RefusedError("plan.older", _OLDER)
    return None


def _awaiting(plan: ChangePlan) -> Words:
    who = str(plan.made_by) if plan.made_by else "Payung"
    said = (number(plan.leaving), number(plan.coming), day(plan.made_on))
    told = (number(plan.leaving, "en"), number(plan.coming, "en"), day(plan.made_on, "en"))
    return Words(
        f"{who} sudah menyiapkan mutasi ini pada {said[2]} ({said[0]} keluar, {said[1]} masuk). Tunggu jawabannya, atau minta dikembalikan.",
        f"{who} made these changes ready on {told[2]} ({told[0]} leave, {told[1]} come in). Wait for the answer, or ask for them to be sent back.",
    )


def _freeze(round: ChangeRound, effect: Effect, by: User | None, on: date) -> ChangePlan:
    newest = plans_of(round).first()
    made = ChangePlan.objects.create(
        round=round,
        version=newest.version + 1 if newest else 1,
        leaving=effect.leaving,
        coming=effect.coming,
        saved=effect.saved,
        cost=effect.cost,
        made_by=by,
        made_on=on,
    )
    insert_frame(PlannedChange, lines_to_keep(made, effect.lines.with_columns(pl.col("note").fill_null(""))))
    return made
