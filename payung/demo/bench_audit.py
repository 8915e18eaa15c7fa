"""All tests of the audit pack over a list and its twelve paid bills: python -m payung.demo.bench_audit ROWS prints one line of JSON."""

import json
import resource
import sys
import time
from datetime import date
from typing import Any

import polars as pl

from payung.config.start import start
from payung.demo.bench_work import listed_fund

_START = date(2026, 1, 1)
_ROW_TEXTS = ("birth_place", "sex", "occupation", "codes")


def audit(rows: int) -> dict[str, Any]:
    """`seconds` of all tests, `each` of one; `findings` by test, where there are any."""
    from django.db import connection

    from payung.assurance.queries import run_tests
    from payung.assurance.scope import asked_for
    from payung.billing.actions import make_bill, pay_bill

    fund = listed_fund(rows, months=12)
    _rows_that_passed(rows)
    for month in fund.first_month.upto(fund.last_month):
        made = make_bill(fund=fund, month=month, by=None, on=_START)
        pay_bill(bill=made, amount=made.total, paid_on=_START, reference=f"SP2D {month}", by=None, on=_START)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")
    began = time.perf_counter()
    found = run_tests(asked_for(visible_to=None, on=date(2026, 12, 31)))
    each = {one.key: round(one.seconds, 2) for one in found}
    findings = {one.key: one.findings for one in found if one.findings}
    return {"rows": rows, "seconds": time.perf_counter() - began, "each": each, "findings": findings}


def _rows_that_passed(rows: int) -> None:
    """A row of a list for each person, as existence asks for."""
    from payung.audit.actions import acting
    from payung.intake.models import Row, SubmittedList
    from payung.places.models import Office
    from payung.registry.bulk import insert_frame, read_frame
    from payung.registry.models import Round

    people = read_frame(
        "SELECT id, nik, name, birth_date FROM registry_person", [], {"id": pl.Int64, "nik": pl.String, "name": pl.String, "birth_date": pl.Date}
    )
    with acting("bench", by=None):
        terms = {"round": Round.objects.get(), "office": Office.objects.get(), "file_name": "bench", "sha256": "bench", "size": 1}
        sent = SubmittedList.objects.create(**terms, state="accepted", rows=rows)
        told = people.select("nik", "name", "birth_date", list_id=pl.lit(sent.pk), sheet=pl.lit("a"), number="id", as_written=pl.lit("{}"))
        insert_frame(Row, told.with_columns(verdict=pl.lit("passes"), **{name: pl.lit("") for name in _ROW_TEXTS}))


if __name__ == "__main__":
    start()
    answer = audit(int(sys.argv[1]))
    print(json.dumps({**answer, "memory_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024}))
