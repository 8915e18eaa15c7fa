"""Who is on a fund's list in a month."""

from typing import Any

import polars as pl
from django.db.models import Max, QuerySet

from payung.planning.models import Fund
from payung.registry.bulk import read_frame
from payung.roster.models import Membership
from payung.values.month import Month


def roster_on(fund: Fund, month: Month) -> QuerySet[Membership]:
    return Membership.objects.filter(fund=fund).on(month)


def roster_frame(fund: Fund, month: Month) -> pl.DataFrame:
    """person_id, nik, name, birth_date, village (code, as the list of the fund's round said; null: unknown), first_month; by village and name."""
    sql = """SELECT m.person_id, p.nik, p.name, p.birth_date, c.village_id, m.first_month
        FROM roster_membership m JOIN registry_person p ON p.id = m.person_id
        LEFT JOIN registry_candidate c ON c.person_id = m.person_id AND c.round_id = %s
        WHERE m.fund_id = %s AND m.first_month <= %s AND (m.last_month IS NULL OR m.last_month >= %s)
        ORDER BY c.village_id, p.name, p.nik"""
    schema: dict[str, Any] = {
        "person_id": pl.Int64,
        "nik": pl.String,
        "name": pl.String,
        "birth_date": pl.Date,
        "village": pl.String,
        "first_month": pl.Int32,
    }
    if not fund.first_month <= month <= fund.last_month:
        return pl.DataFrame(schema=schema)
    return read_frame(sql, [fund.round_id, fund.pk, month.no, month.no], schema)


def fullest(fund: Fund, month: Month) -> int:
    """The most people on the list in one month from this one on."""
    return _standing(fund, month).group_by("month").agg(pl.col("people").sum())["people"].max() or 0  # type: ignore[return-value]


def fullest_by_village(fund: Fund, month: Month) -> pl.DataFrame:
    """village (null: unknown), taken: its most people in one month from this one on."""
    return _standing(fund, month).group_by("village").agg(taken=pl.col("people").max())


def _standing(fund: Fund, month: Month) -> pl.DataFrame:
    """village, month, people: who is on the list in each month from this one to the fund's last."""
    sql = """SELECT c.village_id, m.first_month, m.last_month, COUNT(*)
        FROM roster_membership m LEFT JOIN registry_candidate c ON c.person_id = m.person_id AND c.round_id = %s
        WHERE m.fund_id = %s AND (m.last_month IS NULL OR m.last_month >= %s) GROUP BY 1, 2, 3"""
    schema: dict[str, Any] = {"village": pl.String, "first_month": pl.Int32, "last_month": pl.Int32, "people": pl.Int64}
    spells = read_frame(sql, [fund.round_id, fund.pk, month.no], schema)
    months = pl.DataFrame({"month": [each.no for each in month.upto(fund.last_month)]}, schema={"month": pl.Int32})
    # a spell of no month (last before first) stands in none
    standing = months.join(spells, how="cross").filter(
        pl.col("month") >= pl.col("first_month"), pl.col("last_month").is_null() | (pl.col("month") <= pl.col("last_month"))
    )
    return standing.group_by("village", "month").agg(pl.col("people").sum())


def is_billed(fund: Fund, month: Month) -> bool:
    """Whether this month, or a later one that a change of this month would change too, has its bill. Bills lie in the package above."""
    return fund.bills.filter(month__gte=month).exists()


def first_open_month(fund: Fund) -> Month:
    """The first month from which on the list may still change: the one after the last bill."""
    last: Month | None = fund.bills.aggregate(last=Max("month"))["last"]
    return last + 1 if last else fund.first_month
