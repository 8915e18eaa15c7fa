"""The dead who are still on a list, and what was billed for months after their death."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from payung.billing.overpaid import months_said
from payung.claims.follow import dead_to_follow, follow_of
from payung.claims.models import Case
from payung.claims.words import case_name
from payung.values.words import Words
from payung.web.language import lang
from payung.web.page import PageRequest, page
from payung.web.table import Column, Table

_COLUMNS = [
    Column("no", Words("Kasus", "Case"), "number", sort="pk", href="href"),
    Column("name", Words("Nama", "Name"), href="href"),
    Column("village", Words("Desa", "Village"), sort="village__name"),
    Column("died_on", Words("Meninggal", "Died on"), "date", sort="happened_on"),
    Column("state", Words("Di daftar peserta", "On the roster"), "badge"),
    Column("since", Words("Keluar mulai", "Leaves from"), "month"),
    Column("months", Words("Bulan kelebihan bayar", "Months overpaid")),
    Column("rupiah", Words("Kelebihan bayar", "Overpaid"), "rupiah"),
]
_STATES = {
    "listed": ("owed", Words("masih terdaftar", "still listed")),
    "marked": ("waiting", Words("ditandai, menunggu persetujuan", "marked, waits for approval")),
    "billed": ("duplicate", Words("semua bulan sudah ditagih", "every month has its bill")),
    "left": ("passes", Words("sudah keluar", "has left")),
}


@page("case.read")
def follow(request: PageRequest) -> HttpResponse:
    """Each row leads to its case, where the person is taken off."""
    cases = dead_to_follow(visible_to=request.user, on=request.scope.on)
    empty = Words("Tidak ada: semua yang meninggal sudah keluar pada bulan yang benar.", "Nobody: all the dead have left in the right month.")
    table = Table(request, Words("Sesudah meninggal", "After the death"), _COLUMNS, cases, row=_row, empty=empty)
    if table.wants_xlsx:
        return table.xlsx()
    return render(request, "claims/follow.html", {"table": table})


def _row(case: Case) -> dict[str, Any]:
    found = follow_of(case)
    open_ = [one for one in found.listed if one.since]
    state = "left" if not found.listed else "billed" if not open_ else "marked" if all(one.marked for one in open_) else "listed"
    left = [month for _, month in found.left]
    return {
        "no": case.pk,
        "name": case_name(case),
        "href": reverse("claims:case", args=[case.pk]) + "#sesudah",
        "village": case.village.name if case.village else "",
        "died_on": case.happened_on,
        "state": _STATES[state],
        "since": min([one.since for one in open_ if one.since] or left, default=None),
        "months": months_said([one.month.no for one in found.overpaid], lang()) if found.overpaid else "",
        "rupiah": found.rupiah or None,
    }
