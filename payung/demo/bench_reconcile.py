"""How long it takes to hold BPJS's postings against a bill: python -m payung.demo.bench_reconcile ROWS prints one line of JSON.

The file names everybody of the bill but one in a thousand, posts as many with another amount, as many twice and as many who are on no list.
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

_ON = date(2026, 1, 20)
_EACH = 1_000  # one of so many differs in each way


def main(rows: int) -> dict[str, Any]:
    from payung.billing.actions import make_bill, pay_bill
    from payung.billing.postings import import_postings
    from payung.billing.postings_file import ReadPostings
    from payung.billing.reconcile import reconcile

    fund = listed_fund(rows)
    bill = make_bill(fund=fund, month=fund.first_month, by=None, on=_ON)
    pay_bill(bill=bill, amount=bill.total, paid_on=date(2026, 1, 12), reference="SP2D", by=None, on=_ON)
    read = ReadPostings("posting.csv", "bench", _posted(rows, bill.total // bill.people), ())
    began = time.perf_counter()
    import_postings(bill=bill, read=read, posted_on=date(2026, 1, 14), by=None, on=_ON)
    imported = time.perf_counter() - began
    began, worked = time.perf_counter(), time.process_time()
    made = reconcile(bill=bill, by=None, on=_ON)
    seconds, worked = time.perf_counter() - began, time.process_time() - worked
    found = {kind: getattr(made, kind) for kind in ("missing", "extra", "wrong", "twice")}
    each = -(-rows // _EACH)
    if set(found.values()) != {each}:
        raise AssertionError(f"{found}, not {each} each")
    return {"rows": read.lines.height, "seconds": seconds, "cpu_seconds": round(worked, 2), "import_seconds": round(imported, 2), "found": found}


def _posted(rows: int, price: int) -> pl.DataFrame:
    """Lines as postings_file reads them."""
    at = pl.int_range(rows, eager=True).alias("at")
    people = invented_people(rows).select("nik", "name").with_columns(at)
    kind = pl.col("at") % _EACH
    amount = pl.when(kind == 1).then(price - 1).otherwise(price).cast(pl.Int64)
    # the stranger's number is of a district that no invented person is of
    nik = (pl.lit("7499") + pl.col("nik").str.slice(4)).alias("nik")
    strangers = people.filter(kind == 2).with_columns(nik, amount=pl.lit(price, dtype=pl.Int64))
    posted = people.filter(kind != 0).with_columns(amount=amount)
    lines = pl.concat([posted, people.filter(kind == 3).with_columns(amount=pl.lit(price, dtype=pl.Int64)), strangers.select(posted.columns)])
    none = {"kpj": pl.lit(None, dtype=pl.String), "code": pl.lit(None, dtype=pl.String), "posted_on": pl.lit(None, dtype=pl.Date)}
    return lines.drop("at").with_row_index("row", offset=1).with_columns(pl.col("row").cast(pl.Int64), **none)


if __name__ == "__main__":
    start()
    answer = main(int(sys.argv[1]))
    print(json.dumps({**answer, "memory_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024}))
