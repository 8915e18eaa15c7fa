"""Pledges of civil servants (SERTAKAN): what each office promised and paid, a new pledge, months marked as paid."""

from typing import Any

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from payung.planning.models import Fund
from payung.planning.sources import source_of
from payung.pledges.actions import count_civil_servants, make_pledge, pay_pledges, withdraw_pledge
from payung.pledges.models import Pledge
from payung.pledges.queries import OfficeLine, Tracked, offices_for, overview
from payung.pledges.standing import STATES
from payung.reports.charts import Bar, bars
from payung.reports.pledges import OFFICE_COLUMNS, office_row
from payung.reports.table_book import write_table
from payung.values.errors import PayungError
from payung.values.month import Month
from payung.values.words import Words
from payung.web.download import XLSX, attachment
from payung.web.language import lang
from payung.web.links import person_address
from payung.web.money.forms import both, choice, day_field, text, whole
from payung.web.money.seen import the_fund
from payung.web.page import PageRequest, page, say
from payung.web.table import Column, Table

_CHARTED = 12  # offices


class PledgeForm(forms.Form):
    """One civil servant, one worker."""

    opd = choice(both("Perangkat daerah", "Office"))
    pemberi = text(both("Nama ASN", "Name of the civil servant"), 120)
    nip = text(both("NIP", "NIP"), 30, required=False, help_text=both("18 angka; boleh kosong.", "18 digits; may stay empty."))
    nik = text(both("NIK pekerja", "NIK of the worker"), 40)
    dari = choice(both("Bulan pertama", "First month"))
    sampai = choice(both("Bulan terakhir", "Last month"))

    def __init__(self, *args: Any, fund: Fund, **more: Any) -> None:
        super().__init__(*args, **more)
        months = [(str(one), one.said(lang())) for one in fund.first_month.upto(fund.last_month)]
        self.fields["opd"].choices = [(str(one.pk), one.name) for one in offices_for(fund)]  # type: ignore[attr-defined]
        self.fields["dari"].choices = self.fields["sampai"].choices = months  # type: ignore[attr-defined]


class PaidForm(forms.Form):
    """All months up to one, of an office or of all."""

    opd = choice(both("Perangkat daerah", "Office"), required=False)
    sampai = choice(both("Dibayar sampai bulan", "Paid up to the month"))
    tanggal = day_field(both("Tanggal setor", "Day of the deposit"))
    bukti = text(both("Nomor bukti setor", "Number of the slip"), 100)

    def __init__(self, *args: Any, fund: Fund, **more: Any) -> None:
        super().__init__(*args, **more)
        everybody = both("semua perangkat daerah", "all offices")
        self.fields["opd"].choices = [("", str(everybody)), *((str(one.pk), one.name) for one in offices_for(fund))]  # type: ignore[attr-defined]
        self.fields["sampai"].choices = [(str(one), one.said(lang())) for one in fund.first_month.upto(fund.last_month)]  # type: ignore[attr-defined]


class StaffForm(forms.Form):
    """How many civil servants an office has."""

    opd = choice(both("Perangkat daerah", "Office"))
    jumlah = whole(both("Jumlah ASN", "Civil servants"), least=1, most=1_000_000)

    def __init__(self, *args: Any, fund: Fund, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["opd"].choices = [(str(one.pk), one.name) for one in offices_for(fund)]  # type: ignore[attr-defined]


@page("fund.read", writes="pledge.record")
def pledges_page(request: PageRequest, fund_id: int) -> HttpResponse:
    """GET: how the pledges stand in the month; ?lembar=opd is the table of the offices as xlsx. POST: a new pledge."""
    fund = _of_pledges(request, fund_id)
    month = _month(request, fund)
    form = PledgeForm(request.POST or None, fund=fund, initial={"dari": str(month), "sampai": str(fund.last_month)})
    status = 200
    if request.method == "POST":
        try:
            if form.is_valid():
                _make(request, fund, form.cleaned_data)
                say(request, Words("Janji dicatat.", "The pledge is entered."))
                return redirect("money:pledges", fund.pk)
        except PayungError as error:
            form.add_error(None, error.words.said(lang()))
        status = 422
    found = overview(fund, month)
    rows = [office_row(one.office.name, one.standing, lang()) for one in found.offices]
    if request.GET.get("lembar") == "opd":
        title = f"{fund.name} {month.said(lang())}"
        return attachment(write_table(title, OFFICE_COLUMNS, rows, lang()), XLSX, f"janji {title}.xlsx")
    table = _table(request, found.pledges, month)
    if table.wants_xlsx:
        return table.xlsx()
    context = {
        "fund": fund,
        "month": month,
        "months": list(fund.first_month.upto(fund.last_month)),
        "whole": found.whole,
        "share": found.whole.share(lang()),
        "heads": OFFICE_COLUMNS,
        "rows": rows,
        "chart": _chart(found.offices),
        "table": table,
        "form": form,
        "may": request.scope.may("pledge.record", fund.place_id),
        "paid_form": PaidForm(fund=fund, initial={"sampai": str(month), "tanggal": request.scope.on}),
        "staff_form": StaffForm(fund=fund),
    }
    return render(request, "money/pledges.html", context, status=status)


@page("fund.read", writes="pledge.record")
@require_POST
def pay(request: PageRequest, fund_id: int) -> HttpResponse:
    """Marks months as paid."""
    fund = _of_pledges(request, fund_id)
    form = PaidForm(request.POST, fund=fund)
    if not form.is_valid():
        return _wrong(request, form, fund)
    given = form.cleaned_data
    office = offices_for(fund).filter(pk=int(given["opd"])).first() if given["opd"] else None
    terms = {"through": Month.parse(given["sampai"]), "reference": given["bukti"], "paid_on": given["tanggal"]}
    made = pay_pledges(fund=fund, office=office, by=request.user, on=request.scope.on, **terms)
    say(request, Words("{n} bulan ditandai dibayar.", "{n} months marked as paid.").counting(n=len(made)))
    return redirect("money:pledges", fund.pk)


@page("fund.read", writes="pledge.record")
@require_POST
def staff(request: PageRequest, fund_id: int) -> HttpResponse:
    """How many civil servants an office has."""
    fund = _of_pledges(request, fund_id)
    form = StaffForm(request.POST, fund=fund)
    if not form.is_valid():
        return _wrong(request, form, fund)
    office = offices_for(fund).get(pk=int(form.cleaned_data["opd"]))
    count_civil_servants(fund=fund, office=office, civil_servants=form.cleaned_data["jumlah"], by=request.user, on=request.scope.on)
    say(request, Words("Jumlah ASN dicatat.", "The number of civil servants is entered."))
    return redirect("money:pledges", fund.pk)


@page("fund.read", writes="pledge.record")
def withdraw(request: PageRequest, pledge_id: int) -> HttpResponse:
    """Asks for the reason, then withdraws; what was paid stays."""
    pledge = get_object_or_404(Pledge.objects.select_related("fund", "office", "person"), pk=pledge_id)
    fund = _of_pledges(request, pledge.fund_id)
    if request.method == "POST":
        withdraw_pledge(pledge=pledge, reason=request.POST.get("alasan", ""), by=request.user, on=request.scope.on)
        say(request, Words("Janji ditarik; yang sudah dibayar tetap tercatat.", "The pledge is withdrawn; what was paid stays."))
        return redirect("money:pledges", fund.pk)
    return render(request, "money/pledge_withdraw.html", {"fund": fund, "pledge": pledge})


def _of_pledges(request: PageRequest, fund_id: int) -> Fund:
    fund = the_fund(request, fund_id)
    if not source_of(fund.source).pledges:
        raise Http404("fund")
    return fund


def _month(request: PageRequest, fund: Fund) -> Month:
    month: Month = min(max(request.scope.month, fund.first_month), fund.last_month)
    return month


def _make(request: PageRequest, fund: Fund, given: dict[str, Any]) -> None:
    make_pledge(
        fund=fund,
        office=offices_for(fund).get(pk=int(given["opd"])),
        giver=given["pemberi"],
        giver_number=given["nip"],
        nik=given["nik"],
        first_month=Month.parse(given["dari"]),
        last_month=Month.parse(given["sampai"]),
        by=request.user,
        on=request.scope.on,
    )


def _wrong(request: PageRequest, form: forms.Form, fund: Fund) -> HttpResponse:
    say(request, Words(*[" ".join(f"{form[name].label}: {wrong[0]}" for name, wrong in form.errors.items())] * 2), wrong=True)
    return redirect("money:pledges", fund.pk)


_COLUMNS = [
    Column("giver", Words("ASN", "Civil servant"), sort="giver"),
    Column("office", Words("Perangkat daerah", "Office"), sort="office"),
    Column("person", Words("Pekerja", "Worker"), sort="person", href="address"),
    Column("nik", Words("NIK", "NIK"), "nik"),
    Column("first", Words("Mulai", "From"), "month", sort="first"),
    Column("last", Words("Sampai", "Until"), "month"),
    Column("paid", Words("Bulan dibayar", "Months paid"), "number", sort="paid"),
    Column("rupiah", Words("Rupiah dibayar", "Rupiah paid"), "rupiah"),
    Column("state", Words("Bulan ini", "This month"), "badge"),
]
_WITHDRAW = Column("withdraw", Words("Tarik", "Withdraw"), "words", href="withdraw_address")


def _table(request: PageRequest, pledges: list[Tracked], month: Month) -> Table:
    may_see = request.scope.may_anywhere("person.read")
    may_write = request.scope.may_anywhere("pledge.record")

    def row(one: Tracked) -> dict[str, Any]:
        pledge = one.pledge
        open_ = pledge.withdrawn_on is None
        return {
            "giver": pledge.giver,
            "office": pledge.office.name,
            "person": pledge.person.name,
            "address": person_address(request.scope, pledge.person_id) if may_see else "",
            "nik": pledge.person.nik,
            "first": pledge.first_month,
            "last": pledge.last_month,
            "paid": len(one.promised.paid),
            "rupiah": one.promised.rupiah,
            "state": STATES[one.promised.state(month)],
            "withdraw": Words("Tarik", "Withdraw") if open_ and may_write else None,
            "withdraw_address": reverse("money:pledge_withdraw", args=[pledge.pk]) if open_ and may_write else "",
        }

    columns = [*_COLUMNS, _WITHDRAW] if may_write else _COLUMNS
    empty = Words("Belum ada janji. Catat yang pertama di bawah.", "No pledge yet. Enter the first one below.")
    return Table(request, Words("Janji", "Pledges"), columns, [row(one) for one in pledges], empty=empty)


def _chart(offices: list[OfficeLine]) -> str:
    title = Words("Pekerja yang dibayar bulan ini per perangkat daerah", "Workers paid for this month by office").said(lang())
    best = sorted(offices, key=lambda one: -one.standing.workers)[:_CHARTED]
    told = Words("{covered} dari {workers} pekerja", "{covered} of {workers} workers")
    lines = [
        Bar(
            one.office.name,
            one.standing.covered,
            said=told.counting(covered=one.standing.covered, workers=one.standing.workers).said(lang()),
            state="ok" if one.standing.owed == 0 else "fix",
        )
        for one in best
    ]
    return bars(title, lines, lang(), key="pledges") if lines else ""
