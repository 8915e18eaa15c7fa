"""Two sides of a pair set beside each other, field by field, with what differs marked to the letter. No database."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher
from typing import Literal

from payung.values.nik import mask
from payung.values.words import Lang, Words, day

State = Literal["same", "near", "differs", "unknown"]
SIGNS: dict[State, str] = {"same": "=", "near": "≈", "differs": "≠", "unknown": "–"}
_SAID: dict[State, Words] = {
    "same": Words("sama", "the same"),
    "near": Words("mirip", "alike"),
    "differs": Words("beda", "differs"),
    "unknown": Words("satu sisi kosong", "one side is empty"),
}
_ONE_PART = (
    Words("hanya harinya beda", "only the day differs"),
    Words("hanya bulannya beda", "only the month differs"),
    Words("hanya tahunnya beda", "only the year differs"),
)
_LIKE = 0.7  # of the letters of two texts that are alike
_FEW = 2  # digits in which two numbers may differ and still be alike


@dataclass(frozen=True)
class Piece:
    """Letters that are shown together; `differs` where the other side has something else in their place."""

    text: str
    differs: bool = False


@dataclass(frozen=True)
class Line:
    """One field of both sides; a side that does not know it is empty."""

    title: Words
    left: Sequence[Piece]
    right: Sequence[Piece]
    state: State
    words: Words

    @property
    def sign(self) -> str:
        return SIGNS[self.state]


def text_line(title: Words, left: str, right: str) -> Line:
    """Capitals and double spaces make no difference."""
    one, two = " ".join(left.split()), " ".join(right.split())
    if not one or not two:
        return _plain(title, one, two, "unknown")
    if one.casefold() == two.casefold():
        return _plain(title, one, two, "same")
    matched = SequenceMatcher(None, one.upper(), two.upper(), autojunk=False)
    if matched.ratio() < _LIKE or len(one.upper()) != len(one) or len(two.upper()) != len(two):  # letters that grow in capitals cannot be marked
        return Line(title, [Piece(one, True)], [Piece(two, True)], "differs", _SAID["differs"])
    codes = matched.get_opcodes()
    first = [Piece(one[a:b], tag != "equal") for tag, a, b, _, _ in codes if b > a]
    second = [Piece(two[c:d], tag != "equal") for tag, _, _, c, d in codes if d > c]
    return Line(title, first, second, "near", _SAID["near"])


def number_line(title: Words, left: str, right: str, *, open_: bool) -> Line:
    """Two NIKs; masked unless `open_`, and even then it is seen at which of the sixteen places they differ."""
    one, two = (left, right) if open_ else (mask(left), mask(right))
    if not left or not right:
        return _plain(title, one, two, "unknown")
    if left == right:
        return _plain(title, one, two, "same")
    if len(left) != len(right):
        return Line(title, [Piece(one, True)], [Piece(two, True)], "differs", Words("panjangnya beda", "of another length"))
    differs = [a != b for a, b in zip(left, right, strict=True)]
    count = sum(differs)
    words = Words(f"beda {count} angka", f"{count} digit{'' if count == 1 else 's'} differ{'s' if count == 1 else ''}")
    return Line(title, _runs(one, differs), _runs(two, differs), "near" if count <= _FEW else "differs", words)


def date_line(title: Words, left: date | None, right: date | None, lang: Lang) -> Line:
    one, two = ("" if each is None else day(each, lang) for each in (left, right))
    if left is None or right is None:
        return _plain(title, one, two, "unknown")
    if left == right:
        return _plain(title, one, two, "same")
    apart = [left.day != right.day, left.month != right.month, left.year != right.year]
    if (left.day, left.month, left.year) == (right.month, right.day, right.year):
        return Line(title, _parts(one, apart), _parts(two, apart), "near", Words("hari dan bulan tertukar", "day and month exchanged"))
    near = _ONE_PART[apart.index(True)] if sum(apart) == 1 else None
    return Line(title, _parts(one, apart), _parts(two, apart), "near" if near else "differs", near or _SAID["differs"])


def told_line(title: Words, left: str, right: str) -> Line:
    """What is told of each side and not compared."""
    return Line(title, [Piece(left)] if left else [], [Piece(right)] if right else [], "unknown", Words("", ""))


def _plain(title: Words, left: str, right: str, state: State) -> Line:
    return Line(title, [Piece(left)] if left else [], [Piece(right)] if right else [], state, _SAID[state] if left or right else Words("", ""))


def _runs(text: str, differs: Sequence[bool]) -> list[Piece]:
    found: list[Piece] = []
    for letter, other in zip(text, differs, strict=True):
        if found and found[-1].differs == other:
            found[-1] = Piece(found[-1].text + letter, other)
        else:
            found.append(Piece(letter, other))
    return found


def _parts(text: str, apart: Sequence[bool]) -> list[Piece]:
    """ "13 Juni 2021" by its three words."""
    return [piece for word, other in zip(text.split(" "), apart, strict=True) for piece in (Piece(word, other), Piece(" "))][:-1]
