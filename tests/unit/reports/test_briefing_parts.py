"""What is frozen is read again as it was, and written in the same words."""

from datetime import date

import pytest

from payung.reports.deck_text import cut, fitting, height, lines, width
from payung.reports.parts import (
    Area,
    Chart,
    Content,
    Family,
    Grid,
    Head,
    Missing,
    Notes,
    Section,
    Series,
    Tile,
    count,
    fingerprint,
    in_month,
    money,
    on_day,
    ratio,
    read,
    stored,
    text,
    words,
)
from payung.values.month import Month
from payung.values.words import Words

A, B = Words("satu", "one"), Words("dua", "two")
WHOLE = Content(
    "74.05",
    "Konawe Selatan",
    Month.at(2026, 1),
    Month.at(2026, 3),
    [
        Section(
            "a",
            A,
            B,
            tiles=[Tile(A, ratio(39_695, 161_206), B, 1)],
            charts=[Chart("bar", A, [A, B], [Series(A, [1, None])], "hundredths", 1)],
            grids=[
                Grid(A, [Head(A, 1)], [[text("x")], [words(A)], [on_day(date(2026, 3, 1))], [in_month(Month.at(2026, 3))], [money(None)]], True, 3)
            ],
            area=Area("74.05", A, {"74.05.01": 2, "74.05.02": None}, {"74.05.01": "Tinanggea"}, [A, B], 1),
            points=[A],
            families=[Family(7, "Lere", 42)],
            missing=[Missing(A, B)],
            notes=[A, B],
        )
    ],
    [B],
)


def test_what_is_stored_is_read_again_as_it_was():
    assert read(Content, stored(WHOLE)) == WHOLE


def test_the_fingerprint_does_not_depend_on_the_order_of_keys():
    told = stored(WHOLE)
    turned = dict(reversed(told.items()))
    assert list(turned) != list(told)
    assert fingerprint(turned) == fingerprint(told) != fingerprint({**told, "place": "74.04"})


@pytest.mark.parametrize(
    ("value", "indonesian", "english"),
    [
        (ratio(39_695, 161_206), "24,62 %", "24.62 %"),
        (ratio(5, None), "–", "–"),
        (ratio(None, 5), "–", "–"),
        (count(161_206), "161.206", "161,206"),
        (count(0), "0", "0"),
        (count(None), "–", "–"),
        (money(16_800), "Rp16.800", "Rp16,800"),
        (on_day(date(2021, 6, 13)), "13 Juni 2021", "13 June 2021"),
        (on_day(None), "–", "–"),
        (in_month(Month.at(2026, 3)), "Maret 2026", "March 2026"),
        (words(A), "satu", "one"),
        (text(""), "–", "–"),
    ],
)
def test_a_value_is_said_in_both_languages(value, indonesian, english):
    assert (value.said("id"), value.said("en")) == (indonesian, english)


def test_the_same_note_has_one_number():
    notes = Notes()
    assert [notes.mark(A), notes.mark(B), notes.mark(A)] == [1, 2, 1]
    assert notes.said == [A, B]


def test_words_are_measured_with_the_letters_of_the_deck():
    assert width("iii", 12) < width("WWW", 12) < width("WWW", 12, bold=True)
    assert lines("kata " * 40, 12, 60) > lines("kata " * 40, 12, 120) > 1
    assert lines("satu\ndua", 12, 200) == 2
    assert lines("x" * 400, 12, 50) > 5  # a word without a space is broken too
    assert height("satu", 12, 100) < height("satu", 24, 100)
    assert fitting("kata " * 40, (28, 20, 12), 100, 30) < fitting("kata", (28, 20, 12), 100, 30) == 28
    short = cut("kata " * 40, 12, 50, 2)
    assert short.endswith("…")
    assert lines(short, 12, 50) <= 2
    assert cut("kata", 12, 50, 1) == "kata"
