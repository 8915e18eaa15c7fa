"""Places, offices and territories in the database."""

import pytest
from django.db import IntegrityError, transaction

from payung.places.actions import assign_territory, load_places, open_office
from payung.places.codes import all_places
from payung.places.models import Office, Place, Territory
from payung.places.queries import place, territory_of, villages_of
from payung.values.errors import InputError
from payung.values.place import Level

pytestmark = pytest.mark.django_db


def test_loading_twice_is_loading_once() -> None:
    first = list(Place.objects.values_list("code", "name", "level", "parent_id"))
    assert first == all_places().rows()
    load_places(by=None)
    assert list(Place.objects.values_list("code", "name", "level", "parent_id")) == first
    assert Place.objects.within("74.05").villages().count() == 351


def test_loading_brings_a_name_up_to_date_and_keeps_places_that_left() -> None:
    Place.objects.filter(code="74").update(name="Nama lama")
    Place.objects.create(code="00", name="Sudah dihapus", level=Level.PROVINCE)
    load_places(by=None)
    assert place("74").name == "Sulawesi Tenggara"
    assert place("00").name == "Sudah dihapus"


def test_places_within_a_place() -> None:
    assert list(Place.objects.within("74.05.01").values_list("code", flat=True))[:2] == ["74.05.01", "74.05.01.1001"]
    assert Place.objects.within("74.05").districts().count() == 25
    assert Place.objects.within("").regencies().count() == 514
    assert Place.objects.provinces().count() == 38
    konsel = villages_of("74.05")
    first = [(village.code, village.parent.name) for village in konsel[:2] if village.parent]
    assert first == [("74.05.01.1001", "Tinanggea"), ("74.05.01.1002", "Tinanggea")]
    assert konsel.count() == 351


def test_a_place_by_its_code() -> None:
    assert place("740501").name == "Tinanggea"
    with pytest.raises(InputError) as unknown:
        place("74.99")
    assert unknown.value.code == "place.unknown"
    assert "74.99" in unknown.value.words.id
    with pytest.raises(InputError) as unreadable:
        place("Konawe")
    assert unreadable.value.code == "place.code_unreadable"


@pytest.mark.parametrize(("level", "parent"), [(Level.PROVINCE, "74"), (Level.REGENCY, None), (Level.NATION, None), (5, "74")])
def test_the_database_refuses_a_place_out_of_place(level: int, parent: str | None) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Place.objects.create(code="99", name="Salah", level=level, parent_id=parent)


def test_an_office_is_opened_once() -> None:
    konsel = place("74.05")
    office = open_office(kind=Office.Kind.LABOUR, name=" Disnaker  Konawe Selatan", place=konsel, by=None)
    assert office.name == "Disnaker Konawe Selatan"
    assert open_office(kind=Office.Kind.LABOUR, name="Disnaker Konawe Selatan", place=konsel, by=None) == office
    assert open_office(kind=Office.Kind.OPD, name="Disnaker Konawe Selatan", place=konsel, by=None) != office


@pytest.mark.parametrize(("kind", "name"), [("ministry", "Kementerian"), ("opd", "")])
def test_the_database_refuses_an_office_without_kind_or_name(kind: str, name: str) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Office.objects.create(kind=kind, name=name, place=place("74.05"))


def test_a_branch_serves_several_regencies() -> None:
    branch = open_office(kind=Office.Kind.BPJS_BRANCH, name="Kantor Cabang Contoh", place=place("74.04"), by=None)
    assert territory_of(branch) == ["74.04"]
    assign_territory(office=branch, places=[place("74.05"), place("74.04")], by=None)
    assign_territory(office=branch, places=[place("74.05")], by=None)
    assert territory_of(branch) == ["74.04", "74.05"]
    assert Territory.objects.count() == 2
