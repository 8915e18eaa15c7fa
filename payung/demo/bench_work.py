"""One measurement in a process of its own: python -m payung.demo.bench_work receive|rank|bill ROWS FOLDER prints one line of JSON."""

import json
import resource
import sys
import time
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl

from payung.config.start import start

_START = date(2026, 1, 1)


def invented_people(rows: int) -> pl.DataFrame:
    """nik, name, birth_date, village: as many as asked for, all different, aged 26 to 60."""
    at = pl.int_range(rows, eager=True).alias("at").to_frame()
    day, month, year, district = (
        pl.col("at") % 28 + 1,
        pl.col("at") // 28 % 12 + 1,
        pl.col("at") // 336 % 35 + 1965,
        pl.col("at") // 11_760 % 25 + 1,
    )
    serial = pl.col("at") // 294_000 + 1

    def two(number: pl.Expr) -> pl.Expr:
        return number.cast(pl.String).str.zfill(2)

    return at.select(
        nik=pl.concat_str(pl.lit("7405"), two(district), two(day), two(month), two(year % 100), serial.cast(pl.String).str.zfill(4)),
        name=pl.format("Orang Karangan {}", "at"),
        birth_date=pl.date(year, month, day),
        village=pl.format("74.05.{}.2001", two(district)),
    )


def rank(rows: int, _: Path) -> dict[str, Any]:
    from payung.planning.rank import Criteria
    from payung.planning.rank import rank as order

    people = (
        invented_people(rows)
        .with_row_index("id")
        .with_columns(
            decile=pl.when(pl.col("id") % 5 > 0).then(pl.col("id") % 10 + 1).cast(pl.UInt8), last_year=pl.col("id") % 3 == 0, elsewhere=pl.lit(False)
        )
    )
    began = time.perf_counter()
    ranked = order(people, Criteria(_START, quota_per_village=rows // 30), rows // 2, draw="bench")
    return {"rows": ranked.height, "seconds": time.perf_counter() - began}


class _Counter:
    """Counts the SQL statements that pass through it."""

    def __init__(self) -> None:
        self.count = 0

    def __call__(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        self.count += 1
        return execute(sql, params, many, context)


def receive(_: int, folder: Path) -> dict[str, Any]:
    """Received, checked and accepted, audit included; the registers are there before."""
    from django.db import connection

    from payung.cli.machine import prepare
    from payung.intake.actions import accept_lists, import_register, open_round, receive_lists
    from payung.intake.registers import read_registers
    from payung.places.queries import place as find_place

    prepare()
    place = find_place("74.05")
    for path in sorted((folder / "registers").glob("*.csv")):
        import_register(
            place=place, kind=path.stem, frame=read_registers({path.stem: path})[path.stem], path=path, source="bench", as_of=_START, by=None
        )
    round = open_round(place=place, name="bench", start=_START, by=None)
    counter = _Counter()
    with connection.execute_wrapper(counter):
        began = time.perf_counter()
        got = receive_lists(round=round, paths=list((folder / "lists").iterdir()), by=None, on=_START)
        accept_lists(round=round, by=None, on=_START)
        seconds = time.perf_counter() - began
    return {"rows": got.rows, "seconds": seconds, "sql_per_row": counter.count / got.rows}


def bill(rows: int, _: Path) -> dict[str, Any]:
    """The bill of a list of `rows` people; the list is there before."""
    from django.db import connection

    from payung.billing.actions import make_bill
    from payung.cli.machine import prepare
    from payung.intake.actions import open_round
    from payung.intake.senders import sender_named
    from payung.places.queries import place as find_place
    from payung.planning.actions import determine, open_fund
    from payung.registry.bulk import insert_frame
    from payung.registry.models import Candidate, Person
    from payung.roster.actions import start_roster
    from payung.values.month import Month

    prepare()
    place = find_place("74.05")
    round = open_round(place=place, name="bench", start=_START, by=None)
    office = sender_named(name="Disnaker", place=place, by=None)
    people = invented_people(rows).rename({"village": "village_id"}).with_row_index("id", offset=1)
    blank = {name: pl.lit("") for name in ("birth_place", "sex", "mother", "phone", "address")}
    insert_frame(Person, people.with_columns(**blank))
    insert_frame(
        Candidate,
        people.select(person_id="id", village_id="village_id", round_id=pl.lit(round.pk), office_id=pl.lit(office.pk), occupation=pl.lit("")),
    )
    month = Month.at(2026, 1)
    fund = open_fund(place=place, round=round, name="bench", source="APBD", amount=rows * 16_800, first_month=month, months=1, by=None, on=_START)
    start_roster(determination=determine(fund=fund, number="bench", decided_on=_START, by=None, on=_START).determination, by=None, on=_START)
    counter = _Counter()
    with connection.execute_wrapper(counter):
        began = time.perf_counter()
        made = make_bill(fund=fund, month=month, by=None, on=_START)
        seconds = time.perf_counter() - began
    return {"rows": made.people, "seconds": seconds, "sql_per_row": counter.count / made.people}


if __name__ == "__main__":
    start()
    answer = {"receive": receive, "rank": rank, "bill": bill}[sys.argv[1]](int(sys.argv[2]), Path(sys.argv[3]))
    print(json.dumps({**answer, "memory_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024}))
