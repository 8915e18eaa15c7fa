"""From fields as they were written to columns that can be compared, and keys under which pairs are looked for.

What is compared of a person:

    given, family, joined, parts   first and last part of the canonical name (family: null for a single name; a first part that half a village
                                   bears, such as La Ode, takes the second with it), all parts together, all parts with a space around each
    given_written, family_written  the same two before their spelling is made one
    birth_date, year, month_day    as YYYYMMDD, YYYY, MMDD; taken from the NIK where the list has none
    sex, nik, mother, phone        L or P (else from the NIK); digits; canonical name without spaces; the last nine digits
    place, birth_place, address, postcode   letters and digits of what is written
"""

from datetime import date
from typing import NamedTuple

import polars as pl

from payung.matching.names import COMMON_STARTS, as_written, canonical
from payung.values import nik as niks

FIELDS = ("nik", "name", "given_name", "surname", "birth_date", "sex", "mother", "birth_place", "address", "village", "postcode", "phone")
COMPARED = (
    *(
        "nik",
        "nik_but_last",
        "nik_last",
        "given",
        "given_written",
        "family",
        "family_written",
        "joined",
        "parts",
        "birth_date",
        "year",
        "month_day",
        "day_month",
    ),
    *("sex", "mother", "phone", "place", "birth_place", "address", "postcode"),
)
_ADULT = 17  # years: whoever has a NIK card


class Key(NamedTuple):
    """Rows that agree in all `parts` are compared. Where so many agree that there would be more than `pairs` for each row of the lists, the largest
    crowds are left out: what a crowd shares says little, and the work grows no faster than the lists.
    """

    name: str
    parts: tuple[str, ...]
    pairs: float


_STRONG, _WEAK = 1.0, 0.12

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


def prepared(people: pl.DataFrame, on: date) -> pl.DataFrame:
    """In: `id` and any of FIELDS (text; birth_date a date). Out: `id`, COMPARED and what KEYS name, null where nothing is known.

    `on`: a day after every birth, to tell 1926 from 2026 where only a NIK says the year.
    """
    frame = people.with_columns(pl.lit(None, pl.String).alias(name) for name in FIELDS if name not in people.columns)
    frame = frame.select("id", *(pl.col(name).cast(pl.Date) if name == "birth_date" else _written(name) for name in FIELDS))
    frame = frame.with_columns(nik=_digits("nik"), born_nik=_born(niks.digits(pl.col("nik")), on), shape=niks.has_shape(_digits("nik")))
    names = frame.select(pl.coalesce("name", pl.concat_str("given_name", "surname", separator=" ", ignore_nulls=True)).str.to_lowercase()).to_series()
    frame = frame.with_columns(
        name=canonical(names), written=as_written(names), mother=canonical(frame["mother"].str.to_lowercase()).str.replace_all(" ", "")
    )
    parts = pl.col("name").str.split(" ")
    written = pl.col("written").str.split(" ")
    long = (parts.list.len() > 2) & parts.list.first().is_in(COMMON_STARTS)
    single = parts.list.len() < 2
    frame = frame.with_columns(
        parts=pl.format(" {} ", "name"),
        joined=pl.col("name").str.replace_all(" ", ""),
        letters=parts.list.sort().list.join(""),
        given=pl.when(long).then(parts.list.head(2).list.join("")).otherwise(parts.list.first()),
        family=pl.when(~single).then(parts.list.last()),
        given_written=pl.when(long).then(written.list.head(2).list.join("")).otherwise(written.list.first()),
        family_written=pl.when(~single).then(written.list.last()),
        born=pl.coalesce("birth_date", pl.when("shape").then("born_nik")),
        sex=pl.coalesce(_sex(), pl.when("shape").then(pl.when(niks.is_woman(pl.col("nik"))).then(pl.lit("P")).otherwise(pl.lit("L")))),
        phone=pl.col("phone").str.replace_all(r"[^0-9]", "").str.extract(r"([0-9]{7,9})$"),
        place=_letters("village"),
        birth_place=_letters("birth_place"),
        address=_letters("address"),
        postcode=_letters("postcode"),
    )
    return _with_key_parts(frame.with_columns(birth_date=pl.col("born").dt.to_string("%Y%m%d")))


def _written(name: str) -> pl.Expr:
    """Null where nothing but spaces and dashes stands."""
    text = pl.col(name).cast(pl.String)
    return pl.when(text.str.contains(r"[\p{L}0-9]")).then(text).alias(name)


def _digits(name: str) -> pl.Expr:
    """Digits of a number; a number that was kept as 7.40512E+15 or holds letters says nothing."""
    digits = niks.digits(pl.col(name))
    return pl.when(digits.str.contains(r"^[0-9]{5,20}$")).then(digits)


def _born(nik: pl.Expr, on: date) -> pl.Expr:
    year = nik.str.slice(10, 2).cast(pl.Int32, strict=False)
    full = pl.when(year + 2000 <= on.year - _ADULT).then(year + 2000).otherwise(year + 1900)
    text = pl.format("{}-{}-{}", full, nik.str.slice(8, 2), niks.birth_day(nik))
    return text.str.to_date("%Y-%m-%d", strict=False)


def _sex() -> pl.Expr:
    first = pl.col("sex").str.to_uppercase().str.replace_all(r"[^A-Z]", "")
    return pl.when(first.str.contains("^(L|M|PRIA)")).then(pl.lit("L")).when(first.str.contains("^(P|W|F)")).then(pl.lit("P"))


def _letters(name: str) -> pl.Expr:
    text = pl.col(name).str.to_lowercase().str.replace(r"^\s*(?:desa|kelurahan|kel|ds)\b\.?", "").str.replace_all(r"[^\p{L}0-9]", "")
    return pl.when(text != "").then(text)


def _with_key_parts(frame: pl.DataFrame) -> pl.DataFrame:
    """Adds the columns that KEYS names, and those of a date that was written the other way round."""
    born, nik = pl.col("birth_date"), pl.col("nik")
    month, day = born.str.slice(4, 2), born.str.slice(6, 2)
    turned = pl.format("{}{}{}", born.str.slice(0, 4), pl.min_horizontal(month, day), pl.max_horizontal(month, day))
    indonesian = nik.str.len_chars() == 16
    third = (nik.str.len_chars() + 2) // 3
    bones = pl.concat_str(pl.col("joined").str.slice(0, 1), pl.col("joined").str.slice(1).str.replace_all("[aeiou]", ""))
    first, last = (_bones(pl.col(name)) for name in ("given", "family"))
    return frame.select(
        *("id", "nik", "given", "given_written", "family", "family_written", "joined", "letters", "parts", "birth_date"),
        *("sex", "mother", "phone", "place", "birth_place", "address", "postcode"),
        nik_but_last=pl.when(indonesian).then(nik.str.slice(0, 12)),
        nik_last=pl.when(indonesian).then(nik.str.slice(12, 4)),
        year=born.str.slice(0, 4),
        month_day=born.str.slice(4, 4),
        day_month=pl.concat_str(day, month),
        turned=turned,
        start=bones.str.slice(0, 2),
        end=bones.str.slice(-2, 2),
        outer=pl.when(pl.col("family").is_not_null()).then(pl.format("{}{}", pl.min_horizontal(first, last), pl.max_horizontal(first, last))),
        nik_1=pl.when(indonesian).then(nik.str.slice(0, 6)).otherwise(nik.str.slice(0, third)),
        nik_2=pl.when(indonesian).then(nik.str.slice(6, 6)).otherwise(nik.str.slice(third, third)),
        nik_3=pl.when(indonesian).then(nik.str.slice(12, 4)).otherwise(nik.str.slice(2 * third)),
    )


def _bones(part: pl.Expr) -> pl.Expr:
    """First letter and the next consonant."""
    return pl.concat_str(part.str.slice(0, 1), part.str.slice(1).str.replace_all("[aeiou]", "").str.slice(0, 1))


def with_keys(sides: list[pl.DataFrame]) -> tuple[list[pl.DataFrame], int]:
    """Frames as `prepared` gives them with a column `key_…` for each of KEYS (null: it finds nobody), without what only keys needed; and how many
    rows cannot be compared, because nothing is known of them, or only what a crowd of others shares.
    """
    rows = sum(side.height for side in sides)
    made: list[list[pl.Series]] = [[] for _ in sides]
    lost = [pl.repeat(True, side.height, dtype=pl.Boolean, eager=True) for side in sides]
    for key in KEYS:
        name = f"key_{key.name}"
        whole = pl.all_horizontal(pl.col(part).is_not_null() for part in key.parts)
        values = [
            side.select(pl.when(whole).then(pl.struct(key.parts).hash(seed=7).reinterpret(signed=True)).alias(name)).to_series() for side in sides
        ]
        groups = _groups(values, max(_LEAST_PAIRS, int(key.pairs * rows)))
        crowded, shared = (groups.filter(kind)[name].implode() for kind in (pl.col("crowded"), (pl.col("pairs") > 0) & ~pl.col("crowded")))
        for at, series in enumerate(values):
            made[at].append(series.set(~series.is_in(shared), None))
            lost[at] &= series.is_null() | series.is_in(crowded)
    ready = [side.select("id", *COMPARED).with_columns(columns) for side, columns in zip(sides, made, strict=True)]
    return ready, sum(int(side.sum()) for side in lost)


def _groups(values: list[pl.Series], most: int) -> pl.DataFrame:
    """Each value of a key with the `pairs` it makes, and whether it is `crowded`: beyond the smallest groups that make `most` pairs together."""
    name = values[0].name
    counts = values[0].drop_nulls().value_counts(name="rows")
    if len(values) == 1:
        counts = counts.with_columns(pairs=pl.col("rows").cast(pl.Int64) * (pl.col("rows").cast(pl.Int64) - 1) // 2)
    else:
        counts = counts.join(values[1].drop_nulls().value_counts(name="others"), on=name, how="full", coalesce=True)
        counts = counts.with_columns(pairs=pl.col("rows").fill_null(0).cast(pl.Int64) * pl.col("others").fill_null(0).cast(pl.Int64))
    by_size = counts.group_by("pairs").len().sort("pairs").select("pairs", crowded=(pl.col("pairs") * pl.col("len")).cum_sum() > most)
    return counts.join(by_size, on="pairs")
