"""What was promised, in meetings and by agreements, as it stood on a day: what is overdue comes first."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import OuterRef, Prefetch, Q, QuerySet, Subquery

from payung.accounts.models import Assignment, Role, User
from payung.accounts.queries import assignments_on
from payung.accounts.rights import RIGHTS, may
from payung.accounts.sight import ALL, NOTHING, Sight, sight_to
from payung.compliance.models import FollowUp, FollowUpStep
from payung.compliance.regulations import cited
from payung.places.models import Place
from payung.values.errors import OutOfScopeError
from payung.values.place import within
from payung.values.words import Words, day, number

_STATE = FollowUpStep.State
OPEN_STATES = frozenset({_STATE.OPEN, _STATE.MOVED})
STATE_WORDS: Mapping[str, Words] = {
    _STATE.OPEN: Words("belum selesai", "open"),
    _STATE.MOVED: Words("diundur", "moved"),
    _STATE.DONE: Words("selesai", "done"),
    _STATE.DROPPED: Words("tidak diteruskan", "dropped"),
}
STATE_LOOKS: Mapping[str, str] = {_STATE.OPEN: "waiting", _STATE.MOVED: "soon", _STATE.DONE: "passes", _STATE.DROPPED: "duplicate"}
MEETING_WORDS: Mapping[str, Words] = {
    "audience": Words("Audiensi", "Audience"),
    "rakor": Words("Rapat koordinasi", "Coordination meeting"),
    "fgd": Words("Diskusi terpumpun (FGD)", "Focus group (FGD)"),
    "monev": Words("Monitoring dan evaluasi", "Monitoring"),
}


@dataclass(frozen=True)
class FollowUpOn:
    """A promise on a day (`on`): `steps` until then, the oldest first; the last one says how it stands."""

    follow_up: FollowUp
    steps: Sequence[FollowUpStep]
    on: date

    @property
    def last(self) -> FollowUpStep:
        return self.steps[-1]

    @property
    def due_on(self) -> date | None:
        return self.last.due_on

    @property
    def is_open(self) -> bool:
        return self.last.state in OPEN_STATES

    @property
    def late(self) -> int:
        """Days after its due day while it is open; 0 otherwise."""
        return max(0, (self.on - self.due_on).days) if self.is_open and self.due_on else 0

    @property
    def overdue(self) -> bool:
        return self.late > 0

    @property
    def moved(self) -> int:
        """How often its day was moved."""
        return sum(step.state == _STATE.MOVED for step in self.steps)

    @property
    def badge(self) -> tuple[str, Words]:
        if self.overdue:
            return "owed", Words(f"lewat {number(self.late)} hari", f"{number(self.late, 'en')} days overdue")
        return STATE_LOOKS[self.last.state], STATE_WORDS[self.last.state]

    @property
    def origin(self) -> Words:
        """The meeting or the instrument from which it comes."""
        one = self.follow_up
        if one.meeting is not None:
            said, held = MEETING_WORDS[one.meeting.kind], one.meeting.held_on
            return Words(f"{said.id} {day(held)}", f"{said.en} of {day(held, 'en')}")
        assert one.instrument is not None
        return cited(one.instrument.kind, one.instrument.number, one.instrument.year)


@dataclass(frozen=True)
class Owned:
    """Of whom a person's own promises are: the offices of their assignments, and the villages of which they are officers."""

    offices: frozenset[int]
    villages: tuple[str, ...]

    def __contains__(self, one: FollowUp) -> bool:
        village = str(one.village_id) if one.village_id else ""
        return one.office_id in self.offices or (bool(village) and any(within(village, code) for code in self.villages))

    @property
    def condition(self) -> Q:
        return Q(office__in=self.offices) | Sight(self.villages).in_places("village") if self.offices else Sight(self.villages).in_places("village")


def owned_by(user: User, on: date) -> Owned:
    """By the assignments of that day."""
    return owned_of(assignments_on(user, on))


def owned_of(held: Iterable[Assignment]) -> Owned:
    """The same of assignments that were read before."""
    held = list(held)
    villages = tuple(str(each.place_id) for each in held if each.role == Role.VILLAGE and each.place_id)
    return Owned(frozenset(each.office_id for each in held if each.office_id), villages)


def follow_ups_seen(*, visible_to: User | None, on: date) -> QuerySet[FollowUp]:
    """Promises of the places in which the person may read meetings, and their own wherever they were made."""
    seen = ALL if visible_to is None else sight_to(visible_to, "meeting.read", on).in_places("place")
    own = NOTHING if visible_to is None else owned_by(visible_to, on).condition
    found = FollowUp.objects.filter(seen | own)
    return found.select_related("place", "meeting", "instrument", "office", "village", "resolution").order_by("pk")


def follow_ups(place_code: str, on: date, *, visible_to: User | None = None) -> list[FollowUpOn]:
    """Promises made by that day in meetings and agreements of the place and all that lies in it ("" : the nation), or to be kept by a village in it.

    Open ones first, the longest overdue before all, then by due day, those without a day after them; then what is done or dropped, the newest first.
    """
    seen = follow_ups_seen(visible_to=visible_to, on=on).filter(opened_on__lte=on)
    if place_code:
        lies = Q(place__in=Place.objects.within(place_code).values("code")) | Q(village__in=Place.objects.within(place_code).values("code"))
        seen = seen.filter(lies)
    return in_order(standing_on(seen, on))


def overdue_on(found: "QuerySet[FollowUp]", on: date) -> int:
    """How many of them are overdue on that day, in one statement."""
    last = FollowUpStep.objects.filter(follow_up=OuterRef("pk"), on__lte=on).order_by("-on", "-pk")
    told = found.annotate(last_state=Subquery(last.values("state")[:1]), until=Subquery(last.values("due_on")[:1]))
    return told.filter(last_state__in=OPEN_STATES, until__lt=on).count()


def standing_on(found: "QuerySet[FollowUp]", on: date, judged_on: date | None = None) -> list[FollowUpOn]:
    """Each as it stood by the steps until `on`; overdue by `judged_on`, or by the same day. Two statements for all of them."""
    steps = FollowUpStep.objects.filter(on__lte=on).select_related("by").order_by("on", "pk")
    held = found.prefetch_related(Prefetch("steps", steps, to_attr="until"))
    return [FollowUpOn(one, one.until, judged_on or on) for one in held if one.until]


def in_order(found: Iterable[FollowUpOn]) -> list[FollowUpOn]:
    """See `follow_ups`."""
    held = list(found)
    still = sorted((one for one in held if one.is_open), key=lambda one: (one.due_on is None, one.due_on or date.max, one.follow_up.pk))
    over = sorted((one for one in held if not one.is_open), key=lambda one: (one.last.on, one.follow_up.pk), reverse=True)
    return [*still, *over]


def the_follow_up(number: int, *, visible_to: User | None, on: date) -> FollowUp:
    """One that is seen; OutOfScopeError `followup.not_seen`."""
    one = follow_ups_seen(visible_to=visible_to, on=on).filter(pk=number).first()
    if one is None:
        raise OutOfScopeError(
            "followup.not_seen", Words("Tindak lanjut itu tidak ada, atau bukan milik Anda.", "There is no such follow-up, or it is not yours.")
        )
    return one


def may_step(one: FollowUp, by: User | None, on: date) -> bool:
    """Whoever keeps the meetings of the place may, and whoever promised it."""
    return by is None or may(by, "meeting.record", one.place_id, on) or (may_anywhere_step(by, on) and one in owned_by(by, on))


def may_anywhere_step(by: User, on: date) -> bool:
    """Whether one of their roles may say that something is done; whose it is, is another question."""
    return any(Role(each.role) in RIGHTS["followup.step"] for each in assignments_on(by, on))
