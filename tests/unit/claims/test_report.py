"""Reporting a death or an accident: one event is one case, however often and by whomever it is told."""

from datetime import date, timedelta

import pytest
from invented import VILLAGES, nik

from payung.claims.actions import link_person, report_event
from payung.claims.models import Case, Report
from payung.places.models import Place
from payung.registry.models import Person
from payung.values.errors import InputError, RefusedError

pytestmark = pytest.mark.django_db
ON = date(2026, 4, 20)
DIED = date(2026, 4, 18)


def told(**more):
    return report_event(**{"kind": "death", "way": "village", "happened_on": DIED, "by": None, "on": ON, **more})


def test_a_second_report_finds_the_case_of_the_first(programme):
    programme.candidates(1)
    first = told(nik=nik(0), cause="other", story="sakit")
    second = told(nik=nik(0), way="hospital", happened_on=DIED - timedelta(days=1), story="di RSUD")
    assert (first.opened, second.opened) == (True, False)
    assert first.case == second.case
    assert first.case.village_id == VILLAGES[0]
    assert (second.case.cause, second.case.happened_on) == ("other", DIED)
    assert list(Report.objects.order_by("pk").values_list("way", "told")) == [("village", ""), ("hospital", "tanggal 2026-04-17; di RSUD")]


def test_somebody_known_under_two_numbers_dies_once(programme):
    programme.candidates(2)
    kept, other = Person.objects.order_by("nik")
    Person.objects.filter(pk=other.pk).update(same_as=kept)
    assert told(nik=other.nik).case == told(nik=kept.nik).case


def test_somebody_whom_nobody_knows_is_one_case_by_name_day_and_village():
    village = Place.objects.get(code=VILLAGES[0])
    first = told(name="Wa Ode Uji", village=village)
    assert told(name="wa ode uji", village=village).case == first.case
    assert told(name="Wa Ode Uji", village=Place.objects.get(code=VILLAGES[2])).case != first.case
    assert first.case.person is None


def test_two_accidents_are_two_cases_but_not_on_one_day(programme):
    programme.candidates(1)
    first = told(kind="accident", nik=nik(0))
    assert told(kind="accident", nik=nik(0)).case == first.case
    assert told(kind="accident", nik=nik(0), happened_on=DIED - timedelta(days=90)).case != first.case


def test_a_case_without_a_person_is_linked_once(programme):
    programme.candidates(2)
    one, other = Person.objects.order_by("nik")
    unknown = told(name="Warga", village=Place.objects.get(code=VILLAGES[0])).case
    assert link_person(case=unknown, person=one, by=None, on=ON).person == one
    assert link_person(case=unknown, person=one, by=None, on=ON).person == one
    with pytest.raises(RefusedError, match="case.linked"):
        link_person(case=unknown, person=other, by=None, on=ON)
    another = told(name="Orang lain", village=Place.objects.get(code=VILLAGES[0])).case
    with pytest.raises(RefusedError, match="case.known_event") as refused:
        link_person(case=another, person=one, by=None, on=ON)
    assert str(unknown.pk) in refused.value.words.id


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"happened_on": ON + timedelta(days=1)}, "case.in_future"),
        ({}, "case.nobody"),
        ({"nik": "7405000000009999"}, "case.nobody"),
        ({"kind": "x"}, "case.kind"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_stays(given, code):
    with pytest.raises(InputError, match=code):
        told(**{"name": "", **given} if "kind" not in given else {"name": "Warga", **given})
    assert not Case.objects.exists()
