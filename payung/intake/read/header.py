"""Find the header row of a sheet and say which column holds which field.

Pure Python without third-party imports: it runs in the small reading processes too.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

_BRACKETS = re.compile(r"\(.*?\)|\[.*?\]")
_NOT_A_WORD = re.compile(r"[^0-9a-z#]+")
_LETTERS = re.compile(r"[a-z]( [a-z])+")
_SEARCHED_ROWS = 80  # a letter head, a title and an explanation fit above this
_ROWS_MORE = 4  # once a row names three fields, a better one can only be just below (a title row such as "NAMA DESA | KECAMATAN")

UNUSED = "unused"  # what a header was confirmed to mean whose column is not wanted
Cells = Sequence[Sequence[Any]]


def header_key(text: object) -> str:
    """A header as it is compared and remembered: "NO. KTP" -> "no ktp"."""
    return _NOT_A_WORD.sub(" ", str(text).lower()).strip()


@dataclass(frozen=True)
class Rule:
    """A header fits that holds every word of `all` and none of `none`."""

    field: str
    all: frozenset[str]
    none: frozenset[str]


@dataclass(frozen=True)
class Vocabulary:
    """Which header means which field: what was confirmed first, then whole headers, then rules in their order."""

    words: Mapping[str, str]
    rules: Sequence[Rule] = ()
    confirmed: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, *tables: Mapping[str, Mapping[str, Any]]) -> "Vocabulary":
        """From tables shaped as columns.yaml; later tables win over earlier ones."""
        words: dict[str, str] = {}
        rules: list[Rule] = []
        for table in tables:
            for name, entry in table.items():
                words |= {header_key(word): name for word in entry.get("words", ())}
                rules += [Rule(name, frozenset(rule["all"]), frozenset(rule.get("none", ()))) for rule in entry.get("rules", ())]
        return cls(words, rules)

    def remembering(self, mapping: Mapping[str, str]) -> "Vocabulary":
        """The same with what a sender's columns were confirmed to mean (header key -> field)."""
        return Vocabulary(self.words, self.rules, mapping) if mapping else self

    def by_heart(self, text: str) -> str | None:
        return self.confirmed.get(header_key(text))

    def exactly(self, text: str) -> str | None:
        """The field whose whole header this is, with or without what stands in brackets, or spelt letter by letter ("N.I.K", "N A M A")."""
        key = header_key(text)
        found = self.confirmed.get(key) or self.words.get(key) or self.words.get(header_key(_BRACKETS.sub(" ", text)))
        return found or (self.words.get(key.replace(" ", "")) if _LETTERS.fullmatch(key) else None)

    def by_rule(self, text: str) -> str | None:
        held = frozenset(header_key(text).split())
        return next((rule.field for rule in self.rules if rule.all <= held and not rule.none & held), None) if len(held) <= 10 else None


@dataclass(frozen=True)
class Header:
    """Where the header stands (0-based) and which column index holds which field; `seen` lists every header text with its field."""

    first: int
    last: int
    columns: dict[str, int]
    seen: list[tuple[str, str | None]] = field(default_factory=list)


def columns_of(texts: Sequence[str], vocabulary: Vocabulary) -> tuple[dict[str, int], list[tuple[str, str | None]]]:
    """field -> index of its column, and each title with its field. Confirmed headers claim their field before whole ones, and those before rules do;
    the first of two equal ones holds it.
    """
    found: dict[int, str] = {}
    taken: set[str] = set()
    for ask in (vocabulary.by_heart, vocabulary.exactly, vocabulary.by_rule):
        for index, text in enumerate(texts):
            if text and index not in found and vocabulary.by_heart(text) != UNUSED and (name := ask(text)) and name not in taken:
                found[index] = name
                taken.add(name)
    return {name: index for index, name in found.items()}, [(text, found.get(i)) for i, text in enumerate(texts) if text]


def _texts(row: Iterable[Any]) -> list[str]:
    return [cell.strip() if isinstance(cell, str) else "" for cell in row]


def _under(group: str, title: str, vocabulary: Vocabulary) -> str:
    """A title in the lower row: "Tanggal" under "Tempat, Tanggal Lahir" is the date of birth; one that says enough by itself needs no group."""
    if group and (vocabulary.exactly(group) or vocabulary.by_rule(group)) == "birth":
        return f"{title} lahir" if "lahir" not in header_key(title) else title
    return title if vocabulary.exactly(title) else f"{group} {title}".strip()


def _two_rows(upper: list[str], lower: list[str], vocabulary: Vocabulary) -> list[str] | None:
    """Headers over two rows: "TEMPAT TANGGAL LAHIR" merged over "TEMPAT" and "TANGGAL". None if the lower row is no header."""
    if not any(lower) or not all(len(text) <= 40 and not any(ch.isdigit() for ch in text) for text in lower):
        return None
    joined, group = [], ""
    for top, bottom in zip(upper, lower, strict=True):
        group = top or (group if bottom else "")
        joined.append(_under(group, bottom, vocabulary) if bottom else top)
    return joined


def find_header(cells: Cells, vocabulary: Vocabulary, wanted: frozenset[str]) -> Header | None:
    """The row that names the most fields; it must name one of `wanted` and two fields in all.

    Of rows that name equally many the first is taken. A second header row is joined only where that names more fields.
    """
    best: Header | None = None
    for at, row in enumerate(cells[:_SEARCHED_ROWS]):
        if best is not None and len(best.columns) >= 3 and at > best.last + _ROWS_MORE:
            break
        texts = _texts(row)
        if sum(map(bool, texts)) < 2:
            continue
        columns, seen = columns_of(texts, vocabulary)
        last = at
        if at + 1 < len(cells) and len(columns) >= 2 and all(not cell or isinstance(cell, str) for cell in cells[at + 1]):
            joined = _two_rows(texts, _texts(cells[at + 1]), vocabulary)
            if joined is not None:
                both, both_seen = columns_of(joined, vocabulary)
                if len(both) > len(columns):
                    columns, seen, last = both, both_seen, at + 1
        if wanted & columns.keys() and len(columns) >= 2 and (best is None or len(columns) > len(best.columns)):
            best = Header(at, last, columns, seen)
    return best
