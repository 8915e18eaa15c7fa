"""Invented workers of a real regency, and what is wrong with the rows that are sent about them.

The order in which chance is asked is part of the result: the same seed must go on giving the same people.
"""

import datetime as dt
import random
from dataclasses import dataclass, replace
from typing import NamedTuple

from payung.demo.names import BIRTH_PLACES, ELSEWHERE, FAMILY, FEMALE, JOBS, MALE, OFFICES, SPELLINGS, STAFF
from payung.places.codes import villages

REGENCY = "74.05"  # Konawe Selatan

FAULTS = ["nik.missing", "nik.malformed", "name.missing", "birth_date.missing", "birth_date.invalid", "sex.differs"]
REGISTERS = ["deceased", "civil_servant", "village_official", "already_covered"]
AGES = {"too_old": (65, 80), "too_young": (12, 17)}


class Village(NamedTuple):
    code: str
    name: str
    district: str


@dataclass
class Person:
    id: int
    nik: str
    name: str
    sex: str
    born: dt.date
    birth_place: str
    mother: str
    village: Village
    address: str
    phone: str
    income: int
    job: str = ""
    list: int = 0


@dataclass
class Sent:
    """One row of list number `list`; `fault` says how it is wrong (None: it is not)."""

    list: int
    person: Person
    fault: str | None = None


class World:
    """Chance, the first day of cover, the villages (no kelurahan) and the NIKs that are taken."""

    def __init__(self, rng: random.Random, start: dt.date) -> None:
        self.rng, self.start, self.used = rng, start, set[str]()
        places = villages(REGENCY).select("code", "name", "district").iter_rows()
        self.villages = [place for place in map(Village._make, places) if place.code.split(".")[3].startswith("2")]

    def person(self, number: int, ages: tuple[int, int] = (18, 64), village: Village | None = None) -> Person:
        """A new person of these ages on the first day of cover; of any village where none is named."""
        rng = self.rng
        female = rng.random() < 0.42
        village = village or rng.choice(self.villages)
        born = self._birth_date(*ages)
        nik = self._nik(born, female, village)
        first = rng.choice(FEMALE if female else MALE)
        name = f"{first} {rng.choice(FEMALE if female else MALE)}" if rng.random() < 0.35 else first
        if rng.random() < 0.75:
            name += " " + rng.choice(FAMILY)
        return Person(
            id=number,
            nik=nik,
            name=name,
            sex="P" if female else "L",
            born=born,
            birth_place=rng.choice(BIRTH_PLACES),
            mother=f"{rng.choice(FEMALE)} {rng.choice(FAMILY)}" if rng.random() < 0.6 else rng.choice(FEMALE),
            village=village,
            address=f"Dusun {rng.choice(['I', 'II', 'III', 'IV'])} RT {rng.randrange(1, 9):03d}",
            phone=f"08{rng.choice(['12', '13', '21', '52', '53', '95'])}{rng.randrange(10**7, 10**8)}",
            income=rng.choice([750, 900, 1000, 1000, 1200, 1500, 1800, 2000, 2500]) * 1000,
        )

    def _birth_date(self, youngest: int, oldest: int) -> dt.date:
        first = self.start.replace(year=self.start.year - oldest - 1) + dt.timedelta(days=2)
        last = self.start.replace(year=self.start.year - youngest) - dt.timedelta(days=1)
        return first + dt.timedelta(days=self.rng.randrange((last - first).days))

    def _nik(self, born: dt.date, female: bool, village: Village) -> str:
        prefix = village.code.replace(".", "")[:6] if self.rng.random() < 0.9 else self.rng.choice(ELSEWHERE)
        while True:
            nik = f"{prefix}{born.day + (40 if female else 0):02d}{born:%m%y}{self.rng.randrange(1, 10000):04d}"
            if nik not in self.used:
                self.used.add(nik)
                return nik


def invent_senders(world: World, lists: int) -> list[tuple[str, Village | None]]:
    """Who sends each list: three villages to one office, as long as there are offices."""
    senders: list[tuple[str, Village | None]] = []
    for n in range(lists):
        if n % 4 == 3 and n // 4 < len(OFFICES):
            senders.append((OFFICES[n // 4], None))
        else:
            home = world.rng.choice(world.villages)
            senders.append((f"Desa {home.name}", home))
    return senders


def invent_people(world: World, count: int, homes: list[Village | None]) -> list[Person]:
    """`count` people, each on one of the lists; offices (home None) propose their own staff."""
    people = []
    for i in range(count):
        n = world.rng.randrange(len(homes))
        person = world.person(i, village=homes[n])
        person.list, person.job = n, world.rng.choice(JOBS if homes[n] else STAFF)
        people.append(person)
    return people


def plan_rows(world: World, people: list[Person], lists: int, bad: float) -> list[Sent]:
    """Every row that will be sent: each person once, a share `bad` of them wrong, and the rows that name a person again."""
    rng, rows = world.rng, [Sent(person.list, person) for person in people]
    again = []
    for row in rows:
        if rng.random() >= bad:
            continue
        kind = rng.choices(["fault", "register", "age", "double"], [35, 25, 10, 30])[0]
        if kind != "double":
            row.fault = rng.choice({"fault": FAULTS, "register": REGISTERS, "age": list(AGES)}[kind])
        elif twin := _twin(world, row, lists):
            again.append(twin)
    for row in rows:
        if row.fault in AGES:
            fresh = world.person(row.person.id, AGES[row.fault], row.person.village)
            row.person.nik, row.person.born, row.person.sex, row.person.name = fresh.nik, fresh.born, fresh.sex, fresh.name
    return rows + again


def _twin(world: World, row: Sent, lists: int) -> Sent | None:
    """The same person a second time, on this list or another, under one NIK or two; None where the second NIK is somebody else's."""
    rng = world.rng
    how = rng.choice(["same_file", "other_file", "other_file", "two_niks"])
    target = row.list if how == "same_file" else rng.choice([n for n in range(lists) if n != row.list] or [row.list])
    nik = row.person.nik
    if how == "two_niks":
        at = rng.randrange(12, 16)
        nik = f"{nik[:at]}{(int(nik[at]) + rng.randrange(1, 10)) % 10}{nik[at + 1 :]}"
        if nik in world.used:
            return None
        world.used.add(nik)
    return Sent(target, replace(row.person, nik=nik, name=vary(row.person.name, rng)), f"twin:{how}")


def vary(name: str, rng: random.Random) -> str:
    """The same name as another clerk would write it."""
    for old, new in rng.sample(SPELLINGS, len(SPELLINGS)):
        if old in name:
            return name.replace(old, new, 1).strip()
    if len(name) > 5:
        i = rng.randrange(1, len(name) - 1)
        return name[:i] + name[i + 1 :] if rng.random() < 0.5 else name[:i] + name[i] + name[i:]
    return name


def dress(name: str, rng: random.Random) -> str:
    """The name as it stands in a sheet: often in capitals, now and then with a pilgrim's title."""
    roll = rng.random()
    name = name.upper() if roll < 0.45 else name
    return f"{'H. ' if rng.random() < 0.5 else 'Hj. '}{name}" if roll > 0.96 else name
