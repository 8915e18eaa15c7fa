"""How prepared figures are kept: many steps as few bytes, and back. No database.

A step says: from `month` on so many `people` more (below 0: fewer) who are on the list of every fund of `funds` at once. Frames of steps have the
columns of STEPS; `place` is a code of any level ("": the nation), `funds` the number of a fund, or below 0 that of a set of funds.
"""

from collections.abc import Iterator, Sequence

import polars as pl
import pyarrow as pa

SEXES = ("", "L", "P")
MIXED_SEX = 3
"""Of steps that take back whoever counts twice: one human being under two sexes."""
MIXED_KIND = 1023
"""The same for kinds of work; 0 is work of no kind that we know."""

STEPS = {"place": pl.String, "funds": pl.Int32, "month": pl.Int32, "sex": pl.Int32, "kind": pl.Int32, "people": pl.Int32}
KEY = ["place", "funds", "month", "sex", "kind"]

_WIDE = 4  # bytes of a number
_COLUMNS = 3
_MONTH, _SEX = 1 << 12, 1 << 10  # month, sex and kind of work stand in one number
_PLACE_ENDS = (13, 8, 5, 2, 0)


def summed(frame: pl.DataFrame) -> pl.DataFrame:
    """Each step once, without those that come to nothing, place after place."""
    return _added(frame).sort("place")


def _added(frame: pl.DataFrame) -> pl.DataFrame:
    return frame.group_by(KEY).agg(pl.col("people").sum().cast(pl.Int32)).filter(pl.col("people") != 0).select(list(STEPS))


def in_every_place(leaves: pl.DataFrame) -> pl.DataFrame:
    """Steps of places as steps of all places that they lie in too, the nation included."""
    names = sorted({place[:end] for place in leaves["place"].unique() for end in _PLACE_ENDS})
    number = {place: at for at, place in enumerate(names)}
    above = pl.DataFrame(
        {"place": range(len(names)), "above": [number[_above(place)] for place in names]}, schema=dict.fromkeys(("place", "above"), pl.Int32)
    )
    depth = pl.Series([len(place) for place in names], dtype=pl.Int32)
    # places as numbers in the order of their codes: millions of them are told apart and put in order much sooner than texts
    coded = leaves.join(pl.DataFrame({"place": names, "at": range(len(names))}, schema={"place": pl.String, "at": pl.Int32}), on="place")
    level = _added(coded.drop("place").rename({"at": "place"}))
    found = [level]
    for end in _PLACE_ENDS[1:]:  # each from the one below, which has fewer steps than all leaves
        deeper = depth.gather(level["place"]) > end
        risen = level.filter(deeper).join(above, on="place").drop("place").rename({"above": "place"}).select(list(STEPS))
        found.append(risen)
        level = _added(pl.concat([level.filter(~deeper), risen]))
    together = _added(pl.concat(found)).sort("place")
    return together.with_columns(place=pl.Series(names, dtype=pl.String).gather(together["place"]))


def _above(place: str) -> str:
    """The code one level up; the nation's is its own."""
    return place[: max((end for end in _PLACE_ENDS if end < len(place)), default=0)]


def pack(steps: pl.DataFrame) -> Iterator[tuple[str, bytes]]:
    """(place, bytes) of steps that are `summed`."""
    what = pl.col("month") * _MONTH + pl.col("sex") * _SEX + pl.col("kind")
    columns = [steps.select(one).to_series().cast(pl.Int32).rechunk().to_arrow() for one in (pl.col("funds"), what, pl.col("people"))]
    views = [memoryview(column.buffers()[1])[column.offset * _WIDE :] for column in columns]
    at = 0
    for place, count in steps.group_by("place", maintain_order=True).len().iter_rows():
        yield place, b"".join(view[at * _WIDE : (at + count) * _WIDE] for view in views)
        at += count


def unpack(blocks: Sequence[tuple[str, bytes]]) -> pl.DataFrame:
    """The steps of all blocks one below the other; a place stands there as often as it has blocks."""
    counts = [len(one) // (_WIDE * _COLUMNS) for _, one in blocks]
    numbers = [
        _numbers(b"".join(one[at * count * _WIDE : (at + 1) * count * _WIDE] for (_, one), count in zip(blocks, counts, strict=True)))
        for at in range(_COLUMNS)
    ]
    places = pl.DataFrame({"place": [place for place, _ in blocks], "count": counts}, schema={"place": pl.String, "count": pl.Int64})
    named = places.select(pl.col("place").repeat_by("count")).explode("place").drop_nulls().to_series()
    funds, what, people = numbers
    month, rest = what // _MONTH, what % _MONTH
    return pl.DataFrame({"place": named, "funds": funds, "month": month, "sex": rest // _SEX, "kind": rest % _SEX, "people": people}, schema=STEPS)


def _numbers(raw: bytes) -> pl.Series:
    found = pl.from_arrow(pa.Array.from_buffers(pa.int32(), len(raw) // _WIDE, [None, pa.py_buffer(raw)]))
    assert isinstance(found, pl.Series)
    return found
