"""Rows with what is said of them; one row with its form; a new person."""

from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from payung.intake import by_hand, queries
from payung.intake.checks.catalog import FINDINGS, VERDICTS
from payung.intake.models import Row
from payung.intake.senders import may_send_for, own_offices, sends_for_anybody
from payung.places.models import Office
from payung.registry.models import Round
from payung.values.errors import PayungError
from payung.values.problem import Verdict
from payung.values.words import Words
from payung.web.language import lang
from payung.web.page import PageRequest, page, say
from payung.web.table import Chip, Column, Filter, Table
from payung.web.upload.forms import ASKED, PersonForm, written_of
from payung.web.upload.said import Said, findings_of, joined, masked_text, verdict_of

_SORTED = 20_000  # rows: more are shown as they were received, sorting or searching them would take too long
_HELD = Words("Tersimpan dengan nomor {n}.", "Saved under number {n}.")
_AS_SENT = ("list_id", "sheet", "number")  # as the index has them: fifty of a million rows without sorting
_NAMELESS = Words("Nama kosong", "No name")
_COLUMNS = [
    Column("nik", Words("NIK", "NIK")),
    Column("name", Words("Nama", "Name"), href="address"),
    Column("sender", Words("Pengirim", "Sender")),
    Column("at", Words("Berkas dan baris", "File and row"), extra=True),
    Column("row", Words("Baris", "Row"), "number"),
    Column("verdict", Words("Hasil", "Result"), "badge"),
    Column("what", Words("Apa yang perlu diketahui", "What to know"), "words"),
    Column("do", Words("Apa yang perlu dilakukan", "What to do"), "words"),
]


@page("list.receive")
def rows(request: PageRequest, upload: int | None = None, sender: int | None = None) -> HttpResponse:
    """Rows of the round, of one upload or of one sender; narrowed by result and reason, downloaded as they stand."""
    scope, title, lists = request.scope, Words("Baris pendataan", "Rows of the round"), None
    round: Round | None = scope.round
    if upload is not None:
        found = get_object_or_404(queries.visible_uploads(visible_to=request.user, on=scope.on), pk=upload)
        round, title = found.round, Words("Baris kiriman {n}", "Rows of upload {n}").filled(n=upload)
        lists = queries.lists_of_upload(found)
    if round is None:
        return redirect("upload:uploads")
    source = queries.visible_rows(round, visible_to=request.user, on=scope.on)
    if lists is not None:
        source = source.filter(list__in=lists.values("pk"))
    if sender is not None:
        office = get_object_or_404(Office, pk=sender)
        source = source.filter(list__office=office)
        if not source.exists():
            raise Http404
        title = Words(office.name, office.name)
    table = _table(request, source, title, sender is not None)
    return table.xlsx() if table.wants_xlsx else render(request, "upload/rows.html", {"table": table, "title": title})


def _table(request: PageRequest, source: QuerySet[Row], title: Words, one_sender: bool) -> Table:
    verdict, code = request.GET.get("hasil", ""), request.GET.get("alasan", "")
    if verdict in set(Verdict):
        source = source.filter(verdict=verdict)
    if code in FINDINGS:
        source = source.filter(findings__code=code)
    few = source[: _SORTED + 1].count() <= _SORTED
    if few and (wanted := request.GET.get("cari", "").strip()):
        source = source.filter(name__icontains=wanted)
    results = [Chip("", Words("semua", "all")), *(Chip(one.value, words) for one, words in VERDICTS.items())]
    filters = [Filter("hasil", Words("Hasil", "Result"), results, verdict)]
    if code in FINDINGS:
        both = [Chip("", Words("semua alasan", "all reasons")), Chip(code, FINDINGS[code].title)]
        filters.append(Filter("alasan", Words("Alasan", "Reason"), both, code))
    known = {"verdict": verdict in set(Verdict), "sender": one_sender}  # the same in every row
    columns = [
        Column(c.key, c.title, c.kind, {"name": "name", "row": "number"}.get(c.key, "") if few else "", c.href, known.get(c.key, c.extra))
        for c in _COLUMNS
    ]
    nothing = Words("Tidak ada baris seperti ini.", "There is no such row.")
    search = Words("Cari nama", "Search a name") if few else None
    return Table(request, title, columns, source.order_by(*_AS_SENT).prefetch_related("findings"), _cells, filters, empty=nothing, search=search)


def _cells(row: Row) -> dict[str, Any]:
    told = findings_of(row)
    return {
        "id": row.pk,
        "nik": masked_text(str(row.as_written.get("nik", ""))),
        "name": row.name or str(row.as_written.get("name", "")) or _NAMELESS.said(lang()),
        "address": reverse("upload:row", args=[row.pk]),
        "sender": row.list.office.name,
        "at": f"{row.list.file_name} · {row.sheet} · {row.number}",
        "row": row.number,
        "verdict": verdict_of(row),
        "what": joined(each.what for each in told),
        "do": joined(each.do for each in told),
    }


@page("list.receive", writes="list.receive")
def row(request: PageRequest, pk: int) -> HttpResponse:
    """What is said of one row, and the form that corrects it: the fields in question stand open."""
    found = _visible_row(request, pk)
    told = findings_of(found)
    mine = may_send_for(request.user, request.scope.on)(found.list.office) and found.verdict != Verdict.PASSES
    form = _form(request, found, told) if mine and request.scope.may_anywhere("nik.reveal") else None
    if request.method == "POST" and form is not None and form.is_valid():
        if (answer := _corrected(request, found, form)) is not None:
            return answer
        told = findings_of(_visible_row(request, pk))
    shown = {"row": found, "told": told, "form": form, "verdict": verdict_of(found), "nik": masked_text(str(found.as_written.get("nik", "")))}
    return render(request, "upload/row.html", shown)


def _visible_row(request: PageRequest, pk: int) -> Row:
    """A row of the round it belongs to, if the person sees its sender."""
    found = get_object_or_404(Row.objects.select_related("list__round__place", "list__office__place").prefetch_related("findings"), pk=pk)
    seen = queries.visible_lists(found.list.round, visible_to=request.user, on=request.scope.on)
    return get_object_or_404(Row.objects.filter(list__in=seen.values("pk")), pk=pk) and found


def _form(request: PageRequest, found: Row, told: list[Said]) -> PersonForm:
    initial = dict(written_of(found))
    if request.method != "POST":  # the form shows the number in full
        by_hand.reveal_row(row=found, by=request.user, on=request.scope.on)
    first = {each.column for each in told if each.state != "warning"} or {each.column for each in told}
    return PersonForm(request.POST or None, initial=initial, first=first)


def _corrected(request: PageRequest, found: Row, form: PersonForm) -> HttpResponse | None:
    """Back to the list once the row passes; the same page with what is still said of it otherwise."""
    changed = form.changed()
    if not changed:
        form.add_error(None, Words("Belum ada yang diubah.", "Nothing was changed yet.").said(lang()))
        return None
    if "birth_date" in changed and "birth" in found.as_written:  # the two in one column give way to both
        changed["birth_place"] = form.cleaned_data["birth_place"]
    try:
        now, act = by_hand.correct_row(row=found, fields=changed, by=request.user, on=request.scope.on)
    except PayungError as error:
        form.add_error(None, error.words.said(lang()))
        return None
    saved = _HELD.filled(n=act.pk)
    if now.verdict == Verdict.PASSES:
        say(request, Words(f"{now.name} sekarang lolos. {saved.id}", f"{now.name} passes now. {saved.en}"))
        return redirect("upload:uploads")
    verdict = VERDICTS[Verdict(now.verdict)]
    say(request, Words(f"Hasilnya sekarang: {verdict.id}. {saved.id}", f"The result is now: {verdict.en}. {saved.en}"), wrong=True)
    return redirect("upload:row", now.pk)


@page("list.receive", writes="list.receive")
def person(request: PageRequest) -> HttpResponse:
    """A new person in the list of one's own village or office."""
    round, on = request.scope.round, request.scope.on
    own = own_offices(request.user, round.place_id, on) if round and not sends_for_anybody(request.user, round.place_id, on) else []
    if round is None or not own:
        return redirect("upload:uploads")
    office = next((one for one in own if str(one.pk) == request.POST.get("kantor", "")), own[0])
    form = PersonForm(request.POST or None, first=ASKED)
    if request.method == "POST" and form.is_valid():
        try:
            made, act = by_hand.add_person(round=round, office=office, fields=form.cleaned_data, by=request.user, on=on)
        except PayungError as error:
            form.add_error(None, error.words.said(lang()))
        else:
            verdict, saved = VERDICTS[Verdict(made.verdict)], _HELD.filled(n=act.pk)
            say(request, Words(f"{made.name}: {verdict.id}. {saved.id}", f"{made.name}: {verdict.en}. {saved.en}"))
            return redirect("upload:uploads") if made.verdict == Verdict.PASSES else redirect("upload:row", made.pk)
    return render(request, "upload/person.html", {"form": form, "own": own, "office": office})
