"""Rows of a reply find their people by NIK, then by name and birth date; each has one fate, and one line counts once at most."""

from datetime import date

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from payung.exchange.match_reply import FATES, match_reply

BORN = date(1985, 5, 17)
NIKS = [f"740501170585{at:04d}" for at in range(6)]
LINES = pl.DataFrame(
    {
        "line_id": [10, 11, 12, 13, 14, 15],
        "person_id": [1, 2, 3, 4, 5, 6],
        "nik": NIKS,
        "name": ["Siti Aminah", "La Ode Budi", "Hj. Nurhayati", "Kembar Satu", "Kembar Satu", "Ani"],
        "birth_date": [BORN] * 5 + [date(1990, 1, 1)],
    }
)
NOBODY = pl.DataFrame(schema={"member_no": pl.String, "owner": pl.Int64})
SCHEMA = {"nik": pl.String, "name": pl.String, "birth_date": pl.Date, "answer": pl.String, "member_no": pl.String}


def judged(*rows: tuple, numbers: pl.DataFrame = NOBODY) -> list[tuple]:
    told = match_reply(pl.DataFrame(rows, schema=SCHEMA, orient="row"), LINES, numbers)
    return told.select("line_id", "found_by", "fate").rows()


def test_the_nik_counts_before_the_name():
    assert judged((NIKS[0], "Orang Lain", None, "accepted", "1")) == [(10, "nik", "counts")]


def test_without_a_nik_name_and_birth_date_find_the_person_however_the_name_is_spelled():
    assert judged((None, "Nurhayati, S.Pd", BORN, "accepted", "1")) == [(12, "name_birth", "counts")]
    assert judged((None, "Laode Budi", BORN, "rejected", None)) == [(11, "name_birth", "counts")]
    assert judged((None, "Nurhayati", date(1985, 5, 18), "accepted", "1")) == [(None, "", "unknown")]
    assert judged((None, "Nurhayati", None, "accepted", "1")) == [(None, "", "unknown")]


def test_two_people_of_one_name_are_not_guessed():
    assert judged((None, "Kembar Satu", BORN, "accepted", "1")) == [(None, "", "ambiguous")]


def test_of_two_of_one_name_the_one_whose_nik_is_given_leaves_the_other():
    told = judged((NIKS[3], "Kembar Satu", BORN, "accepted", "1"), (None, "Kembar Satu", BORN, "accepted", "2"))
    assert told == [(13, "nik", "counts"), (14, "name_birth", "counts")]


def test_a_row_that_cannot_be_used_holds_none_of_the_others_back():
    told = judged(("9999999999999999", "Entah", BORN, "accepted", "9"), (NIKS[0], None, None, "", None), (NIKS[1], None, None, "rejected", None))
    assert [fate for *_, fate in told] == ["unknown", "unreadable", "counts"]


def test_the_same_person_twice_counts_once_and_two_answers_not_at_all():
    same, two = (NIKS[0], None, None, "rejected", None), (NIKS[0], None, None, "accepted", "1")
    assert [fate for *_, fate in judged(same, same)] == ["counts", "twice"]
    assert [fate for *_, fate in judged(same, two)] == ["conflict", "conflict"]


def test_a_number_belongs_to_one_person():
    owned = pl.DataFrame({"member_no": ["1"], "owner": [2]}, schema=NOBODY.schema)
    assert judged((NIKS[0], None, None, "accepted", "1"), numbers=owned) == [(10, "nik", "number_taken")]
    assert judged((NIKS[1], None, None, "accepted", "1"), numbers=owned) == [(11, "nik", "counts")]
    both = judged((NIKS[0], None, None, "accepted", "7"), (NIKS[1], None, None, "accepted", "7"), (NIKS[2], None, None, "accepted", "8"))
    assert [fate for *_, fate in both] == ["number_taken", "number_taken", "counts"]


row = st.tuples(
    st.sampled_from([*NIKS, None, "9999999999999999"]),
    st.sampled_from(["Siti Aminah", "Kembar Satu", "Ani", None]),
    st.sampled_from([BORN, date(1990, 1, 1), None]),
    st.sampled_from(["accepted", "rejected", "elsewhere", ""]),
    st.sampled_from(["1", "2", None]),
)


@given(st.lists(row, max_size=12))
def test_every_row_has_one_fate_and_every_line_counts_once_at_most(rows):
    told = judged(*rows)
    assert len(told) == len(rows)
    assert {fate for *_, fate in told} <= set(FATES)
    counted = [line for line, _, fate in told if fate == "counts"]
    assert None not in counted
    assert len(counted) == len(set(counted))
