"""The sets that matching is measured on: their rows are what the product reads, their pairs are true."""

from datetime import date

import polars as pl
import pytest

from payung.demo import matching_sets
from payung.demo.matching_sets import SETS, People, between, febrl_files, inside
from payung.matching.prepare import FIELDS
from payung.reports.reliability_chart import LONGEST_NAME

HEADER = "rec_id, given_name, surname, street_number, address_1, address_2, suburb, postcode, state, date_of_birth, soc_sec_id"


def test_pairs_inside_and_between():
    rows = pl.DataFrame({"id": [1, 2, 3, 4], "person": ["a", "b", "a", "a"], "name": ["x"] * 4})
    found = inside(rows)
    assert found.left.columns == ["id", "name"]
    assert found.pairs.sort("left_id", "right_id").rows() == [(1, 3), (1, 4), (3, 4)]
    linked = between(rows, pl.DataFrame({"id": ["k"], "person": ["b"]}))
    assert linked.pairs.rows() == [(2, "k")]


def test_people_are_kept_in_files(tmp_path):
    people = inside(pl.DataFrame({"id": [1, 2], "person": ["a", "a"]}))
    people.save(tmp_path / "x")
    loaded = People.load(tmp_path / "x")
    assert loaded.right is None
    assert loaded.niks is None
    assert loaded.pairs.equals(people.pairs)


def test_febrl_is_read_without_its_spaces(tmp_path, monkeypatch):
    (tmp_path / "dataset1.csv").write_text(
        f"{HEADER}\nrec-7-org, , waller, 6, tullaroop street, , st james, 4011, wa, 19081209, 6988048\n"
        "rec-7-dup-0, ann, waler, 6, tullaroop street, , st james, 4011, wa, 19081399, 6988048\nrec-8-org, b, c, 1, d, e, f, 2, wa, , 1\n"
    )
    monkeypatch.setattr(matching_sets, "febrl_files", lambda: {"dataset1.csv": tmp_path / "dataset1.csv"})
    people = matching_sets._febrl_1(tmp_path)
    assert people.pairs.rows() in ([("rec-7-dup-0", "rec-7-org")], [("rec-7-org", "rec-7-dup-0")])
    first = people.left.row(0, named=True)
    assert first == {
        "id": "rec-7-org",
        "birth_date": date(1908, 12, 9),
        "given_name": None,
        "surname": "waller",
        "address": "tullaroop street",
        "village": "st james",
        "postcode": "4011",
        "nik": "6988048",
    }
    assert people.left["birth_date"].to_list()[1:] == [None, None]


@pytest.mark.skipif(not febrl_files(), reason="make scale installs FEBRL's files")
def test_febrl_holds_the_pairs_it_is_known_for(tmp_path):
    one, four = (next(each for each in SETS if each.name == name).make(tmp_path) for name in ("febrl-1", "febrl-4-no-nik"))
    assert (one.left.height, one.pairs.height) == (1_000, 500)
    assert (four.left.height, four.right.height, four.pairs.height) == (5_000, 5_000, 5_000)
    assert "nik" not in four.left.columns


def test_the_lists_are_read_as_the_check_reads_them(tmp_path):
    people = matching_sets._lists(tmp_path, people=300, seed=1)
    truth = pl.read_csv(tmp_path / "folder-of-300-1" / "truth" / "rows.csv", schema_overrides={"nik": pl.String})
    assert people.left.height == people.niks.height == truth.height
    assert set(people.left.columns) - {"id"} < set(FIELDS)
    assert people.left["birth_date"].null_count() < 20
    persons = truth.group_by("person").len()["len"]
    assert people.pairs.height == int((persons * (persons - 1) // 2).sum()) > 5
    two = pl.read_csv(tmp_path / "folder-of-300-1" / "truth" / "same_person.csv").height
    niks = dict(people.niks.iter_rows())
    assert sum(niks[left] != niks[right] for left, right in people.pairs.iter_rows()) == two


def test_the_overlap_with_taspen_is_known_by_birth_date(tmp_path):
    people = matching_sets._taspen(tmp_path, people=600, seed=2)
    assert people.right.columns == ["id", "name", "birth_date"]
    both = people.pairs.join(people.left, left_on="left_id", right_on="id").join(people.right, left_on="right_id", right_on="id", suffix="_there")
    assert both.height == people.pairs.height > 3
    assert (both["birth_date"] == both["birth_date_there"]).mean() > 0.9  # a date column may be unreadable in a list


def test_every_set_has_its_own_name_and_one_that_fits_its_chart():
    assert len({each.name for each in SETS}) == len(SETS)
    assert [each.name for each in SETS if max(len(each.title.id), len(each.title.en)) > LONGEST_NAME] == []
    assert {each.times for each in SETS if each.times} <= {each.name for each in SETS}
