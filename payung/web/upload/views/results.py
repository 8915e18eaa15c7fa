"""What became of uploads: the page of a round with the place to drop files, one upload with its progress, one sender, accepting."""

from typing import Any

from django.db.models import Count, Q, QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from payung.accounts.models import Role
from payung.intake import actions, queries
from payung.intake.checks.catalog import FINDINGS
from payung.intake.columns import FIELD_WORDS
from payung.intake.models import SubmittedList, Upload, UploadedFile
from payung.intake.senders import may_send_for, own_offices, sends_for_anybody
from payung.places.models import Office
from payung.reports.fix_text import fix_text
from payung.values.problem import VERDICT_OF, Verdict
from payung.values.words import Words
from payung.web.download import MOST_SHEET_ROWS
from payung.web.language import lang
from payung.web.page import PageRequest, page, say
from payung.web.upload.said import FILE_STATES
from payung.web.upload.views.sending import round_of
from payung.web.upload.views.village import village

_RECENT = 5  # uploads on the page of the round
_UNHEARD = 90  # seconds after which the button to let a check go on is offered
_S = Upload.State
RUNNING = (_S.WAITING, _S.CHECKING)


@page("list.receive")
def uploads(request: PageRequest) -> HttpResponse:
    """Drop files, and where the round stands. Somebody of a village alone sees the page of their village."""
    scope = request.scope
    if scope.roles <= {Role.VILLAGE}:
        return village(request)
    shown: dict[str, Any] = {"may_open": scope.may_anywhere("round.open")}
    if scope.round:
        lists = queries.visible_lists(scope.round, visible_to=request.user, on=scope.on)
        for_anybody = sends_for_anybody(request.user, scope.round.place_id, scope.on)
        recent = queries.visible_uploads(visible_to=request.user, on=scope.on).filter(round=scope.round).exclude(state=_S.COLLECTING)
        shown |= {
            **counted(lists),
            "for_anybody": for_anybody,
            "own": [] if for_anybody else own_offices(request.user, scope.round.place_id, scope.on),
            "acceptable": queries.acceptable(scope.round) if scope.may("list.accept") else 0,
            "recent": recent.annotate(n=Count("files"), done=Count("files", filter=~Q(files__state="waiting"))).order_by("-at")[:_RECENT],
            "base": reverse("upload:rows"),
        }
    return render(request, "upload/uploads.html", shown)


def counted(lists: QuerySet[SubmittedList]) -> dict[str, Any]:
    """For the equation and its two tables."""
    senders = queries.counts_by_sender(lists)
    counts = queries.total_of(senders)
    reasons = [
        {"code": code, "title": FINDINGS[code].title, "rows": rows, "state": VERDICT_OF[FINDINGS[code].severity].value}
        for code, rows in queries.counts_by_reason(lists)
        if code in FINDINGS
    ]
    total = sum(counts.values())
    at_once = total - counts[Verdict.PASSES.value] <= MOST_SHEET_ROWS
    return {"senders": senders, "counts": counts, "total": total, "reasons": reasons, "sheets_at_once": at_once}


def _visible(request: PageRequest, pk: int) -> Upload:
    return get_object_or_404(queries.visible_uploads(visible_to=request.user, on=request.scope.on), pk=pk)


def _progress(upload: Upload, files: list[UploadedFile]) -> dict[str, Any]:
    """How many files are done, and how many seconds it will still take at this pace."""
    done = sum(file.state != UploadedFile.State.WAITING for file in files)
    since = (timezone.now() - (upload.started_at or upload.at)).total_seconds()
    return {
        "upload": upload,
        "done": done,
        "whole": len(files),
        "left": max(1, round(since / done * (len(files) - done))) if upload.started_at and done else None,
        "runs": upload.state in RUNNING,
        "unheard": upload.state == _S.STOPPED or (upload.state in RUNNING and since > _UNHEARD),
    }


@page("list.receive")
def upload(request: PageRequest, pk: int) -> HttpResponse:
    """One upload: how far it is, each of its files, and what its rows came to."""
    found = _visible(request, pk)
    if request.scope.round and request.scope.round.pk != found.round_id:  # what it leads to is about the round of the page
        return redirect(f"{request.path}?pendataan={found.round_id}")
    files = list(found.files.select_related("office").order_by("name", "pk"))
    lists = queries.lists_of_upload(found)
    told = [{"file": file, "badge": FILE_STATES[file.state], "sentence": getattr(file, f"sentence_{lang()}")} for file in files]
    counts = counted(lists) if any(file.list_id for file in files) else {}
    seconds = (found.ended_at - found.started_at).total_seconds() if found.ended_at and found.started_at else None
    return render(
        request,
        "upload/upload.html",
        {
            **_progress(found, files),
            **counts,
            "files": told,
            "asking": sum(file.state == UploadedFile.State.ASKING for file in files),
            "corrected": sum(file.corrected for file in files),
            "seconds": None if seconds is None else max(1, round(seconds)),
            "words_of": FIELD_WORDS,
            "mine": found.by_id == request.user.pk,
            "base": reverse("upload:rows_of_upload", args=[pk]),
            "acceptable": queries.acceptable(found.round) if request.scope.may("list.accept", found.round.place_id) else 0,
        },
    )


@page("list.receive")
def progress(request: PageRequest, pk: int) -> HttpResponse:
    """The part of the page that asks again each second; once there is nothing to wait for, the page is shown anew and asks no more."""
    found = _visible(request, pk)
    if found.state not in RUNNING:
        return HttpResponse(status=200, headers={"HX-Refresh": "true"})
    return render(request, "upload/progress.html", _progress(found, list(found.files.only("state"))))


@page("list.receive")
def sender(request: PageRequest, pk: int) -> HttpResponse:
    """One sender in the round: counts, the correction sheet, and what to write to them."""
    scope, round = request.scope, request.scope.round
    office = get_object_or_404(Office.objects.select_related("place"), pk=pk)
    if round is None:
        raise Http404
    lists = queries.visible_lists(round, visible_to=request.user, on=scope.on).filter(office=office)
    if not lists.exists():
        raise Http404
    shown = counted(lists)
    rows = queries.visible_rows(round, visible_to=request.user, on=scope.on).filter(list__office=office, verdict=Verdict.NEEDS_FIXING)
    bad = [(row.number, row.name, _blocking(row.codes)) for row in rows.order_by("list_id", "id")[:20]]
    text = fix_text(office=office.name, round=round.name, counts=shown["counts"], rows=bad, lang="id")
    shown |= {"office": office, "text": text, "base": reverse("upload:rows_of_sender", args=[pk]), "lists": lists.order_by("file_name", "pk")}
    shown["may_fix"] = may_send_for(request.user, scope.on)(office) and scope.may_anywhere("nik.reveal")
    return render(request, "upload/sender.html", shown)


def _blocking(codes: str) -> list[str]:
    return [code for code in codes.split() if code in FINDINGS and VERDICT_OF[FINDINGS[code].severity] == Verdict.NEEDS_FIXING]


@page("list.accept", writes="list.accept")
@require_POST
def accept(request: PageRequest) -> HttpResponse:
    """Good rows become candidates; the others wait for their correction."""
    round = round_of(request)
    made = actions.accept_lists(round=round, by=request.user, on=request.scope.on)
    if made:
        told = Words("{n} calon peserta baru. Baris lain menunggu perbaikan.", "{n} new candidates. The other rows wait for correction.")
    else:
        told = Words("Tidak ada calon baru: semua baris lolos sudah diterima.", "No new candidates: all passing rows were accepted before.")
    say(request, told.counting(n=made))
    return redirect("upload:uploads")
