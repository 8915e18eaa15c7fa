"""Closing a month of a fund: what is still open is listed, and let stand only with a reason each; afterwards the database refuses every change.

`by` is who acts (None: the command line), `on` the day of the act.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Max

from payung.accounts.models import User
from payung.accounts.rights import require
from payung.audit.actions import acting
from payung.billing.closed import closing_of
from payung.billing.codes import code_of, read_reason
from payung.billing.models import Accepted, Bill, Closing, Payment, Proof, Reopening
from payung.billing.queries import bill_state
from payung.billing.reconcile import four_numbers
from payung.billing.reversals import waiting_reversals
from payung.planning.models import Fund
from payung.planning.queries import locked
from payung.roster.queries import roster_on
from payung.values.errors import RefusedError
from payung.values.month import Month
from payung.values.words import Words, number, rupiah

OPEN: dict[str, tuple[Words, bool]] = {  # code -> sentence, whether {n} is rupiah
    "no_bill": (Words("Belum ada tagihan untuk {n} orang di daftar.", "There is no bill for the {n} people on the list."), False),
    "no_code": (Words("Kode iuran belum dicatat.", "No payment code is recorded."), False),
    "unpaid": (Words("Tagihan belum lunas: sisa {n}.", "The bill is not paid in full: {n} left."), True),
    "no_proof": (Words("{n} pembayaran belum punya bukti bank.", "{n} payments have no bank proof."), False),
    "reversal_waits": (Words("{n} pembatalan pembayaran menunggu jawaban.", "{n} reversals of payments wait for an answer."), False),
    "not_posted": (Words("BPJS belum memposting bulan ini.", "BPJS has not posted this month."), False),
    "not_reconciled": (Words("Rekonsiliasi belum dijalankan, atau sudah lama.", "It is not reconciled, or no longer."), False),
    "differs": (
        Words("Daftar, tagihan, SP2D dan posting belum sama; {n} orang berbeda.", "List, bill, SP2D and posting differ; for {n} people."),
        False,
    ),
}


@dataclass(frozen=True)
class OpenItem:
    """Something that is not done before a month is closed."""

    what: str
    amount: int = 0

    @property
    def words(self) -> Words:
        words, is_money = OPEN[self.what]
        told = rupiah if is_money else number
        return Words(words.id.format(n=told(self.amount)), words.en.format(n=told(self.amount, "en")))


def open_items(fund: Fund, month: Month) -> list[OpenItem]:
    """What stands open, in the order of the work; empty where the month can be closed."""
    bill = fund.bills.filter(month=month).first()
    if bill is None:
        listed = roster_on(fund, month).count()
        return [OpenItem("no_bill", listed)] if listed else []
    four = four_numbers(bill)
    found = [
        *([] if code_of(bill) else [OpenItem("no_code")]),
        OpenItem("unpaid", bill_state(bill).owed),
        OpenItem("no_proof", _without_proof(bill)),
        OpenItem("reversal_waits", waiting_reversals(bill).count()),
        *([] if four.posted else [OpenItem("not_posted")]),
        *([OpenItem("not_reconciled")] if four.state in ("not_yet", "old") else []),
    ]
    if four.state == "differs" and four.newest is not None:
        newest = four.newest
        found.append(OpenItem("differs", newest.missing + newest.extra + newest.wrong + newest.twice))
    return [item for item in found if item.amount or item.what in ("no_code", "not_posted", "not_reconciled", "differs")]


def _without_proof(bill: Bill) -> int:
    paid = Payment.objects.filter(bill=bill, kind=Payment.Kind.SP2D, reversed_by=None)
    return paid.exclude(pk__in=Proof.objects.filter(payment__bill=bill).values("payment")).count()


def close_month(*, fund: Fund, month: Month, by: User | None, on: date, accept: Mapping[str, str] | None = None) -> Closing:
    """`accept`: what stands open -> why it is let stand. Closing a closed month again changes nothing.

    Errors: RefusedError `month.outside`; `month.open` with everything that is open and has no reason; InputError `reason.missing`.
    """
    require(by, "month.close", fund.place_id, on)
    with acting("month.close", by=by):
        fund = locked(fund)
        list(fund.bills.filter(month=month).select_for_update())  # nobody pays or posts between looking and closing
        known = closing_of(fund, month)
        if known is not None:
            return known
        if not fund.first_month <= month <= fund.last_month:
            raise RefusedError(
                "month.outside",
                Words(f"Dana ini tidak membayar {month.said()}.", f"This fund does not pay {month.said('en')}."),
            )
        items = open_items(fund, month)
        reasons = {what: reason for what, reason in (accept or {}).items() if reason.strip()}
        _refuse_open([item for item in items if item.what not in reasons], month)
        last = fund.closings.filter(month=month).aggregate(last=Max("version"))["last"] or 0
        closing = Closing.objects.create(fund=fund, month=month, version=last + 1, on=on, by=by)
        Accepted.objects.bulk_create(
            Accepted(closing=closing, what=item.what, amount=item.amount, reason=read_reason(reasons[item.what])) for item in items
        )
        return closing


def _refuse_open(items: list[OpenItem], month: Month) -> None:
    if not items:
        return
    indonesian, english = (" ".join(item.words.said(lang) for item in items) for lang in ("id", "en"))
    raise RefusedError(
        "month.open",
        Words(
            f"{month.said()} belum dapat ditutup. {indonesian} Selesaikan, atau tulis alasan untuk setiap hal yang dibiarkan.",
            f"{month.said('en')} cannot be closed yet. {english} Finish it, or give a reason for each thing that is let stand.",
        ),
    )


def reopen_month(*, closing: Closing, reason: str, by: User | None, on: date) -> Reopening:
    """By the owner of the programme, with a reason; again changes nothing. InputError `reason.missing`."""
    require(by, "month.reopen", closing.fund.place_id, on)
    told = read_reason(reason)
    with acting("month.reopen", by=by):
        locked(closing.fund)
        return Reopening.objects.get_or_create(closing=closing, defaults={"reason": told, "on": on, "by": by})[0]
