"""Marking people: one card a person, a tap is kept at once; then the village's word that it is complete, with a receipt."""

from datetime import date
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from payung.registry.search import name_or_nik
from payung.roster.marks import STILL, State
from payung.roster.models import ChangeRound, Mark
from payung.roster.round_actions import mark, send_answer
from payung.roster.round_queries import Addressee, answer_of, is_closed, may_answer, people_asked, settled
from payung.values.errors import InputError, OutOfScopeError
from payung.values.words import Words
from payung.web.changes.seen import cards, name_of, the_round
from payung.web.page import PageRequest, back, page, say

_PAGE = 50  # cards
_NOT_YOURS = Words("Daftar itu bukan daftar Anda.", "That list is not yours.")


@page("changes.mark")
def people_page(request: PageRequest, asked: int, to: str) -> HttpResponse:
    """The people of a village or an office; ?lihat=belum: without a mark, berubah: with another than still working; ?cari=, ?hal=."""
    round, whose = the_round(request, asked), Addressee.of(to)
    if not may_answer(request.user, round, whose, request.scope.on):
        raise OutOfScopeError("round.addressee", _NOT_YOURS)
    found = people_asked(round, request.user, request.scope.on, right="changes.mark", to=whose)
    seen, searched = request.GET.get("lihat", ""), request.GET.get("cari", "").strip()
    human = Mark.objects.filter(round=round).exclude(side=Mark.Side.REGISTER)
    if seen == "belum":
        found = found.exclude(person__in=human.values("person"))
    elif seen == "berubah":
        found = found.filter(person__in=Mark.objects.filter(round=round).exclude(kind=STILL).values("person"))
    if searched:
        found = found.filter(name_or_nik(searched, "person__"))
    number = request.GET.get("hal", "1")
    at, count = max(1, int(number)) if number.isdecimal() and len(number) < 6 else 1, found.count()
    shown = list(found[(at - 1) * _PAGE : at * _PAGE])
    context = {
        **_progress(request, round, whose),
        "name": name_of(whose),
        "cards": cards(round, shown),
        "count": count,
        "first": (at - 1) * _PAGE + 1,
        "last": (at - 1) * _PAGE + len(shown),
        "before": at - 1 if at > 1 else None,
        "after": at + 1 if count > at * _PAGE else None,
        "seen": seen,
        "searched": searched,
        "may_sheet": request.scope.may_anywhere("nik.reveal"),
    }
    status = 404 if not count and not (seen or searched) else 200
    return render(request, "changes/people.html", context, status=status)


def _progress(request: PageRequest, round: ChangeRound, to: Addressee) -> dict[str, Any]:
    """How many of how many are marked, and the newest answer."""
    people = people_asked(round, request.user, request.scope.on, right="changes.mark", to=to)
    everybody = people.count()
    marked = people.filter(person__in=Mark.objects.filter(round=round).exclude(side=Mark.Side.REGISTER).values("person")).count()
    sent, last = answer_of(round, to), Mark.objects.filter(round=round, person__in=people.values("person")).exclude(side=Mark.Side.REGISTER)
    newest = last.order_by("-pk").values_list("pk", flat=True).first() or 0
    left = everybody - marked
    unmarked = Words(
        "{n} orang tanpa tanda dianggap masih bekerja. Kirim sekarang?", "{n} people without a mark are taken to be still working. Send now?"
    ).counting(n=left)
    return {
        "round": round,
        "to": str(to),
        "everybody": everybody,
        "marked": marked,
        "left": left,
        "sent": sent,
        "stale": bool(sent and newest > sent.last_mark),
        "closed": is_closed(round),
        "confirm": unmarked if left else Words("Kirim jawaban bulan ini?", "Send this month's answer?"),
    }


@page("changes.mark", writes="changes.mark")
@require_POST
def mark_page(request: PageRequest, asked: int, person: int) -> HttpResponse:
    """One tap. Answers with the card and the progress, or goes back to the page without scripts."""
    round, given = the_round(request, asked), request.POST
    mark(
        round=round,
        person=person,
        kind=given.get("tanda", ""),
        happened_on=_day(given.get("tanggal", "")),
        note=given.get("catatan", ""),
        by=request.user,
        on=request.scope.on,
    )
    whose = given.get("untuk", "")
    if not getattr(request, "htmx", False):
        return back(request, "changes:round", round.pk)
    shown = people_asked(round, request.user, request.scope.on, right="changes.mark").filter(person=person)
    context: dict[str, Any] = {"one": cards(round, list(shown))[0], "to": whose, "again": True}
    if whose:
        context["progress"] = _progress(request, round, Addressee.of(whose))
    return render(request, "changes/tapped.html", context)


def _day(text: str) -> date | None:
    """As a browser sends it; InputError for what is none."""
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise InputError("mark.day", Words("Tanggal itu tidak terbaca. Pilih lagi.", "That date cannot be read. Choose it again.")) from None


@page("changes.mark", writes="changes.mark")
@require_POST
def send(request: PageRequest, asked: int, to: str) -> HttpResponse:
    """The answer of the village or office, with a receipt."""
    round = the_round(request, asked)
    sent = send_answer(round=round, to=Addressee.of(to), by=request.user, on=request.scope.on)
    told = Words("Terkirim. Nomor tanda terima {r}.", "Sent. Receipt number {r}.").filled(r=sent.receipt)
    say(request, told)
    return redirect(reverse("changes:people", args=[round.pk, to]))


@page("changes.read")
def decide_page(request: PageRequest, asked: int) -> HttpResponse:
    """Whom somebody must decide about: sides disagree, or "lainnya" was said. The operator's word settles it."""
    round, scope = the_round(request, asked), request.scope
    if not scope.sight.covers(round.fund.place_id):
        raise OutOfScopeError("round.not_seen", _NOT_YOURS)
    waiting = settled(round)
    asks = waiting.filter(waiting["state"].is_in([State.ASKS.value, State.DISAGREE.value]))["person_id"].to_list()
    shown = people_asked(round, request.user, scope.on).filter(person__in=asks[:_PAGE])
    context = {"round": round, "cards": cards(round, list(shown)), "count": len(asks), "may_mark": scope.may("changes.mark", round.fund.place_id)}
    return render(request, "changes/decide.html", context)
