"""What is due when, and what the monthly report counts."""

from datetime import date

import polars as pl
import pytest
from briefed import MARCH, ON, PEOPLE, briefed

from payung.accounts.models import Assignment, Role, User
from payung.places.models import Place
from payung.reports.briefing_asked import Asked
from payung.reports.edition_actions import Wanted, open_edition, record_receipt, record_sending
from payung.reports.report_calendar import Due, State, calendar_of, due_of, duties, duty_of, rules
from payung.reports.report_facts_villages import village_lines
from payung.roster.actions import record_changes
from payung.values.errors import InputError, OutOfScopeError
from payung.values.month import Month


@pytest.mark.parametrize(
    ("kind", "last", "first", "due"),
    [
        ("monthly", "2026-01", "2026-01", date(2026, 2, 10)),
        ("monthly", "2026-12", "2026-12", date(2027, 1, 10)),
        ("quarterly", "2026-03", "2026-01", date(2026, 4, 10)),
        ("quarterly", "2026-12", "2026-10", date(2027, 1, 10)),
        ("half_claims", "2026-06", "2026-01", date(2026, 7, 31)),
        ("half_monev", "2026-12", "2026-07", date(2027, 1, 31)),
        ("paritrana", "2026-06", "2025-07", date(2026, 7, 31)),
    ],
)
def test_a_quarter_is_due_on_the_tenth_after_its_end(kind, last, first, due):
    one = duty_of(kind, Month.parse(last))
    assert (str(one.first), one.due_on) == (first, due)


@pytest.mark.parametrize(("kind", "last"), [("quarterly", "2026-02"), ("paritrana", "2026-12"), ("briefing", "2026-03"), ("nothing", "2026-03")])
def test_other_periods_are_not_in_the_calendar(kind, last):
    with pytest.raises(InputError, match="report.period"):
        duty_of(kind, Month.parse(last))


def test_a_year_has_twenty_one_reports_by_the_day_they_are_due():
    found = duties(2026)
    assert len(found) == 12 + 4 + 2 + 2 + 1
    assert [one.due_on for one in found] == sorted(one.due_on for one in found)
    assert {one.mark for one in rules().values()} == {"secondary", "practice"}  # none was read in the rule itself


def state(due: Due) -> State:
    return due.state


@pytest.mark.django_db
def test_each_report_is_ahead_open_made_late_or_sent(programme):
    told = briefed(programme)
    quarter = duty_of("quarterly", MARCH)

    def on(day: date) -> State:
        return due_of(told.place.code, quarter, visible_to=None, on=day).state

    assert [on(date(2026, 3, 31)), on(date(2026, 4, 1)), on(date(2026, 4, 10)), on(date(2026, 4, 11))] == ["ahead", "open", "open", "late"]
    made = open_edition(Wanted("quarterly", told.place, quarter.first, quarter.last), by=None, signed="Ani", on=date(2026, 4, 5))
    assert [on(date(2026, 4, 6)), on(date(2026, 4, 11))] == ["made", "late"]
    open_edition(Wanted("quarterly", told.place, quarter.first, quarter.last), by=None, signed="Ani", on=date(2026, 4, 7))
    terms = {"content": b"%PDF-1.7", "name": "a.pdf", "to": "Kemendagri", "by": None, "signed": "Ani", "on": ON}
    sending = record_sending(edition=made, sent_on=date(2026, 4, 12), **terms)
    assert on(ON) == "sent_late"
    record_sending(edition=made, sent_on=date(2026, 4, 8), **terms)
    record_receipt(sending=sending, number="R-7", by=None, on=ON)
    found = due_of(told.place.code, quarter, visible_to=None, on=ON)
    assert (found.state, found.sending.sent_on, [one.version for one in found.editions]) == ("sent", date(2026, 4, 8), [2, 1])


@pytest.mark.django_db
def test_the_calendar_takes_few_statements_and_is_of_ones_own_place(programme, django_assert_max_num_queries):
    told = briefed(programme)
    for month in (1, 2, 3):
        told.edition("monthly", first=Month.at(2026, month), last=Month.at(2026, month))
    with django_assert_max_num_queries(3):
        found = calendar_of(told.place.code, 2026, visible_to=None, on=ON)
    assert [len(one.editions) for one in found if one.duty.rule.kind == "monthly"][:4] == [1, 1, 1, 0]
    far = User.objects.create(username="jauh", display_name="Jauh")
    Assignment.objects.create(user=far, role=Role.OWNER, place_id="74.04", since=date(2026, 1, 1))
    with pytest.raises(OutOfScopeError, match="report.not_seen"):
        calendar_of(told.place.code, 2026, visible_to=far, on=ON)


def asked(place: str, month: Month = MARCH) -> Asked:
    return Asked(place, month, month, "paid", "universe_bpjs", None, ON)


@pytest.mark.django_db
def test_the_lines_of_the_villages_sum_to_the_lists_the_bill_and_the_claims(programme):
    told = briefed(programme)
    lines = {one.code: one for one in village_lines(asked("74.05")) if not one.silent}
    assert sum(one.quota for one in lines.values()) == PEOPLE - 2
    assert sum(one.active for one in lines.values()) == PEOPLE - 2
    bill = told.fund.bills.get(month=MARCH)
    assert (sum(one.jkk for one in lines.values()), sum(one.jkm for one in lines.values())) == (bill.jkk, bill.jkm)
    assert {paid for one in lines.values() for paid in one.payments} == {("SP2D 2026-03", date(2026, 3, 10))}
    assert (sum(one.cases for one in lines.values()), sum(one.benefits for one in lines.values())) == (2, 60_000_000)
    district = village_lines(asked("74.05.01"))
    assert len(district) == Place.objects.within("74.05.01").villages().count()
    assert sum(one.active for one in district) == sum(one.active for code, one in lines.items() if code.startswith("74.05.01"))


@pytest.mark.django_db
def test_who_left_is_counted_with_the_reason(programme):
    told = briefed(programme)
    person = told.fund.memberships.order_by("pk").last().person
    changes = pl.DataFrame({"nik": [person.nik], "direction": ["out"], "reason": ["moved"]})
    record_changes(fund=told.fund, month=Month.at(2026, 4), changes=changes, by=None, on=ON)
    lines = [one for one in village_lines(asked("74.05", Month.at(2026, 4))) if one.left]
    assert [dict(one.out) for one in lines] == [{"moved": 1}]
