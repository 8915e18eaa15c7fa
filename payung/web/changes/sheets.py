"""Sheets to mark people on: of one village or office, of all as a zip, and what comes back. They hold full NIKs, so handing one out is logged."""

import zipfile
from datetime import date
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from payung.audit.actions import acting
from payung.reports.mark_book import SheetPerson, mark_book
from payung.roster.mark_sheet import FATES, label, take_sheet
from payung.roster.models import ChangeRound, Mark, Membership
from payung.roster.round_queries import Addressee, addressees_of, may_answer, people_asked
from payung.values.errors import OutOfScopeError
from payung.values.nik import mask
from payung.values.words import Words, day
from payung.web.changes.seen import cards, name_of, the_round
from payung.web.download import MOST_SHEET_ROWS, XLSX, ZIP, attachment, refuse_too_many
from payung.web.language import lang
from payung.web.page import PageRequest, page, say

_MOST_BYTES = 20 * 2**20
_SUFFIXES = (".xlsx", ".xls", ".ods", ".csv", ".txt")
_SHOWN = 200  # bad rows on the page
_KIND = Words("Kirim berkas Excel, LibreOffice, atau csv, paling besar 20 MB.", "Send a spreadsheet or csv of at most 20 MB.")
_NOT_YOURS = Words("Daftar itu bukan daftar Anda.", "That list is not yours.")


@page("changes.mark", writes="nik.reveal")
@require_POST
def sheet_of_one(request: PageRequest, asked: int, to: str) -> HttpResponse:
    """The sheet of one village or office."""
    round, whose = the_round(request, asked), Addressee.of(to)
    if not may_answer(request.user, round, whose, request.scope.on):
        raise OutOfScopeError("round.addressee", _NOT_YOURS)
    people = list(people_asked(round, request.user, request.scope.on, right="changes.mark", to=whose))
    if not people:
        raise Http404("people")
    refuse_too_many(len(people), MOST_SHEET_ROWS)
    _log(request, round, to)
    return attachment(_book(round, whose, people), XLSX, f"mutasi {round.month} {name_of(whose)}.xlsx")


@page("changes.mark", writes="nik.reveal")
@require_POST
def sheets_of_all(request: PageRequest, asked: int) -> HttpResponse:
    """A zip with the sheet of every village and office for which the person may answer."""
    round = the_round(request, asked)
    whose = addressees_of(request.user, round, request.scope.on)
    refuse_too_many(people_asked(round, request.user, request.scope.on, right="changes.mark").count(), MOST_SHEET_ROWS)
    _log(request, round, "all")
    content = BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as packed:
        for to in whose:
            people = list(people_asked(round, request.user, request.scope.on, right="changes.mark", to=to))
            packed.writestr(_file_name(round, to), _book(round, to, people))
    return attachment(content.getvalue(), ZIP, f"lembar mutasi {round.month}.zip")


def _file_name(round: ChangeRound, to: Addressee) -> str:
    """The code or key keeps villages of one name apart."""
    plain = "".join(ch if ch.isalnum() or ch in " -" else "-" for ch in name_of(to))
    return f"mutasi {round.month} {to.village or f'opd {to.office}'} {plain}.xlsx"


def _log(request: PageRequest, round: ChangeRound, to: str) -> None:
    with acting("nik.reveal", by=request.user, note=f"sheet of round {round.pk}, {to}"):
        pass


def _book(round: ChangeRound, to: Addressee, people: list[Membership]) -> bytes:
    told = []
    for one in cards(round, people):
        person, newest, before = one["person"], one["newest"], one["before"]
        said = f"{before['badge'][1].said(lang())} · {before['who']} · {day(before['on'], lang())}" if before else ""
        kind, happened, note = (newest.kind, newest.happened_on, newest.note) if newest else _of_register(one["register"])
        told.append(SheetPerson(person.nik, person.name, person.birth_date, one["village"], said, kind, happened, note))
    return mark_book(told, who=name_of(to), month=round.month.said(lang()), label=label(round, to), lang=lang())


def _of_register(mark: Mark | None) -> tuple[str, date | None, str]:
    """Nothing is filled in for the village: what a register says stands in its own words as a note."""
    if mark is None or mark.register is None or mark.kind != Mark.Kind.DECEASED:
        return "", None, ""
    source = mark.register.source
    when = day(mark.happened_on, lang()) if mark.happened_on else "?"
    return "", None, Words(f"Menurut {source}: meninggal {when}. Benar?", f"By {source}: died {when}. Is that so?").said(lang())


@page("changes.mark", writes="changes.mark")
@require_POST
def back_page(request: PageRequest, asked: int) -> HttpResponse:
    """A sheet comes back: good rows are taken, the others named."""
    round, file = the_round(request, asked), request.FILES.get("berkas")
    if file is None:
        say(request, Words("Pilih dulu lembarnya.", "Choose the sheet first."), wrong=True)
        return redirect("changes:round", round.pk)
    name = Path(file.name or "").name
    if Path(name).suffix.lower() not in _SUFFIXES or (file.size or 0) > _MOST_BYTES:
        say(request, _KIND, wrong=True)
        return redirect("changes:round", round.pk)
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"lembar{Path(name).suffix.lower()}"
        with path.open("wb") as out:
            for block in file.chunks():
                out.write(block)
        taken = take_sheet(round=round, path=path, by=request.user, on=request.scope.on)
    bad = [
        {"line": row["line"], "nik": mask(row["nik"]) if row["nik"] else "", "kind": row["kind"] or "", "why": FATES[row["fate"]]}
        for row in taken.bad.head(_SHOWN).iter_rows(named=True)
    ]
    context = {"round": round, "name": name, "taken": taken, "bad": bad, "count": taken.bad.height, "to": request.POST.get("untuk", "")}
    return render(request, "changes/sheet_back.html", context)
