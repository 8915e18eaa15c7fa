"""What a briefing or a report says, as values that can be stored and set again: sections of figures, charts, tables, a map and sentences.

Every text is there in both languages and every number as a number, so that deck, page, workbook and note say the same of one frozen content, and
say it again on any later day. A percentage keeps both of its terms, and the number of the note that tells what they count (`mark`, from 1 on).
No name and no NIK of a person stands in it: a family is its key, see `Family`.
"""

import json
import types
from collections.abc import Callable
from dataclasses import dataclass, field, fields, is_dataclass
from datetime import date
from hashlib import sha256
from typing import Any, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

from payung.values.month import Month
from payung.values.words import LANGS, Lang, Words, day, hundredths, number, percent, rupiah

Kind = Literal["text", "words", "number", "rupiah", "percent", "day", "month"]
_T = TypeVar("_T")
RIGHT = ("number", "rupiah", "percent")
WHOLE = 100 * 100  # hundredths of a per cent in all of it


@dataclass(frozen=True)
class Value:
    """One value of a table or a figure. `value` None is "not known" and never 0; `whole`: what a percentage divides by."""

    kind: Kind
    value: int | str | None = None
    whole: int | None = None
    words: Words | None = None

    def said(self, lang: Lang = "id") -> str:
        """As people read it; an en dash where nothing is known."""
        if self.kind == "words":
            return self.words.said(lang) if self.words else "–"
        if self.value is None or self.value == "":
            return "–"
        if self.kind == "percent":
            return percent(int(self.value), self.whole, lang)
        if self.kind in ("number", "rupiah"):
            return (number if self.kind == "number" else rupiah)(int(self.value), lang)
        if self.kind == "day":
            return day(date.fromisoformat(str(self.value)), lang)
        return Month.parse(str(self.value)).said(lang) if self.kind == "month" else str(self.value)

    @property
    def right(self) -> bool:
        return self.kind in RIGHT


def text(value: str) -> Value:
    return Value("text", value)


def words(value: Words) -> Value:
    return Value("words", words=value)


def count(value: int | None) -> Value:
    return Value("number", value)


def money(value: int | None) -> Value:
    return Value("rupiah", value)


def ratio(part: int | None, whole: int | None) -> Value:
    return Value("percent", part, whole)


def on_day(value: date | None) -> Value:
    return Value("day", value.isoformat() if value else None)


def in_month(value: Month | None) -> Value:
    return Value("month", str(value) if value else None)


@dataclass(frozen=True)
class Tile:
    """One large figure with its label above and what it is made of below."""

    label: Words
    value: Value
    note: Words
    mark: int = 0


@dataclass(frozen=True)
class Series:
    """`values` in the order of the chart's labels; None where there is none."""

    name: Words
    values: list[int | None]


@dataclass(frozen=True)
class Chart:
    """`unit`: what the values are, "hundredths" of a per cent (2462 is 24.62 %). `mark`: the note of its percentages."""

    kind: Literal["bar", "line"]
    title: Words
    labels: list[Words]
    series: list[Series]
    unit: Literal["number", "rupiah", "hundredths"] = "number"
    mark: int = 0


@dataclass(frozen=True)
class Head:
    """Title of a column; `mark`: the note of the percentages in it."""

    title: Words
    mark: int = 0


@dataclass(frozen=True)
class Grid:
    """A table. `total`: the last row is the sum. `most`: rows that a slide or page shows at most; the workbook has all of them."""

    title: Words
    heads: list[Head]
    rows: list[list[Value]]
    total: bool = False
    most: int = 12


@dataclass(frozen=True)
class Area:
    """The places inside `place` by their share, in classes 0 (lowest) to 4, None without a figure; `steps` word the classes."""

    place: str
    title: Words
    classes: dict[str, int | None]
    names: dict[str, str]
    steps: list[Words]
    mark: int = 0


@dataclass(frozen=True)
class Missing:
    """What is not recorded, and where it would be."""

    what: Words
    where: Words


@dataclass(frozen=True)
class Family:
    """Somebody who may be named at a handing over: key of the one who receives (claims.Relative), where, and how much.

    The name is read when the paper is made, from whoever still agrees.
    """

    relative: int
    village: str
    amount: int


@dataclass(frozen=True)
class Section:
    """One message: `title` is the sentence that it proves. `notes` in the order of their marks."""

    key: str
    name: Words
    title: Words
    tiles: list[Tile] = field(default_factory=list)
    charts: list[Chart] = field(default_factory=list)
    grids: list[Grid] = field(default_factory=list)
    area: Area | None = None
    points: list[Words] = field(default_factory=list)
    families: list[Family] = field(default_factory=list)
    missing: list[Missing] = field(default_factory=list)
    notes: list[Words] = field(default_factory=list)


@dataclass(frozen=True)
class Content:
    """`summary`: the sentences that may be told to the press, agreed with these figures."""

    place: str
    place_name: str
    first: Month
    last: Month
    sections: list[Section]
    summary: list[Words] = field(default_factory=list)
    title: Words = field(default_factory=lambda: Words("Paparan", "Briefing"))

    def section(self, key: str) -> Section | None:
        return next((one for one in self.sections if one.key == key), None)

    @property
    def period(self) -> Words:
        if self.first == self.last:
            return Words(*(self.first.said(lang) for lang in LANGS))
        return Words(*(f"{self.first.said(lang)} – {self.last.said(lang)}" for lang in LANGS))


class Notes:
    """The notes of one section while it is put together: the same note has one number."""

    def __init__(self) -> None:
        self.said: list[Words] = []

    def mark(self, note: Words) -> int:
        if note not in self.said:
            self.said.append(note)
        return self.said.index(note) + 1


def both(make: Callable[[Lang], str]) -> Words:
    """Words of a function that says something in a language."""
    return Words(make("id"), make("en"))


def as_hundredths(part: int | None, whole: int | None) -> int | None:
    return hundredths(part, whole) if part is not None and whole else None


# --- stored and read again ---


def stored(told: Any) -> Any:
    """As JSON keeps it: dataclasses as objects, a month and a day as text."""
    if isinstance(told, Month):
        return str(told)
    if isinstance(told, date):
        return told.isoformat()
    if is_dataclass(told) and not isinstance(told, type):
        return {each.name: stored(getattr(told, each.name)) for each in fields(told)}
    if isinstance(told, dict):
        return {key: stored(value) for key, value in told.items()}
    return [stored(one) for one in told] if isinstance(told, list | tuple) else told


def read(kind: type[_T], told: Any) -> _T:
    """What `stored` wrote, as `kind` says that it is."""
    made: _T = _read(kind, told)
    return made


def fingerprint(told: Any) -> str:
    """SHA-256 of what is stored, in whatever order a database keeps its keys."""
    return sha256(json.dumps(told, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def _read(kind: Any, told: Any) -> Any:
    origin, inner = get_origin(kind), get_args(kind)
    if origin in (Union, types.UnionType):
        return None if told is None else _read(next(one for one in inner if one is not type(None)), told) if _one(inner) else told
    if origin is tuple:
        return tuple(_read(of, one) for of, one in zip(inner, told, strict=True))
    if origin is list:
        return [_read(inner[0], one) for one in told]
    if origin is dict:
        return {key: _read(inner[1], value) for key, value in told.items()}
    if kind is Month:
        return Month.parse(told)
    if kind is date:
        return date.fromisoformat(told)
    if is_dataclass(kind):
        hints = get_type_hints(kind)
        return kind(**{each.name: _read(hints[each.name], told[each.name]) for each in fields(kind) if each.name in told})  # type: ignore[operator]
    return told


def _one(inner: tuple[Any, ...]) -> bool:
    """Whether a union is of one kind and None; `int | str` is what it is."""
    return len([one for one in inner if one is not type(None)]) == 1
