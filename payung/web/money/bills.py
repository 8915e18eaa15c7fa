"""Bills of the funds of a round, and making the bill of a month; one bill stands in bills_page.py."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET

from payung.billing.actions import make_bill
from payung.billing.queries import BillOn, bills_of, months_to_bill
from payung.billing.steps import STEPS, steps_of
from payung.billing.ways import ways_of
from payung.law.due import due
from payung.law.given import Programme, Segment
from payung.planning.models import Fund
from payung.planning.queries import price_in
from payung.reports.month_charts import Column as ChartColumn
from payung.reports.month_charts import Part, columns, month_labels, short_rupiah
from payung.roster.queries import roster_on
from payung.values.month import Month
from payung.values.words import Words, number, rupiah
from payung.web.language import lang
from payung.web.page import PageRequest, page, say
from payung.web.scope import Scope
from payung.web.table import Chip, Column, Filter, Table

STATES = {
    "overdue": Words("Lewat jatuh tempo", "Overdue"),
    "partly": Words("Sebagian", "Partly paid"),
    "owed": Words("Belum dibayar", "Unpaid"),
    "paid": Words("Lunas", "Paid"),
}
_BADGES = {"overdue": "owed", "partly": "soon", "owed": "waiting", "paid": "paid"}
_LATE = Words("Lewat jatuh tempo {n} hari", "Overdue by {n} days")


def badge(one: BillOn) -> tuple[str, Words]:
    """The state of a bill as parts/badge.html shows it, with the days where it is late."""
    return _BADGES[one.state], _LATE.filled(n=one.days_late) if one.state == "overdue" else STATES[one.state]


@page("bill.read")
@require_GET
def bills(request: PageRequest) -> HttpResponse:
    """All months of all funds of the round; what is overdue stands first and is red."""
    scope = request.scope
    found = bills_of(scope.round, visible_to=scope.user, on=scope.on) if scope.round else []
    table = _table(request, found)
    if table.wants_xlsx:
        return table.xlsx()
    overdue = [one for one in found if one.state == "overdue"]
    funds = _funds_to_bill(scope)
    context = {
        "table": table,
        "overdue": overdue,
        "sums": _sums(found),
        "chart": _chart(found),
        "chart_rows": _by_month(found),
        "to_bill": next(iter(funds), None),
        "funds": sorted({one.bill.fund for one in found}, key=lambda fund: fund.name),
        "next_due": min((one for one in found if one.owed and not one.days_late), key=lambda one: one.bill.due_on, default=None),
    }
    return render(request, "money/bills.html", context)


def _table(request: PageRequest, found: list[BillOn]) -> Table:
    fund, state = request.GET.get("dana", ""), request.GET.get("keadaan", "")
    counts, names = Counter[str](one.state for one in found), {str(one.bill.fund_id): one.bill.fund.name for one in found}
    chips = [Chip("", Words("Semua", "All"), len(found)), *(Chip(key, words, counts[key]) for key, words in STATES.items() if counts[key])]
    filters = [Filter("keadaan", Words("Keadaan", "State"), chips, state)]
    if len(names) > 1:
        funds = [Chip("", Words("Semua dana", "All funds")), *(Chip(key, Words(name, name)) for key, name in sorted(names.items()))]
        filters.append(Filter("dana", Words("Dana", "Fund"), funds, fund))
    shown = [one for one in found if (not fund or str(one.bill.fund_id) == fund) and (not state or one.state == state)]
    ways = ways_of([one.bill for one in shown])
    return Table(
        request,
        Words("Tagihan", "Bills"),
        [
            Column("month", Words("Bulan", "Month"), "month", sort="month", href="address"),
            Column("state", Words("Keadaan", "State"), "badge"),
            Column("step", Words("Langkah berikut", "Next step"), "words"),
            Column("fund", Words("Dana", "Fund"), sort="fund", extra=len(names) == 1),
            Column("people", Words("Orang", "People"), "number", sort="people"),
            Column("jkk", Words("JKK", "JKK"), "rupiah", sort="jkk"),
            Column("jkm", Words("JKM", "JKM"), "rupiah", sort="jkm"),
            Column("total", Words("Jumlah", "Total"), "rupiah", sort="total"),
            Column("due_on", Words("Jatuh tempo", "Due"), "date", sort="due_on"),
            Column("paid", Words("Dibayar", "Paid"), "rupiah", sort="paid"),
            Column("owed", Words("Sisa", "Owed"), "rupiah", sort="owed"),
        ],
        [_row(one, ways[one.bill.pk]) for one in shown],
        filters=filters,
        empty=Words("Tidak ada tagihan dengan pilihan ini.", "No bill with this choice.") if found else _NOTHING,
    )


_NOTHING = Words(
    "Belum ada tagihan. Tagihan sebuah bulan dibuat dari daftar peserta dana pada bulan itu.",
    "No bills yet. The bill of a month is made from the fund's list of that month.",
)


def _row(one: BillOn, done: set[str]) -> dict[str, Any]:
    bill = one.bill
    now = next((step for step in steps_of(done) if step.state == "now"), None)
    return {
        "step": now.words if now else STEPS["closed"],
        "month": bill.month,
        "address": reverse("money:bill", args=[bill.pk]),
        "fund": bill.fund.name,
        "people": bill.people,
        "jkk": bill.jkk,
        "jkm": bill.jkm,
        "total": bill.total,
        "due_on": bill.due_on,
        "paid": one.paid,
        "owed": one.owed,
        "state": badge(one),
    }


def _sums(found: Sequence[BillOn]) -> dict[str, int]:
    late = sum(one.owed for one in found if one.state == "overdue")
    return {
        "total": sum(one.bill.total for one in found),
        "paid": sum(one.paid for one in found),
        "owed": sum(one.owed for one in found),
        "late": late,
    }


def _by_month(found: Sequence[BillOn]) -> list[dict[str, Any]]:
    """Of all funds together, in the order of the months."""
    months = sorted({one.bill.month for one in found})
    return [{"month": month, **_sums([one for one in found if one.bill.month == month])} for month in months]


def _chart(found: Sequence[BillOn]) -> str:
    rows, said = _by_month(found), lang()
    labels = month_labels([row["month"].said(said) for row in rows])
    told = Words("dibayar {paid} dari {total}", "{paid} of {total} paid")
    data = [
        ChartColumn(
            label,
            (row["paid"], row["late"], row["owed"] - row["late"]),
            told.said(said, paid=rupiah(row["paid"], said), total=rupiah(row["total"], said)),
            short_rupiah(row["total"], said) if len(rows) <= _WITH_VALUES else "",
        )
        for label, row in zip(labels, rows, strict=True)
    ]
    parts = [
        Part(Words("dibayar", "paid"), "ok"),
        Part(Words("lewat jatuh tempo", "overdue"), "no"),
        Part(Words("belum jatuh tempo", "not due yet"), "wait"),
    ]
    return columns(Words("Tagihan menurut bulan", "Bills by month").said(said), parts, data, said, key="bills")


_WITH_VALUES = 8  # columns; above so many their values would run into each other


def _funds_to_bill(scope: Scope) -> list[tuple[Fund, list[Month]]]:
    """Funds of the round for which the person may make a bill, with the months that have none yet."""
    if scope.round is None:
        return []
    funds = Fund.objects.filter(scope.sight.in_places("place"), round=scope.round).select_related("place").order_by("name", "pk")
    open_ = [(fund, months_to_bill(fund)) for fund in funds if scope.may("bill.make", fund.place_id)]
    return [(fund, months) for fund, months in open_ if months]


@page("bill.read", writes="bill.make")
def make(request: PageRequest) -> HttpResponse:
    """What the bill of a month would be, in people and rupiah; posted, it is made, which closes the list of that month."""
    scope = request.scope
    funds = _funds_to_bill(scope)
    given = request.POST if request.method == "POST" else request.GET
    wanted = given.get("dana", "")
    fund = next((fund for fund, _ in funds if str(fund.pk) == wanted), funds[0][0] if funds and not wanted else None)
    if request.method == "POST":
        return _made(request, wanted)
    if wanted and fund is None:
        return redirect("money:bills")
    months = next((months for one, months in funds if one == fund), [])
    month = next((month for month in months if str(month) == given.get("bulan_tagihan", "")), months[0] if months else None)
    context: dict[str, Any] = {"funds": funds, "fund": fund, "month": month, "months": months}
    if fund and month:
        context |= _preview(fund, month)
    return render(request, "money/make_bill.html", context)


def _preview(fund: Fund, month: Month) -> dict[str, Any]:
    people = roster_on(fund, month).count()
    jkk, jkm = price_in(fund, month)
    return {
        "people": people,
        "price_jkk": jkk,
        "price_jkm": jkm,
        "jkk": people * jkk,
        "jkm": people * jkm,
        "total": people * (jkk + jkm),
        "due": due(Segment(fund.segment), Programme.JKK, month),
        "confirm": Words(
            "Buat tagihan {month}: {people} orang, {total}? Daftar peserta sampai bulan itu ditutup dan tidak dapat diubah lagi.",
            "Make the bill of {month}: {people} people, {total}? The list up to that month is closed and cannot be changed any more.",
        ).said(lang(), month=month.said(lang()), people=number(people, lang()), total=rupiah(people * (jkk + jkm), lang())),
    }


def _made(request: PageRequest, wanted: str) -> HttpResponse:
    scope = request.scope
    if not wanted:
        return redirect("money:make_bill")
    fund = Fund.objects.filter(scope.sight.in_places("place"), pk=wanted if wanted.isdecimal() and len(wanted) < 19 else 0).first()
    if fund is None:
        raise Http404("fund")
    month = Month.parse(request.POST.get("bulan_tagihan", ""))
    before = fund.bills.filter(month=month).exists()
    made = make_bill(fund=fund, month=month, by=scope.user, on=scope.on)
    told = (
        Words(f"Tagihan {month.said()} sudah ada. Tidak ada yang berubah.", f"The bill of {month.said('en')} is there already. Nothing changed.")
        if before
        else Words(
            f"Tagihan {month.said()} dibuat: {number(made.people)} orang, {rupiah(made.total)}.",
            f"The bill of {month.said('en')} is made: {number(made.people, 'en')} people, {rupiah(made.total, 'en')}.",
        )
    )
    say(request, told)
    return redirect("money:bill", made.pk)
