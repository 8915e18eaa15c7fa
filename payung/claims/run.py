"""The membership that a day lies in, out of the months on a list. No database.

A membership goes on through months without a list as long as they are no more than those after which arrears end every right (PP 44/2015 Pasal
38(2), 41(2); figure cover.arrears_bpu_jkm): after more of them a new one begins. That a gap is read like arrears is our reading, and is marked so.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from payung.law.figure import figure
from payung.law.given import Segment
from payung.values.month import Month


@dataclass(frozen=True)
class MonthOn:
    """A month on a list: its due day (None: not known), and the day on which it was paid in full (None: not yet)."""

    month: Month
    due_on: date | None
    paid_on: date | None


@dataclass(frozen=True)
class Run:
    """Months `since` … `until` of one membership, `until` being that of the event.

    `paid`: months that are paid by now; `gaps`: months in between without a list; `behind`: months in a row, the last before the event, whose due day
    had passed by then and that were not paid by then; `owed`: those of them that are not paid now; `through`: the last month of the unbroken run
    of paid ones from `since` (None: the first is not paid).
    """

    since: Month
    until: Month
    paid: int
    gaps: tuple[Month, ...]
    behind: tuple[Month, ...]
    owed: tuple[Month, ...]
    through: Month | None


@dataclass(frozen=True)
class CoverOn:
    """What lists and payments say of one human being on the day `on`, as it is known on `asked_on`.

    `run`: the membership that the day lies in (None: on no list that month); `fund` (its id), `fund_name`, `segment` and `pay` (rupiah a month, None:
    the lowest class) of who pays in that month; `ended`: the last month of the membership before, where there is none on the day.
    """

    on: date
    asked_on: date
    run: Run | None = None
    fund: int | None = None
    fund_name: str = ""
    segment: Segment = Segment.BPU
    pay: int | None = None
    ended: Month | None = None


def run_until(months: Iterable[MonthOn], event: Month, on: date) -> Run | None:
    """The membership that the month of the event belongs to; None where the person is on no list in that month."""
    held = {one.month: one for one in months if one.month <= event}
    if event not in held:
        return None
    longest = int(figure("cover.arrears_bpu_jkm").on(on).number)
    since = event
    for month in sorted(held, reverse=True):
        if since - month > longest + 1:
            break
        since = month
    behind = _behind(held, since, event, on)
    return Run(
        since,
        event,
        sum(one.paid_on is not None for month, one in held.items() if month >= since),
        tuple(month for month in since.upto(event) if month not in held),
        behind,
        tuple(month for month in behind if held[month].paid_on is None),
        _through(held, since, event),
    )


def _behind(held: dict[Month, MonthOn], since: Month, event: Month, on: date) -> tuple[Month, ...]:
    due = [month for month in since.upto(event) if month in held and _is_due(held[month], on)]
    run: list[Month] = []
    for month in reversed(due):
        one = held[month]
        if one.paid_on is not None and one.paid_on <= on:
            break
        run.append(month)
    return tuple(reversed(run))


def _is_due(one: MonthOn, on: date) -> bool:
    """A month whose due day is not known is due when it is over."""
    return one.due_on < on if one.due_on else one.month.last_day < on


def _through(held: dict[Month, MonthOn], since: Month, event: Month) -> Month | None:
    through = None
    for month in since.upto(event):
        if month not in held or held[month].paid_on is None:
            break
        through = month
    return through
