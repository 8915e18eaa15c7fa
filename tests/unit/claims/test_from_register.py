"""A register of deaths opens cases for whoever was covered in that month, once, whatever was reported before or comes after."""

from datetime import date

import pytest
from invented import nik

from payung.claims.actions import report_event
from payung.claims.case_actions import withdraw
from payung.claims.from_register import Opened, open_from_register
from payung.claims.models import Case, Report
from payung.places.models import Office, Place
from payung.registry.models import Candidate, Person, Register, RegisterEntry
from payung.values.errors import OutOfScopeError

pytestmark = pytest.mark.django_db
ON = date(2026, 4, 20)
DIED = date(2026, 3, 3)


@pytest.fixture
def fund(programme):
    programme.candidates(6)
    return programme.started()


@pytest.fixture
def imported(programme):
    """A version of a register with (number of the person, day of death)."""

    def make(*deaths: tuple[int, date | None], source: str = "Disdukcapil", **more) -> Register:
        version = 1 + Register.objects.count()
        terms = {"place": programme.place, "source": source, "as_of": ON, "file_name": "d.csv", "sha256": f"{version}", "rows": len(deaths), **more}
        register = Register.objects.create(kind=terms.pop("kind", "deaths"), version=version, **terms)
        RegisterEntry.objects.bulk_create(RegisterEntry(register=register, nik=nik(at), name=f"W {at}", on=day) for at, day in deaths)
        return register

    return make


def opened(register) -> Opened:
    return open_from_register(register=register, by=None, on=ON)


def test_whoever_was_covered_that_month_has_a_case(fund, imported):
    before, ahead = date(2025, 12, 31), date(2026, 4, 21)
    made = opened(imported((0, DIED), (1, before), (2, None), (3, ahead), (99, DIED)))
    assert made == Opened(1, 0, 0)
    case = Case.objects.get()
    person = Person.objects.get(nik=nik(0))
    assert (case.person, case.happened_on, case.village_id, case.birth_date) == (person, DIED, person.candidacies.get().village_id, person.birth_date)
    report = Report.objects.get()
    assert (report.way, report.entry.nik, report.by) == ("register", nik(0), None)


def test_the_same_register_and_the_next_version_open_nothing_anew(fund, imported):
    first = imported((0, DIED))
    opened(first)
    assert opened(first) == Opened(0, 1, 0)
    assert Report.objects.count() == 1
    assert opened(imported((0, date(2026, 3, 4)), (1, DIED))) == Opened(1, 1, 0)
    assert sorted(Report.objects.values_list("told", flat=True)) == ["", "", "tanggal 2026-03-04"]
    assert Case.objects.count() == 2


def test_a_report_before_is_joined_by_the_register(fund, imported):
    case = report_event(kind="death", way="village", happened_on=DIED, nik=nik(0), by=None, on=ON).case
    assert opened(imported((0, DIED))) == Opened(0, 1, 0)
    assert list(case.reports.order_by("pk").values_list("way", flat=True)) == ["village", "register"]


def test_a_report_by_name_before_is_the_same_event(fund, imported):
    person = Person.objects.get(nik=nik(0))
    village = Place.objects.get(code=person.candidacies.get().village_id)
    case = report_event(kind="death", way="village", happened_on=DIED, name=person.name, village=village, by=None, on=ON).case
    assert opened(imported((0, DIED))) == Opened(0, 1, 0)
    case.refresh_from_db()
    assert case.person == person


def test_somebody_under_two_numbers_has_one_case(fund, imported):
    kept, other = Person.objects.filter(nik__in=[nik(0), nik(1)]).order_by("nik")
    Person.objects.filter(pk=other.pk).update(same_as=kept)
    assert opened(imported((0, DIED), (1, DIED))).opened == 1
    assert Case.objects.get().person == kept


def test_who_was_said_to_live_is_not_dead_again_by_the_same_day(fund, imported):
    opened(imported((0, DIED)))
    withdraw(case=Case.objects.get(), why="Masih hidup", by=None, on=ON)
    assert opened(imported((0, DIED))) == Opened(0, 0, 1)
    assert opened(imported((0, date(2026, 4, 2)))).opened == 1


def test_an_office_s_own_staff_are_its_case(fund, programme, imported):
    opd = Office.objects.create(kind=Office.Kind.OPD, name="Dinas Kesehatan", place=programme.place)
    Candidate.objects.filter(person__nik=nik(0)).update(office=opd)
    opened(imported((0, DIED), (1, DIED)))
    assert list(Case.objects.order_by("person__nik").values_list("office", flat=True)) == [opd.pk, None]


def test_other_registers_open_nothing(fund, imported):
    assert opened(imported((0, DIED), kind="taspen")) == Opened(0, 0, 0)
    assert opened(imported((0, DIED), encoded=True)) == Opened(0, 0, 0)


def test_it_takes_the_right_to_report(fund, imported, django_user_model):
    nobody = django_user_model.objects.create(username="siapa", display_name="Siapa")
    with pytest.raises(OutOfScopeError, match="right.missing"):
        open_from_register(register=imported((0, DIED)), by=nobody, on=ON)
    assert not Case.objects.exists()
