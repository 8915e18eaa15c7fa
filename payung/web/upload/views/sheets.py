"""Correction sheets to download: of one sender, or of all in one archive. They hold numbers in full, so that it is on the trail who took them."""

import io
import tempfile
import zipfile
from pathlib import Path

from django.db.models import Sum
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect

from payung.audit.actions import acting
from payung.intake import queries
from payung.intake.models import RowCount, SubmittedList
from payung.places.codes import village_names
from payung.places.models import Office
from payung.registry.models import Round
from payung.reports.fix_sheet import write_fix_sheets
from payung.values.errors import RefusedError
from payung.values.problem import Verdict
from payung.values.words import Words
from payung.web.download import MOST_SHEET_ROWS, XLSX, ZIP, attachment, refuse_too_many
from payung.web.language import lang
from payung.web.page import PageRequest, page

_NOTHING = Words("Tidak ada baris yang perlu diperbaiki.", "No row needs fixing.")


@page("nik.reveal")
def sheet(request: PageRequest, pk: int) -> HttpResponse:
    """The correction sheet of one sender; of several lists an archive."""
    office = get_object_or_404(Office, pk=pk)
    round = request.scope.round
    lists = [] if round is None else _lists(request, round, office)
    if round is None or not lists:
        raise Http404
    return _answer(request, round, lists, f"{office.name} - perbaikan")


@page("nik.reveal")
def sheets(request: PageRequest) -> HttpResponse:
    """Those of every sender that the person sees."""
    round = request.scope.round
    if round is None:
        return redirect("upload:uploads")
    return _answer(request, round, _lists(request, round), f"Lembar perbaikan {round.name}")


def _lists(request: PageRequest, round: Round, office: Office | None = None) -> list[int]:
    seen = queries.visible_lists(round, visible_to=request.user, on=request.scope.on).exclude(state=SubmittedList.State.REFUSED)
    return list((seen.filter(office=office) if office else seen).values_list("pk", flat=True))


def _answer(request: PageRequest, round: Round, lists: list[int], name: str) -> HttpResponse:
    open_rows = RowCount.objects.filter(list__in=lists).exclude(verdict=Verdict.PASSES).aggregate(n=Sum("rows"))["n"] or 0
    refuse_too_many(open_rows, MOST_SHEET_ROWS)
    with tempfile.TemporaryDirectory(prefix="payung-") as folder:
        checked = queries.checked_rows(round, lists)
        made = write_fix_sheets(checked, Path(folder), lang=lang(), villages=village_names(round.place_id))
        if not made:
            raise RefusedError("sheet.nothing", _NOTHING)
        with acting("sheet.download", by=request.user, note=f"{len(made)} · {name}"):
            content, ending, kind = (made[0].read_bytes(), "xlsx", XLSX) if len(made) == 1 else (_zipped(made), "zip", ZIP)
    return attachment(content, kind, f"{name}.{ending}")


def _zipped(paths: list[Path]) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_STORED) as archive:  # workbooks are compressed already
        for path in paths:
            archive.write(path, path.name)
    return held.getvalue()
