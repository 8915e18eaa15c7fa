"""The scholarship of a dead person's children: school year after school year, as far as the right goes. Only reading.

The plan is the law's (payung.law.scholarship), kept when the child is entered; what has become of a year follows from the day: its time comes, its
proof comes, BPJS pays, or nobody proved it before the next school year began. The right ends at 23, with marriage or work.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from django.db.models import QuerySet

from payung.accounts.models import User
from payung.claims.models import Case, Scholar, SchoolYear
from payung.claims.queries import cases_seen
from payung.law.figure import figure
from payung.law.scholarship import Level, ends_on
from payung.values.words import Words, rupiah

REMIND_BEFORE = timedelta(days=30)  # before a school year begins; our choice, no law's


class YearState(StrEnum):
    """PLANNED: its time has not come; DUE: proof is awaited; PROVEN: BPJS is to pay; PAID; MISSED: the next school year began without proof; ENDED:
    the right had ended before."""

    PLANNED = "planned"
    DUE = "due"
    PROVEN = "proven"
    PAID = "paid"
    MISSED = "missed"
    ENDED = "ended"


YEAR_WORDS: dict[YearState, Words] = {
    YearState.PLANNED: Words("belum tiba", "not yet"),
    YearState.DUE: Words("perlu bukti sekolah", "school proof needed"),
    YearState.PROVEN: Words("menunggu dibayar BPJS", "waits for BPJS to pay"),
    YearState.PAID: Words("dibayar", "paid"),
    YearState.MISSED: Words("tidak dibuktikan", "not proven"),
    YearState.ENDED: Words("hak sudah berakhir", "the right has ended"),
}
LEVEL_WORDS: dict[str, Words] = {
    "": Words("belum bersekolah", "not yet at school"),
    Level.TK: Words("TK", "kindergarten"),
    Level.SD: Words("SD", "primary school"),
    Level.SMP: Words("SMP", "lower secondary school"),
    Level.SMA: Words("SMA/SMK", "upper secondary school"),
    Level.PT: Words("kuliah atau pelatihan", "higher education or training"),
}
ENDED_WHY: dict[str, Words] = {
    "married": Words("menikah", "married"),
    "works": Words("bekerja", "works"),
    "left": Words("berhenti sekolah", "left school"),
    "died": Words("meninggal dunia", "died"),
}


@dataclass(frozen=True)
class YearOn:
    """A school year as it stands on a day: from `start` to `last`."""

    year: SchoolYear
    state: YearState
    start: date
    last: date

    @property
    def name(self) -> str:
        """2026/2027."""
        return f"{self.year.first}/{self.year.first + 1}"

    @property
    def difference(self) -> int | None:
        """Rupiah that came above what was expected; None before BPJS pays."""
        return None if self.year.paid is None else self.year.paid - self.year.expected


@dataclass(frozen=True)
class ScholarOn:
    """A child with its years. `ends`: the first day without the right. Rupiah: what has come, what may still come, what nobody proved in time."""

    scholar: Scholar
    ends: date
    years: tuple[YearOn, ...]

    @property
    def received(self) -> int:
        return sum(one.year.paid or 0 for one in self.years)

    @property
    def still_due(self) -> int:
        return sum(one.year.expected for one in self.years if one.state in (YearState.PLANNED, YearState.DUE, YearState.PROVEN))

    @property
    def missed(self) -> int:
        return sum(one.year.expected for one in self.years if one.state == YearState.MISSED)

    @property
    def now(self) -> YearOn | None:
        """The year that somebody has to do something for, the earliest first; else the next that is planned."""
        waiting = [one for one in self.years if one.state in (YearState.DUE, YearState.PROVEN)]
        return next(iter([*waiting, *(one for one in self.years if one.state == YearState.PLANNED)]), None)


def standing_of(scholar: Scholar, years: Iterable[SchoolYear], on: date) -> ScholarOn:
    """As it is on that day."""
    ends = right_ends(scholar)
    return ScholarOn(scholar, ends, tuple(year_on(year, scholar.case, ends, on) for year in years))


def right_ends(scholar: Scholar) -> date:
    """The first day without the right: by age, marriage or work as the family tells it, or as it was entered here."""
    relative, died = scholar.relative, scholar.case.happened_on
    assert relative.birth_date is not None  # nobody becomes a scholar without one
    days = {"born_on": relative.birth_date, "married_on": relative.married_on, "works_since": relative.works_since}
    by_law = ends_on({key: day for key, day in days.items() if day}, died)
    return min(by_law, scholar.ended_on) if scholar.ended_on else by_law


def year_on(year: SchoolYear, case: Case, ends: date, on: date) -> YearOn:
    """What has become of one year."""
    starts = school_year_month(case)
    start = max(date(year.first, starts, 1), case.happened_on)
    last = date(year.first + 1, starts, 1) - timedelta(days=1)
    return YearOn(year, _state(year, start, last, ends, on), start, last)


def school_year_month(case: Case) -> int:
    """In which a school year begins, as the law's figures hold it."""
    rule = figure("scholarship.school_year_month")
    return int((rule.find(case.happened_on) or rule.values[0]).number)


def _state(year: SchoolYear, start: date, last: date, ends: date, on: date) -> YearState:
    if year.state in (SchoolYear.State.PAID, SchoolYear.State.PROVEN):
        return YearState(year.state)
    if start >= ends:
        return YearState.ENDED
    if on < start:
        return YearState.PLANNED
    return YearState.DUE if on <= last else YearState.MISSED


def scholars_of(case: Case, *, on: date) -> list[ScholarOn]:
    """Of one case, in the order in which they were entered."""
    return _stand(Scholar.objects.filter(case=case), on)


def scholars_seen(*, visible_to: User | None, on: date) -> list[ScholarOn]:
    """Of all cases that the person sees: those for whom something is to be done first."""
    cases = cases_seen(visible_to=visible_to, on=on).order_by().values("pk")
    found = _stand(Scholar.objects.filter(case__in=cases).exclude(case__state=Case.State.WITHDRAWN), on)
    order = [YearState.DUE, YearState.PROVEN, YearState.PLANNED]
    return sorted(found, key=lambda one: (order.index(one.now.state) if one.now and one.now.state in order else len(order), one.scholar.pk))


def _stand(scholars: "QuerySet[Scholar]", on: date) -> list[ScholarOn]:
    held = list(scholars.select_related("relative", "case__person", "case__village").order_by("pk"))
    years: dict[int, list[SchoolYear]] = {one.pk: [] for one in held}
    for year in SchoolYear.objects.filter(scholar__in=list(years)).select_related("proof").order_by("first"):
        years[year.scholar_id].append(year)
    return [standing_of(one, years[one.pk], on) for one in held]


def to_remind(found: Sequence[ScholarOn], on: date) -> list[tuple[ScholarOn, YearOn]]:
    """Whose proof is awaited, or will be within a month."""
    return [
        (one, year)
        for one in found
        for year in one.years
        if year.state == YearState.DUE or (year.state == YearState.PLANNED and year.start - on <= REMIND_BEFORE)
    ]


def reminder_text(one: ScholarOn, year: YearOn) -> Words:
    """What a family is written: plain, with the sum, no NIK, and that it costs nothing."""
    child, level = one.scholar.relative.name, LEVEL_WORDS[year.year.level]
    begun = Words("sudah mulai", "has begun") if year.state == YearState.DUE else Words("akan mulai", "will begin")
    return Words(
        f"Kepada keluarga {child}. Tahun ajaran {year.name} {begun.id} ({level.id}, tahun ke-{year.year.number}). "
        f"Supaya beasiswa {rupiah(year.year.expected)} dari BPJS Ketenagakerjaan dibayar, mohon serahkan surat keterangan aktif sekolah atau rapor "
        "ke kantor desa atau Disnaker. Gratis: jangan membayar siapa pun.",
        f"To the family of {child}. The school year {year.name} {begun.en} ({level.en}, year {year.year.number}). "
        f"So that the scholarship of {rupiah(year.year.expected, 'en')} of BPJS Ketenagakerjaan is paid, please bring the school's letter or the "
        "report card to the village office or the labour office. It is free: pay nobody.",
    )
