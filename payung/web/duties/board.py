"""Papan kewajiban: governors, regents and mayors with their score, what is overdue, the reports by quarter; and how the score is counted."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET

from payung.compliance.addressees import GROUP_WORDS
from payung.compliance.duties import AddresseeOn, board_of, national_board
from payung.compliance.duty_kinds import SURE_WORDS, Sure, instruction
from payung.compliance.duty_state import DutyState
from payung.places.models import Place
from payung.values.words import Words, tenths_and_hundredths
from payung.web.duties.asked import as_of
from payung.web.language import lang
from payung.web.page import PageRequest, page
from payung.web.table import Chip, Column, Filter, Table

_QUARTERS = 4
_COLUMNS = (
    Column("name", Words("Penerima instruksi", "Addressee"), sort="name", href="href"),
    Column("group", Words("Tingkat", "Level"), "words", extra=True),
    Column("score_text", Words("Skor (%)", "Score (%)"), "percent", sort="score"),
    Column("met", Words("Terpenuhi", "Met"), "number", sort="met"),
    Column("overdue", Words("Lewat batas", "Overdue"), "number", sort="overdue"),
    Column("open", Words("Belum ada bukti", "No evidence"), "number", sort="open"),
    Column("report", Words("Laporan terakhir", "Last report"), "words", sort="report_key"),
)
# nothing that was not read in the regulation itself looks settled
_SURE_LOOKS = {Sure.SOURCE: "passes", Sure.SECONDARY: "waiting", Sure.MEMORY: "needs_fixing", Sure.UNVERIFIED: "needs_fixing"}
_EMPTY = Words("Tidak ada penerima instruksi yang cocok.", "No addressee fits.")


@page("duty.read")
@require_GET
def board_page(request: PageRequest) -> HttpResponse:
    """?di=74 a province, ?tingkat= a group, ?per= the day. Whoever sees one addressee only comes to its page."""
    on, within = as_of(request), _within(request)
    everybody = board_of(within, on, visible_to=request.user) + ([] if within else national_board(on, visible_to=request.user))
    if len(everybody) == 1 and not within:
        return redirect("duties:addressee", everybody[0].addressee.key)
    groups = Counter(one.addressee.group for one in everybody)
    chosen = request.GET.get("tingkat", "governor" if groups["governor"] > 1 else "")
    chips = [Chip(key, words, groups[key]) for key, words in GROUP_WORDS.items() if groups[key]]
    shown = [one for one in everybody if chosen in ("", one.addressee.group)]
    wanted = " ".join(request.GET.get("cari", "").casefold().split())
    rows = [row for row in map(_row, shown) if not wanted or wanted in row["name"].casefold()]
    table = Table(
        request,
        Words("Papan kewajiban", "Board of duties"),
        _COLUMNS,
        rows,
        filters=[Filter("tingkat", Words("Tingkat", "Level"), chips, chosen)],
        sort="score_text",
        empty=_EMPTY,
        search=Words("Cari nama", "Search by name"),
    )
    if table.wants_xlsx:
        return table.xlsx()
    counted = [one.score for one in shown if one.score is not None]
    context = {
        "table": table,
        "on": on,
        "province": Place.objects.filter(code=within).first() if within else None,
        "addressees": len(everybody),
        "overdue": sum(one.overdue > 0 for one in shown),
        "with_regulation": sum(any(each.duty.key == "regulation" and each.state == DutyState.MET for each in one.duties) for one in shown),
        "shown": len(shown),
        "mean": tenths_and_hundredths(sum(counted) // len(counted), lang()) if counted else "–",
        "note": instruction().score.note,
    }
    return render(request, "duties/board.html", context)


@page("duty.read")
@require_GET
def reports_page(request: PageRequest) -> HttpResponse:
    """The quarterly reports of everybody seen: the last four quarters, when each was received."""
    on, within = as_of(request), _within(request)
    found = board_of(within, on, visible_to=request.user)
    quarters = [one.words for one in found[0].reports[-_QUARTERS:]] if found else []
    columns = [_COLUMNS[0], *(Column(f"q{at}", words, "badge", sort=f"q{at}_sort") for at, words in enumerate(quarters))]
    table = Table(request, Words("Laporan triwulan", "Quarterly reports"), columns, [_reports_row(one) for one in found], empty=_EMPTY)
    if table.wants_xlsx:
        return table.xlsx()
    last = [one.reports[-1] for one in found if one.reports]
    context = {
        "table": table,
        "on": on,
        "province": Place.objects.filter(code=within).first() if within else None,
        "quarter": quarters[-1] if quarters else None,
        "due": last[0].due_on if last else None,
        "received": sum(one.received_on is not None for one in last),
        "late": sum(one.received_on is not None and one.late > 0 for one in last),
        "missing": sum(one.missing for one in last),
        "whole": len(last),
    }
    return render(request, "duties/reports.html", context)


@page("duty.read")
@require_GET
def kinds_page(request: PageRequest) -> HttpResponse:
    """Every duty with its source and how sure it is, the weights, and who is addressed."""
    asked = instruction()
    duties = [(one, SURE_WORDS[one.mark], _of(one.of)) for one in asked.duties.values()]
    national = [(one.words, SURE_WORDS[one.mark], _SURE_LOOKS[one.mark]) for one in asked.national.values()]
    context = {"duties": duties, "national": national, "score": asked.score, "signed_on": asked.signed_on, "provinces": _provinces()}
    return render(request, "duties/kinds.html", context)


def _within(request: PageRequest) -> str:
    asked = request.GET.get("di", "")
    return asked if len(asked) in (2, 5) and asked.replace(".", "").isdecimal() else ""


def _row(one: AddresseeOn) -> dict[str, Any]:
    last = one.last_report
    return {
        "name": one.addressee.words.said(lang()),
        "href": reverse("duties:addressee", args=[one.addressee.key]),
        "group": GROUP_WORDS[one.addressee.group],
        "score": one.score,
        "score_text": "" if one.score is None else tenths_and_hundredths(one.score, lang()),
        "met": one.counts[DutyState.MET],
        "overdue": one.overdue,
        "open": one.counts[DutyState.OPEN],
        "report": last.words if last else None,
        "report_key": last.key if last else None,
    }


def _reports_row(one: AddresseeOn) -> dict[str, Any]:
    row: dict[str, Any] = {"name": one.addressee.words.said(lang()), "href": reverse("duties:addressee", args=[one.addressee.key])}
    for at, each in enumerate(one.reports[-_QUARTERS:]):
        row[f"q{at}"] = report_badge(each)
        row[f"q{at}_sort"] = each.received_on
    return row


def report_badge(each: Any) -> tuple[str, Words]:
    """How a quarter's report stands."""
    if each.received_on is None:
        return ("owed", Words("belum diterima", "not received")) if each.missing else ("waiting", Words("belum jatuh tempo", "not due yet"))
    day = f"{each.received_on:%d-%m-%Y}"
    if each.late:
        return "soon", Words(f"{day}, terlambat {each.late} hari", f"{day}, {each.late} days late")
    return "passes", Words(day, day)


def _of(who: Sequence[str]) -> list[Words]:
    national = instruction().national
    return [national[key].words if key in national else GROUP_WORDS[key] for key in who]


def _provinces() -> list[tuple[str, Any, Words]]:
    names = dict(Place.objects.filter(code__in=instruction().new_provinces).values_list("code", "name"))
    return [(names.get(one.code, one.code), one.since, SURE_WORDS[one.mark]) for one in instruction().new_provinces.values()]
