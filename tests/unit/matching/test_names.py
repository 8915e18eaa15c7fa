import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from payung.matching.names import as_written, canonical, parts_of

ONE_NAME = [
    ("Muhammad Yusuf", "Muh. Jusuf"),
    ("MOH. YUSUF", "M. Yusuf"),
    ("Abdul Rahman", "Abd. Rahman"),
    ("Abdur Rahman", "ABDUL RAHMAN"),
    ("Siti Aminah", "St. Aminah"),
    ("Sitti Aminah", "SITI AMINAH"),
    ("La Ode Karim", "Laode Karim"),
    ("Wa Ode Sitti", "WAODE SITI"),
    ("La Ode Karim", "L.O. Karim"),
    ("Andi Tamrin", "ANDY TAMRIN"),
    ("H. Baharuddin", "Baharudin"),
    ("Hj. Nuraini", "Nur'aini"),
    ("Drs. H. Sukarno, M.Si", "Soekarno"),
    ("Ratna Dewi, S.Kep., Ns", "Ratna Dewi"),
    ("Ratna Dewi S.Pd.", "RATNA DEWI SPD"),
    ("Djafar Achmad", "Jafar Ahmad"),
    ("Tjahaja", "Cahaya"),
    ("Syamsuddin", "Samsudin"),
    ("Zakaria", "Zakariah"),
    ("Chairil", "Khairil"),
    ("I Made Wijaya", "Made Widjaja"),
    ("Fatimah binti Saleh", "Fatimah Saleh"),
]


@pytest.mark.parametrize(("one", "other"), ONE_NAME)
def test_two_ways_to_write_one_name(one, other):
    assert parts_of(one) == parts_of(other) != []


def test_parts_written_apart_are_joined_letter_by_letter():
    assert "".join(parts_of("Nur Hayati")) == "".join(parts_of("Nurhayati"))
    assert "".join(parts_of("Abdurrahman")) == "".join(parts_of("Abd. Rahman"))


@pytest.mark.parametrize(
    ("one", "other"),
    [("Hasan", "Husain"), ("Ani", "Ina"), ("Rahman", "Rahmat"), ("Muhammad Ali", "Ahmad Ali"), ("Sitti", "Sri"), ("Abdullah", "Abdul")],
)
def test_two_names_stay_two(one, other):
    assert parts_of(one) != parts_of(other)


def test_a_name_that_is_a_title_stays():
    assert parts_of("Haji") == ["haji"]
    assert parts_of("SE") == ["se"]
    assert parts_of("M") == ["m"]


def test_a_short_form_alone_is_the_whole_name():
    assert parts_of("St.") == ["siti"]
    assert parts_of("MUH") == parts_of("Muhammad")


def test_what_is_no_name_is_null():
    assert canonical(pl.Series(["123", "-", "", None, "Budi"])).to_list() == [None, None, None, None, "budi"]
    assert canonical(pl.Series([None, None], dtype=pl.String)).to_list() == [None, None]


def test_a_slip_stays_one_slip_before_the_spelling_is_made_one():
    assert as_written(pl.Series(["laoe karim", "la ode karim"])).to_list() == ["laoe karim", "ode karim"]


@given(st.text(max_size=40))
def test_any_text_can_be_read(text):
    assert all(part and " " not in part for part in parts_of(text))


@given(st.lists(st.sampled_from("aminah yusuf karim laode siti nur hayati h. muh. sjamsuddin".split()), min_size=1, max_size=4))
def test_reading_the_canonical_name_changes_nothing(words):
    once = parts_of(" ".join(words))
    assert parts_of(" ".join(once)) == once
