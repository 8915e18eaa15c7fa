"""BPJS's clock: from the day on which the papers are complete it has so many working days, and owes a fine for each day after them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from payung.claims.state import CaseOn
from payung.law import deadline


@dataclass(frozen=True)
class Clock:
    """`by`: the last day in time; `days_late` of the latest line until today or its payment; `fine` in rupiah over all lines, by the law's rate.

    `steps`: the law's sentences with source and mark. `running`: something is not paid yet, so that the fine still grows.
    """

    started_on: date
    by: date
    days_late: int
    fine: int
    running: bool
    steps: Sequence[Mapping[str, Any]] = field(default=())


def clock_of(state: CaseOn) -> Clock | None:
    """None while the papers are not with BPJS. Before BPJS tells what it pays, the fine is counted of what was expected."""
    started = state.complete_on
    if started is None:
        return None
    programme = "JKK" if state.facts.by_work else "JKM"
    asked = {"kind": "PAYMENT", "programme": programme, "from": started.isoformat()}
    found = [deadline.evaluate({**asked, "amount": amount, "done_on": done.isoformat()}) for amount, done in _owed(state)]
    plain = deadline.evaluate(asked)
    return Clock(
        started,
        date.fromisoformat(plain["by"]),
        max((one["days_late"] for one in found), default=0),
        sum(one["fine"] for one in found),
        state.paid_on is None,
        _steps(plain, found),
    )


def _owed(state: CaseOn) -> list[tuple[int, date]]:
    """Rupiah with the day of its payment, or with today where it is not paid; a line that BPJS has not told yet is owed as expected."""
    answer = state.expected.answer
    told = [(told.amount, told.paid_on or state.on) for told in state.told.values() if told.amount]
    if not state.told:
        return [(answer.now if answer else 0, state.on)]  # what waits for arrears is not owed by BPJS yet
    untold = [] if state.expected.waits else [amount for line, amount in (state.expected.lines or {}).items() if amount and line not in state.told]
    return _by_day([*told, *((amount, state.on) for amount in untold)])


def _by_day(lines: list[tuple[int, date]]) -> list[tuple[int, date]]:
    days: dict[date, int] = {}
    for amount, day in lines:
        days[day] = days.get(day, 0) + amount
    return [(amount, day) for day, amount in sorted(days.items())]


def _steps(plain: Mapping[str, Any], found: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """The deadline once, then what each late payment adds."""
    return [*plain["steps"], *(step for one in found for step in one["steps"][len(plain["steps"]) :])]
