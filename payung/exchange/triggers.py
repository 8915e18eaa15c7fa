"""What the tables of the exchange refuse: packages and replies that are not the sum of their lines, and lines that come later."""

from payung.registry.triggers import Refusal

REFUSALS = (
    Refusal(
        "exchange.package_is_not_its_lines",
        "INSERT",
        "exchange_package",
        ("id", "come", "gone"),
        """
        SELECT 1 FROM {new} n LEFT JOIN (SELECT package_id, SUM(CASE WHEN part = 'new' THEN 1 ELSE 0 END) AS come,
                SUM(CASE WHEN part = 'left' THEN 1 ELSE 0 END) AS gone
            FROM exchange_packageline WHERE package_id IN (SELECT id FROM {new} x) GROUP BY package_id) l ON l.package_id = n.id
        WHERE COALESCE(l.come, 0) <> n.come OR COALESCE(l.gone, 0) <> n.gone""",
    ),
    Refusal(
        "exchange.package_is_closed",
        "INSERT",
        "exchange_packageline",
        ("package_id",),
        "SELECT 1 FROM exchange_package p WHERE p.id IN (SELECT package_id FROM {new} n)",
    ),
    Refusal(
        "exchange.reply_is_not_its_rows",
        "INSERT",
        "exchange_reply",
        ("id", "rows", "counted"),
        """
        SELECT 1 FROM {new} n LEFT JOIN (SELECT reply_id, COUNT(*) AS many, SUM(CASE WHEN fate = 'counts' THEN 1 ELSE 0 END) AS good
            FROM exchange_replyrow WHERE reply_id IN (SELECT id FROM {new} x) GROUP BY reply_id) l ON l.reply_id = n.id
        WHERE COALESCE(l.many, 0) <> n.rows OR COALESCE(l.good, 0) <> n.counted""",
    ),
    Refusal(
        "exchange.reply_is_closed",
        "INSERT",
        "exchange_replyrow",
        ("reply_id",),
        "SELECT 1 FROM exchange_reply r WHERE r.id IN (SELECT reply_id FROM {new} n)",
    ),
)
