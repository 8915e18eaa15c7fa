from datetime import date

import pytest

from payung.values.words import Words
from payung.web.review.beside import Line, date_line, number_line, text_line, told_line

TITLE = Words("Isian", "Field")


def marked(line: Line) -> tuple[list[str], list[str]]:
    return [piece.text for piece in line.left if piece.differs], [piece.text for piece in line.right if piece.differs]


def whole(line: Line) -> tuple[str, str]:
    return "".join(piece.text for piece in line.left), "".join(piece.text for piece in line.right)


@pytest.mark.parametrize(
    ("left", "right", "state", "marks"),
    [
        ("Siti Rahma", "SITI  rahma", "same", ([], [])),
        ("Sitti Rahma", "Siti Rahma", "near", (["t"], [])),
        ("Umar Wahab", "Umarwahab", "near", ([" "], [])),
        ("Lere", "Landabaro", "differs", (["Lere"], ["Landabaro"])),
        ("Weiß", "Weis", "differs", (["Weiß"], ["Weis"])),
        ("", "Lere", "unknown", ([], [])),
        ("", "", "unknown", ([], [])),
    ],
)
def test_texts_are_marked_to_the_letter(left, right, state, marks):
    line = text_line(TITLE, left, right)
    assert line.state == state
    assert marked(line) == marks
    assert whole(line) == (" ".join(left.split()), " ".join(right.split()))


def test_it_is_seen_where_masked_numbers_differ_and_nothing_else():
    one, two = "9999010101850001", "9999010901850010"
    line = number_line(TITLE, one, two, open_=False)
    assert whole(line) == ("9999••••••••0001", "9999••••••••0010")
    assert marked(line) == (["•", "01"], ["•", "10"])
    assert line.words.said() == "beda 3 angka"
    assert whole(number_line(TITLE, one, two, open_=True)) == (one, two)


@pytest.mark.parametrize(("right", "state"), [("9999010101850002", "near"), ("9999010101850001", "same"), ("", "unknown"), ("99990101", "differs")])
def test_numbers_that_are_alike_equal_missing_or_of_another_length(right, state):
    assert number_line(TITLE, "9999010101850001", right, open_=False).state == state


@pytest.mark.parametrize(
    ("right", "state", "words", "marks"),
    [
        (date(1985, 4, 5), "same", "sama", []),
        (date(1985, 5, 4), "near", "hari dan bulan tertukar", ["4", "Mei"]),
        (date(1985, 4, 6), "near", "hanya harinya beda", ["6"]),
        (date(1985, 6, 5), "near", "hanya bulannya beda", ["Juni"]),
        (date(1986, 4, 5), "near", "hanya tahunnya beda", ["1986"]),
        (date(1986, 4, 9), "differs", "beda", ["9", "1986"]),
        (None, "unknown", "satu sisi kosong", []),
    ],
)
def test_dates_say_which_part_differs(right, state, words, marks):
    line = date_line(TITLE, date(1985, 4, 5), right, "id")
    assert (line.state, line.words.said(), marked(line)[1]) == (state, words, marks)


def test_what_is_told_is_not_compared():
    line = told_line(TITLE, "APBD", "")
    assert (whole(line), line.words.said()) == (("APBD", ""), "")


def test_a_difference_has_a_sign_and_a_word():
    lines = [text_line(TITLE, *both) for both in (("a", "a"), ("abcde", "abcdf"), ("a", "b"))]
    assert [(line.sign, line.words.said("en")) for line in lines] == [("=", "the same"), ("≈", "alike"), ("≠", "differs")]
