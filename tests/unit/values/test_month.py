"""Months are counted, compared and added as whole numbers."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from payung.values.errors import InputError
from payung.values.month import Month

DAYS = st.dates(date(1900, 1, 1), date(9998, 12, 31))


@given(DAYS)
def test_a_day_lies_in_its_month(day):
    month = Month.of(day)
    assert month.first_day <= day <= month.last_day
    assert Month.parse(str(month)) == month
    assert (month.first_day.day, (month.last_day + timedelta(days=1)).day) == (1, 1)


@given(DAYS, st.integers(0, 400), st.integers(0, 400))
def test_adding_and_subtracting_agree(day, some, more):
    month = Month.of(day)
    assert (month + some) + more == month + (some + more)
    assert (month + some) - month == some
    assert len(list(month.upto(month + some))) == some + 1
    assert (month < month + some) == (some > 0)


@pytest.mark.parametrize("text", ["2026-13", "2026-00", "0000-01", "2026-1", "01-2026", "Januari 2026", "", "2026-01-01"])
def test_what_is_no_month_says_how_to_write_one(text):
    with pytest.raises(InputError, match="month.unreadable"):
        Month.parse(text)


def test_a_month_as_it_is_said():
    assert (Month.at(2026, 1).said(), Month.at(2026, 5).said("en"), str(Month.at(2026, 1) + 11)) == ("Januari 2026", "May 2026", "2026-12")
    assert Month.at(9999, 12).last_day == date(9999, 12, 31)


@pytest.mark.parametrize(("year", "month"), [(2026, 0), (2026, 13), (0, 1), (10_000, 1)])
def test_no_month_outside_the_calendar(year, month):
    with pytest.raises(ValueError, match="no such month"):
        Month.at(year, month)
