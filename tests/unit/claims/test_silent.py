"""Deaths that are known and were never claimed: who they are, and the same answer that their case will get."""

from datetime import date, timedelta

import polars as pl
import pytest
from invented import JANUARY, VILLAGES, nik

from payung.accounts.models import Assignment, Role, User
from payung.billing.actions import make_bill, pay_bill
from payung.claims.actions import report_event
from payung.claims.case_actions import tell_facts, withdraw
from payung.claims.case_answer import answer_of
from payung.claims.from_register import open_silent
from payung.claims.models import Case, Report
from payung.claims.silent import silent_deaths
from payung.registry.models import Person, Register, RegisterEntry, Standing
from payung.roster.actions import record_changes
from payung.values.errors import OutOfScopeError

pytestmark = pytest.mark.django_db
ON = date(2026, 7, 20)
PLACE = "74.05"


@pytest.fixture
def fund(programme):
    """Six people listed from January; January to April are paid."""
    programme.candidates(6)
    fund = programme.started()
    for month in JANUARY.upto(JANUARY + 5):
        bill = make_bill(fund=fund, month=month, by=None, on=ON)
        if month < JANUARY + 4:
            pay_bill(bill=bill, amount=bill.total, paid_on=month.first_day + timedelta(days=9), reference=f"SP2D {month}", by=None, on=ON)
    return fund


@pytest.fixture
def register(programme):
    def make(*deaths: tuple[int, date], source: str = "Disdukcapil", as_of: date = ON) -> Register:
        version = 1 + Register.objects.count()
        terms = {"place": programme.place, "source": source, "as_of": as_of, "file_name": "d.csv", "sha256": f"{version}", "rows": len(deaths)}
        made = Register.objects.create(kind="deaths", version=version, **terms)
        RegisterEntry.objects.bulk_create(RegisterEntry(register=made, nik=nik(at), name="W", on=day) for at, day in deaths)
        return made

    return make


def silent(visible_to=None, place=PLACE):
    return silent_deaths(place, visible_to=visible_to, on=ON)


def days(found) -> dict[str, date]:
    return dict(zip(found.people["nik"], found.people["died_on"], strict=True))


def test_each_has_the_answer_that_its_case_gets(fund, register):
    deaths = [(0, date(2026, 1, 20)), (1, date(2026, 4, 3)), (2, date(2026, 6, 20)), (3, date(2026, 7, 1))]
    register(*deaths)
    found = silent()
    assert (found.deaths, found.covered, found.reported) == (4, 4, 0)
    told = {row["nik"]: (row["verdict"], row["total"], row["now"]) for row in found.people.iter_rows(named=True)}
    for at, day in deaths:
        case = report_event(kind="death", way="village", happened_on=day, nik=nik(at), cause="other", by=None, on=ON).case
        answer = answer_of(case, on=ON).answer
        assert told[nik(at)] == (answer.verdict, answer.total, answer.now)
    assert {verdict for verdict, _, _ in told.values()} == {"part", "due", "waits"}
    assert silent().people.is_empty()
    assert silent().reported == 4


def test_only_deaths_in_a_month_of_cover_count(fund, register):
    register((0, date(2025, 12, 31)), (1, date(2026, 7, 21)), (2, date(2026, 1, 1)))
    found = silent()
    assert days(found) == {nik(2): date(2026, 1, 1)}
    assert (found.deaths, found.covered) == (2, 1)


def test_the_newest_version_of_each_source_counts(fund, register):
    register((0, date(2026, 2, 2)), (1, date(2026, 2, 2)), as_of=date(2026, 3, 1))
    register((1, date(2026, 2, 5)), as_of=date(2026, 4, 1))
    register((2, date(2026, 2, 7)), source="RSUD", as_of=date(2026, 2, 1))
    assert days(silent()) == {nik(1): date(2026, 2, 5), nik(2): date(2026, 2, 7)}


def test_deaths_that_the_lists_and_officers_know_count_too(fund, register):
    line = {"nik": nik(5), "direction": "out", "reason": "deceased", "happened_on": date(2026, 6, 2)}
    record_changes(fund=fund, month=JANUARY + 6, changes=pl.DataFrame([line]), by=None, on=ON)
    one = Person.objects.get(nik=nik(4))
    Standing.objects.create(person=one, register=register((0, date(2026, 2, 2))), kind="deaths", on=date(2026, 3, 1))
    found = silent()
    assert dict(zip(found.people["nik"], found.people["source"], strict=True)) == {nik(0): "register", nik(4): "confirmed", nik(5): "list"}


def test_a_list_on_which_the_person_came_back_says_nothing(fund):
    line = {"nik": nik(5), "direction": "out", "reason": "deceased", "happened_on": date(2026, 6, 2)}
    record_changes(fund=fund, month=JANUARY + 6, changes=pl.DataFrame([line]), by=None, on=ON)
    back = {"nik": nik(5), "direction": "in", "reason": "correction"}
    record_changes(fund=fund, month=JANUARY + 7, changes=pl.DataFrame([back]), by=None, on=ON)
    assert silent().people.is_empty()


def test_somebody_under_two_numbers_is_one(fund, register):
    kept, other = Person.objects.filter(nik__in=[nik(0), nik(1)]).order_by("nik")
    Person.objects.filter(pk=other.pk).update(same_as=kept)
    register((1, date(2026, 2, 2)), (0, date(2026, 2, 2)))
    assert silent().people["one"].to_list() == [kept.pk]


def test_a_withdrawn_report_of_that_day_is_an_answer(fund, register):
    register((0, date(2026, 2, 2)))
    case = report_event(kind="death", way="village", happened_on=date(2026, 2, 2), nik=nik(0), by=None, on=ON).case
    withdraw(case=case, why="Masih hidup", by=None, on=ON)
    assert silent().people.is_empty()


def test_a_village_sees_its_own(fund, register):
    register(*((at, date(2026, 2, 2)) for at in range(6)))
    user = User.objects.create(username="desa", display_name="Desa")
    Assignment.objects.create(user=user, role=Role.VILLAGE, since=date(2026, 1, 1), place_id=VILLAGES[0])
    assert sorted(days(silent(user))) == [nik(0), nik(3)]
    assert sorted(days(silent(place=VILLAGES[1]))) == [nik(1), nik(4)]
    with pytest.raises(OutOfScopeError, match="right.missing"):
        open_silent(place=PLACE, people=silent(user).people["one"].to_list(), by=_auditor(), on=ON)


def _auditor() -> User:
    made = User.objects.create(username="auditor", display_name="Auditor")
    Assignment.objects.create(user=made, role=Role.AUDITOR, since=date(2026, 1, 1))
    return made


def test_cases_are_opened_for_the_chosen_once(fund, register):
    entry = RegisterEntry.objects.get(register=register((0, date(2026, 2, 2))))
    register((1, date(2026, 2, 2)), source="RSUD")
    people = silent().people["one"].to_list()
    assert open_silent(place=PLACE, people=people[:1], by=None, on=ON).opened == 1
    assert open_silent(place=PLACE, people=people, by=None, on=ON).opened == 1
    assert open_silent(place=PLACE, people=people, by=None, on=ON).opened == 0
    assert Case.objects.count() == 2
    assert entry.pk in Report.objects.values_list("entry", flat=True)
    case = Case.objects.first()
    assert tell_facts(case=case, cause="other", happened_on=case.happened_on, by=None, on=ON).cause == "other"
