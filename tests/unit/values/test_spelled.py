"""Amounts in words: known ones, and each read back by a parser that shares nothing with the writer."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from payung.values.spelled import rupiah_spelled, spelled

MOST = 10**18 - 1
KNOWN = {
    0: ("nol", "zero"),
    10: ("sepuluh", "ten"),
    11: ("sebelas", "eleven"),
    17: ("tujuh belas", "seventeen"),
    21: ("dua puluh satu", "twenty-one"),
    100: ("seratus", "one hundred"),
    111: ("seratus sebelas", "one hundred eleven"),
    1_000: ("seribu", "one thousand"),
    16_800: ("enam belas ribu delapan ratus", "sixteen thousand eight hundred"),
    1_001_000: ("satu juta seribu", "one million one thousand"),
    101_000: ("seratus satu ribu", "one hundred one thousand"),
}


@pytest.mark.parametrize("value", KNOWN)
def test_known_numbers(value):
    assert (spelled(value), spelled(value, "en")) == KNOWN[value]


def test_the_year_of_bandung_barat():
    assert rupiah_spelled(11_617 * 10_800 * 12) == "satu miliar lima ratus lima juta lima ratus enam puluh tiga ribu dua ratus rupiah"
    assert rupiah_spelled(1_505_563_200, "en") == "one billion five hundred five million five hundred sixty-three thousand two hundred rupiah"


def read_indonesian(text: str) -> int:
    """Word by word, with the last group open: "se-" is one of what follows it."""
    digits = {name: value for value, name in enumerate("nol satu dua tiga empat lima enam tujuh delapan sembilan".split())}
    scales = {"ribu": 10**3, "juta": 10**6, "miliar": 10**9, "triliun": 10**12, "kuadriliun": 10**15}
    total = group = last = 0
    for word in text.replace("seribu", "satu ribu").replace("seratus", "satu ratus").split():
        if word in digits:
            last = digits[word]
            group += last
        elif word in ("sepuluh", "sebelas"):
            group += {"sepuluh": 10, "sebelas": 11}[word]
        elif word in ("belas", "puluh", "ratus"):
            group += {"belas": 10, "puluh": 9 * last, "ratus": 99 * last}[word]
        else:
            total, group = total + group * scales[word], 0
    return total + group


def read_english(text: str) -> int:
    small = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen".split()
    small += ["seventeen", "eighteen", "nineteen"]
    values = {word: value for value, word in enumerate(small)}
    values |= {word: 10 * value for value, word in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), 2)}
    scales = {"thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12, "quadrillion": 10**15}
    total = group = 0
    for word in text.replace("-", " ").split():
        if word == "hundred":
            group *= 100
        elif word in scales:
            total, group = total + group * scales[word], 0
        else:
            group += values[word]
    return total + group


@given(st.one_of(st.integers(0, MOST), st.integers(0, 10**6), st.sampled_from([10**n for n in range(18)])))
def test_what_is_written_reads_back(value):
    assert read_indonesian(spelled(value)) == value
    assert read_english(spelled(value, "en")) == value


@given(st.integers(1, MOST))
def test_nobody_writes_one_thousand_or_one_hundred_with_satu(value):
    words = f" {spelled(value)} "
    assert " satu ratus" not in words
    assert " satu puluh" not in words
    assert " satu belas" not in words
    if value < 2_000:
        assert " satu ribu" not in words


def test_beyond_its_names_a_number_is_refused():
    assert spelled(-5) == "minus lima"
    with pytest.raises(ValueError, match="no name"):
        spelled(MOST + 1)
