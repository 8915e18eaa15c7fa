"""Read many rows of a few columns, fast: the database hands over each column as one text instead of millions of values.

A quarter of the time and a tenth of the objects of `bulk.read_frame`, which stays the way for few rows and for any type.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

import polars as pl
from django.db import connection

from payung.registry.bulk import read_frame

_BETWEEN, _NULL = 31, 30  # control characters: between two values; in the place of one that is missing
Schema = Mapping[str, type[pl.DataType]]


def read_columns(sql: str, params: Any, schema: Schema) -> pl.DataFrame:
    """The rows of a SELECT without an order, in any order, as a frame whose columns are those of `schema` in order: whole numbers, texts, days.

    A text that itself holds one of the two characters is noticed by the counts, and everything is read the slow way.
    """
    names = [f"c{at}" for at in range(len(schema))]
    told = [f"count({name}), {_joined(name, kind)}" for name, kind in zip(names, schema.values(), strict=True)]
    with connection.cursor() as cursor:
        cursor.execute(f"WITH t({', '.join(names)}) AS ({sql}) SELECT count(*), {', '.join(told)} FROM t", params)
        height, *found = cursor.fetchone()
    if not height:
        return pl.DataFrame(schema=schema)
    columns = [_split(name, kind, text) for (name, kind), text in zip(schema.items(), found[1::2], strict=True)]
    if all(len(column) == height and column.count() == there for column, there in zip(columns, found[::2], strict=True)):
        return pl.DataFrame(columns)
    return read_frame(sql, params, schema)


def _joined(name: str, kind: type[pl.DataType]) -> str:
    if connection.vendor == "sqlite":
        return f"group_concat(coalesce({name}, char({_NULL})), char({_BETWEEN}))"
    # a day as its number, which needs no agreement on how days are written
    value = f"({name} - date '{date.fromordinal(_EPOCH)}')" if kind == pl.Date else name
    return f"string_agg(coalesce({value}::text, chr({_NULL})), chr({_BETWEEN}))"


_EPOCH = date(1970, 1, 1).toordinal()


def _split(name: str, kind: type[pl.DataType], text: str) -> pl.Series:
    each = pl.Series(name, [text]).str.split(chr(_BETWEEN)).explode()
    each = each.to_frame().select(pl.when(pl.col(name) != chr(_NULL)).then(name)).to_series()
    if kind == pl.String:
        return each
    if kind == pl.Date:
        return each.str.to_date("%Y-%m-%d") if connection.vendor == "sqlite" else each.cast(pl.Int32).cast(pl.Date)
    return each.cast(kind)
