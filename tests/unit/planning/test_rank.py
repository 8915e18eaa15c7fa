from datetime import date
from hashlib import sha256

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from payung.planning.rank import REASONS, Criteria, explain, rank, told_criteria

START = date(2026, 1, 1)
ADULT = date(1985, 5, 17)
SCHEMA = {
    "id": pl.Int64,
    "nik": pl.String,
    "birth_date": pl.Date,
    "village": pl.String,
    "decile": pl.UInt8,
    "last_year": pl.Boolean,
    "elsewhere": pl.Boolean,
    "of_trade": pl.Boolean,
}


def people(*rows: dict) -> pl.DataFrame:
    usual = {"birth_date": ADULT, "village": "A", "decile": None, "last_year": False, "elsewhere": False, "of_trade": False}
    return pl.DataFrame([{"id": at, "nik": f"{at:016d}", **usual, **row} for at, row in enumerate(rows)], schema=SCHEMA, orient="row")


def outcome(frame: pl.DataFrame) -> dict[int, tuple[str, str]]:
    return {row["id"]: (row["outcome"], row["reason"]) for row in frame.iter_rows(named=True)}


somebody = st.fixed_dictionaries(
    {
        "birth_date": st.dates(date(1940, 1, 1), date(2015, 12, 31)),
        "village": st.sampled_from(["A", "B", "C", None]),
        "decile": st.none() | st.integers(1, 10),
        "last_year": st.booleans(),
        "elsewhere": st.booleans(),
        "of_trade": st.booleans(),
    }
)
terms = st.builds(
    Criteria,
    start=st.just(START),
    last_year_first=st.booleans(),
    highest_decile=st.none() | st.integers(1, 10),
    quota_per_village=st.none() | st.integers(0, 3),
    trade=st.just("tobacco"),
    trade_rule=st.sampled_from(["", "first", "only"]),
)


@given(st.lists(somebody, max_size=30), terms, st.integers(0, 20), st.randoms(use_true_random=False))
def test_a_total_order_that_does_not_depend_on_the_order_of_rows(rows, criteria, places, random):
    frame = people(*rows)
    ranked = rank(frame, criteria, places, draw="a")
    shuffled = list(range(len(rows)))
    random.shuffle(shuffled)
    again = rank(frame[shuffled], criteria, places, draw="a")
    assert ranked.equals(again)
    assert ranked["position"].to_list() == list(range(1, len(rows) + 1))
    assert sorted(ranked["id"]) == list(range(len(rows)))


@given(st.lists(somebody, max_size=30), terms, st.integers(0, 20))
def test_nobody_waits_while_a_worse_one_is_in(rows, criteria, places):
    ranked = rank(people(*rows), criteria, places, draw="a")
    came, waits = ranked.filter(outcome="in"), ranked.filter(reason="waiting.budget")
    assert came.height <= places
    assert set(ranked["reason"]) <= set(REASONS)
    if waits.height:
        assert came.height == places
        assert came.height == 0 or came["position"].max() < waits["position"].min()
    if criteria.quota_per_village is not None:
        assert all(count <= criteria.quota_per_village for count in came.group_by("village").len()["len"])
    order = [
        (
            row["outcome"] == "out",
            criteria.trade_rule == "first" and not row["of_trade"],
            criteria.last_year_first and not row["last_year"],
            row["decile"] or 99,
        )
        for row in ranked.iter_rows(named=True)
    ]
    assert order == sorted(order)


def test_the_lot_is_the_published_hash():
    frame = people(*[{}] * 50)
    by_hand = sorted(frame["nik"], key=lambda nik: sha256(f"74.05/APBD/2026-01/{nik}".encode()).hexdigest())
    assert rank(frame, Criteria(START), 10, draw="74.05/APBD/2026-01")["nik"].to_list() == by_hand
    assert rank(frame, Criteria(START), 10, draw="74.05/APBD/2027-01")["nik"].to_list() != by_hand


def test_lots_that_are_almost_or_quite_equal_are_still_in_order():
    drawn = pl.Series("lot", [2**63 + 3, 2**63 + 1, 2**63 + 1, 0, 2**64 - 1], dtype=pl.UInt64)
    frame = people({}, {"nik": "9" * 16}, {}, {"birth_date": date(2015, 1, 1)}, {"decile": 9}).with_columns(drawn)
    ranked = rank(frame, Criteria(START), 10, draw="a")
    assert ranked["id"].to_list() == [4, 2, 1, 0, 3]
    apart = frame.filter(pl.col("id") != 2).with_columns(lot=pl.col("lot") // 4096 * 4096 + pl.col("id") % 2 * 2048)
    assert rank(apart, Criteria(START), 10, draw="a")["id"].to_list() == [4, 0, 1, 3]


@pytest.mark.parametrize(
    ("born", "reason"),
    [
        (date(2008, 1, 1), "in.lot"),
        (date(2008, 1, 2), "out.too_young"),
        (date(1961, 1, 2), "in.lot"),
        (date(1961, 1, 1), "out.too_old"),
    ],
)
def test_ages_count_on_the_first_day(born, reason):
    assert outcome(rank(people({"birth_date": born}), Criteria(START), 1, draw="a"))[0][1] == reason


def test_born_on_29_february_is_a_year_older_on_1_march():
    born = people({"birth_date": date(2008, 2, 29)})
    assert rank(born, Criteria(date(2026, 2, 28)), 1, draw="a")["age"].item() == 17
    assert rank(born, Criteria(date(2026, 3, 1)), 1, draw="a")["age"].item() == 18


def test_every_reason_as_a_sentence():
    criteria = Criteria(START, highest_decile=4, quota_per_village=2)
    frame = rank(
        people(
            {"last_year": True},
            {"decile": 3, "last_year": True},
            {"decile": 1},
            {"decile": 1},
            {"decile": 2},
            {"village": "B", "decile": 3},
            {"village": "C", "decile": 4},
            {"birth_date": date(1959, 5, 1)},
            {"birth_date": date(2009, 6, 1)},
            {"decile": 7},
            {"elsewhere": True, "decile": 1},
        ),
        criteria,
        3,
        draw="a",
    )
    said = {row["id"]: explain(row, criteria, 5000).id for row in frame.iter_rows(named=True)}
    assert said[1] == "masuk: peserta tahun lalu"
    assert {said[2], said[3]} == {"masuk: desil 1", "cadangan: kuota desa 2 sudah penuh"}
    assert said[5] == "masuk: desil 3"
    assert said[6] == "cadangan: anggaran habis pada urutan 5.000"
    assert said[7] == "tidak: umur 66 tahun, harus di bawah 65"
    assert said[8] == "tidak: umur 16 tahun, paling muda 18"
    assert said[9] == "tidak: desil 7, paling tinggi 4"
    assert said[0] == "tidak: tidak ada di data kesejahteraan"
    assert said[10] == "tidak: sudah dibayari dana lain"
    assert explain(frame.filter(id=6).to_dicts()[0], criteria, 5000).en == "waiting: the money ends at position 5,000"


def test_those_without_a_village_share_one_quota():
    frame = people(*[{"village": None}] * 5, {"village": "A"})
    assert rank(frame, Criteria(START, quota_per_village=2), 6, draw="a").filter(outcome="in").height == 3


def test_what_a_register_says_comes_before_every_other_reason():
    kinds = [None, "deaths", "civil_servants", "village_officials", "active_members", "taspen"]
    frame = people(*({"birth_date": date(1940, 1, 1), "elsewhere": True} for _ in kinds)).with_columns(standing=pl.Series(kinds))
    ranked = rank(frame, Criteria(START), 10, draw="a")
    assert [outcome(ranked)[at][1] for at in range(len(kinds))] == [
        "out.too_old",
        "out.deceased",
        "out.civil_servant",
        "out.village_official",
        "out.covered_elsewhere",
        "out.covered_elsewhere",
    ]
    dead = ranked.filter(standing="deaths").to_dicts()[0]
    assert explain(dead, Criteria(START), None).id == "tidak: sudah meninggal dunia"


def test_a_kind_of_work_comes_first_or_stands_alone():
    frame = people({"of_trade": False, "last_year": True}, {"of_trade": True, "decile": 9}, {"of_trade": True, "birth_date": date(2020, 1, 1)})
    first = Criteria(START, trade="tobacco", trade_rule="first")
    assert outcome(rank(frame, first, 2, draw="a")) == {0: ("in", "in.last_year"), 1: ("in", "in.trade"), 2: ("out", "out.too_young")}
    assert rank(frame, first, 1, draw="a").filter(outcome="in")["id"].to_list() == [1]
    only = Criteria(START, trade="tobacco", trade_rule="only")
    ranked = rank(frame, only, 2, draw="a")
    assert outcome(ranked)[0] == ("out", "out.other_trade")
    [left] = ranked.filter(id=0).to_dicts()
    assert explain(left, only, 1).id == "tidak: pekerjaan di daftar bukan tembakau dan cengkih"
    assert [words.id for words in told_criteria(only)][1] == "Hanya yang pekerjaannya tembakau dan cengkih."
    assert "tobacco and clove come first" in told_criteria(first)[1].en.replace("People whose work is ", "")
    assert outcome(rank(frame, Criteria(START), 2, draw="a"))[0] == ("in", "in.last_year")


def test_another_list_is_the_last_that_speaks_against_somebody():
    frame = people({"elsewhere": True, "decile": 9}, {"elsewhere": True, "decile": 1})
    ranked = outcome(rank(frame, Criteria(START, highest_decile=4), 2, draw="a"))
    assert ranked == {0: ("out", "out.high_decile"), 1: ("out", "out.on_another_list")}
