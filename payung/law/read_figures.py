"""Reads a folder of figures and refuses what has not the agreed shape, naming file and key."""

from collections.abc import Iterator, Mapping
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Any

import yaml

from payung.law.given import Payer, Programme, Sector, Segment
from payung.values.errors import InputError
from payung.values.words import Words


class Mark(StrEnum):
    """How a value was verified, surest first: read in the regulation, read in a report of it, computed from others, remembered."""

    SOURCE = "source"
    SECONDARY = "secondary"
    COMPUTED = "computed"
    MEMORY = "memory"


_SCOPE: dict[str, list[Any]] = {
    "segments": list(Segment),
    "programmes": list(Programme),
    "payers_out": list(Payer),
    "payers_unread": list(Payer),
    "sector": list(Sector),
    "labour_intensive": [True],
}


class _Reader(yaml.CSafeLoader):
    """YAML in which a key written twice is a mistake, not a silent replacement."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        keys = [self.construct_object(key, deep=True) for key, _ in node.value]
        for key in keys:
            if keys.count(key) > 1:
                raise yaml.constructor.ConstructorError(None, None, f"{key} twice", node.start_mark)
        return super().construct_mapping(node, deep)


def read_folder(folder: Path) -> dict[str, dict[str, Any]]:
    """Every file of the folder by its stem, as written; InputError "figure.malformed" at the first entry that is wrong."""
    raw = {path.stem: _read(path) for path in sorted(folder.glob("*.yaml"))}
    for stem in ("units", "sources"):
        for code, entry in raw.get(stem, {}).items():
            _title(f"{stem}.yaml: {code}", entry)
    for stem, entries in raw.items():
        if stem not in ("units", "sources"):
            for name, entry in entries.items():
                _entry(f"{stem}.yaml: {name}", entry, raw)
    return raw


def cited_parts(source: str) -> list[tuple[str, str]]:
    """ "PP44-2015 Pasal 18; CALC" -> [("PP44-2015", "Pasal 18"), ("CALC", "")]."""
    parts = [part.strip().partition(" ") for part in source.split(";")]
    return [(code, article) for code, _, article in parts]


def _wrong(at: str, what: str) -> InputError:
    return InputError("figure.malformed", Words(f"Angka hukum di {at} belum benar: {what}.", f"The figure in {at} is not right: {what}."))


def _check(holds: bool, at: str, what: str) -> None:
    if not holds:
        raise _wrong(at, what)


def _read(path: Path) -> dict[str, Any]:
    try:
        entries = _Reader(path.read_text(encoding="utf-8")).get_single_data()
    except (yaml.YAMLError, ValueError) as error:
        raise _wrong(path.name, " ".join(str(error).split())) from error
    _check(isinstance(entries, dict), path.name, "no entries")
    return dict(entries)


def _title(at: str, entry: Any) -> None:
    title = entry.get("title") if isinstance(entry, dict) else None
    _check(
        isinstance(title, dict) and set(title) == {"id", "en"} and all(isinstance(text, str) and text for text in title.values()),
        at,
        "title needs id and en",
    )


def _entry(at: str, entry: Any, raw: Mapping[str, Mapping[str, Any]]) -> None:
    _title(at, entry)
    _check(set(entry) <= {"title", "unit", "values", "scope"}, at, "keys are title, unit, values, scope")
    _check(entry.get("unit") in raw.get("units", {}), at, "unit is not in units.yaml")
    values = entry.get("values")
    _check(isinstance(values, dict) and bool(values) and all(type(start) is date for start in values), at, "values need days such as 2026-01-31")
    starts = sorted(values)
    for start, following in zip(starts, [*starts[1:], None], strict=True):
        _value(f"{at}, {start}", values[start], start, following, raw.get("sources", {}))
    _scope(at, entry.get("scope", {}))


def _value(at: str, one: Any, start: date, following: date | None, sources: Mapping[str, Any]) -> None:
    _check(isinstance(one, dict) and set(one) <= {"value", "source", "mark", "until", "note"}, at, "keys are value, source, mark, until, note")
    _check(all(type(number) is int for number in _numbers(one.get("value"))), at, "a value is a whole number, numbers by name, or rows of them")
    _check(one.get("mark") in list(Mark), at, "mark is source, secondary, computed or memory")
    _check(isinstance(one.get("source"), str), at, "source is missing")
    for code, _ in cited_parts(one["source"]):
        _check(code in sources, at, f"source {code} is not in sources.yaml")
    until = one.get("until")
    _check(
        until is None or (type(until) is date and start <= until and (following is None or until < following)),
        at,
        "until is a day from its first day to before the next value",
    )


def _numbers(value: Any) -> Iterator[Any]:
    """Every number of a value; something that is no number where the shape is wrong."""
    if isinstance(value, list):
        same = all(isinstance(row, dict) and row.keys() == value[0].keys() for row in value)
        yield from (number for row in value for number in row.values()) if same and value else [None]
    elif isinstance(value, dict):
        yield from value.values() if value and all(isinstance(name, str) for name in value) else [None]
    else:
        yield value


def _scope(at: str, scope: Any) -> None:
    _check(isinstance(scope, dict) and set(scope) <= {*_SCOPE, "doubt"}, at, f"scope knows {', '.join(_SCOPE)}, doubt")
    for key, allowed in _SCOPE.items():
        named = scope.get(key, [])
        _check(all(one in allowed for one in (named if isinstance(named, list | dict) else [named])), at, f"{key} of scope")
    unread = scope.get("payers_unread", {})
    _check(isinstance(unread, dict) and all(mark in list(Mark) for mark in unread.values()), at, "payers_unread gives each payer a mark")
    _check(not unread or "doubt" in scope, at, "payers_unread needs a doubt")
    if "doubt" in scope:
        _title(at, {"title": scope["doubt"]})
