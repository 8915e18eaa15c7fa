"""What is owed, what is paid, and until when a person's months are paid for."""

from dataclasses import dataclass
from typing import Any

import polars as pl
from django.db.models import Sum

from payung.billing.models import Bill
from payung.planning.models import Fund
from payung.registry.bulk import read_frame
from payung.values.month import Month


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
