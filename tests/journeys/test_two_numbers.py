"""Officers take numbers of one series at the same moment: each has one of their own and none is left out."""

from collections.abc import Callable

import pytest
from installations import Installation, Running

pytestmark = [pytest.mark.large, pytest.mark.database]
BEGIN = """
from datetime import date
from payung.correspondence.actions import set_letterhead, set_paper_rule, take_number
from payung.correspondence.models import Letterhead
from payung.places.models import Place
on = date(2026, 1, 5)
"""
SET = """
head = set_letterhead(place=Place.objects.get(code="74.05"), government="G", name="N", address="A", town="T", by=None, on=on)
set_paper_rule(letterhead=head, kind="decree", pattern="{n}/SK/{year}", by=None, on=on)
"""
TAKE = """
head = Letterhead.objects.get()
for _ in range(10):
    print(take_number(letterhead=head, kind="decree", by=None, on=on).number)
"""


def started(base: Installation, code: str) -> Running:
    return base.start("-c", BEGIN + code)


def test_two_officers_at_once_have_two_numbers(copies: Callable[[str], Installation]) -> None:
    base = copies("base")
    first = started(base, SET)
    assert first.communicate(timeout=60) == ("", "")
    officers = [started(base, TAKE) for _ in range(3)]
    said = [process.communicate(timeout=120) for process in officers]
    assert [error for _, error in said] == ["", "", ""]
    taken = [number for numbers, _ in said for number in numbers.split()]
    assert sorted(taken, key=lambda number: int(number.partition("/")[0])) == [f"{n}/SK/2026" for n in range(1, 31)]
