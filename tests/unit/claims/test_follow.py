"""After a death: the person leaves the list from the month after, by the roster's own ways, and later months are known to be overpaid."""

from datetime import date

import pytest
from invented import JANUARY, VILLAGES, nik

from payung.accounts.models import Assignment, Role, User
from payung.billing.actions import make_bill
from payung.claims.actions import report_event
from payung.claims.case_actions import withdraw
from payung.claims.follow import Follow, dead_to_follow, follow_of, take_off
from payung.claims.models import Case
from payung.compliance.overpaid import overpaid_people
from payung.registry.models import Person
from payung.roster.models import Change, Mark
from payung.roster.queries import roster_on
from payung.roster.round_actions import open_round
from payung.values.errors import OutOfScopeError

pytestmark = pytest.mark.django_db
ON = date(2026, 4, 20)
DIED = date(2026, 2, 10)


@pytest.fixture
def fund(programme):
    programme.candidates(4)
    return programme.started()


def died(at: int = 0, on: date = DIED) -> Case:
    return report_event(kind="death", way="village", happened_on=on, nik=nik(at), by=None, on=ON).case


def bill(fund, *months):
    for month in months:
        make_bill(fund=fund, month=month, by=None, on=ON)


def test_the_dead_leave_from_the_month_after_the_death(fund):
    case = died()
    (listed,) = follow_of(case).listed
    assert (listed.since, listed.marked, follow_of(case).overpaid) == (JANUARY + 2, False, ())
    after = take_off(case=case, by=None, on=ON)
    assert (after.listed, after.left) == ((), ((fund.name, JANUARY + 2),))
    change = Change.objects.get(reason="deceased")
    assert (change.happened_on, change.note) == (DIED, f"Kasus {case.pk}")
    assert roster_on(fund, JANUARY + 1).filter(person__nik=nik(0)).exists()
    assert not roster_on(fund, JANUARY + 2).filter(person__nik=nik(0)).exists()
    assert take_off(case=case, by=None, on=ON) == after


def test_months_that_have_their_bill_stay_and_are_overpaid(fund):
    bill(fund, *JANUARY.upto(JANUARY + 3))
    case = died()
    before = follow_of(case)
    assert before.listed[0].since == JANUARY + 4
    assert ([one.month for one in before.overpaid], before.rupiah) == ([JANUARY + 2, JANUARY + 3], 33_600)
    after = take_off(case=case, by=None, on=ON)
    assert (after.listed, after.left, after.rupiah) == ((), ((fund.name, JANUARY + 4),), 33_600)
    (one,) = overpaid_people(visible_to=None, on=ON)
    assert (one.nik, one.rupiah, one.happened_on) == (nik(0), 33_600, DIED)


def test_a_death_in_the_month_of_the_last_bill_is_not_overpaid(fund):
    bill(fund, JANUARY, JANUARY + 1)
    assert follow_of(died()).overpaid == ()


def test_where_a_round_is_open_it_is_marked_there_and_waits(fund):
    bill(fund, *JANUARY.upto(JANUARY + 3))
    round = open_round(fund=fund, month=JANUARY + 4, by=None, on=ON).round
    case = died()
    after = take_off(case=case, by=None, on=ON)
    assert [(one.round, one.marked) for one in after.listed] == [(round, True)]
    mark = Mark.objects.get()
    assert (mark.kind, mark.happened_on, mark.person.nik) == ("deceased", DIED, nik(0))
    take_off(case=case, by=None, on=ON)
    assert Mark.objects.count() == 1
    assert not Change.objects.filter(direction="out").exists()


def test_it_takes_the_right_of_the_roster(fund):
    case = died()
    village = User.objects.create(username="desa", display_name="Desa")
    Assignment.objects.create(user=village, role=Role.VILLAGE, since=date(2026, 1, 1), place_id=VILLAGES[0])
    with pytest.raises(OutOfScopeError, match="right.missing"):
        take_off(case=case, by=village, on=ON)
    assert follow_of(case).listed


def test_somebody_under_two_numbers_leaves_under_the_one_that_is_listed(fund):
    kept, other = Person.objects.filter(nik__in=[nik(0), nik(1)]).order_by("nik")
    case = died(0)
    fund.memberships.filter(person=kept).update(last_month=JANUARY + -1)  # never listed under the number that is kept
    Person.objects.filter(pk=other.pk).update(same_as=kept)
    take_off(case=case, by=None, on=ON)
    assert not roster_on(fund, JANUARY + 2).filter(person=other).exists()


def test_what_is_no_death_of_a_known_person_has_nothing_to_follow(fund):
    accident = report_event(kind="accident", way="village", happened_on=DIED, nik=nik(0), by=None, on=ON).case
    case = died(1)
    withdraw(case=case, why="Masih hidup", by=None, on=ON)
    case.refresh_from_db()
    nothing = Follow((), (), ())
    assert (follow_of(accident), follow_of(case)) == (nothing, nothing)


def test_all_who_are_still_listed_or_overpaid_are_listed_together(fund):
    bill(fund, *JANUARY.upto(JANUARY + 1))
    gone, listed, last = died(0), died(1), died(2, date(2026, 4, 1))
    seen = dead_to_follow(visible_to=None, on=ON)
    assert set(seen) == {gone, listed, last}
    take_off(case=gone, by=None, on=ON)
    assert set(seen.all()) == {listed, last}
    bill(fund, JANUARY + 2)
    assert set(seen.all()) == {listed, last}
    take_off(case=listed, by=None, on=ON)
    assert set(seen.all()) == {listed, last}  # March was billed after the death of February
