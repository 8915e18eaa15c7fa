"""Whom a search of a round compares with whom: people who are new in it with everybody, and everybody in it with what is new in the registers."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

import polars as pl
from django.db import transaction
from django.db.models import Max

from payung.intake.queries import OF_AN_EMPLOYER, newest_registers
from payung.places.codes import all_places
from payung.registry.bulk import read_frame
from payung.registry.models import Register, RegisterUse, Round, Standing
from payung.review.entry import entry_keys
from payung.review.models import MatchRun
from payung.roster.models import Membership
from payung.values.month import Month
from payung.values.words import Words, number

if TYPE_CHECKING:
    from payung.matching.engines import Engine

WORK = "match"  # as RegisterUse calls it
# what is found: two people, or a person and a line of a register
PAIRS = {"person_id": pl.Int64, "other_id": pl.Int64, "entry_id": pl.Int64, "probability": pl.Float64, "why": pl.String}
_SIDE: dict[str, Any] = {"id": pl.Int64, "nik": pl.String, "name": pl.String, "birth_date": pl.Date}
_SIDE |= dict.fromkeys(("sex", "mother", "birth_place", "village", "phone"), pl.String)
_PERSON = {**_SIDE, "address": pl.String}
_ENTRY = {**_SIDE, "kind": pl.String, "register_id": pl.Int64, "evidence": pl.String}

_PEOPLE = """SELECT p.id, p.nik, p.name, p.birth_date, p.sex, p.mother, p.birth_place, p.village_id, p.phone, p.address
    FROM registry_person p WHERE """
_IN_ROUND = "EXISTS (SELECT 1 FROM registry_candidate c WHERE c.person_id = p.id AND c.round_id = %(round)s)"
# accepted since the last search of the round, and not looked for in another round
_NEW = """(EXISTS (SELECT 1 FROM registry_candidate c WHERE c.person_id = p.id AND c.round_id = %(round)s AND c.id > %(last)s)
    AND NOT EXISTS (SELECT 1 FROM registry_candidate c JOIN
        (SELECT round_id, MAX(last_candidate) AS last FROM review_matchrun GROUP BY round_id) r ON r.round_id = c.round_id
        WHERE c.person_id = p.id AND c.id <= r.last))"""
# a line that names a NIK of ours is the check's affair
_ENTRIES = """SELECT e.id, e.nik, e.name, e.birth_date, e.sex, e.mother, e.birth_place, e.village, e.phone, r.kind, e.register_id, e.evidence
    FROM registry_registerentry e JOIN registry_register r ON r.id = e.register_id
    WHERE e.register_id = %s AND e.name IS NOT NULL AND (e.nik IS NULL OR NOT EXISTS (SELECT 1 FROM registry_person p WHERE p.nik = e.nik))"""
_KNOWN_LINES = """SELECT e.id, e.nik, e.name, e.birth_date, r.kind FROM registry_registerentry e JOIN registry_register r ON r.id = e.register_id
    WHERE e.register_id = %s AND e.name IS NOT NULL ORDER BY e.id"""


@dataclass(frozen=True)
class Compared:
    """What a search looked at: people who are new in the round, those known before, the round's other people, lines of the registers (all, and those
    that are new in the newest version); `last_candidate` is how far it got. `registers` are the versions that were asked.
    """

    new: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=_PERSON))
    known: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=_PERSON))
    others: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=_PERSON))
    entries: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=_ENTRY))
    fresh: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=_ENTRY))
    last_candidate: int = 0
    registers: tuple[Register, ...] = ()


def whom_to_compare(round: Round, *, everybody: bool) -> Compared:
    """`everybody`: all people of the round are looked for as if they were new.

    Acceptance waits for the moment in which this reads, so that nobody who is accepted meanwhile is passed over for good.
    """
    with transaction.atomic():
        list(Round.objects.select_for_update().order_by("pk"))
        last = 0 if everybody else MatchRun.objects.filter(round=round).aggregate(last=Max("last_candidate"))["last"] or 0
        reached = round.candidates.aggregate(last=Max("pk"))["last"] or 0
        given = {"round": round.pk, "last": last}
        of_new = _IN_ROUND if everybody else _NEW
        new = _people(of_new, given)
        known = pl.DataFrame(schema=_PERSON) if new.is_empty() else _people(f"NOT {of_new}", given)
        registers = [register for register in newest_registers(round.place_id) if register.kind in Standing.Kind.values]
        entries = [read_frame(_ENTRIES, [register.pk], _ENTRY) for register in registers]
        fresh = [_fresh(round, register, lines) for register, lines in zip(registers, entries, strict=True)]
        lines, fresh_lines = pl.concat([pl.DataFrame(schema=_ENTRY), *entries]), pl.concat([pl.DataFrame(schema=_ENTRY), *fresh])
        others = pl.DataFrame(schema=_PERSON) if everybody or fresh_lines.is_empty() else _people(f"{_IN_ROUND} AND NOT {_NEW}", given)
    return Compared(new, known, others, lines, fresh_lines, reached, tuple(registers))


def compare(
    compared: Compared, *, on: date, threshold: float, engine: "Engine" = "duckdb", told: Callable[[Words], None] = lambda _: None
) -> pl.DataFrame:
    """The columns of PAIRS: whoever may be one person with at least that probability."""
    from payung.matching.match import match  # it takes a while to load, and most commands compare nobody

    found = [pl.DataFrame(schema=PAIRS)]
    for left, right, words in _comparisons(compared):
        told(words)
        pairs = match(left, right, on=on, threshold=threshold, engine=engine)
        to_lines = right is not None and "kind" in right.columns
        found.append(
            pairs.select(
                person_id="left_id",
                other_id=pl.lit(None, pl.Int64) if to_lines else "right_id",
                entry_id="right_id" if to_lines else pl.lit(None, pl.Int64),
                probability="probability",
                why="why",
            )
        )
    return _without_ours(pl.concat(found), compared)


def _without_ours(pairs: pl.DataFrame, compared: Compared) -> pl.DataFrame:
    """Without people who seem to be active members because a list of ours paid for them in the month of the register; see intake.queries."""
    register = next((each for each in compared.registers if each.kind == Standing.Kind.ACTIVE_MEMBERS), None)
    if register is None:
        return pairs
    listed = pl.Series(list(Membership.objects.on(Month.of(register.as_of)).values_list("person", flat=True)), dtype=pl.Int64)
    members = compared.entries.filter(~pl.col("evidence").str.contains(OF_AN_EMPLOYER), kind=register.kind)["id"]
    ours = pl.col("entry_id").is_in(members.implode()) & pl.col("person_id").is_in(listed.implode())
    return pairs.filter(~ours.fill_null(False))


def _comparisons(compared: Compared) -> Iterator[tuple[pl.DataFrame, pl.DataFrame | None, Words]]:
    new = compared.new.height
    if new > 1:
        yield compared.new, None, _said("{a} calon baru, satu sama lain", "{a} new candidates among themselves", new)
    sides = (
        (compared.new, compared.known, "{a} calon baru dengan {b} orang yang sudah dikenal", "{a} new candidates with {b} people known before"),
        (compared.new, compared.entries, "{a} calon baru dengan {b} baris daftar acuan", "{a} new candidates with {b} lines of registers"),
        (compared.others, compared.fresh, "{a} calon dengan {b} baris baru daftar acuan", "{a} candidates with {b} new lines of registers"),
    )
    for left, right, indonesian, english in sides:
        if left.height and right.height:
            yield left, right, _said(indonesian, english, left.height, right.height)


def _said(indonesian: str, english: str, a: int, b: int = 0) -> Words:
    return Words(indonesian.format(a=number(a), b=number(b)), english.format(a=number(a, "en"), b=number(b, "en")))


def _people(condition: str, given: dict[str, Any]) -> pl.DataFrame:
    """Columns of _PERSON; the village by its name, as registers have it."""
    named = all_places().select(village="code", named="name")
    found = read_frame(_PEOPLE + condition, given, _PERSON).join(named, on="village", how="left", maintain_order="left")
    return found.with_columns(village=pl.col("named")).drop("named")


def _fresh(round: Round, register: Register, lines: pl.DataFrame) -> pl.DataFrame:
    """Lines of a version that the round has not been compared with: none if it has, else those that its last version did not have."""
    used = RegisterUse.objects.filter(round=round, work=WORK)
    if used.filter(register=register).exists():
        return lines.clear()
    before = Register.objects.filter(kind=register.kind, place=register.place_id, pk__in=used.values("register")).order_by("-as_of", "-pk").first()
    if before is None:
        return lines
    return lines.filter(~entry_keys(lines).is_in(lines_of(before)["entry_key"].implode()))


def lines_of(register: Register) -> pl.DataFrame:
    """entry_id, entry_key of a version's lines that name somebody."""
    schema = {"entry_id": pl.Int64, **{name: _ENTRY[name] for name in ("nik", "name", "birth_date", "kind")}}
    found = read_frame(_KNOWN_LINES, [register.pk], schema)
    return found.select("entry_id", entry_keys(found))
