"""The parts of people's names, written where people are written, so that whoever searches finds a name however a clerk spelled it."""

from collections.abc import Iterator
from contextlib import contextmanager

import polars as pl
from django.db import connection
from django.db.models import Max

from payung.matching.names import canonical
from payung.registry.bulk import as_one, insert_frame, lock_table, one_of, read_frame
from payung.registry.models import NamePart, Person, PersonPart

_PORTION = 200_000  # people at a time
_NEXT = "SELECT p.id, p.name FROM registry_person p WHERE p.id > %s ORDER BY p.id LIMIT %s"


def insert_people(people: pl.DataFrame) -> int:
    """New people (the columns of registry_person, with id and name) with the parts of their names; how many."""
    written = insert_frame(Person, people)
    write_parts(people)
    return written


@contextmanager
def parts_of_new_people() -> Iterator[None]:
    """Whoever is written inside gets their parts at its end; nobody else writes people meanwhile."""
    lock_table(PersonPart)
    last = Person.objects.aggregate(last=Max("pk"))["last"] or 0
    yield
    write_missing_parts(after=last)


def write_parts(people: pl.DataFrame) -> None:
    """`people` (id, name) who were just written."""
    held = people.select(person_id="id", text=canonical(people["name"]).str.split(" ").list.unique()).explode("text").drop_nulls("text")
    if held.is_empty():
        return
    texts = held["text"].str.slice(0, 200).unique().sort().to_list()  # sorted: of two who write at once neither waits for the other
    _write_texts(texts)
    ids = read_frame(f"SELECT text, id FROM registry_namepart WHERE {one_of('text')}", [as_one(texts)], {"text": pl.String, "part_id": pl.Int64})
    known = held.with_columns(pl.col("text").str.slice(0, 200)).join(ids, on="text").select("part_id", "person_id")
    insert_frame(PersonPart, known.unique().sort("part_id", "person_id"))


def write_missing_parts(after: int = 0) -> None:
    """Of everybody with an id above `after`; none of them has parts yet."""
    while (people := read_frame(_NEXT, [after, _PORTION], {"id": pl.Int64, "name": pl.String})).height:
        write_parts(people)
        after = int(people["id"][-1])


def _write_texts(texts: list[str]) -> None:
    source = "unnest(%s::varchar[])" if connection.vendor == "postgresql" else "json_each(%s)"
    column = "unnest" if connection.vendor == "postgresql" else "value"
    table = NamePart._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(f'INSERT INTO "{table}" (text) SELECT {column} FROM {source} WHERE true ON CONFLICT (text) DO NOTHING', [as_one(texts)])
