"""Sending reminders, and what was sent: letters as one PDF, texts to copy, all of it day by day."""

from datetime import date
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from payung.compliance.actions import Sent, remind_offices, remind_villages
from payung.compliance.models import Reminder
from payung.compliance.queries import State, office_lines, reminders, village_lines
from payung.reports.letters import labour_office, whatsapp, write_letters
from payung.values.words import Words, number
from payung.web.download import PDF, attachment
from payung.web.page import PageRequest, back, page, say
from payung.web.table import Column, Table

_KINDS = {
    Reminder.Kind.NOT_SENT: Words("daftar belum dikirim", "list not sent"),
    Reminder.Kind.CORRECTIONS: Words("baris perlu diperbaiki", "rows to correct"),
}
_WHICH = {"belum": State.NOT_SENT, "perbaikan": State.NEEDS_FIXING}


@require_POST
@page("board.read", writes="reminder.send")
def remind_them(request: PageRequest, whom: str) -> HttpResponse:
    """Letters to the chosen ones, or to all that have not sent (`siapa` belum), or with rows to correct (perbaikan); then what was sent today."""
    scope = request.scope
    board = "boards:villages" if whom == "desa" else "boards:offices"
    if scope.round is None:
        return redirect(board)
    place = scope.here
    lines = village_lines if whom == "desa" else office_lines
    if (state := _WHICH.get(request.POST.get("siapa", ""))) is not None:
        keys = [line.key for line in lines(round=scope.round, visible_to=request.user, on=scope.on, place=place) if line.state == state]
    else:
        keys = request.POST.getlist("pilih")
    if not keys:
        say(request, Words("Pilih dulu siapa yang diingatkan.", "Choose first who is reminded."), wrong=True)
        return back(request, board)
    given: dict[str, Any] = {"round": scope.round, "place": place, "reference": request.POST.get("nomor", ""), "by": request.user, "on": scope.on}
    outcome = remind_villages(villages=keys, **given) if whom == "desa" else remind_offices(offices=keys, **given)
    say(request, _told(outcome))
    return redirect("boards:sent", scope.on.isoformat()) if outcome.made or outcome.there else back(request, board)


def _told(sent: Sent) -> Words:
    said = [Words(f"{number(sent.made)} pengingat dicatat.", f"{number(sent.made, 'en')} reminders recorded.")]
    if sent.there:
        said.append(
            Words(
                f"{number(sent.there)} sudah diingatkan hari ini, jadi tidak dibuat lagi.",
                f"{number(sent.there, 'en')} were reminded today already, so nothing new was made for them.",
            )
        )
    if sent.nothing:
        said.append(Words(f"{number(sent.nothing)} tidak perlu diingatkan.", f"{number(sent.nothing, 'en')} need no reminder."))
    return Words(" ".join(one.id for one in said), " ".join(one.en for one in said))


@page("board.read")
def letters(request: PageRequest) -> HttpResponse:
    """Every reminder of the round, the newest first."""
    scope = request.scope
    found = reminders(round=scope.round, visible_to=request.user, on=scope.on) if scope.round else Reminder.objects.none()
    columns = [
        Column("on", Words("Tanggal", "Day"), "date", sort="on", href="at"),
        Column("to", Words("Kepada", "To")),
        Column("where", Words("Kecamatan", "District")),
        Column("kind", Words("Isi", "About"), "words", sort="kind"),
        Column("rows", Words("Baris", "Rows"), "number", sort="rows"),
        Column("number", Words("Pengingat ke-", "Reminder no."), "number", sort="number"),
        Column("reference", Words("Nomor surat", "Letter number")),
        Column("due_on", Words("Batas", "Deadline"), "date", sort="due_on"),
        Column("signed", Words("Dikirim oleh", "Sent by")),
    ]
    empty = Words("Belum ada pengingat. Kirim dari Papan desa atau Papan OPD.", "No reminder yet. Send one from the village or the office board.")
    table = Table(request, Words("Pengingat", "Reminders"), columns, found, _row, empty=empty)
    return table.xlsx() if table.wants_xlsx else render(request, "boards/reminders.html", {"table": table})


@page("board.read")
def sent(request: PageRequest, day: str) -> HttpResponse:
    """What was sent on one day: the letters and a text for each."""
    found = _of_day(request, day)
    office = labour_office(found[0].round.place_id)
    told = [{**_row(each), "pk": each.pk, "text": whatsapp(each, office=office)} for each in found]
    return render(request, "boards/sent.html", {"told": told, "on": found[0].on, "day": day, "pdf": reverse("boards:pdf", args=[day])})


@page("board.read")
def pdf(request: PageRequest, day: str) -> HttpResponse:
    """All letters of the day, a page each."""
    return _letters(request, _of_day(request, day), f"pengingat {day}")


@page("board.read")
def pdf_of_one(request: PageRequest, number: int) -> HttpResponse:
    """One letter."""
    scope = request.scope
    found = list(reminders(round=scope.round, visible_to=request.user, on=scope.on).filter(pk=number)) if scope.round else []
    if not found:
        raise Http404
    return _letters(request, found, f"pengingat {_row(found[0])['to']} {found[0].on}")


@page("board.read")
def texts(request: PageRequest, day: str) -> HttpResponse:
    """All messages of the day, one after the other."""
    found = _of_day(request, day)
    office = labour_office(found[0].round.place_id)
    rule = f"\n\n{'-' * 40}\n\n"
    content = rule.join(whatsapp(each, office=office) for each in found) + "\n"
    return attachment(content, "text/plain; charset=utf-8", f"pesan pengingat {day}.txt")


def _of_day(request: PageRequest, day: str) -> list[Reminder]:
    scope = request.scope
    try:
        on = date.fromisoformat(day)
    except ValueError:
        raise Http404 from None
    found = list(reminders(round=scope.round, visible_to=request.user, on=scope.on).filter(on=on)) if scope.round else []
    if not found:
        raise Http404
    return found


def _letters(request: PageRequest, found: list[Reminder], name: str) -> HttpResponse:
    round = found[0].round
    content = write_letters(found, office=labour_office(round.place_id), place=round.place.name, made_by=str(request.user), on=request.scope.on)
    return attachment(content, PDF, f"{name}.pdf", shown=True)


def _row(each: Reminder) -> dict[str, Any]:
    village, office = each.village, each.office
    return {
        "on": each.on,
        "at": reverse("boards:sent", args=[each.on.isoformat()]),
        "to": village.name if village else office.name if office else "",
        "where": village.parent.name if village and village.parent else "",
        "kind": _KINDS[Reminder.Kind(each.kind)],
        "rows": each.rows or None,
        "number": each.number,
        "reference": each.reference,
        "due_on": each.due_on,
        "signed": each.signed,
    }
