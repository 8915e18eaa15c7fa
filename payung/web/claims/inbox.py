"""What waits for the person who looks: their turn, and what was passed on to them because somebody else is late."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from payung.accounts.models import ROLE_WORDS
from payung.claims.inbox import Task, tasks_of
from payung.claims.scholars import scholars_seen, to_remind
from payung.claims.steps import STANDING_WORDS, Standing
from payung.claims.words import case_name
from payung.values.words import Words
from payung.web.claims.course import LOOKS
from payung.web.page import PageRequest, page
from payung.web.table import Chip, Column, Filter, Table

_COLUMNS = (
    Column("step", Words("Langkah", "Step"), "words", href="href"),
    Column("name", Words("Nama", "Name"), sort="name"),
    Column("village", Words("Desa", "Village"), sort="village"),
    Column("owner", Words("Giliran", "Whose turn"), "words"),
    Column("due_on", Words("Batas", "Due"), "date", sort="due_on"),
    Column("late", Words("Hari lewat", "Days late"), "number", sort="late"),
    Column("state", Words("Keadaan", "State"), "badge", extra=True),
    Column("why", Words("Mengapa di sini", "Why it is here"), "words"),
    Column("reason", Words("Alasan tertunda", "Reason for the delay"), extra=True),
)
_VIEWS = {
    "": Words("semua", "all"),
    "lewat": Words("lewat batas", "overdue"),
    "diteruskan": Words("diteruskan kepada saya", "passed on to me"),
}


@page("task.read")
def inbox_page(request: PageRequest) -> HttpResponse:
    """?lihat=lewat: overdue only, diteruskan: what was passed on."""
    on = request.scope.on
    tasks = tasks_of(by=request.user, on=on)
    parts = {"": tasks, "lewat": [one for one in tasks if one.line.standing == Standing.LATE], "diteruskan": [one for one in tasks if one.escalated]}
    seen = request.GET.get("lihat", "") if request.GET.get("lihat", "") in parts else ""
    table = Table(
        request,
        Words("Tugas klaim", "Claim tasks"),
        _COLUMNS,
        [_row(task) for task in parts[seen]],
        filters=[Filter("lihat", Words("Lihat", "Show"), [Chip(key, words, len(parts[key])) for key, words in _VIEWS.items()], seen)],
        empty=Words("Tidak ada yang menunggu Anda.", "Nothing waits for you."),
    )
    if table.wants_xlsx:
        return table.xlsx()
    reads = request.scope.may_anywhere("case.read")
    waiting = len(to_remind(scholars_seen(visible_to=request.user, on=on), on)) if reads else 0
    context = {
        "table": table,
        "late": len(parts["lewat"]),
        "passed": len(parts["diteruskan"]),
        "all": len(tasks),
        "scholars": waiting,
        "reads": reads,
    }
    return render(request, "claims/inbox.html", context)


def _row(task: Task) -> dict[str, object]:
    case, line, why = task.case, task.line, task.hint or task.why
    reason = line.entry.reason if line.entry else ""
    told = Words(f"Alasan: {reason}", f"Reason: {reason}") if reason else Words("", "")
    return {
        "step": line.stage.words,
        "href": reverse("claims:course", args=[case.pk]) + f"#langkah-{line.stage.key}",
        "name": case_name(case),
        "village": case.village.name if case.village else "",
        "owner": ROLE_WORDS[line.stage.owner],
        "due_on": line.due_on,
        "late": line.days_late or None,
        "state": (LOOKS[line.standing], STANDING_WORDS[line.standing]),
        "why": Words(f"{why.id} {told.id}".strip(), f"{why.en} {told.en}".strip()),
        "reason": reason,
    }
