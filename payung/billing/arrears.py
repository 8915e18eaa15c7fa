"""What unpaid months lead to, by the law of cover: how many there are in a row, what is left of the right now, and when it is lost."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from payung.law.cover import arrears
from payung.law.due import due
from payung.law.explain import Step
from payung.law.figure import Value, figure
from payung.law.given import Programme, Segment
from payung.values.errors import RefusedError
from payung.values.month import Month

_PROGRAMMES = (Programme.JKK, Programme.JKM)


def _limit(segment: Segment, programme: Programme) -> str:
    return f"cover.arrears_{'bpu' if segment == Segment.BPU else 'employer'}_{programme.lower()}"


@dataclass(frozen=True)
class Arrears:
    """`since` … `until`: months in a row that are due and not paid in full; `steps`: what they leave of the right to JKK and JKM, by which article.

    `limit`: so many months in a row can still be settled; `lost_after`: the due day that, once it passes unpaid, makes them more (None: they are
    more already, or the day is not known yet).
    """

    since: Month
    until: Month
    steps: tuple[Step, ...]
    limit: Value
    lost_after: date | None

    @property
    def months(self) -> int:
        return self.until - self.since + 1

    @property
    def left(self) -> int:
        """Months that may still be missed; 0: none, below 0: the right is lost."""
        return int(self.limit.number) - self.months


def arrears_of(owed: Collection[Month], on: date, segment: Segment = Segment.BPU) -> Arrears | None:
    """`owed`: months due before `on` and not paid in full; their last run without a gap. None where nothing is due.

    The shorter of the limits of JKK and JKM counts.
    """
    if not owed:
        return None
    until = since = max(owed)
    while since + -1 in owed:
        since += -1
    months = until - since + 1
    reasons = [reason for programme in _PROGRAMMES if (reason := arrears(segment, programme, months, on)[1])]
    limit = min((figure(_limit(segment, programme)).on(on) for programme in _PROGRAMMES), key=lambda value: value.number)
    last = since + int(limit.number)
    return Arrears(since, until, tuple(reason.step for reason in reasons), limit, _due_on(segment, last) if last > until else None)


def _due_on(segment: Segment, month: Month) -> date | None:
    try:
        return due(segment, Programme.JKM, month).due_on
    except RefusedError:  # the holidays of that year are not known yet
        return None
