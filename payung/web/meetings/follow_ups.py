"""Tindak lanjut: what was promised, the longest overdue first; owners see theirs and say that it is done."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from payung.compliance.follow_up_actions import step
from payung.compliance.follow_ups import STATE_LOOKS, STATE_WORDS, FollowUpOn, follow_ups, may_step, owned_by, standing_on, the_follow_up
from payung.compliance.models import FollowUp
from payung.values.words import Words
from payung.web.claims.typed import day_of
from payung.web.money.bills_forms import text_of
from payung.web.page import PageRequest, page, say
from payung.web.table import Chip, Column, Filter, Table

_COLUMNS = (
    Column("what", Words("Yang dijanjikan", "What was promised"), sort="what", href="href"),
    Column("owner", Words("Oleh", "By"), sort="owner"),
    Column("due_on", Words("Batas", "Until"), "date", sort="due_on"),
    Column("state", Words("Keadaan", "State"), "badge", sort="late"),
    Column("origin", Words("Dari", "From"), "words"),
    Column("moved", Words("Diundur (kali)", "Moved (times)"), "number", sort="moved", extra=True),
)
_VIEWS = {
    "": Words("belum selesai", "open"),
    "lewat": Words("lewat batas", "overdue"),
    "saya": Words("milik saya", "mine"),
    "selesai": Words("selesai", "done"),
    "semua": Words("semua", "all"),
}
_EMPTY = Words(
    "Tidak ada. Janji dicatat di halaman rapat: siapa mengerjakan apa sampai kapan.",
    "None. Promises are entered on a meeting's page: who does what by when.",
)
_MOST_OWNERS = 12


@page("followup.read")
def follow_ups_page(request: PageRequest) -> HttpResponse:
    """?lihat= a part, ?oleh= an owner."""
    on = request.scope.on
    found = follow_ups("", on, visible_to=request.user)
    own = owned_by(request.user, on)
    parts: dict[str, Sequence[FollowUpOn]] = {
        "": [one for one in found if one.is_open],
        "lewat": [one for one in found if one.overdue],
        "saya": [one for one in found if one.follow_up in own],
        "selesai": [one for one in found if not one.is_open],
        "semua": found,
    }
    seen = request.GET.get("lihat", "") if request.GET.get("lihat", "") in parts else ""
    owners = Counter(one.follow_up.owner for one in parts[seen])
    owner = request.GET.get("oleh", "") if request.GET.get("oleh", "") in owners else ""
    wanted = " ".join(request.GET.get("cari", "").casefold().split())
    shown = [one for one in parts[seen] if owner in ("", one.follow_up.owner) and wanted in f"{one.follow_up.what} {one.follow_up.owner}".casefold()]
    chips = [Chip("", Words("semua", "all"))]
    chips += [Chip(name, Words(name, name), count) for name, count in sorted(owners.most_common(_MOST_OWNERS))]
    table = Table(
        request,
        Words("Tindak lanjut", "Follow-ups"),
        _COLUMNS,
        [_row(one) for one in shown],
        filters=[
            Filter("lihat", Words("Lihat", "Show"), [Chip(key, words, len(parts[key])) for key, words in _VIEWS.items()], seen),
            *([Filter("oleh", Words("Oleh", "By"), chips, owner)] if len(owners) > 1 else []),
        ],
        empty=_EMPTY,
        search=Words("Cari janji atau pemiliknya", "Search what or who"),
    )
    if table.wants_xlsx:
        return table.xlsx()
    context = {"table": table, "overdue": len(parts["lewat"]), "open": len(parts[""]), "mine": sum(one.is_open for one in parts["saya"])}
    return render(request, "meetings/follow_ups.html", context)


def _row(one: FollowUpOn) -> dict[str, Any]:
    return {
        "what": one.follow_up.what,
        "href": reverse("meetings:follow_up", args=[one.follow_up.pk]),
        "owner": one.follow_up.owner,
        "due_on": one.due_on,
        "state": one.badge,
        "late": -one.late if one.late else None,
        "origin": one.origin,
        "moved": one.moved,
    }


@page("followup.read", writes="followup.step")
def follow_up_page(request: PageRequest, follow_up: int) -> HttpResponse:
    """GET: how it stands and every change. POST (`keadaan`, `batas`, `catatan`): what became of it."""
    on = request.scope.on
    one = the_follow_up(follow_up, visible_to=request.user, on=on)
    if request.method == "POST":
        made = step(
            follow_up=one,
            state=request.POST.get("keadaan", ""),
            due_on=day_of(request, "batas"),
            note=text_of(request, "catatan"),
            by=request.user,
            on=on,
        )
        said = STATE_WORDS[made.state]
        say(request, Words(f"Dicatat: {said.id}.", f"Entered: {said.en}."))
        return redirect("meetings:follow_up", one.pk)
    stood = standing_on(FollowUp.objects.filter(pk=one.pk).select_related("meeting", "instrument"), on)
    context = {
        "one": one,
        "now": stood[0] if stood else None,
        "steps": [(each, (STATE_LOOKS[each.state], STATE_WORDS[each.state])) for each in (reversed(stood[0].steps) if stood else ())],
        "may_step": may_step(one, request.user, on),
        "reads_meeting": request.scope.may("meeting.read", one.place_id),
        "reads_register": request.scope.may("regulation.read", one.place_id),
    }
    return render(request, "meetings/follow_up.html", context)
