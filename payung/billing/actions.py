"""Making the bill of a month and paying it. `by` is who acts (None: the command line), `on` the day of the act, which the books carry."""

from datetime import date

from django.db import connection

from payung.accounts.models import User
from payung.accounts.rights import require
from payung.audit.actions import acting
from payung.billing.models import Account, Bill, Journal, Payment, Posting
from payung.billing.queries import bill_state
from payung.law.due import due
from payung.law.given import Programme, Segment
from payung.planning.models import Fund
from payung.planning.queries import locked, price_in
from payung.registry.bulk import reserve_ids
from payung.roster.queries import roster_on
from payung.values.errors import InputError, RefusedError
from payung.values.month import Month
from payung.values.words import Words, rupiah

_LONGEST_REFERENCE = 100  # characters: what its column holds

_LINES = """INSERT INTO billing_billline (bill_id, person_id, jkk, jkm)
    SELECT %s, person_id, %s, %s FROM roster_membership
    WHERE fund_id = %s AND first_month <= %s AND (last_month IS NULL OR last_month >= %s) ORDER BY person_id"""


def make_bill(*, fund: Fund, month: Month, by: User | None, on: date) -> Bill:
    """The bill of everybody on the fund's list in that month; if it is made already, that one.

    Errors: RefusedError `bill.month_outside` for a month that the fund does not pay, `bill.nobody` for one without a list, and for a month
    without figures.
    """
    require(by, "bill.make", fund.place_id, on)
    with acting("bill.make", by=by):
        fund = locked(fund)
        made = fund.bills.filter(month=month).first()
        if made:
            return made
        _refuse_impossible(fund, month)
        jkk, jkm = price_in(fund, month)
        number = reserve_ids(Bill, 1)[0]
        with connection.cursor() as cursor:
            cursor.execute(_LINES, [number, jkk, jkm, fund.pk, month.no, month.no])
            people = cursor.rowcount
        sums = {"people": people, "jkk": people * jkk, "jkm": people * jkm, "total": people * (jkk + jkm)}
        bill = Bill.objects.create(id=number, fund=fund, month=month, due_on=due(Segment.BPU, Programme.JKK, month).due_on, **sums)
        _book(bill, None, on, {Account.JKK: bill.jkk, Account.JKM: bill.jkm, Account.OWED: -bill.total})
        return bill


def pay_bill(*, bill: Bill, amount: int, paid_on: date, reference: str, by: User | None, on: date) -> Payment:
    """A payment of the bill or a part of it; the same reference (SP2D) again changes nothing.

    Errors: InputError for an amount or reference that cannot be; RefusedError `payment.nothing_owed` for a bill that is paid in full,
    `payment.too_much` above what is owed, `payment.reference_known` where the reference stands for another amount or day.
    """
    require(by, "payment.record", bill.fund.place_id, on)
    reference = " ".join(reference.split())
    if not 1 <= len(reference) <= _LONGEST_REFERENCE:
        raise InputError(
            "payment.unreadable",
            Words(
                f"Isi nomor SP2D, paling panjang {_LONGEST_REFERENCE} huruf.",
                f"Give the number of the SP2D, at most {_LONGEST_REFERENCE} characters.",
            ),
        )
    with acting("payment.record", by=by):
        bill = Bill.objects.select_for_update().get(pk=bill.pk)
        known = bill.payments.filter(reference=reference).first()
        if known:
            return _known(known, amount, paid_on)
        _refuse_amount(amount, bill_state(bill).owed)
        payment = Payment.objects.create(bill=bill, amount=amount, paid_on=paid_on, reference=reference)
        _book(bill, payment, on, {Account.OWED: amount, Account.PAID: -amount})
        return payment


def _refuse_amount(amount: int, owed: int) -> None:
    if owed == 0:
        raise RefusedError(
            "payment.nothing_owed",
            Words("Tagihan ini sudah lunas. Tidak ada yang dicatat.", "This bill is paid in full, nothing is owed any more. Nothing was recorded."),
        )
    if amount <= 0:
        raise InputError("payment.unreadable", Words("Isi jumlah di atas nol.", "Give an amount above zero."))
    if amount > owed:
        raise RefusedError(
            "payment.too_much",
            Words(
                f"Tagihan ini tinggal {rupiah(owed)}, pembayaran {rupiah(amount)} terlalu besar. Tidak ada yang dicatat.",
                f"{rupiah(owed, 'en')} of this bill is left, {rupiah(amount, 'en')} is too much. Nothing was recorded.",
            ),
        )


def _refuse_impossible(fund: Fund, month: Month) -> None:
    if not fund.first_month <= month <= fund.last_month:
        first, last = fund.first_month, fund.last_month
        raise RefusedError(
            "bill.month_outside",
            Words(
                f"Dana “{fund.name}” membayar {first.said()} sampai {last.said()}, bukan {month.said()}.",
                f"The fund “{fund.name}” pays from {first.said('en')} to {last.said('en')}, not {month.said('en')}.",
            ),
        )
    if not roster_on(fund, month).exists():
        raise RefusedError(
            "bill.nobody",
            Words(
                f"Belum ada orang di daftar dana “{fund.name}” pada {month.said()}. Mulai daftarnya lebih dulu.",
                f"Nobody is on the list of the fund “{fund.name}” in {month.said('en')}. Start the list first.",
            ),
        )


def _known(payment: Payment, amount: int, paid_on: date) -> Payment:
    if (payment.amount, payment.paid_on) == (amount, paid_on):
        return payment
    raise RefusedError(
        "payment.reference_known",
        Words(
            f"SP2D {payment.reference} sudah dicatat sebesar {rupiah(payment.amount)}. Periksa nomor, jumlah dan tanggalnya.",
            f"SP2D {payment.reference} is recorded with {rupiah(payment.amount, 'en')}. Check number, amount and date.",
        ),
    )


def _book(bill: Bill, payment: Payment | None, on: date, sides: dict[Account, int]) -> None:
    """Postings first: the journal closes them, and the database refuses one whose sides are not zero together."""
    number = reserve_ids(Journal, 1)[0]
    Posting.objects.bulk_create(Posting(journal_id=number, account=account, amount=amount) for account, amount in sides.items())
    Journal.objects.create(id=number, bill=bill, payment=payment, booked_on=on)
