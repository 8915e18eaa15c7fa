"""One meeting: its agenda with what is open from before, who is invited and came, what was said, decided and promised."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from payung.accounts.rights import may
from payung.compliance.follow_up_actions import Promised, promise
from payung.compliance.meeting_actions import cancel_meeting, invite, note_attendance, number_invitation, offices_named, resolve, write_minutes
from payung.compliance.meetings import MEETING_STATE_LOOKS, MEETING_STATE_WORDS, MEETING_WORDS, agenda_of, promised_in, the_meeting
from payung.compliance.models import Meeting
from payung.places.models import Office, Place
from payung.reports.meeting_papers import PAPERS
from payung.values.errors import InputError
from payung.values.words import Words
from payung.web.claims.typed import day_of
from payung.web.duties.asked import number_of
from payung.web.money.bills_forms import text_of
from payung.web.page import PageRequest, page, say

_LONG = 20_000


@page("meeting.read")
@require_GET
def meeting_page(request: PageRequest, meeting: int) -> HttpResponse:
    """Everything of it on one page, in the order of the work."""
    one, on = _seen(request, meeting), request.scope.on
    may_record = may(request.user, "meeting.record", one.place_id, on) and one.state != Meeting.State.CANCELLED
    guests = list(one.guests.order_by("pk"))
    context: dict[str, Any] = {
        "one": one,
        "kind": MEETING_WORDS[one.kind],
        "badge": (MEETING_STATE_LOOKS[one.state], MEETING_STATE_WORDS[one.state]),
        "agenda": agenda_of(one, on),
        "guests": guests,
        "came": sum(guest.came is True for guest in guests),
        "resolutions": list(one.resolutions.order_by("number")),
        "promised": promised_in(one, on),
        "minutes": one.minutes.splitlines(),
        "papers": [(key, words) for key, words in PAPERS.items()],
        "may_record": may_record,
        "begun": one.held_on <= on,
        "offices": Office.objects.filter(place=one.place_id).order_by("name").values_list("name", flat=True)[:200] if may_record else (),
    }
    return render(request, "meetings/meeting.html", context)


@page("meeting.read", writes="meeting.record")
@require_POST
def invite_them(request: PageRequest, meeting: int) -> HttpResponse:
    """`siapa`: an office or a title on each line."""
    one = _seen(request, meeting)
    fresh = invite(meeting=one, guests=request.POST.get("siapa", "")[:_LONG].splitlines(), by=request.user, on=request.scope.on)
    return _done(request, one, Words("{n} undangan ditambah.", "{n} more are invited.").counting(n=fresh))


@page("meeting.read", writes="meeting.record")
@require_POST
def attendance(request: PageRequest, meeting: int) -> HttpResponse:
    """`hadir-<guest>`: ya or tidak; `nama-<guest>`: who came; `lain`: others, one a line."""
    one, given = _seen(request, meeting), request.POST
    keys = list(one.guests.values_list("pk", flat=True))
    came = {key: given.get(f"nama-{key}", "") for key in keys if given.get(f"hadir-{key}") == "ya"}
    absent = [key for key in keys if given.get(f"hadir-{key}") == "tidak"]
    others = given.get("lain", "")[:_LONG].splitlines()
    count = note_attendance(meeting=one, came=came, absent=absent, others=others, by=request.user, on=request.scope.on)
    return _done(request, one, Words("Kehadiran dicatat: {n} hadir.", "Attendance is entered: {n} came.").counting(n=count))


@page("meeting.read", writes="meeting.record")
@require_POST
def minutes(request: PageRequest, meeting: int) -> HttpResponse:
    """`isi`: what was said, a paragraph on each line."""
    one = _seen(request, meeting)
    write_minutes(meeting=one, minutes=request.POST.get("isi", "")[:_LONG], by=request.user, on=request.scope.on)
    return _done(request, one, Words("Notulen disimpan.", "The minutes are kept."))


@page("meeting.read", writes="meeting.record")
@require_POST
def resolution(request: PageRequest, meeting: int) -> HttpResponse:
    """`keputusan`: one decision."""
    one = _seen(request, meeting)
    resolve(meeting=one, text=text_of(request, "keputusan", 600), by=request.user, on=request.scope.on)
    return _done(request, one, Words("Keputusan dicatat.", "The decision is entered."))


@page("meeting.read", writes="meeting.record")
@require_POST
def promised(request: PageRequest, meeting: int) -> HttpResponse:
    """`apa`, `siapa`, `batas`, `keputusan` (a decision's key), `desa` (code): the officers of a known office, or of the village, see it as theirs."""
    one, owner = _seen(request, meeting), text_of(request, "siapa", 150)
    code = request.POST.get("desa", "").strip()
    village = Place.objects.filter(code=code).first() if code else None
    if code and village is None:
        raise InputError("followup.place", Words("Kode desa itu tidak dikenal.", "There is no village with that code."))
    terms = Promised(text_of(request, "apa", 400), owner, day_of(request, "batas"), offices_named(one.place_id, [owner]).get(owner), village)
    decided = one.resolutions.filter(pk=number_of(request, "keputusan") or 0).first()
    promise(meeting=one, promised=terms, resolution=decided, by=request.user, on=request.scope.on)
    return _done(request, one, Words("Tindak lanjut dicatat.", "The follow-up is entered."))


@page("meeting.read", writes="meeting.record")
@require_POST
def number(request: PageRequest, meeting: int) -> HttpResponse:
    """`nomor`: typed; empty: the next number of the office's letters."""
    one = _seen(request, meeting)
    made = number_invitation(meeting=one, number=text_of(request, "nomor", 100), by=request.user, on=request.scope.on)
    return _done(request, one, Words("Nomor undangan: {n}.", "Number of the invitation: {n}.").filled(n=made.reference))


@page("meeting.read", writes="meeting.record")
@require_POST
def cancel(request: PageRequest, meeting: int) -> HttpResponse:
    """`sebab`: why it is not held."""
    one = _seen(request, meeting)
    cancel_meeting(meeting=one, why=text_of(request, "sebab"), by=request.user, on=request.scope.on)
    return _done(request, one, Words("Rapat dibatalkan.", "The meeting is cancelled."))


def _seen(request: PageRequest, number: int) -> Meeting:
    return the_meeting(number, visible_to=request.user, on=request.scope.on)


def _done(request: PageRequest, one: Meeting, words: Words) -> HttpResponse:
    say(request, words)
    return redirect("meetings:meeting", one.pk)
