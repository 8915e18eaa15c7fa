"""How fast the law is calculated: python -m payung.demo.bench_law ENGINE ROWS FOLDER prints one line of JSON.

A year of JKK and JKM of non-wage workers who pay themselves: two sectors, whose relief begins in different months. Polars and openfisca-core find
their people in memory, DuckDB and Spark read them from a file.
"""

import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import polars as pl

from payung.law.bill import months_columns
from payung.law.evaluate import evaluate
from payung.law.figure import figure
from payung.law.given import Payer, Sector, Segment
from payung.values.errors import InputError
from payung.values.month import Month
from payung.values.words import Words

ENGINES = ("Python", "Polars", "DuckDB", "Spark")
_YEAR = list(Month.at(2026, 1).upto(Month.at(2026, 12)))
_NEEDS = {"DuckDB": "duckdb", "Spark": "pyspark"}
_OPENFISCA = Path(__file__).parents[2] / "scripts" / "law" / "openfisca_rules.py"
# One case at a time is measured on fewer of them.
_ONE_BY_ONE = 1_000
_RULES_ROWS = 1_000_000
Sums = Mapping[str, int]


def there(engine: str) -> bool:
    """Whether the engine is installed; Spark needs Java besides."""
    return find_spec(_NEEDS.get(engine, "polars")) is not None


def write_people(rows: int, path: Path) -> None:
    """`income` (int64, up to 25 million in thousands, which openfisca-core's 32-bit floats hold exactly) and `sector`, every third in transport."""
    at = pl.int_range(rows, eager=True).alias("at").to_frame().lazy()
    transport = pl.when(pl.col("at") % 3 == 0).then(pl.lit(str(Sector.TRANSPORT))).otherwise(pl.lit(str(Sector.OTHER)))
    at.select(income=pl.col("at") * 7919 % 25_000 * 1_000, sector=transport).sink_parquet(path)


def bill_year(people: Any) -> Any:
    """The rules that are measured, for whichever engine the frame belongs to."""
    return months_columns(people, segment=Segment.BPU, months=_YEAR, payer=Payer.SELF)


def polars(path: Path, _: int) -> Sums:
    return bill_year(_in_memory(path).lazy()).select(pl.col("jkk", "jkm").sum()).collect(engine="streaming").row(0, named=True)  # type: ignore[no-any-return]


@cache
def _in_memory(path: Path) -> pl.DataFrame:
    return pl.read_parquet(path)


def duckdb(path: Path, _: int) -> Sums:
    import duckdb as engine

    (found,) = bill_year(engine.read_parquet(str(path))).aggregate("sum(jkk), sum(jkm)").fetchall()
    return dict(zip(("jkk", "jkm"), map(int, found), strict=True))


def spark(path: Path, _: int) -> Sums:
    found = bill_year(spark_session().read.parquet(str(path))).selectExpr("sum(jkk)", "sum(jkm)").first()
    return {"jkk": found[0], "jkm": found[1]}


def python(_: Path, rows: int) -> Sums:
    """One case after the other, steps and all, as `payung law eval` answers them."""
    cases = [
        {
            "id": at,
            "rule": "contribution",
            "given": {
                "segment": "BPU",
                "month": str(_YEAR[at % 12]),
                "income": at * 7919 % 25_000 * 1_000,
                "sector": "other" if at % 3 else "transport",
            },
        }
        for at in range(rows // _ONE_BY_ONE)
    ]
    lines = [answer["result"]["lines"] for answer in evaluate(cases)]
    return {"jkk": sum(line["JKK"] for line in lines), "jkm": sum(line["JKM"] for line in lines)}


def spark_session() -> Any:
    """A quiet Spark on two threads of this machine, reachable from nowhere else."""
    from pyspark.sql import SparkSession

    settings = {"spark.ui.enabled": "false", "spark.driver.host": "127.0.0.1", "spark.driver.bindAddress": "127.0.0.1", "spark.log.level": "ERROR",
                "spark.sql.shuffle.partitions": "2", "spark.ui.showConsoleProgress": "false"}  # fmt: skip
    builder = SparkSession.builder.master("local[2]")
    for name, value in settings.items():
        builder = builder.config(name, value)
    return builder.getOrCreate()


def against_openfisca(folder: Path, told: Callable[[str], None]) -> list[dict[str, Any]]:
    """The same million people in Polars and in openfisca-core, which is installed for this into an environment in `folder`; sums must agree."""
    if not _OPENFISCA.exists():
        raise InputError(
            "bench.openfisca", Words("Pembandingan ini perlu berkas repositori (scripts/law).", "This comparison needs the repository (scripts/law).")
        )
    told("… openfisca-core")
    env = folder / "openfisca"
    subprocess.run([sys.executable, "-m", "venv", str(env)], check=True)
    subprocess.run([str(env / "bin" / "python"), "-m", "pip", "install", "-qq", "--disable-pip-version-check", "openfisca-core"], check=True)
    rules = folder / "rules.json"
    rules.write_text(json.dumps(_rules(_RULES_ROWS)), encoding="utf-8")
    theirs = _answer([str(env / "bin" / "python"), str(_OPENFISCA), str(rules)])
    words = [sys.executable, "-m", "payung.demo.bench_law", "Polars", str(_RULES_ROWS), str(folder)]
    ours = sorted((_answer(words) for _ in range(3)), key=lambda answer: float(answer["seconds"]))[1]
    if ours["sums"] != theirs["sums"]:
        raise RuntimeError(f"{ours['sums']} is not {theirs['sums']}")
    told(f"Polars : openfisca-core = {theirs['seconds'] / ours['seconds']:.0f} : 1")
    return [
        {
            "work": "law",
            "database": name,
            "rows": _RULES_ROWS,
            "seconds": each["seconds"],
            "memory_mb": each["memory_mb"],
            "sql_per_row": None,
            "growth": None,
        }
        for name, each in (("Polars", ours), ("openfisca-core", theirs))
    ]


def _rules(rows: int) -> dict[str, Any]:
    """What openfisca-core calculates with: our own figures, a relief as the share that remains."""
    on = _YEAR[0].first_day
    classes = figure("bpu.classes").on(on).rows
    reliefs = {name: figure(f"relief.pp50_2025_{name}") for name in ("transport", "other")}
    whole = reliefs["other"].unit.per

    def left(name: str) -> dict[str, int]:
        found = {month: reliefs[name].find(month.first_day) for month in _YEAR}
        return {month.first_day.isoformat(): value.number if value else whole or 1 for month, value in found.items()}

    return {
        "rows": rows,
        "months": [str(month) for month in _YEAR],
        "income_from": [row["income_from"] for row in classes],
        "base": [row["base"] for row in classes],
        "figures": {
            "jkk_rate": {on.isoformat(): figure("bpu.jkk_rate").on(on).number},
            "jkm_amount": {on.isoformat(): figure("bpu.jkm_amount").on(on).number},
            **{f"relief_{name}": left(name) for name in reliefs},
        },
    }


def _answer(words: list[str]) -> dict[str, Any]:
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(done.stderr.strip()[-500:])
    return dict(json.loads(done.stdout.splitlines()[-1]))


def main(engine: str, rows: int, folder: Path) -> None:
    path = folder / f"law-{rows}.parquet"
    if not path.exists():
        subprocess.run([sys.executable, "-c", f"from payung.demo.bench_law import *; write_people({rows}, Path({str(path)!r}))"], check=True)
    run = {"Python": python, "Polars": polars, "DuckDB": duckdb, "Spark": spark}[engine]
    run(path, rows if engine != "Python" else _ONE_BY_ONE)  # what is measured is a running process: figures read, engine started
    began = time.perf_counter()
    sums = run(path, rows)
    seconds = time.perf_counter() - began
    counted = rows // _ONE_BY_ONE if engine == "Python" else rows
    memory = None if engine == "Spark" else resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024  # Spark's is the virtual machine's
    print(json.dumps({"rows": counted, "seconds": seconds, "sums": dict(sums), "memory_mb": memory}))


if __name__ == "__main__":
    os.environ.setdefault("POLARS_MAX_THREADS", "2")
    main(sys.argv[1], int(sys.argv[2]), Path(sys.argv[3]))
