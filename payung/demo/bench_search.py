"""How long it takes to find people by name and NIK: python -m payung.demo.bench_search ROWS prints one line of JSON.

The people live in a province, a fifth of them in one regency; each question is asked for the nation, that regency and one of its villages.
"""

import json
import random
import resource
import statistics
import sys
import time
from datetime import date
from typing import Any

import polars as pl

from payung.config.start import start

_ON = date(2026, 1, 1)
_AGAIN = 5  # times each question is asked; the slowest counts too
QUESTIONS = [
    "siti", "muhammad", "wa ode", "nur", "Moh. Ridwan", "siti aminah saputra", "Hj. St. Nurhayati", "lukman mokodompit", "jabir tamburaka", "sartka",
    "mokodompt", "jhamal silondae", "tidak ada namanya", "740501", "740501" + "0101650001", "0841", "7405••••••••0001",
]  # fmt: skip


def main(rows: int) -> dict[str, Any]:
    from payung.accounts.models import Assignment, Role, User
    from payung.registry.search import find_people

    villages = _write(rows)
    nation, regency, village = (User.objects.create(username=name, display_name=name) for name in ("nation", "regency", "village"))
    Assignment.objects.create(user=nation, role=Role.AUDITOR, since=_ON)
    Assignment.objects.create(user=regency, role=Role.OPERATOR, since=_ON, place_id="74.05")
    Assignment.objects.create(user=village, role=Role.VILLAGE, since=_ON, place_id=villages[0])
    asked: list[tuple[float, str, str, int]] = []
    for user in (nation, regency, village):
        for text in QUESTIONS:
            for _ in range(_AGAIN):
                began = time.perf_counter()
                found = find_people(text, visible_to=user, on=_ON)
                asked.append((time.perf_counter() - began, user.username, text, len(found.ids)))
    asked.sort()
    seconds = [one[0] for one in asked]
    slowest = [{"seconds": round(s, 4), "sight": who, "text": text, "found": found} for s, who, text, found in asked[-5:]]
    return {"rows": rows, "seconds": statistics.quantiles(seconds, n=20)[-1], "median": statistics.median(seconds), "slowest": slowest}


def _write(rows: int) -> list[str]:
    """People and candidates of a round in each regency; the codes of the first regency's villages."""
    from payung.audit.actions import acting
    from payung.cli.machine import prepare
    from payung.intake.actions import open_round
    from payung.intake.senders import sender_named
    from payung.places.codes import villages
    from payung.places.models import Place
    from payung.registry.bulk import insert_frame, reserve_ids
    from payung.registry.models import Candidate, Person
    from payung.registry.names import insert_people

    prepare()
    chance = random.Random(1)
    regencies = list(Place.objects.within("74").regencies().order_by("-code").values_list("code", flat=True))
    regencies.sort(key=lambda code: code != "74.05")
    first: list[str] = []
    for at, code in enumerate(regencies):
        count = rows // 5 if at == 0 else (rows - rows // 5) // (len(regencies) - 1)
        place = Place.objects.get(code=code)
        round = open_round(place=place, name="bench", start=_ON, by=None)
        office = sender_named(name="Disnaker", place=place, by=None)
        codes = villages(code)["code"].to_list()
        first = first or codes
        with acting("bench", by=None):
            people = _people(code, count, codes, chance).with_columns(id=reserve_ids(Person, count))
            insert_people(people)
            plain = {"round_id": pl.lit(round.pk), "office_id": pl.lit(office.pk), "occupation": pl.lit("")}
            insert_frame(Candidate, people.select("village_id", person_id="id", **plain))
    _analyze()
    return first


def _people(code: str, count: int, villages: list[str], chance: random.Random) -> pl.DataFrame:
    from payung.demo.names import FAMILY, FEMALE, MALE

    given = [*FEMALE, *MALE, *(f"Siti {name}" for name in FEMALE[:20]), *(f"Muhammad {name}" for name in MALE[:40]), "Muh. Yusran", "St. Hawa"]
    at = pl.int_range(count, eager=True).alias("at").to_frame()
    day, month, year = pl.col("at") % 28 + 1, pl.col("at") // 28 % 12 + 1, pl.col("at") // 336 % 35 + 1965

    def two(number: pl.Expr) -> pl.Expr:
        return number.cast(pl.String).str.zfill(2)

    serial = (pl.col("at") // 11_760 % 9_999 + 1).cast(pl.String).str.zfill(4)
    names = [f"{chance.choice(given)} {chance.choice(FAMILY)}" if chance.random() < 0.8 else chance.choice(given) for _ in range(count)]
    blank = {name: pl.lit("") for name in ("birth_place", "sex", "mother", "phone", "address")}
    return at.select(
        nik=pl.concat_str(pl.lit(code.replace(".", "") + "01"), two(day), two(month), two(year % 100), serial),
        name=pl.Series(names),
        birth_date=pl.date(year, month, day),
        village_id=pl.Series([villages[number % len(villages)] for number in range(count)]),
        **blank,
    )


def _analyze() -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


if __name__ == "__main__":
    start()
    answer = main(int(sys.argv[1]))
    print(json.dumps({**answer, "memory_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024}))
