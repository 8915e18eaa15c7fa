"""Which report is due when, for a place and a year, and what became of it: made, sent, late. The days stand in report_calendar.yaml."""

from calendar import monthrange
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from payung.accounts.models import User
from payung.accounts.sight import sight_of
from payung.reports.models import Edition, Receipt, Sending
from payung.values.errors import InputError, OutOfScopeError
from payung.values.month import Month
from payung.values.words import Words

_YEAR = 12


class State(StrEnum):
    """AHEAD: the period is not over; OPEN: it is, and nothing is made; MADE: a version is there, none is sent; LATE: not sent after the day."""

    AHEAD = "ahead"
    OPEN = "open"
    MADE = "made"
    LATE = "late"
    SENT = "sent"
    SENT_LATE = "sent_late"


@dataclass(frozen=True)
class Rule:
    """One kind of report. `mark`: how surely its day is known."""

    kind: str
    months: int
    ends: tuple[int, ...]
    day: int
    after: int
    to: Words
    basis: Words
    mark: str

    def duty(self, last: Month) -> "Duty":
        due = last + self.after
        return Duty(self, last + -(self.months - 1), last, date(due.year, due.month, min(self.day, monthrange(due.year, due.month)[1])))


@dataclass(frozen=True)
class Duty:
    """One report of one period and the last day on which it should be sent."""

    rule: Rule
    first: Month
    last: Month
    due_on: date


@dataclass(frozen=True)
class Due:
    """A duty of a place, with its versions, the newest first, and when it was first sent."""

    duty: Duty
    editions: Sequence[Edition]
    sending: Sending | None
    receipt: Receipt | None
    on: date

    @property
    def state(self) -> State:
        if self.sending:
            return State.SENT if self.sending.sent_on <= self.duty.due_on else State.SENT_LATE
        if self.on > self.duty.due_on:
            return State.LATE
        if self.editions:
            return State.MADE
        return State.OPEN if self.on > self.duty.last.last_day else State.AHEAD


@cache
def rules() -> Mapping[str, Rule]:
    """By kind, in the order of the file."""
    held: dict[str, dict[str, Any]] = yaml.safe_load(Path(__file__).with_suffix(".yaml").read_text(encoding="utf-8"))
    return {
        kind: Rule(
            kind,
            one["months"],
            tuple(one.get("ends") or range(one["months"], _YEAR + 1, one["months"])),
            one["day"],
            one["after"],
            Words(**one["to"]),
            Words(**one["basis"]),
            one["mark"],
        )
        for kind, one in held.items()
    }


def duties(year: int) -> list[Duty]:
    """Of all periods that end in the year, by the day on which they are due."""
    found = [rule.duty(Month.at(year, end)) for rule in rules().values() for end in rule.ends]
    order = list(rules())
    return sorted(found, key=lambda one: (one.due_on, order.index(one.rule.kind)))


def duty_of(kind: str, last: Month) -> Duty:
    """The duty of a period by its last month. InputError `report.period` where no period of that kind ends there."""
    rule = rules().get(kind)
    if rule is None or last.month not in rule.ends:
        raise InputError("report.period", Words("Laporan atau periode itu tidak ada di kalender.", "The calendar has no such report or period."))
    return rule.duty(last)


def calendar_of(place: str, year: int, *, visible_to: User | None, on: date) -> list[Due]:
    """Every duty of the year with what became of it. OutOfScopeError for a place that is not seen."""
    return _due(place, duties(year), visible_to, on)


def due_of(place: str, duty: Duty, *, visible_to: User | None, on: date) -> Due:
    """One of them."""
    return _due(place, [duty], visible_to, on)[0]


def _due(place: str, wanted: Sequence[Duty], visible_to: User | None, on: date) -> list[Due]:
    if not sight_of(visible_to, on).covers(place):
        raise OutOfScopeError("report.not_seen", Words("Wilayah itu di luar wilayah Anda.", "That place is outside your area."))
    span = {"last_month__gte": min(one.last for one in wanted), "last_month__lte": max(one.last for one in wanted)}
    held: dict[tuple[str, Month, Month], list[Edition]] = {}
    for edition in Edition.objects.filter(place=place, **span).exclude(kind=Edition.Kind.BRIEFING).order_by("-version"):
        held.setdefault((edition.kind, edition.first_month, edition.last_month), []).append(edition)
    keys = [edition.pk for each in held.values() for edition in each]
    sent: dict[int, Sending] = {}
    for one in Sending.objects.filter(edition__in=keys).select_related("document", "receipt").order_by("-sent_on", "-pk"):
        sent[one.edition_id] = one
    found = []
    for duty in wanted:
        editions = held.get((duty.rule.kind, duty.first, duty.last), [])
        first = min((sent[one.pk] for one in editions if one.pk in sent), key=lambda one: (one.sent_on, one.pk), default=None)
        found.append(Due(duty, editions, first, getattr(first, "receipt", None) if first else None, on))
    return found
