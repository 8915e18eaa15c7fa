"""Reading the trail, and whether it is kept at all."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q

from payung.accounts.models import User
from payung.audit.models import Act, Entry, Op

_CROSSING = 4  # ranges of inserted rows that are looked at for one row


@dataclass(frozen=True)
class Change:
    """`old` holds the values before: of an UPDATE the changed columns, of a DELETE the row. Without `act` the write came from outside an action."""

    at: datetime
    op: Op
    act: Act | None
    old: dict[str, Any] | None

    @property
    def actor(self) -> User | None:
        return self.act.actor if self.act else None


def history(table: str, row_id: int) -> list[Change]:
    """What happened to one row, newest first."""
    inserted = Q(op=Op.INSERT, row_id__lte=row_id, last_id__gte=row_id)
    found = Entry.objects.filter(Q(row_id=row_id) | inserted, table_name=table).select_related("act__actor")
    return [Change(entry.at, Op(entry.op), entry.act, entry.old) for entry in _newest_first(list(found))]


def histories(table: str, rows: Sequence[int]) -> dict[int, list[Change]]:
    """`history` of several rows of one table, none of them many: one read for what changed, one for each row's beginning."""
    found: dict[int, list[Entry]] = {row: [] for row in rows}
    for entry in Entry.objects.filter(table_name=table, row_id__in=list(rows)).exclude(op=Op.INSERT).select_related("act__actor"):
        found[entry.row_id].append(entry)
    for row in rows:
        # the nearest range that ends at the row or behind it holds it; ranges of two who wrote at once may cross
        after = Entry.objects.filter(table_name=table, op=Op.INSERT, last_id__gte=row).order_by("last_id", "pk")
        found[row] += [entry for entry in after.select_related("act__actor")[:_CROSSING] if entry.row_id <= row]
    return {row: [Change(entry.at, Op(entry.op), entry.act, entry.old) for entry in _newest_first(held)] for row, held in found.items()}


def _newest_first(entries: list[Entry]) -> list[Entry]:
    """As they were written, except that SQLite writes what an act inserted when the act ends, with the time of its beginning."""
    first = {entry.act_id: entry.pk for entry in sorted(entries, key=lambda entry: -entry.pk)}

    def written(entry: Entry) -> tuple[int, int]:
        at_the_beginning = entry.op == Op.INSERT and entry.act is not None and entry.at == entry.act.at
        return (first[entry.act_id], 0) if at_the_beginning else (entry.pk, 1)

    return sorted(entries, key=written, reverse=True)
