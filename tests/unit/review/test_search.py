from datetime import date

import polars as pl
import pytest
from invented import BORN, TODAY, VILLAGES, nik

from payung.registry.models import Person, Register, RegisterEntry, RegisterUse, Round
from payung.review.actions import find_pairs, record_pairs
from payung.review.models import MatchRun
from payung.review.search import PAIRS, Compared, compare, whom_to_compare
from payung.roster.models import Membership

pytestmark = pytest.mark.django_db
NOBODY = pl.DataFrame(schema=PAIRS)


@pytest.fixture
def searched(monkeypatch):
    """A search that finds nobody; what it compared."""
    asked: list[tuple[list[int], list[int] | None]] = []

    def match(left, right=None, **_):
        asked.append((left["id"].to_list(), None if right is None else right["id"].to_list()))
        return pl.DataFrame(schema={"left_id": pl.Int64, "right_id": pl.Int64, "probability": pl.Float64, "why": pl.String})

    monkeypatch.setattr("payung.matching.match.match", match)
    return asked


def search(round: Round, **more) -> MatchRun:
    return find_pairs(round=round, by=None, on=TODAY, **more)


def taspen(programme, *names: str, as_of: date = date(2025, 12, 1), **told) -> list[RegisterEntry]:
    version = 1 + Register.objects.filter(kind="taspen", place=programme.place).count()
    register = Register.objects.create(
        kind="taspen", place=programme.place, version=version, source="x", as_of=as_of, file_name="t.csv", sha256=str(version), rows=len(names)
    )
    return [RegisterEntry.objects.create(register=register, name=name, **{"birth_date": BORN, **told}) for name in names]


def test_only_who_is_new_is_looked_for_among_everybody(programme, searched):
    first = programme.candidates(3)["id"].to_list()
    run = search(programme.round)
    assert (run.people, run.known, run.last_candidate) == (3, 0, programme.round.candidates.latest("pk").pk)
    second = programme.candidates(2)["id"].to_list()
    search(programme.round)
    assert searched == [(first, None), (second, None), (second, first)]
    assert search(programme.round).people == 0
    assert len(searched) == 3


def test_who_was_looked_for_in_another_round_is_not_new_in_this_one(programme, searched):
    known = programme.candidates(2)["id"].to_list()
    search(programme.round)
    next_year = begin_round(programme, "2027")
    for person in known:
        next_year.candidates.create(person_id=person, office=programme.office)
    new = Person.objects.create(nik=nik(90), name="Warga", birth_date=BORN)
    next_year.candidates.create(person=new, office=programme.office)
    assert search(next_year).people == 1
    assert searched[-1] == ([new.pk], known)
    assert search(next_year, everybody=True).people == 3


def begin_round(programme, name: str) -> Round:
    return Round.objects.create(place=programme.place, name=name, start=date(2027, 1, 1))


def test_everybody_again_after_the_model_has_changed(programme, searched):
    people = programme.candidates(3)["id"].to_list()
    search(programme.round)
    search(programme.round, everybody=True)
    assert searched == [(people, None), (people, None)]


def test_new_people_meet_every_line_and_known_people_only_new_lines(programme, searched):
    first = programme.candidates(1)["id"].to_list()
    ani, budi = taspen(programme, "Ani", "Budi")
    search(programme.round)
    assert searched == [(first, [ani.pk, budi.pk])]
    _, cici = taspen(programme, "ANI", "Cici", as_of=date(2026, 1, 1))
    second = programme.candidates(1)["id"].to_list()
    searched.clear()
    search(programme.round)
    entries = list(RegisterEntry.objects.filter(register=cici.register_id).order_by("pk").values_list("pk", flat=True))
    assert searched == [(second, first), (second, entries), (first, [cici.pk])]
    searched.clear()
    search(programme.round)
    assert searched == []
    uses = RegisterUse.objects.filter(work="match").order_by("pk").values_list("register", "rows", "found")
    assert list(uses) == [(ani.register_id, 1, 0), (cici.register_id, 2, 0)]


def test_a_line_that_names_one_of_our_niks_is_the_checks_affair(programme, searched):
    people = programme.candidates(1)["id"].to_list()
    [_, other] = taspen(programme, "Ani", nik=nik(0)) + taspen(programme, "Budi", as_of=date(2026, 1, 1), nik=nik(70))
    search(programme.round)
    assert searched == [(people, [other.pk])]


def test_registers_of_another_place_and_welfare_are_not_asked(programme, searched):
    programme.candidates(1)
    programme.welfare({nik(5): "3"})
    [entry] = taspen(programme, "Ani")
    Register.objects.create(kind="taspen", place_id="74.02", version=1, source="x", as_of=date(2026, 1, 1), file_name="t.csv", sha256="b", rows=0)
    assert [register.pk for register in whom_to_compare(programme.round, everybody=False).registers] == [entry.register_id]


def test_a_village_is_compared_by_its_name(programme):
    programme.candidates(2)
    Person.objects.filter(nik=nik(1)).update(village=VILLAGES[0])
    assert whom_to_compare(programme.round, everybody=False).new.sort("nik")["village"].to_list() == [None, "Lapoa"]


def test_what_is_found_carries_both_kinds_of_sides(programme, monkeypatch):
    a, b = programme.candidates(2)["id"]
    [entry] = taspen(programme, "Ani")

    def match(left, right=None, **_):
        other = b if right is None else entry.pk
        return pl.DataFrame({"left_id": [a], "right_id": [other], "probability": [0.9], "why": ["given=same"]})

    monkeypatch.setattr("payung.matching.match.match", match)
    told = []
    pairs = compare(whom_to_compare(programme.round, everybody=False), on=TODAY, threshold=0.5, told=lambda words: told.append(words.id))
    assert pairs.select("person_id", "other_id", "entry_id").rows() == [(a, b, None), (a, None, entry.pk)]
    assert told == ["2 calon baru, satu sama lain", "2 calon baru dengan 1 baris daftar acuan"]
    assert (record_pairs(round=programme.round, pairs=pairs, by=None, on=TODAY).new, MatchRun.objects.count()) == (2, 1)


def test_active_members_whom_a_list_of_ours_pays_are_in_the_register_because_of_us(programme, monkeypatch):
    programme.candidates(2)
    programme.started(amount=12 * 16_800)
    listed = Membership.objects.get().person_id
    told = {
        "kind": "active_members",
        "place": programme.place,
        "source": "BPJS",
        "as_of": date(2026, 1, 31),
        "file_name": "a",
        "sha256": "a",
        "rows": 2,
    }
    register = Register.objects.create(**told)
    us, employer = (
        RegisterEntry.objects.create(register=register, name="Ani", birth_date=BORN, evidence=one) for one in ("BPU, APBD", "PU, PT Laut")
    )
    people = whom_to_compare(programme.round, everybody=False).new["id"].to_list()

    def match(left, right=None, **_):
        every = [(person, entry) for person in people for entry in (us.pk, employer.pk)] if right is not None else []
        frame = pl.DataFrame(every, schema={"left_id": pl.Int64, "right_id": pl.Int64}, orient="row")
        return frame.with_columns(probability=pl.lit(0.9), why=pl.lit("given=same"))

    monkeypatch.setattr("payung.matching.match.match", match)
    pairs = compare(whom_to_compare(programme.round, everybody=False), on=TODAY, threshold=0.5)
    [other] = set(people) - {listed}
    assert set(pairs.select("person_id", "entry_id").iter_rows()) == {(listed, employer.pk), (other, us.pk), (other, employer.pk)}


def test_a_search_that_was_interrupted_is_simply_repeated(programme, searched):
    programme.candidates(2)
    compared = whom_to_compare(programme.round, everybody=False)
    assert compared.new.height == whom_to_compare(programme.round, everybody=False).new.height == 2
    record_pairs(round=programme.round, pairs=NOBODY, compared=Compared(), by=None, on=TODAY)
    assert search(programme.round).people == 2


def test_set_wise_whatever_the_number_of_people(programme, searched, django_assert_max_num_queries):
    programme.candidates(3_000)
    taspen(programme, "Ani")
    with django_assert_max_num_queries(30):
        search(programme.round)
