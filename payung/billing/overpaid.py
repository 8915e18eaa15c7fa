"""Months that were billed for somebody after they had died, left for a company or begun to pay themselves."""

from collections.abc import Collection
from typing import Any

import polars as pl

from payung.registry.bulk import as_one, one_of, read_frame
from payung.values.month import Month

# Whoever moved to another place or grew too old worked on: of their months nobody says that they should not have been paid.
REASONS = ("deceased", "employed", "migrant", "self_paying")
LINES = {
    "line_id": pl.Int64,
    "fund_id": pl.Int64,
    "person_id": pl.Int64,
    "nik": pl.String,
    "name": pl.String,
    "village": pl.String,
    "reason": pl.String,
    "happened_on": pl.Date,
    "month": pl.Int32,
    "first_month": pl.Int32,
    "rupiah": pl.Int64,
}
# what was last entered of a person on a list: a mistake that was taken back is none
_LAST = """SELECT c.fund_id, c.person_id, c.reason, c.happened_on FROM roster_change c
    JOIN (SELECT fund_id, person_id, MAX(id) AS id FROM roster_change WHERE {funds} GROUP BY fund_id, person_id) n ON n.id = c.id
    WHERE c.direction = 'out' AND c.happened_on IS NOT NULL AND c.reason IN ('deceased', 'employed', 'migrant', 'self_paying')"""
_LINES = f"""SELECT l.id, b.fund_id, l.person_id, p.nik, p.name, k.village_id, c.reason, c.happened_on, b.month,
        (SELECT MIN(m.first_month) FROM roster_membership m WHERE m.fund_id = c.fund_id AND m.person_id = c.person_id), l.jkk + l.jkm
    FROM ({_LAST}) c JOIN billing_billline l ON l.person_id = c.person_id JOIN billing_bill b ON b.id = l.bill_id AND b.fund_id = c.fund_id
    JOIN planning_fund f ON f.id = c.fund_id JOIN registry_person p ON p.id = c.person_id
    LEFT JOIN registry_candidate k ON k.person_id = c.person_id AND k.round_id = f.round_id ORDER BY b.fund_id, p.name, l.person_id, b.month, l.id"""


def overpaid_lines(funds: Collection[int]) -> pl.DataFrame:
    """A row for each line of a bill for a month after the month of the event (columns LINES), by fund, name and month.

    The month of the event itself is owed: whoever dies in it was alive in it.
    """
    sql, given = _LINES.format(funds=one_of("fund_id")), as_one(sorted(funds))
    found = read_frame(sql, [given], LINES)
    happened = pl.col("happened_on").dt.year() * 12 + pl.col("happened_on").dt.month().cast(pl.Int32) - 1
    return found.filter(pl.col("month") > happened)


def months_said(months: Collection[int], lang: Any = "id") -> str:
    """ "Januari–Maret 2026", runs of months with commas between them."""
    runs: list[tuple[int, int]] = []
    for no in sorted(months):
        if runs and runs[-1][1] == no - 1:
            runs[-1] = (runs[-1][0], no)
        else:
            runs.append((no, no))
    return ", ".join(Month(a).said(lang) if a == b else f"{Month(a).said(lang)}–{Month(b).said(lang)}" for a, b in runs)
