"""Meetings and outreach that somebody sees, the agenda of the next meeting, and what was promised."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from payung.accounts.models import User
from payung.accounts.sight import sight_to
from payung.compliance.follow_ups import MEETING_WORDS as MEETING_WORDS
from payung.compliance.follow_ups import FollowUpOn, in_order, standing_on
from payung.compliance.follow_ups import follow_ups as follow_ups
from payung.compliance.models import FollowUp, Meeting, Outreach
from payung.values.errors import OutOfScopeError
from payung.values.words import Words

MEETING_STATE_WORDS: Mapping[str, Words] = {
    Meeting.State.PLANNED: Words("direncanakan", "planned"),
    Meeting.State.HELD: Words("sudah berlangsung", "held"),
    Meeting.State.CANCELLED: Words("dibatalkan", "cancelled"),
}
MEETING_STATE_LOOKS: Mapping[str, str] = {Meeting.State.PLANNED: "waiting", Meeting.State.HELD: "passes", Meeting.State.CANCELLED: "rejected"}


@dataclass(frozen=True)
class Agenda:
    """What a meeting begins with, promised before and open on its day: `overdue`, then `still` open; then its `own` points."""

    overdue: Sequence[FollowUpOn]
    still: Sequence[FollowUpOn]
    own: Sequence[str]

    @property
    def open(self) -> list[FollowUpOn]:
        return [*self.overdue, *self.still]


def meetings_seen(*, visible_to: User | None, on: date) -> QuerySet[Meeting]:
    """Meetings of the places in which the person may read them, the newest first."""
    seen = sight_to(visible_to, "meeting.read", on).in_places("place")
    return Meeting.objects.filter(seen).select_related("place", "by").order_by("-held_on", "-pk")


def the_meeting(number: int, *, visible_to: User | None, on: date) -> Meeting:
    """One that is seen; OutOfScopeError `meeting.not_seen`."""
    one = meetings_seen(visible_to=visible_to, on=on).filter(pk=number).first()
    if one is None:
        raise OutOfScopeError(
            "meeting.not_seen", Words("Rapat itu tidak ada, atau di luar wilayah Anda.", "There is no such meeting, or not in your area.")
        )
    return one


def agenda_of(meeting: Meeting, on: date) -> Agenda:
    """What earlier meetings of the same place left open, and what its agreements owe by now, as they stand on the meeting's day.

    Of a meeting that is still to come by what is known on `on`; one that was held keeps the agenda it began with. Two statements.
    """
    earlier = Q(meeting__held_on__lt=meeting.held_on) | Q(meeting__held_on=meeting.held_on, meeting__lt=meeting.pk) | Q(instrument__isnull=False)
    found = FollowUp.objects.filter(earlier, place=meeting.place_id).select_related("meeting", "instrument", "office", "village").order_by("pk")
    stood = in_order(standing_on(found, min(on, meeting.held_on), meeting.held_on))
    still = [one for one in stood if one.is_open]
    overdue = sorted((one for one in still if one.overdue), key=lambda one: -one.late)
    promised = [one for one in still if not one.overdue and one.follow_up.meeting_id]
    return Agenda(overdue, promised, [line for line in meeting.agenda.splitlines() if line])


def promised_in(meeting: Meeting, on: date) -> list[FollowUpOn]:
    """What was promised in that meeting, as it stands on the day."""
    found = meeting.follow_ups.select_related("meeting", "instrument", "office", "village", "resolution").order_by("pk")
    return standing_on(found, on)


def outreach_seen(*, visible_to: User | None, on: date) -> QuerySet[Outreach]:
    """Events in the places in which the person may read meetings, the newest first."""
    seen = sight_to(visible_to, "meeting.read", on).in_places("place")
    return Outreach.objects.filter(seen).select_related("place", "by").order_by("-held_on", "-pk")


def the_outreach(number: int, *, visible_to: User | None, on: date) -> Outreach:
    """One that is seen; OutOfScopeError `outreach.not_seen`."""
    one = outreach_seen(visible_to=visible_to, on=on).filter(pk=number).first()
    if one is None:
        raise OutOfScopeError(
            "outreach.not_seen", Words("Sosialisasi itu tidak ada, atau di luar wilayah Anda.", "There is no such event in your area.")
        )
    return one
