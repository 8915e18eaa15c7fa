"""One measurement in a process of its own: python -m payung.demo.bench_work receive|rank|rerank|bill ROWS FOLDER prints one line of JSON."""

import json
import resource
import sys
import time
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl

from payung.config.start import start

if TYPE_CHECKING:
    from payung.planning.models import Fund

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


def rerank(rows: int, _: Path) -> dict[str, Any]:
    """A ranking by a criterion that was changed, in a process that knows nothing yet: candidates are read, lots drawn and all put in order.

    `again`: seconds of the next criterion in the same process.
    """
    from payung.planning.preview import tried_ranking
    from payung.planning.queries import criteria_of

    fund = candidates_with_a_fund(rows)
    own, seconds = criteria_of(fund), []
    for criteria in (replace(own, quota_per_village=rows // 30), replace(own, oldest=60)):
        began = time.perf_counter()
        ranking = tried_ranking(fund, criteria)
        seconds.append(time.perf_counter() - began)
    return {"rows": ranking.frame.height, "seconds": seconds[0], "again": seconds[1]}


def candidates_with_a_fund(rows: int, months: int = 1) -> "Fund":
    """A round of so many people at 74.05, two of three with a decile, and a fund for all of them."""
    from django.db import connection

    from payung.cli.machine import prepare
    from payung.intake.actions import open_round
    from payung.intake.senders import sender_named
    from payung.places.queries import place as find_place
    from payung.planning.actions import open_fund
    from payung.registry.bulk import insert_frame
    from payung.registry.models import Candidate, Register, RegisterEntry
    from payung.registry.names import insert_people
    from payung.values.month import Month

    prepare()
    place = find_place("74.05")
    round = open_round(place=place, name="bench", start=_START, by=None)
    office = sender_named(name="Disnaker", place=place, by=None)
    people = invented_people(rows).rename({"village": "village_id"}).with_row_index("id", offset=1)
    blank = {name: pl.lit("") for name in ("birth_place", "sex", "mother", "phone", "address")}
    insert_people(people.with_columns(**blank))
    insert_frame(
        Candidate,
        people.select(person_id="id", village_id="village_id", round_id=pl.lit(round.pk), office_id=pl.lit(office.pk), occupation=pl.lit("")),
    )
    given = {"place": place, "kind": "welfare", "source": "bench", "as_of": _START, "file_name": "bench.csv", "sha256": "0" * 64, "rows": rows}
    told = people.filter(pl.col("id") % 3 > 0).select("nik", evidence=(pl.col("id") % 10 + 1).cast(pl.String))
    insert_frame(RegisterEntry, told.with_columns(register_id=pl.lit(Register.objects.create(**given).pk)))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    terms: dict[str, Any] = {"place": place, "round": round, "name": "bench", "source": "APBD", "amount": rows * 16_800 * months, "months": months}
    return open_fund(**terms, first_month=Month.of(_START), by=None, on=_START)


def listed_fund(rows: int, months: int = 1) -> "Fund":
    """A fund whose list has `rows` people."""
    from payung.planning.actions import determine
    from payung.roster.actions import start_roster

    fund = candidates_with_a_fund(rows, months)
    start_roster(determination=determine(fund=fund, number="bench", decided_on=_START, by=None, on=_START).determination, by=None, on=_START)
    return fund


def bill(rows: int, _: Path) -> dict[str, Any]:
    """The bill of a list of `rows` people; the list is there before."""
    from django.db import connection

    from payung.billing.actions import make_bill

    fund = listed_fund(rows)
    counter = _Counter()
    with connection.execute_wrapper(counter):
        began = time.perf_counter()
        made = make_bill(fund=fund, month=fund.first_month, by=None, on=_START)
        seconds = time.perf_counter() - began
    return {"rows": made.people, "seconds": seconds, "sql_per_row": counter.count / made.people}


if __name__ == "__main__":
    start()
    answer = {"receive": receive, "rank": rank, "rerank": rerank, "bill": bill}[sys.argv[1]](int(sys.argv[2]), Path(sys.argv[3]))
    print(json.dumps({**answer, "memory_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024}))
