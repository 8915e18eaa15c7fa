"""What was paid above a bill: the fund's credit, set against a later bill of the same group or given back. Never without somebody doing it.

`by` is who acts (None: the command line), `on` the day of the act.
"""

from datetime import date

from django.db.models import Sum

from payung.accounts.models import User
from payung.accounts.rights import require
from payung.audit.actions import acting
from payung.billing.booking import book_payment, next_entry
from payung.billing.closed import locked_bill
from payung.billing.models import Bill, Payment
from payung.billing.payment_words import read_reference
from payung.billing.queries import bill_state
from payung.planning.models import Fund
from payung.planning.queries import locked
from payung.values.errors import InputError, RefusedError
from payung.values.words import Words, rupiah

_CREDIT = "Kelebihan bayar"  # what the books call it where an SP2D has its number


def credit_of(fund: Fund) -> int:
    """Rupiah that were paid above bills and are neither used nor given back."""
    return Payment.objects.filter(bill__fund=fund).aggregate(left=Sum("surplus"))["left"] or 0


def use_credit(*, bill: Bill, by: User | None, on: date, amount: int | None = None) -> Payment:
    """Credit of the fund set against one of its bills: `amount`, or as much as there is and the bill needs.

    Errors: RefusedError `credit.nothing` where there is no credit or nothing is owed, `credit.too_much` above either, `month.closed`.
    """
    require(by, "payment.record", bill.fund.place_id, on)
    with acting("credit.use", by=by):
        locked(bill.fund)  # nobody else uses the same credit
        bill = locked_bill(bill)
        there, owed = credit_of(bill.fund), bill_state(bill).owed
        most = min(there, owed)
        _refuse_credit(most if amount is None else amount, most, there)
        wanted = most if amount is None else amount
        entry = next_entry(bill, _CREDIT)
        payment = Payment.objects.create(
            bill=bill, kind=Payment.Kind.CREDIT, amount=wanted, surplus=-wanted, paid_on=on, reference=_CREDIT, entry=entry
        )
        book_payment(payment, on)
        return payment


def refund_credit(*, fund: Fund, amount: int, returned_on: date, reference: str, by: User | None, on: date) -> Payment:
    """BPJS gave credit back; `reference`: the number on the bank's slip. The same reference again changes nothing.

    Errors: InputError for a reference or amount that cannot be; RefusedError `credit.nothing`, `credit.too_much`, `payment.reference_known`.
    """
    require(by, "payment.record", fund.place_id, on)
    reference = read_reference(reference)
    with acting("credit.refund", by=by):
        fund = locked(fund)
        of_fund = Payment.objects.filter(bill__fund=fund)
        known = of_fund.filter(kind=Payment.Kind.REFUND, reference__iexact=reference, reversed_by=None).first()
        if known is not None and (-known.surplus, known.paid_on) == (amount, returned_on):
            return known
        there = credit_of(fund)
        _refuse_credit(amount, there, there)
        # it stands at the bill whose payment left the credit
        bill = of_fund.filter(surplus__gt=0, reversed_by=None).select_related("bill__fund").order_by("-pk")[0].bill
        refund = Payment.objects.create(
            bill=bill,
            kind=Payment.Kind.REFUND,
            amount=0,
            surplus=-amount,
            paid_on=returned_on,
            reference=reference,
            entry=next_entry(bill, reference),
        )
        book_payment(refund, on)
        return refund


def _refuse_credit(wanted: int, most: int, there: int) -> None:
    if most <= 0:
        raise RefusedError(
            "credit.nothing",
            Words(
                "Tidak ada kelebihan bayar yang dapat dipakai, atau tagihan ini sudah lunas. Tidak ada yang dicatat.",
                "There is no credit to use, or this bill is paid in full. Nothing was recorded.",
            ),
        )
    if wanted <= 0:
        raise InputError("payment.unreadable", Words("Isi jumlah di atas nol.", "Give an amount above zero."))
    if wanted > most:
        raise RefusedError(
            "credit.too_much",
            Words(
                f"Kelebihan bayar dana ini {rupiah(there)}; yang dapat dipakai di sini {rupiah(most)}, bukan {rupiah(wanted)}. "
                "Tidak ada yang dicatat.",
                f"The credit of this fund is {rupiah(there, 'en')}; {rupiah(most, 'en')} can be used here, not {rupiah(wanted, 'en')}. "
                "Nothing was recorded.",
            ),
        )
