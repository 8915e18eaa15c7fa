"""What is counted as rows come and change: rows of each list, village and verdict. A million rows are too many to count for every page."""

from payung.registry.triggers import Count

_ROW = ("list_id", "village_id", "verdict")
_ONE = "SELECT list_id, COALESCE(village_id, '') AS village, verdict, {sign} AS rows FROM {side} r"
_NEW, _OLD = _ONE.format(sign=1, side="{new}"), _ONE.format(sign=-1, side="{old}")
_COUNT = """INSERT INTO intake_rowcount (list_id, village, verdict, rows)
    SELECT list_id, village, verdict, SUM(rows) FROM ({moved}) m GROUP BY list_id, village, verdict HAVING SUM(rows) <> 0 ORDER BY 1, 2, 3
    ON CONFLICT (list_id, village, verdict) DO UPDATE SET rows = intake_rowcount.rows + excluded.rows"""

COUNTS = (
    Count("intake_row_count_insert", "INSERT", "intake_row", _ROW, _COUNT.replace("{moved}", _NEW)),
    Count("intake_row_count_update", "UPDATE", "intake_row", _ROW, _COUNT.replace("{moved}", f"{_NEW} UNION ALL {_OLD}"), only=_ROW),
    Count("intake_row_count_delete", "DELETE", "intake_row", _ROW, _COUNT.replace("{moved}", _OLD)),
)
ALL = _COUNT.replace("{moved}", _ONE.format(sign=1, side="intake_row"))
