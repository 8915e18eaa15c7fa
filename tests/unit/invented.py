"""A round in a regency with invented candidates and funds, for the tests of planning and everything above it."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

import polars as pl
from django.db import connection

from payung.audit.actions import acting
from payung.places.models import Office, Place
from payung.planning.actions import determine, open_fund
from payung.planning.models import Determination, Fund
from payung.registry.bulk import insert_frame, reserve_ids
from payung.registry.models import Candidate, Person, Register, RegisterEntry, Round
from payung.registry.names import insert_people
from payung.roster.actions import start_roster
from payung.values.month import Month

TODAY = date(2025, 12, 20)
JANUARY = Month.at(2026, 1)
VILLAGES = ("74.05.01.2003", "74.05.01.2006", "74.05.02.2001")
BORN = date(1985, 5, 17)


def nik(number: int) -> str:
    return f"7405{number:012d}"


@dataclass
class Programme:
    round: Round
    office: Office
    people: list[int] = field(default_factory=list)

    @property
    def place(self) -> Place:
        return self.round.place

    def candidates(self, count: int, *, villages: tuple[str | None, ...] = VILLAGES, born: date = BORN) -> pl.DataFrame:
        """id, nik of new people: their NIK counts up, their villages take turns."""
        first = len(self.people)
        numbers = range(first, first + count)
        with acting("test", by=None):
            ids = reserve_ids(Person, count)
            people = pl.DataFrame({"id": ids, "nik": [nik(number) for number in numbers]})
            empty = {name: pl.lit("") for name in ("birth_place", "sex", "mother", "phone", "address")}
            insert_people(people.with_columns(name=pl.format("Warga {}", "id"), birth_date=pl.lit(born), **empty))
            insert_frame(
                Candidate,
                people.select(
                    person_id="id",
                    round_id=pl.lit(self.round.pk),
                    office_id=pl.lit(self.office.pk),
                    occupation=pl.lit(""),
                    village_id=pl.Series([villages[number % len(villages)] for number in numbers], dtype=pl.String),
                ),
            )
        self.people += ids.to_list()
        return people

    def welfare(self, deciles: dict[str, str], as_of: date = date(2025, 6, 1)) -> None:
        version = 1 + Register.objects.filter(kind="welfare", place=self.place).count()
        register = Register.objects.create(
            kind="welfare", place=self.place, version=version, source="DTSEN", as_of=as_of, file_name="d.xlsx", sha256=str(as_of), rows=len(deciles)
        )
        RegisterEntry.objects.bulk_create(RegisterEntry(register=register, nik=one, evidence=decile) for one, decile in deciles.items())

    def fund(self, **terms: Any) -> Fund:
        given = {"name": "APBD 2026", "source": "APBD", "amount": 10**9, "first_month": JANUARY, "months": 12}
        return open_fund(**{"place": self.place, "round": self.round, **given, **terms}, by=None, on=TODAY)

    def determined(self, fund: Fund, number: str = "SK 1") -> Determination:
        return determine(fund=fund, number=number, decided_on=TODAY, by=None, on=TODAY).determination

    def started(self, **terms: Any) -> Fund:
        """A fund whose list has begun."""
        fund = self.fund(**terms)
        start_roster(determination=self.determined(fund), by=None, on=TODAY)
        return fund


def lists_of_before() -> None:
    """Until the test ends the database takes a person on two funds' lists, as it did before its trigger refused it: such months are still there."""
    connection.check_constraints()  # PostgreSQL drops no trigger of a table with checks to come
    name = "roster_spells_overlap_insert"
    with connection.cursor() as cursor:
        cursor.execute(f"DROP FUNCTION {name}() CASCADE" if connection.vendor == "postgresql" else f"DROP TRIGGER {name}")


def begin() -> Programme:
    place = Place.objects.get(code="74.05")
    return Programme(
        Round.objects.create(place=place, name="Pendataan 2026", start=date(2026, 1, 1)),
        Office.objects.create(kind=Office.Kind.LABOUR, name="Disnaker", place=place),
    )
