"""What becomes of a case apart from its course: the cause is told, the injury is recorded, it is withdrawn, or nothing is due."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from payung.accounts.models import User
from payung.audit.actions import acting
from payung.claims.accident import of_accident
from payung.claims.allowed import require_in
from payung.claims.handling import locked_case
from payung.claims.models import Case, Injury
from payung.claims.run import CoverOn
from payung.law.given import Segment
from payung.registry.bulk import lock_table
from payung.values.errors import InputError, RefusedError
from payung.values.words import Words

_LONGEST = 300
_ENDED = Words("Kasus ini sudah berakhir. Laporkan lagi bila peristiwanya lain.", "This case has ended. Report again if it is another event.")


def tell_facts(*, case: Case, cause: str, happened_on: date, happened_at: str = "", story: str = "", by: User | None, on: date) -> Case:
    """What was asked and told later: the cause, the day, the place, how it happened. What stood before stays on the trail.

    Errors: InputError for a day in the future or an unknown cause; RefusedError `case.ended`, `case.known_event` for a day that has its case,
    `case.cause_told` where BPJS told money by the cause as it stands.
    """
    require_in(case, "case.handle", by, on)
    if cause not in Case.Cause.values:
        raise InputError("case.cause", Words("Pilih sebabnya.", "Choose the cause."))
    if happened_on > on:
        raise InputError("case.in_future", Words("Tanggal kejadian belum tiba. Periksa tanggalnya.", "That day has not come yet. Check the date."))
    with acting("case.facts", by=by):
        lock_table(Case)
        held = _open(case)
        twins = Case.objects.filter(kind=held.kind, person=held.person_id, happened_on=happened_on).exclude(state=Case.State.WITHDRAWN)
        if held.person_id and twins.exclude(pk=held.pk).exists():
            raise RefusedError("case.known_event", Words("Peristiwa hari itu sudah punya kasus.", "The event of that day has its case already."))
        if cause != held.cause and held.told.exists():
            raise RefusedError(
                "case.cause_told",
                Words(
                    "BPJS sudah memutuskan jumlahnya menurut sebab ini. Hubungi cabang BPJS dulu.",
                    "BPJS has decided the amount by this cause. Contact the BPJS branch first.",
                ),
            )
        held.cause, held.happened_on = cause, happened_on
        held.happened_at, held.story = " ".join(happened_at.split())[:200], story.strip()[:1000]
        held.save(update_fields=["cause", "happened_on", "happened_at", "story"])
        return held


def tell_cause(*, case: Case, cause: str, by: User | None, on: date) -> Case:
    """Whether it was by the work, and nothing else. Errors as `tell_facts`; InputError `case.cause` where neither is said."""
    if cause not in (Case.Cause.WORK, Case.Cause.OTHER):
        raise InputError("case.cause", Words("Pilih: karena kerja, atau bukan karena kerja.", "Choose: by work, or not by work."))
    held = {"happened_at": case.happened_at, "story": case.story}
    return tell_facts(case=case, cause=cause, happened_on=case.happened_on, **held, by=by, on=on)


def record_injury(*, case: Case, given: Mapping[str, Any], settled_on: date | None = None, by: User | None, on: date) -> Injury:
    """The same again changes nothing. Errors: RefusedError `case.no_accident`; InputError for what the law's table does not know."""
    require_in(case, "case.handle", by, on)
    if case.kind != Case.Kind.ACCIDENT:
        raise RefusedError("case.no_accident", Words("Kasus ini bukan kecelakaan.", "This case is no accident."))
    if settled_on and not case.happened_on <= settled_on <= on:
        raise InputError(
            "case.settled_on", Words("Tanggal sembuh atau cacat harus sesudah kejadian.", "The day of recovery must come after the event.")
        )
    of_accident(CoverOn(case.happened_on, on, segment=Segment.BPU), given)  # what the law cannot read is refused before it is kept
    with acting("case.injury", by=by):
        held = _open(case)
        last = held.injuries.order_by("-pk").first()
        if last and last.given == dict(given) and last.settled_on == settled_on:
            return last
        return Injury.objects.create(case=held, given=dict(given), settled_on=settled_on, on=on, by=by)


def withdraw(*, case: Case, why: str, by: User | None, on: date) -> Case:
    """The event did not happen, or it was told of somebody else. The report stays; a true one opens a new case."""
    return _end(case, Case.State.WITHDRAWN, "case.withdraw", why, by, on)


def nothing_due(*, case: Case, why: str, by: User | None, on: date) -> Case:
    """BPJS or the law gives no right: the case ends, and says why."""
    return _end(case, Case.State.REFUSED, "case.refuse", why, by, on)


def _end(case: Case, state: Case.State, command: str, why: str, by: User | None, on: date) -> Case:
    require_in(case, "case.handle", by, on)
    why = " ".join(why.split())[:_LONGEST]
    if not why:
        raise InputError("case.why", Words("Tulis alasannya.", "Say why."))
    with acting(command, by=by):
        held = locked_case(case)
        if held.state == state:
            return held
        if held.state != Case.State.OPEN:
            raise RefusedError("case.ended", _ENDED)
        if state == Case.State.WITHDRAWN and held.told.filter(paid_on__isnull=False).exists():
            raise RefusedError(
                "case.paid", Words("BPJS sudah membayar kasus ini, jadi tidak dapat dibatalkan.", "BPJS paid this case; it cannot be withdrawn.")
            )
        held.state, held.ended_why, held.closed_on = state, why, on
        held.save(update_fields=["state", "ended_why", "closed_on"])
        return held


def _open(case: Case) -> Case:
    held = locked_case(case)
    if held.state != Case.State.OPEN:
        raise RefusedError("case.ended", _ENDED)
    return held
