"""The kinds of papers that a claim needs, from papers.yaml, and which of them one case needs. No database of its own."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from payung.claims.heirs import PARTNERS
from payung.claims.known import Known
from payung.claims.models import Relative
from payung.law.given import Segment
from payung.law.read_figures import Mark
from payung.law.relation import Relation
from payung.values.words import Words

_FILE = Path(__file__).with_name("papers.yaml")
_BORN = frozenset({Relation.CHILD, Relation.GRANDCHILD})


@dataclass(frozen=True)
class PaperKind:
    """`form`: the number that the form bears ("" : none); `each`, `when`: see papers.yaml; `scan`: whether a copy may be kept here."""

    key: str
    title: Words
    issuer: Words
    how: Words
    form: str
    each: str
    when: tuple[str, ...]
    source: str
    mark: Mark
    above: int | None = None
    optional: bool = False
    original: bool = False
    scan: bool = True
    proves: bool = False


@dataclass(frozen=True)
class Wanted:
    """One paper that a case needs; `relative`: whose it is (None: of the case)."""

    kind: PaperKind
    relative: Relative | None


def _step(known: Known) -> str:
    return known.heirs.step if known.heirs else ""


CONDITIONS: Mapping[str, Callable[[Known, PaperKind], bool]] = {
    "death": lambda known, kind: known.heirs is not None,
    "by_work": lambda known, kind: known.by_work,
    "other_cause": lambda known, kind: not known.by_work,
    "has_heirs": lambda known, kind: bool(known.heirs and (known.heirs.empty or known.heirs.heirs)),
    "several": lambda known, kind: bool(known.heirs and len(known.heirs.signing) > 1),
    "by_will": lambda known, kind: _step(known) == "b4",
    "court": lambda known, kind: bool(known.heirs and known.heirs.court),
    "nobody": lambda known, kind: bool(known.heirs and not known.heirs.empty and _step(known) == "b5"),
    "above": lambda known, kind: bool(known.answer and kind.above and known.answer.total > kind.above),
    "employed": lambda known, kind: bool(known.cover.fund and known.cover.segment != Segment.BPU),
    "self_employed": lambda known, kind: bool(known.cover.fund and known.cover.segment == Segment.BPU),
    "scholarship": lambda known, kind: bool(known.scholars),
}


def _of_heirs(chosen: Callable[[Relative], bool]) -> Callable[[Known], Sequence[Relative]]:
    return lambda known: [one.relative for one in known.heirs.heirs if chosen(one.relative)] if known.heirs else []


EACH: Mapping[str, Callable[[Known], Sequence[Relative | None]]] = {
    "case": lambda known: [None],
    "adult": lambda known: [one.relative for one in known.heirs.adults] if known.heirs else [],
    "minor": lambda known: [one.relative for one in known.heirs.minors] if known.heirs else [],
    "partner": _of_heirs(lambda one: one.relation in PARTNERS),
    "child": _of_heirs(lambda one: one.relation in _BORN),
    "kin": _of_heirs(lambda one: one.relation not in PARTNERS | _BORN | {Relation.OTHER}),
    "named": _of_heirs(lambda one: one.named_in_will),
    "scholar": lambda known: list(known.scholars),
}


@cache
def paper_kinds() -> Mapping[str, PaperKind]:
    """Every kind by its key, in the order of the file. ValueError for a condition or a receiver that nobody knows."""
    raw = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    return {key: _read(key, entry) for key, entry in raw.items()}


def _read(key: str, entry: Mapping[str, Any]) -> PaperKind:
    unknown = [one for one in entry["when"] if one not in CONDITIONS]
    if unknown or entry["each"] not in EACH:
        raise ValueError(f"papers.yaml: {key}: {unknown or entry['each']}")
    more = {name: entry[name] for name in ("above", "optional", "original", "scan", "proves") if name in entry}
    title, issuer, how = (Words(**entry[name]) for name in ("title", "issuer", "how"))
    when, form, mark = tuple(entry["when"]), entry.get("form", ""), Mark(entry["mark"])
    return PaperKind(key, title, issuer, how, form, entry["each"], when, entry["source"], mark, **more)


def wanted(known: Known, kinds: Iterable[PaperKind] | None = None) -> list[Wanted]:
    """The papers that this case needs, in the order of the file."""
    asked = [kind for kind in (kinds or paper_kinds().values()) if all(CONDITIONS[name](known, kind) for name in kind.when)]
    return [Wanted(kind, relative) for kind in asked for relative in EACH[kind.each](known)]
