"""People are found by parts of their names however they are spelled, by digits of their NIK and by their village, within what somebody sees."""

from datetime import date

import polars as pl
import pytest
from django.db import connection
from invented import BORN, VILLAGES, Programme, nik

from payung.accounts.models import Assignment, Role, User
from payung.audit.actions import acting
from payung.places.models import Office, OfficeKind
from payung.registry.bulk import insert_frame, reserve_ids
from payung.registry.models import Candidate, NamePart, Person, PersonPart
from payung.registry.names import insert_people, write_missing_parts
from payung.registry.search import MOST, find_people, is_narrow, people_of

pytestmark = pytest.mark.django_db

ON = date(2026, 4, 20)
NAMES = ["Sitti Aminah Lamaka", "ST. AMINAH", "Moh. Yusuf Djafar", "Muhammad Jusuf", "Wa Ode Sarlina", "La Ode Mokodompit", "Siti Rahmah", "Bahar"]


def people(programme: Programme, names: list[str], *, office: Office | None = None, villages: tuple[str, ...] = VILLAGES) -> list[int]:
    first = Person.objects.count() + 1000
    with acting("test", by=None):
        ids = reserve_ids(Person, len(names))
        empty = {name: pl.lit("") for name in ("birth_place", "sex", "mother", "phone", "address")}
        homes = pl.Series([villages[at % len(villages)] for at in range(len(names))])
        numbers = pl.Series([nik(first + at) for at in range(len(names))])
        frame = pl.DataFrame({"id": ids, "nik": numbers, "name": names, "village_id": homes})
        insert_people(frame.with_columns(birth_date=pl.lit(BORN), **empty))
        sent = {"round_id": pl.lit(programme.round.pk), "office_id": pl.lit((office or programme.office).pk), "occupation": pl.lit("")}
        insert_frame(Candidate, frame.select("village_id", person_id="id", **sent))
    return ids.to_list()


def who(text: str, user: User | None = None, place: str = "") -> list[str]:
    ids = find_people(text, visible_to=user, on=ON, place=place).ids
    names = dict(Person.objects.filter(pk__in=ids).values_list("pk", "name"))
    return [names[pk] for pk in ids]


def someone(role: Role, **where: object) -> User:
    user = User.objects.create(username=f"{role}{User.objects.count()}", display_name="Petugas")
    Assignment.objects.create(user=user, role=role, since=date(2026, 1, 1), **where)
    return user


@pytest.fixture
def there(programme: Programme) -> list[int]:
    return people(programme, NAMES)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("siti", {"Sitti Aminah Lamaka", "ST. AMINAH", "Siti Rahmah"}),
        ("St. Aminah", {"Sitti Aminah Lamaka", "ST. AMINAH"}),
        ("amin", {"Sitti Aminah Lamaka", "ST. AMINAH"}),
        ("muhammad yusuf", {"Moh. Yusuf Djafar", "Muhammad Jusuf"}),
        ("yusuf muh", {"Moh. Yusuf Djafar", "Muhammad Jusuf"}),
        ("wa ode", {"Wa Ode Sarlina", "La Ode Mokodompit"}),
        ("jafar", {"Moh. Yusuf Djafar"}),
        ("mokodompit", {"La Ode Mokodompit"}),
        ("siti mokodompit", set()),
        ("tidak ada", set()),
        ("si", set()),
        ("", set()),
        ("'; DROP TABLE %s", set()),
    ],
)
def test_a_name_is_found_by_its_parts_in_any_order_and_spelling(there: list[int], text: str, names: set[str]) -> None:
    assert set(who(text)) == names


def test_who_bears_nothing_but_the_words_comes_first(there: list[int]) -> None:
    assert who("aminah siti") == ["ST. AMINAH", "Sitti Aminah Lamaka"]


@pytest.mark.parametrize("text", ["mokodompti", "mokodumpit", "sarlna", "sarlima"])
def test_a_slip_of_the_finger_still_finds_them_and_says_so(there: list[int], text: str) -> None:
    found = find_people(text, visible_to=None, on=ON)
    assert (len(found.ids), found.alike) == (1, True)


def test_a_nik_is_found_whole_by_its_beginning_its_end_and_as_it_is_masked(there: list[int]) -> None:
    wanted = there[2]
    number = Person.objects.get(pk=wanted).nik
    for text in (number, f"{number[:4]} {number[4:]}", number[-4:], f"{number[:4]}••••••••{number[-4:]}", f"*{number[-5:]}"):
        assert find_people(text, visible_to=None, on=ON).ids == [wanted]
    assert set(find_people(number[:10], visible_to=None, on=ON).ids) == set(there)
    for nothing in ("740", "9999", "1" * 17, f"{number}1"):
        assert find_people(nothing, visible_to=None, on=ON).ids == []
    assert find_people("9999", visible_to=None, on=ON).ids == []


def test_a_search_sees_what_the_person_sees(programme: Programme, there: list[int]) -> None:
    opd = Office.objects.create(kind=OfficeKind.OPD, name="Dinas Kesehatan", place=programme.place)
    staff = people(programme, ["Siti Perawat", "Sri Bidan"], office=opd)
    village, elsewhere = someone(Role.VILLAGE, place_id=VILLAGES[0]), someone(Role.OPERATOR, place_id="74.01")
    office, regency = someone(Role.OFFICE, office=opd), someone(Role.OPERATOR, place_id="74.05")
    nation, district = someone(Role.AUDITOR), someone(Role.OPERATOR, place_id="74.05.02")
    assert set(who("siti", nation)) == set(who("siti", regency)) == {"Sitti Aminah Lamaka", "ST. AMINAH", "Siti Rahmah", "Siti Perawat"}
    assert set(who("siti", village)) == {"Sitti Aminah Lamaka", "Siti Rahmah", "Siti Perawat"}
    assert set(who("siti", office)) == {"Siti Perawat"}
    assert set(who("siti", district)) == set()
    assert who("siti", elsewhere) == []
    hidden = Person.objects.get(pk=there[1]).nik
    assert find_people(hidden, visible_to=village, on=ON).ids == []
    assert find_people(hidden, visible_to=regency, on=ON).ids == [there[1]]
    assert set(people_of("", visible_to=office, on=ON).values_list("pk", flat=True)) == set(staff)
    assert people_of("", visible_to=elsewhere, on=ON).count() == 0
    assert is_narrow(visible_to=village, on=ON)
    assert is_narrow(visible_to=nation, on=ON)


def test_a_village_narrows_and_never_widens(programme: Programme, there: list[int]) -> None:
    village = someone(Role.VILLAGE, place_id=VILLAGES[0])
    assert set(who("siti", None, VILLAGES[1])) == {"ST. AMINAH"}
    assert who("siti", village, VILLAGES[1]) == []
    assert set(people_of(VILLAGES[1], visible_to=None, on=ON).values_list("pk", flat=True)) == set(there[1::3])
    assert people_of(VILLAGES[1], visible_to=village, on=ON).count() == 0


def test_a_wide_sight_is_asked_of_each_person_and_finds_the_same(programme: Programme, there: list[int], monkeypatch) -> None:
    office = Office.objects.create(kind=OfficeKind.OPD, name="Dinas Kesehatan", place=programme.place)
    people(programme, ["Siti Perawat"], office=office)
    users = [someone(Role.VILLAGE, place_id=VILLAGES[0]), someone(Role.OPERATOR, place_id="74.05"), someone(Role.OFFICE, office=office)]
    narrow = [set(who(text, user)) for user in users for text in ("siti", "7405")]
    monkeypatch.setattr("payung.registry.search._NARROW", 0)
    assert [set(who(text, user)) for user in users for text in ("siti", "7405")] == narrow
    assert set(who("siti", users[0], VILLAGES[1])) == set()


def test_another_number_of_somebody_who_is_seen_is_seen(programme: Programme, there: list[int]) -> None:
    village = someone(Role.VILLAGE, place_id=VILLAGES[0])
    Person.objects.filter(pk=there[0]).update(same_as=there[1])  # the one kept lives in another village
    assert "ST. AMINAH" in who("aminah", village)


def test_many_are_cut_and_said(programme: Programme) -> None:
    people(programme, [f"Siti {chr(97 + at % 26)}{chr(97 + at // 26)}nah" for at in range(MOST + 20)])
    found = find_people("siti", visible_to=None, on=ON)
    assert (len(found.ids), found.more, found.alike) == (MOST, True, False)


def test_parts_follow_from_names_and_can_be_written_for_those_who_were_there_before(there: list[int]) -> None:
    before = set(PersonPart.objects.values_list("part__text", "person"))
    assert ("siti", there[0]) in before
    assert NamePart.objects.filter(text="siti").count() == 1
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM registry_personpart")
        cursor.execute("DELETE FROM registry_namepart")
    write_missing_parts()
    assert set(PersonPart.objects.values_list("part__text", "person")) == before


@pytest.mark.parametrize("text", ["siti", "muhammad yusuf jafar", "7405••••••••0001", "mokodompti"])
def test_the_number_of_statements_does_not_grow_with_people(programme: Programme, there: list[int], django_assert_max_num_queries, text: str) -> None:
    people(programme, [f"Siti {chr(97 + at % 26)}nah" for at in range(100)])
    user = someone(Role.OPERATOR, place_id="74.05")
    with django_assert_max_num_queries(25):
        find_people(text, visible_to=user, on=ON)
