"""The list of a month to take along: masked, or with full NIKs for whoever may reveal them; a long one is ordered (reports/actions.py)."""

import tempfile
from pathlib import Path

from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from payung.audit.actions import acting
from payung.reports.actions import Order, order_paper
from payung.reports.determined import TYPES
from payung.reports.listed import AskedRoster, write_roster
from payung.values.errors import RefusedError
from payung.values.words import Words
from payung.web.download import attachment
from payung.web.language import lang
from payung.web.money.papers import AT_ONCE
from payung.web.money.roster import Listed, may_reveal, narrowed_to, the_list
from payung.web.page import PageRequest, page
from payung.web.papers.said import say_ordered

_LONG = Words(
    "Daftar ini memuat lebih dari {n} orang dan dibuat di latar belakang: tekan “Pesan PDF” di halaman daftar peserta.",
    "This list has more than {n} people and is made in the background: press “Order PDF” on the page of the roster.",
)
_SEARCHED = Words(
    "Hasil pencarian ini memuat lebih dari {n} orang. Persempit pencariannya, atau kosongkan untuk memesan seluruh daftar.",
    "More than {n} people fit this search. Narrow it, or empty it to order the whole list.",
)


@page("roster.read", writes="nik.reveal")
def download(request: PageRequest) -> HttpResponse:
    """GET: the list as PDF, masked; POST: PDF or workbook with full NIKs, an act on the trail. What the page was narrowed to holds."""
    full = request.method == "POST"
    given = request.POST if full else request.GET
    listed = the_list(request, given)
    if listed is None or (full and not may_reveal(request)):
        raise Http404("roster")
    asked, found = _asked(request, listed, given, full), narrowed_to(request, listed, given)
    if found[: AT_ONCE + 1].count() > AT_ONCE:
        if full:
            return _ordered(request, asked, given)
        raise RefusedError("roster.long", _LONG.counting(n=AT_ONCE))
    if full:
        with acting("nik.reveal", by=request.user, note=f"roster of fund {listed.fund.pk}, {listed.month}"):
            pass
    with tempfile.TemporaryDirectory(prefix="payung-") as folder:
        path = Path(folder) / "daftar"
        write_roster(asked, found, path)
        return attachment(path.read_bytes(), TYPES[asked.form], asked.file_name)


@page("roster.read")
@require_POST
def order(request: PageRequest) -> HttpResponse:
    """The masked list is ordered."""
    listed = the_list(request, request.POST)
    if listed is None:
        raise Http404("roster")
    return _ordered(request, _asked(request, listed, request.POST, False), request.POST)


def _asked(request: PageRequest, listed: Listed, given: QueryDict, full: bool) -> AskedRoster:
    form = "xlsx" if full and given.get("bentuk") == "xlsx" else "pdf"
    return AskedRoster(listed.fund, listed.month, listed.whole, form, full, str(request.user), request.scope.on, lang())


def _ordered(request: PageRequest, asked: AskedRoster, given: QueryDict) -> HttpResponse:
    if given.get("cari", "").strip():
        raise RefusedError("roster.searched", _SEARCHED.counting(n=AT_ONCE))
    kind, sight = "PDF" if asked.form == "pdf" else "Excel", request.scope.sight
    title = Words(
        f"Daftar peserta {asked.fund.name}, {asked.month.said()} ({kind})", f"Roster of {asked.fund.name}, {asked.month.said('en')} ({kind})"
    )
    what = {"fund": asked.fund.pk, "month": str(asked.month), "village": given.get("desa", "")[:20], "form": asked.form}
    wanted = Order("roster", what, title, right="roster.read", full=asked.full, places=sight.places, offices=sight.offices)
    say_ordered(request, order_paper(wanted, by=request.user, on=request.scope.on, lang=lang()))
    return redirect("papers:papers")
