"""What the tests of money rest on, each read with one query: bills with their lines and payments, lines of nobody on the list, double lines."""

from typing import Any

import polars as pl

from payung.assurance.scope import Asked
from payung.registry.bulk import as_one, one_of, read_frame
from payung.registry.queries import several_numbers

_BILLS = """SELECT b.id, b.fund_id, b.month, b.people, b.total, b.due_on,
        (SELECT CAST(COALESCE(SUM(p.amount), 0) AS BIGINT) FROM billing_payment p WHERE p.bill_id = b.id)
    FROM billing_bill b WHERE b.fund_id IN ({funds}) AND b.month BETWEEN {first} AND {last} ORDER BY b.fund_id, b.month"""
_BILL: dict[str, Any] = {
    "bill_id": pl.Int64, "fund_id": pl.Int64, "month": pl.Int32, "people": pl.Int64, "total": pl.Int64, "due_on": pl.Date, "paid": pl.Int64,
}  # fmt: skip
_SUMS = """SELECT l.bill_id, COUNT(*), CAST(SUM(l.jkk + l.jkm) AS BIGINT) FROM billing_billline l
    WHERE l.bill_id IN (SELECT b.id FROM billing_bill b WHERE b.fund_id IN ({funds}) AND b.month BETWEEN {first} AND {last}) GROUP BY l.bill_id"""
_REFERENCES = (
    "SELECT p.bill_id, p.reference FROM billing_payment p JOIN billing_bill b ON b.id = p.bill_id WHERE b.fund_id IN ({funds}) ORDER BY p.id"
)

# lines in the order of the unique key, so that the spells of one fund are asked in the order of their index
_NOT_LISTED = """SELECT b.id, b.fund_id, l.person_id, b.month, l.jkk + l.jkm,
        (SELECT MIN(m.first_month) FROM roster_membership m WHERE m.fund_id = b.fund_id AND m.person_id = l.person_id
            AND (m.last_month IS NULL OR m.last_month >= m.first_month)),
        (SELECT MAX(COALESCE(m.last_month, {forever})) FROM roster_membership m WHERE m.fund_id = b.fund_id AND m.person_id = l.person_id
            AND (m.last_month IS NULL OR m.last_month >= m.first_month))
    FROM billing_bill b JOIN billing_billline l ON l.bill_id = b.id{joined}
    WHERE b.fund_id IN ({funds}) AND b.month BETWEEN {first} AND {last}{living} AND NOT EXISTS (SELECT 1 FROM roster_membership m
        WHERE m.fund_id = b.fund_id AND m.person_id = l.person_id
            AND m.first_month <= b.month AND (m.last_month IS NULL OR m.last_month >= b.month))"""
_LINE: dict[str, Any] = {
    "bill_id": pl.Int64, "fund_id": pl.Int64, "person_id": pl.Int64, "month": pl.Int32, "amount": pl.Int64,
}  # fmt: skip
_NOT_LISTED_LINE: dict[str, Any] = {**_LINE, "begins": pl.Int32, "ends": pl.Int32}
_COUNT_LINES = """SELECT COUNT(*) FROM billing_bill b JOIN planning_fund f ON f.id = b.fund_id JOIN billing_billline l ON l.bill_id = b.id
    JOIN registry_candidate c ON c.person_id = l.person_id AND c.round_id = f.round_id
    WHERE b.fund_id IN ({funds}) AND b.month BETWEEN {first} AND {last}{living}"""
_FOREVER = 120_000  # a month number after every other

_NOT_BILLED = """SELECT b.id, m.fund_id, m.person_id, b.month, m.id FROM billing_bill b JOIN roster_membership m ON m.fund_id = b.fund_id
    AND m.first_month <= b.month AND (m.last_month IS NULL OR m.last_month >= b.month)
    WHERE b.id IN ({bills}) AND NOT EXISTS (SELECT 1 FROM billing_billline l WHERE l.bill_id = b.id AND l.person_id = m.person_id)"""
_NOT_BILLED_SPELL: dict[str, Any] = {
    "bill_id": pl.Int64, "fund_id": pl.Int64, "person_id": pl.Int64, "month": pl.Int32, "row_id": pl.Int64,
}  # fmt: skip

# the smaller bill of a month leads, whichever it is: its lines are looked for in the larger one
_TWICE = """SELECT a.id, a.fund_id, z.id, z.fund_id, x.person_id, a.month, x.jkk + x.jkm, y.jkk + y.jkm
    FROM billing_bill a CROSS JOIN billing_bill z CROSS JOIN billing_billline x CROSS JOIN billing_billline y
    WHERE a.month BETWEEN {first} AND {last} AND z.month = a.month AND (a.people < z.people OR (a.people = z.people AND a.id < z.id))
        AND (a.fund_id IN ({funds}) OR z.fund_id IN ({funds})) AND x.bill_id = a.id AND y.bill_id = z.id AND y.person_id = x.person_id"""
_PAIR: dict[str, Any] = {
    "bill_id": pl.Int64, "fund_id": pl.Int64, "row_id": pl.Int64, "other_fund": pl.Int64, "person_id": pl.Int64, "month": pl.Int32,
    "amount": pl.Int64, "other_amount": pl.Int64,
}  # fmt: skip
_LINES_OF = """SELECT l.bill_id, b.fund_id, l.person_id, b.month, l.jkk + l.jkm FROM billing_billline l JOIN billing_bill b ON b.id = l.bill_id
    WHERE {people}"""

_BILLS_OUTSIDE = """SELECT b.id, b.fund_id, b.month, b.people, b.total, f.first_month, f.last_month FROM billing_bill b JOIN planning_fund f
    ON f.id = b.fund_id WHERE b.fund_id IN ({funds}) AND (b.month < f.first_month OR b.month > f.last_month)"""
_BILL_OUTSIDE: dict[str, Any] = {
    "bill_id": pl.Int64, "fund_id": pl.Int64, "month": pl.Int32, "people": pl.Int64, "amount": pl.Int64, "begins": pl.Int32, "ends": pl.Int32,
}  # fmt: skip


def bills(asked: Asked) -> pl.DataFrame:
    """bill_id, fund_id, month, people, total, due_on, paid, lines, summed (what its lines are), text (numbers of its SP2D)."""
    found, sums = _read(_BILLS, asked, _BILL), _read(_SUMS, asked, {"bill_id": pl.Int64, "lines": pl.Int64, "summed": pl.Int64})
    paid_by = (
        _read(_REFERENCES, asked, {"bill_id": pl.Int64, "text": pl.String})
        .group_by("bill_id", maintain_order=True)
        .agg(pl.col("text").str.join(", "))
    )
    whole = found.join(sums, on="bill_id", how="left", maintain_order="left").join(paid_by, on="bill_id", how="left", maintain_order="left")
    return whole.with_columns(pl.col("lines", "summed").fill_null(0))


def not_listed(asked: Asked) -> pl.DataFrame:
    """Bill lines of people who were not on the list of that month; begins, ends: the months of their spells on that fund, null for none."""
    joined = (
        ""
        if asked.whole
        else " JOIN planning_fund f ON f.id = b.fund_id JOIN registry_candidate c ON c.person_id = l.person_id AND c.round_id = f.round_id"
    )
    living, parts = asked.living()
    return _read(_NOT_LISTED, asked, _NOT_LISTED_LINE, parts, joined=joined, living=living, forever=_FOREVER)


def count_lines(asked: Asked) -> int:
    """Bill lines of people of the places that are looked at."""
    living, parts = asked.living()
    return int(_read(_COUNT_LINES, asked, {"rows": pl.Int64}, parts, living=living).item())


def not_billed(bills: list[int]) -> pl.DataFrame:
    """Spells of people on the list in the month of one of these bills, who are not on it."""
    return read_frame(_NOT_BILLED.format(bills=", ".join(map(str, bills)) or "0"), [], _NOT_BILLED_SPELL)


def billed_twice(asked: Asked) -> pl.DataFrame:
    """Pairs of lines of one person in two bills of a month, of which one at least is of a fund that is looked at."""
    return _read(_TWICE, asked, _PAIR)


def lines_of(people: list[int], asked: Asked) -> pl.DataFrame:
    """Every bill line of these people in the months, of whatever fund: bill_id, fund_id, person_id, month, amount."""
    if not people:
        return pl.DataFrame(schema=_LINE)
    found = read_frame(_LINES_OF.format(people=one_of("l.person_id")), [as_one(people)], _LINE)
    return found.filter(pl.col("month").is_between(asked.first.no, asked.last.no))


def lines_of_several(asked: Asked) -> pl.DataFrame:
    """The same of everybody known under several numbers, with `one`."""
    numbers = several_numbers()
    return lines_of(numbers["person_id"].to_list(), asked).join(numbers.select("person_id", "one"), on="person_id")


def bills_outside(asked: Asked) -> pl.DataFrame:
    """Bills for months that their fund does not pay, with the months that it does (begins, ends)."""
    return _read(_BILLS_OUTSIDE, asked, _BILL_OUTSIDE)


def _read(sql: str, asked: Asked, schema: dict[str, Any], parts: list[str] | None = None, **more: object) -> pl.DataFrame:
    return read_frame(sql.format(funds=asked.keys, first=asked.first.no, last=asked.last.no, **more), parts or [], schema)
