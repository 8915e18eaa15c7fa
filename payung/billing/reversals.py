"""A wrong payment is never changed: somebody asks for its reversal with a reason, a second person answers, and a reversing entry undoes it.

`by` is who acts, `on` the day of the act. What the owner of the machine asks for at the command line (`by` None) is reversed at once.
"""

from datetime import date

from django.db.models import QuerySet

from payung.accounts.models import User
from payung.accounts.rights import require
from payung.audit.actions import acting
from payung.billing.booking import book_payment, next_entry
from payung.billing.closed import locked_bill
from payung.billing.codes import read_reason
from payung.billing.credits import credit_of
from payung.billing.models import Bill, Payment, Reversal, ReversalAnswer
from payung.planning.queries import locked
from payung.values.errors import RefusedError
from payung.values.words import Words, rupiah


def waiting_reversals(bill: Bill) -> QuerySet[Reversal]:
    """Asked for and not answered yet."""
    return Reversal.objects.filter(payment__bill=bill, answer=None).select_related("payment", "by").order_by("pk")


def ask_reversal(*, payment: Payment, reason: str, by: User | None, on: date) -> Reversal:
    """Asked once until it is answered. Errors: InputError `reason.missing`; RefusedError `reversal.impossible`, `reversal.waits`, `month.closed`."""
    require(by, "payment.reverse", payment.bill.fund.place_id, on)
    told = read_reason(reason)
    with acting("payment.reverse", by=by):
        bill = locked_bill(payment.bill)
        _refuse_reversed(payment)
        if waiting_reversals(bill).filter(payment=payment).exists():
            raise RefusedError(
                "reversal.waits",
                Words(
                    "Pembatalan pembayaran ini sudah diminta dan menunggu jawaban orang kedua.",
                    "The reversal of this payment has been asked for and waits for a second person.",
                ),
            )
        asked = Reversal.objects.create(payment=payment, reason=told, on=on, by=by)
        if by is None:
            _answer(asked, bill, True, "", by, on)
        return asked


def answer_reversal(*, reversal: Reversal, granted: bool, by: User | None, on: date, reason: str = "") -> ReversalAnswer:
    """The second person's answer; granted, the reversing entry is booked. The same answer again changes nothing.

    Errors: InputError `reason.missing` for a refusal without one; RefusedError `reversal.own`, `reversal.answered`, `reversal.credit_used` where the
    credit that the payment left has been used, `month.closed`.
    """
    require(by, "payment.approve", reversal.payment.bill.fund.place_id, on)
    told = "" if granted else read_reason(reason)
    with acting("payment.approve", by=by):
        locked(reversal.payment.bill.fund)
        bill = locked_bill(reversal.payment.bill)
        known = ReversalAnswer.objects.filter(reversal=reversal).first()
        if known is not None:
            return _known(known, granted)
        if by is not None and by.pk == reversal.by_id:
            raise RefusedError(
                "reversal.own",
                Words(
                    "Anda sendiri yang meminta pembatalan ini. Orang lain yang harus menyetujuinya.",
                    "You asked for this reversal yourself. Somebody else must approve it.",
                ),
            )
        return _answer(reversal, bill, granted, told, by, on)


def _answer(reversal: Reversal, bill: Bill, granted: bool, reason: str, by: User | None, on: date) -> ReversalAnswer:
    if granted:
        _reverse(reversal.payment, bill, on)
    return ReversalAnswer.objects.create(reversal=reversal, granted=granted, reason=reason, on=on, by=by)


def _reverse(payment: Payment, bill: Bill, on: date) -> None:
    _refuse_reversed(payment)
    if credit_of(bill.fund) - payment.surplus < 0:
        raise RefusedError(
            "reversal.credit_used",
            Words(
                f"Kelebihan {rupiah(payment.surplus)} dari pembayaran ini sudah dipakai atau dikembalikan. Batalkan pemakaiannya lebih dulu.",
                f"The credit of {rupiah(payment.surplus, 'en')} that this payment left is used or refunded. Reverse that first.",
            ),
        )
    undone = Payment.objects.create(
        bill=bill,
        kind=Payment.Kind.REVERSAL,
        amount=-payment.amount,
        surplus=-payment.surplus,
        paid_on=on,
        reference=payment.reference,
        entry=next_entry(bill, payment.reference),
        reverses=payment,
    )
    book_payment(undone, on)


def _refuse_reversed(payment: Payment) -> None:
    if payment.kind == Payment.Kind.REVERSAL or Payment.objects.filter(reverses=payment).exists():
        raise RefusedError(
            "reversal.impossible",
            Words("Pembayaran ini sudah dibatalkan. Tidak ada yang berubah.", "This payment is reversed already. Nothing changed."),
        )


def _known(answer: ReversalAnswer, granted: bool) -> ReversalAnswer:
    if answer.granted == granted:
        return answer
    raise RefusedError(
        "reversal.answered",
        Words("Permintaan ini sudah dijawab orang lain. Muat ulang halamannya.", "Somebody else has answered this request. Load the page again."),
    )
