"""The family of somebody who died: what may be recorded, by whom, and that nothing is lost."""

from datetime import date

import pytest
from invented import VILLAGES, nik

from payung.accounts.models import Assignment, Role, User
from payung.audit.models import Act
from payung.claims.actions import report_event
from payung.claims.family import Told, add_relative, correct_relative, cross_out, family_of, open_relative_proof, prove_relative, set_guardian
from payung.claims.models import Case, Relative
from payung.places.models import Office, Place
from payung.registry.models import Person
from payung.values.errors import InputError, OutOfScopeError, RefusedError

pytestmark = pytest.mark.django_db
ON, DIED = date(2026, 4, 20), date(2026, 4, 18)
GROWN, CHILD = date(1990, 1, 1), date(2015, 6, 1)
SCAN = b"%PDF-1.7\nakta kelahiran"


@pytest.fixture
def case(programme):
    programme.candidates(3)
    return report_event(kind="death", way="village", happened_on=DIED, nik=nik(0), cause="other", by=None, on=ON).case


def add(case, relation="SPOUSE", name="Wa Ode Uji", by=None, **more) -> Relative:
    return add_relative(case=case, told=Told(relation, name, **more), by=by, on=ON)


def somebody(role: Role, **where) -> User:
    user = User.objects.create(username=f"{role.value}-{User.objects.count()}", display_name="Petugas")
    Assignment.objects.create(user=user, role=role, since=date(2026, 1, 1), **where)
    return user


def test_the_family_stands_by_the_laws_classes_the_older_child_first(case):
    add(case, "CHILD", "Bungsu", birth_date=CHILD)
    add(case, "CHILD", "Sulung", birth_date=date(2010, 1, 1))
    add(case, "PARENT", "Ibu")
    add(case)
    assert [one.name for one in family_of(case)] == ["Wa Ode Uji", "Sulung", "Bungsu", "Ibu"]
    assert Act.objects.filter(command="case.family").count() == 4


@pytest.mark.parametrize(
    ("told", "code"),
    [
        (Told("AUNT", "A"), "relative.relation"),
        (Told("SPOUSE", "  "), "relative.name"),
        (Told("SPOUSE", "A", nik="12345"), "relative.nik"),
        (Told("SPOUSE", "A", nik=nik(0)), "relative.nik"),
        (Told("SPOUSE", "A", birth_date=date(2026, 4, 21)), "relative.birth_date"),
        (Told("CHILD", "A", married_on=date(2026, 4, 21)), "relative.married_on"),
        (Told("CHILD", "A", works_since=date(2026, 4, 21)), "relative.works_since"),
    ],
)
def test_what_cannot_be_is_refused_with_its_field(case, told, code):
    with pytest.raises(InputError) as refused:
        add_relative(case=case, told=told, by=None, on=ON)
    assert refused.value.code == code
    assert not Relative.objects.exists()


def test_a_child_born_years_after_the_death_is_none(programme):
    programme.candidates(1)
    case = report_event(kind="death", way="village", happened_on=date(2022, 1, 5), nik=nik(0), by=None, on=ON).case
    with pytest.raises(InputError, match="relative.birth_date"):
        add(case, "CHILD", "Anak", birth_date=date(2023, 6, 1))
    assert add(case, "CHILD", "Anak", birth_date=date(2022, 7, 1)).pk


def test_nobody_stands_there_twice(case):
    first = add(case, nik=nik(77))
    with pytest.raises(RefusedError, match="relative.known"):
        add(case, "OTHER", "Nama Lain", nik=nik(77))
    add(case, "CHILD", "Anak", birth_date=CHILD)
    with pytest.raises(RefusedError, match="relative.known"):
        add(case, "CHILD", "anak", birth_date=CHILD)
    cross_out(relative=first, reason="salah orang", by=None, on=ON)
    assert add(case, nik=nik(77)).pk != first.pk


def test_a_line_is_put_right_and_the_old_one_stays_on_the_trail(case):
    one = add(case)
    correct_relative(relative=one, told=Told("WIDOW", "Wa Ode Uji Baru", phone="0812 000"), by=None, on=ON)
    one.refresh_from_db()
    assert (one.relation, one.name, one.phone) == ("WIDOW", "Wa Ode Uji Baru", "0812 000")


def test_a_line_is_crossed_out_with_a_reason_and_changes_no_more(case):
    one = add(case)
    with pytest.raises(InputError, match="relative.reason"):
        cross_out(relative=one, reason=" ", by=None, on=ON)
    cross_out(relative=one, reason="bercerai 2020", by=None, on=ON)
    assert family_of(case) == []
    assert Relative.objects.get().crossed_out == "bercerai 2020"
    for act in (
        lambda: correct_relative(relative=one, told=Told("SPOUSE", "A"), by=None, on=ON),
        lambda: cross_out(relative=one, reason="lagi", by=None, on=ON),
        lambda: prove_relative(relative=one, content=SCAN, name="a.pdf", by=None, on=ON),
    ):
        with pytest.raises(RefusedError, match="relative.crossed_out"):
            act()


def test_a_guardian_is_a_living_adult_of_the_family(case):
    child = add(case, "CHILD", "Anak", birth_date=CHILD)
    mother = add(case, birth_date=GROWN)
    dead = add(case, "PARENT", "Kakek", alive=False)
    young = add(case, "CHILD", "Kakak", birth_date=date(2012, 1, 1))
    gone = add(case, "OTHER", "Coret")
    cross_out(relative=gone, reason="salah", by=None, on=ON)
    elsewhere = report_event(kind="death", way="village", happened_on=DIED, nik=nik(1), by=None, on=ON).case
    for wrong in (child, dead, young, gone, add(elsewhere, "SIBLING", "Orang jauh")):
        with pytest.raises(InputError, match="relative.guardian"):
            set_guardian(relative=child, guardian=wrong, by=None, on=ON)
    assert set_guardian(relative=child, guardian=mother, by=None, on=ON).guardian == mother
    with pytest.raises(RefusedError, match="relative.guards"):
        cross_out(relative=mother, reason="salah", by=None, on=ON)
    with pytest.raises(RefusedError, match="relative.guards"):
        correct_relative(relative=mother, told=Told("SPOUSE", "Wa Ode Uji", birth_date=GROWN, alive=False), by=None, on=ON)
    assert set_guardian(relative=child, guardian=None, by=None, on=ON).guardian is None
    assert cross_out(relative=mother, reason="salah", by=None, on=ON).crossed_out


def test_a_proof_is_kept_and_whoever_opens_it_is_on_the_trail(case):
    one = add(case)
    with pytest.raises(InputError, match="relative.no_proof"):
        open_relative_proof(relative=one, by=None, on=ON)
    proven = prove_relative(relative=one, content=SCAN, name="buku nikah.pdf", by=None, on=ON)
    auditor = somebody(Role.AUDITOR, place=case.village.parent.parent)
    assert open_relative_proof(relative=proven, by=auditor, on=ON) == SCAN
    opened = Act.objects.get(command="document.open")
    assert (opened.actor, opened.note) == (auditor, f"document {proven.proven_id}")


def test_only_whoever_works_on_the_case_changes_the_family(case):
    village = somebody(Role.VILLAGE, place_id=VILLAGES[0])
    assert add(case, by=village).pk
    for stranger in (somebody(Role.VILLAGE, place_id=VILLAGES[2]), somebody(Role.AUDITOR, place_id="74.05"), somebody(Role.HEAD, place_id="74.05")):
        with pytest.raises(OutOfScopeError):
            add(case, "CHILD", "Anak", by=stranger)
    head = somebody(Role.HEAD, place_id="74.05")
    proven = prove_relative(relative=Relative.objects.get(), content=SCAN, name="a.pdf", by=village, on=ON)
    with pytest.raises(OutOfScopeError):
        open_relative_proof(relative=proven, by=head, on=ON)


def test_an_office_works_on_the_case_of_its_own_staff_only(programme):
    programme.candidates(1)
    opd = Office.objects.create(kind="opd", name="Dinas Kesehatan", place=programme.place)
    other = Office.objects.create(kind="opd", name="Dinas Lain", place=programme.place)
    village = Place.objects.get(code=VILLAGES[0])
    person = Person.objects.get(nik=nik(0))
    case = report_event(kind="death", way="office", happened_on=DIED, person=person, village=village, office=opd, by=None, on=ON).case
    assert add(case, by=somebody(Role.OFFICE, office=opd)).pk
    with pytest.raises(OutOfScopeError):
        add(case, "CHILD", "Anak", by=somebody(Role.OFFICE, office=other))


@pytest.mark.parametrize("state", [Case.State.CLOSED, Case.State.WITHDRAWN])
def test_the_family_of_a_case_that_is_over_stays(case, state):
    one = add(case)
    Case.objects.update(state=state)
    with pytest.raises(RefusedError, match="case.over"):
        add(case, "CHILD", "Anak")
    with pytest.raises(RefusedError, match="case.over"):
        cross_out(relative=one, reason="salah", by=None, on=ON)
