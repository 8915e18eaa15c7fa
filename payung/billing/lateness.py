"""What a payment after the due day leads to: days, months begun, and the fee by the law of lateness. No database."""

from dataclasses import dataclass
from datetime import date

from payung.law.explain import Step
from payung.law.given import Given, Segment
from payung.law.late import MOST_MONTHS, late_fee, months_late
from payung.values.month import Month


@dataclass(frozen=True)
class Lateness:
    """`months`: a month begun counts whole; `fee`: rupiah on top of what was billed, by `steps`."""

    days: int
    months: int
    fee: int
    steps: tuple[Step, ...]


def lateness(segment: Segment, month: Month, billed: int, due_on: date, paid_on: date) -> Lateness | None:
    """None where it was paid in time."""
    months = min(months_late(due_on, paid_on), MOST_MONTHS)
    if not months:
        return None
    fee, steps = late_fee(Given(segment, month, months_late=months), billed)
    return Lateness((paid_on - due_on).days, months, fee, tuple(steps))
