"""How far many bills are on their way, in a few statements whatever their number."""

from collections.abc import Sequence

from django.db.models import Max, Sum

from payung.billing.models import Bill, BpjsPosting, Closing, Order, Payment, PaymentCode, Proof, Reconciliation
from payung.billing.reconcile import agrees


def ways_of(bills: Sequence[Bill]) -> dict[int, set[str]]:
    """Bill -> the steps (billing.steps.STEPS) that are done."""
    keys = [bill.pk for bill in bills]
    done: dict[int, set[str]] = {key: {"bill"} for key in keys}
    for step, found in _rows_there(keys).items():
        for key in found:
            done[key].add(step)
    paid = _paid(keys)
    closed = set(Closing.objects.in_force().filter(fund__in={bill.fund_id for bill in bills}).values_list("fund", "month"))
    unproved = _unproved(keys)
    reconciled = _reconciled({bill.pk: bill for bill in bills})
    for bill in bills:
        if paid.get(bill.pk, 0) > 0:  # nobody asks for the papers once money has left
            done[bill.pk].add("papers")
        if paid.get(bill.pk, 0) >= bill.total:
            done[bill.pk] |= {"sp2d"} if bill.pk in unproved else {"sp2d", "proof"}
        if bill.pk in reconciled:
            done[bill.pk].add("reconciled")
        if (bill.fund_id, bill.month) in closed:
            done[bill.pk].add("closed")
    return done


def _rows_there(keys: list[int]) -> dict[str, set[int]]:
    posted = BpjsPosting.objects.filter(bill__in=keys).values("bill").annotate(sum=Sum("amount")).filter(sum__gt=0)
    return {
        "code": set(PaymentCode.objects.filter(bill__in=keys).values_list("bill", flat=True)),
        "papers": set(Order.objects.filter(bill__in=keys).values_list("bill", flat=True)),
        "posting": set(posted.values_list("bill", flat=True)),
    }


def _paid(keys: list[int]) -> dict[int, int]:
    return dict(Payment.objects.filter(bill__in=keys).values_list("bill").annotate(Sum("amount")).order_by())


def _unproved(keys: list[int]) -> set[int]:
    paid = Payment.objects.filter(bill__in=keys, kind=Payment.Kind.SP2D, reversed_by=None)
    return set(paid.exclude(pk__in=Proof.objects.filter(payment__bill__in=keys).values("payment")).values_list("bill", flat=True))


def _reconciled(bills: dict[int, Bill]) -> set[int]:
    """Bills whose newest reconciliation agrees and is still about what is there."""
    newest = {one.bill_id: one for one in Reconciliation.objects.filter(bill__in=bills).order_by("bill", "number")}
    payments = dict(Payment.objects.filter(bill__in=newest).values_list("bill").annotate(Max("pk")).order_by())
    postings = dict(BpjsPosting.objects.filter(bill__in=newest).values_list("bill").annotate(Max("pk")).order_by())
    return {
        key
        for key, one in newest.items()
        if (one.last_payment, one.last_posting) == (payments.get(key, 0), postings.get(key, 0)) and agrees(one, bills[key])
    }
