"""Closing the month of a bill with what is still open, reopening it, and the books of a fund."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from payung.billing.closed import closing_of
from payung.billing.closing import close_month, open_items, reopen_month
from payung.billing.credits import credit_of
from payung.billing.ledger import Entry, statement, trial_balance
from payung.billing.models import Account, Closing
from payung.billing.queries import bill_on
from payung.values.errors import InputError
from payung.values.month import Month
from payung.values.words import Words
from payung.web.links import link
from payung.web.money.bills_forms import text_of
from payung.web.money.bills_words import ACCOUNTS, kind_words
from payung.web.money.seen import the_fund
from payung.web.page import PageRequest, page, say
from payung.web.table import Chip, Column, Filter, Table


@page("bill.read", writes="month.close")
def close(request: PageRequest, pk: int) -> HttpResponse:
    """What stands open, each with room for the reason why it is let stand; posted, the month is closed."""
    scope = request.scope
    bill = bill_on(pk, visible_to=scope.user, on=scope.on).bill
    items = open_items(bill.fund, bill.month)
    if request.method == "POST":
        accept = {item.what: text_of(request, f"alasan_{item.what}") for item in items}
        close_month(fund=bill.fund, month=bill.month, accept=accept, by=scope.user, on=scope.on)
        say(request, Words(f"{bill.month.said()} ditutup.", f"{bill.month.said('en')} is closed."))
        return redirect("money:bill", pk)
    if closing_of(bill.fund, bill.month) is not None or not scope.may("month.close", bill.fund.place_id):
        return redirect("money:bill", pk)
    return render(request, "money/close.html", {"bill": bill, "items": items})


@page("bill.read", writes="month.reopen")
@require_POST
def reopen(request: PageRequest, closing: int) -> HttpResponse:
    """By the owner of the programme, with a reason."""
    scope = request.scope
    one = Closing.objects.select_related("fund").filter(pk=closing).first()
    if one is None:
        raise Http404("closing")
    fund = the_fund(request, one.fund_id)
    reopen_month(closing=one, reason=text_of(request, "reason"), by=scope.user, on=scope.on)
    say(request, Words(f"{one.month.said()} dibuka kembali.", f"{one.month.said('en')} is open again."))
    bill = fund.bills.filter(month=one.month).first()
    return redirect("money:bill", bill.pk) if bill else redirect("money:bills")


@page("bill.read")
@require_GET
def ledger(request: PageRequest, fund_id: int) -> HttpResponse:
    """The statement of one account and the trial balance, of all months or one; which is zero."""
    scope, fund = request.scope, the_fund(request, fund_id)
    month = _month(request.GET.get("bulan_buku", ""))
    account = Account(request.GET["akun"]) if request.GET.get("akun", "") in Account.values else Account.OWED
    table = _statement(request, statement(fund, account, month), account)
    if table.wants_xlsx:
        return table.xlsx()
    balances = trial_balance(fund, month)
    context = {
        "fund": fund,
        "month": month,
        "months": [bill.month for bill in fund.bills.order_by("month")],
        "table": table,
        "balances": [(ACCOUNTS[one.account], one) for one in balances],
        "sums": (sum(one.debit for one in balances), sum(one.credit for one in balances), sum(one.left for one in balances)),
        "credit": credit_of(fund),
        "may_record": scope.may("payment.record", fund.place_id),
        "today": scope.on,
    }
    return render(request, "money/ledger.html", context)


def _month(text: str) -> Month | None:
    try:
        return Month.parse(text) if text else None
    except InputError:
        return None


def _statement(request: PageRequest, entries: list[Entry], account: Account) -> Table:
    def row(one: Entry) -> dict[str, Any]:
        return {
            "on": one.on,
            "month": one.month,
            "what": kind_words(one.kind, one.reference),
            "debit": one.debit,
            "credit": one.credit,
            "balance": one.balance,
            "address": link("money:bill", one.bill),
        }

    chips = [Chip(each.value, words) for each, words in ACCOUNTS.items()]
    return Table(
        request,
        Words(f"Rekening {ACCOUNTS[account].id}", f"Account {ACCOUNTS[account].en}"),
        [
            Column("on", Words("Tanggal buku", "Booked on"), "date"),
            Column("month", Words("Bulan iuran", "Month"), "month", href="address"),
            Column("what", Words("Catatan", "Entry"), "words"),
            Column("debit", Words("Debit", "Debit"), "rupiah"),
            Column("credit", Words("Kredit", "Credit"), "rupiah"),
            Column("balance", Words("Saldo", "Balance"), "rupiah"),
        ],
        entries,
        row=row,
        filters=[Filter("akun", Words("Rekening", "Account"), chips, account.value)],
        empty=Words("Rekening ini belum bergerak.", "Nothing has moved on this account."),
    )
