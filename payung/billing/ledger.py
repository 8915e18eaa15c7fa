"""The books as they are read: the statement of an account by fund and month, and the trial balance, which is zero."""

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet, Sum

from payung.billing.models import Account, Bill, Payment, Posting
from payung.planning.models import Fund
from payung.values.month import Month


@dataclass(frozen=True)
class Entry:
    """One side of a booking; `kind`: "bill" or a kind of payment; `balance`: of the account after it, rupiah, debit above zero."""

    on: date
    month: Month
    kind: str
    reference: str
    bill: int
    amount: int
    balance: int

    @property
    def debit(self) -> int | None:
        return max(self.amount, 0) or None

    @property
    def credit(self) -> int | None:
        return max(-self.amount, 0) or None


@dataclass(frozen=True)
class Balance:
    """Rupiah that went into the debit and the credit of an account; `number`: its number in the fund's budget ("": none)."""

    account: Account
    number: str
    debit: int
    credit: int

    @property
    def left(self) -> int:
        return self.debit - self.credit


def trial_balance(fund: Fund, month: Month | None = None) -> list[Balance]:
    """Each account of the fund, of all months or of one; what is left of them sums to zero, which the database enforces for each booking."""
    sides = _postings(fund, month).values("account", "amount")
    sums: dict[str, list[int]] = {account: [0, 0] for account in Account.values}
    for kind in (0, 1):
        signed = sides.filter(amount__lt=0) if kind else sides.filter(amount__gt=0)
        for account, amount in signed.values_list("account").annotate(sum=Sum("amount")).order_by():
            sums[account][kind] = abs(amount)
    return [Balance(Account(account), number_of(fund, Account(account)), *pair) for account, pair in sums.items()]


def number_of(fund: Fund, account: Account) -> str:
    """The number that the fund's budget gives the account."""
    return {Account.JKK: fund.account_jkk, Account.JKM: fund.account_jkm}.get(account, "")


def statement(fund: Fund, account: Account, month: Month | None = None) -> list[Entry]:
    """Every booking of the account, oldest first, with its balance after each: a few rows a bill, whatever the number of people."""
    rows = _postings(fund, month).filter(account=account).select_related("journal__payment", "journal__bill").order_by("journal_id")
    found, balance = [], 0
    for side in rows:
        journal, payment = side.journal, side.journal.payment
        balance += side.amount
        kind, reference = (payment.kind, payment.reference) if payment else ("bill", "")
        found.append(Entry(journal.booked_on, journal.bill.month, kind, reference, journal.bill_id, side.amount, balance))
    return found


def _postings(fund: Fund, month: Month | None) -> QuerySet[Posting]:
    found = Posting.objects.filter(journal__bill__fund=fund)
    return found if month is None else found.filter(journal__bill__month=month)


def payments_with_state(bill: Bill) -> QuerySet[Payment]:
    """Payments of the bill in the order of their recording, with their proofs and reversals."""
    return bill.payments.select_related("reverses", "reversed_by").prefetch_related("proofs__document", "reversals__answer").order_by("pk")
