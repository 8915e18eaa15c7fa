"""One person, Polars, DuckDB and Spark: the same rupiah for the same people."""

import random
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from shutil import which
from typing import Any

import polars as pl
import pytest

from payung.law.bill import contribution_columns, equal_months, months_columns
from payung.law.contribution import contribution
from payung.law.figure import figures
from payung.law.given import BASIC, MOST_RUPIAH, Given, Payer, Programme, Sector, Segment
from payung.values.errors import InputError
from payung.values.month import Month

PEOPLE = 100_000
YEAR = list(Month.at(2026, 1).upto(Month.at(2026, 12)))
# What a whole list has in common; together the 100,000 people meet every segment, programme, relief and ceiling.
LISTS: list[dict[str, Any]] = [
    {"segment": Segment.BPU, "month": Month.at(2026, 2), "payer": Payer.SELF, "programmes": (*BASIC, Programme.JHT)},
    {"segment": Segment.BPU, "month": Month.at(2026, 6), "payer": Payer.CSR},
    {"segment": Segment.BPU, "month": Month.at(2020, 9), "payer": Payer.APBD},
    {"segment": Segment.NON_ASN, "month": Month.at(2026, 6), "payer": Payer.APBD, "programmes": (*BASIC, Programme.JHT)},
    {
        "segment": Segment.PU,
        "month": Month.at(2025, 6),
        "payer": Payer.EMPLOYER,
        "programmes": tuple(Programme),
        "risk_group": 5,
        "labour_intensive": True,
    },
    {"segment": Segment.PU, "month": Month.at(2020, 12), "payer": Payer.EMPLOYER, "programmes": (*BASIC, Programme.JP), "risk_group": 2},
    {"segment": Segment.CONSTRUCTION, "month": Month.at(2026, 6), "payer": Payer.EMPLOYER},
]
EDGES = [0, 1, 499, 500, 1_099_999, 1_100_000, 2_699_999, 2_700_000, 20_199_999, 20_200_000, 11_086_300, MOST_RUPIAH - 1, MOST_RUPIAH]


def pay_of(common: dict[str, Any]) -> str:
    return "income" if common["segment"] == Segment.BPU else "wage"


def invented(common: dict[str, Any], rows: int) -> pl.DataFrame:
    """`no` in order, pay (edges, usual amounts, huge ones; for BPU now and then none), sector (now and then none)."""
    chance = random.Random(f"{common}")
    usual = [lambda: chance.choice(EDGES), lambda: chance.randint(0, 30_000_000), lambda: chance.randint(0, MOST_RUPIAH)]
    pays = [chance.choice(usual)() for _ in range(rows)]
    if common["segment"] == Segment.BPU:
        pays = [None if chance.random() < 0.05 else pay for pay in pays]
    sectors = [chance.choice([None, *Sector]) for _ in range(rows)]
    columns = {"no": range(rows), pay_of(common): pays, "sector": [sector and str(sector) for sector in sectors]}
    return pl.DataFrame(columns, schema={"no": pl.Int64, pay_of(common): pl.Int64, "sector": pl.String})


def one_by_one(frame: pl.DataFrame, common: dict[str, Any]) -> list[tuple[int, ...]]:
    programmes = common.get("programmes", BASIC)
    found = []
    for row in frame.iter_rows(named=True):
        sector = Sector(row["sector"]) if row["sector"] else Sector.OTHER
        lines = contribution(Given(**{**common, "programmes": programmes}, sector=sector, **{pay_of(common): row[pay_of(common)]})).lines
        found.append(tuple(sum(due for line, due in lines.items() if line.startswith(programme)) for programme in programmes))
    return found


def columns_of(common: dict[str, Any]) -> list[str]:
    return [programme.lower() for programme in common.get("programmes", BASIC)]


@pytest.fixture(scope="module")
def lists() -> list[tuple[dict[str, Any], pl.DataFrame, list[tuple[int, ...]]]]:
    share = -(-PEOPLE // len(LISTS))
    frames = [(common, invented(common, share)) for common in LISTS]
    return [(common, frame, one_by_one(frame, common)) for common, frame in frames]


@pytest.fixture(scope="module")
def spark() -> Iterator[Any]:
    if not find_spec("pyspark") or not which("java"):
        pytest.skip("pyspark and Java are not installed: pip install 'payung[scale]'")
    from payung.demo.bench_law import spark_session

    session = spark_session()
    yield session
    session.stop()


@pytest.mark.large
def test_polars_agrees_with_one_by_one(lists):
    for common, frame, expected in lists:
        assert contribution_columns(frame, **common).select(columns_of(common)).rows() == expected
        assert contribution_columns(frame.lazy(), **common).select(columns_of(common)).collect(engine="streaming").rows() == expected


@pytest.mark.large
def test_duckdb_agrees_with_one_by_one(lists, tmp_path: Path):
    duckdb = pytest.importorskip("duckdb", reason="duckdb is not installed: pip install 'payung[scale]'")
    for at, (common, frame, expected) in enumerate(lists):
        frame.write_parquet(tmp_path / f"{at}.parquet")
        result = contribution_columns(duckdb.read_parquet(str(tmp_path / f"{at}.parquet")), **common).order("no")
        assert result.project(", ".join(columns_of(common))).fetchall() == expected


@pytest.mark.large
def test_spark_agrees_with_one_by_one(lists, spark, tmp_path: Path):
    for at, (common, frame, expected) in enumerate(lists):
        frame.write_parquet(tmp_path / f"{at}.parquet")
        result = contribution_columns(spark.read.parquet(str(tmp_path / f"{at}.parquet")), **common).orderBy("no")
        assert [tuple(row) for row in result.select(columns_of(common)).collect()] == expected


def test_the_largest_amount_is_divided_exactly_by_engines_that_divide_as_floats():
    parts = {found.unit.per for found in figures() if found.unit.per}
    assert parts
    assert all(MOST_RUPIAH * per + per // 2 < 2**53 for per in parts)


@pytest.mark.parametrize("common", LISTS, ids=lambda common: f"{common['segment']} {common['month']}")
def test_a_lazy_list_gives_what_the_list_gives(common):
    frame = invented(common, 500)
    lazy = contribution_columns(frame.lazy(), **common)
    assert isinstance(lazy, pl.LazyFrame)
    assert lazy.collect().equals(contribution_columns(frame, **common))
    assert contribution_columns(frame, **common).select(columns_of(common)).rows() == one_by_one(frame, common)


def test_a_year_is_the_sum_of_its_months():
    frame = invented(LISTS[0], 1_000)
    common = {key: value for key, value in LISTS[0].items() if key != "month"}
    assert len(equal_months(YEAR, **common)) < len(YEAR)
    year = months_columns(frame, months=YEAR, **common)
    months = [contribution_columns(frame, month=month, **common) for month in YEAR]
    for column in columns_of(LISTS[0]):
        assert year[column].to_list() == [sum(row) for row in zip(*(month[column].to_list() for month in months), strict=True)]


def test_a_list_not_calculated_yet_is_refused_all_the_same():
    with pytest.raises(InputError, match="contribution.impossible_amount"):
        contribution_columns(pl.LazyFrame({"income": [1, -1]}), **LISTS[0])
