"""Holds the list, the bill, the money and BPJS's posting against each other, and names everybody about whom they differ.

One statement compares a million people: the bill's lines and the posting's are put below each other and summed by person.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import Literal

from django.db import connection
from django.db.models import Max, Q, QuerySet, Sum

from payung.accounts.models import User
from payung.accounts.rights import require
from payung.audit.actions import acting
from payung.billing.models import Bill, Difference, Payment, Reconciliation
from payung.billing.postings import standing_postings
from payung.registry.bulk import reserve_ids
from payung.roster.queries import roster_on

State = Literal["not_yet", "old", "agrees", "differs"]

# somebody known under several numbers is the one who is kept; a row without a NIK is who bore its KPJ in another posting
_DIFFERENCES = """
INSERT INTO billing_difference (reconciliation_id, kind, person_id, nik, kpj, name, billed, posted, times)
SELECT %s, CASE WHEN SUM(rows_posted) = 0 THEN 'missing' WHEN SUM(rows_billed) = 0 THEN 'extra'
    WHEN SUM(rows_posted) > SUM(rows_billed) THEN 'twice' ELSE 'wrong' END,
    MAX(person), MAX(nik), MAX(kpj), MAX(name), CAST(SUM(billed) AS BIGINT), CAST(SUM(posted) AS BIGINT), CAST(SUM(rows_posted) AS BIGINT)
FROM (
    SELECT COALESCE(p.same_as_id, p.id) AS one, '' AS unknown, l.person_id AS person, '' AS nik, '' AS kpj, '' AS name,
        l.jkk + l.jkm AS billed, 1 AS rows_billed, 0 AS posted, 0 AS rows_posted
    FROM billing_billline l JOIN registry_person p ON p.id = l.person_id WHERE l.bill_id = %s
    UNION ALL
    SELECT COALESCE(p.same_as_id, p.id), CASE WHEN p.id IS NULL THEN COALESCE(l.nik, '') || '/' || COALESCE(l.kpj, '') ELSE '' END, p.id,
        COALESCE(l.nik, ''), COALESCE(l.kpj, ''), l.name, 0, 0, l.amount, 1
    FROM billing_bpjsline l JOIN billing_bpjsposting b ON b.id = l.posting_id
    LEFT JOIN registry_person p ON p.nik = COALESCE(l.nik,
        (SELECT MAX(k.nik) FROM billing_bpjsline k WHERE k.kpj = l.kpj AND l.nik IS NULL AND k.nik IS NOT NULL))
    WHERE b.bill_id = %s AND b.withdraws_id IS NULL AND NOT EXISTS (SELECT 1 FROM billing_bpjsposting w WHERE w.withdraws_id = b.id)
) each_row
GROUP BY one, unknown HAVING SUM(billed) <> SUM(posted) OR SUM(rows_billed) <> SUM(rows_posted)"""


@dataclass(frozen=True)
class Four:
    """The four numbers of a bill as they stand, and the newest reconciliation; `state`: whether it is still about what is there."""

    bill: Bill
    listed: int
    paid: int
    posted: int
    posted_people: int
    newest: Reconciliation | None
    state: State


def reconcile(*, bill: Bill, by: User | None, on: date) -> Reconciliation:
    """The four numbers and, where every posting names its people, each person who differs; if nothing has moved since, the one that is there."""
    require(by, "bill.reconcile", bill.fund.place_id, on)
    with acting("bill.reconcile", by=by):
        bill = Bill.objects.select_for_update(of=("self",)).select_related("fund").get(pk=bill.pk)
        four = four_numbers(bill)
        if four.newest is not None and four.state != "old":
            return four.newest
        by_person = standing_postings(bill).exists() and not standing_postings(bill).filter(rows=0).exists()
        key = reserve_ids(Reconciliation, 1)[0]
        counts = _write_differences(key, bill) if by_person else Counter[str]()
        payment, posting = _newest(bill)
        return Reconciliation.objects.create(
            id=key, bill=bill, number=four.newest.number + 1 if four.newest else 1, listed=four.listed, paid=four.paid, posted=four.posted,
            posted_people=four.posted_people, by_person=by_person, last_payment=payment, last_posting=posting, on=on, by=by,
            **{kind: counts[kind] for kind in Difference.Kind.values},
        )  # fmt: skip


def _write_differences(key: int, bill: Bill) -> Counter[str]:
    with connection.cursor() as cursor:
        cursor.execute(_DIFFERENCES, [key, bill.pk, bill.pk])
        cursor.execute("SELECT kind, COUNT(*) FROM billing_difference WHERE reconciliation_id = %s GROUP BY kind", [key])
        return Counter(dict(cursor.fetchall()))


def four_numbers(bill: Bill) -> Four:
    """As they stand now, without comparing people."""
    paid = bill.payments.aggregate(sum=Sum("amount"))["sum"] or 0
    posted = bill.bpjs_postings.aggregate(sum=Sum("amount"), people=Sum("people"))
    newest = bill.reconciliations.order_by("-number").first()
    amounts = (paid, posted["sum"] or 0, posted["people"] or 0)
    listed = roster_on(bill.fund, bill.month).count()
    return Four(bill, listed, *amounts, newest, _state(newest, bill))


def _state(newest: Reconciliation | None, bill: Bill) -> State:
    if newest is None:
        return "not_yet"
    if (newest.last_payment, newest.last_posting) != _newest(bill):
        return "old"
    return "agrees" if agrees(newest, bill) else "differs"


def agrees(one: Reconciliation, bill: Bill) -> bool:
    """Whether list, bill, money and posting were the same, and the same for everybody."""
    people = one.listed == bill.people == one.posted_people
    return people and bill.total == one.paid == one.posted and not one.missing + one.extra + one.wrong + one.twice


def _newest(bill: Bill) -> tuple[int, int]:
    payment = Payment.objects.filter(bill=bill).aggregate(last=Max("pk"))["last"] or 0
    return payment, bill.bpjs_postings.aggregate(last=Max("pk"))["last"] or 0


def differences_of(one: Reconciliation, kind: str = "", searched: str = "") -> QuerySet[Difference]:
    """Who differs, by kind; `searched`: a part of a name, or digits of a NIK or KPJ."""
    found = one.differences.select_related("person").order_by("kind", "pk")
    if kind in Difference.Kind.values:
        found = found.filter(kind=kind)
    if searched:
        found = found.filter(
            Q(name__icontains=searched)
            | Q(person__name__icontains=searched)
            | Q(nik__startswith=searched)
            | Q(person__nik__startswith=searched)
            | Q(kpj__startswith=searched)
        )
    return found
