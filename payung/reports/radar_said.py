"""One block of the radar as page, command and workbook tell it: a number, a sentence that says what to do, a table, a chart."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from payung.law.read_figures import Mark
from payung.reports.explained import MARKS
from payung.values.words import Words

Row = Mapping[str, Any]
UNKNOWN = Words("desa tidak disebut", "village not named")
NO_OFFICE = Words("pengusul tidak diketahui", "proposer not known")


@dataclass(frozen=True)
class Told:
    """One column: `kind` as web/table.py has them; `to`: the key of a row under which what the cell opens is found (fund, village, person)."""

    key: str
    title: Words
    kind: str = "text"
    to: str = ""


@dataclass(frozen=True)
class Heat:
    """People by row and month: `lines` are (name, key of a row, people by month); None among the months is "not even the first"."""

    months: tuple[Any, ...]
    lines: tuple[tuple[str, Row, tuple[int, ...]], ...]

    def level(self, people: int) -> int:
        """0 for nobody, else 1 to 4 by the share of the largest cell."""
        most = max((one for _, _, cells in self.lines for one in cells), default=0)
        return 0 if not people else 1 + min(3, people * 4 // (most + 1))


@dataclass(frozen=True)
class Block:
    """`state` is that of a badge (ok, fix, no, wait), `weight` how urgent it is (0: not at all); rows of several `groups` carry the key of theirs."""

    key: str
    title: Words
    state: str
    number: Words
    sentence: Words
    columns: Sequence[Told]
    rows: Sequence[Row]
    chart: str = ""
    notes: Sequence[Words] = ()
    weight: int = 0
    groups: Mapping[str, Words] = field(default_factory=dict)
    heat: Heat | None = None

    @property
    def data(self) -> dict[str, Any]:
        """As a program reads it: figures under English names, sentences in both languages."""
        kept = [column.key for column in self.columns] + ["group", "fund_id", "village_id", "office_id"]
        return {
            "state": self.state,
            "number": {"id": self.number.id, "en": self.number.en},
            "sentence": {"id": self.sentence.id, "en": self.sentence.en},
            "notes": [{"id": one.id, "en": one.en} for one in self.notes],
            "rows": [{key: _plain(row[key]) for key in kept if key in row} for row in self.rows],
        }


def _plain(value: Any) -> Any:
    if isinstance(value, Words):
        return value.id
    if isinstance(value, tuple):
        return _plain(value[1])
    return value if value is None or isinstance(value, int | float | str) else str(value)


def unsure(mark: Mark) -> list[Words]:
    """What stands below figures that were not read in the regulation."""
    if mark == Mark.SOURCE:
        return []
    return [Words(f"Angka aturannya {MARKS[mark].id}.", f"The figures of the rule: {MARKS[mark].en}.")]


def people(value: int) -> Words:
    return Words("{n} orang", "{n} people").counting(n=value)
