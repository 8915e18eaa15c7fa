"""Invented people for the tests of matching: one by fields, or many by chance, and how well pairs fit the truth."""

from datetime import date
from typing import Any

import polars as pl

from payung.matching.match import match
from payung.matching.prepare import FIELDS

ON = date(2026, 1, 1)
SCHEMA = {"id": pl.String, **{name: pl.Date if name == "birth_date" else pl.String for name in FIELDS}}


def nik(district: int, born: date, number: int, *, woman: bool = False) -> str:
    return f"{district:06d}{born.day + (40 if woman else 0):02d}{born:%m%y}{number:04d}"


def people(*rows: dict[str, Any]) -> pl.DataFrame:
    """A row each; `id` counts up where none is given, what is not given is null."""
    whole = [{"id": f"r{at}", **dict.fromkeys(FIELDS), **row} for at, row in enumerate(rows)]
    return pl.DataFrame(whole, schema=SCHEMA)


def crowd(count: int = 400) -> pl.DataFrame:
    """Strangers, so that a list of a few has names that are rare and names that are not."""
    first = "Rusdi Hamzah Fitri Ramlah Idris Murni Salim Erni Tamrin Asma Nur Nur Nur Nur".split()
    last = "Karim Latif Mahmud Pasaribu Tepu Wulele Yunus Silondae Bakri Hakim Gani".split()
    rows = []
    for n in range(count):
        born = date(1960 + n * 7 % 40, 1 + n * 5 % 12, 1 + n * 11 % 28)
        name = f"{first[n % len(first)]} {last[n * 3 % len(last)]}" if n % 5 else first[n % len(first)]
        mother = f"{first[(n + 3) % len(first)]} {last[(n + 5) % len(last)]}"
        rows.append(
            {
                "id": f"s{n}",
                "nik": nik(740501 + n % 20, born, 1 + n),
                "name": name,
                "birth_date": born,
                "mother": mother,
                "village": f"Desa {n % 30}",
                "phone": f"0812{n:08d}",
            }
        )
    return people(*rows)


def chance_of(one: dict[str, Any], other: dict[str, Any]) -> float:
    """How likely these two are one person, in a list with strangers; 0 where they were not even looked at."""
    pairs = match(pl.concat([people({"id": "a", **one}, {"id": "b", **other}), crowd()]), on=ON, threshold=0)
    found = pairs.filter((pl.col("left_id") == "a") & (pl.col("right_id") == "b"))
    return float(found["probability"].item()) if found.height else 0.0


def quality(found: pl.DataFrame, truth: pl.DataFrame) -> tuple[float, float]:
    """Precision and recall."""
    right = found.join(truth, on=["left_id", "right_id"]).height
    return right / max(found.height, 1), right / truth.height
