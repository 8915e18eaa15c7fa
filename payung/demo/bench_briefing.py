"""How long a briefing takes, from the order to its five papers: python -m payung.demo.bench_briefing ROWS prints one line of JSON.

ROWS members on a list of twelve months, of which three are billed and paid; one in five hundred has died, their cases are paid and confirmed.
"""

import json
import resource
import sys
import tempfile
import time
from datetime import date
from itertools import cycle
from pathlib import Path
from typing import Any

from payung.config.start import start
from payung.demo.bench_work import listed_fund

_ON = date(2026, 4, 20)
_PAID = 3  # months
_DIED = 500  # one of so many
_FAMILIES = 400  # at most


def main(rows: int) -> dict[str, Any]:
    """`seconds` of all five papers in one language with gathering their figures; `gather_seconds` of the figures alone."""
    from django.db import connection

    from payung.billing.actions import make_bill, pay_bill
    from payung.coverage.actions import record_universe
    from payung.reports.edition_actions import Wanted, freeze, open_edition
    from payung.reports.edition_papers import write_all
    from payung.reports.models import Edition

    fund = listed_fund(rows, months=12)
    for month in fund.first_month.upto(fund.first_month + (_PAID - 1)):
        bill = make_bill(fund=fund, month=month, by=None, on=_ON)
        pay_bill(bill=bill, amount=bill.total, paid_on=month.last_day, reference=f"SP2D {month}", by=None, on=_ON)
    record_universe(place=fund.place, definition="universe_bpjs", value=rows * 10, source="bench", as_of=date(2025, 12, 31), by=None, on=_ON)
    families = _families(min(rows // _DIED, _FAMILIES))
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")
    month = fund.first_month + (_PAID - 1)
    with tempfile.TemporaryDirectory() as folder:
        began = time.perf_counter()
        edition = open_edition(Wanted(Edition.Kind.BRIEFING, fund.place, month, month), by=None, signed="bench", on=_ON)
        freeze(edition)
        gathered = time.perf_counter() - began
        files = write_all(edition, Path(folder), ("id",))
        seconds = time.perf_counter() - began
    return {"rows": rows, "seconds": seconds, "gather_seconds": round(gathered, 2), "files": len(files), "families": families}


def _families(count: int) -> int:
    """Deaths of the first people of the list, paid in March and heard from."""
    from payung.accounts.models import User
    from payung.audit.actions import acting
    from payung.claims.models import Case, Confirmation, Relative, Told
    from payung.places.models import Place
    from payung.registry.models import Candidate

    with acting("bench", by=None):
        officer = User.objects.create(username="bench", display_name="Bench")
        members = Candidate.objects.select_related("person").order_by("pk")[:count]
        days = {"happened_on": date(2026, 3, 2), "opened_on": date(2026, 3, 3), "closed_on": _ON}
        terms = {"kind": "death", "cause": "other", "state": "closed", **days}
        villages = list(Place.objects.within("74.05").desa().values_list("code", flat=True))
        where = zip(members, cycle(villages), strict=False)
        cases = Case.objects.bulk_create([Case(person=one.person, name="bench", village_id=village, **terms) for one, village in where])
        heirs = Relative.objects.bulk_create([Relative(case=one, relation="SPOUSE", name="bench") for one in cases])
        paid = {"amount": 42_000_000, "paid_on": date(2026, 3, 20), "on": _ON}
        Told.objects.bulk_create([Told(case=one, line="DEATH", **paid) for one in cases])
        heard = {"way": "phone", "has_come": True, "amount": 42_000_000, "on": _ON, "by": officer}
        Confirmation.objects.bulk_create([Confirmation(case=case, heir=heir, **heard) for case, heir in zip(cases, heirs, strict=True)])
    return len(cases)


if __name__ == "__main__":
    start()
    answer = main(int(sys.argv[1]))
    print(json.dumps({**answer, "memory_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024}))
