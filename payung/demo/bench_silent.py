"""How long the report of deaths that nobody claimed takes: python -m payung.demo.bench_silent ROWS prints one line of JSON.

ROWS members on a list of twelve months, of which two are billed and paid; half as many deaths in a register, one in ten of them of a member; one
in ten of those has a case already.
"""

import json
import resource
import sys
import time
from datetime import date
from typing import Any

import polars as pl

from payung.config.start import start
from payung.demo.bench_work import invented_people, listed_fund

_ON = date(2026, 12, 31)
_FIRST = date(2025, 9, 1)
_DAYS = 480  # so long deaths happen, from before the list began to its end
_PAID = 2  # months
_MEMBER, _CASE = 10, 10  # one of so many


def main(rows: int) -> dict[str, Any]:
    """`seconds` of the report, `open_seconds` of opening a case for everybody in it."""
    from django.db import connection

    from payung.billing.actions import make_bill, pay_bill
    from payung.claims.from_register import open_from_register, open_silent
    from payung.claims.silent import silent_deaths

    fund = listed_fund(rows, months=12)
    for month in fund.first_month.upto(fund.first_month + (_PAID - 1)):
        bill = make_bill(fund=fund, month=month, by=None, on=_ON)
        pay_bill(bill=bill, amount=bill.total, paid_on=month.last_day, reference=f"SP2D {month}", by=None, on=_ON)
    deaths = _deaths(rows)
    known = deaths.filter(pl.col("at") % (_MEMBER * _CASE) == 0)
    open_from_register(register=_register(known, "Puskesmas"), by=None, on=_ON)
    _register(deaths, "Disdukcapil")
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")
    began, worked = time.perf_counter(), time.process_time()
    found = silent_deaths("74.05", visible_to=None, on=_ON)
    seconds, worked = time.perf_counter() - began, time.process_time() - worked
    expected = deaths.filter(pl.col("at") % _MEMBER == 0, pl.col("at") % (_MEMBER * _CASE) != 0, pl.col("on") >= fund.first_month.first_day)
    if found.people.height != expected.height:
        raise AssertionError(f"{found.people.height}, not {expected.height}")
    began = time.perf_counter()
    made = open_silent(place="74.05", people=found.people["one"].to_list(), by=None, on=_ON)
    told = {"deaths": deaths.height, "silent": found.people.height, "opened": made.opened, "rupiah": found.total}
    return {"rows": rows, "seconds": seconds, "cpu_seconds": round(worked, 2), "open_seconds": round(time.perf_counter() - began, 2), **told}


def _deaths(rows: int) -> pl.DataFrame:
    """at, nik, name, birth_date, on: half as many as members; who is no member has a number of a district that no invented person is of."""
    people = invented_people(rows // 2).with_row_index("at")
    stranger = pl.lit("7499") + pl.col("nik").str.slice(4)
    day = pl.lit(_FIRST) + pl.duration(days=pl.col("at").cast(pl.Int64) * 7919 % _DAYS)
    return people.select("at", "name", "birth_date", nik=pl.when(pl.col("at") % _MEMBER == 0).then("nik").otherwise(stranger), on=day)


def _register(lines: pl.DataFrame, source: str) -> Any:
    from payung.audit.actions import acting
    from payung.places.models import Place
    from payung.registry.bulk import insert_frame
    from payung.registry.models import Register, RegisterEntry

    with acting("bench", by=None):
        place = Place.objects.get(code="74.05")
        terms = {"source": source, "as_of": _ON, "file_name": "bench", "sha256": source, "rows": lines.height}
        register = Register.objects.create(kind="deaths", place=place, version=Register.objects.count() + 1, **terms)
        insert_frame(RegisterEntry, lines.select("nik", "name", "birth_date", "on", register_id=pl.lit(register.pk), evidence=pl.lit("")))
        return register


if __name__ == "__main__":
    start()
    answer = main(int(sys.argv[1]))
    print(json.dumps({**answer, "memory_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024}))
