from datetime import date
from itertools import pairwise

import polars as pl
import pytest
from people import ON, chance_of, crowd, nik, people, quality

from payung.demo.families import invent_against, invent_families
from payung.matching.match import match
from payung.matching.model import COMPARISONS, trained
from payung.matching.words import chance, in_words, read_back, said

BORN = date(1981, 4, 13)
KARIM = {
    "nik": nik(740514, BORN, 27),
    "name": "La Ode Karim Mokodompit",
    "birth_date": BORN,
    "sex": "L",
    "mother": "Wa Ode Siti",
    "birth_place": "Kendari",
    "village": "Lapoa",
    "phone": "081234567890",
}


def but(**changes: object) -> dict[str, object]:
    return {**KARIM, **changes}


# One person, as a second clerk writes him down.
AGAIN = {
    "one wrong digit in the NIK": but(nik=nik(740514, BORN, 29)),
    "two wrong digits in the NIK": but(nik=nik(740514, BORN, 84)),
    "swapped digits in the NIK": but(nik=nik(740541, BORN, 27)),
    "no NIK": but(nik=None),
    "NIK kept as a number": but(nik="7.40514E+15"),
    "joined clan name": but(name="LAODE KARIM MOKODOMPIT", nik=None),
    "title": but(name="H. La Ode Karim Mokodompit, S.Sos", nik=None),
    "dropped last name": but(name="La Ode Karim", nik=None),
    "dropped clan name": but(name="Karim Mokodompit", nik=None),
    "last name first": but(name="Mokodompit La Ode Karim", nik=None),
    "slip in the name": but(name="La Ode Krim Mokodompit", nik=None),
    "doubled letter": but(name="La Ode Karim Mokodommpit", nik=None),
    "one digit of the date": but(birth_date=date(1981, 4, 18), nik=None),
    "moved": but(village="Lere", phone="085299998888", nik=None),
    "mother unknown": but(mother=None, phone=None, nik=None),
    "only name and birth date": {"name": KARIM["name"], "birth_date": BORN},
}
# Two people who share much.
OTHERS = {
    "his twin": but(name="La Ode Basri Mokodompit", nik=nik(740514, BORN, 28)),
    "his twin sister": but(name="Wa Ode Fitri Mokodompit", nik=nik(740514, BORN, 28, woman=True), sex="P"),
    "his brother": but(name="La Ode Usman Mokodompit", birth_date=date(1984, 9, 2), nik=nik(740514, date(1984, 9, 2), 11)),
    "his father of the same name": but(birth_date=date(1955, 12, 30), nik=nik(740514, date(1955, 12, 30), 3), mother="Ramlah Tepu"),
    "a stranger of his birthday": {"name": "Idris Gani", "birth_date": BORN, "sex": "L", "village": "Lapoa"},
    "his wife": but(name="Fitri Bakri", sex="P", birth_date=date(1983, 1, 20), nik=nik(740514, date(1983, 1, 20), 5, woman=True), mother="Asma"),
}


@pytest.mark.parametrize("how", AGAIN)
def test_one_person_is_found_again(how):
    assert chance_of(KARIM, AGAIN[how]) >= 0.5


@pytest.mark.parametrize("who", OTHERS)
def test_two_people_stay_two(who):
    assert chance_of(KARIM, OTHERS[who]) < 0.5


def test_day_and_month_swapped():
    one = but(birth_date=date(1981, 4, 3), nik=None)
    assert chance_of(one, but(birth_date=date(1981, 3, 4), nik=None)) >= 0.5


def test_a_rare_name_says_more_than_a_common_one():
    born = date(1990, 7, 19)
    assert chance_of({"name": "Nur", "birth_date": born}, {"name": "Nur", "birth_date": born}) < chance_of(
        {"name": "Mokodompit", "birth_date": born}, {"name": "Mokodompit", "birth_date": born}
    )


def test_each_fact_that_agrees_makes_it_likelier():
    steps = [{"name": "Idris Gani"}, {"birth_date": BORN}, {"mother": "Asma Tepu"}, {"phone": "081300001111"}]
    known: dict[str, object] = {"village": "Lapoa"}
    chances = []
    for step in steps:
        known |= step
        chances.append(chance_of(known, known))
    assert all(before <= after for before, after in pairwise(chances))
    assert chances[-1] > 0.99


def test_links_name_each_side_by_its_own_id():
    left = people({"id": "list-7", **KARIM}, {"id": "list-8", "name": "Erni Hakim", "birth_date": date(1979, 3, 2)})
    right = people({"id": "taspen-3", "name": "LAODE KARIM MOKODOMPIT", "birth_date": BORN})
    found = match(left, right, on=ON)
    assert found.columns == ["left_id", "right_id", "probability", "why"]
    assert found.select("left_id", "right_id").rows() == [("list-7", "taspen-3")]


def test_ids_keep_their_type():
    rows = people(KARIM, AGAIN["no NIK"]).with_columns(id=pl.Series([501, 77]))
    assert match(pl.concat([rows, crowd().with_columns(id=pl.int_range(1000, 1400, dtype=pl.Int64))]), on=ON).select("left_id", "right_id").row(
        0
    ) == (501, 77)


def test_the_same_lists_give_the_same_pairs():
    rows = invent_families(1_500, 5).rows.drop("person")
    once = match(rows, on=ON, threshold=0.01)
    assert match(rows, on=ON, threshold=0.01).equals(once)
    assert once.height > 100
    assert once["probability"].to_list() == sorted(once["probability"], reverse=True)


def test_the_order_of_the_rows_does_not_matter():
    rows = invent_families(1_500, 6).rows.drop("person")

    def pairs(frame: pl.DataFrame) -> set[tuple[frozenset[int], float, str]]:
        return {(frozenset((left, right)), round(chance, 4), why) for left, right, chance, why in match(frame, on=ON).iter_rows()}

    assert pairs(rows) == pairs(rows.reverse())


def test_the_threshold_cuts_and_nothing_else():
    rows = invent_families(1_500, 7).rows.drop("person")
    whole = match(rows, on=ON, threshold=0.05)
    assert match(rows, on=ON, threshold=0.8).equals(whole.filter(pl.col("probability") >= 0.8))


@pytest.mark.parametrize("rows", [people(), people(KARIM), people({}, {}, {})], ids=["nobody", "one", "nothing known"])
def test_where_there_is_nothing_to_compare_nothing_is_found(rows):
    assert match(rows, on=ON).rows() == []
    assert match(rows, people(), on=ON).rows() == []


def test_columns_that_nobody_has_are_not_needed():
    rows = crowd().select("id", "name", "birth_date")
    again = rows.head(30).with_columns(id=pl.format("again {}", "id"))
    found = match(pl.concat([rows, again]), on=ON)
    assert {(left, right) for left, right in found.select("left_id", "right_id").rows() if right == f"again {left}"}


def test_hard_families_are_told_apart():
    invented = invent_families(6_000, 21)
    precision, recall = quality(match(invented.rows.drop("person"), on=ON), invented.pairs)
    assert precision >= 0.9
    assert recall >= 0.86


def test_a_register_without_nik_is_linked():
    invented = invent_against(6_000, 3_000, 22)
    precision, recall = quality(match(invented.left.drop("person"), invented.right.drop("person"), on=ON), invented.pairs)
    assert precision >= 0.92
    assert recall >= 0.8


def test_probabilities_keep_their_word():
    """Of the pairs said to be one person with 0.8 to 0.9 and so on, so many are, over the whole scale."""
    invented = invent_families(12_000, 23)
    found = match(invented.rows.drop("person"), on=ON, threshold=0.001)
    judged = found.join(invented.pairs.with_columns(one=True), on=["left_id", "right_id"], how="left").with_columns(pl.col("one").fill_null(False))
    bins = judged.group_by((pl.col("probability") * 10).floor()).agg(pl.len(), said=pl.col("probability").mean(), true=pl.col("one").mean())
    assert bins.select((pl.col("len") * (pl.col("said") - pl.col("true")).abs()).sum() / pl.col("len").sum()).item() <= 0.05


def test_every_step_is_weighed_and_has_words():
    weights = trained().weights
    assert {comparison.name: [step.name for step in comparison.steps] for comparison in COMPARISONS} == {
        comparison.name: [name for name in (step.name for step in comparison.steps) if name in weights[comparison.name]] for comparison in COMPARISONS
    }
    for comparison in COMPARISONS:
        for step in comparison.steps:
            if (comparison.name, step.name) != ("kin", "unlikely"):
                assert said(f"{comparison.name}={step.name}")[0].words.id


def test_why_says_what_speaks_for_and_against():
    found = match(
        pl.concat([people({"id": "a", **KARIM}, {"id": "b", **but(nik=nik(740514, BORN, 29), mother="Ramlah")}), crowd()]), on=ON, threshold=0.01
    )
    why = found.filter(pl.col("left_id") == "a")["why"].item()
    assert "nik=one_digit" in why.split()
    assert "mother=different" in why.split()
    assert [part.speaks for part in said(why) if part.words.id == "nama ibu beda"] == ["against"]
    assert in_words(why).split("; tetapi: ")[1] == "nama ibu beda"
    assert in_words(why, "en").split("; but: ")[1] == "mother's name differs"


@pytest.mark.parametrize("lang", ["id", "en"])
def test_words_can_be_read_back(lang):
    why = "given=same family=near birth_date=turned nik=one_digit nik=two_digits mother=different kin=siblings"
    assert sorted(read_back(in_words(why, lang)).split()) == sorted(why.split())


def test_a_chance_in_words():
    assert [chance(p).id for p in (0.999, 0.95, 0.7, 0.5, 0.1)] == [
        "hampir pasti orang yang sama",
        "sangat mungkin orang yang sama",
        "mungkin orang yang sama",
        "belum jelas",
        "mungkin orang lain",
    ]
