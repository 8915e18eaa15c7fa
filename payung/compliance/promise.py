"""What was promised against what was paid: parts a month apart, kept, running or broken. No database."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class PromiseState(StrEnum):
    """A part that was not paid by its day breaks the promise, until the money has come."""

    RUNNING = "running"
    KEPT = "kept"
    BROKEN = "broken"


@dataclass(frozen=True)
class Part:
    """`rupiah` to be paid by `due_on`."""

    due_on: date
    rupiah: int


def schedule(amount: int, parts: int, first: date) -> list[Part]:
    """Equal parts on the same day of following months (the last day where a month is shorter); what does not divide is in the last one."""
    each, rest = divmod(amount, parts)
    return [Part(_later(first, at), each + (rest if at == parts - 1 else 0)) for at in range(parts)]


def state_of(amount: int, parts: int, first: date, paid: int, on: date) -> PromiseState:
    """`paid`: rupiah since it was promised, until `on`; the due day itself is in time."""
    if paid >= amount:
        return PromiseState.KEPT
    expected = sum(part.rupiah for part in schedule(amount, parts, first) if part.due_on < on)
    return PromiseState.BROKEN if paid < expected else PromiseState.RUNNING


def _later(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
