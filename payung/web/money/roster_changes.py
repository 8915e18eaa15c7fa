"""The monthly changes: one person by form or many by file, their effect before they are entered, and free places filled from the waiting list."""

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import polars as pl
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from payung.filing.kept import keep_content, kept_at, lay_out
from payung.planning.models import Fund
from payung.planning.queries import determination_in_force, price_in
from payung.reports.funds import REASON_WORDS
from payung.roster.actions import fill_places, preview_changes, record_changes
from payung.roster.changes import FATES, ChangeOutcome
from payung.roster.changes_file import read_changes
from payung.roster.models import Membership
from payung.roster.queries import first_open_month, free_places, is_billed
from payung.values.errors import InputError
from payung.values.month import Month
from payung.values.nik import digits_of, mask
from payung.values.words import Words, number, rupiah
from payung.web.money.forms import ChangeForm
from payung.web.money.roster import the_list
from payung.web.page import PageRequest, page, say

_SUFFIXES = (".xlsx", ".xls", ".ods", ".csv", ".txt")
_MOST_BYTES = 20 * 2**20
_GIVEN = "changes-file"  # in the session
_LINES = 200  # lines of a file that a page shows


@page("roster.change", writes="roster.change")
def changes_page(request: PageRequest) -> HttpResponse:
    """GET: the forms. POST langkah=periksa shows what would happen, langkah=catat does it."""
    fund, month = _where(request)
    if request.method != "POST":
        return _forms(request, fund, month, ChangeForm(initial=_initial(request, fund), reasons=REASON_WORDS))
    try:
        if request.FILES.get("berkas") or request.POST.get("sidik"):
            digest = request.POST.get("sidik") or _keep(request)
            changes, kept = _read(request, digest), {"sidik": digest}
        else:
            form = ChangeForm(request.POST, reasons=REASON_WORDS)
            if not form.is_valid():
                return _forms(request, fund, month, form, status=422)
            changes, kept = _line(form, fund), {name: request.POST.get(name, "") for name in form.fields}
    except InputError as error:
        return _forms(request, fund, month, ChangeForm(reasons=REASON_WORDS), file_error=error.words, status=422)
    act = record_changes if request.POST.get("langkah") == "catat" else preview_changes
    outcome = act(fund=fund, month=month, changes=changes, by=request.user, on=request.scope.on)
    if act is record_changes:
        told = Words("Mutasi dicatat: {out} keluar, {come} masuk.", "Changes entered: {out} left, {come} came in.")
        say(request, told.counting(come=outcome.came_in, out=outcome.went_out))
        return redirect(_roster(fund, month))
    return render(request, "money/changes_preview.html", _effect(fund, month, outcome, kept))


@page("roster.change", writes="roster.change")
@require_POST
def fill(request: PageRequest) -> HttpResponse:
    """The next of the waiting list come in."""
    fund, month = _where(request)
    filled = fill_places(fund=fund, month=month, by=request.user, on=request.scope.on)
    told = Words("{n} cadangan masuk menurut urutan.", "{n} people of the waiting list came in, in their order.")
    say(request, told.counting(n=filled.people))
    return redirect(_roster(fund, month))


def _where(request: PageRequest) -> tuple[Fund, Month]:
    """The fund, and the chosen month or the first that may still change."""
    given = request.POST if request.method == "POST" else request.GET
    listed = the_list(request, given)
    if listed is None or not request.scope.may("roster.change", listed.fund.place_id):
        raise Http404("fund")
    wanted = given.get("bulan", "")
    if request.method == "POST" and wanted:
        return listed.fund, Month.parse(wanted)
    return listed.fund, min(max(listed.month, first_open_month(listed.fund)), listed.fund.last_month)


def _forms(request: PageRequest, fund: Fund, month: Month, form: ChangeForm, *, file_error: Words | None = None, status: int = 200) -> HttpResponse:
    determination = determination_in_force(fund)
    person = _person(form, fund)
    free = free_places(fund, month)
    context = {
        "fund": fund,
        "month": month,
        "form": form,
        "person": person,
        "file_error": file_error,
        "closed": is_billed(fund, month),
        "free": free,
        "determination": determination,
        "price": sum(price_in(fund, month)),
        "confirm": _fill_words(fund, month, free),
    }
    return render(request, "money/changes.html", context, status=status)


def _initial(request: PageRequest, fund: Fund) -> dict[str, Any]:
    asked = request.GET.get("keluar", "")
    return (
        {"arah": "out", "anggota": int(asked)} if asked.isdecimal() and Membership.objects.filter(fund=fund, pk=asked).exists() else {"arah": "out"}
    )


def _person(form: ChangeForm, fund: Fund) -> Membership | None:
    """Whom the form is about, where they were chosen from the list."""
    chosen = form["anggota"].value()
    if not chosen or not str(chosen).isdecimal():
        return None
    return Membership.objects.filter(fund=fund, pk=int(chosen)).select_related("person").first()


def _line(form: ChangeForm, fund: Fund) -> pl.DataFrame:
    given = form.cleaned_data
    member = _person(form, fund)
    nik = member.person.nik if member else digits_of(given["nik"])
    line = {"nik": nik, "direction": given["arah"], "reason": given["alasan"], "happened_on": given["tanggal"], "note": given["catatan"]}
    return pl.DataFrame([line], schema={"nik": pl.String, "direction": pl.String, "reason": pl.String, "happened_on": pl.Date, "note": pl.String})


def _keep(request: PageRequest) -> str:
    """The file, kept as the evidence of the changes; the name by which the form that enters them calls it."""
    file = request.FILES["berkas"]
    assert isinstance(file, UploadedFile)
    suffix = Path(file.name or "").suffix.lower()
    if suffix not in _SUFFIXES or (file.size or 0) > _MOST_BYTES:
        raise InputError(
            "change.file",
            Words("Pilih berkas xlsx, xls, ods, atau csv, paling besar 20 MB.", "Choose an xlsx, xls, ods or csv file of at most 20 MB."),
        )
    request.session[_GIVEN] = name = f"{keep_content(file.chunks())}{suffix}"
    return name


def _read(request: PageRequest, name: str) -> pl.DataFrame:
    """The changes of the file that this person gave last; no other is read."""
    sha256 = name.partition(".")[0]
    if name != request.session.get(_GIVEN) or not kept_at(sha256).is_file():
        raise InputError("change.file", Words("Berkasnya tidak ada lagi. Unggah sekali lagi.", "The file is not there any more. Upload it again."))
    with TemporaryDirectory() as folder:
        return read_changes(lay_out(sha256, Path(folder), "mutasi", name))


def _effect(fund: Fund, month: Month, outcome: ChangeOutcome, kept: dict[str, str]) -> dict[str, Any]:
    """What a page says before anything is entered: people, rupiah a month and to the fund's end, and what cannot be done."""
    prices = [sum(price_in(fund, each)) for each in month.upto(fund.last_month)]
    more = outcome.came_in - outcome.went_out
    lines = [
        {"line": row["line"], "nik": mask(row["nik"] or ""), "direction": row["direction"], "fate": FATES[row["fate"]] if row["fate"] else None}
        for row in outcome.lines.head(_LINES).iter_rows(named=True)
    ]
    done = outcome.came_in + outcome.went_out
    monthly = prices[0] if prices else 0
    return {
        "fund": fund,
        "month": month,
        "outcome": outcome,
        "lines": lines,
        "done": done,
        "undone": outcome.lines.height - done,
        "kept": kept,
        "monthly": _signed(more * monthly),
        "whole": _signed(more * sum(prices)),
        "confirm": Words(
            f"{number(outcome.went_out)} orang keluar dan {number(outcome.came_in)} orang masuk mulai {month.said()}.",
            f"{number(outcome.went_out, 'en')} people leave and {number(outcome.came_in, 'en')} come in from {month.said('en')} on.",
        ),
    }


def _signed(amount: int) -> Words:
    sign = "+" if amount > 0 else ""
    return Words(f"{sign}{rupiah(amount)}", f"{sign}{rupiah(amount, 'en')}")


def _fill_words(fund: Fund, month: Month, free: int) -> Words:
    cost = free * sum(price_in(fund, month))
    return Words(
        f"Sampai {number(free)} cadangan masuk menurut urutan mulai {month.said()}, paling banyak {rupiah(cost)} sebulan.",
        f"Up to {number(free, 'en')} people of the waiting list come in, in their order, from {month.said('en')} on, "
        f"at most {rupiah(cost, 'en')} a month.",
    )


def _roster(fund: Fund, month: Month) -> str:
    return f"{reverse('money:roster')}?dana={fund.pk}&bulan={month}"
