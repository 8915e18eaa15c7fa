"""What is owed, what is paid, and until when a person's months are paid for."""

from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

import polars as pl
from django.db.models import F, OuterRef, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from payung.accounts.models import User
from payung.accounts.sight import sight_of
from payung.billing.models import Account, Bill, BillLine, Journal
from payung.planning.models import Fund
from payung.registry.bulk import read_frame
from payung.registry.models import Candidate, Round
from payung.values.errors import OutOfScopeError
from payung.values.month import Month
from payung.values.words import Words

State = Literal["overdue", "partly", "owed", "paid"]


@dataclass(frozen=True)
class BillState:
    """Rupiah."""

    total: int
    paid: int

    @property
    def owed(self) -> int:
        return self.total - self.paid

    @property
    def is_paid(self) -> bool:
        return self.paid >= self.total


@dataclass(frozen=True)
class BillOn:
    """A bill as it stands on a day."""

    bill: Bill
    paid: int
    on: date

    @property
    def owed(self) -> int:
        return max(0, int(self.bill.total) - self.paid)

    @property
    def days_late(self) -> int:
        """Days since the due day of what is still owed; 0 on the due day itself and of a paid bill."""
        return max(0, (self.on - self.bill.due_on).days) if self.owed else 0

    @property
    def state(self) -> State:
        if not self.owed:
            return "paid"
        return "overdue" if self.days_late else "partly" if self.paid else "owed"


@dataclass(frozen=True)
class Booking:
    """One entry of the books: the day, the SP2D it is about ("": the bill itself), and rupiah by account, debit above zero.

    `kind`: "bill" or a kind of payment.
    """

    on: date
    reference: str
    sides: dict[Account, int]
    kind: str = "bill"


def bills_of(round: Round, *, visible_to: User | None, on: date) -> list[BillOn]:
    """Bills of the funds of the round whose place is seen: overdue ones first, longest ago first, then owed ones, then paid ones, newest first."""
    found = [BillOn(bill, bill.paid, on) for bill in _seen(visible_to, on).filter(fund__round=round)]
    return sorted(found, key=_urgency)


def bill_on(number: int, *, visible_to: User | None, on: date) -> BillOn:
    """The bill of that key; OutOfScopeError `bill.not_seen` where there is none, or none that is seen."""
    bill = _seen(visible_to, on).filter(pk=number).first()
    if bill is None:
        raise OutOfScopeError("bill.not_seen", Words("Tagihan itu tidak ada.", "There is no such bill."))
    return BillOn(bill, bill.paid, on)


def _seen(user: User | None, on: date) -> QuerySet[Any]:
    seen = Bill.objects.filter(sight_of(user, on).in_places("fund__place"))
    return seen.select_related("fund__place", "fund__round").annotate(paid=Coalesce(Sum("payments__amount"), 0))


def _urgency(one: BillOn) -> tuple[int, int, str]:
    order: dict[State, int] = {"overdue": 0, "partly": 1, "owed": 1, "paid": 2}
    away = -one.bill.month.no if one.state == "paid" else one.bill.due_on.toordinal()
    return order[one.state], away, one.bill.fund.name


def overdue_months(fund: Fund, on: date) -> set[Month]:
    """Months of the fund's bills that were due before the day and are not paid in full."""
    bills = fund.bills.filter(due_on__lt=on).annotate(paid=Coalesce(Sum("payments__amount"), 0))
    return set(bills.filter(paid__lt=F("total")).values_list("month", flat=True))


def months_to_bill(fund: Fund) -> list[Month]:
    """Months that the fund pays and that have no bill yet."""
    made = set(fund.bills.values_list("month", flat=True))
    return [month for month in fund.first_month.upto(fund.last_month) if month not in made]


def bookings_of(bill: Bill) -> list[Booking]:
    """The books of a bill, oldest first: the bill, then each payment."""
    journals = Journal.objects.filter(bill=bill).select_related("payment").prefetch_related("postings").order_by("pk")
    return [
        Booking(
            each.booked_on,
            each.payment.reference if each.payment else "",
            {Account(side.account): side.amount for side in sorted(each.postings.all(), key=lambda side: list(Account).index(Account(side.account)))},
            each.payment.kind if each.payment else "bill",
        )
        for each in journals
    ]


def lines_of(bill: Bill) -> QuerySet[BillLine]:
    """Each person of the bill with `village`, where the list of the fund's round said they live; in order of person."""
    at = Candidate.objects.filter(person=OuterRef("person_id"), round=bill.fund.round_id).values("village__name")[:1]
    return bill.lines.select_related("person").annotate(village=Subquery(at)).order_by("person_id")


def lines_by_village(bill: Bill) -> pl.DataFrame:
    """code, village, district (null: not known), people, jkk, jkm of a bill, by code."""
    sql = """SELECT c.village_id, v.name, d.name, COUNT(*), CAST(SUM(l.jkk) AS BIGINT), CAST(SUM(l.jkm) AS BIGINT)
        FROM billing_billline l LEFT JOIN registry_candidate c ON c.person_id = l.person_id AND c.round_id = %s
        LEFT JOIN places_place v ON v.code = c.village_id LEFT JOIN places_place d ON d.code = v.parent_id
        WHERE l.bill_id = %s GROUP BY 1, 2, 3"""
    texts = dict.fromkeys(("code", "village", "district"), pl.String)
    counts = dict.fromkeys(("people", "jkk", "jkm"), pl.Int64)
    return read_frame(sql, [bill.fund.round_id, bill.pk], {**texts, **counts}).sort("code", nulls_last=True)


def bill_state(bill: Bill) -> BillState:
    return BillState(bill.total, bill.payments.aggregate(paid=Sum("amount"))["paid"] or 0)


def paid_months(fund: Fund) -> set[Month]:
    """Months whose bill is paid in full."""
    return {bill.month for bill in fund.bills.fully_paid()}


def paid_through(fund: Fund, persons: list[int] | None = None) -> pl.DataFrame:
    """person_id, first_month, paid_through (Month numbers; null: not even the first month is paid): a row for everybody ever on the fund's list.

    paid_through is the last month of the unbroken run of paid months from the person's first month on. The list of a billed month never changes,
    so whoever is on it is on its bill: spells and paid months say what the lines would.
    """
    spells = _first_spells(fund, persons)
    run = pl.DataFrame(_runs(fund), schema={"first_month": pl.Int32, "run": pl.Int32}, orient="row")
    through = pl.when(pl.col("run").is_not_null()).then(pl.min_horizontal("run", "left"))
    return spells.join(run, on="first_month", how="left", maintain_order="left").select("person_id", "first_month", paid_through=through)


def _runs(fund: Fund) -> list[tuple[int, int]]:
    """For each paid month the last month of the run of paid months that it begins."""
    runs: dict[int, int] = {}
    for month in sorted((month.no for month in paid_months(fund)), reverse=True):
        runs[month] = runs.get(month + 1, month)
    return list(runs.items())


def _first_spells(fund: Fund, persons: list[int] | None) -> pl.DataFrame:
    """person_id, first_month, left: each person's first spell, with those that follow it without a gap."""
    sql = """SELECT person_id, first_month, last_month FROM roster_membership
        WHERE fund_id = %s AND (last_month IS NULL OR last_month >= first_month) ORDER BY person_id, first_month"""
    schema: dict[str, Any] = {"person_id": pl.Int64, "first_month": pl.Int32, "last_month": pl.Int32}
    spells = read_frame(sql, [fund.pk], schema)
    if persons is not None:
        spells = spells.filter(pl.col("person_id").is_in(persons))
    spells = spells.with_columns(left=pl.col("last_month").fill_null(fund.last_month.no))
    # in order of person and month, so that a shift is enough: a window for each of a million people takes forty times as long
    begins = pl.col("person_id").ne_missing(pl.col("person_id").shift(1))
    gaps = (~begins & (pl.col("first_month") != pl.col("left").shift(1) + 1)).cum_sum()
    without = spells.filter(gaps == pl.when(begins).then(gaps).forward_fill())
    return without.group_by("person_id", maintain_order=True).agg(pl.col("first_month").first(), pl.col("left").last())
