"""Sosialisasi: events with people, villages, and how many enrolled afterwards."""

from typing import Any

from django.db.models import Sum
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from payung.compliance.meeting_actions import count_enrolled, enter_outreach
from payung.compliance.meetings import outreach_seen, the_outreach
from payung.compliance.models import Outreach
from payung.places.queries import place as find_place
from payung.values.errors import InputError
from payung.values.words import Words, day
from payung.web.claims.typed import day_of, needed_day, whole_of
from payung.web.duties.asked import places_to_enter
from payung.web.money.bills_forms import text_of
from payung.web.page import PageRequest, page, say
from payung.web.table import Column, Table

_COLUMNS = (
    Column("held_on", Words("Tanggal", "Day"), "date", sort="held_on"),
    Column("title", Words("Kegiatan", "Event"), sort="title"),
    Column("place", Words("Tempat", "Place")),
    Column("audience", Words("Untuk", "For"), extra=True),
    Column("people", Words("Orang", "People"), "number", sort="people"),
    Column("villages", Words("Desa", "Villages"), "number", sort="villages"),
    Column("enrolled", Words("Mendaftar sesudahnya", "Enrolled afterwards"), "number", sort="enrolled"),
    Column("counted", Words("Dihitung", "Counted"), "words"),
)
_EMPTY = Words(
    "Belum ada sosialisasi yang dicatat. Catat berapa orang hadir; berapa yang mendaftar sesudahnya boleh menyusul.",
    "No event is entered yet. Enter how many people came; how many enrolled afterwards may follow.",
)


@page("meeting.read", writes="meeting.record")
def outreach_page(request: PageRequest) -> HttpResponse:
    """POST: `wilayah` (code), `kegiatan`, `tanggal`, `orang`, `desa`, `penyelenggara`, `untuk`."""
    on = request.scope.on
    if request.method == "POST":
        made = enter_outreach(
            place=find_place(request.POST.get("wilayah", "")),
            title=text_of(request, "kegiatan", 200),
            held_on=needed_day(request, "tanggal"),
            people=whole_of(request, "orang") or 0,
            villages=whole_of(request, "desa") or 0,
            host=text_of(request, "penyelenggara", 150),
            audience=text_of(request, "untuk", 200),
            by=request.user,
            on=on,
        )
        say(request, Words(f"Dicatat: {made.title}.", f"Entered: {made.title}."))
        return redirect("meetings:outreach")
    found = outreach_seen(visible_to=request.user, on=on)
    table = Table(request, Words("Sosialisasi", "Outreach"), _COLUMNS, found, _row, empty=_EMPTY)
    if table.wants_xlsx:
        return table.xlsx()
    may_record = request.scope.may_anywhere("meeting.record")
    sums = found.order_by().aggregate(people=Sum("people"), enrolled=Sum("enrolled"))
    context = {
        "table": table,
        "people": sums["people"] or 0,
        "enrolled": sums["enrolled"] or 0,
        "events": found.count(),
        "uncounted": [one for one in found.filter(enrolled=None)[:50] if request.scope.may("meeting.record", one.place_id)],
        "may_record": may_record,
        "places": places_to_enter(request, "meeting.record") if may_record else (),
    }
    return render(request, "meetings/outreach.html", context)


@page("meeting.read", writes="meeting.record")
@require_POST
def count(request: PageRequest, outreach: int) -> HttpResponse:
    """`orang`, `sampai`, `sumber`: how many enrolled afterwards."""
    one = the_outreach(outreach, visible_to=request.user, on=request.scope.on)
    people = whole_of(request, "orang")
    if people is None:
        raise InputError("outreach.count", Words("Isi berapa orang yang mendaftar.", "Give how many people enrolled."))
    until = day_of(request, "sampai") or request.scope.on
    count_enrolled(outreach=one, people=people, until=until, source=text_of(request, "sumber", 200), by=request.user, on=request.scope.on)
    say(request, Words("{n} orang mendaftar sesudahnya.", "{n} people enrolled afterwards.").counting(n=people))
    return redirect("meetings:outreach")


def _row(one: Outreach) -> dict[str, Any]:
    until = one.enrolled_until
    counted = Words(f"sampai {day(until)}, {one.enrolled_source}", f"until {day(until, 'en')}, {one.enrolled_source}") if until else None
    return {
        "held_on": one.held_on,
        "title": one.title,
        "place": one.place.name,
        "audience": one.audience,
        "people": one.people,
        "villages": one.villages,
        "enrolled": one.enrolled,
        "counted": counted or Words("belum dihitung", "not counted yet"),
    }
