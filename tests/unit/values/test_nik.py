"""NIK as typed, its shape, sex and birth date; the two ways of cleaning agree."""

import calendar
from datetime import date

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from payung.values import nik

NIK = pl.col("nik")


def asked(expression: pl.Expr, *texts: str | None) -> list:
    return pl.DataFrame({"nik": pl.Series(texts, dtype=pl.String)}).select(expression)["nik"].to_list()


@pytest.mark.parametrize(
    "text",
    [
        "7405011206770841",
        "'7405011206770841",
        "’7405011206770841",
        " 7405 0112 0677 0841 ",
        "7405.0112.0677.0841",
        "7405-0112–0677‐0841",
        "7405\u00a00112\t06770841",
        "\u202a7405011206770841\u202c",
        "\ufeff7405011206770841",
        "' 7405011206770841",
    ],
)
def test_a_nik_as_it_is_typed(text):
    assert asked(nik.digits(NIK), text) == ["7405011206770841"]
    assert nik.digits_of(text) == "7405011206770841"


@given(st.text(alphabet=st.sampled_from(list("0123456789 .-–—'’\u00a0\u200b\u202a\n\tOx/"))))
def test_one_text_is_cleaned_like_a_column(text):
    assert asked(nik.digits(NIK), text) == [nik.digits_of(text)]


@given(st.dates(date(1900, 1, 1), date(2099, 12, 31)), st.booleans(), st.integers(0, 9999))
def test_every_birth_date_has_a_nik_that_says_it(born, woman, order):
    text = f"740501{born.day + 40 * woman:02d}{born:%m%y}{order:04d}"
    assert asked(nik.has_shape(NIK), text) == [True]
    assert asked(nik.is_woman(NIK), text) == [woman]
    assert asked(nik.birth_day(NIK), text) == [born.day]
    assert asked(nik.says_birth_date(NIK, pl.lit(born)), text) == [True]
    assert asked(nik.says_birth_date(NIK, pl.lit(born.replace(year=born.year - 1 if born.year % 4 else born.year - 4))), text) == [False]


@given(st.integers(0, 99), st.integers(0, 99))
def test_a_day_that_no_month_has_is_no_nik(day, month):
    bare = day - 40 if day > 40 else day
    exists = 1 <= month <= 12 and 1 <= bare <= calendar.monthrange(2000, month)[1]
    assert asked(nik.has_shape(NIK), f"740501{day:02d}{month:02d}770841") == [exists]


@pytest.mark.parametrize("text", ["", None, "740501120677084", "74050112067708411", "7405O11206770841", "٧٤٠٥٠١١٢٠٦٧٧٠٨٤١"])
def test_what_has_no_shape(text):
    assert asked(nik.has_shape(NIK), text) == [False]


def test_a_mask_keeps_place_and_order():
    assert nik.mask("7405011206770841") == "7405••••••••0841"
    assert nik.mask("12345") == "•••••"
