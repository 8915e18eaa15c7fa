from datetime import date

import polars as pl
import pytest
from invented import BORN, nik

from payung.registry.models import Person, Register, Standing
from payung.registry.queries import once, several_numbers, standings_against, with_kept

pytestmark = pytest.mark.django_db
START, END = date(2026, 1, 1), date(2026, 12, 31)


@pytest.fixture
def people():
    made = [Person.objects.create(nik=nik(at), name="Warga", birth_date=BORN) for at in range(4)]
    Person.objects.filter(nik=nik(1)).update(same_as=made[0])
    return [person.pk for person in made]


def test_everybody_with_several_numbers_and_nobody_else(people):
    assert sorted(several_numbers().rows()) == [(people[0], nik(0), people[0]), (people[1], nik(1), people[0])]


def test_the_number_that_is_kept_stays_else_the_first(people):
    a, b, c, d = people
    numbers = several_numbers()
    frame = with_kept(pl.DataFrame({"person_id": [d, b, a, c]}), numbers)
    assert once(frame, numbers)["person_id"].to_list() == [d, a, c]
    Person.objects.filter(pk=d).update(same_as=a)
    numbers = several_numbers()
    assert once(with_kept(pl.DataFrame({"person_id": [d, c, b]}), numbers), numbers)["person_id"].to_list() == [d, c]


@pytest.mark.parametrize(
    ("kind", "told", "holds"),
    [
        ("deaths", {"on": date(2026, 6, 1)}, True),
        ("deaths", {"on": date(2027, 1, 1)}, False),
        ("deaths", {}, True),
        ("civil_servants", {"on": date(2026, 1, 1)}, True),
        ("civil_servants", {"on": date(2026, 6, 1)}, False),
        ("taspen", {"until": date(2025, 12, 31)}, False),
        ("taspen", {"withdrawn_on": date(2025, 12, 31)}, False),
    ],
)
def test_what_stands_against_cover(people, programme, kind, told, holds):
    register = Register.objects.create(kind=kind, place=programme.place, source="x", as_of=START, file_name="x", sha256="x", rows=1)
    Standing.objects.create(person_id=people[1], register=register, kind=kind, **told)
    assert standings_against(START, END).rows() == ([(people[0], kind)] if holds else [])


def test_the_gravest_counts(people, programme):
    register = Register.objects.create(kind="taspen", place=programme.place, source="x", as_of=START, file_name="x", sha256="x", rows=1)
    for kind in ("taspen", "deaths", "civil_servants"):
        Standing.objects.create(person_id=people[2], register=register, kind=kind)
    assert standings_against(START, END).rows() == [(people[2], "deaths")]
