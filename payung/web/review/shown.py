"""A pair and the queue as the screens show them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, overload
from urllib.parse import urlencode

import polars as pl
from django.http import QueryDict
from django.urls import reverse

from payung.accounts.models import User
from payung.intake.registers import KINDS
from payung.review.groups import RISKS
from payung.review.known import Known, known_of
from payung.review.models import Decision
from payung.review.queries import items
from payung.review.sides import Item, Side
from payung.values.words import Lang, Words
from payung.web.review.beside import Line, date_line, number_line, text_line, told_line
from payung.web.table import Chip, Column, Filter, Table

PEOPLE = Words("Dua orang", "Two people")
STATES: dict[str, tuple[str, Words]] = {  # answer -> state of a badge, words
    "open": ("waiting", Words("Menunggu", "Waiting")),
    "unsure": ("fix", Words("Belum yakin", "Unsure")),
    "same": ("twin", Words("Orang yang sama", "The same person")),
    "different": ("ok", Words("Orang berbeda", "Different people")),
}
_SEX = {"L": Words("Laki-laki", "Male"), "P": Words("Perempuan", "Female")}
_FIELDS: list[tuple[str, Words]] = [
    ("birth_place", Words("Tempat lahir", "Birth place")),
    ("mother", Words("Nama ibu", "Mother")),
    ("village", Words("Desa", "Village")),
    ("address", Words("Alamat", "Address")),
    ("phone", Words("Nomor HP", "Phone")),
]
_TOGETHER = 500  # pairs that are read at once for a workbook
_OF_PEOPLE = "orang"  # how an address calls pairs of two people


def kind_words(kind: str) -> Words:
    return KINDS[kind].title if kind else PEOPLE


def real_numbers(item: Item) -> tuple[str, str]:
    """Both NIKs; whoever shows them asks first whether that may be."""
    other = item.pair.other.nik if item.pair.other else item.pair.entry.nik if item.pair.entry else ""
    return item.pair.person.nik, other or ""


def may_open(item: Item) -> bool:
    """Whether the sides came with their NIKs, which they do for those who may see them."""
    return (item.left.nik, item.right.nik) == real_numbers(item)


def lines_of(item: Item, lang: Lang, *, open_: bool) -> list[Line]:
    """The pair field by field, always in the same order; a field that neither side knows is left out."""
    left, right = item.left, item.right
    known = known_of(item.pair)
    one, two = known[item.pair.person_id], known.get(item.pair.other_id or 0, Known())
    lines = [
        number_line(Words("NIK", "NIK"), *real_numbers(item), open_=open_ and may_open(item)),
        text_line(Words("Nama", "Name"), left.name, right.name),
        date_line(Words("Tanggal lahir", "Birth date"), left.birth_date, right.birth_date, lang),
        text_line(Words("Jenis kelamin", "Sex"), _sex(left, lang), _sex(right, lang)),
        *(text_line(title, getattr(left, name), getattr(right, name)) for name, title in _FIELDS),
        told_line(Words("Diusulkan oleh", "Proposed by"), _joined(one.proposed, lang), _joined(two.proposed, lang)),
        told_line(Words("Tercatat di", "Stands in"), left.told.said(lang), right.told.said(lang)),
        told_line(Words("Daftar peserta", "Roster"), _joined(one.listed, lang), _joined(two.listed, lang)),
    ]
    return [line for line in lines if line.left or line.right]


def _sex(side: Side, lang: Lang) -> str:
    return _SEX[side.sex].said(lang) if side.sex in _SEX else side.sex


def _joined(told: Sequence[Words], lang: Lang) -> str:
    return "; ".join(words.said(lang) for words in told)


@dataclass(frozen=True)
class Choice:
    """Which pairs somebody wants to see: of a kind of register (or two people), open or unsure; kept in every address of the review."""

    kind: str = ""
    state: str = ""

    @classmethod
    def of(cls, query: QueryDict) -> "Choice":
        kind, state = query.get("jenis", ""), query.get("keadaan", "")
        known = {*KINDS, _OF_PEOPLE}
        return cls(kind if kind in known else "", state if state in ("open", "unsure") else "")

    def of_kind(self, waiting: pl.DataFrame) -> pl.DataFrame:
        return waiting.filter(kind="" if self.kind == _OF_PEOPLE else self.kind) if self.kind else waiting

    def of_state(self, waiting: pl.DataFrame) -> pl.DataFrame:
        return waiting.filter(answer=self.state) if self.state else waiting

    def narrow(self, waiting: pl.DataFrame) -> pl.DataFrame:
        return self.of_state(self.of_kind(waiting))

    @property
    def query(self) -> str:
        """ "?jenis=deaths", or nothing."""
        held = {name: value for name, value in (("jenis", self.kind), ("keadaan", self.state)) if value}
        return f"?{urlencode(held)}" if held else ""

    def filters(self, waiting: pl.DataFrame) -> list[Filter]:
        """Chips with what each would leave."""
        kinds = dict(self.of_state(waiting).group_by("kind").len().iter_rows())
        states = dict(self.of_kind(waiting).group_by("answer").len().iter_rows())
        every = Words("Semua", "All")
        of_kinds = [Chip(kind or _OF_PEOPLE, kind_words(kind), kinds[kind]) for kind in (*RISKS, *sorted(set(kinds) - set(RISKS))) if kind in kinds]
        of_states = [Chip(state, STATES[state][1], states[state]) for state in ("open", "unsure") if state in states]
        return [
            Filter("jenis", Words("Jenis", "Kind"), [Chip("", every, sum(kinds.values())), *of_kinds], self.kind),
            Filter("keadaan", Words("Keadaan", "State"), [Chip("", every, sum(states.values())), *of_states], self.state),
        ]


class Waiting(Sequence[Item]):
    """Pairs of a frame that are read from the database only when they are shown."""

    def __init__(self, chosen: pl.DataFrame, waiting: pl.DataFrame, user: User, on: date) -> None:
        self.numbers, self.waiting, self.user, self.on = chosen["pair_id"].to_list(), waiting, user, on

    def __len__(self) -> int:
        return len(self.numbers)

    @overload
    def __getitem__(self, at: int) -> Item: ...
    @overload
    def __getitem__(self, at: slice) -> list[Item]: ...
    def __getitem__(self, at: int | slice) -> Item | list[Item]:
        if isinstance(at, slice):
            return items(self.numbers[at], self.waiting, visible_to=self.user, on=self.on)
        return items([self.numbers[at]], self.waiting, visible_to=self.user, on=self.on)[0]

    def __iter__(self) -> Iterator[Item]:
        for start in range(0, len(self), _TOGETHER):
            yield from self[start : start + _TOGETHER]


class QueueTable(Table):
    """Sorted as a frame, before anything is read for showing; without a choice in the order of the queue."""

    frame: pl.DataFrame
    user: User
    on: date

    @cached_property
    def sorted(self) -> Sequence[Item]:
        frame = self.frame
        if self.order:
            by = next(column.sort for column in self.columns if column.key == self.order.lstrip("-"))
            frame = frame.sort(by, descending=self.order.startswith("-"), maintain_order=True)
        return Waiting(self.of_choice(frame), self.frame, self.user, self.on)

    def of_choice(self, frame: pl.DataFrame) -> pl.DataFrame:
        return Choice.of(self.request.GET).narrow(frame)


COLUMNS = [
    Column("number", Words("Pasangan", "Pair"), sort="pair_id", href="address"),
    Column("left", Words("Orang 1", "Person 1")),
    Column("right", Words("Orang 2 atau catatan", "Person 2 or record")),
    Column("kind", Words("Jenis", "Kind"), "words", sort="kind"),
    Column("likely", Words("Kemungkinan", "Likelihood"), "words", sort="probability"),
    Column("money", Words("Uang yang dijaga", "Money at stake"), "rupiah", sort="money"),
    Column("state", Words("Keadaan", "State"), "badge"),
    Column("left_nik", Words("NIK 1", "NIK 1"), "nik", extra=True),
    Column("right_nik", Words("NIK 2", "NIK 2"), "nik", extra=True),
    Column("others", Words("Sekelompok dengan", "Together with"), extra=True),
]


def cells(item: Item, query: str) -> dict[str, Any]:
    """One pair as a row of the queue."""
    return {
        "number": str(item.pair.pk),
        "address": reverse("review:pair", args=[item.pair.pk]) + query,
        "left": item.left.name,
        "right": item.right.name,
        "kind": kind_words(item.pair.kind),
        "likely": item.likely,
        "money": item.money or None,
        "state": STATES[item.answer],
        "left_nik": real_numbers(item)[0],
        "right_nik": real_numbers(item)[1] or None,
        "others": ", ".join(map(str, item.others[:5])),
    }


DECIDED = [
    Column("number", Words("Pasangan", "Pair"), sort="pair_id", href="address"),
    Column("left", Words("Orang 1", "Person 1")),
    Column("right", Words("Orang 2 atau catatan", "Person 2 or record")),
    Column("state", Words("Jawaban", "Answer"), "badge"),
    Column("reason", Words("Alasan", "Reason")),
    Column("signed", Words("Oleh", "By"), sort="signed"),
    Column("on", Words("Pada", "On"), "date", sort="at"),
    Column("undo", Words("Bila keliru", "If wrong"), "words", href="back"),
]


def decided_cells(decision: Decision) -> dict[str, Any]:
    """One answer that holds as a row."""
    pair = decision.pair
    address = reverse("review:pair", args=[pair.pk])
    other = pair.other.name if pair.other else (pair.entry.name if pair.entry else "")
    return {
        "number": str(pair.pk),
        "address": address,
        "back": f"{address}#urungkan",
        "left": pair.person.name,
        "right": other or "",
        "state": STATES[decision.answer],
        "reason": decision.reason,
        "signed": decision.signed,
        "on": decision.on,
        "undo": Words("Urungkan", "Undo"),
    }
