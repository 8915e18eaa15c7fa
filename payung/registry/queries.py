"""Who is one person under several numbers, and what registers say of people by a human's word."""

from datetime import date

import polars as pl

from payung.registry.bulk import read_frame
from payung.registry.models import Standing
from payung.registry.status import holds_on
from payung.registry.visible import visible_people as visible_people  # asked for here like every other read

_ONE = """SELECT p.id, p.nik, p.same_as_id FROM registry_person p WHERE p.same_as_id IS NOT NULL
    UNION SELECT k.id, k.nik, k.id FROM registry_person p JOIN registry_person k ON k.id = p.same_as_id"""

_STANDINGS = """SELECT COALESCE(p.same_as_id, p.id), s.kind, s."on", s.until FROM registry_standing s JOIN registry_person p ON p.id = s.person_id
    WHERE s.withdrawn_on IS NULL ORDER BY s.id"""


def several_numbers() -> pl.DataFrame:
    """person_id, nik, one (id of the person who is kept) of everybody who stands here under more than one number; nobody else is in it."""
    return read_frame(_ONE, [], {"person_id": pl.Int64, "nik": pl.String, "one": pl.Int64})


def standings_against(start: date, end: date) -> pl.DataFrame:
    """one (id of the person who is kept), kind: what stands against cover that begins on `start` and would run to `end`; the gravest of each.

    Whoever dies before the end cannot be taken on any more; the other statuses count as they are on the first day.
    """
    schema = {"one": pl.Int64, "kind": pl.String, "on": pl.Date, "until": pl.Date}
    found = read_frame(_STANDINGS, [], schema)
    kinds = [kind.value for kind in Standing.Kind]
    holds = pl.any_horizontal((pl.col("kind") == kind) & holds_on(kind, end if kind == Standing.Kind.DEATHS else start) for kind in kinds)
    grave = pl.col("kind").replace_strict(kinds, range(len(kinds)), return_dtype=pl.Int8)
    return found.filter(holds).sort(grave, maintain_order=True).unique("one", keep="first", maintain_order=True).select("one", "kind")


def with_kept(people: pl.DataFrame, numbers: pl.DataFrame) -> pl.DataFrame:
    """`people` (person_id, …) with `one`: the person who is kept, which for almost everybody is themselves. `numbers`: see `several_numbers`."""
    known = people.join(numbers.select("person_id", "one"), on="person_id", how="left", maintain_order="left")
    return known.with_columns(one=pl.coalesce("one", "person_id"))


def once(people: pl.DataFrame, numbers: pl.DataFrame) -> pl.DataFrame:
    """`people` (person_id, one, in their order) without those who are in it under another number: whoever is kept stays, else the first."""
    shared = people.join(numbers.select("person_id"), on="person_id", how="semi", maintain_order="left")
    again = shared.sort(pl.col("person_id") != pl.col("one"), maintain_order=True).filter(~pl.col("one").is_first_distinct())
    return people.join(again.select("person_id"), on="person_id", how="anti", maintain_order="left")
