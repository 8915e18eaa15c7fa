from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as some

from payung.compliance.promise import PromiseState, schedule, state_of

FIRST = date(2026, 1, 31)


def test_parts_are_a_month_apart_and_the_last_takes_the_rest():
    parts = schedule(1_000_000, 3, FIRST)
    assert [(part.due_on, part.rupiah) for part in parts] == [(FIRST, 333_333), (date(2026, 2, 28), 333_333), (date(2026, 3, 31), 333_334)]


@given(some.integers(1, 10**12), some.integers(1, 60), some.dates(date(2000, 1, 1), date(2100, 1, 1)))
def test_the_parts_are_the_whole(amount, parts, first):
    found = schedule(amount, parts, first)
    assert sum(part.rupiah for part in found) == amount
    assert [part.due_on for part in found] == sorted({part.due_on for part in found})
    assert len(found) == parts


@pytest.mark.parametrize(
    ("paid", "on", "state"),
    [
        (0, date(2026, 1, 31), PromiseState.RUNNING),
        (0, date(2026, 2, 1), PromiseState.BROKEN),
        (500, date(2026, 2, 28), PromiseState.RUNNING),
        (500, date(2026, 3, 1), PromiseState.BROKEN),
        (999, date(2026, 3, 1), PromiseState.BROKEN),
        (1000, date(2026, 3, 1), PromiseState.KEPT),
        (1000, date(2026, 1, 1), PromiseState.KEPT),
    ],
)
def test_a_promise_is_broken_the_day_after_a_part_was_due(paid, on, state):
    assert state_of(1000, 2, FIRST, paid, on) == state
