"""Dated figures of the law, read from `figures/*.yaml`: what was in force on a day, in which unit, by which article, and how surely we know it.

A file `bpu.yaml` with an entry `jkk_rate` is the figure "bpu.jkk_rate". `units.yaml` and `sources.yaml` say what units and sources mean.
"""

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from payung.law.read_figures import Mark, cited_parts, read_folder
from payung.values.errors import InputError, RefusedError
from payung.values.words import Lang, Words, day, number, percent, rupiah

FOLDER = Path(__file__).parent / "figures"


def weakest(marks: Iterable[Mark]) -> Mark:
    """A result is as sure as the least sure figure in it."""
    order = list(Mark)
    return max(marks, key=order.index, default=Mark.SOURCE)


@dataclass(frozen=True)
class Source:
    """A regulation, letter or page: `short` as a sentence cites it, `read` where the text or the report was found."""

    code: str
    short: str
    title: Words
    read: str = ""
    official: str = ""


@dataclass(frozen=True)
class Unit:
    """What is counted; with `per`, the value is a share of so many parts."""

    code: str
    title: Words
    per: int | None = None


@dataclass(frozen=True)
class Value:
    """One value of a figure and the days it holds, `until` inclusive (None: until a later one begins).

    `source` as the file has it ("PP44-2015 Pasal 16(1)"), `cited` as a sentence has it ("PP 44/2015 Pasal 16(1)").
    """

    key: str
    title: Words
    value: Any = field(hash=False)
    unit: Unit
    source: str
    cited: str
    mark: Mark
    from_: date
    until: date | None

    @property
    def number(self) -> int:
        """The value of a figure that is one whole number."""
        if isinstance(self.value, int):
            return self.value
        raise TypeError(f"{self.key} is not one number")

    @property
    def named(self) -> Mapping[str, int]:
        """The value of a figure that has a number per name (risk group, part of a rule)."""
        if isinstance(self.value, dict):
            return self.value
        raise TypeError(f"{self.key} has no names")

    @property
    def rows(self) -> list[dict[str, int]]:
        """The value of a figure that is a table."""
        if isinstance(self.value, list):
            return self.value
        raise TypeError(f"{self.key} is no table")

    def said(self, lang: Lang = "id", part: int | None = None) -> str:
        """The number as an office writes it; `part` is one number of a table."""
        value = self.number if part is None else part
        if self.unit.per:
            return percent(value, self.unit.per, lang)
        return rupiah(value, lang) if self.unit.code == "rupiah" else f"{number(value, lang)} {self.unit.title.said(lang)}"


@dataclass(frozen=True)
class Figure:
    """A figure with all its values, oldest first. `scope` (reliefs): whom it reaches."""

    key: str
    title: Words
    unit: Unit
    values: tuple[Value, ...]
    scope: Mapping[str, Any] = field(hash=False)

    def find(self, on: date) -> Value | None:
        """The value in force on that day, or None."""
        at = bisect_right(self.values, on, key=lambda value: value.from_) - 1
        if at < 0:
            return None
        value = self.values[at]
        return None if value.until and value.until < on else value

    def on(self, on: date) -> Value:
        """The value in force on that day; never the nearest: RefusedError before the first and after an expired one."""
        value = self.find(on)
        if value:
            return value
        first, asked = self.values[0].from_, (day(on, "id"), day(on, "en"))
        if on < first:
            raise RefusedError(
                "figure.not_yet",
                Words(
                    f"“{self.title.id}” belum berlaku pada {asked[0]}; angka pertama berlaku mulai {day(first, 'id')}.",
                    f"“{self.title.en}” was not in force on {asked[1]}; its first value holds from {day(first, 'en')}.",
                ),
            )
        ended = max(value.until for value in self.values if value.until and value.until < on)
        raise RefusedError(
            "figure.expired",
            Words(
                f"“{self.title.id}” hanya diketahui sampai {day(ended, 'id')}, jadi {asked[0]} tidak dihitung. "
                f"Isi angka barunya di figures/{self.file}.",
                f"“{self.title.en}” is known until {day(ended, 'en')} only, so {asked[1]} is not calculated. "
                f"Add the new value to figures/{self.file}.",
            ),
        )

    @property
    def file(self) -> str:
        return f"{self.key.partition('.')[0]}.yaml"


@dataclass(frozen=True)
class Book:
    """All figures, units and sources of one folder."""

    figures: Mapping[str, Figure]
    units: Mapping[str, Unit]
    sources: Mapping[str, Source]


def figure(key: str) -> Figure:
    """By its key, such as "bpu.jkk_rate"; an InputError if there is none."""
    if key not in _book().figures:
        raise InputError(
            "figure.unknown",
            Words(
                f"Angka “{key}” tidak ada. Tulis nama berkas dan nama angkanya, misalnya bpu.jkk_rate.",
                f"There is no figure “{key}”. Name the file and the figure, such as bpu.jkk_rate.",
            ),
        )
    return _book().figures[key]


def figures(prefix: str = "") -> list[Figure]:
    """All figures whose key begins with `prefix`, in the order of their files."""
    return [found for key, found in _book().figures.items() if key.startswith(prefix)]


def sources() -> Mapping[str, Source]:
    """Every source by its code."""
    return _book().sources


@cache
def _book() -> Book:
    return load(FOLDER)


def load(folder: Path) -> Book:
    """Reads and checks a whole folder of figures; an InputError names the file and the key that is wrong."""
    raw = read_folder(folder)
    units = {code: Unit(code, Words(**entry["title"]), entry.get("per")) for code, entry in raw.pop("units").items()}
    known = {code: Source(code, **{**entry, "title": Words(**entry["title"])}) for code, entry in raw.pop("sources").items()}
    found = {f"{stem}.{name}": _figure(f"{stem}.{name}", entry, units, known) for stem, entries in raw.items() for name, entry in entries.items()}
    return Book(found, units, known)


def _figure(key: str, entry: Mapping[str, Any], units: Mapping[str, Unit], known: Mapping[str, Source]) -> Figure:
    title, unit = Words(**entry["title"]), units[entry["unit"]]
    values = tuple(
        Value(key, title, one["value"], unit, one["source"], _cited(one["source"], known), Mark(one["mark"]), start, one.get("until"))
        for start, one in sorted(entry["values"].items())
    )
    return Figure(key, title, unit, values, entry.get("scope", {}))


def _cited(source: str, known: Mapping[str, Source]) -> str:
    return "; ".join(f"{known[code].short} {article}".strip() for code, article in cited_parts(source))
