"""All cases that somebody sees: searched by name, NIK or number, narrowed by kind and state."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from payung.claims.models import Case
from payung.claims.queries import cases_seen, searched
from payung.claims.words import KIND_WORDS, STATE_LOOKS, STATE_WORDS, case_name
from payung.values.words import Words
from payung.web.page import PageRequest, page
from payung.web.people.asked import keep, kept
from payung.web.table import Chip, Column, Filter, Table

_COLUMNS = (
    Column("no", Words("Kasus", "Case"), "number", sort="pk", href="href"),
    Column("name", Words("Nama", "Name"), href="href"),
    Column("kind", Words("Peristiwa", "Event"), "words", sort="kind"),
    Column("happened_on", Words("Tanggal", "Day"), "date", sort="happened_on"),
    Column("village", Words("Desa", "Village"), sort="village__name"),
    Column("opened_on", Words("Dilaporkan", "Reported"), "date", sort="opened_on"),
    Column("state", Words("Keadaan", "State"), "badge", sort="state"),
)


@page("case.read", writes="case.read")
def cases_page(request: PageRequest) -> HttpResponse:
    """?jenis= and ?keadaan= narrow; what is searched for (POST `cari`) stands in the session."""
    if request.method == "POST":
        text = request.POST.get("cari", "").strip()
        return redirect(f"{reverse('claims:cases')}{'?t=' + keep(request, text) if text else ''}")
    text = kept(request)
    seen = searched(cases_seen(visible_to=request.user, on=request.scope.on), text)
    kind, state = _chosen(request, "jenis", KIND_WORDS), _chosen(request, "keadaan", STATE_WORDS)
    found = seen.filter(**({"kind": kind} if kind else {}), **({"state": state} if state else {}))
    table = Table(
        request,
        Words("Klaim", "Claims"),
        _COLUMNS,
        found,
        row=_row,
        filters=[
            Filter("jenis", Words("Peristiwa", "Event"), _chips(seen, "kind", KIND_WORDS), kind),
            Filter("keadaan", Words("Keadaan", "State"), _chips(seen, "state", STATE_WORDS), state),
        ],
        empty=Words("Tidak ada kasus yang cocok.", "No case fits.") if text or kind or state else Words("Belum ada laporan.", "No report yet."),
    )
    if table.wants_xlsx:
        return table.xlsx()
    scope = request.scope
    context = {"table": table, "text": text, "may_report": scope.may_anywhere("case.report"), "lost": "t" in request.GET and not text}
    return render(request, "claims/cases.html", context)


def _row(case: Case) -> dict[str, Any]:
    return {
        "no": case.pk,
        "name": case_name(case),
        "href": reverse("claims:case", args=[case.pk]),
        "kind": KIND_WORDS[case.kind],
        "happened_on": case.happened_on,
        "village": case.village.name if case.village else "",
        "opened_on": case.opened_on,
        "state": (STATE_LOOKS[case.state], STATE_WORDS[case.state]),
    }


def _chosen(request: PageRequest, key: str, known: Any) -> str:
    wanted = request.GET.get(key, "")
    return wanted if wanted in known else ""


def _chips(cases: QuerySet[Case], name: str, words: Any) -> list[Chip]:
    """All, and each kind or state with how many there are."""
    numbers = [value for _, value in cases.order_by().values_list("pk", name)]
    return [Chip("", Words("Semua", "All"), len(numbers)), *(Chip(str(key), each, numbers.count(str(key))) for key, each in words.items())]
