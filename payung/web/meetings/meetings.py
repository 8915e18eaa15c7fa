"""All meetings, planning one, and changing one that is still planned."""

from typing import Any

from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET

from payung.compliance.meeting_actions import change_meeting, plan_meeting
from payung.compliance.meetings import MEETING_STATE_LOOKS, MEETING_STATE_WORDS, MEETING_WORDS, meetings_seen, the_meeting
from payung.compliance.models import Meeting
from payung.values.errors import InputError, RefusedError
from payung.values.words import Words
from payung.web.duties.asked import place_named, places_to_enter
from payung.web.language import lang
from payung.web.meetings.forms import MeetingForm, filled
from payung.web.page import PageRequest, page, say
from payung.web.table import Chip, Column, Filter, Table

_COLUMNS = (
    Column("held_on", Words("Tanggal", "Day"), "date", sort="held_on"),
    Column("title", Words("Rapat", "Meeting"), sort="title", href="href"),
    Column("kind", Words("Jenis", "Kind"), "words"),
    Column("place", Words("Daerah", "Region")),
    Column("state", Words("Keadaan", "State"), "badge"),
    Column("promises", Words("Tindak lanjut", "Follow-ups"), "number"),
)
_EMPTY = Words(
    "Belum ada rapat. Rencanakan satu: undangan, daftar hadir, dan notulen dibuat dari sini, dan janji rapat ini dibuka lagi di rapat berikutnya.",
    "No meeting yet. Plan one: invitation, attendance list and minutes are made from it, and what is promised opens the next one.",
)


@page("meeting.read")
@require_GET
def meetings_page(request: PageRequest) -> HttpResponse:
    """?jenis= of one kind."""
    found = meetings_seen(visible_to=request.user, on=request.scope.on).annotate(promises=Count("follow_ups"))
    kinds = dict(found.order_by().values_list("kind").annotate(n=Count("pk")))
    chosen = request.GET.get("jenis", "") if request.GET.get("jenis", "") in MEETING_WORDS else ""
    chips = [Chip("", Words("semua", "all"), sum(kinds.values()))]
    chips += [Chip(key, words, kinds.get(key, 0)) for key, words in MEETING_WORDS.items()]
    wanted = " ".join(request.GET.get("cari", "").split())
    shown = found.filter(*([Q(kind=chosen)] if chosen else []), *([Q(title__icontains=wanted)] if wanted else []))
    table = Table(
        request,
        Words("Rapat", "Meetings"),
        _COLUMNS,
        shown,
        _row,
        filters=[Filter("jenis", Words("Jenis", "Kind"), chips, chosen)],
        empty=_EMPTY,
        search=Words("Cari judul", "Search the title"),
    )
    if table.wants_xlsx:
        return table.xlsx()
    return render(request, "meetings/meetings.html", {"table": table, "may_record": request.scope.may_anywhere("meeting.record")})


def _row(one: Any) -> dict[str, Any]:
    return {
        "held_on": one.held_on,
        "title": one.title,
        "href": reverse("meetings:meeting", args=[one.pk]),
        "kind": MEETING_WORDS[one.kind],
        "place": one.place.name,
        "state": (MEETING_STATE_LOOKS[one.state], MEETING_STATE_WORDS[one.state]),
        "promises": one.promises,
    }


@page("meeting.read", writes="meeting.record")
def plan_page(request: PageRequest) -> HttpResponse:
    """The form, filled again with what was typed where something is wrong."""
    form = MeetingForm(request.POST or None, places=places_to_enter(request, "meeting.record"))
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            place, guests = place_named(given["wilayah"]), given["undangan"].splitlines()
            made = plan_meeting(place=place, kind=given["jenis"], plan=form.plan(), guests=guests, by=request.user, on=request.scope.on)
        except (InputError, RefusedError) as error:
            form.add_error(None, error.words.said(lang()))
        else:
            say(request, Words("Rapat dicatat.", "The meeting is entered."))
            return redirect("meetings:meeting", made.pk)
    return render(request, "meetings/plan.html", {"form": form, "one": None}, status=422 if form.errors else 200)


@page("meeting.read", writes="meeting.record")
def change_page(request: PageRequest, meeting: int) -> HttpResponse:
    """Of one that is still planned."""
    one: Meeting = the_meeting(meeting, visible_to=request.user, on=request.scope.on)
    form = MeetingForm(request.POST or None, new=False, initial=filled(one))
    if request.method == "POST" and form.is_valid():
        try:
            change_meeting(meeting=one, plan=form.plan(), by=request.user, on=request.scope.on)
        except (InputError, RefusedError) as error:
            form.add_error(None, error.words.said(lang()))
        else:
            say(request, Words("Perubahan disimpan.", "The change is kept."))
            return redirect("meetings:meeting", one.pk)
    return render(request, "meetings/plan.html", {"form": form, "one": one}, status=422 if form.errors else 200)
