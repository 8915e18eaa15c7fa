"""Every row of a round, by result, reason, village and list; and one row, as it was written and as it is understood."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from payung.intake.checks.catalog import COLUMN_TITLES, FINDINGS
from payung.intake.lists import RowsInOrder, counts_of, reasons_for, the_row, told_of, villages_named
from payung.intake.models import Row
from payung.intake.queries import visible_lists
from payung.intake.senders import may_send_for
from payung.places.models import Place
from payung.reports.fates import fates_of
from payung.reports.timeline import SEXES, of_row, said_value
from payung.values.nik import mask_in
from payung.values.problem import Verdict
from payung.values.words import Words
from payung.web.page import PageRequest, page
from payung.web.people.shown import Rows, badge_of
from payung.web.people.views.lists import verdict_filter
from payung.web.table import Column, Table

_MOST_LISTS = 400  # that a choice can hold


@page("list.read")
def rows(request: PageRequest) -> HttpResponse:
    """The rows of the round that the person may see."""
    scope = request.scope
    if scope.round is None:
        return render(request, "people/rows.html", {"table": None})
    verdict, reason, place, sent = (request.GET.get(name, "") for name in ("hasil", "alasan", "desa", "daftar"))
    lists = visible_lists(scope.round, visible_to=request.user, on=scope.on)
    chosen = lists.filter(pk=sent) if sent.isdecimal() and len(sent) < 18 else lists
    found = RowsInOrder(chosen, verdict=verdict, reason=reason, place=place)
    counts = counts_of(chosen, place)
    showing = Rows(reveals=scope.may_anywhere("nik.reveal"), fates=False)
    table = Table(
        request, Words("Baris", "Rows"), _COLUMNS, found, showing.cells,
        filters=[verdict_filter(counts, verdict)], empty=Words("Tidak ada baris yang cocok dengan saringan ini.", "No row fits this filter."),
        together=showing.together,
    )  # fmt: skip
    if table.wants_xlsx:
        return table.xlsx()
    names = list(lists.order_by("file_name").values_list("pk", "file_name")[: _MOST_LISTS + 1])
    villages = villages_named(lists)
    if place and all(each.code != place for each in villages):
        villages = [*Place.objects.filter(code=place), *villages]
    choices = [(code, FINDINGS[code].title) for code in reasons_for(verdict)]
    context: dict[str, Any] = {"table": table, "counts": counts, "total": sum(counts.values()), "base": reverse("people:rows")}
    context |= {"lists": names if len(names) <= _MOST_LISTS else [], "villages": villages, "reasons": choices}
    return render(request, "people/rows.html", {**context, "verdict": verdict, "reason": reason, "place": place, "sent": sent})


@page("list.read")
def one_row(request: PageRequest, row: int) -> HttpResponse:
    """As it was written, as it is understood, what was found, what became of it."""
    scope = request.scope
    held = the_row(row, visible_to=request.user, on=scope.on)
    told, fate = told_of([held], silent=True)[held.pk], fates_of([held], held.list.round)[held.pk]
    context = {"row": held, "badge": badge_of(held.verdict), "told": told, "fate": fate, "fields": _fields(held), "events": of_row(held)}
    mine = held.verdict != Verdict.PASSES and scope.may_anywhere("list.receive") and scope.may_anywhere("nik.reveal")
    fix = reverse("upload:row", args=[held.pk]) if mine and may_send_for(request.user, scope.on)(held.list.office) else ""
    reveal = reverse("account:nik_of_row", args=[held.pk]) if scope.may_anywhere("nik.reveal") else ""
    return render(request, "people/row.html", {**context, "reveal": reveal, "fix": fix})


def _fields(row: Row) -> list[tuple[Words, str, Words]]:
    """(title, as written, as understood) of each field that is filled in one of them; numbers masked."""
    understood = {
        "nik": said_value("nik", row.nik),
        "name": said_value("name", row.name),
        "birth_date": said_value("birth_date", row.birth_date),
        "birth_place": said_value("birth_place", row.birth_place),
        "sex": SEXES.get(row.sex, Words("–", "–")),
        "village": Words(row.village.name, row.village.name) if row.village else Words("–", "–"),
        "occupation": said_value("occupation", row.occupation),
        "income": said_value("income", row.income),
    }
    found = []
    for name, title in COLUMN_TITLES.items():
        written = mask_in(str(row.as_written.get(name) or ""))
        if name in understood:
            found.append((title, written or "–", understood[name]))
        elif written:
            found.append((title, written, Words(written, written)))
    return found


_COLUMNS = [
    Column("number", Words("Baris", "Row"), "number", href="row_at"),
    Column("name", Words("Nama", "Name"), href="row_at"),
    Column("nik", Words("NIK", "NIK"), "nik"),
    Column("birth_date", Words("Tanggal lahir", "Birth date"), "date", extra=True),
    Column("occupation", Words("Pekerjaan", "Occupation"), extra=True),
    Column("verdict", Words("Hasil", "Result"), "badge"),
    Column("told", Words("Alasan", "Reason"), "words"),
    Column("village", Words("Desa", "Village")),
    Column("file", Words("Berkas", "File"), href="file_at"),
]
