"""By when a month's contribution must be paid: PP 44/2015 Pasal 21, 24; PP 46/2015 Pasal 19, 21; PP 45/2015 Pasal 30."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from holidays import HolidayBase, country_holidays

from payung.law.explain import Step, mark_of, step
from payung.law.figure import figure
from payung.law.given import Programme, Segment
from payung.law.read_figures import Mark
from payung.values.month import Month
from payung.values.words import Words, day

_SATURDAY = 5


@dataclass(frozen=True)
class Due:
    """`due_on` is the last day on which payment is in time."""

    due_on: date
    mark: Mark
    steps: tuple[Step, ...]


def due(segment: Segment, programme: Programme, month: Month) -> Due:
    """RefusedError for a month before the first rule."""
    rule = figure(_rule(segment, programme)).on(month.first_day)
    target = month + rule.named["months_after"]
    named = date(target.year, target.month, min(rule.named["day"], monthrange(target.year, target.month)[1]))
    paid_by = next_working_day(named)
    steps = [step("Iuran {programme} bulan {month} dibayar paling lambat {named}.", "{programme} of {month} is to be paid by {named}.",
                  rule, programme=str(programme), month=Words(month.said("id"), month.said("en")), named=_day(named))]
    if paid_by != named:
        steps.append(step("{named} hari libur, jadi hari kerja berikutnya: {paid_by}.", "{named} is a day off, so the next working day: {paid_by}.",
                          rule, named=_day(named), paid_by=_day(paid_by)))
    return Due(paid_by, mark_of(steps), tuple(steps))


def next_working_day(on: date) -> date:
    """That day, or the first after it that is neither Saturday, Sunday nor a national holiday. Joint leave (cuti bersama) counts as working."""
    while on.weekday() >= _SATURDAY or on in _holidays():
        on += timedelta(days=1)
    return on


def _rule(segment: Segment, programme: Programme) -> str:
    if segment != Segment.BPU:
        return "due.wage"
    return "due.bpu_jht" if programme == Programme.JHT else "due.bpu_jkk_jkm"


def _day(value: date) -> Words:
    return Words(day(value, "id"), day(value, "en"))


@cache
def _holidays() -> HolidayBase:
    return country_holidays("ID")
