"""Columns that come as one text each are the rows that come one by one."""

from datetime import date

import polars as pl
import pytest
from django.db import connection

from payung.registry.bulk import read_frame
from payung.registry.columns import read_columns

pytestmark = pytest.mark.django_db
_SCHEMA = {"id": pl.Int64, "text": pl.String, "day": pl.Date}
_DAY = date(1985, 5, 17)


@pytest.mark.parametrize(
    "rows",
    [
        [(2, "", _DAY), (1, None, None), (-3, 'Nur"\n, é', date(1899, 12, 31))],
        [(1, None, None)],
        [(1, "a\x1fb", _DAY), (2, "c", _DAY)],  # looks like two values
        [(1, "\x1e", _DAY), (2, None, _DAY)],  # looks like none
        [],
    ],
)
def test_every_value_is_the_one_that_was_asked_for(rows):
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE given (id bigint, text text, day date)")
        cursor.executemany("INSERT INTO given VALUES (%s, %s, %s)", rows)
    sql = "SELECT id, text, day FROM given WHERE id <> %s"
    found = read_columns(sql, [99], _SCHEMA)
    assert found.sort("id").equals(pl.DataFrame(rows, schema=_SCHEMA, orient="row").sort("id"))
    assert found.schema == read_frame(sql, [99], _SCHEMA).schema
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE given")
