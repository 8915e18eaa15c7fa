"""What a family is told at once: the cases of the law's own figures, from lists and payments."""

from datetime import date, timedelta

import pytest
from invented import nik

from payung.billing.actions import make_bill, pay_bill
from payung.claims.answer import of_death
from payung.claims.cover import cover_on
from payung.registry.models import Person
from payung.values.month import Month

pytestmark = pytest.mark.django_db
PRICE = 16_800
CHILDREN = [{"born_on": "2016-03-01", "level": "SD", "grade": 4}, {"born_on": "2012-02-01", "level": "SMP", "grade": 2}]


@pytest.fixture
def member(programme):
    """A person on a list from a month on, of whose months the first `paid` are paid on the tenth."""

    def make(*, first: Month, months: int = 12, paid: int = 0, source: str = "APBD") -> Person:
        programme.candidates(1)
        fund = programme.started(source=source, first_month=first, months=months, amount=PRICE * months * 2)
        for month in first.upto(first + (paid - 1)) if paid else ():
            pay(fund, month, date(month.year, month.month, 10))
        return Person.objects.get(nik=nik(0))

    return make


def pay(fund, month, on):
    bill = make_bill(fund=fund, month=month, by=None, on=on)
    pay_bill(bill=bill, amount=bill.total, paid_on=on, reference=f"SP2D {month}", by=None, on=on)


def answer(person, died_on, asked_on=None, **more):
    return of_death(cover_on(person, died_on, asked_on=asked_on or died_on + timedelta(days=3)), by_work=False, **more)


def test_sixty_days_bring_the_funeral_alone_and_say_why(member):
    told = answer(member(first=Month.at(2025, 6), paid=3), date(2025, 8, 1) - timedelta(days=1))  # 31 July: day 60 since 1 June
    assert (told.verdict, told.total, told.now) == ("part", 10_000_000, 10_000_000)
    assert any("kurang dari 3 bulan" in step["id"] for step in told.steps)
    assert told.mark != "source"


def test_ninety_five_days_bring_all(member):
    told = answer(member(first=Month.at(2025, 6), paid=4), date(2025, 6, 1) + timedelta(days=95))
    assert (told.verdict, told.total, told.now) == ("due", 42_000_000, 42_000_000)


def test_two_months_of_arrears_leave_the_funeral_now_and_the_rest_after_payment(member):
    person = member(first=Month.at(2025, 1), paid=5)
    told = answer(person, date(2025, 7, 20), monthly=PRICE)  # June and July were due and are not paid
    assert (told.verdict, told.now, told.later) == ("waits", 10_000_000, 32_000_000)
    assert "Juni 2025 dan Juli 2025" in told.heal[0].id
    assert "Rp33.600" in told.heal[0].id
    fund = person.memberships.get().fund
    for month in (Month.at(2025, 6), Month.at(2025, 7)):
        pay(fund, month, date(2025, 8, 1))
    healed = answer(person, date(2025, 7, 20), asked_on=date(2025, 8, 2))
    assert (healed.verdict, healed.now, healed.later) == ("due", 42_000_000, 0)
    before = answer(person, date(2025, 7, 20), asked_on=date(2025, 7, 30))
    assert before.verdict == "waits"


def test_more_than_three_months_of_arrears_end_the_right_also_when_they_are_paid_afterwards(member):
    person = member(first=Month.at(2025, 1), paid=3)
    told = answer(person, date(2025, 7, 20))  # April to July
    assert (told.verdict, told.total) == ("nothing", 0)
    assert any("Pasal 42" in step["source"] for step in told.steps)
    fund = person.memberships.get().fund
    for month in Month.at(2025, 4).upto(Month.at(2025, 7)):
        pay(fund, month, date(2025, 8, 1))
    assert answer(person, date(2025, 7, 20), asked_on=date(2025, 8, 2)).verdict == "nothing"


def test_forty_months_paid_carry_the_scholarship(member):
    told = answer(member(first=Month.at(2023, 1), months=48, paid=40), date(2026, 4, 12), children=CHILDREN)
    assert (told.verdict, told.scholarship["eligible"]) == ("due", True)
    assert told.scholarship["total_max"] == 2 * told.scholarship["per_child_max"] == 174_000_000


@pytest.mark.parametrize(("died_on", "total"), [(date(2019, 12, 1), 24_000_000), (date(2019, 12, 2), 42_000_000)])
def test_the_day_on_which_the_law_changed(member, died_on, total):
    assert answer(member(first=Month.at(2019, 1), paid=11), died_on).total == total


def test_a_death_by_the_work_is_measured_by_the_class(member):
    found = cover_on(member(first=Month.at(2025, 6), paid=1), date(2025, 6, 20), asked_on=date(2025, 6, 21))
    assert of_death(found, by_work=True).total == 70_000_000


def test_whoever_is_on_no_list_that_month_is_told_where_to_ask(member):
    person = member(first=Month.at(2025, 1), months=3, paid=3)
    told = answer(person, date(2025, 5, 2))
    assert told.verdict == "nothing"
    assert "Maret 2025" in told.told[0].id
    assert of_death(cover_on(None, date(2025, 5, 2), asked_on=date(2025, 5, 3)), by_work=None).verdict == "unknown"


def test_a_month_whose_due_day_had_not_come_is_not_owed(member):
    assert answer(member(first=Month.at(2025, 1), paid=6), date(2025, 7, 14)).verdict == "due"
