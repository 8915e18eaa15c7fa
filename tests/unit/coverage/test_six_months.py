"""The six months' measure: 1,000 people for three months are 500."""

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from invented import JANUARY, TODAY, VILLAGES

from payung.audit.actions import acting
from payung.billing.actions import make_bill, pay_bill
from payung.coverage.definitions import Pair
from payung.coverage.pairs import figure_of_pair, figures_by_month, figures_inside
from payung.coverage.six_months import measured, measured_inside, months_that_count, share_of_months
from payung.planning.compare import measure
from payung.registry.models import Person
from payung.roster.actions import record_changes
from payung.values.errors import RefusedError
from payung.values.month import Month

JUNE = JANUARY + 5


def paid(fund, *months: Month) -> None:
    for month in months:
        bill = make_bill(fund=fund, month=month, by=None, on=TODAY)
        pay_bill(bill=bill, amount=bill.total, paid_on=TODAY, reference=f"SP2D {bill.pk}", by=None, on=TODAY)


@given(people=st.integers(0, 10**6), months=st.integers(0, 12))
def test_people_of_one_length_are_what_a_plan_promises(people, months):
    counted = share_of_months(people * min(months, 6), 6)
    assert abs(counted * 100 - measure(people, months, JANUARY.first_day)) <= 50


def test_a_thousand_people_for_three_months_are_five_hundred():
    assert months_that_count(JANUARY) == 6
    assert [share_of_months(1_000 * months, 6) for months in (0, 3, 6)] == [0, 500, 1_000]
    with pytest.raises(RefusedError):
        months_that_count(Month.at(2010, 1))


@pytest.mark.django_db
def test_paid_months_of_the_year_count_up_to_six(programme):
    people = programme.candidates(12, villages=(VILLAGES[0], VILLAGES[1], VILLAGES[2]))["nik"].to_list()
    fund = programme.started(amount=10**9)
    paid(fund, JANUARY, JANUARY + 1)
    changes = pl.DataFrame({"nik": people[:6], "direction": "out", "reason": "deceased"})
    record_changes(fund=fund, month=JANUARY + 2, changes=changes, by=None, on=TODAY)
    paid(fund, JANUARY + 2)
    make_bill(fund=fund, month=JANUARY + 3, by=None, on=TODAY)  # not paid
    assert measured("74.05", JANUARY) == 2  # 12 months of cover
    assert measured("74.05", JUNE) == share_of_months(6 * 2 + 6 * 3, 6) == 5
    assert measured("74.05", JANUARY + -1) == 0  # a year of its own
    assert measured("73", JUNE) == 0
    assert measured_inside("74.05", JUNE) == {"74.05.01": share_of_months(4 * 2 + 4 * 3, 6), "74.05.02": share_of_months(2 * 2 + 2 * 3, 6)}
    assert measured("74.05.01", JUNE) == measured_inside("74.05", JUNE)["74.05.01"]


@pytest.mark.django_db
def test_nobody_counts_for_more_than_six_months_or_twice_under_two_numbers(programme):
    programme.candidates(6)
    fund = programme.started(amount=10**9)
    paid(fund, *JANUARY.upto(JANUARY + 8))
    assert measured("", JANUARY + 8) == 6
    with acting("test", by=None):
        Person.objects.filter(pk=programme.people[1]).update(same_as_id=programme.people[0])
    assert measured("", JANUARY + 8) == 5


@pytest.mark.django_db
def test_it_is_a_numerator_like_any_other(programme):
    programme.candidates(6, villages=VILLAGES[:1])
    fund = programme.started(amount=10**9)
    paid(fund, *JANUARY.upto(JANUARY + 2))
    pair = Pair("measure6", "universe_bpjs")
    figure = figure_of_pair("74.05", JANUARY + 2, pair, on=TODAY)
    assert figure.numerator.value == 3
    assert "Januari sampai Maret 2026" in figure.footnote.id
    assert {one.place: one.numerator.value for one in figures_inside("74.05", JANUARY + 2, pair) if one.numerator.value} == {"74.05.01": 3}
    assert [part.numerator.value for _, part in figures_by_month("74.05", [JANUARY, JANUARY + 1], pair)] == [1, 2]
