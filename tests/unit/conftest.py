"""The programme of invented.py, and pairs on it: a search's findings are written down as if a model had found them."""

from collections.abc import Callable
from datetime import date

import polars as pl
import pytest
from invented import TODAY, Programme, begin

from payung.registry.models import Register, RegisterEntry
from payung.review.actions import record_pairs
from payung.review.entry import entry_keys
from payung.review.models import Pair
from payung.review.search import PAIRS

Found = Callable[..., list[Pair]]


@pytest.fixture
def programme(db: None) -> Programme:
    return begin()


@pytest.fixture
def found(programme: Programme) -> Found:
    """Pairs of two people, or of a person and a line of a register: (person, other or line, probability), in that order."""

    def record(*pairs: tuple[int, int | RegisterEntry, float]) -> list[Pair]:
        rows = [
            {
                "person_id": person,
                "other_id": None if isinstance(other, RegisterEntry) else other,
                "entry_id": other.pk if isinstance(other, RegisterEntry) else None,
                "probability": probability,
                "why": "given=same birth_date=same nik=one_digit mother=different",
            }
            for person, other, probability in pairs
        ]
        record_pairs(round=programme.round, pairs=pl.DataFrame(rows, schema=PAIRS), by=None, on=TODAY)
        return [recorded(person, other) for person, other, _ in pairs]

    def recorded(person: int, other: int | RegisterEntry) -> Pair:
        if not isinstance(other, RegisterEntry):
            return Pair.objects.get(person=min(person, other), other=max(person, other))
        told = {"kind": other.register.kind, "nik": other.nik, "name": other.name, "birth_date": other.birth_date}
        schema = {"kind": pl.String, "nik": pl.String, "name": pl.String, "birth_date": pl.Date}
        return Pair.objects.get(person=person, entry_key=entry_keys(pl.DataFrame([told], schema=schema))[0])

    return record


@pytest.fixture
def line(programme: Programme) -> Callable[..., RegisterEntry]:
    """A line of a new version of a register."""

    def make(kind: str, as_of: date = date(2025, 12, 1), **told: object) -> RegisterEntry:
        version = 1 + Register.objects.filter(kind=kind, place=programme.place).count()
        register = Register.objects.create(
            kind=kind,
            place=programme.place,
            version=version,
            source="Disdukcapil",
            as_of=as_of,
            file_name="r.csv",
            sha256=f"{kind} {version}",
            rows=1,
        )
        return RegisterEntry.objects.create(register=register, **{"name": "Warga Lama", "birth_date": date(1985, 5, 17), **told})

    return make
