"""Laporan: which report is due when, its versions, and what was sent to whom."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from payung.places.models import Place
from payung.reports.edition_actions import Wanted, open_edition
from payung.reports.edition_papers import KIND_WORDS
from payung.reports.edition_queries import edition_on, sendings_of
from payung.reports.models import Edition, EditionFacts
from payung.reports.report_calendar import Due, Duty, State, calendar_of, due_of, duty_of
from payung.reports.report_facts import TITLES, TYPED
from payung.values.errors import InputError, PayungError
from payung.values.month import Month
from payung.values.words import LANGS, Lang, Words
from payung.web.briefing.orders import about, order_all
from payung.web.language import lang
from payung.web.page import PageRequest, page, say
from payung.web.papers.said import say_ordered
from payung.web.papers.views import shown
from payung.web.scope import Scope
from payung.web.table import Chip, Column, Filter, Table

SLUGS = {
    Edition.Kind.MONTHLY: "bulanan",
    Edition.Kind.QUARTERLY: "triwulan",
    Edition.Kind.HALF_CLAIMS: "klaim",
    Edition.Kind.HALF_MONEV: "monev",
    Edition.Kind.PARITRANA: "paritrana",
}
_KINDS = {slug: kind for kind, slug in SLUGS.items()}
_STATES: dict[State, tuple[str, Words]] = {
    State.AHEAD: ("waiting", Words("belum waktunya", "not due yet")),
    State.OPEN: ("soon", Words("belum dibuat", "not made yet")),
    State.MADE: ("soon", Words("dibuat, belum dikirim", "made, not sent")),
    State.LATE: ("rejected", Words("terlambat", "late")),
    State.SENT: ("passes", Words("terkirim", "sent")),
    State.SENT_LATE: ("passes", Words("terkirim, terlambat", "sent, late")),
}
_NO_PLACE = Words(
    "Laporan dibuat per wilayah, sedangkan peran Anda melihat satu kantor.", "Reports are made by place, while your role sees one office."
)


def span(duty: Duty) -> Words:
    """ "Maret 2026", or "Januari 2026 – Maret 2026"."""
    first, last = duty.first, duty.last
    return Words(*(last.said(lang) if first == last else f"{first.said(lang)} – {last.said(lang)}" for lang in LANGS))


def address_of(code: str, duty: Duty) -> str:
    return reverse("briefing:report", args=[code, SLUGS[Edition.Kind(duty.rule.kind)], str(duty.last)])


@page("report.read")
@require_GET
def calendar(request: PageRequest) -> HttpResponse:
    """Every report of the year with its day and its state; ?tahun= another year, ?keadaan= only one state."""
    scope = request.scope
    if scope.place is None:
        return render(request, "briefing/calendar.html", {"place": None, "none": _NO_PLACE})
    year = _year(request, scope)
    found = calendar_of(scope.place.code, year, visible_to=scope.user, on=scope.on)
    chosen = request.GET.get("keadaan", "")
    chips = [Chip("", Words("Semua", "All"), len(found))]
    chips += [Chip(state.value, words, count) for state, (_, words) in _STATES.items() if (count := sum(one.state == state for one in found))]
    table = Table(
        request,
        Words(f"Laporan {scope.place.name} {year}", f"Reports of {scope.place.name} {year}"),
        [
            Column("report", Words("Laporan", "Report"), href="address"),
            Column("span", Words("Masa", "Period")),
            Column("due", Words("Paling lambat", "Due"), "date"),
            Column("state", Words("Keadaan", "State"), "badge"),
            Column("version", Words("Versi", "Versions"), "number"),
            Column("sent", Words("Dikirim", "Sent"), "date"),
            Column("to", Words("Kepada", "To")),
            Column("receipt", Words("Tanda terima", "Receipt")),
        ],
        [_row(scope.place.code, one) for one in found if chosen in ("", one.state.value)],
        filters=[Filter("keadaan", Words("Keadaan", "State"), chips, chosen)],
        empty=Words("Tidak ada laporan dengan keadaan itu.", "No report is in that state."),
    )
    if table.wants_xlsx:
        return table.xlsx()
    late = [one for one in found if one.state == State.LATE]
    coming = next((one for one in found if one.state in (State.OPEN, State.MADE, State.AHEAD)), None)
    context = {
        "place": scope.place,
        "year": year,
        "years": (year - 1, year, year + 1),
        "table": table,
        "late": [(TITLES[one.duty.rule.kind], span(one.duty), one.duty.due_on, address_of(scope.place.code, one.duty)) for one in late],
        "coming": (TITLES[coming.duty.rule.kind], span(coming.duty), coming.duty.due_on, address_of(scope.place.code, coming.duty))
        if coming
        else None,
    }
    return render(request, "briefing/calendar.html", context)


def _year(request: PageRequest, scope: Scope) -> int:
    said = request.GET.get("tahun", "")
    held = int(said) if said.isascii() and said.isdecimal() and len(said) == len("2026") else scope.month.year
    return min(max(held, scope.on.year - 10), scope.on.year + 1)


def _row(code: str, one: Due) -> dict[str, Any]:
    look, words = _STATES[one.state]
    return {
        "report": KIND_WORDS[one.duty.rule.kind].said(lang()),
        "address": address_of(code, one.duty),
        "span": span(one.duty).said(lang()),
        "due": one.duty.due_on,
        "state": (look, words),
        "version": len(one.editions) or None,
        "sent": one.sending.sent_on if one.sending else None,
        "to": one.sending.to if one.sending else "",
        "receipt": one.receipt.number if one.receipt else "",
    }


@page("report.read", writes="report.make")
def report(request: PageRequest, code: str, kind: str, period: str) -> HttpResponse:
    """One report of one period: GET its versions and sendings; POST makes a new version beside them."""
    scope = request.scope
    place = Place.objects.filter(code=code).first()
    if place is None or not scope.sight.covers(code) or kind not in _KINDS:
        raise Http404("report")
    try:
        duty = duty_of(_KINDS[kind], Month.parse(period))
    except InputError as error:
        raise Http404(error.code) from error
    wrong: Words | None = None
    if request.method == "POST":
        answer = _make(request, place, duty)
        if isinstance(answer, HttpResponse):
            return answer
        wrong = answer
    due = due_of(code, duty, visible_to=scope.user, on=scope.on)
    newest = due.editions[0] if due.editions else None
    context = {
        "place": place,
        "duty": duty,
        "title": TITLES[duty.rule.kind],
        "span": span(duty),
        "state": _STATES[due.state],
        "typed": [(key, title, request.POST.get(key) or (newest.typed.get(key, "") if newest else "")) for key, title in TYPED[duty.rule.kind]],
        "wrong": wrong,
        "may_make": scope.may("report.make", code) and duty.first <= Month.of(scope.on),
        "may_send": scope.may("report.send", code),
        "versions": [_version(request, one) for one in due.editions],
        "today": scope.on,
    }
    return render(request, "briefing/report.html", context, status=422 if wrong else 200)


def _make(request: PageRequest, place: Place, duty: Duty) -> HttpResponse | Words:
    """The page of the report with its new version; the sentence where that is refused."""
    scope, kind = request.scope, duty.rule.kind
    typed = {key: request.POST.get(key, "") for key, _ in TYPED[kind]}
    wanted = Wanted(kind, place, duty.first, duty.last, typed=typed, address=request.build_absolute_uri("/")[:-1])
    try:
        made = open_edition(wanted, by=scope.user, signed=scope.user.display_name, on=scope.on)
        say_ordered(request, order_all(made, scope, lang())[0])
    except PayungError as error:
        if error.code not in ("edition.number", "edition.ahead", "paper.too_many"):
            raise
        return error.words
    return redirect(address_of(place.code, duty))


def _version(request: PageRequest, edition: Edition) -> dict[str, Any]:
    facts = EditionFacts.objects.filter(edition=edition).first()
    papers = shown(request, about(edition))
    return {
        "edition": edition,
        "facts": facts,
        **papers,
        "ready": [one["paper"] for one in papers["papers"] if one["open"]],
        "sendings": list(sendings_of(edition)),
    }


@page("report.read")
@require_POST
def order(request: PageRequest, edition: int) -> HttpResponse:
    """Paper and workbook of a version in the language that the form names."""
    made = edition_on(edition, visible_to=request.scope.user, on=request.scope.on)
    if made.kind == Edition.Kind.BRIEFING:
        raise Http404("report")
    tongue: Lang = "en" if request.POST.get("bahasa") == "en" else "id"
    try:
        say_ordered(request, order_all(made, request.scope, tongue)[0])
    except PayungError as error:
        say(request, error.words, wrong=True)
    return redirect(way_back(made))


def way_back(edition: Edition) -> str:
    """The page of the report that a version is of."""
    return address_of(edition.place_id, duty_of(edition.kind, edition.last_month))
