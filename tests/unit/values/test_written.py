"""Numbers, money, dates and shares as an Indonesian office writes them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from payung.values.words import Words, age, day, hundredths, number, percent, rupiah, share


def test_numbers_and_money():
    assert (number(5168), number(5168, "en"), number(0), number(-1200)) == ("5.168", "5,168", "0", "-1.200")
    assert (rupiah(16800), rupiah(-452_508_000), rupiah(16800, "en")) == ("Rp16.800", "-Rp452.508.000", "Rp16,800")


def test_days():
    assert (day(date(2021, 6, 13)), day(date(2021, 8, 1), "en"), day(None)) == ("13 Juni 2021", "1 August 2021", "–")


@pytest.mark.parametrize(
    ("part", "whole", "said"),
    [
        (39_695, 161_206, "24,62 %"),
        (47, 336, "13,99 %"),
        (1, 3, "33,33 %"),
        (2, 3, "66,67 %"),
        (1, 1, "100,00 %"),
        (0, 5, "0,00 %"),
        (5, 0, "–"),
        (None, 5, "–"),
        (5, None, "–"),
        (2_500, 100, "2.500,00 %"),
    ],
)
def test_shares(part, whole, said):
    assert percent(part, whole) == said


@given(st.integers(0, 10**12), st.integers(1, 10**12))
def test_a_share_is_rounded_half_up(part, whole):
    assert (2 * hundredths(part, whole) - 1) * whole <= 2 * 10_000 * part < (2 * hundredths(part, whole) + 1) * whole


@pytest.mark.parametrize(("part", "whole"), [(-1, 5), (1, 0), (1, -5)])
def test_no_share_of_nothing(part, whole):
    with pytest.raises(ValueError, match="a share needs"):
        hundredths(part, whole)


def test_a_sentence_is_filled_in_both_languages():
    words = Words("{n} baris", "{n} rows")
    assert (words.said(n=3), words.said("en", n=3), words.filled(n=3)) == ("3 baris", "3 rows", Words("3 baris", "3 rows"))
    assert Words("a {b}", "c").said() == "a {b}"


def test_a_share_of_one_is_written_as_percent():
    assert [share(0.2462), share(1, "en"), share(0), share(None)] == ["24,62 %", "100.00 %", "0,00 %", "–"]


@pytest.mark.parametrize(
    ("days", "said", "in_english"),
    [
        (-3, "0 hari", "0 days"),
        (1, "1 hari", "1 day"),
        (31, "31 hari", "31 days"),
        (32, "1 bulan", "1 month"),
        (125, "4 bulan", "4 months"),
        (729, "23 bulan", "23 months"),
        (730, "2 tahun", "2 years"),
    ],
)
def test_an_age_as_people_say_it(days, said, in_english):
    assert (age(days).id, age(days).en) == (said, in_english)
