"""Write frames into tables in one statement: COPY on PostgreSQL, executemany on SQLite. Triggers see every row of it."""

import io
import json
from collections.abc import Mapping
from itertools import chain
from typing import Any

import polars as pl
from django.db import connection, models

_BLOCK = 200_000  # rows held as Python tuples at a time
_TOGETHER = 50  # rows in one INSERT on SQLite, where a trigger costs by the statement too


def _columns(frame: pl.DataFrame) -> str:
    return ", ".join(f'"{name}"' for name in frame.columns)


def _copy(table: str, frame: pl.DataFrame) -> None:
    """Strings are quoted and nulls are not, which is how COPY tells an empty string from NULL."""
    for block in frame.iter_slices(_BLOCK):
        data = io.BytesIO()
        block.write_csv(data, include_header=False, quote_style="non_numeric")
        with connection.cursor() as cursor, cursor.cursor.copy(f'COPY "{table}" ({_columns(frame)}) FROM STDIN (FORMAT csv)') as copy:
            copy.write(data.getbuffer())


def insert_frame(model: type[models.Model], frame: pl.DataFrame) -> int:
    """Rows written. The frame's columns are the table's column names; columns left out take the database's default or NULL."""
    if frame.is_empty():
        return 0
    table = model._meta.db_table
    if connection.vendor == "postgresql":
        _copy(table, frame)
        return frame.height
    start = f'INSERT INTO "{table}" ({_columns(frame)}) VALUES '
    one = f"({', '.join(['%s'] * frame.width)})"
    plain = frame.with_columns(pl.col(pl.Date).dt.to_string("%Y-%m-%d"))
    with connection.cursor() as cursor:
        for block in plain.iter_slices(_BLOCK):
            rows = block.rows()
            whole = len(rows) // _TOGETHER * _TOGETHER
            together = [list(chain.from_iterable(rows[at : at + _TOGETHER])) for at in range(0, whole, _TOGETHER)]
            cursor.executemany(start + ", ".join([one] * _TOGETHER), together)
            cursor.executemany(start + one, rows[whole:])
    return frame.height


def update_frame(model: type[models.Model], frame: pl.DataFrame) -> None:
    """Sets the other columns of the rows whose `id` the frame names, in one statement."""
    if frame.is_empty():
        return
    table, names = model._meta.db_table, [name for name in frame.columns if name != "id"]
    setting = ", ".join(f'"{name}" = given."{name}"' for name in names)
    given: list[Any]
    if connection.vendor == "postgresql":
        kinds = {field.column: (field.db_type(connection) or "").partition("(")[0] for field in model._meta.local_concrete_fields}
        arrays = ", ".join(f"%s::{kinds[name]}[]" for name in frame.columns)
        source, given = f"unnest({arrays}) AS given({_columns(frame)})", [column.to_list() for column in frame]
    else:
        values = ", ".join(f"""json_extract(value, '$.{name}') AS "{name}" """ for name in frame.columns)
        source, given = f"(SELECT {values} FROM json_each(%s)) AS given", [frame.write_json()]
    with connection.cursor() as cursor:
        cursor.execute(f'UPDATE "{table}" SET {setting} FROM {source} WHERE "{table}".id = given.id', given)


def reserve_ids(model: type[models.Model], count: int) -> pl.Series:
    """`count` ids that no other writer will use, to be called inside the transaction that uses them."""
    table = model._meta.db_table
    lock_table(model)  # nobody else draws a number between these two
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT setval(s, nextval(s) + %s - 1) FROM pg_get_serial_sequence(%s, 'id') s", [count, table])
            first = cursor.fetchone()[0] - count + 1
        else:
            cursor.execute("SELECT COALESCE((SELECT seq FROM sqlite_sequence WHERE name = %s), 0)", [table])
            first = cursor.fetchone()[0] + 1
    return pl.Series("id", range(first, first + count), dtype=pl.Int64)


def lock_table(model: type[models.Model]) -> None:
    """Nobody else writes into the table until this transaction ends. SQLite has one writer at a time, whose transaction has begun."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f'LOCK TABLE "{model._meta.db_table}" IN SHARE ROW EXCLUSIVE MODE')


def read_frame(sql: str, params: Any, schema: Mapping[str, pl.DataType | type[pl.DataType]]) -> pl.DataFrame:
    """The rows of a SELECT as a frame whose columns are those of `schema` in order."""
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        blocks = [pl.DataFrame(schema=schema)]
        while rows := cursor.fetchmany(_BLOCK):
            blocks.append(pl.DataFrame(rows, schema=schema, orient="row"))
        return pl.concat(blocks)


def one_of(column: str) -> str:
    """The condition that a column holds one of many values, which `as_one` makes one parameter."""
    return f"{column} = ANY(%s)" if connection.vendor == "postgresql" else f"{column} IN (SELECT value FROM json_each(%s))"


def as_one(values: list[str] | list[int]) -> str | list[Any]:
    """One parameter for any number of values."""
    return values if connection.vendor == "postgresql" else json.dumps(values)
