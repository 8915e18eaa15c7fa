"""By when a month's contribution must be paid: PP 44/2015 Pasal 21, 24, 56(2); PP 46/2015 Pasal 19, 21; PP 45/2015 Pasal 30."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Any

from holidays import HolidayBase, country_holidays

from payung.law.explain import Step, mark_of, step, told
from payung.law.figure import figure
from payung.law.given import Programme, Segment
from payung.law.read_case import month as month_of
from payung.law.read_case import one_of, read_case
from payung.law.read_figures import Mark
from payung.law.tariff import programmes_of
from payung.values.errors import InputError, RefusedError
from payung.values.month import Month
from payung.values.words import Words, day

RULE = "due"
_SATURDAY = 5


@dataclass(frozen=True)
class Due:
    """`due_on` is the last day on which payment is in time."""

    due_on: date
    mark: Mark
    steps: tuple[Step, ...]


def due(segment: Segment, programme: Programme, month: Month) -> Due:
    """Errors: InputError for a programme that the segment does not pay or a payment without a due day; RefusedError for a month before the first
    rule or beyond the known holidays."""
    rule = figure(_rule(segment, programme)).on(month.first_day)
    target = month + rule.named["months_after"]
    if target.year > _holidays().end_year:
        raise RefusedError(
            "due.holidays",
            Words(
                f"Hari libur sesudah tahun {_holidays().end_year} belum diketahui.", f"Holidays after the year {_holidays().end_year} are not known."
            ),
        )
    named = date(target.year, target.month, min(rule.named["day"], monthrange(target.year, target.month)[1]))
    paid_by = next_working_day(named)
    steps = [
        step(
            "Iuran {programme} bulan {month} dibayar paling lambat {named}.",
            "{programme} of {month} is to be paid by {named}.",
            rule,
            programme=str(programme),
            month=Words(month.said("id"), month.said("en")),
            named=_day(named),
        )
    ]
    if paid_by != named:
        steps.append(
            step(
                "{named} hari libur, jadi hari kerja berikutnya: {paid_by}.",
                "{named} is a day off, so the next working day: {paid_by}.",
                rule,
                named=_day(named),
                paid_by=_day(paid_by),
            )
        )
    estimated = figure("due.holidays_estimated").find(paid_by)
    if estimated:
        steps.append(
            step(
                "Hari libur tahun {year} belum ditetapkan: tanggal ini perkiraan.",
                "The holidays of {year} are not decreed yet: this day is an estimate.",
                estimated,
                year=str(paid_by.year),
            )
        )
    return Due(paid_by, mark_of(steps), tuple(steps))


def next_working_day(on: date) -> date:
    """That day, or the first after it that is neither Saturday, Sunday nor a national holiday. Joint leave (cuti bersama) counts as working."""
    while on.weekday() >= _SATURDAY or on in _holidays():
        on += timedelta(days=1)
    return on


def evaluate(given: dict[str, Any]) -> dict[str, Any]:
    """Given `segment`, `programme`, `month`; the result has `due_on` as 2026-01-31."""
    case = read_case(RULE, given, {"segment": one_of(Segment), "programme": one_of(Programme), "month": month_of}, ("segment", "programme", "month"))
    found = due(**case)
    return {"due_on": found.due_on.isoformat(), "mark": str(found.mark), "steps": told(found.steps)}


def _rule(segment: Segment, programme: Programme) -> str:
    if programme not in programmes_of(segment):
        raise InputError(
            "due.programme",
            Words(
                f"Segmen {segment} tidak membayar {programme}. Pilih: {', '.join(programmes_of(segment))}.",
                f"Segment {segment} does not pay {programme}. Choose: {', '.join(programmes_of(segment))}.",
            ),
        )
    if programme == Programme.JKP:
        raise InputError(
            "due.not_billed",
            Words(
                "JKP tidak ditagih tersendiri: pemerintah membayarnya, sisanya sudah di dalam JKK dan JKM.",
                "JKP is not billed: the government pays it, the rest is part of JKK and JKM.",
            ),
        )
    if segment == Segment.MIGRANT:
        raise InputError(
            "due.no_day",
            Words(
                "Pekerja migran membayar sekaligus sebelum bekerja, tanpa tanggal bulanan.",
                "Migrant workers pay at once before they work, on no day of the month.",
            ),
        )
    if segment == Segment.BPU:
        return "due.bpu_jht" if programme == Programme.JHT else "due.bpu_jkk_jkm"
    return "due.construction" if segment == Segment.CONSTRUCTION else "due.wage"


def _day(value: date) -> Words:
    return Words(day(value, "id"), day(value, "en"))


@cache
def _holidays() -> HolidayBase:
    return country_holidays("ID")
