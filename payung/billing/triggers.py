"""What the tables of billing refuse: sums that do not agree, additions to what is closed, a change of a billed list or a closed month, one SP2D or
payment code for two groups, an answer to one's own reversal."""

from payung.registry.triggers import Refusal

_SPELL = ("id", "fund_id", "person_id", "first_month", "last_month")
# who is on a billed list, of the rows of one side of a statement
_BILLED = """SELECT b.fund_id, x.person_id, b.month FROM {side} x JOIN billing_bill b
    ON b.fund_id = x.fund_id AND b.month >= x.first_month AND (x.last_month IS NULL OR b.month <= x.last_month)"""
_BEFORE, _AFTER = _BILLED.format(side="{old}"), _BILLED.format(side="{new}")


_CLOSED = """SELECT 1 FROM {new} n %s JOIN billing_closing c ON c.fund_id = b.fund_id AND c.month = b.month
    WHERE NOT EXISTS (SELECT 1 FROM billing_reopening r WHERE r.closing_id = c.id)"""
_OF_A_BILL = _CLOSED % "JOIN billing_bill b ON b.id = n.bill_id"


def _closed(what: str, table: str, columns: tuple[str, ...] = ("id", "bill_id"), found: str = _OF_A_BILL) -> Refusal:
    return Refusal(f"billing.closed_month_{what}", "INSERT", f"billing_{table}", columns, found)


MONTHS = (
    _closed("bill", "bill", ("id", "fund_id", "month"), _CLOSED % "JOIN billing_bill b ON b.id = n.id"),
    _closed("code", "paymentcode"),
    _closed("order", "order"),
    _closed("posting", "bpjsposting"),
    # a refund of old credit changes nothing of the month
    _closed("payment", "payment", ("id", "bill_id", "kind"), f"{_OF_A_BILL} AND n.kind <> 'refund'"),
    _closed(
        "journal",
        "journal",
        ("id", "bill_id", "payment_id"),
        _OF_A_BILL + " AND NOT EXISTS (SELECT 1 FROM billing_payment p WHERE p.id = n.payment_id AND p.kind = 'refund')",
    ),
    Refusal(
        "billing.closed_already",
        "INSERT",
        "billing_closing",
        ("id", "fund_id", "month"),
        """
        SELECT 1 FROM {new} n JOIN billing_closing c ON c.fund_id = n.fund_id AND c.month = n.month AND c.id <> n.id
        WHERE NOT EXISTS (SELECT 1 FROM billing_reopening r WHERE r.closing_id = c.id)""",
    ),
)

_PAYMENT = ("id", "bill_id", "kind", "amount", "surplus", "reference", "reverses_id")
PAYMENTS = (
    Refusal(
        "billing.bill_overpaid",
        "INSERT",
        "billing_payment",
        _PAYMENT,
        """
        SELECT 1 FROM billing_bill b JOIN (SELECT bill_id, SUM(amount) AS paid FROM billing_payment
            WHERE bill_id IN (SELECT bill_id FROM {new} n) GROUP BY bill_id) p ON p.bill_id = b.id WHERE p.paid > b.total OR p.paid < 0""",
    ),
    Refusal(
        "billing.credit_below_zero",
        "INSERT",
        "billing_payment",
        _PAYMENT,
        """
        SELECT 1 FROM billing_payment p JOIN billing_bill b ON b.id = p.bill_id
        WHERE b.fund_id IN (SELECT x.fund_id FROM {new} n JOIN billing_bill x ON x.id = n.bill_id) GROUP BY b.fund_id HAVING SUM(p.surplus) < 0""",
    ),
    Refusal(
        "billing.sp2d_of_two_groups",
        "INSERT",
        "billing_payment",
        _PAYMENT,
        """
        SELECT 1 FROM {new} n JOIN billing_bill b ON b.id = n.bill_id JOIN planning_fund f ON f.id = b.fund_id
        JOIN billing_payment o ON o.reference = n.reference AND o.kind = 'sp2d' JOIN billing_bill x ON x.id = o.bill_id AND x.fund_id <> b.fund_id
        JOIN planning_fund g ON g.id = x.fund_id AND g.place_id = f.place_id
        WHERE n.kind = 'sp2d' AND NOT EXISTS (SELECT 1 FROM billing_payment r WHERE r.reverses_id = o.id)""",
    ),
    Refusal(
        "billing.reversal_differs",
        "INSERT",
        "billing_payment",
        _PAYMENT,
        """
        SELECT 1 FROM {new} n JOIN billing_payment o ON o.id = n.reverses_id
        WHERE o.kind = 'reversal' OR n.amount <> -o.amount OR n.surplus <> -o.surplus OR n.bill_id <> o.bill_id""",
    ),
    Refusal(
        "billing.own_reversal",
        "INSERT",
        "billing_reversalanswer",
        ("id", "reversal_id", "by_id"),
        "SELECT 1 FROM {new} n JOIN billing_reversal r ON r.id = n.reversal_id AND r.by_id = n.by_id",
    ),
    Refusal(
        "billing.code_of_two_bills",
        "INSERT",
        "billing_paymentcode",
        ("id", "bill_id", "code"),
        """
        SELECT 1 FROM {new} n JOIN billing_paymentcode o ON o.code = n.code AND o.bill_id <> n.bill_id
        WHERE NOT EXISTS (SELECT 1 FROM billing_paymentcode l WHERE l.bill_id = o.bill_id AND l.version > o.version)""",
    ),
)

POSTINGS = (
    Refusal(
        "billing.posting_is_not_its_lines",
        "INSERT",
        "billing_bpjsposting",
        ("id", "rows", "amount"),
        """
        SELECT 1 FROM {new} n LEFT JOIN (SELECT posting_id, COUNT(*) AS rows_held, SUM(amount) AS amount FROM billing_bpjsline
            WHERE posting_id IN (SELECT id FROM {new} x) GROUP BY posting_id) l ON l.posting_id = n.id
        WHERE COALESCE(l.rows_held, 0) <> n.rows OR (n.rows > 0 AND l.amount <> n.amount)""",
    ),
    Refusal(
        "billing.bpjs_posting_is_closed",
        "INSERT",
        "billing_bpjsline",
        ("posting_id",),
        "SELECT 1 FROM billing_bpjsposting p WHERE p.id IN (SELECT posting_id FROM {new} n)",
    ),
    Refusal(
        "billing.withdrawal_differs",
        "INSERT",
        "billing_bpjsposting",
        ("id", "bill_id", "withdraws_id", "amount", "people"),
        """
        SELECT 1 FROM {new} n JOIN billing_bpjsposting o ON o.id = n.withdraws_id
        WHERE o.withdraws_id IS NOT NULL OR n.amount <> -o.amount OR n.people <> -o.people OR n.bill_id <> o.bill_id""",
    ),
    Refusal(
        "billing.reconciliation_is_not_its_differences",
        "INSERT",
        "billing_reconciliation",
        ("id", "missing", "extra", "wrong", "twice"),
        """
        SELECT 1 FROM {new} n WHERE n.missing + n.extra + n.wrong + n.twice <>
            (SELECT COUNT(*) FROM billing_difference d WHERE d.reconciliation_id = n.id)""",
    ),
    Refusal(
        "billing.reconciliation_is_closed",
        "INSERT",
        "billing_difference",
        ("reconciliation_id",),
        "SELECT 1 FROM billing_reconciliation r WHERE r.id IN (SELECT reconciliation_id FROM {new} n)",
    ),
)

SUMS = (
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

REFUSALS = (*SUMS, *MONTHS, *PAYMENTS, *POSTINGS)
