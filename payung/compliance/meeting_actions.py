"""Planning a meeting, who came, what was said and decided. `by` is who acts (None: the command line), `on` the day of the act."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, TypeVar

from django.db.models import Max, Model

from payung.accounts.models import User
from payung.accounts.rights import require
from payung.audit.actions import acting
from payung.compliance.meeting_models import MeetingKind
from payung.compliance.models import Guest, Meeting, Outreach, Resolution
from payung.correspondence.actions import take_number
from payung.correspondence.models import PaperKind
from payung.correspondence.queries import letterhead_of
from payung.places.models import Office, Place
from payung.values.errors import InputError, RefusedError
from payung.values.words import Words, day

_LONGEST = {"title": 200, "time": 40, "room": 200, "chair": 150, "agenda": 2000, "minutes": 6000, "text": 600, "guest": 150, "name": 120, "why": 300}
_Row = TypeVar("_Row", bound=Model)
_FURTHEST = timedelta(days=2 * 365)
_MOST_GUESTS = 300


@dataclass(frozen=True)
class Plan:
    """What an invitation says; `agenda`: points, one a line."""

    title: str
    held_on: date
    time: str = ""
    room: str = ""
    chair: str = ""
    agenda: str = ""


def plan_meeting(*, place: Place, kind: str, plan: Plan, guests: Iterable[str] = (), by: User | None, on: date) -> Meeting:
    """Also one that was held already. `guests`: titles, see `invite`. The same meeting again gives the one that is there.

    InputError `meeting.kind`, `meeting.title`, `meeting.day` for one more than two years away.
    """
    require(by, "meeting.record", place.code, on)
    if kind not in MeetingKind.values:
        raise InputError("meeting.kind", Words("Pilih jenis rapatnya.", "Choose the kind of meeting."))
    given = _planned(plan, on)
    with acting("meeting.plan", by=by):
        key = {"place": place, "kind": kind, "held_on": given["held_on"], "title": given["title"]}
        made, _ = Meeting.objects.get_or_create(**key, defaults={**given, "on": on, "by": by})
        invite(meeting=made, guests=guests, by=by, on=on)
    return made


def change_meeting(*, meeting: Meeting, plan: Plan, by: User | None, on: date) -> Meeting:
    """Of one that is still planned; the same again changes nothing. Errors as `plan_meeting`; RefusedError `meeting.over`, `meeting.known`."""
    given = _planned(plan, on)
    with acting("meeting.change", by=by):
        one = _locked(meeting, by, on)
        if one.state != Meeting.State.PLANNED:
            raise RefusedError("meeting.over", Words("Rapat ini sudah berlangsung atau dibatalkan.", "This meeting is held or cancelled already."))
        others = Meeting.objects.filter(place=one.place_id, kind=one.kind, held_on=given["held_on"], title=given["title"]).exclude(pk=one.pk)
        if others.exists():
            raise RefusedError(
                "meeting.known", Words("Rapat dengan judul dan tanggal itu sudah ada.", "There is such a meeting on that day already.")
            )
        return _saved(one, given)


def cancel_meeting(*, meeting: Meeting, why: str, by: User | None, on: date) -> Meeting:
    """It will not be held; what it would have taken up waits for the next one. InputError `meeting.why`; RefusedError `meeting.over`."""
    said = _line(why, "why")
    if not said:
        raise InputError("meeting.why", Words("Tulis mengapa rapat dibatalkan.", "Write why the meeting is cancelled."))
    with acting("meeting.cancel", by=by):
        one = _locked(meeting, by, on)
        if one.state == Meeting.State.HELD:
            raise RefusedError("meeting.over", Words("Rapat ini sudah berlangsung.", "This meeting was held already."))
        return _saved(one, {"state": Meeting.State.CANCELLED, "cancelled_why": said})


def invite(*, meeting: Meeting, guests: Iterable[str], offices: Iterable[Office] = (), by: User | None, on: date) -> int:
    """How many were not invited yet. `guests`: an office or a title each; of the place's offices with such a name the guest is its officer.

    RefusedError `meeting.cancelled`; InputError `meeting.guests` above 300.
    """
    with acting("meeting.invite", by=by):
        one = _standing(meeting, by, on)
        named = [*dict.fromkeys(line for each in guests if (line := _line(each, "guest"))), *(office.name for office in offices)]
        there = set(one.guests.values_list("title", flat=True))
        fresh = [title for title in dict.fromkeys(named) if title not in there]
        if len(there) + len(fresh) > _MOST_GUESTS:
            raise InputError("meeting.guests", Words(f"Undangan paling banyak {_MOST_GUESTS}.", f"At most {_MOST_GUESTS} are invited."))
        known = offices_named(one.place_id, fresh) | {office.name: office for office in offices}
        Guest.objects.bulk_create(Guest(meeting=one, title=title, office=known.get(title)) for title in fresh)
        return len(fresh)


def offices_named(place_code: str, names: Iterable[str]) -> dict[str, Office]:
    """Offices of the place by their name, as far as there are such."""
    return {one.name: one for one in Office.objects.filter(place=place_code, name__in=list(names)).order_by("-pk")}


def note_attendance(
    *, meeting: Meeting, came: Mapping[int, str], absent: Iterable[int] = (), others: Iterable[str] = (), by: User | None, on: date
) -> int:
    """`came`: key of a guest -> name of who came ("" : not noted); `absent`: keys; `others`: titles that came without being invited. Who came in all.

    RefusedError `meeting.not_yet` before its day, `meeting.cancelled`.
    """
    with acting("meeting.attendance", by=by):
        one = _begun(meeting, by, on)
        absent = set(absent)
        for guest in one.guests.all():
            given = {"came": True, "name": _line(came[guest.pk], "name")} if guest.pk in came else {"came": False} if guest.pk in absent else {}
            if any(getattr(guest, name) != value for name, value in given.items()):
                Guest.objects.filter(pk=guest.pk).update(**given)
        titles = [title for each in others if (title := _line(each, "guest"))]
        there = set(one.guests.values_list("title", flat=True))
        known = offices_named(one.place_id, titles)
        fresh = [title for title in dict.fromkeys(titles) if title not in there]
        Guest.objects.bulk_create(Guest(meeting=one, title=title, office=known.get(title), invited=False, came=True) for title in fresh)
        _saved(one, {"state": Meeting.State.HELD})
        return one.guests.filter(came=True).count()


def write_minutes(*, meeting: Meeting, minutes: str, by: User | None, on: date) -> Meeting:
    """What was said, a paragraph a line; the meeting counts as held. RefusedError `meeting.not_yet`, `meeting.cancelled`."""
    with acting("meeting.minutes", by=by):
        one = _begun(meeting, by, on)
        return _saved(one, {"minutes": _lines(minutes, "minutes"), "state": Meeting.State.HELD})


def resolve(*, meeting: Meeting, text: str, by: User | None, on: date) -> Resolution:
    """One more decision; the same again changes nothing. InputError `meeting.resolution`; RefusedError `meeting.not_yet`, `meeting.cancelled`."""
    said = _line(text, "text")
    if not said:
        raise InputError("meeting.resolution", Words("Tulis apa yang diputuskan.", "Write what was decided."))
    with acting("meeting.resolve", by=by):
        one = _begun(meeting, by, on)
        known = one.resolutions.filter(text=said).first()
        if known is not None:
            return known
        _saved(one, {"state": Meeting.State.HELD})
        last = one.resolutions.aggregate(last=Max("number"))["last"] or 0
        return Resolution.objects.create(meeting=one, number=last + 1, text=said)


def number_invitation(*, meeting: Meeting, number: str = "", by: User | None, on: date) -> Meeting:
    """The typed number, or the next one of the office's letters (correspondence). One that has a number keeps it.

    RefusedError `paper.no_pattern`, `meeting.no_letterhead` where nothing is set up to take one from; `meeting.numbered` for another number.
    """
    typed = _line(number, "name")
    with acting("meeting.number", by=by):
        one = _standing(meeting, by, on)
        if one.reference:
            if typed and typed != one.reference:
                raise RefusedError(
                    "meeting.numbered", Words(f"Undangan ini sudah bernomor {one.reference}.", f"This invitation has the number {one.reference}.")
                )
            return one
        if typed:
            return _saved(one, {"reference": typed})
        letterhead = letterhead_of(one.place)
        if letterhead is None:
            raise RefusedError(
                "meeting.no_letterhead",
                Words("Kop surat daerah ini belum diatur. Ketik nomornya, atau atur kop surat dulu.", "There is no letterhead yet. Type the number."),
            )
        taken = take_number(letterhead=letterhead, kind=PaperKind.COVER_LETTER, by=by, on=on)
        return _saved(one, {"reference": taken.number, "taken": taken})


def enter_outreach(
    *, place: Place, title: str, held_on: date, people: int, villages: int = 0, host: str = "", audience: str = "", by: User | None, on: date
) -> Outreach:
    """An event with its counts; the same event again takes the new counts. InputError `outreach.title`, `outreach.day`, `outreach.count`."""
    require(by, "meeting.record", place.code, on)
    said = _line(title, "title")
    if not said:
        raise InputError("outreach.title", Words("Isi nama kegiatannya.", "Give the name of the event."))
    if held_on > on:
        raise InputError("outreach.day", Words("Kegiatan dicatat sesudah berlangsung.", "An event is entered after it was held."))
    if people < 1 or villages < 0:
        raise InputError("outreach.count", Words("Isi berapa orang yang hadir.", "Give how many people came."))
    given = {"people": people, "villages": villages, "host": _line(host, "chair"), "audience": _line(audience, "title")}
    with acting("outreach.enter", by=by):
        made, fresh = Outreach.objects.get_or_create(place=place, title=said, held_on=held_on, defaults={**given, "on": on, "by": by})
        return made if fresh else _saved(made, given)


def count_enrolled(*, outreach: Outreach, people: int, until: date, source: str, by: User | None, on: date) -> Outreach:
    """How many enrolled after the event until a day, and who counted them. InputError `outreach.count`, `outreach.day`, `outreach.source`."""
    require(by, "meeting.record", outreach.place_id, on)
    said = _line(source, "title")
    if not outreach.held_on <= until <= on:
        raise InputError("outreach.day", Words(f"Dihitung sejak {day(outreach.held_on)} sampai hari ini.", "Counted from the event until today."))
    if people < 0:
        raise InputError("outreach.count", Words("Isi berapa orang yang mendaftar.", "Give how many people enrolled."))
    if not said:
        raise InputError("outreach.source", Words("Tulis siapa yang menghitung.", "Write who counted them."))
    with acting("outreach.count", by=by):
        return _saved(
            Outreach.objects.select_for_update().get(pk=outreach.pk), {"enrolled": people, "enrolled_until": until, "enrolled_source": said}
        )


def _planned(plan: Plan, on: date) -> dict[str, Any]:
    title = _line(plan.title, "title")
    if not title:
        raise InputError("meeting.title", Words("Isi judul rapatnya.", "Give the title of the meeting."))
    if abs(plan.held_on - on) > _FURTHEST:
        raise InputError("meeting.day", Words("Tanggal rapat paling jauh dua tahun dari hari ini.", "A meeting is within two years of today."))
    given: dict[str, Any] = {name: _line(getattr(plan, name), name) for name in ("time", "room", "chair")}
    return {**given, "title": title, "held_on": plan.held_on, "agenda": _lines(plan.agenda, "agenda")}


def _locked(meeting: Meeting, by: User | None, on: date) -> Meeting:
    require(by, "meeting.record", meeting.place_id, on)
    return Meeting.objects.select_for_update(of=("self",)).select_related("place").get(pk=meeting.pk)


def _standing(meeting: Meeting, by: User | None, on: date) -> Meeting:
    one = _locked(meeting, by, on)
    if one.state == Meeting.State.CANCELLED:
        raise RefusedError("meeting.cancelled", Words("Rapat ini dibatalkan.", "This meeting is cancelled."))
    return one


def _begun(meeting: Meeting, by: User | None, on: date) -> Meeting:
    one = _standing(meeting, by, on)
    if one.held_on > on:
        raise RefusedError(
            "meeting.not_yet", Words(f"Rapat ini baru berlangsung {day(one.held_on)}.", f"This meeting is on {day(one.held_on, 'en')} only.")
        )
    return one


def _saved(one: _Row, given: Mapping[str, Any]) -> _Row:
    changed = [name for name, value in given.items() if getattr(one, name) != value]
    for name in changed:
        setattr(one, name, given[name])
    if changed:
        one.save(update_fields=changed)
    return one


def _line(text: str, part: str) -> str:
    return " ".join(text.split())[: _LONGEST[part]]


def _lines(text: str, part: str) -> str:
    return "\n".join(line for each in text.splitlines() if (line := " ".join(each.split())))[: _LONGEST[part]]
