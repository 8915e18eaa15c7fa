"""Beranda: where the work of a round stands, for each role what concerns it."""

from collections import Counter
from datetime import date
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from payung.accounts.models import Assignment, Role, User
from payung.billing.queries import BillOn
from payung.compliance.queries import Line, State, newest_reminder, office_lines, village_lines
from payung.coverage.queries import funnel
from payung.planning.models import Fund
from payung.registry.models import Round
from payung.values.words import Words
from payung.web.boards.due import due_words
from payung.web.boards.lines import STATES
from payung.web.home.figures import bills_owed, cover_chart, cover_table, fund_lines, funds_of, money_total, narrower, next_dates, stages, verdicts
from payung.web.home.things import claim_steps, promises, three
from payung.web.home.year import season
from payung.web.links import link
from payung.web.page import PageRequest, page
from payung.web.scope import Scope

_PROGRAMME = {Role.OWNER, Role.OPERATOR, Role.HEAD, Role.AUDITOR, Role.BPJS_BRANCH, Role.VILLAGE_AFFAIRS}
_BY_MONTH = Words("Terlindungi per bulan", "Covered by month")


@page("home.read")
def home(request: PageRequest) -> HttpResponse:
    scope = request.scope
    told: dict[str, Any] = {"season": season(scope.on), "due": due_words(scope.round.lists_due_on, scope.on) if scope.round else None}
    if Role.ADMINISTRATOR in scope.roles:
        told["people"] = _users(scope)
    if scope.round is None or (scope.place is None and not scope.sight.offices):
        return render(request, "home/home.html", {**told, "begin": _begin(scope)})
    round = scope.round
    if scope.roles & _PROGRAMME and scope.place is not None:
        told |= _programme(scope, round, scope.place.code)
    elif Role.TREASURER in scope.roles:
        funds = funds_of(scope)
        owed, spent = bills_owed(scope, funds)
        told |= {"bills": _bills(owed, scope.on), **_money(funds, spent)}
    if "things" not in told and (things := [*claim_steps(scope), *promises(scope)]):
        told["things"] = things
    if Role.VILLAGE in scope.roles and scope.place is not None:
        told["own"] = _own_villages(scope, round, scope.place.code)
    if Role.OFFICE in scope.roles:
        lines = office_lines(round=round, visible_to=request.user, on=scope.on)
        told["own_offices"] = [_own(scope, round, line, office=int(line.key)) for line in lines if int(line.key) in scope.sight.offices]
    return render(request, "home/home.html", told)


def _programme(scope: Scope, round: Round, place: str) -> dict[str, Any]:
    lines = village_lines(round=round, visible_to=scope.user, on=scope.on, place=place)
    funds = funds_of(scope)
    owed, spent = bills_owed(scope, funds)
    counts = verdicts(round, place)
    cover = cover_table(round, place, scope.month)
    return {
        "stages": stages(scope, funnel(round, scope.month, place), narrower(round, place)),
        "things": three(scope, lines, counts, funds, owed),
        "villages": len(lines),
        "sent": sum(bool(line.lists) for line in lines),
        "missing": sum(line.state == State.NOT_SENT for line in lines),
        "board": link("boards:villages"),
        "cover": cover,
        "chart": cover_chart(cover, _BY_MONTH),
        "dates": next_dates(scope, owed, funds)[:3],
        **_money(funds, spent),
    }


def _money(funds: list[Fund], spent: Counter[int]) -> dict[str, Any]:
    lines = fund_lines(funds, spent)
    return {"money": money_total(lines), "funds": lines} if lines else {}


def _bills(owed: list[BillOn], on: date) -> list[dict[str, Any]]:
    return [{"bill": one.bill, "owed": one.owed, "late": one.bill.due_on < on, "address": link("money:bill", one.bill.pk)} for one in owed]


def _own_villages(scope: Scope, round: Round, place: str) -> list[dict[str, Any]]:
    lines = village_lines(round=round, visible_to=scope.user, on=scope.on, place=place)
    return [_own(scope, round, line, village=line.key) for line in lines[:3]]


def _own(scope: Scope, round: Round, line: Line, *, village: str = "", office: int | None = None) -> dict[str, Any]:
    """The state of one's own list in three lines, and what to do next with its button."""
    what, button, address = _next(line, village)
    stage = funnel(round, scope.month, village) if village else None
    return {
        "line": line,
        "village": village,
        "state": STATES[line.state],
        "what": what,
        "button": button,
        "address": address,
        "base": link("people:rows", daftar=line.lists[0]) if len(line.lists) == 1 else link("people:rows"),
        "funnel": stage,
        "reminder": newest_reminder(round=round, village=village, office=office) if line.letters else None,
    }


def _next(line: Line, village: str) -> tuple[Words, Words, str]:
    at = link("people:list", line.lists[0]) if len(line.lists) == 1 else link("people:lists")
    send = link("upload:village") if village else link("upload:uploads")
    if line.state == State.NOT_SENT:
        return (
            Words("Kirim daftar Anda: pakai berkas Excel yang sudah ada.", "Send your list: use the Excel file that you have."),
            Words("Kirim daftar", "Send the list"),
            send,
        )
    if line.state == State.NEEDS_FIXING:
        return (
            Words(
                "Perbaiki baris yang belum dapat dilanjutkan. Baris lain tidak tertahan.",
                "Fix the rows that cannot go on. The others are not held up.",
            ),
            Words("Perbaiki", "Fix them"),
            send if village else link("upload:rows_of_sender", int(line.key), hasil="needs_fixing"),
        )
    if line.state == State.CHECKED:
        return (
            Words("Tidak ada yang perlu Anda lakukan: daftar menunggu diterima Disnaker.", "Nothing to do: the list waits for the labour office."),
            Words("Lihat daftar", "See the list"),
            at,
        )
    return (
        Words("Daftar Anda sudah diterima. Laporkan bila ada yang meninggal dunia atau pindah.", "Your list was accepted. Report who dies or moves."),
        Words("Lihat daftar", "See the list"),
        at,
    )


def _begin(scope: Scope) -> dict[str, Any]:
    """What teaches a person whose programme has not begun."""
    if scope.may_anywhere("list.receive"):
        words = Words(
            "Belum ada daftar. Unggah berkas Excel dari desa dan OPD; Payung memeriksa setiap baris dan mengatakan apa yang perlu diperbaiki.",
            "No lists yet. Upload the Excel files of villages and offices; Payung checks every row and says what needs fixing.",
        )
        return {"sentence": words, "address": link("upload:uploads"), "words": Words("Unggah daftar pertama", "Upload the first list")}
    waits = Words(
        "Belum ada pendataan di wilayah Anda. Operator Disnaker yang memulainya.", "No round at your place yet. The labour office begins it."
    )
    return {"sentence": waits, "address": "", "words": ""}


def _users(scope: Scope) -> dict[str, Any]:
    """People with a role at places that the administrator sees, and those who have never signed in."""
    seen = scope.sight.in_places("place", "office__place")
    held = User.objects.filter(pk__in=Assignment.objects.valid(scope.on).filter(seen).values("user"))
    return {"active": held.count(), "never": held.filter(last_login=None).count(), "address": link("account:users")}
