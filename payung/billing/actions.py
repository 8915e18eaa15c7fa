"""Making the bill of a month and paying it. `by` is who acts (None: the command line), `on` the day of the act, which the books carry."""

from datetime import date

from django.db import connection

from payung.accounts.models import User
from payung.accounts.rights import require
from payung.audit.actions import acting
from payung.billing.booking import book_bill, book_payment, next_entry
from payung.billing.closed import locked_bill, refuse_closed
from payung.billing.codes import code_of, read_code, refuse_other_bill
from payung.billing.models import Bill, Payment
from payung.billing.payment_words import known_payment, read_reference, refuse_amount, refuse_two_groups
from payung.billing.queries import bill_state
from payung.law.due import due
from payung.law.given import Programme, Segment
from payung.planning.models import Fund
from payung.planning.queries import locked, price_in
from payung.registry.bulk import lock_table, reserve_ids
from payung.roster.queries import roster_on
from payung.values.errors import RefusedError
from payung.values.month import Month
from payung.values.words import Words

_LINES = """INSERT INTO billing_billline (bill_id, person_id, jkk, jkm)
    SELECT %s, person_id, %s, %s FROM roster_membership
    WHERE fund_id = %s AND first_month <= %s AND (last_month IS NULL OR last_month >= %s) ORDER BY person_id"""


def make_bill(*, fund: Fund, month: Month, by: User | None, on: date) -> Bill:
    """The bill of everybody on the fund's list in that month; if it is made already, that one.

    Errors: RefusedError `bill.month_outside` for a month that the fund does not pay, `bill.nobody` for one without a list, `month.closed` for one
    that was closed without a bill, and for a month without figures.
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
        due_on = due(Segment(fund.segment), Programme.JKK, month).due_on
        bill = Bill.objects.create(id=number, fund=fund, month=month, due_on=due_on, **sums)
        book_bill(bill, on)
        return bill


def pay_bill(*, bill: Bill, amount: int, paid_on: date, reference: str, by: User | None, on: date, surplus: bool = False, code: str = "") -> Payment:
    """A payment of the bill or a part of it; the same reference (SP2D) again changes nothing.

    `surplus`: what is above the rest of the bill is recorded as credit of the fund. `code`: the payment code that the money went to.

    Errors: InputError for an amount or reference that cannot be; RefusedError `payment.nothing_owed` for a bill that is paid in full and
    `payment.too_much` above what is owed, both unless `surplus`; `payment.reference_known` where the reference stands for another amount or day;
    `payment.two_groups` where reference or code are another group's; `payment.code_differs`; `month.closed`.
    """
    require(by, "payment.record", bill.fund.place_id, on)
    reference, code = read_reference(reference), read_code(code) if code.strip() else ""
    with acting("payment.record", by=by):
        bill = locked_bill(bill)
        known = bill.payments.filter(reference__iexact=reference, kind=Payment.Kind.SP2D, reversed_by=None).first()
        if known:
            return known_payment(known, (known.amount + known.surplus, known.paid_on) == (amount, paid_on))
        lock_table(Payment)  # nobody else uses the number for another group between looking and writing
        _refuse_other_group(bill, reference)
        if code:
            _refuse_code(bill, code)
        owed = bill_state(bill).owed
        refuse_amount(amount, owed, surplus=surplus)
        settles = min(amount, owed)
        payment = Payment.objects.create(
            bill=bill,
            amount=settles,
            surplus=amount - settles,
            paid_on=paid_on,
            reference=reference,
            entry=next_entry(bill, reference),
            code=code,
        )
        book_payment(payment, on)
        return payment


def _refuse_other_group(bill: Bill, reference: str) -> None:
    used = Payment.objects.filter(reference__iexact=reference, kind=Payment.Kind.SP2D, reversed_by=None, bill__fund__place=bill.fund.place_id)
    other = used.exclude(bill__fund=bill.fund_id).select_related("bill__fund").first()
    if other is not None:
        number = reference if reference.upper().startswith("SP2D") else f"SP2D {reference}"
        refuse_two_groups(Words(number, number), other.bill, bill.fund)


def _refuse_code(bill: Bill, code: str) -> None:
    refuse_other_bill(code, bill)
    held = code_of(bill)
    if held is not None and held.code != code:
        raise RefusedError(
            "payment.code_differs",
            Words(
                f"Kode iuran tagihan ini {held.code}, bukan {code}. Periksa bukti bayar. Bila BPJS mengganti kodenya, perbaiki kodenya lebih dulu.",
                f"The payment code of this bill is {held.code}, not {code}. Check the proof. If BPJS gave another code, correct it first.",
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
    refuse_closed(fund, month)
    if not roster_on(fund, month).exists():
        raise RefusedError(
            "bill.nobody",
            Words(
                f"Belum ada orang di daftar dana “{fund.name}” pada {month.said()}. Mulai daftarnya lebih dulu.",
                f"Nobody is on the list of the fund “{fund.name}” in {month.said('en')}. Start the list first.",
            ),
        )
