"""Whose claims wait for arrears: open cases, and deaths that the list knows and nobody reported."""

from datetime import date

import polars as pl
import pytest
from invented import JANUARY, nik

from payung.billing.actions import make_bill
from payung.billing.blocked import blocked_by_arrears
from payung.claims.actions import report_event
from payung.claims.case_actions import nothing_due, withdraw
from payung.claims.models import Case
from payung.claims.waiting import events_of
from payung.registry.models import Person
from payung.roster.actions import record_changes

pytestmark = pytest.mark.django_db
ON = date(2026, 4, 20)
DIED = date(2026, 2, 27)


@pytest.fixture
def fund(programme):
    programme.candidates(4)
    fund = programme.started()
    for month in (JANUARY, JANUARY + 1):
        make_bill(fund=fund, month=month, by=None, on=ON)
    return fund


def person(at: int) -> int:
    return Person.objects.get(nik=nik(at)).pk


def case(at: int, **more) -> Case:
    return report_event(**{"kind": "death", "way": "village", "happened_on": DIED, "nik": nik(at), "by": None, "on": ON, **more}).case


def test_open_cases_wait_and_an_accident_too(fund):
    case(0)
    case(1, kind="accident")
    assert events_of(fund) == {person(0): DIED, person(1): DIED}
    assert [one.person for one in blocked_by_arrears(fund, events_of(fund), on=ON)] == [person(0), person(1)]


def test_a_case_counts_alone_where_the_list_knows_the_death_too(fund):
    line = {"nik": nik(0), "direction": "out", "reason": "deceased", "happened_on": DIED}
    record_changes(fund=fund, month=JANUARY + 2, changes=pl.DataFrame([line]), by=None, on=ON)
    assert events_of(fund) == {person(0): DIED}
    open_ = case(0, happened_on=date(2026, 2, 20))
    assert events_of(fund) == {person(0): date(2026, 2, 20)}
    Case.objects.filter(pk=open_.pk).update(state="closed", closed_on=ON)
    assert events_of(fund) == {}


def test_cases_that_ended_wait_for_nothing(fund):
    withdraw(case=case(0), why="Masih hidup", by=None, on=ON)
    nothing_due(case=case(1), why="Surat", by=None, on=ON)
    assert events_of(fund) == {}


def test_another_number_of_the_listed_person_is_found(fund):
    Person.objects.filter(pk=person(1)).update(same_as=person(0))
    case(1)
    assert events_of(fund) == {person(0): DIED, person(1): DIED}
