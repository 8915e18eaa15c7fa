"""One event has one case: by the person, by a NIK nobody knew, by name, day and village; and nobody learns a name by typing a NIK."""

from datetime import date, timedelta

import pytest
from invented import BORN, VILLAGES, nik

from payung.accounts.models import Assignment, Role, User
from payung.claims.actions import report_event
from payung.claims.events import alike
from payung.claims.models import Case, Report
from payung.claims.queries import cases_seen, searched
from payung.places.models import Office, Place
from payung.registry.models import Candidate, Person
from payung.values.errors import InputError, OutOfScopeError

pytestmark = pytest.mark.django_db
ON = date(2026, 4, 20)
DIED = date(2026, 4, 18)


def told(**more):
    return report_event(**{"kind": "death", "way": "village", "happened_on": DIED, "by": None, "on": ON, **more})


def village(at: int = 0) -> Place:
    return Place.objects.get(code=VILLAGES[at])


def user(role: Role, **where) -> User:
    made = User.objects.create(username=f"{role}-{where}"[:60], display_name="Petugas")
    Assignment.objects.create(user=made, role=role, since=date(2026, 1, 1), **where)
    return made


def test_a_case_by_name_becomes_the_persons_when_they_are_named(programme):
    programme.candidates(1)
    person = Person.objects.get(nik=nik(0))
    unknown = told(name=person.name.upper(), village=village()).case
    joined = told(person=person, way="hospital")
    assert (joined.case, joined.opened) == (unknown, False)
    assert joined.case.person == person
    assert told(name=person.name, village=village()).case == unknown


def test_a_case_by_a_number_nobody_knew_becomes_the_persons_once_they_are_in_the_data(programme):
    unknown = told(nik=nik(0), name="Warga", village=village()).case
    assert unknown.person is None
    programme.candidates(1)
    again = told(nik=nik(0), happened_on=DIED - timedelta(days=2))
    assert (again.case, again.opened, again.case.person.nik) == (unknown, False, nik(0))


def test_a_village_opens_no_second_case_for_a_number_whose_person_it_does_not_see(programme):
    programme.candidates(2)
    first = told(nik=nik(1)).case  # lives in the second village
    by = user(Role.VILLAGE, place_id=VILLAGES[0])
    again = told(nik=nik(1), name="Orang lain", village=village(), by=by)
    assert (again.case, again.opened) == (first, False)


def test_a_number_tells_a_village_no_name_of_elsewhere(programme):
    programme.candidates(2)
    by = user(Role.VILLAGE, place_id=VILLAGES[0])
    with pytest.raises(InputError, match="case.nobody"):
        told(nik=nik(1), village=village(), by=by)
    made = told(nik=nik(1), name="Tetangga", village=village(), by=by).case
    assert (made.person, made.nik, made.name) == (None, nik(1), "Tetangga")


def test_a_village_reports_its_own_and_nobody_elses(programme):
    programme.candidates(2)
    by = user(Role.VILLAGE, place_id=VILLAGES[0])
    assert told(nik=nik(0), by=by).opened
    with pytest.raises(OutOfScopeError, match="right.missing"):
        told(person=Person.objects.get(nik=nik(1)), by=by)
    assert Case.objects.count() == 1


def test_an_office_reports_its_own_staff(programme):
    programme.candidates(2)
    opd = Office.objects.create(kind=Office.Kind.OPD, name="Dinas Kesehatan", place=programme.place)
    Candidate.objects.filter(person__nik=nik(0)).update(office=opd)
    by = user(Role.OFFICE, office=opd)
    made = told(nik=nik(0), way="office", by=by).case
    assert (made.office, list(cases_seen(visible_to=by, on=ON))) == (opd, [made])
    with pytest.raises(OutOfScopeError, match="right.missing"):
        told(person=Person.objects.get(nik=nik(1)), way="office", by=by)


@pytest.mark.parametrize(
    ("given", "code"),
    [({"nik": "74051", "name": "Warga"}, "case.nik"), ({"nik": nik(0), "happened_on": BORN - timedelta(days=1)}, "case.before_birth")],
)
def test_what_cannot_be_is_refused(programme, given, code):
    programme.candidates(1)
    with pytest.raises(InputError, match=code):
        told(**given)
    assert not Report.objects.exists()


def test_two_of_one_name_near_each_other_are_shown_to_whoever_decides(programme):
    programme.candidates(1)
    name = Person.objects.get(nik=nik(0)).name
    first = told(nik=nik(0)).case
    near = told(name=name, village=village(), happened_on=DIED - timedelta(days=1)).case
    far = told(name=name, village=village(), happened_on=DIED - timedelta(days=90)).case
    seen = cases_seen(visible_to=None, on=ON)
    assert alike(first, seen) == [near]
    assert alike(far, seen) == []


def test_a_case_is_found_by_name_number_nik_and_whoever_told_it(programme):
    programme.candidates(2)
    one = told(nik=nik(0), told_by="Pak Lurah").case
    other = told(name="La Uji", nik="7405000000009999", village=village()).case
    seen = cases_seen(visible_to=None, on=ON)
    for text, case in ((nik(0), one), ("lurah", one), (f"#{one.pk}", one), ("la uji", other), ("7405000000009999", other)):
        assert list(searched(seen, text)) == [case], text
    assert searched(seen, " ").count() == 2
