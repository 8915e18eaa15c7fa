from datetime import date

import pytest
from invented import VILLAGES

from payung.accounts.models import Assignment, Role, User
from payung.places.models import Office, OfficeKind
from payung.registry.models import Candidate, Person, Round
from payung.registry.queries import visible_people

pytestmark = pytest.mark.django_db
DAY = date(2026, 4, 20)


def seen_by(role: Role, **where) -> set[int]:
    user = User.objects.create(username=f"u{User.objects.count()}", display_name="Ani")
    Assignment.objects.create(user=user, role=role, since=date(2026, 1, 1), **where)
    return set(visible_people(user, DAY).values_list("pk", flat=True))


@pytest.fixture
def people(programme) -> list[int]:
    """Three of our regency, a village each, and one of another."""
    programme.candidates(3)
    other = Round.objects.create(place_id="74.04", name="Lain", start=date(2026, 1, 1))
    far = Person.objects.create(nik="7404" + "0" * 12, name="Warga jauh", birth_date=date(1990, 1, 1))
    Candidate.objects.create(round=other, person=far, office=programme.office, village_id=None)
    return [*programme.people, far.pk]


def test_a_regency_sees_its_people_and_nobody_else(people):
    assert seen_by(Role.OPERATOR, place_id="74.05") == set(people[:3])
    assert seen_by(Role.OPERATOR, place_id="74.04") == {people[3]}


def test_a_village_sees_its_own(people):
    assert seen_by(Role.VILLAGE, place_id=VILLAGES[1]) == {people[1]}


def test_an_office_sees_whom_it_proposed(people, programme):
    opd = Office.objects.create(kind=OfficeKind.OPD, name="Dinas Kesehatan", place=programme.place)
    Candidate.objects.filter(person=people[0]).update(office=opd)
    assert seen_by(Role.OFFICE, office=opd) == {people[0]}


def test_whoever_is_seen_under_one_number_is_seen_as_who_is_kept(people):
    Person.objects.filter(pk=people[1]).update(same_as=people[3])
    assert seen_by(Role.VILLAGE, place_id=VILLAGES[1]) == {people[1], people[3]}


def test_the_nation_and_the_owner_of_the_machine_see_everybody(people):
    assert seen_by(Role.AUDITOR) == set(people)
    assert visible_people(None, DAY).count() == 4


def test_whose_role_has_ended_sees_nobody(people):
    assert seen_by(Role.OPERATOR, place_id="74.05", until=date(2026, 4, 19)) == set()
