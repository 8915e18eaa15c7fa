"""How soon a question about coverage is answered, and figures are prepared: python -m payung.demo.bench_coverage ROWS prints one line of JSON.

ROWS memberships of a third as many people in three years of a fund for each regency of the country (36 months, all villages where there are people
enough): one in ten comes later, one in eleven leaves, one in a thousand is on two lists, one in five hundred stands under two numbers.
"""

import json
import random
import resource
import statistics
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

import polars as pl

from payung.config.start import start

_ON, _YEARS, _FIRST = date(2026, 12, 31), 3, 2024
_WORKS = ("Nelayan", "Petani", "Buruh tani", "Ojek", "Pedagang pasar", "Penjahit", "Guru ngaji", "Tukang batu", "Kuli panggul", "Sopir angkot", "")
_A_VILLAGE, _LIST = 40, 100  # people of a village; of the list that comes at the end
_ASKED, _PAID = 300, 6  # questions; months of a year that are paid
_TABLES = ("registry_person", "registry_candidate", "roster_membership", "billing_bill", "billing_payment")


def main(rows: int) -> dict[str, Any]:
    """`seconds` of rebuilding; `p50` and `most` of a question in seconds, `detailed` the most of one by sex and kind of work besides;
    `list_seconds` of preparing after a list of a village."""
    from payung.cli.machine import prepare
    from payung.coverage.cube_actions import prepare_figures, rebuild_figures

    prepare()
    people = rows // _YEARS
    villages = _villages(people)
    began = time.perf_counter()
    with _unguarded():
        _fill(people, villages)
    _analyze()
    built, began = time.perf_counter() - began, time.perf_counter()
    prepared = rebuild_figures(by=None, on=_ON)
    seconds = time.perf_counter() - began
    _true(villages)
    asked, detailed = _asked(villages, detail=False), _asked(villages, detail=True)
    _one_more_list(people, villages[len(villages) // 2])
    began = time.perf_counter()
    prepare_figures(by=None, on=_ON)
    after = time.perf_counter() - began
    _true(villages)
    told = {"p50": statistics.median(asked), "most": max(asked), "detailed_p50": statistics.median(detailed), "detailed": max(detailed)}
    said = {name: round(value, 4) for name, value in {**told, "list_seconds": after}.items()}
    note = ", ".join(f"{name} {value}" for name, value in said.items())
    return {"rows": rows, "seconds": seconds, "note": note, **said, "built_seconds": round(built), "cells": prepared.cells}


def _villages(people: int) -> list[tuple[str, int]]:
    """(code, place of its regency among all) of so many villages that each has its people, from all over the country."""
    from payung.places.models import Place

    regencies = {code: at for at, code in enumerate(Place.objects.regencies().order_by("code").values_list("code", flat=True))}
    codes = list(Place.objects.filter(level=4).order_by("code").values_list("code", flat=True))
    every = max(1, len(codes) * _A_VILLAGE // max(people, 1))
    return [(code, regencies[code[:5]]) for code in codes[::every]]


@contextmanager
def _unguarded() -> Iterator[None]:
    """Rows as they would be after years; what triggers count is counted by the rebuilding."""
    from django.db import connection

    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            for table in _TABLES:
                cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER ALL")
            yield
            for table in _TABLES:
                cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER ALL")
            return
        cursor.execute("PRAGMA foreign_keys=OFF")
        marks = ", ".join("%s" for _ in _TABLES)
        cursor.execute(f"SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name IN ({marks})", list(_TABLES))
        triggers = cursor.fetchall()
        for name, _ in triggers:
            cursor.execute(f"DROP TRIGGER {name}")
        yield
        for _, sql in triggers:
            cursor.execute(sql)
        cursor.execute("PRAGMA foreign_keys=ON")


def _fill(people: int, villages: list[tuple[str, int]]) -> None:
    from django.db import connection, transaction

    from payung.places.models import Office, Place

    office = Office.objects.create(kind=Office.Kind.LABOUR, name="Disnaker", place=Place.objects.get(code="74.05"))
    _funds()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE bench_village (at INTEGER PRIMARY KEY, code VARCHAR(13), regency INTEGER)")
        cursor.executemany("INSERT INTO bench_village VALUES (%s, %s, %s)", [(at, *one) for at, one in enumerate(villages)])
        cursor.execute("CREATE TEMPORARY TABLE bench_work (at INTEGER PRIMARY KEY, name VARCHAR(40))")
        cursor.executemany("INSERT INTO bench_work VALUES (%s, %s)", list(enumerate(_WORKS)))
        count = f"generate_series(0, {people - 1}) AS n(i)"
        if connection.vendor != "postgresql":
            count = f"(WITH RECURSIVE c(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM c WHERE i < {people - 1}) SELECT i FROM c) AS n"
        here = f"{count} JOIN bench_village v ON v.at = n.i %% {len(villages)}".replace("%%", "%")
        cursor.execute(
            "INSERT INTO registry_person (id, nik, name, birth_date, birth_place, sex, mother, phone, address, same_as_id) "
            "SELECT i + 1, CAST(7400000000000000 + i AS VARCHAR(16)), 'Orang Karangan', '1985-05-17', '', "
            "CASE WHEN i % 97 = 0 THEN '' WHEN (i / 3) % 2 = 0 THEN 'L' ELSE 'P' END, '', '', '', "
            f"CASE WHEN i % 500 = 7 THEN i END FROM {count} ORDER BY i"
        )
        for year in range(_YEARS):
            home = "CASE WHEN i % 101 = 0 THEN NULL ELSE v.code END"
            cursor.execute(
                "INSERT INTO registry_candidate (id, round_id, person_id, office_id, village_id, occupation, stands) "
                f"SELECT {year * people} + i + 1, v.regency * {_YEARS} + {year + 1}, i + 1, {office.pk}, {home}, "
                f"w.name, true FROM {here} JOIN bench_work w ON w.at = (i / 7) % {len(_WORKS)} ORDER BY i"
            )
            first = f"{(_FIRST + year) * 12} + CASE WHEN i % 10 = 3 THEN 1 + i % 11 ELSE 0 END"
            cursor.execute(
                "INSERT INTO roster_membership (id, fund_id, person_id, first_month, last_month) "
                f"SELECT {year * people} + i + 1, v.regency * {_YEARS} + {year + 1}, i + 1, {first}, "
                f"CASE WHEN (i + {year}) % 11 = 5 THEN {first} + i % 6 END FROM {here} ORDER BY i"
            )
        cursor.execute(
            "INSERT INTO roster_membership (id, fund_id, person_id, first_month, last_month) "
            f"SELECT {_YEARS * people} + i + 1, v.regency * {_YEARS} + 3, i + 1, {(_FIRST + 2) * 12}, NULL "
            f"FROM {count} JOIN bench_village v ON v.at = (n.i + 1) % {len(villages)} JOIN bench_village o ON o.at = n.i % {len(villages)} "
            "WHERE i % 1000 = 11 AND o.regency <> v.regency ORDER BY i"
        )


def _funds() -> None:
    """A round and a fund for each regency and year; every second fund of the state's own workers; half of each year paid."""
    from payung.billing.models import Bill, Payment
    from payung.places.models import Place
    from payung.planning.models import Fund
    from payung.registry.models import Round
    from payung.values.month import Month

    rounds, funds, bills = [], [], []
    for at, place in enumerate(Place.objects.regencies().order_by("code")):
        for year in range(_YEARS):
            number, first = at * _YEARS + year + 1, Month.at(_FIRST + year, 1)
            rounds.append(Round(pk=number, place=place, name=f"Pendataan {_FIRST + year}", start=first.first_day))
            terms = {"source": "APBD", "amount": 10**12, "segment": "NON_ASN" if at % 2 else "BPU", "first_month": first, "last_month": first + 11}
            funds.append(Fund(pk=number, place=place, round_id=number, name=f"APBD {_FIRST + year}", **terms))
            bills += [Bill(fund_id=number, month=first + month, people=1, jkk=0, jkm=1, total=1, due_on=_ON) for month in range(_PAID)]
    Round.objects.bulk_create(rounds)
    Fund.objects.bulk_create(funds)
    Payment.objects.bulk_create(Payment(bill=bill, amount=1, paid_on=_ON, reference=f"SP2D {bill.pk}") for bill in Bill.objects.bulk_create(bills))


def _analyze() -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _places(villages: list[tuple[str, int]], dice: random.Random) -> str:
    """Of any level, each as likely as another."""
    return dice.choice(villages)[0][: dice.choice((0, 2, 5, 8, 13))]


def _asked(villages: list[tuple[str, int]], *, detail: bool) -> list[float]:
    """Seconds of questions about a place, a month and a segment, in a process that asks its first one before."""
    from payung.coverage.cube import people_in
    from payung.values.month import Month

    dice, found = random.Random(8), []
    for at in range(_ASKED + 1):
        place, month = _places(villages, dice), Month.at(_FIRST, 1) + dice.randrange(12 * _YEARS)
        asked: dict[str, Any] = {"numerator": dice.choice(("listed", "paid")), "segment": dice.choice((None, "BPU", "NON_ASN"))}
        if detail:
            asked |= {"sex": dice.choice((None, "L", "P")), "occupation": dice.choice((None, "fisher", "farm", ""))}
        began = time.perf_counter()
        people_in(place, month, **asked)
        found += [time.perf_counter() - began] if at else []
    return found


def _true(villages: list[tuple[str, int]]) -> None:
    """AssertionError where a question is answered otherwise than by counting people."""
    from django.db import connection

    from payung.coverage.cube import people_in
    from payung.values.month import Month

    month = Month.at(_FIRST + 2, 9)
    for place in (villages[0][0], villages[len(villages) // 2][0][:8], villages[len(villages) // 2][0][:5]):
        sql = f"""SELECT COUNT(DISTINCT COALESCE(p.same_as_id, p.id)) FROM registry_candidate c JOIN registry_person p ON p.id = c.person_id
            JOIN roster_membership m ON m.person_id = c.person_id JOIN planning_fund f ON f.id = m.fund_id AND f.round_id = c.round_id
            WHERE (c.village_id = %s OR c.village_id LIKE %s) AND f.first_month <= {month.no} AND f.last_month >= {month.no}
            AND m.first_month <= {month.no} AND (m.last_month IS NULL OR m.last_month >= {month.no}) AND p.sex = 'P'"""
        with connection.cursor() as cursor:
            cursor.execute(sql, [place, f"{place}.%"])
            counted = cursor.fetchone()[0]
        if len(place) > 5 and (told := people_in(place, month, sex="P")) != counted:
            raise AssertionError(f"{place}: {told}, not {counted}")


def _one_more_list(people: int, village: tuple[str, int]) -> None:
    """Newcomers of a village are taken into the round and onto the list, as intake and roster write them."""
    from payung.audit.actions import acting
    from payung.places.models import Office
    from payung.registry.bulk import insert_frame
    from payung.registry.models import Candidate, Person
    from payung.roster.models import Membership

    code, regency = village
    number = regency * _YEARS + _YEARS
    ids = pl.int_range(people + 1, people + _LIST + 1, eager=True).alias("id").to_frame()
    blank = {name: pl.lit("") for name in ("birth_place", "mother", "phone", "address")}
    with acting("bench", by=None):
        told = ids.select(
            "id", nik=(pl.col("id") + 7_500_000_000_000_000).cast(pl.String), name=pl.lit("Pendatang"), birth_date=pl.lit(_ON), sex=pl.lit("P")
        )
        insert_frame(Person, told.with_columns(**blank, birth_date=pl.lit(date(1985, 5, 17))))
        at_home = {
            "round_id": pl.lit(number),
            "office_id": pl.lit(Office.objects.get().pk),
            "village_id": pl.lit(code),
            "occupation": pl.lit("Nelayan"),
        }
        key = pl.col("id") + 10 * people
        insert_frame(Candidate, ids.select(id=key, person_id="id", **at_home))
        insert_frame(Membership, ids.select(id=key, fund_id=pl.lit(number), person_id="id", first_month=pl.lit((_FIRST + 2) * 12 + 8)))


if __name__ == "__main__":
    start()
    answer = main(int(sys.argv[1]))
    print(json.dumps({**answer, "memory_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024}))
