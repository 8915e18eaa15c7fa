"""Files of arrears: given, read with its columns said once, taken in; and what of each file could not be used."""

import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from payung.compliance.arrears_file import FIELDS, WHY, ReadArrears, titles_of_file
from payung.compliance.arrears_import import import_arrears, read_for, remember_columns
from payung.compliance.enrolment_models import ArrearsFile, RefusedRow
from payung.filing.actions import file_document, open_document
from payung.filing.kinds import TABLES
from payung.filing.models import Document
from payung.intake.read.header import UNUSED
from payung.places.models import Place
from payung.reports.enrolment_share import KINDS
from payung.values.errors import InputError
from payung.values.words import Words, number
from payung.web.entities.seen import common, place_of, regency_of, typed_day
from payung.web.page import PageRequest, page, say
from payung.web.table import Column, Table

_SHOWN = 6  # first rows of the file
_GONE = Words("Pilih dulu berkasnya.", "Choose the file first.")


@page("entity.read", writes="entity.record")
def files(request: PageRequest) -> HttpResponse:
    """What was imported; a POST gives a file, which is read on the next page."""
    scope, code = request.scope, place_of(request.scope)
    if request.method == "POST":
        given = request.FILES.get("berkas")
        if given is None:
            raise InputError("file.none", _GONE)
        place = regency_of(code)
        if not scope.may("entity.record", place.code):
            raise Http404("place")
        kept = file_document(content=given.read(), name=given.name or "", by=request.user, on=scope.on, kinds=TABLES)
        return redirect("entities:read", kept.pk)
    found = ArrearsFile.objects.filter(scope.sight.in_places("place")).select_related("place", "by").order_by("-as_of", "-pk")
    return render(request, "entities/files.html", {**common(request, code), "files": found})


@page("entity.read", writes="entity.record")
def read(request: PageRequest, document: int) -> HttpResponse:
    """What the file's columns were taken for, to be corrected; confirmed, its rows are taken in."""
    scope, place = request.scope, regency_of(place_of(request.scope))
    kept = Document.objects.filter(pk=document, by=request.user).first()  # whoever gave it
    if kept is None or not scope.may("entity.record", place.code):
        raise Http404("document")
    wrong: Words | None = None
    with _laid_out(kept, request) as path:
        if request.method == "POST":
            try:
                return _taken_in(request, place, path)
            except InputError as error:
                wrong = error.words
        found = _read(place, path)
        seen = found.seen if isinstance(found, ReadArrears) else titles_of_file(path)
    rows = found.rows if isinstance(found, ReadArrears) else []
    context = {
        **common(request, place.code),
        "document": kept,
        "place": place,
        "titles": [(title, field or "") for title, field in seen],
        "fields": [*FIELDS.items(), (UNUSED, Words("Tidak dipakai", "Not used"))],
        "kinds": KINDS.items(),
        "rows": len(rows),
        "unread": sum(bool(row.why) for row in rows),
        "owed": sum(row.owed or 0 for row in rows),
        "lines": rows[:_SHOWN],
        "wrong": wrong or (None if isinstance(found, ReadArrears) else found),
        "as_of": request.POST.get("per", ""),
        "source": request.POST.get("sumber", ""),
        "today": scope.on,
    }
    return render(request, "entities/read.html", context, status=422 if wrong else 200)


def _taken_in(request: PageRequest, place: Place, path: Path) -> HttpResponse:
    scope = request.scope
    pairs = zip(request.POST.getlist("judul"), request.POST.getlist("kolom"), strict=False)
    columns = {title[:120]: field for title, field in pairs if field}
    remember_columns(place=place, columns=columns, by=request.user, on=scope.on)
    made = import_arrears(
        place=place,
        read=read_for(place.code, path),
        as_of=typed_day(request, "per"),
        source=request.POST.get("sumber", ""),
        kind=request.POST.get("jenis", "") if request.POST.get("jenis", "") in KINDS else "",
        by=request.user,
        on=scope.on,
    )
    file = made.file
    if made.again:
        say(request, Words("Berkas ini sudah pernah dimuat. Tidak ada yang berubah.", "This file was imported already. Nothing changed."))
    else:
        say(
            request,
            Words(
                f"{number(file.taken)} dari {number(file.rows)} baris dipakai.",
                f"{number(file.taken, 'en')} of {number(file.rows, 'en')} rows were used.",
            ),
        )
    return redirect("entities:result", file.pk)


@page("entity.read")
def result(request: PageRequest, file: int) -> HttpResponse:
    """One file that was imported, and the rows that could not be used, with why."""
    one = ArrearsFile.objects.filter(request.scope.sight.in_places("place"), pk=file).select_related("place", "by").first()
    if one is None:
        raise Http404("file")
    refused = list(RefusedRow.objects.filter(file=one).order_by("sheet", "row"))
    columns = [
        Column("row", Words("Baris", "Row"), "number", sort="row"),
        Column("sheet", Words("Lembar", "Sheet"), extra=True),
        Column("named", Words("Tertulis", "As written"), sort="named"),
        Column("why", Words("Mengapa tidak dipakai", "Why it was not used"), "words"),
    ]
    rows = [{"row": each.row, "sheet": each.sheet, "named": each.named, "why": WHY[each.why]} for each in refused]
    empty = Words("Semua baris dipakai.", "Every row was used.")
    table = Table(request, Words("Baris yang tidak dipakai", "Rows that were not used"), columns, rows, sort="row", empty=empty)
    if table.wants_xlsx:
        return table.xlsx()
    whys = [(WHY[why], many) for why, many in Counter(each.why for each in refused).most_common()]
    return render(request, "entities/result.html", {**common(request, one.place_id), "file": one, "table": table, "whys": whys})


@contextmanager
def _laid_out(document: Document, request: PageRequest) -> Iterator[Path]:
    """The file under its own name for as long as it is read."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / document.name
        path.write_bytes(open_document(document=document, by=request.user))
        yield path


def _read(place: Place, path: Path) -> ReadArrears | Words:
    try:
        return read_for(place.code, path)
    except InputError as error:
        return error.words
