"""Employers by industry and by size, and entities by district: how many there are, are enrolled and owe. No database."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from payung.compliance.enrolment import EntityLine, EntityState
from payung.compliance.industries import INDUSTRIES, SIZES


@dataclass(frozen=True)
class ClassLine:
    """One class: `key` ("" : not known); entities, those enrolled (also in arrears), those that owe; workers, and of them those enrolled.

    `of_workers`: entities of which both counts of workers are known, so that one sees what the two rest on.
    """

    key: str
    count: int
    enrolled: int
    arrears: int
    months: int
    rupiah: int
    workers: int
    registered: int
    of_workers: int


def by_industry(lines: Iterable[EntityLine]) -> list[ClassLine]:
    """In the order of KBLI; only those that there are; what is not known comes last."""
    return _classes(lines, lambda line: line.industry, list(INDUSTRIES))


def by_size(lines: Iterable[EntityLine]) -> list[ClassLine]:
    """From micro to large; only those that there are; what is not known comes last."""
    return _classes(lines, lambda line: line.size, list(SIZES))


def by_district(lines: Iterable[EntityLine]) -> list[tuple[str, ClassLine]]:
    """Names of districts with their villages, the highest share enrolled first."""
    held = list(lines)
    names = {line.district: line.district_name for line in held}
    found = _classes(held, lambda line: line.district, sorted(names))
    ranked = sorted(found, key=lambda one: (-one.enrolled * 10_000 // one.count, names[one.key]))
    return [(names[one.key], one) for one in ranked]


def _classes(lines: Iterable[EntityLine], key: Callable[[EntityLine], str], order: list[str]) -> list[ClassLine]:
    held: dict[str, list[EntityLine]] = {}
    for line in lines:
        held.setdefault(key(line), []).append(line)
    places = {name: at for at, name in enumerate(order)}
    return [_class(name, held[name]) for name in sorted(held, key=lambda name: places.get(name, len(order)))]


def _class(key: str, lines: list[EntityLine]) -> ClassLine:
    owing = [line for line in lines if line.owed]
    known = [(line.workers, line.registered) for line in lines if line.workers is not None and line.registered is not None]
    return ClassLine(
        key,
        len(lines),
        sum(line.state != EntityState.NOT_ENROLLED for line in lines),
        len(owing),
        sum(line.months for line in owing),
        sum(line.owed for line in owing),
        sum(workers or 0 for workers, _ in known),
        sum(registered or 0 for _, registered in known),
        len(known),
    )
