"""Inpres 2/2021 as duties.yaml tells it: national addressees, duties with their source and how sure it is, and Payung's own score. No database."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from payung.values.words import Words

_FILE = Path(__file__).with_name("duties.yaml")
LOCAL = ("governor", "regent", "mayor")


class Sure(StrEnum):
    """How surely something is known; UNVERIFIED: nothing was read that says so."""

    SOURCE = "source"
    SECONDARY = "secondary"
    MEMORY = "memory"
    UNVERIFIED = "unverified"


SURE_WORDS: Mapping[Sure, Words] = {
    Sure.SOURCE: Words("dibaca dalam peraturannya", "read in the regulation"),
    Sure.SECONDARY: Words("dari laporan, naskahnya belum dibaca", "from a report, the text was not read"),
    Sure.MEMORY: Words("dari ingatan, belum dipastikan", "from memory, not verified"),
    Sure.UNVERIFIED: Words("belum dipastikan", "not verified"),
}


class Rhythm(StrEnum):
    """How often something is asked; see duties.yaml."""

    ONCE = "once"
    COUNT = "count"
    YEAR = "year"
    QUARTER = "quarter"
    HALF_YEAR = "half_year"


PERIODIC = {Rhythm.QUARTER: 3, Rhythm.HALF_YEAR: 6}
"""Months of a period."""


class Proof(StrEnum):
    """What is shown as evidence."""

    INSTRUMENT = "instrument"
    BUDGET = "budget"
    COUNT = "count"
    REPORT = "report"
    PAPER = "paper"


@dataclass(frozen=True)
class Source:
    title: str
    mark: Sure


@dataclass(frozen=True)
class Duty:
    """One kind of duty. `of`: groups or keys of addressees; `weight`: in Payung's own score; `due_day`: of the month after a period, or none."""

    key: str
    of: tuple[str, ...]
    title: Words
    what: Words
    proof: Proof
    rhythm: Rhythm
    weight: int
    since: date
    source: Source
    mark: Sure
    due_day: int | None = None
    note: Words | None = None


@dataclass(frozen=True)
class National:
    """An addressee that is no head of a region."""

    key: str
    words: Words
    mark: Sure


@dataclass(frozen=True)
class NewProvince:
    """A province that counts from `since`; before, what lies in it lay in the province `of`."""

    code: str
    of: str
    since: date
    source: Source
    mark: Sure


@dataclass(frozen=True)
class Score:
    """Payung's own: a figure counts for so many days, so many last reports are counted, a late one counts so many per cent."""

    note: Words
    figure_ages_after_days: int
    reports_counted: int
    late_report_percent: int


@dataclass(frozen=True)
class Instruction:
    signed_on: date
    national: Mapping[str, National]
    new_provinces: Mapping[str, NewProvince]
    duties: Mapping[str, Duty]
    score: Score

    def duties_of(self, group: str, key: str) -> list[Duty]:
        """Of an addressee of that group ("national" for none of a place) and key, in the order of the file."""
        return [duty for duty in self.duties.values() if group in duty.of or key in duty.of]


@cache
def instruction() -> Instruction:
    """Everything in the file. KeyError or ValueError where it is not as it should be."""
    raw = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    sources = {key: Source(one["title"], Sure(one["mark"])) for key, one in raw["sources"].items()}
    national = {key: National(key, Words(one["id"], one["en"]), Sure(one["mark"])) for key, one in raw["national"].items()}
    provinces = {
        one["code"]: NewProvince(one["code"], one["of"], one["since"], sources[one["source"]], Sure(one["mark"])) for one in raw["new_provinces"]
    }
    duties = {key: _duty(key, one, sources) for key, one in raw["duties"].items()}
    unknown = {name for duty in duties.values() for name in duty.of} - set(LOCAL) - set(national)
    if unknown:
        raise ValueError(f"duties.yaml: nobody is called {sorted(unknown)}")
    score = {**raw["score"], "note": Words(**raw["score"]["note"])}
    return Instruction(raw["signed_on"], national, provinces, duties, Score(**score))


def _duty(key: str, one: Mapping[str, Any], sources: Mapping[str, Source]) -> Duty:
    title, what = Words(**one["title"]), Words(**one["what"])
    note = Words(**one["note"]) if "note" in one else None
    return Duty(
        key=key,
        of=tuple(one["of"]),
        title=title,
        what=what,
        proof=Proof(one["proof"]),
        rhythm=Rhythm(one["rhythm"]),
        weight=one["weight"],
        since=one["since"],
        source=sources[one["source"]],
        mark=Sure(one["mark"]),
        due_day=one.get("due_day"),
        note=note,
    )
