"""What was paid for people after they had died or left: the list, the letter that asks for it back, and what came of it."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from payung.audit.actions import acting
from payung.billing.overpaid import months_said
from payung.compliance.models import OverpaidStep
from payung.compliance.overpaid import Overpaid, OverpaidState, overpaid_people, record_step
from payung.reports.funds import REASON_WORDS
from payung.reports.mutation import overpaid_letter
from payung.reports.table_book import write_table
from payung.values.words import Words, number
from payung.web.download import PDF, XLSX, attachment, refuse_too_many
from payung.web.language import lang
from payung.web.links import person_address
from payung.web.money.seen import village_names
from payung.web.page import PageRequest, page, say
from payung.web.table import Chip, Column, Filter, Table

STATES: dict[str, tuple[str, Words]] = {
    "open": ("owed", Words("belum diminta", "not asked yet")),
    "asked": ("needs_fixing", Words("diminta kembali", "asked back")),
    "compensated": ("passes", Words("sudah dikompensasi", "compensated")),
}
_COLUMNS = [
    Column("nik", Words("NIK", "NIK"), "nik"),
    Column("name", Words("Nama", "Name"), sort="name", href="address"),
    Column("place", Words("Desa", "Village")),
    Column("fund", Words("Dana", "Fund"), sort="fund"),
    Column("why", Words("Kejadian", "What happened"), "words"),
    Column("happened_on", Words("Tanggal", "Date"), "date", sort="happened_on"),
    Column("sentence", Words("Kelebihan bayar", "Overpaid"), "words"),
    Column("months", Words("Bulan", "Months")),
    Column("rupiah", Words("Rupiah", "Rupiah"), "rupiah", sort="rupiah"),
    Column("state", Words("Keadaan", "State"), "badge", sort="rank"),
    Column("reference", Words("Nomor surat", "Letter number")),
]


@page("changes.read", writes="overpaid.record")
def overpaid_page(request: PageRequest) -> HttpResponse:
    """GET: the list; ?keadaan= narrows it. POST: the chosen ones (pilih) are asked back or were compensated (langkah)."""
    people = overpaid_people(visible_to=request.user, on=request.scope.on)
    if request.method == "POST":
        return _record(request, people)
    chosen = request.GET.get("keadaan", "")
    shown = [one for one in people if not chosen or one.state == chosen]
    names = village_names([one.village for one in shown])
    chips = [Chip("", Words("Semua", "All"), len(people))]
    chips += [Chip(key, words, sum(one.state == key for one in people)) for key, (_, words) in STATES.items()]
    table = Table(
        request,
        Words("Kelebihan bayar", "Overpaid"),
        _COLUMNS,
        [_row(request, one, names) for one in shown],
        filters=[Filter("keadaan", Words("Keadaan", "State"), chips, chosen)],
        empty=Words(
            "Tidak ada iuran yang dibayar untuk bulan sesudah orangnya meninggal atau keluar.",
            "No contribution was paid for a month after somebody had died or left.",
        ),
    )
    if table.wants_xlsx:
        return table.xlsx()
    sums = {key: sum(one.rupiah for one in people if one.state == key) for key in STATES}
    may_record = any(request.scope.may("overpaid.record", one.fund.place_id) for one in people)
    context = {"table": table, "sums": sums, "people": len(people), "may_record": may_record, "may_reveal": request.scope.may("nik.reveal")}
    return render(request, "changes/overpaid.html", context)


def sentence_of(one: Overpaid) -> Words:
    """ "Dibayar 3 bulan setelah meninggal: Rp50.400." """
    what = REASON_WORDS[one.reason]
    n, sum_ = len(one.months), (number(one.rupiah), number(one.rupiah, "en"))
    happened = ("meninggal", "the death") if one.reason == "deceased" else (what.id, f"“{what.en}”")
    before = (" Terjadi sebelum mulai terdaftar.", " It happened before the first month.") if one.before_start else ("", "")
    return Words(
        f"Dibayar {n} bulan setelah {happened[0]}: Rp{sum_[0]}.{before[0]}",
        f"Paid for {n} {'month' if n == 1 else 'months'} after {happened[1]}: Rp{sum_[1]}.{before[1]}",
    )


def _row(request: PageRequest, one: Overpaid, names: dict[str, str]) -> dict[str, Any]:
    return {
        "id": one.key,
        "nik": one.nik,
        "name": one.name,
        "address": person_address(request.scope, one.person_id),
        "place": names.get(one.village, ""),
        "fund": one.fund.name,
        "why": REASON_WORDS[one.reason],
        "happened_on": one.happened_on,
        "sentence": sentence_of(one),
        "months": months_said(one.months, lang()),
        "rupiah": one.rupiah,
        "state": STATES[one.state],
        "rank": list(STATES).index(one.state),
        "reference": one.reference,
    }


def _record(request: PageRequest, people: list[Overpaid]) -> HttpResponse:
    wanted = set(request.POST.getlist("pilih"))
    chosen = [one for one in people if one.key in wanted]
    if not chosen:
        say(request, Words("Pilih dulu orangnya.", "Choose the people first."), wrong=True)
        return redirect("changes:overpaid")
    kind = OverpaidStep.Kind.COMPENSATED if request.POST.get("langkah") == "kompensasi" else OverpaidStep.Kind.ASKED
    done = record_step(people=chosen, kind=kind, reference=request.POST.get("nomor", ""), by=request.user, on=request.scope.on)
    say(request, Words("{n} bulan dicatat.", "{n} months noted.").counting(n=done))
    return redirect("changes:overpaid")


def _wanted(request: PageRequest) -> list[Overpaid]:
    """Those that have not come back, of the round's place. 404 where there are none."""
    people = [one for one in overpaid_people(visible_to=request.user, on=request.scope.on) if one.state != OverpaidState.COMPENSATED]
    places = {one.fund.place_id for one in people}
    here = request.scope.here if request.scope.here in places else next(iter(sorted(places)), "")
    return [one for one in people if one.fund.place_id == here]


@page("changes.read")
def letter(request: PageRequest) -> HttpResponse:
    """Asks for what has not come back."""
    people = _wanted(request)
    if not people:
        say(request, Words("Tidak ada kelebihan bayar yang perlu diminta.", "There is nothing to ask back."), wrong=True)
        return redirect("changes:overpaid")
    reference = " ".join(request.GET.get("nomor", "").split())[:100]
    pdf = overpaid_letter(people, made_by=str(request.user), on=request.scope.on, reference=reference)
    return attachment(pdf, PDF, f"surat kompensasi {request.scope.on}.pdf", shown=True)


@page("changes.read", writes="nik.reveal")
def book(request: PageRequest) -> HttpResponse:
    """The enclosure of the letter. GET: masked; POST: full NIKs, logged."""
    people, full = _wanted(request), request.method == "POST"
    if full and not all(request.scope.may("nik.reveal", one.fund.place_id) for one in people):
        raise Http404("nik.reveal")
    refuse_too_many(len(people))
    if full:
        with acting("nik.reveal", by=request.user, note="overpaid"):
            pass
    names = village_names([one.village for one in people])
    heads = [(column.title, "text" if column.kind == "nik" and full else column.kind) for column in _COLUMNS]
    rows = [[_row(request, one, names)[column.key] for column in _COLUMNS] for one in people]
    return attachment(write_table("Kelebihan bayar", heads, rows, lang()), XLSX, f"kelebihan bayar {request.scope.on}.xlsx")
