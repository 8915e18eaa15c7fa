"""Keys under which pairs are looked for, so that not everybody is compared with everybody."""

from typing import NamedTuple

import polars as pl

from payung.matching.prepare import COMPARED


class Key(NamedTuple):
    """Rows that agree in all `parts` are compared. Where so many agree that there would be more than `pairs` for each row of the lists, the largest
    crowds are left out: what a crowd shares says little, and the work grows no faster than the lists.
    """

    name: str
    parts: tuple[str, ...]
    pairs: float


_STRONG, _WEAK = 0.8, 0.11

# Every true pair should share one of them, whatever single slip made it.
KEYS = (
    Key("nik", ("nik",), _STRONG),
    Key("born_start", ("turned", "start"), _STRONG),
    Key("born_end", ("turned", "end"), _STRONG),
    Key("born_parts", ("turned", "outer"), _STRONG),
    Key("born_mother", ("turned", "mother"), _WEAK),
    Key("born_place", ("turned", "place"), _WEAK),
    Key("born_postcode", ("turned", "postcode"), _WEAK),
    Key("nik_start", ("nik_1", "nik_2", "start"), _WEAK),
    Key("nik_end", ("nik_1", "nik_2", "end"), _WEAK),
    Key("nik_district", ("nik_2", "nik_3", "start"), _WEAK),
    Key("nik_born", ("nik_1", "nik_3", "start"), _WEAK),
    Key("phone_start", ("phone", "start"), _WEAK),
    Key("phone_end", ("phone", "end"), _WEAK),
    Key("name_mother", ("letters", "mother"), _WEAK),
    Key("name_year", ("letters", "year"), _WEAK),
    Key("name_day", ("letters", "month_day"), _WEAK),
    Key("name_place", ("letters", "place"), _WEAK),
    Key("name_address", ("letters", "address"), _WEAK),
    Key("mother_year", ("mother", "start", "year"), _WEAK),
    Key("place_year", ("place", "start", "year"), _WEAK),
    Key("place_start_day", ("place", "start", "month_day"), _WEAK),
    Key("place_end_day", ("place", "end", "month_day"), _WEAK),
    Key("place_address", ("place", "address", "start"), _WEAK),
    Key("postcode_address", ("postcode", "address"), _WEAK),
    Key("postcode_start", ("postcode", "start"), _WEAK),
    Key("postcode_end", ("postcode", "end"), _WEAK),
    Key("postcode_parts", ("postcode", "outer"), _WEAK),
)
_LEAST_PAIRS = 20_000  # so many are looked at whatever the size of the lists
_SPREAD = (11400714819323198485, 14029467366897019727, 1609587929392839161)  # odd numbers without a pattern: one for each place in a key


def looked_for(sides: list[pl.DataFrame]) -> tuple[list[pl.DataFrame], int]:
    """Of frames as `prepared` gives them the rows that share a key with another: COMPARED and a column `key_…` (null: it finds nobody) for each of
    KEYS that finds anybody; and how many rows cannot be compared, because nothing is known of them, or only what a crowd of others shares.
    """
    rows = sum(side.height for side in sides)
    used = {part for key in KEYS for part in key.parts}
    hashed = [side.select(pl.when(pl.col(part).is_not_null()).then(pl.col(part).hash(seed=7)).alias(part) for part in used) for side in sides]
    made: list[list[pl.Series]] = [[] for _ in sides]
    lost = [pl.repeat(True, side.height, dtype=pl.Boolean, eager=True) for side in sides]
    for key in KEYS:
        name = f"key_{key.name}"
        mixed = pl.sum_horizontal(pl.col(part) * spread for part, spread in zip(key.parts, _SPREAD, strict=False))
        whole = pl.all_horizontal(pl.col(part).is_not_null() for part in key.parts)
        values = [side.select(pl.when(whole).then(mixed).reinterpret(signed=True).alias(name)).to_series() for side in hashed]
        groups = groups_of(values, key, rows)
        shared, crowded = (groups.filter(kind)[name].implode() for kind in (~pl.col("crowded"), pl.col("crowded")))
        for at, series in enumerate(values):
            if len(shared[0]):
                made[at].append(series.set(~series.is_in(shared), None))
            lost[at] &= series.is_null() | (series.is_in(crowded) if len(crowded[0]) else False)
    with_keys = [side.select("id", *COMPARED).with_columns(columns) for side, columns in zip(sides, made, strict=True)]
    found = [side.filter(pl.any_horizontal(pl.lit(False), *(series.is_not_null() for series in made[at]))) for at, side in enumerate(with_keys)]
    return found, sum(int(side.sum()) for side in lost)


def groups_of(values: list[pl.Series], key: Key, rows: int) -> pl.DataFrame:
    """Each value of a key that makes pairs, and whether it is `crowded`: beyond the smallest groups that together make as many as the key may."""
    most = max(_LEAST_PAIRS, int(key.pairs * rows))
    counts = _counted(values).filter(pl.col("pairs") > 0)
    by_size = counts.group_by("pairs").len().sort("pairs").select("pairs", crowded=(pl.col("pairs") * pl.col("len")).cum_sum() > most)
    return counts.join(by_size, on="pairs")


def _counted(values: list[pl.Series]) -> pl.DataFrame:
    """The values of a key with the number of `pairs` they make."""
    name = values[0].name
    rows = pl.col("rows").cast(pl.Int64)
    if len(values) == 1:
        return values[0].drop_nulls().value_counts(name="rows").with_columns(pairs=rows * (rows - 1) // 2)
    fewer, more = sorted(values, key=len)
    few = fewer.drop_nulls().value_counts(name="others")
    found = more.filter(more.is_in(few[name].implode()))  # of millions of registered people most meet nobody of a short list
    return found.value_counts(name="rows").join(few, on=name).with_columns(pairs=rows * pl.col("others").cast(pl.Int64))


def keys_of(side: pl.DataFrame) -> list[str]:
    """The columns that `looked_for` added."""
    return [name for name in side.columns if name.startswith("key_")]
