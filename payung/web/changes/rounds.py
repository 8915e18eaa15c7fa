"""The rounds of monthly changes: opening one, who has answered, and a message for those who have not."""

from typing import Any

from django.db.models import Exists, OuterRef
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from payung.planning.queries import funds_seen
from payung.reports.charts import Bar, bars
from payung.reports.letters import labour_office
from payung.roster.models import ChangeRound, Membership, RoundAnswer
from payung.roster.plan_queries import awaiting_plan, plans_of
from payung.roster.round_actions import open_round, propose_to_round, set_round_day
from payung.roster.round_queries import (
    BoardLine,
    addressees_of,
    is_closed,
    may_answer,
    month_to_ask,
    office_board,
    round_day,
    rounds_seen,
    village_board,
    without_village,
)
from payung.values.month import Month
from payung.values.words import Words, day, number
from payung.web.changes.seen import ROUND_STATES, state_of, the_round
from payung.web.download import attachment
from payung.web.language import lang
from payung.web.page import PageRequest, back, page, say
from payung.web.table import Chip, Column, Filter, Table

_CARDS = 12  # rounds of which a village is shown its own people


@page("changes.read")
def rounds_page(request: PageRequest) -> HttpResponse:
    """Every round that is seen; for a village or an office its own people in those that are open; for whoever may open one, what is due."""
    scope = request.scope
    found = rounds_seen(visible_to=request.user, on=scope.on)
    whole = bool(scope.round and scope.sight.covers(scope.round.place_id))
    table = Table(request, Words("Mutasi bulanan", "Monthly changes"), _ROUNDS, found, _row, empty=_EMPTY)
    if table.wants_xlsx:
        return table.xlsx()
    place = scope.round.place if scope.round else None
    may_open = bool(place and scope.may("changes.open", place.code))
    context = {
        "table": table,
        "whole": whole,
        "own": [] if whole else _own(request, list(found[:_CARDS])),
        "may_open": may_open,
        "due": _due(request) if may_open else [],
        "day": round_day(place.code) if place else None,
        "place": place,
    }
    return render(request, "changes/rounds.html", context)


_ROUNDS = [
    Column("month", Words("Bulan", "Month"), "month", sort="month", href="at"),
    Column("fund", Words("Dana", "Fund"), sort="fund__name"),
    Column("state", Words("Keadaan", "State"), "badge"),
    Column("opened_on", Words("Dibuka", "Opened"), "date", sort="opened_on"),
    Column("answers", Words("Jawaban", "Answers"), "number"),
    Column("leaving", Words("Keluar", "Leaving"), "number"),
    Column("coming", Words("Masuk", "Coming in"), "number"),
]
_EMPTY = Words(
    "Belum ada mutasi bulanan. Operator membukanya sekali sebulan; sesudah itu setiap desa menandai orang-orangnya.",
    "No round of monthly changes yet. The operator opens one each month; then every village marks its people.",
)


def _row(one: ChangeRound) -> dict[str, Any]:
    done = plans_of(one).filter(answer__granted=True)
    answered = RoundAnswer.objects.filter(round=one).values("village", "office").distinct().count()
    return {
        "month": one.month,
        "at": reverse("changes:round", args=[one.pk]),
        "fund": one.fund.name,
        "state": ROUND_STATES[state_of(one)],
        "opened_on": one.opened_on,
        "answers": answered,
        "leaving": sum(plan.leaving for plan in done) or None,
        "coming": sum(plan.coming for plan in done) or None,
    }


def _own(request: PageRequest, found: list[ChangeRound]) -> list[dict[str, Any]]:
    """Of open rounds, each village or office for which the person answers."""
    told = []
    for one in found:
        if is_closed(one):
            continue
        lines = {str(line.to): line for line in _lines(request, one)}
        told += [{"round": one, "line": lines[str(to)]} for to in addressees_of(request.user, one, request.scope.on) if str(to) in lines]
    return told


def _due(request: PageRequest) -> list[dict[str, Any]]:
    """Funds of the round with a list, and the month that would be asked about now, unless it is open already."""
    scope = request.scope
    told = []
    listed = Exists(Membership.objects.filter(fund=OuterRef("pk")))
    for fund in funds_seen(visible_to=request.user, on=scope.on).filter(listed, round=scope.round):
        month = month_to_ask(fund, scope.on)
        if month and month <= Month.of(scope.on) + 1 and not fund.change_rounds.filter(month=month).exists():
            told.append({"fund": fund, "month": month})
    return told


@page("changes.read", writes="changes.open")
@require_POST
def open_page(request: PageRequest) -> HttpResponse:
    """Asks about the list of a fund before the month; nothing is sent to anybody by itself."""
    wanted = request.POST.get("dana", "")
    fund = funds_seen(visible_to=request.user, on=request.scope.on).filter(pk=int(wanted)).first() if wanted.isdecimal() else None
    if fund is None:
        raise Http404("fund")
    opened = open_round(fund=fund, month=Month.parse(request.POST.get("bulan", "")), by=request.user, on=request.scope.on)
    told = Words(
        "Mutasi dibuka untuk {people} orang. {carried} tanda dari bulan lalu dibawa, {dead} orang ada di daftar kematian.",
        "The round is open for {people} people. {carried} marks were taken over, {dead} people stand in a register of deaths.",
    )
    say(request, told.counting(people=opened.people, carried=opened.carried, dead=opened.dead))
    return redirect("changes:round", opened.round.pk)


@page("changes.read", writes="changes.open")
@require_POST
def day_page(request: PageRequest) -> HttpResponse:
    """The regency's own day."""
    scope = request.scope
    wanted = request.POST.get("tanggal", "")
    if scope.round is None:
        raise Http404("round")
    set_round_day(place=scope.round.place, day=int(wanted) if wanted.isdecimal() else 0, by=request.user, on=scope.on)
    say(request, Words("Tanggal mutasi disimpan.", "The day is saved."))
    return back(request, "changes:rounds")


@page("changes.read")
def round_page(request: PageRequest, asked: int) -> HttpResponse:
    """Who has answered, by village and office; what waits for the operator; what comes next."""
    round, scope = the_round(request, asked), request.scope
    lines = _lines(request, round)
    chosen = request.GET.get("jawaban", "")
    shown = [line for line in lines if not chosen or (chosen == "ada") == (line.answer is not None)]
    answered = sum(line.answer is not None for line in lines)
    chips = [
        Chip("", Words("Semua", "All"), len(lines)),
        Chip("ada", Words("Sudah menjawab", "Answered"), answered),
        Chip("belum", Words("Belum menjawab", "Not answered"), len(lines) - answered),
    ]
    name = Words(f"Mutasi {round.month.said()}", f"Changes of {round.month.said('en')}")
    rows = [_line_row(request, round, line) for line in shown]
    filters = [Filter("jawaban", Words("Jawaban", "Answer"), chips, chosen)]
    table = Table(request, name, _LINES, rows, filters=filters, empty=Words("Tidak ada di sini.", "Nobody here."))
    if table.wants_xlsx:
        return table.xlsx()
    plans = list(plans_of(round)) if scope.sight.covers(round.fund.place_id) else []
    context = {
        "round": round,
        "table": table,
        "state": ROUND_STATES[state_of(round)],
        "closed": is_closed(round),
        "whole": scope.sight.covers(round.fund.place_id),
        "people": sum(line.people for line in lines if line.to.village),
        "leaving": sum(line.leaving for line in lines if line.to.village),
        "open": sum(line.open for line in lines if line.to.village),
        "answered": answered,
        "all": len(lines),
        "lost": without_village(round),
        "chart": _chart(lines),
        "plans": plans,
        "awaiting": awaiting_plan(round) if plans else None,
        "may_prepare": scope.may("changes.prepare", round.fund.place_id),
        "may_open": scope.may("changes.open", round.fund.place_id),
        "may_sheets": scope.may("nik.reveal", round.fund.place_id) and scope.may("changes.mark", round.fund.place_id),
    }
    return render(request, "changes/round.html", context)


_LINES = [
    Column("name", Words("Desa atau OPD", "Village or office"), sort="name", href="at"),
    Column("district", Words("Kecamatan", "District"), sort="district"),
    Column("state", Words("Jawaban", "Answer"), "badge", sort="answered_on"),
    Column("people", Words("Orang", "People"), "number", sort="people"),
    Column("marked", Words("Ditandai", "Marked"), "number", sort="marked"),
    Column("leaving", Words("Keluar", "Leaving"), "number", sort="leaving"),
    Column("open", Words("Perlu diputuskan", "To decide"), "number", sort="open"),
    Column("answered_on", Words("Dikirim", "Sent"), "date", sort="answered_on"),
    Column("receipt", Words("Tanda terima", "Receipt")),
]
_ANSWERED, _NOT_YET = ("passes", Words("sudah", "yes")), ("waiting", Words("belum", "not yet"))


def _lines(request: PageRequest, round: ChangeRound) -> list[BoardLine]:
    given: dict[str, Any] = {"visible_to": request.user, "on": request.scope.on}
    return [*village_board(round, **given), *office_board(round, **given)]


def _line_row(request: PageRequest, round: ChangeRound, line: BoardLine) -> dict[str, Any]:
    mine = request.scope.may_anywhere("changes.mark") and may_answer(request.user, round, line.to, request.scope.on)
    return {
        "name": line.name,
        "at": reverse("changes:people", args=[round.pk, str(line.to)]) if mine else "",
        "district": line.district,
        "state": _ANSWERED if line.answer else _NOT_YET,
        "people": line.people,
        "marked": line.marked,
        "leaving": line.leaving,
        "open": line.open,
        "answered_on": line.answer.on if line.answer else None,
        "receipt": line.answer.receipt if line.answer else "",
    }


def _chart(lines: list[BoardLine]) -> str:
    """Villages that have answered, by district."""
    held: dict[str, list[bool]] = {}
    for line in lines:
        if line.to.village:
            held.setdefault(line.district, []).append(line.answer is not None)
    title = Words("Desa yang sudah menjawab, menurut kecamatan", "Villages that have answered, by district").said(lang())
    shown = [Bar(name, sum(of), said=f"{number(sum(of), lang())} / {number(len(of), lang())}") for name, of in sorted(held.items())]
    return bars(title, shown, lang(), key="answers") if len(shown) > 1 else ""


@page("changes.read", writes="changes.open")
@require_POST
def deaths(request: PageRequest, asked: int) -> HttpResponse:
    """What the newest registers of deaths say now becomes marks."""
    round = the_round(request, asked)
    found = propose_to_round(round=round, by=request.user, on=request.scope.on)
    told = Words("{n} orang baru ditandai menurut daftar kematian.", "{n} more people are marked by the registers of deaths.")
    say(request, told.counting(n=found))
    return redirect("changes:round", round.pk)


@page("changes.read")
def texts(request: PageRequest, asked: int) -> HttpResponse:
    """A message for each village and office that has not answered, to copy; nothing is sent."""
    round = the_round(request, asked)
    if not request.scope.sight.covers(round.fund.place_id):
        raise Http404("round")
    office, on = labour_office(round.fund.place_id), day(request.scope.on)
    told = [_text(round, line, office, on) for line in _lines(request, round) if line.answer is None]
    rule = f"\n\n{'-' * 40}\n\n"
    return attachment(rule.join(told) + "\n", "text/plain; charset=utf-8", f"pesan mutasi {round.month}.txt")


def _text(round: ChangeRound, line: BoardLine, office: str, on: str) -> str:
    who = f"Kepala Desa {line.name}" if line.to.village else f"Kepala {line.name}"
    return (
        f"Yth. {who}\n\nSampai {on} jawaban mutasi {round.month.said()} ({round.fund.name}) belum kami terima. Mohon {number(line.people)} orang di "
        "daftar ditandai: masih bekerja, meninggal, sudah bekerja di perusahaan, pindah, atau bayar sendiri. Bila tidak ada yang berubah, cukup satu "
        f"ketukan Kirim.\n\nBuka Payung, Mutasi; atau kirim balik lembar Excel dari kami. Terima kasih.\n{office}"
    )
