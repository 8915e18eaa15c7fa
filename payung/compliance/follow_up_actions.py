"""Entering what somebody promised, and what became of it. `by` is who acts (None: the command line), `on` the day of the act."""

from dataclasses import dataclass
from datetime import date, timedelta

from payung.accounts.models import User
from payung.accounts.rights import require
from payung.audit.actions import acting
from payung.compliance.follow_ups import OPEN_STATES, may_step
from payung.compliance.models import FollowUp, FollowUpStep, Instrument, Meeting, Resolution
from payung.places.models import Office, Place
from payung.values.errors import InputError, OutOfScopeError, RefusedError
from payung.values.place import within
from payung.values.words import Words, day

_FURTHEST = timedelta(days=5 * 365)
_LONGEST_WHAT, _LONGEST_OWNER, _LONGEST_NOTE = 400, 150, 300
_STATE = FollowUpStep.State


@dataclass(frozen=True)
class Promised:
    """`what` by `owner`, an office or title, until `due_on` (None: no day was said); `office` or `village`: whose officers see it as theirs."""

    what: str
    owner: str
    due_on: date | None = None
    office: Office | None = None
    village: Place | None = None


def promise(*, meeting: Meeting, promised: Promised, resolution: Resolution | None = None, by: User | None, on: date) -> FollowUp:
    """Promised in a meeting that was held; the same again changes nothing.

    InputError `followup.what`, `followup.owner`, `followup.due`, `followup.place`; RefusedError `meeting.not_yet`, `meeting.cancelled`.
    """
    require(by, "meeting.record", meeting.place_id, on)
    if meeting.state == Meeting.State.CANCELLED:
        raise RefusedError("meeting.cancelled", Words("Rapat ini dibatalkan.", "This meeting is cancelled."))
    if meeting.held_on > on:
        raise RefusedError(
            "meeting.not_yet", Words(f"Rapat ini baru berlangsung {day(meeting.held_on)}.", f"This meeting is on {day(meeting.held_on, 'en')} only.")
        )
    if resolution is not None and resolution.meeting_id != meeting.pk:
        raise InputError("followup.resolution", Words("Pilih keputusan dari rapat ini.", "Choose a decision of this meeting."))
    with acting("followup.promise", by=by):
        Meeting.objects.select_for_update().get(pk=meeting.pk)
        if meeting.state != Meeting.State.HELD:
            Meeting.objects.filter(pk=meeting.pk).update(state=Meeting.State.HELD)
        return _opened(FollowUp(place_id=meeting.place_id, meeting=meeting, resolution=resolution), promised, meeting.held_on, by)


def oblige(*, instrument: Instrument, promised: Promised, by: User | None, on: date) -> FollowUp:
    """An obligation that a regulation or agreement names. Errors as `promise`; InputError `followup.national` for one of the nation."""
    if instrument.place_id is None:
        raise InputError("followup.national", Words("Kewajiban dicatat pada peraturan daerah.", "Obligations are entered for regional ones."))
    require(by, "regulation.record", instrument.place_id, on)
    with acting("followup.oblige", by=by):
        Instrument.objects.select_for_update().get(pk=instrument.pk)
        return _opened(FollowUp(place_id=instrument.place_id, instrument=instrument), promised, on, by)


def step(*, follow_up: FollowUp, state: str, due_on: date | None = None, note: str = "", by: User | None, on: date) -> FollowUpStep:
    """Done, moved to another day, dropped, or open again; who and when stays on record. The same as now changes nothing.

    Errors: OutOfScopeError `right.missing` for whoever neither keeps the meetings nor promised it; InputError `followup.state`, `followup.due`,
    `followup.note` where it is moved or dropped and nobody says why; RefusedError `followup.over` for moving what is over.
    """
    if not may_step(follow_up, by, on):
        raise OutOfScopeError(
            "right.missing", Words("Ini bukan tindak lanjut Anda. Yang mencatatnya adalah dinas atau pemiliknya.", "This follow-up is not yours.")
        )
    said = " ".join(note.split())[:_LONGEST_NOTE]
    if state not in _STATE.values:
        raise InputError("followup.state", Words("Pilih keadaannya.", "Choose its state."))
    if state in (_STATE.MOVED, _STATE.DROPPED) and not said:
        raise InputError("followup.note", Words("Tulis alasannya.", "Write why."))
    if state == _STATE.MOVED and (due_on is None or due_on < on or due_on > on + _FURTHEST):
        raise InputError("followup.due", Words("Isi tanggal baru, hari ini atau sesudahnya.", "Give the new day, today or later."))
    with acting("followup.step", by=by):
        FollowUp.objects.select_for_update().get(pk=follow_up.pk)
        last = follow_up.steps.order_by("on", "pk").last()
        assert last is not None  # the first step is written with the promise
        if state == _STATE.MOVED and last.state not in OPEN_STATES:
            raise RefusedError(
                "followup.over", Words("Yang sudah selesai tidak diundur. Buka lagi dulu.", "What is over is not moved. Open it again first.")
            )
        until = due_on if state == _STATE.MOVED else last.due_on
        if (last.state, last.due_on, last.note) == (state, until, said or last.note):
            return last
        when = max(on, last.on)
        return FollowUpStep.objects.create(follow_up=follow_up, state=state, due_on=until, note=said, on=when, by=by, signed=_signed(by))


def _opened(one: FollowUp, promised: Promised, opened_on: date, by: User | None) -> FollowUp:
    one.what, one.owner = " ".join(promised.what.split())[:_LONGEST_WHAT], " ".join(promised.owner.split())[:_LONGEST_OWNER]
    if not one.what:
        raise InputError("followup.what", Words("Tulis apa yang dijanjikan.", "Write what is promised."))
    if not one.owner:
        raise InputError("followup.owner", Words("Tulis siapa yang mengerjakan: kantor atau jabatannya.", "Write who does it: an office or a title."))
    if promised.due_on is not None and not opened_on <= promised.due_on <= opened_on + _FURTHEST:
        raise InputError("followup.due", Words(f"Batasnya sesudah {day(opened_on)}.", f"Its day comes after {day(opened_on, 'en')}."))
    if promised.village is not None and not within(promised.village.code, one.place_id):
        raise InputError("followup.place", Words("Desa itu di luar daerah ini.", "That village lies elsewhere."))
    known = FollowUp.objects.filter(meeting=one.meeting, instrument=one.instrument, what=one.what, owner=one.owner).first()
    if known is not None:
        return known
    one.office, one.village, one.opened_on = promised.office, promised.village, opened_on
    one.save()
    FollowUpStep.objects.create(follow_up=one, state=_STATE.OPEN, due_on=promised.due_on, on=opened_on, by=by, signed=_signed(by))
    return one


def _signed(by: User | None) -> str:
    return str(by) if by else "Payung"
