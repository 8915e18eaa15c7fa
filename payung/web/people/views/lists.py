"""The lists of a round, and one list with the fate of each of its rows."""

import re
from collections.abc import Mapping
from typing import Any, cast

from django.http import FileResponse, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST

from payung.intake.checks.catalog import FINDINGS, VERDICTS
from payung.intake.lists import ListLine, counts_of, list_lines, narrowed, original_file, the_list
from payung.intake.models import Row, SubmittedList
from payung.intake.queries import counts_by_reason
from payung.places.models import Place
from payung.reports.timeline import of_list
from payung.values.problem import Verdict
from payung.values.words import Words
from payung.web.page import PageRequest, page
from payung.web.people.shown import STATES, Rows, refusal_of
from payung.web.table import Chip, Column, Filter, Table

_REASONS = 8  # chips, the most frequent ones
_STATE = Words("Keadaan", "State")
_SEARCH = Words("Cari nama berkas atau pengirim", "Search by file or sender")
_BYTES = "application/octet-stream"
_ODD = re.compile(r"[^\w .,()\-]+")


@page("list.read")
def lists(request: PageRequest) -> HttpResponse:
    """All lists of the round, also those that were refused; ?desa= or ?opd= narrows them to a sender's place or a sender."""
    scope = request.scope
    if scope.round is None:
        return render(request, "people/lists.html", {"table": None})
    place, office = request.GET.get("desa", ""), request.GET.get("opd", "") or request.GET.get("pengirim", "")
    found = list_lines(
        scope.round, visible_to=request.user, on=scope.on, place=place, office=int(office) if office.isdecimal() and len(office) < 18 else None
    )
    counts = {verdict.value: sum(line.counts[verdict.value] for line in found) for verdict in Verdict}
    wanted = request.GET.get("keadaan", "")
    chips = [Chip("", Words("Semua", "All"), len(found))]
    chips += [Chip(state, words, n) for state, (_, words) in STATES.items() if (n := sum(line.sent.state == state for line in found))]
    text = request.GET.get("cari", "").casefold().strip()
    shown = [line for line in found if (not wanted or line.sent.state == wanted) and _named(line, text)]
    empty = Words("Tidak ada daftar yang cocok dengan saringan ini.", "No list fits this filter.")
    if not found:
        empty = Words("Belum ada daftar yang masuk untuk pendataan ini.", "No list has come in for this round yet.")
    unused = {"corrections"} if not any(line.corrections for line in found) else set()
    unused |= {"why"} if not any(line.sent.refusal for line in found) else set()
    columns = [column for column in _COLUMNS if column.key not in unused]
    table = Table(
        request, Words("Daftar", "Lists"), columns, [_cells(line) for line in shown],
        filters=[Filter("keadaan", _STATE, chips, wanted)], sort="received_on", empty=empty, search=_SEARCH,
    )  # fmt: skip
    if not request.GET.get("urut"):
        table.sort = "-received_on"
    if table.wants_xlsx:
        return table.xlsx()
    base = reverse("people:rows")
    sender = Place.objects.filter(code=place).first() if place else None
    context = {"table": table, "counts": counts, "total": sum(counts.values()), "base": base, "sender": sender, "any": bool(found)}
    return render(request, "people/lists.html", {**context, "whole": not place and not office, "receives": scope.may_anywhere("list.receive")})


@page("list.read")
def one_list(request: PageRequest, sent: int) -> HttpResponse:
    """One list: what it adds up to, each row and its fate, what happened to it."""
    scope = request.scope
    held = the_list(sent, visible_to=request.user, on=scope.on)
    lists = SubmittedList.objects.filter(pk=held.pk)
    counts, reasons = counts_of(lists), counts_by_reason(lists)
    verdict, reason = request.GET.get("hasil", ""), request.GET.get("alasan", "")
    showing = Rows(reveals=scope.may_anywhere("nik.reveal"), fates=True)
    rows = Row.objects.filter(list=held).select_related("village", "list__round")
    table = Table(
        request,
        Words(f"Baris {held.file_name}", f"Rows of {held.file_name}"),
        _ROW_COLUMNS,
        narrowed(rows, verdict=verdict, reason=reason).order_by("sheet", "number"),
        showing.cells,
        filters=[verdict_filter(counts, verdict), _reason_filter(reasons, reason)],
        empty=Words("Tidak ada baris yang cocok dengan saringan ini.", "No row fits this filter."),
        together=showing.together,
    )
    if table.wants_xlsx:
        return table.xlsx()
    more = {"counts": counts, "total": sum(counts.values()), "base": reverse("people:list", args=[held.pk]), "events": of_list(held)}
    sheets = list(held.corrections.order_by("pk"))
    return render(
        request,
        "people/list.html",
        {"sent": held, "table": table, **more, "state": STATES[held.state], "refusal": refusal_of(held), "sheets": sheets},
    )


@require_POST
@page("list.read", writes="list.read")
def original(request: PageRequest, sent: int) -> HttpResponse:
    """The file as it was received, to be kept and not to be shown by the browser."""
    held = the_list(sent, visible_to=request.user, on=request.scope.on)
    kept = original_file(held, by=request.user, on=request.scope.on)
    response = cast(HttpResponse, FileResponse(kept.open("rb"), as_attachment=True, filename=plain_name(held.file_name), content_type=_BYTES))
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "no-store"
    return response


def plain_name(name: str) -> str:
    """A file name of which nothing but letters, digits and plain signs is left, and no folder."""
    last = name.replace("\\", "/").rpartition("/")[2]
    return _ODD.sub("_", last).strip(" ._")[-120:] or "daftar"


def verdict_filter(counts: Mapping[str, int], chosen: str) -> Filter:
    chips = [Chip("", Words("Semua", "All"), sum(counts.values()))]
    chips += [Chip(verdict.value, words, counts[verdict.value]) for verdict, words in VERDICTS.items() if counts[verdict.value] or chosen == verdict]
    return Filter("hasil", Words("Hasil", "Result"), chips, chosen)


def _reason_filter(reasons: list[tuple[str, int]], chosen: str) -> Filter:
    shown = reasons[:_REASONS] + [one for one in reasons[_REASONS:] if one[0] == chosen]
    chips = [Chip("", Words("Semua alasan", "All reasons"))] if shown else []
    return Filter("alasan", Words("Alasan", "Reason"), [*chips, *(Chip(code, FINDINGS[code].title, rows) for code, rows in shown)], chosen)


def _named(line: ListLine, text: str) -> bool:
    return text in line.sent.file_name.casefold() or text in line.sent.office.name.casefold()


def _cells(line: ListLine) -> Mapping[str, Any]:
    sent = line.sent
    at = reverse("people:list", args=[sent.pk])
    opened = {f"{verdict.value}_at": f"{at}?hasil={verdict.value}" if line.counts[verdict.value] else "" for verdict in Verdict}
    refused = sent.state == SubmittedList.State.REFUSED
    return {
        "file": sent.file_name,
        "file_at": at,
        "sender": sent.office.name,
        "received_on": sent.received_on,
        "rows": None if refused else line.rows,
        **{verdict.value: None if refused else line.counts[verdict.value] for verdict in Verdict},
        **opened,
        "corrections": line.corrections,
        "state": STATES[sent.state],
        "state_name": sent.state,
        "why": refusal_of(sent),
    }


_COLUMNS = [
    Column("file", Words("Berkas", "File"), sort="file", href="file_at"),
    Column("sender", Words("Pengirim", "Sender"), sort="sender"),
    Column("received_on", Words("Diterima", "Received"), "date", sort="received_on"),
    Column("state", _STATE, "badge", sort="state_name"),
    Column("rows", Words("Baris", "Rows"), "number", sort="rows", href="file_at"),
    *(Column(v.value, Words(w.id.capitalize(), w.en.capitalize()), "number", sort=v.value, href=f"{v.value}_at") for v, w in VERDICTS.items()),
    Column("corrections", Words("Lembar perbaikan", "Corrections"), "number", sort="corrections"),
    Column("why", Words("Keterangan", "Why"), "words"),
]
_ROW_COLUMNS = [
    Column("number", Words("Baris", "Row"), "number", sort="number", href="row_at"),
    Column("name", Words("Nama", "Name"), sort="name", href="name_at"),
    Column("nik", Words("NIK", "NIK"), "nik"),
    Column("birth_date", Words("Tanggal lahir", "Birth date"), "date", sort="birth_date", extra=True),
    Column("village", Words("Desa", "Village")),
    Column("occupation", Words("Pekerjaan", "Occupation"), extra=True),
    Column("verdict", Words("Hasil", "Result"), "badge", sort="verdict"),
    Column("fate", Words("Kemudian", "Later"), "badge"),
    Column("told", Words("Alasan", "Reason"), "words"),
]
