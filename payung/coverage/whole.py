"""All memberships as steps, counted from the records themselves: three tables read from end to end and joined in memory."""

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import polars as pl
from django.db import connection

from payung.coverage.numbers import Numbers
from payung.coverage.packed import STEPS
from payung.planning.models import Fund

_AT_ONCE = 200_000  # rows read in one piece
_NUMBER, _TEXT = "COALESCE(CAST({0} AS TEXT), '')", """'"' || REPLACE({0}, '"', '""') || '"'"""
_MEMBERSHIPS = [_NUMBER.format(name) for name in ("person_id", "fund_id", "first_month", "last_month")]
_WHO = [_NUMBER.format(name) for name in ("person_id", "round_id")]
_CANDIDATES = [*_WHO, "REPLACE(COALESCE(village_id, ''), '.', '')", _TEXT.format("occupation")]
_PEOPLE = [_NUMBER.format("id"), "CASE sex WHEN 'L' THEN '1' WHEN 'P' THEN '2' ELSE '0' END"]  # as in packed.SEXES
_HOME = ["person_id", "round_id"]


@dataclass(frozen=True)
class Whole:
    """`steps` (packed.STEPS) of every spell at the place where the list of its round has the person; `several`: people whose spells overlap."""

    steps: pl.DataFrame
    several: list[int]


def whole(numbers: Numbers) -> Whole:
    """Of all memberships there are."""
    spells = _read("roster_membership", _MEMBERSHIPS, {"person_id": pl.Int64, "fund_id": pl.Int32, "first": pl.Int32, "last": pl.Int32})
    if spells.is_empty():
        return Whole(pl.DataFrame(schema=STEPS), [])
    told = spells.lazy().join(_funds().lazy(), on="fund_id").join(_homes(numbers).lazy(), on=_HOME, how="left").join(_sexes().lazy(), on="person_id")
    told = told.with_columns(pl.col("home").fill_null(pl.col("at")), pl.col("kind").fill_null(0))
    told = told.filter(pl.col("last").is_null() | (pl.col("last") >= pl.col("first")))
    key = ["home", "fund_id", "sex", "kind"]
    begun = told.group_by(*key, month="first").agg(people=pl.len().cast(pl.Int32))
    ended = told.filter(pl.col("last").is_not_null()).group_by(*key, month=pl.col("last") + 1).agg(people=-pl.len().cast(pl.Int32))
    both = pl.concat([begun, ended]).collect().rename({"fund_id": "funds"})
    steps = both.with_columns(place=_code(pl.col("home"))).select(pl.col(name).cast(kind) for name, kind in STEPS.items())
    return Whole(steps, _several(spells))


def _several(spells: pl.DataFrame) -> list[int]:
    """Of spells in order of their beginning two that overlap have one between them, or are neighbours, that overlap with the earlier one."""
    held = (
        spells.lazy()
        .join(_funds().lazy(), on="fund_id")
        .select(
            "person_id",
            begins=pl.max_horizontal("first", "opens"),
            ends=pl.min_horizontal(pl.col("last").fill_null(pl.col("closes")), "closes"),
        )
    )
    in_order = held.filter(pl.col("begins") <= pl.col("ends")).sort("person_id", "begins")
    again = (pl.col("person_id") == pl.col("person_id").shift(1)) & (pl.col("begins") <= pl.col("ends").shift(1))
    return in_order.filter(again).select(pl.col("person_id").unique().sort()).collect()["person_id"].to_list()


def _funds() -> pl.DataFrame:
    """fund_id, round_id, at (the fund's own place), opens, closes."""
    terms = Fund.objects.values_list("pk", "round_id", "place_id", "first_month", "last_month")
    funds = [(pk, round, int(place.replace(".", "") or 0), opens.no, closes.no) for pk, round, place, opens, closes in terms]
    schema = {"fund_id": pl.Int32, "round_id": pl.Int32, "at": pl.Int64, "opens": pl.Int32, "closes": pl.Int32}
    return pl.DataFrame(funds, schema=schema, orient="row")


def _homes(numbers: Numbers) -> pl.DataFrame:
    """person_id, round_id, home (null where the list named no village), kind."""
    schema = {"person_id": pl.Int64, "round_id": pl.Int32, "home": pl.Int64, "occupation": pl.String}
    parts = []
    for part in _pieces("registry_candidate", _CANDIDATES, schema):
        works = part["occupation"].fill_null("").unique()
        kinds = pl.DataFrame({"occupation": works, "kind": pl.Series([numbers.kind(work) for work in works], dtype=pl.Int16)})
        parts.append(part.with_columns(pl.col("occupation").fill_null("")).join(kinds, on="occupation").drop("occupation"))
    return pl.concat(parts) if parts else pl.DataFrame(schema={**schema, "kind": pl.Int16}).drop("occupation")


def _sexes() -> pl.DataFrame:
    return _read("registry_person", _PEOPLE, {"person_id": pl.Int64, "sex": pl.Int8})


def _code(number: pl.Expr) -> pl.Expr:
    """7405012003 -> "74.05.01.2003": a code without its dots, as a number, gets them back."""
    text = number.cast(pl.String)
    cuts = [text.str.slice(at, length) for at, length in ((0, 2), (2, 2), (4, 2), (6, 4))]
    return pl.concat_str([pl.when(cut != "").then(cut) for cut in cuts], separator=".", ignore_nulls=True)


def _read(table: str, columns: Sequence[str], schema: dict[str, type[pl.DataType]]) -> pl.DataFrame:
    parts = list(_pieces(table, columns, schema))
    return pl.concat(parts) if parts else pl.DataFrame(schema=schema)


def _pieces(table: str, columns: Sequence[str], schema: dict[str, type[pl.DataType]]) -> Iterator[pl.DataFrame]:
    """The columns of a whole table in pieces. The database writes each piece as one text, many times faster to read than row by row."""
    together = "STRING_AGG({line}, chr(10))" if connection.vendor == "postgresql" else "GROUP_CONCAT({line}, char(10))"
    line = " || ',' || ".join(columns)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT MIN(id), MAX(id) FROM {table}")
        first, last = cursor.fetchone()
        for at in range(first or 0, (last or -1) + 1, _AT_ONCE):
            cursor.execute(f"SELECT {together.format(line=line)} FROM {table} WHERE id >= %s AND id < %s", [at, at + _AT_ONCE])
            (text,) = cursor.fetchone()
            if text:
                yield pl.read_csv(io.BytesIO(text.encode()), has_header=False, new_columns=list(schema), schema_overrides=list(schema.values()))
