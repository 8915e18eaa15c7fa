"""Papan desa and Papan OPD: who sent a list, who did not, what waits for corrections; and the day until which lists are expected."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from payung.compliance.actions import set_lists_due
from payung.compliance.queries import Line, State, district_lines, office_lines, other_lines, village_lines
from payung.coverage.queries import share_of_villages
from payung.registry.models import Round
from payung.values.errors import InputError
from payung.values.words import Words, day
from payung.web.boards.due import due_words
from payung.web.boards.lines import cells, chart, columns, league, state_filter, with_addresses
from payung.web.page import PageRequest, back, page, say
from payung.web.table import Chip, Filter, Table

_NO_ROUND = Words(
    "Belum ada pendataan. Papan terisi begitu daftar pertama diunggah.", "No round yet. The board fills as soon as the first list is uploaded."
)
_BY_DISTRICT = Words("Desa yang sudah mengirim, menurut kecamatan", "Villages that sent, by district")


@page("board.read")
def villages(request: PageRequest) -> HttpResponse:
    scope = request.scope
    if scope.round is None:
        return render(request, "boards/none.html", {"sentence": _NO_ROUND})
    place = scope.here
    lines = village_lines(round=scope.round, visible_to=request.user, on=scope.on, place=place)
    districts = district_lines(lines)
    chosen = request.GET.get("kecamatan", "")
    here = [line for line in lines if not chosen or line.district == chosen]
    chips = [Chip("", Words("Semua kecamatan", "All districts"))]
    chips += [Chip(one.code, Words(one.name, one.name), one.villages) for one in sorted(districts, key=lambda one: one.name)]
    by_district = Filter("kecamatan", Words("Kecamatan", "District"), chips, chosen)
    table = _table(request, Words("Papan desa", "Village board"), Words("Desa", "Village"), here, "desa", [by_district], districts=True)
    if table.wants_xlsx:
        return table.xlsx()
    sent = share_of_villages(sum(bool(line.lists) for line in lines), len(lines), scope.round, place, on=scope.on)
    others = [cells(line, due_on=None, on=scope.on) for line in other_lines(round=scope.round, visible_to=request.user, on=scope.on)]
    told = {
        **_common(request, scope.round, lines, table, place),
        "sent": sent,
        "districts": league(districts, chosen),
        "chart": chart(districts, _BY_DISTRICT, reverse("boards:villages")) if len(districts) > 1 else "",
        "others": [with_addresses(row, "pengirim") if scope.may_anywhere("list.read") else row for row in others],
        "remind_at": reverse("boards:remind_villages"),
    }
    return render(request, "boards/villages.html", told)


@page("board.read")
def offices(request: PageRequest) -> HttpResponse:
    scope = request.scope
    if scope.round is None:
        return render(request, "boards/none.html", {"sentence": _NO_ROUND})
    place = scope.here
    lines = office_lines(round=scope.round, visible_to=request.user, on=scope.on, place=place)
    table = _table(request, Words("Papan OPD", "Office board"), Words("OPD", "Office"), lines, "pengirim", [], districts=False)
    if table.wants_xlsx:
        return table.xlsx()
    told = {**_common(request, scope.round, lines, table, place), "sent_offices": sum(bool(line.lists) for line in lines)}
    return render(request, "boards/offices.html", {**told, "remind_at": reverse("boards:remind_offices")})


@require_POST
@page("board.read", writes="round.schedule")
def due(request: PageRequest) -> HttpResponse:
    """The day until which lists are expected; an empty field takes it away."""
    scope = request.scope
    written = request.POST.get("batas", "").strip()
    if scope.round is None:
        return redirect("boards:villages")
    set_lists_due(round=scope.round, due_on=_day(written) if written else None, by=request.user, on=scope.on)
    if written:
        until = day(scope.round.lists_due_on), day(scope.round.lists_due_on, "en")
        say(request, Words(f"Daftar ditunggu sampai {until[0]}.", f"Lists are expected until {until[1]}."))
    else:
        say(request, Words("Batas waktu dihapus.", "The deadline was taken away."))
    return back(request, "boards:villages")


def _table(request: PageRequest, name: Words, first: Words, lines: Sequence[Line], way: str, filters: list[Filter], *, districts: bool) -> Table:
    """The board of these lines, narrowed by state (chips), with the other filters of the page after it."""
    scope = request.scope
    states = state_filter(lines, request.GET.get("keadaan", ""))
    due_on = scope.round.lists_due_on if scope.round else None
    shown = [cells(line, due_on=due_on, on=scope.on) for line in lines if not states.chosen or line.state == states.chosen]
    wanted = " ".join(request.GET.get("cari", "").casefold().split())
    if wanted:
        shown = [row for row in shown if wanted in row["name"].casefold()]
    search = Words("Cari nama", "Search by name")
    empty = Words("Tidak ada yang cocok dengan saringan ini.", "Nothing fits this filter.")

    def opened(row: Mapping[str, Any]) -> Mapping[str, Any]:
        return with_addresses(row, way) if scope.may_anywhere("list.read") else row

    return Table(
        request, name, columns(first, districts=districts), shown, opened, filters=[states, *filters], sort="state", empty=empty, search=search
    )


def _common(request: PageRequest, round: Round, lines: Sequence[Line], table: Table, place: str) -> dict[str, Any]:
    return {
        "table": table,
        "round": round,
        "due": due_words(round.lists_due_on, request.scope.on),
        "may_schedule": request.scope.may("round.schedule"),
        "may_remind": request.scope.may("reminder.send", place),
        "without": sum(line.state == State.NOT_SENT for line in lines),
        "open": sum(line.state == State.NEEDS_FIXING for line in lines),
    }


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise InputError(
            "round.due_unreadable",
            Words("Tanggal batas waktu tidak terbaca. Contoh: 2026-04-30.", "The deadline cannot be read. Example: 2026-04-30."),
        ) from None
