"""Place codes with and without dots, one level up, and what lies in what."""

import pytest

from payung.values.errors import InputError
from payung.values.place import Level, level_of, parent_of, place_code, within


@pytest.mark.parametrize(
    ("text", "code", "level"),
    [
        ("74", "74", Level.PROVINCE),
        ("7405", "74.05", Level.REGENCY),
        (" 74.05.01 ", "74.05.01", Level.DISTRICT),
        ("7405012003", "74.05.01.2003", Level.VILLAGE),
        ("74.05.01.2003", "74.05.01.2003", Level.VILLAGE),
    ],
)
def test_a_code_gets_its_dots(text, code, level):
    assert place_code(text) == code
    assert level_of(code) == level


@pytest.mark.parametrize("text", ["", "7", "740", "74050", "74.05.01.20", "74.05.01.20031", "7a.05", "Konawe Selatan"])
def test_no_code_says_how_to_write_one(text):
    with pytest.raises(InputError, match="place.code_unreadable"):
        place_code(text)


def test_upwards():
    assert [parent_of("74.05.01.2003"), parent_of("74"), parent_of("74.05.01.2003", Level.REGENCY), parent_of("74.05", Level.NATION)] == [
        "74.05.01",
        "",
        "74.05",
        "",
    ]
    assert level_of("") == Level.NATION


def test_within():
    assert within("74.05.01", "74.05")
    assert within("74.05", "74.05")
    assert within("74", "")
    assert not within("74.051", "74.05")
    assert not within("74", "74.05")
