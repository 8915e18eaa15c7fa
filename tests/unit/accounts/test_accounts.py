from datetime import date

import pytest
from django.db import IntegrityError, transaction

from payung.accounts.actions import assign_role, end_assignment, invite_user
from payung.accounts.models import Assignment, Role, User
from payung.accounts.queries import can_see, roles_at, visible_offices, visible_places
from payung.accounts.rights import RIGHTS, may, require
from payung.places.models import Office, Place, Territory
from payung.values.errors import InputError, OutOfScopeError, RefusedError
from payung.values.place import level_of, parent_of

pytestmark = pytest.mark.django_db
DAY = date(2026, 3, 1)
REGENCY, VILLAGE, OTHER = "91.05", "91.05.01.2001", "91.06"


@pytest.fixture(autouse=True)
def places() -> None:
    for code in ("91", REGENCY, "91.05.01", VILLAGE, "91.05.01.2002", OTHER):
        Place.objects.get_or_create(code=code, defaults={"name": code, "level": level_of(code), "parent_id": parent_of(code) or None})


@pytest.fixture
def ani() -> User:
    return User.objects.create(username="ani", display_name="Ani")


def hold(user: User, role: Role, place: str | None = None, office: Office | None = None, **dates) -> Assignment:
    return Assignment.objects.create(user=user, role=role, place_id=place, office=office, **{"since": date(2026, 1, 1), **dates})


def office(kind: str, *territory: str) -> Office:
    made = Office.objects.create(kind=kind, name="Kantor", place_id=REGENCY)
    Territory.objects.bulk_create([Territory(office=made, place_id=code) for code in territory])
    return made


def test_without_an_assignment_nothing_is_seen(ani):
    assert visible_places(ani, DAY) == []
    assert not can_see(ani, REGENCY, DAY)


def test_without_a_place_it_is_the_nation(ani):
    hold(ani, Role.AUDITOR)
    assert visible_places(ani, DAY) == [""]
    assert can_see(ani, VILLAGE, DAY)
    assert can_see(ani, "", DAY)


def test_a_place_shows_what_lies_in_it_and_nothing_else(ani):
    hold(ani, Role.OPERATOR, REGENCY)
    hold(ani, Role.OPERATOR, VILLAGE)
    assert visible_places(ani, DAY) == [REGENCY]
    assert [can_see(ani, code, DAY) for code in (REGENCY, VILLAGE, OTHER, "91", "")] == [True, True, False, False, False]


def test_a_village_sees_itself(ani):
    hold(ani, Role.VILLAGE, VILLAGE)
    assert visible_places(ani, DAY) == [VILLAGE]


def test_a_branch_sees_its_territory(ani):
    hold(ani, Role.BPJS_BRANCH, office=office("bpjs_branch", REGENCY, OTHER))
    assert visible_places(ani, DAY) == [REGENCY, OTHER]
    assert roles_at(ani, VILLAGE, DAY) == {Role.BPJS_BRANCH}


def test_an_office_sees_its_own_people_and_no_place(ani):
    opd = office("opd")
    hold(ani, Role.OFFICE, office=opd)
    assert (visible_places(ani, DAY), visible_offices(ani, DAY)) == ([], [opd.pk])
    assert roles_at(ani, REGENCY, DAY) == {Role.OFFICE}
    assert roles_at(ani, VILLAGE, DAY) == set()


@pytest.mark.parametrize(
    ("on", "seen"),
    [
        (date(2025, 12, 31), False),
        (date(2026, 1, 1), True),
        (date(2026, 6, 30), True),
        (date(2026, 7, 1), False),
    ],
)
def test_first_and_last_day_count(ani, on, seen):
    hold(ani, Role.OPERATOR, REGENCY, until=date(2026, 6, 30))
    assert can_see(ani, REGENCY, on) is seen


def test_who_is_switched_off_sees_nothing(ani):
    hold(ani, Role.OPERATOR, REGENCY)
    User.objects.update(is_active=False)
    assert visible_places(ani, DAY) == []


def test_a_right_counts_only_where_the_role_is_held(ani):
    hold(ani, Role.OPERATOR, REGENCY)
    assert [may(ani, "list.accept", code, DAY) for code in (VILLAGE, OTHER)] == [True, False]
    assert not may(ani, "payment.record", VILLAGE, DAY)
    with pytest.raises(OutOfScopeError) as refused:
        require(ani, "list.accept", OTHER, DAY)
    assert refused.value.code == "right.missing"


def test_the_command_line_may_everything_that_exists():
    assert all(may(None, action, "", DAY) for action in RIGHTS)
    with pytest.raises(KeyError):
        may(None, "no.such", "", DAY)


def test_nobody_both_makes_the_determination_and_records_its_payment():
    assert RIGHTS["determination.freeze"].isdisjoint(RIGHTS["payment.record"])


def test_every_role_is_of_use():
    assert set().union(*(roles for action, roles in RIGHTS.items() if action != "coverage.read")) == set(Role)


@pytest.mark.parametrize(
    "wrong",
    [
        {"role": "office"},
        {"role": "bpjs_branch"},
        {"role": "village"},
        {"role": "king"},
        {"role": "owner", "until": date(2025, 12, 31)},
    ],
)
def test_the_database_refuses_what_makes_no_sense(ani, wrong):
    with pytest.raises(IntegrityError), transaction.atomic():
        hold(ani, **wrong)


def test_the_database_refuses_the_same_twice_also_without_a_place(ani):
    hold(ani, Role.OWNER)
    with pytest.raises(IntegrityError), transaction.atomic():
        hold(ani, Role.OWNER)


def test_invited_assigned_ended(ani):
    hold(ani, Role.ADMINISTRATOR, REGENCY)
    budi = invite_user(username="budi", display_name="Budi", email="b@contoh.id", place_code=VILLAGE, on=DAY, by=ani)
    assert not budi.has_usable_password()
    held = assign_role(user=budi, role=Role.VILLAGE, since=DAY, place=Place.objects.get(code=VILLAGE), on=DAY, by=ani)
    assert can_see(budi, VILLAGE, date(2026, 5, 1))
    end_assignment(assignment=held, until=date(2026, 4, 30), on=DAY, by=ani)
    assert not can_see(budi, VILLAGE, date(2026, 5, 1))


def test_an_administrator_stays_at_home(ani):
    hold(ani, Role.ADMINISTRATOR, REGENCY)
    with pytest.raises(OutOfScopeError):
        invite_user(username="budi", display_name="Budi", email="", place_code=OTHER, on=DAY, by=ani)
    with pytest.raises(OutOfScopeError):
        assign_role(user=ani, role=Role.OWNER, since=DAY, on=DAY, by=ani)
    far = hold(ani, Role.OPERATOR, OTHER)
    with pytest.raises(OutOfScopeError):
        end_assignment(assignment=far, until=DAY, on=DAY, by=ani)


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"role": Role.OFFICE}, "role.office_missing"),
        ({"role": Role.VILLAGE}, "role.place_missing"),
        ({"role": Role.OWNER, "until": date(2026, 2, 28)}, "role.ends_before_start"),
    ],
)
def test_an_assignment_that_makes_no_sense_is_said(ani, given, code):
    with pytest.raises(InputError) as said:
        assign_role(user=ani, since=DAY, on=DAY, by=None, **given)
    assert said.value.code == code


def test_what_is_held_or_taken_is_refused(ani):
    hold(ani, Role.OWNER, until=date(2026, 6, 30))
    with pytest.raises(RefusedError, match=r"role\.held"):
        assign_role(user=ani, role=Role.OWNER, since=DAY, on=DAY, by=None)
    assign_role(user=ani, role=Role.OWNER, since=date(2025, 1, 1), until=date(2025, 12, 31), on=DAY, by=None)
    with pytest.raises(RefusedError, match=r"user\.known"):
        invite_user(username="ani", display_name="Ani", email="", place_code="", on=DAY, by=None)
