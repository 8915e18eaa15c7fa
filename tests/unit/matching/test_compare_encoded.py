"""Two encoded lists: who is on both is found although clerks wrote differently, and who is not stays apart."""

import dataclasses
import random
from datetime import date, timedelta

import polars as pl
import pytest

from payung.demo.people import World, vary
from payung.matching.compare_encoded import compare, observed, trained
from payung.matching.encode import encode
from payung.matching.secret import Key
from payung.matching.words import in_words

ON = date(2026, 1, 1)
KEY = Key(bytes(range(32)))
PERSON = {
    "nik": "7405010131800002",
    "name": "Nurhayati Mokodompit",
    "birth_date": date(1980, 2, 3),
    "sex": "P",
    "mother": "Rosdiana",
    "village": "Lapoa",
    "phone": "081234567890",
}
STRANGER = {**PERSON, "nik": "7405020131990007", "name": "Bambang Sugeng", "birth_date": date(1969, 9, 9), "phone": "085299988877"}


def encoded(rows):
    frame = pl.DataFrame([{"id": str(number), **row} for number, row in enumerate(rows)], infer_schema_length=None)
    return encode(frame, KEY, ON)


def steps(left, right):
    """comparison -> step of the one pair that these two rows make."""
    (found,) = list(observed(encoded([left])[0], encoded([right])[0]))
    assert found.height == 1
    return {name: step for name, step in found.row(0, named=True).items() if name in trained().weights and step is not None}


def pairs_of(left, right, threshold=0.5):
    """(number in left, number in right) -> probability."""
    (one, home), (other, away) = encoded(left), encoded(right)
    found = compare(one, other, threshold=threshold)
    own, theirs = (dict(zip(local["encoded_id"], map(int, local["id"]), strict=True)) for local in (home, away))
    return {(own[row["left_id"]], theirs[row["right_id"]]): row for row in found.iter_rows(named=True)}


@pytest.mark.parametrize(
    ("change", "seen"),
    [
        ({}, dict.fromkeys(("given", "family", "birth_date", "nik", "mother", "sex", "village", "phone"), "same")),
        ({"nik": "7405010131850002"}, {"nik": "near"}),
        ({"nik": "7405010131800020"}, {"nik": "close"}),
        ({"nik": "7405010181300002"}, {"nik": "different"}),
        ({"nik": None}, {"nik": None}),
        ({"name": "Nurhayeti Mokodompit"}, {"given": "near", "family": "same"}),
        ({"name": "Hj. St. Nurhajati Mokodompit, S.Pd"}, {"family": "same"}),
        ({"name": "Mokodompit Sri Rahayu"}, {"given": "held", "family": "held"}),
        ({"name": "Rosmini Mokodompit", "nik": None}, {"given": "different", "family": "same", "kin": "twins"}),
        ({"birth_date": date(1980, 3, 2)}, {"birth_date": "turned", "given": "same"}),
        ({"birth_date": date(1981, 2, 3)}, {"birth_date": "year_differs", "given": None, "name": "same"}),
        ({"birth_date": date(1980, 2, 9)}, {"birth_date": "day_differs", "name": "same"}),
        ({"birth_date": date(1980, 8, 3)}, {"birth_date": "month_differs", "name": "same"}),
        ({"birth_date": date(1980, 8, 9)}, {"birth_date": "year", "name": "same"}),
        ({"birth_date": date(1981, 8, 9), "name": "Nurhayeti Mokodompit"}, {"birth_date": "different", "name": "near"}),
        ({"birth_date": date(1981, 8, 9), "name": "Bambang Sugeng"}, {"birth_date": "different", "name": "different"}),
        ({"mother": "Murniati"}, {"mother": "different"}),
        ({"mother": "Rosdyana"}, {"mother": "near"}),
        ({"sex": "L", "village": "Potoro", "phone": "081234567899"}, {"sex": "different", "village": "different", "phone": "different"}),
    ],
)
def test_what_is_seen_of_one_change(change, seen):
    found = steps(PERSON, {**PERSON, **change})
    assert {name: found.get(name) for name in seen} == seen


def test_the_same_people_are_found_and_strangers_are_not():
    rng = random.Random(11)
    world = World(rng, ON)
    left = [world.person(number) for number in range(1200)]
    again = [dataclasses.replace(one, name=vary(one.name, rng)) for one in left[:400]]
    for number, one in enumerate(again):
        if number % 4 == 0:
            again[number] = dataclasses.replace(one, nik=one.nik[:13] + str((int(one.nik[13]) + 1) % 10) + one.nik[14:])
        elif number % 4 == 1:
            again[number] = dataclasses.replace(one, nik="")
        elif number % 4 == 2:
            again[number] = dataclasses.replace(one, born=one.born + timedelta(days=400))
    right = [*again, *(world.person(number) for number in range(1200, 2000))]

    def fields(people):
        return [
            {"nik": p.nik, "name": p.name, "birth_date": p.born, "sex": p.sex, "mother": p.mother, "village": p.village.name, "phone": p.phone}
            for p in people
        ]

    found = pairs_of(fields(left), fields(right))
    true = {(number, number) for number in range(400)}
    assert len(true & found.keys()) >= 0.97 * len(true)
    assert len(true & found.keys()) >= 0.98 * len(found)


def test_a_pair_says_why_and_the_likeliest_come_first():
    found = pairs_of([PERSON, STRANGER], [{**STRANGER, "name": "Bambang Sugengg", "nik": None}, PERSON], threshold=0.01)
    assert set(found) == {(0, 1), (1, 0)}
    assert [row["probability"] for row in found.values()] == sorted((row["probability"] for row in found.values()), reverse=True)
    assert "nik=same" in found[0, 1]["why"].split()
    assert {"given=same", "birth_date=same"} <= set(found[1, 0]["why"].split())
    assert all(0.5 < row["probability"] <= 1 for row in found.values())


def among_strangers(one, other):
    """The probability of a pair in lists of a thousand, 0 where it is not found."""
    world = World(random.Random(12), ON)
    strangers = [{"nik": someone.nik, "name": someone.name, "birth_date": someone.born} for someone in map(world.person, range(2000))]
    found = pairs_of([one, *strangers[:1000]], [other, *strangers[1000:]], threshold=0.001)
    return found.get((0, 0), {"probability": 0})["probability"]


def test_twins_with_one_mother_and_neighbouring_niks_are_two_people():
    twin = {**PERSON, "name": "Rosmini Mokodompit", "nik": "7405010131800003"}
    written_again = {**PERSON, "name": "Nurhayeti Mokodompit", "nik": None}
    assert [among_strangers(PERSON, other) > 0.5 for other in (twin, written_again, PERSON)] == [False, True, True]


def test_one_nik_under_two_names_is_left_to_people():
    other = {**PERSON, "name": "Bambang Sugeng", "birth_date": date(1969, 9, 9), "mother": "Murni", "sex": "L", "phone": None}
    assert among_strangers(PERSON, other) < 0.7


def test_a_crowd_that_shares_everything_costs_little_and_is_not_paired():
    """A million identical names, in small: what hundreds share is no reason to look at their pairs."""
    crowd = [{"name": "Nur", "birth_date": date(1980, 1, 1)}] * 3000
    found = list(observed(encoded(crowd)[0], encoded(crowd)[0]))
    assert sum(frame.height for frame in found) == 0


def test_empty_lists_make_no_pairs():
    rows = encoded([PERSON])[0]
    assert compare(rows, rows.clear()).height == compare(rows.clear(), rows).height == compare(rows.clear(), rows.clear()).height == 0


def test_every_step_can_be_said():
    for name, weights in trained().weights.items():
        for step in weights if name != "rarity" else ():
            assert all(in_words(f"{name}={step}", lang) for lang in ("id", "en"))
