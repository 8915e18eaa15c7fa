"""What the tables of billing refuse: sums that do not agree, additions to what is closed, a change of a billed list."""

from payung.registry.triggers import Refusal

_SPELL = ("id", "fund_id", "person_id", "first_month", "last_month")
# who is on a billed list, of the rows of one side of a statement
_BILLED = """SELECT b.fund_id, x.person_id, b.month FROM {side} x JOIN billing_bill b
    ON b.fund_id = x.fund_id AND b.month >= x.first_month AND (x.last_month IS NULL OR b.month <= x.last_month)"""
_BEFORE, _AFTER = _BILLED.format(side="{old}"), _BILLED.format(side="{new}")

REFUSALS = (
    Refusal(
        "billing.bill_is_not_its_lines",
        "INSERT",
        "billing_bill",
        ("id", "people", "jkk", "jkm"),
        """
        SELECT 1 FROM {new} n LEFT JOIN (SELECT bill_id, COUNT(*) AS people, SUM(jkk) AS jkk, SUM(jkm) AS jkm FROM billing_billline
            WHERE bill_id IN (SELECT id FROM {new} x) GROUP BY bill_id) l ON l.bill_id = n.id
        WHERE COALESCE(l.people, 0) <> n.people OR COALESCE(l.jkk, 0) <> n.jkk OR COALESCE(l.jkm, 0) <> n.jkm""",
    ),
    Refusal(
        "billing.bill_is_closed",
        "INSERT",
        "billing_billline",
        ("bill_id",),
        "SELECT 1 FROM billing_bill b WHERE b.id IN (SELECT bill_id FROM {new} n)",
    ),
    Refusal(
        "billing.journal_is_not_zero",
        "INSERT",
        "billing_journal",
        ("id",),
        """
        SELECT 1 FROM {new} n LEFT JOIN (SELECT journal_id, COUNT(*) AS sides, SUM(amount) AS rest FROM billing_posting
            WHERE journal_id IN (SELECT id FROM {new} x) GROUP BY journal_id) p ON p.journal_id = n.id
        WHERE COALESCE(p.sides, 0) < 2 OR p.rest <> 0""",
    ),
    Refusal(
        "billing.journal_is_closed",
        "INSERT",
        "billing_posting",
        ("journal_id",),
        "SELECT 1 FROM billing_journal j WHERE j.id IN (SELECT journal_id FROM {new} n)",
    ),
    Refusal("billing.month_is_billed", "INSERT", "roster_membership", _SPELL, _AFTER),
    Refusal(
        "billing.month_is_billed",
        "UPDATE",
        "roster_membership",
        _SPELL,
        f"SELECT 1 FROM ({_BEFORE} EXCEPT {_AFTER}) gone UNION ALL SELECT 1 FROM ({_AFTER} EXCEPT {_BEFORE}) come",
    ),
)
