"""The money of the months: bills, payments with their SP2D, what is left."""

from django.db.models import Sum

from payung.billing.models import Bill, Payment
from payung.reports.briefing_asked import Asked
from payung.reports.parts import Grid, Head, Missing, Section, Value, count, in_month, money, on_day, text, words
from payung.values.words import Words, rupiah

_NO_BILL = Missing(
    Words("Belum ada tagihan untuk bulan-bulan ini.", "There is no bill for these months."),
    Words("Buat di Tagihan.", "Make one under Bills."),
)


def money_of(asked: Asked) -> Section:
    """Every bill of the months with what was paid for it, and every payment."""
    found = Bill.objects.filter(fund__in=asked.funds, month__gte=asked.first, month__lte=asked.last).select_related("fund")
    bills = list(found.order_by("month", "fund__name"))
    payments = list(
        Payment.objects.filter(bill__in=bills, reverses=None, reversed_by=None).select_related("bill__fund").order_by("paid_on", "reference", "pk")
    )
    held = dict(found.order_by().values_list("pk").annotate(paid=Sum("payments__amount")))
    billed, paid = sum(one.total for one in bills), sum(held[one.pk] or 0 for one in bills)
    heads = (
        ("Dana", "Fund"),
        ("Bulan", "Month"),
        ("Orang", "People"),
        ("JKK", "JKK"),
        ("JKM", "JKM"),
        ("Tagihan", "Bill"),
        ("Dibayar", "Paid"),
        ("Sisa", "Left"),
    )
    rows: list[list[Value]] = [
        [
            text(one.fund.name),
            in_month(one.month),
            count(one.people),
            money(one.jkk),
            money(one.jkm),
            money(one.total),
            money(held[one.pk] or 0),
            money(one.total - (held[one.pk] or 0)),
        ]
        for one in bills
    ]
    if len(rows) > 1:
        sums = [money(sum(getattr(one, key) for one in bills)) for key in ("jkk", "jkm", "total")]
        rows.append([words(Words("Jumlah", "Sum")), text(""), text(""), *sums, money(paid), money(billed - paid)])
    grids = [Grid(Words("Tagihan", "Bills"), [Head(Words(*one)) for one in heads], rows, total=len(bills) > 1, most=60)]
    if payments:
        titles = ("No. SP2D", "SP2D"), ("Tgl bayar", "Paid on"), ("Dana", "Fund"), ("Bulan", "Month"), ("Jumlah", "Amount")
        lines = [
            [text(one.reference), on_day(one.paid_on), text(one.bill.fund.name), in_month(one.bill.month), money(one.amount)] for one in payments
        ]
        grids.append(Grid(Words("Pembayaran", "Payments"), [Head(Words(*one)) for one in titles], lines, most=60))
    return Section(
        "money",
        Words("Iuran dan pembayaran", "Contributions and payments"),
        Words(f"{rupiah(paid)} dibayar dari {rupiah(billed)} yang ditagih", f"{rupiah(paid, 'en')} paid of {rupiah(billed, 'en')} billed")
        if bills
        else Words("Belum ada tagihan", "No bill yet"),
        grids=grids if bills else [],
        missing=[] if bills else [_NO_BILL],
    )
