"""Who is on a fund's list in a month."""

from typing import Any

import polars as pl
from django.db.models import QuerySet

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


def is_billed(fund: Fund, month: Month) -> bool:
    """Whether this month, or a later one that a change of this month would change too, has its bill. Bills lie in the package above."""
    return fund.bills.filter(month__gte=month).exists()
