"""Postings of BPJS on the screens: sums of a branch, files with people whose columns are mapped once, and the reconciliation."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from payung.billing.models import Bill, BpjsPosting, Difference
from payung.billing.postings import import_postings, read_for, record_posting, remember_columns, withdraw_posting
from payung.billing.postings_file import FIELDS, ReadPostings, titles_of_file
from payung.billing.queries import bill_on
from payung.billing.reconcile import Four, differences_of, four_numbers, reconcile
from payung.filing.actions import file_document, open_document
from payung.filing.kinds import TABLES
from payung.filing.models import Document
from payung.intake.read.header import UNUSED
from payung.values.errors import InputError
from payung.values.money import number_of, rupiah_of
from payung.values.words import Words, number, rupiah
from payung.web.links import person_address
from payung.web.money.bills_forms import day_of, text_of
from payung.web.money.bills_words import DIFFERENCES, RECONCILED
from payung.web.page import PageRequest, page, say
from payung.web.table import Chip, Column, Filter, Table


def _bill(request: PageRequest, pk: int) -> Bill:
    found: Bill = bill_on(pk, visible_to=request.scope.user, on=request.scope.on).bill
    return found


@page("bill.read", writes="posting.record")
@require_POST
def posting(request: PageRequest, pk: int) -> HttpResponse:
    """The sums of a posting, or a file that names people."""
    scope, made = request.scope, _bill(request, pk)
    given = request.FILES.get("berkas")
    if given is not None:
        document = file_document(content=given.read(), name=given.name or "", by=scope.user, on=scope.on, kinds=TABLES)
        return redirect("money:posting_file", pk, document.pk)
    people, amount = number_of(request.POST.get("people", "")), rupiah_of(request.POST.get("amount", ""))
    told = record_posting(bill=made, posted_on=day_of(request, "posted_on"), people=people, amount=amount, by=scope.user, on=scope.on)
    _say_posted(request, told)
    return redirect("money:bill", pk)


def _say_posted(request: PageRequest, one: BpjsPosting) -> None:
    say(
        request,
        Words(
            f"Posting tercatat: {number(one.people)} orang, {rupiah(one.amount)}.",
            f"Posting recorded: {number(one.people, 'en')} people, {rupiah(one.amount, 'en')}.",
        ),
    )


@contextmanager
def _laid_out(document: Document, request: PageRequest) -> Iterator[Path]:
    """The file under its own name for as long as it is read."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / document.name
        path.write_bytes(open_document(document=document, by=request.scope.user))
        yield path


@page("bill.read", writes="posting.record")
def posting_file(request: PageRequest, pk: int, document: int) -> HttpResponse:
    """What the file's columns were taken for, to be corrected; confirmed, its rows are the posting and its columns are remembered."""
    scope, made = request.scope, _bill(request, pk)
    kept = Document.objects.filter(pk=document, by=scope.user).first()  # whoever gave it
    if kept is None or not scope.may("posting.record", made.fund.place_id):
        raise Http404("document")
    wrong: Words | None = None
    posted_on = scope.on.isoformat()
    with _laid_out(kept, request) as path:
        if request.method == "POST":
            titles, posted_on = request.POST.getlist("judul"), request.POST.get("posted_on", "")
            columns = {title[:120]: field for title, field in zip(titles, request.POST.getlist("kolom"), strict=False) if field}
            try:
                remember_columns(place=made.fund.place, columns=columns, by=scope.user, on=scope.on)
                told = import_postings(bill=made, read=read_for(made, path), posted_on=_day(posted_on), by=scope.user, on=scope.on)
                _say_posted(request, told)
                return redirect("money:reconcile", pk)
            except InputError as error:
                wrong = error.words
        read = _read(made, path)
        titles_seen = read.seen if isinstance(read, ReadPostings) else titles_of_file(path)
    context = {
        "bill": made,
        "document": kept,
        "titles": [(title, field or "") for title, field in titles_seen],
        "fields": [*FIELDS.items(), (UNUSED, Words("Tidak dipakai", "Not used"))],
        "read": read if isinstance(read, ReadPostings) else None,
        "wrong": wrong or (None if isinstance(read, ReadPostings) else read),
        "posted_on": posted_on,
    }
    return render(request, "money/posting_file.html", context, status=422 if wrong else 200)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _read(made: Bill, path: Path) -> ReadPostings | Words:
    try:
        return read_for(made, path)
    except InputError as error:
        return error.words


@page("bill.read", writes="posting.record")
@require_POST
def withdraw(request: PageRequest, posting: int) -> HttpResponse:
    """A posting that was told wrongly counts no longer."""
    one = BpjsPosting.objects.select_related("bill__fund").filter(pk=posting).first()
    if one is None:
        raise Http404("posting")
    _bill(request, one.bill_id)
    withdraw_posting(posting=one, reason=text_of(request, "reason"), by=request.scope.user, on=request.scope.on)
    say(request, Words("Posting itu tidak dihitung lagi.", "That posting does not count any more."))
    return redirect("money:bill", one.bill_id)


@page("bill.read")
@require_GET
def reconciliation(request: PageRequest, pk: int) -> HttpResponse:
    """List = bill = SP2D = posting, and everybody about whom they differ."""
    scope, made = request.scope, _bill(request, pk)
    four = four_numbers(made)
    table = _differences(request, four) if four.newest and scope.may_anywhere("roster.read") else None
    if table is not None and table.wants_xlsx:
        return table.xlsx()
    counts = [(DIFFERENCES[kind], getattr(four.newest, kind.value)) for kind in Difference.Kind] if four.newest else []
    context = {
        "bill": made,
        "four": four,
        "badge": RECONCILED[four.state],
        "counts": counts,
        "table": table,
        "may_reconcile": scope.may("bill.reconcile", made.fund.place_id),
    }
    return render(request, "money/reconciliation.html", context)


@page("bill.read", writes="bill.reconcile")
@require_POST
def compare(request: PageRequest, pk: int) -> HttpResponse:
    """Runs the reconciliation."""
    made = _bill(request, pk)
    reconcile(bill=made, by=request.scope.user, on=request.scope.on)
    state = RECONCILED[four_numbers(made).state][1]
    say(request, Words(f"Sudah dicocokkan: {state.id}.", f"Compared: {state.en}."))
    return redirect("money:reconcile", pk)


def _differences(request: PageRequest, four: Four) -> Table:
    assert four.newest is not None
    newest, kind, searched = four.newest, request.GET.get("jenis", ""), request.GET.get("cari", "").strip()
    chips = [Chip(each.value, DIFFERENCES[each], getattr(newest, each.value)) for each in Difference.Kind if getattr(newest, each.value)]
    every = Chip("", Words("Semua", "All"), newest.missing + newest.extra + newest.wrong + newest.twice)

    def row(one: Difference) -> dict[str, Any]:
        person = one.person
        return {
            "kind": DIFFERENCES[Difference.Kind(one.kind)],
            "name": person.name if person else one.name,
            "nik": person.nik if person else one.nik,
            "kpj": one.kpj,
            "billed": one.billed,
            "posted": one.posted,
            "times": one.times,
            "address": person_address(request.scope, person.pk) if person else "",
        }

    return Table(
        request,
        Words(f"Selisih {four.bill.month.said()} {four.bill.fund.name}", f"Differences {four.bill.month.said('en')} {four.bill.fund.name}"),
        [
            Column("kind", Words("Selisih", "Difference"), "words"),
            Column("name", Words("Nama", "Name"), href="address"),
            Column("nik", Words("NIK", "NIK"), "nik"),
            Column("kpj", Words("Nomor peserta", "Participant number")),
            Column("billed", Words("Ditagih", "Billed"), "rupiah", sort="billed"),
            Column("posted", Words("Diposting", "Posted"), "rupiah", sort="posted"),
            Column("times", Words("Kali", "Times"), "number", sort="times", extra=True),
        ],
        differences_of(newest, kind, searched),
        row=row,
        filters=[Filter("jenis", Words("Selisih", "Difference"), [every, *chips], kind)] if chips else [],
        search=Words("Cari nama, NIK atau nomor peserta", "Search name, NIK or participant number"),
        empty=Words("Tidak ada orang yang berbeda.", "Nobody differs."),
    )
