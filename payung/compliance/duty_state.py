"""How an addressee stands with each duty on a day, and Payung's own score of it. No database."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from payung.compliance.duty_kinds import PERIODIC, Duty, Rhythm, instruction
from payung.values.month import Month
from payung.values.words import Words, day, hundredths, number, tenths_and_hundredths

FULL = 10_000
"""Done in full, in hundredths of a per cent."""


class DutyState(StrEnum):
    """OLD: what is shown has lapsed or its figure is old; WAITING: nothing is due yet."""

    MET = "met"
    PARTLY = "partly"
    LATE = "late"
    OLD = "old"
    OPEN = "open"
    WAITING = "waiting"


DUTY_STATE_WORDS: Mapping[DutyState, Words] = {
    DutyState.MET: Words("terpenuhi", "met"),
    DutyState.PARTLY: Words("sebagian", "partly"),
    DutyState.LATE: Words("lewat batas", "overdue"),
    DutyState.OLD: Words("bukti sudah lama", "evidence out of date"),
    DutyState.OPEN: Words("belum ada bukti", "no evidence"),
    DutyState.WAITING: Words("belum jatuh tempo", "not due yet"),
}
DUTY_STATE_LOOKS: Mapping[DutyState, str] = {
    DutyState.MET: "passes",
    DutyState.PARTLY: "soon",
    DutyState.LATE: "owed",
    DutyState.OLD: "needs_fixing",
    DutyState.OPEN: "rejected",
    DutyState.WAITING: "waiting",
}


@dataclass(frozen=True)
class Shown:
    """One evidence as the calculation sees it; `lapsed`: the instrument it names is not in force on the day asked."""

    id: int
    duty: str
    period: str
    counts_from: date
    part: int | None = None
    whole: int | None = None
    lapsed: bool = False


@dataclass(frozen=True)
class PeriodOn:
    """A quarter or half-year: until when its report is due (none: not known), when it was received."""

    key: str
    words: Words
    due_on: date | None
    received_on: date | None
    on: date

    @property
    def late(self) -> int:
        """Days after the due day on which it came, or for which it is missing now; 0: in time, not due, or no due day."""
        return max(0, ((self.received_on or self.on) - self.due_on).days) if self.due_on else 0

    @property
    def missing(self) -> bool:
        return self.received_on is None and self.due_on is not None and self.on > self.due_on

    @property
    def achieved(self) -> int:
        """In hundredths of a per cent: late ones count as duties.yaml says."""
        if self.received_on is None:
            return 0
        return FULL * instruction().score.late_report_percent // 100 if self.late else FULL


@dataclass(frozen=True)
class DutyOn:
    """A duty of an addressee on a day. `achieved`: hundredths of a per cent; `due_on`: the next or missed day, where one is known."""

    duty: Duty
    state: DutyState
    achieved: int
    why: Words
    due_on: date | None = None
    shown: Sequence[Shown] = ()
    periods: Sequence[PeriodOn] = ()

    @property
    def counts(self) -> bool:
        """Whether it is part of the score."""
        return self.duty.weight > 0 and self.state != DutyState.WAITING

    @property
    def points(self) -> str:
        """Its part of the score before the division: weight × achieved, as "15 × 40 %"."""
        return f"{self.duty.weight} × {tenths_and_hundredths(self.achieved)} %"


def duties_on(duties: Iterable[Duty], shown: Iterable[Shown], on: date) -> list[DutyOn]:
    """Each duty that is asked on that day, by the evidence that counts from that day or before."""
    by_duty: dict[str, list[Shown]] = {}
    for one in sorted(shown, key=lambda one: (one.counts_from, one.id)):
        if one.counts_from <= on:
            by_duty.setdefault(one.duty, []).append(one)
    return [_HOW[duty.rhythm](duty, by_duty.get(duty.key, []), on) for duty in duties if on >= duty.since]


def score(found: Iterable[DutyOn]) -> int | None:
    """Sum of weight × achieved over the sum of weights, in hundredths of a per cent, rounded half up; None where nothing counts yet."""
    counted = [one for one in found if one.counts]
    weights = sum(one.duty.weight for one in counted)
    return hundredths(sum(one.duty.weight * one.achieved for one in counted), weights * FULL) if weights else None


def formula(found: Sequence[DutyOn]) -> Words | None:
    """The score with every weight and part in it; None where nothing counts yet."""
    counted, value = [one for one in found if one.counts], score(found)
    if value is None:
        return None
    parts, weights = " + ".join(one.points for one in counted), sum(one.duty.weight for one in counted)
    return Words(
        f"({parts}) : {weights} = {tenths_and_hundredths(value)} %", f"({_english(parts)}) : {weights} = {tenths_and_hundredths(value, 'en')} %"
    )


def _english(parts: str) -> str:
    return parts.replace(",", ".")


def _once(duty: Duty, shown: list[Shown], on: date) -> DutyOn:
    if any(not one.lapsed for one in shown):
        return DutyOn(duty, DutyState.MET, FULL, Words("Ada dan berlaku.", "There, and in force."), shown=shown)
    if shown:
        return DutyOn(duty, DutyState.OLD, 0, Words("Yang ditunjukkan tidak berlaku lagi.", "What was shown is no longer in force."), shown=shown)
    return DutyOn(duty, DutyState.OPEN, 0, Words("Belum ada yang ditunjukkan.", "Nothing was shown yet."))


def _count(duty: Duty, shown: list[Shown], on: date) -> DutyOn:
    counted = [one for one in shown if one.part is not None and one.whole]
    if not counted:
        return DutyOn(duty, DutyState.OPEN, 0, Words("Belum ada angkanya.", "There is no figure yet."), shown=shown)
    last = counted[-1]
    part, whole = last.part or 0, last.whole or 1
    told = Words(
        f"{number(part)} dari {number(whole)}, per {day(last.counts_from)}.",
        f"{number(part, 'en')} of {number(whole, 'en')}, as of {day(last.counts_from, 'en')}.",
    )
    if (on - last.counts_from).days > instruction().score.figure_ages_after_days:
        return DutyOn(duty, DutyState.OLD, 0, told, shown=shown)
    state = DutyState.MET if part == whole else DutyState.PARTLY if part else DutyState.OPEN
    return DutyOn(duty, state, hundredths(part, whole), told, shown=shown)


def _year(duty: Duty, shown: list[Shown], on: date) -> DutyOn:
    """The budget of the year asked about; the first one due is that of the year after the duty began."""
    this = [one for one in shown if one.period == str(on.year)]
    due = date(on.year - 1, 12, 31)
    if this:
        return DutyOn(duty, DutyState.MET, FULL, Words(f"Anggaran {on.year} ada.", f"The budget of {on.year} is there."), due, shown)
    if on.year <= duty.since.year:
        return DutyOn(
            duty, DutyState.WAITING, 0, Words("Mulai tahun anggaran berikutnya.", "From the next budget year on."), date(on.year, 12, 31), shown
        )
    late = (on - due).days
    told = Words(
        f"Anggaran {on.year} belum ditunjukkan, {number(late)} hari sesudah {day(due)}.",
        f"The budget of {on.year} was not shown, {number(late, 'en')} days after {day(due, 'en')}.",
    )
    return DutyOn(duty, DutyState.LATE, 0, told, due, shown)


def _periodic(duty: Duty, shown: list[Shown], on: date) -> DutyOn:
    every = periods_of(duty, shown, on)
    due = [one for one in every if one.received_on or one.missing or (one.due_on is None)]
    counted = due[-instruction().score.reports_counted :]
    if not counted:
        ahead = every[-1].due_on if every else None
        return DutyOn(duty, DutyState.WAITING, 0, Words("Belum ada laporan yang jatuh tempo.", "No report is due yet."), ahead, shown, every)
    received = sum(one.received_on is not None for one in counted)
    missed = [one for one in counted if one.missing]
    told = Words("{a} dari {n} laporan terakhir diterima.", "{a} of the last {n} reports received.").counting(a=received, n=len(counted))
    achieved = hundredths(sum(one.achieved for one in counted), len(counted) * FULL)
    state = DutyState.LATE if missed else DutyState.MET if received == len(counted) else DutyState.PARTLY if received else DutyState.OPEN
    next_due = missed[0].due_on if missed else every[-1].due_on
    return DutyOn(duty, state, achieved, told, next_due, shown, every)


_HOW = {
    Rhythm.ONCE: _once,
    Rhythm.COUNT: _count,
    Rhythm.YEAR: _year,
    Rhythm.QUARTER: _periodic,
    Rhythm.HALF_YEAR: _periodic,
}


def periods_of(duty: Duty, shown: Iterable[Shown], on: date) -> list[PeriodOn]:
    """Every whole period from the first one that the duty asks for to the last that has ended by that day, the oldest first."""
    months = PERIODIC[duty.rhythm]
    received: dict[str, date] = {}
    for one in shown:
        received[one.period] = min(one.counts_from, received.get(one.period, one.counts_from))
    first = Month.of(duty.since)
    found = []
    while (first + (months - 1)).last_day < on:
        key, words = period_named(first, months)
        due = _due(first + months, duty.due_day)
        found.append(PeriodOn(key, words, due, received.get(key), on))
        first = first + months
    return found


def _due(month: Month, due_day: int | None) -> date | None:
    return month.first_day + timedelta(days=due_day - 1) if due_day else None


def period_named(first: Month, months: int) -> tuple[str, Words]:
    """ "2026-Q1" or "2026-H1", and in words."""
    start = first.first_day
    at = (start.month - 1) // months + 1
    if months == 3:
        return f"{start.year}-Q{at}", Words(f"triwulan {_ROMAN[at]} {start.year}", f"quarter {at} of {start.year}")
    return f"{start.year}-H{at}", Words(f"semester {_ROMAN[at]} {start.year}", f"half-year {at} of {start.year}")


_ROMAN = ("", "I", "II", "III", "IV")
