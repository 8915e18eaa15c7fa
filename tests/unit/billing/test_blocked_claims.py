"""The month of Lombok Timur that was not paid: five families wait until it is."""

from datetime import date

import polars as pl
import pytest
from bills import bill_of, pay
from invented import TODAY

from payung.billing.blocked import blocked_by_arrears, deaths_of
from payung.billing.queries import bill_on
from payung.roster.actions import record_changes
from payung.values.month import Month

pytestmark = pytest.mark.django_db
OCTOBER = Month.at(2024, 10)
LATE = date(2024, 11, 20)


def dies(fund, month: Month, days: dict[str, date]) -> None:
    people = {"nik": list(days), "direction": ["out"] * len(days), "reason": ["deceased"] * len(days), "happened_on": list(days.values())}
    assert record_changes(fund=fund, month=month, changes=pl.DataFrame(people), by=None, on=TODAY).went_out == len(days)


def test_arrears_block_five_claims_until_they_are_paid(programme):
    people = programme.candidates(17_195)["nik"].to_list()
    fund = programme.started(source="DBH-CHT", first_month=Month.at(2024, 9), months=4, amount=17_195 * 16_800 * 4)
    dies(fund, OCTOBER, {one: date(2024, 9, 20) for one in people[:20]})
    leave = pl.DataFrame({"nik": people[20:23], "direction": ["out"] * 3, "reason": ["migrant", "self_paying", "self_paying"]})
    record_changes(fund=fund, month=OCTOBER, changes=leave, by=None, on=TODAY)
    september, october = bill_of(fund, OCTOBER + -1), bill_of(fund, OCTOBER)
    assert (september.people, october.people, october.jkm, october.jkk, october.total) == (17_195, 17_172, 116_769_600, 171_720_000, 288_489_600)
    pay(september, reference="SP2D 9", paid_on=date(2024, 9, 12))
    dies(fund, OCTOBER + 1, {one: date(2024, 10, 3 + at) for at, one in enumerate(people[30:35])})
    assert bill_on(october.pk, visible_to=None, on=date(2024, 10, 15)).state == "owed"
    assert bill_on(october.pk, visible_to=None, on=LATE).state == "overdue"
    deaths = deaths_of(fund)
    assert len(deaths) == 25
    blocked = blocked_by_arrears(fund, deaths, on=LATE)
    assert {one.happened_on for one in blocked} == {date(2024, 10, day) for day in range(3, 8)}
    assert {(one.arrears.months, one.arrears.left) for one in blocked} == {(1, 2)}
    assert "dilunasi" in blocked[0].arrears.steps[0].words.id
    assert blocked_by_arrears(fund, deaths, on=date(2024, 10, 15)) == []  # not due yet
    pay(october, 288_489_599, "SP2D 10", paid_on=LATE)
    assert len(blocked_by_arrears(fund, deaths, on=LATE)) == 5
    pay(october, 1, "SP2D 11", paid_on=LATE)
    assert blocked_by_arrears(fund, deaths, on=LATE) == []


def test_more_months_than_the_limit_lose_the_right(programme):
    programme.candidates(1)
    fund = programme.started(first_month=Month.at(2025, 1))
    for month in fund.first_month.upto(fund.first_month + 3):
        bill_of(fund, month)
    person = programme.people[0]
    on = date(2025, 4, 30)
    (one,) = blocked_by_arrears(fund, {person: on}, on=on)
    assert (one.arrears.months, one.arrears.left) == (4, -1)
    (early,) = blocked_by_arrears(fund, {person: date(2025, 2, 1)}, on=on)
    assert (early.arrears.months, early.arrears.left) == (2, 1)
    assert blocked_by_arrears(fund, {person + 999: on}, on=on) == []
