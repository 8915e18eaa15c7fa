"""Reads of the audit pack: the tests with what they found, who and what a finding is about, and samples with their answers."""

import time
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl
from django.db.models import OuterRef, Q, QuerySet, Subquery

from payung.accounts.models import User
from payung.accounts.sight import sight_to
from payung.assurance.catalog import TESTS, AuditTest
from payung.assurance.facts_money import lines_of
from payung.assurance.facts_once import Facts
from payung.assurance.finding import NONE
from payung.assurance.judge_months import with_amounts
from payung.assurance.models import Sample, SampleAnswer, SampleLine
from payung.assurance.run import RUNS, SIZES, why_not
from payung.assurance.scope import Asked
from payung.intake.registers import KINDS
from payung.places.models import Place
from payung.registry.bulk import as_one, one_of, read_frame
from payung.registry.models import Register
from payung.values.errors import InputError, OutOfScopeError
from payung.values.place import within
from payung.values.words import Words, day

Told = Callable[[str], None]


@dataclass(frozen=True)
class Outcome:
    """What one test found: `population` tested, `found` with SCHEMA of finding.py; `not_tested` says why it was not made."""

    key: str
    population: int
    found: pl.DataFrame
    seconds: float = 0
    not_tested: Words | None = None

    @property
    def test(self) -> AuditTest:
        return TESTS[self.key]

    @property
    def findings(self) -> int:
        return self.found.height

    @property
    def rupiah(self) -> int:
        return int(self.found["amount"].sum())


def run_tests(asked: Asked, keys: Collection[str] = tuple(TESTS), told: Told = lambda _: None) -> list[Outcome]:
    """These tests in the order of the catalog; `told` hears the key of each that is done. InputError `audit.unknown` for one that is not there."""
    for key in keys:
        if key not in TESTS:
            raise InputError(
                "audit.unknown", Words(f"Uji “{key}” tidak ada. Pilih: {', '.join(TESTS)}.", f"There is no test “{key}”: {', '.join(TESTS)}.")
            )
    known = Facts(asked)
    made = [_run(key, known, told) for key in TESTS if key in keys]
    open_ = pl.concat([NONE, *(one.found.filter(pl.col("amount").is_null()) for one in made)])
    lines = lines_of(open_["person_id"].drop_nulls().unique().to_list(), asked)
    return [Outcome(one.key, one.population, with_amounts(one.found, lines), one.seconds, one.not_tested) for one in made]


def _run(key: str, known: Facts, told: Told) -> Outcome:
    began = time.monotonic()
    reason = why_not(key, known)
    if reason is None and known.asked.funds:
        found = _of_places(RUNS[key](known), known.asked)
        made = Outcome(key, SIZES[TESTS[key].population](known), found, time.monotonic() - began)
    else:
        made = Outcome(key, 0, NONE, 0, reason)
    told(key)
    return made


def _of_places(found: pl.DataFrame, asked: Asked) -> pl.DataFrame:
    """Where only a part of a fund's place is looked at: findings about its people."""
    if asked.whole or found.is_empty():
        return found
    homes = _homes(found, asked).select("fund_id", "person_id", "home")
    held = found.join(homes, on=["fund_id", "person_id"], how="left", maintain_order="left")
    inside = [any(within(home, place) for place in asked.places) if home else False for home in held["home"].to_list()]
    return found.filter(pl.Series(inside, dtype=pl.Boolean))


def dressed(found: pl.DataFrame, asked: Asked) -> pl.DataFrame:
    """The findings with nik, name, village (its name) and fund of each."""
    names = pl.DataFrame([(fund.pk, fund.name) for fund in asked.funds], schema={"fund_id": pl.Int64, "fund": pl.String}, orient="row")
    homes = _homes(found, asked)
    held = found.join(homes, on=["fund_id", "person_id"], how="left", maintain_order="left").join(
        names, on="fund_id", how="left", maintain_order="left"
    )
    code = pl.coalesce("village", "home")
    codes = held.select(code.alias("code"))["code"].drop_nulls().unique().to_list()
    places = {place.code: place.name for place in Place.objects.filter(code__in=codes)}
    return held.with_columns(village_code=code, village=code.replace_strict(places, default=None, return_dtype=pl.String)).drop("home")


def _homes(found: pl.DataFrame, asked: Asked) -> pl.DataFrame:
    """fund_id, person_id, nik, name, home (code of the village by the round of the fund) of the people of these findings."""
    keys = found["person_id"].drop_nulls().unique().to_list()
    people = read_frame(f"SELECT id, nik, name FROM registry_person WHERE {one_of('id')}", [as_one(keys)], _PERSON)
    candidates = read_frame(f"SELECT person_id, round_id, village_id FROM registry_candidate WHERE {one_of('person_id')}", [as_one(keys)], _HOME)
    rounds = pl.DataFrame([(fund.pk, fund.round_id) for fund in asked.funds], schema={"fund_id": pl.Int64, "round_id": pl.Int64}, orient="row")
    pairs = found.select("fund_id", "person_id").unique(maintain_order=True).join(people, on="person_id").join(rounds, on="fund_id", how="left")
    return pairs.join(candidates, on=["person_id", "round_id"], how="left").drop("round_id")


_PERSON: dict[str, Any] = {"person_id": pl.Int64, "nik": pl.String, "name": pl.String}
_HOME: dict[str, Any] = {"person_id": pl.Int64, "round_id": pl.Int64, "home": pl.String}


def register_names(outcomes: Sequence[Outcome]) -> dict[int, Words]:
    """How the register versions that findings rest on are named, by key."""
    keys = {key for one in outcomes for key in one.found["register_id"].drop_nulls().unique().to_list()}
    return {one.pk: _said(one) for one in Register.objects.filter(pk__in=keys)}


def registers_behind(asked: Asked) -> list[Register]:
    """Every register version that the tests asked."""
    known = Facts(asked)
    found = {one.pk: one for one in (*known.population, *known.against, *known.deaths_known)}
    return [found[key] for key in sorted(found)]


def _said(register: Register) -> Words:
    kind = KINDS[register.kind].title if register.kind in KINDS else Words("Data kependudukan", "Population data")
    return Words(
        f"{kind.id} versi {register.version} ({day(register.as_of)})", f"{kind.en}, version {register.version} ({day(register.as_of, 'en')})"
    )


def samples_seen(*, visible_to: User | None, on: date) -> QuerySet[Sample]:
    """Samples of funds of the places where the person may look at tests, the newest first."""
    seen = sight_to(visible_to, "audit.read", on).in_places("fund__place")
    return Sample.objects.filter(seen).select_related("fund__place", "by").order_by("-pk")


def sample_on(number: int, *, visible_to: User | None, on: date) -> Sample:
    """OutOfScopeError `sample.not_seen` where there is none, or none that is seen."""
    found = samples_seen(visible_to=visible_to, on=on).filter(pk=number).first()
    if found is None:
        raise OutOfScopeError("sample.not_seen", Words("Sampel itu tidak ada.", "There is no such sample."))
    return found


def sample_lines(sample: Sample, result: str = "") -> QuerySet[SampleLine]:
    """By number, with the newest answer: `answer`, `note`, `answered_on`, `answered_by`; null where there is none yet.

    `result`: only those with this answer; without any answer a line is open.
    """
    newest = SampleAnswer.objects.filter(line=OuterRef("pk")).order_by("-number")
    names = {"answer": "result", "note": "note", "answered_on": "on", "answered_by": "signed"}
    told = {name: Subquery(newest.values(field)[:1]) for name, field in names.items()}
    lines = sample.lines.select_related("person").annotate(**told).order_by("number")
    if result not in SampleAnswer.Result.values:
        return lines
    is_so = Q(answer=result) | Q(answer=None) if result == SampleAnswer.Result.OPEN else Q(answer=result)
    return lines.filter(is_so)
