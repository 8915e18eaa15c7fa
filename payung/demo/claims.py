"""Invented deaths and an accident on the demo's list, reported as villages report them: each answer that the law gives is there once."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from payung.claims.actions import report_event
from payung.claims.case_actions import record_injury
from payung.claims.models import Case
from payung.demo import regency
from payung.planning.models import Fund
from payung.registry.models import Candidate, Person
from payung.roster.queries import roster_on
from payung.values.words import Words

DIED_IN_JANUARY = (9, 13, 17, 21, 24, 28)
"""Days on which those of the first changes died: listed for one month, and but for the first nobody claims for them."""


@dataclass(frozen=True)
class _Told:
    """One invented report; `at`: which of the listed people, by NIK, from the first that nobody has taken off."""

    at: int
    happened_on: date
    kind: str = "death"
    cause: str = "other"
    where: str = "di rumah"
    story: str = ""
    told_by: str = "Ketua RT"
    helps: bool = False


_TOLD = (
    _Told(40, date(2026, 4, 17), story="Sakit lama.", told_by="Ibu RT 02", helps=True),  # April was due and is not paid
    _Told(41, date(2026, 4, 8), story="Sakit jantung."),  # three whole months, all paid
    _Told(42, date(2026, 2, 11), story="Baru sekarang dilaporkan keluarganya."),  # March and April were billed for nothing
    _Told(43, date(2026, 4, 7), cause="work", where="di laut", story="Perahu terbalik saat melaut."),
    _Told(44, date(2026, 4, 18), "accident", "work", "di kebun", "Ibu jari kanan terpotong mesin.", "Mandor kebun"),
    _Told(45, date(2026, 4, 14), cause="unknown", where=""),
)


def report_some(fund: Fund) -> Words | None:
    """Once; None where there are cases already."""
    if Case.objects.exists():
        return None
    listed = [one.person for one in roster_on(fund, fund.first_month + 3).select_related("person").order_by("person__nik")]
    for one in _TOLD:
        if one.at < len(listed):
            made = _report(listed[one.at], one)
            if one.kind == "accident":
                injury: dict[str, Any] = {"parts": [{"code": "thumb_right"}], "days_off": 14}
                record_injury(case=made, given=injury, by=None, on=regency.TODAY)
    first = fund.changes.filter(reason="deceased").select_related("person").order_by("pk").first()
    if first and first.happened_on:
        _report(first.person, _Told(0, first.happened_on, story="Keluarga tidak tahu almarhum terdaftar."))
    village = Candidate.objects.filter(round=fund.round, village__isnull=False).select_related("village").order_by("pk").first()
    if village:
        terms = {"kind": "death", "way": "village", "happened_on": date(2026, 4, 19), "village": village.village, "told_by": "Kepala dusun"}
        report_event(name="La Karangan Tanpa NIK", **terms, by=None, on=regency.TODAY)  # type: ignore[arg-type]
    count = Case.objects.count()
    return Words("{n} kasus klaim dilaporkan.", "{n} claims reported.").counting(n=count)


def _report(person: Person, told: _Told) -> Case:
    return report_event(
        kind=told.kind,
        way="helper" if told.helps else "village",
        happened_on=told.happened_on,
        person=person,
        cause=told.cause,
        happened_at=told.where,
        story=told.story,
        told_by=told.told_by,
        helps=told.helps,
        by=None,
        on=regency.TODAY,
    ).case
