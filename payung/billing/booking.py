"""Which accounts a payment moves, and writing it into the books."""

from datetime import date

from payung.billing.models import Account, Bill, Journal, Payment, Posting
from payung.registry.bulk import reserve_ids

_Sides = dict[Account, int]


def sides_of(kind: str, amount: int, surplus: int) -> _Sides:
    """Rupiah by account, debit above zero, of a payment of that kind; they sum to zero. A reversal is booked with the signs turned.

    SP2D: the treasury pays what settles the bill and what is credit. Credit: it settles the bill. Refund: BPJS gives credit back.
    """
    if kind == Payment.Kind.REFUND:
        return {Account.REFUND: -surplus, Account.OVER: surplus}
    if kind == Payment.Kind.CREDIT:
        return {Account.OWED: amount, Account.OVER: surplus}
    return {Account.OWED: amount, Account.OVER: surplus, Account.PAID: -amount - surplus}


def book_bill(bill: Bill, on: date) -> None:
    _book(bill, None, on, {Account.JKK: bill.jkk, Account.JKM: bill.jkm, Account.OWED: -bill.total})


def book_payment(payment: Payment, on: date) -> None:
    """What it moves; of a reversal, what was moved, backwards."""
    undone = payment.reverses
    if undone is None:
        sides = sides_of(payment.kind, payment.amount, payment.surplus)
    else:
        sides = {account: -amount for account, amount in sides_of(undone.kind, undone.amount, undone.surplus).items()}
    _book(payment.bill, payment, on, sides)


def _book(bill: Bill, payment: Payment | None, on: date, sides: _Sides) -> None:
    """Postings first: the journal closes them, and the database refuses one whose sides are not zero together."""
    number = reserve_ids(Journal, 1)[0]
    Posting.objects.bulk_create(Posting(journal_id=number, account=account, amount=amount) for account, amount in sides.items() if amount)
    Journal.objects.create(id=number, bill=bill, payment=payment, booked_on=on)


def next_entry(bill: Bill, reference: str) -> int:
    """1 for a reference that the bill does not know, one more for each time that it was recorded and reversed."""
    last = bill.payments.filter(reference=reference).order_by("-entry").values_list("entry", flat=True).first()
    return (last or 0) + 1
