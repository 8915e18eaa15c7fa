"""All children with a scholarship: what is to be done now, what came, what is still due; and the texts that remind their families."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from payung.claims.scholars import LEVEL_WORDS, YEAR_WORDS, ScholarOn, YearState, reminder_text, scholars_seen, to_remind
from payung.values.words import Words
from payung.web.page import PageRequest, page
from payung.web.table import Chip, Column, Filter, Table

YEAR_LOOKS: dict[YearState, str] = {
    YearState.PLANNED: "waiting",
    YearState.DUE: "fix",
    YearState.PROVEN: "soon",
    YearState.PAID: "paid",
    YearState.MISSED: "owed",
    YearState.ENDED: "waiting",
}
_COLUMNS = (
    Column("name", Words("Anak", "Child"), sort="name", href="href"),
    Column("village", Words("Desa", "Village"), sort="village"),
    Column("level", Words("Jenjang", "Level"), "words"),
    Column("year", Words("Tahun ajaran", "School year"), sort="year"),
    Column("state", Words("Keadaan", "State"), "badge"),
    Column("received", Words("Sudah diterima", "Received"), "rupiah", sort="received"),
    Column("still_due", Words("Masih akan diterima", "Still due"), "rupiah", sort="still_due"),
    Column("ends", Words("Berakhir", "Ends"), "date", sort="ends"),
)
_VIEWS = {"": Words("semua", "all"), "bukti": Words("perlu bukti sekolah", "school proof needed"), "bayar": Words("menunggu dibayar", "to be paid")}
_STATES = {"bukti": YearState.DUE, "bayar": YearState.PROVEN}


@page("case.read")
def scholars_page(request: PageRequest) -> HttpResponse:
    """?lihat=bukti: whose proof is awaited; bayar: whom BPJS is to pay."""
    on = request.scope.on
    found = scholars_seen(visible_to=request.user, on=on)
    parts = {"": found} | {key: [one for one in found if any(year.state == state for year in one.years)] for key, state in _STATES.items()}
    seen = request.GET.get("lihat", "") if request.GET.get("lihat", "") in parts else ""
    table = Table(
        request,
        Words("Beasiswa", "Scholarships"),
        _COLUMNS,
        [_row(one) for one in parts[seen]],
        filters=[Filter("lihat", Words("Lihat", "Show"), [Chip(key, words, len(parts[key])) for key, words in _VIEWS.items()], seen)],
        empty=Words("Belum ada anak yang dicatat.", "No child is entered yet."),
    )
    if table.wants_xlsx:
        return table.xlsx()
    context = {
        "table": table,
        "children": len(found),
        "received": sum(one.received for one in found),
        "still_due": sum(one.still_due for one in found),
        "missed": sum(one.missed for one in found),
        "reminders": [(one, year, reminder_text(one, year)) for one, year in to_remind(found, on)],
    }
    return render(request, "claims/scholars.html", context)


def _row(one: ScholarOn) -> dict[str, object]:
    case, now = one.scholar.case, one.now
    return {
        "name": one.scholar.relative.name,
        "href": reverse("claims:scholarship", args=[case.pk]),
        "village": case.village.name if case.village else "",
        "level": LEVEL_WORDS[now.year.level] if now else None,
        "year": now.name if now else "",
        "state": (YEAR_LOOKS[now.state], YEAR_WORDS[now.state]) if now else None,
        "received": one.received,
        "still_due": one.still_due,
        "ends": one.ends,
    }
