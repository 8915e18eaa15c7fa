"""The register of regulations and agreements: in force on a day, alarms before the end, one regulation under two numbers, files, who sees it."""

from datetime import date

import pytest
from invented import Programme

from payung.accounts.models import Assignment, Role, User
from payung.compliance.follow_up_actions import Promised, oblige
from payung.compliance.follow_ups import follow_ups
from payung.compliance.in_force import Standing, in_force
from payung.compliance.models import Citation, Instrument, Ruling
from payung.compliance.regulation_actions import Terms, change_instrument, cite, end_instrument, enter_instrument, keep_file, open_file, rule
from payung.compliance.regulations import agreements_of, cited, ending, in_force_on, regulations_of, the_instrument
from payung.places.models import Place
from payung.values.errors import InputError, OutOfScopeError, RefusedError

ON = date(2026, 4, 20)
PARTIES = "Dinas Tenaga Kerja\nBPJS Ketenagakerjaan Cabang Kendari"


def regulation(programme: Programme, **more: object) -> Instrument:
    terms = Terms(**{"title": "Perlindungan pekerja", "number": "24", "year": 2021, **more})  # type: ignore[arg-type]
    return enter_instrument(place=programme.place, kind="perbup", terms=terms, by=None, on=ON)


def agreement(programme: Programme, **more: object) -> Instrument:
    given = {"title": "Kepesertaan pekerja rentan", "number": "3/PKS", "year": 2024, "parties": PARTIES, "signed_on": date(2024, 6, 1), **more}
    return enter_instrument(place=programme.place, kind="pks", terms=Terms(**given), by=None, on=ON)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("on", "standing", "alarm"),
    [
        (date(2024, 5, 31), Standing.NOT_YET, None),
        (date(2024, 6, 1), Standing.IN_FORCE, None),
        (date(2026, 3, 1), Standing.IN_FORCE, None),
        (date(2026, 3, 2), Standing.ENDING, 90),
        (date(2026, 4, 1), Standing.ENDING, 60),
        (date(2026, 5, 1), Standing.ENDING, 30),
        (date(2026, 5, 31), Standing.ENDING, 0),
        (date(2026, 6, 1), Standing.ENDED, 0),
    ],
)
def test_in_force_and_its_alarms(on, standing, alarm):
    one = Instrument(kind="pks", year=2024, signed_on=date(2024, 6, 1), ends_on=date(2026, 5, 31))
    found = in_force(one, on)
    assert (found.standing, found.alarm) == (standing, alarm)


@pytest.mark.parametrize(("on", "standing"), [(date(2020, 12, 31), "not_yet"), (date(2021, 6, 1), "unsure"), (date(2022, 1, 1), "in_force")])
def test_of_a_regulation_whose_day_nobody_knows(on, standing):
    assert in_force(Instrument(kind="perbup", year=2021), on).standing == standing


def test_one_regulation_under_two_numbers(programme: Programme):
    """Konawe Selatan's regulation is cited as 24/2021 and as 21/2021: one record, both citations, and who said which is right."""
    one = regulation(programme)
    other = cite(instrument=one, number="21", year=2021, seen_in="sultrakini.com", by=None, on=ON)
    assert cite(instrument=one, number="21", year=2021, seen_in="koran lain", by=None, on=ON) == other
    found = the_instrument(one.pk, ON)
    assert found.doubtful
    assert [(each.words.id, each.right) for each in found.citations] == [("Perbup 24/2021", None), ("Perbup 21/2021", None)]
    with pytest.raises(InputError, match="regulation.why"):
        rule(citation=other, why="", by=None, on=ON)
    clerk = User.objects.create(username="hukum", display_name="Bagian Hukum")
    Assignment.objects.create(user=clerk, role=Role.OPERATOR, place=programme.place, since=date(2026, 1, 1))
    later = date(2026, 4, 21)
    rule(citation=other, why="salinan lembaran daerah", by=clerk, on=later)
    rule(citation=other, why="salinan lembaran daerah", by=clerk, on=later)
    assert Ruling.objects.count() == 1
    assert the_instrument(one.pk, ON).doubtful  # on the day before nobody had said it
    after = the_instrument(one.pk, later)
    assert after.words.id == "Perbup 21/2021"
    assert [(each.right, each.ruling.signed if each.ruling else None) for each in after.citations] == [(False, None), (True, "Bagian Hukum")]
    assert (after.instrument.number, after.instrument.year) == ("21", 2021)
    first = one.citations.get(number="24")
    rule(citation=first, why="keliru, naskah aslinya 24", by=None, on=date(2026, 4, 22))
    assert the_instrument(one.pk, date(2026, 4, 22)).words.id == "Perbup 24/2021"
    assert the_instrument(one.pk, later).words.id == "Perbup 21/2021"


def test_nobody_enters_the_other_number_as_a_second_regulation(programme: Programme):
    one = regulation(programme)
    cite(instrument=one, number="21", year=2021, seen_in="koran", by=None, on=ON)
    with pytest.raises(RefusedError, match="regulation.known"):
        regulation(programme, number="21")
    second = regulation(programme, number="25")
    with pytest.raises(RefusedError, match="regulation.known"):
        cite(instrument=second, number="24", year=2021, seen_in="koran", by=None, on=ON)
    assert regulation(programme) == one
    assert Citation.objects.count() == 3
    elsewhere = Place.objects.get(code="74.04")
    assert enter_instrument(place=elsewhere, kind="perbup", terms=Terms("Lain", "24", 2021), by=None, on=ON) != one


def test_what_ends_soon(programme: Programme):
    regulation(programme)
    soon = agreement(programme, ends_on=date(2026, 5, 31))
    agreement(programme, number="4/PKS", ends_on=date(2027, 5, 31))
    long_ago = agreement(programme, number="1/PKS", year=2022, signed_on=date(2022, 1, 1), ends_on=date(2023, 12, 31))
    found = agreements_of("74.05", ON)
    assert [one.instrument for one in ending(found)] == [soon]
    assert ending(found)[0].force.words.id == "berakhir 41 hari lagi, 31 Mei 2026"
    assert long_ago.pk not in {one.instrument.pk for one in in_force_on("74.05", ON)}
    assert long_ago.pk in {one.instrument.pk for one in in_force_on("74.05", date(2023, 6, 1))}
    assert len(regulations_of("74.05.01.2003", ON)) == 1
    assert agreements_of("74.05", date(2024, 5, 31)) != found  # not signed yet


def test_terms_that_cannot_be(programme: Programme):
    wrong = {
        "regulation.parties": lambda: agreement(programme, parties="hanya satu"),
        "regulation.title": lambda: regulation(programme, title=" "),
        "regulation.number": lambda: regulation(programme, number=" "),
        "regulation.year": lambda: regulation(programme, year=2031),
        "regulation.days": lambda: regulation(programme, signed_on=date(2022, 1, 1)),
        "regulation.kind": lambda: enter_instrument(place=programme.place, kind="uu", terms=Terms("UU", "1", 2024), by=None, on=ON),
    }
    for code, make in wrong.items():
        with pytest.raises(InputError, match=code):
            make()
    assert not Instrument.objects.exists()


def test_ending_and_changing(programme: Programme):
    one = agreement(programme, ends_on=date(2026, 5, 31))
    with pytest.raises(InputError, match="regulation.days"):
        end_instrument(instrument=one, last_day=date(2024, 1, 1), why="dicabut", by=None, on=ON)
    changed = change_instrument(
        instrument=one, terms=Terms("Judul baru", "3/PKS", 2024, parties=PARTIES, signed_on=date(2024, 6, 1), ceiling=3000), by=None, on=ON
    )
    assert (changed.title, changed.ceiling, changed.ends_on) == ("Judul baru", 3000, None)
    ended = end_instrument(instrument=one, last_day=date(2026, 3, 31), why="diganti PKS baru", by=None, on=ON)
    assert in_force(ended, ON).standing == Standing.ENDED
    assert ending(agreements_of("74.05", ON)) == []  # it has been dealt with


def test_its_file_is_encrypted_and_opening_is_on_the_trail(programme: Programme, tmp_path):
    one, content = agreement(programme), b"%PDF-1.7 naskah PKS"
    with pytest.raises(InputError, match="regulation.no_file"):
        open_file(instrument=one, by=None, on=ON)
    kept = keep_file(instrument=one, content=content, name="pks.pdf", by=None, on=ON)
    assert open_file(instrument=kept, by=None, on=ON) == content
    assert not [path for path in tmp_path.rglob("*") if path.is_file() and content in path.read_bytes()]


def test_obligations_are_follow_ups(programme: Programme):
    one = agreement(programme)
    due = Promised("Menyerahkan data peserta", "Dinas Tenaga Kerja", date(2026, 4, 30))
    assert oblige(instrument=one, promised=due, by=None, on=ON) == oblige(instrument=one, promised=due, by=None, on=ON)
    assert [each.origin.id for each in follow_ups("74.05", ON)] == ["PKS 3/PKS/2024"]
    nation = enter_instrument(place=None, kind="inpres", terms=Terms("Optimalisasi", "2", 2021), by=None, on=ON)
    with pytest.raises(InputError, match="followup.national"):
        oblige(instrument=nation, promised=due, by=None, on=ON)


@pytest.mark.parametrize(("number", "said"), [("24", "Perbup 24/2021"), ("400.3/7/SK/2021", "Perbup 400.3/7/SK/2021")])
def test_how_it_is_cited(number, said):
    assert cited("perbup", number, 2021).id == said


def test_who_sees_the_register(programme: Programme):
    one = agreement(programme)
    nation = enter_instrument(place=None, kind="inpres", terms=Terms("Optimalisasi", "2", 2021), by=None, on=ON)
    made = {}
    for role, place in ((Role.OWNER, "74.05"), (Role.VILLAGE, "74.05.01.2003"), (Role.OWNER, "74.04")):
        made[role, place] = User.objects.create(username=f"{role}{place}", display_name="Petugas")
        Assignment.objects.create(user=made[role, place], role=role, place_id=place, since=date(2026, 1, 1))
    assert [len(agreements_of("74.05", ON, visible_to=each)) for each in made.values()] == [1, 0, 0]
    assert [len(regulations_of("", ON, visible_to=each)) for each in made.values()] == [1, 0, 1]
    other = made[Role.OWNER, "74.04"]
    with pytest.raises(OutOfScopeError, match="regulation.not_seen"):
        the_instrument(one.pk, ON, visible_to=other)
    assert the_instrument(nation.pk, ON, visible_to=other)
    with pytest.raises(OutOfScopeError, match="right.missing"):
        cite(instrument=one, number="9", year=2024, seen_in="koran", by=other, on=ON)
    with pytest.raises(OutOfScopeError, match="right.missing"):
        enter_instrument(place=None, kind="inpres", terms=Terms("Lain", "3", 2024), by=other, on=ON)
