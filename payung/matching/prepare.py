"""From fields as they were written to columns that can be compared, and keys under which pairs are looked for.

What is compared of a person:

    given, family, joined, parts   first and last part of the canonical name (family: null for a single name), all parts together, all parts
                                   with a space around each
    birth_date, year, month_day    as YYYYMMDD, YYYY, MMDD; taken from the NIK where the list has none
    sex, nik, mother, phone        L or P (else from the NIK); digits; canonical name without spaces; the last nine digits
    place, birth_place, address, postcode   letters and digits of what is written
"""

from datetime import date
from typing import NamedTuple

import polars as pl

from payung.matching.names import canonical
from payung.values import nik as niks

FIELDS = ("nik", "name", "given_name", "surname", "birth_date", "sex", "mother", "birth_place", "address", "village", "postcode", "phone")
COMPARED = (
    *("nik", "nik_but_last", "given", "family", "joined", "parts", "birth_date", "year", "month_day", "day_month"),
    *("sex", "mother", "phone", "place", "birth_place", "address", "postcode"),
)
_ADULT = 17  # years: whoever has a NIK card


class Key(NamedTuple):
    """Rows that agree in all `parts` are compared, unless more than `most` rows share them: such a key says too little."""

    name: str
    parts: tuple[str, ...]
    most: int


# Every true pair should share one of them, whatever single slip made it; each stays small in a list of millions.
KEYS = (
    Key("nik", ("nik",), 50),
    Key("born_start", ("turned", "start"), 400),
    Key("born_end", ("turned", "end"), 400),
    Key("born_parts", ("turned", "outer"), 400),
    Key("nik_sequence", ("nik_1", "nik_2", "start"), 200),
    Key("nik_district", ("nik_2", "nik_3", "start"), 200),
    Key("nik_born", ("nik_1", "nik_3", "start"), 200),
    Key("phone_start", ("phone", "start"), 50),
    Key("phone_end", ("phone", "end"), 50),
    Key("name_mother", ("joined", "mother"), 30),
    Key("name_year", ("joined", "year"), 20),
    Key("name_day", ("joined", "month_day"), 30),
    Key("name_place", ("joined", "place"), 15),
    Key("name_address", ("joined", "address"), 15),
    Key("born_place", ("turned", "place"), 60),
    Key("born_postcode", ("turned", "postcode"), 60),
    Key("postcode_start", ("postcode", "start"), 30),
    Key("postcode_end", ("postcode", "end"), 30),
    Key("postcode_parts", ("postcode", "outer"), 30),
    Key("address_start", ("address", "place", "start"), 20),
    Key("address_postcode", ("address", "postcode"), 20),
)


def prepared(people: pl.DataFrame, on: date) -> pl.DataFrame:
    """In: `id` and any of FIELDS (text; birth_date a date). Out: `id`, COMPARED and what KEYS name, null where nothing is known.

    `on`: a day after every birth, to tell 1926 from 2026 where only a NIK says the year.
    """
    frame = people.with_columns(pl.lit(None, pl.String).alias(name) for name in FIELDS if name not in people.columns)
    frame = frame.select("id", *(pl.col(name).cast(pl.Date) if name == "birth_date" else _written(name) for name in FIELDS))
    frame = frame.with_columns(nik=_digits("nik"), born_nik=_born(niks.digits(pl.col("nik")), on), shape=niks.has_shape(_digits("nik")))
    names = frame.select(pl.coalesce("name", pl.concat_str("given_name", "surname", separator=" ", ignore_nulls=True)).str.to_lowercase()).to_series()
    frame = frame.with_columns(name=canonical(names), mother=canonical(frame["mother"].str.to_lowercase()).str.replace_all(" ", ""))
    parts = pl.col("name").str.split(" ")
    frame = frame.with_columns(
        parts=pl.format(" {} ", "name"),
        joined=pl.col("name").str.replace_all(" ", ""),
        given=parts.list.first(),
        family=pl.when(parts.list.len() > 1).then(parts.list.last()),
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
        *("id", "nik", "given", "family", "joined", "parts", "birth_date", "sex", "mother", "phone", "place", "birth_place", "address", "postcode"),
        nik_but_last=nik.str.slice(0, 12),
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


def with_keys(sides: list[pl.DataFrame]) -> list[pl.DataFrame]:
    """Frames as `prepared` gives them with a column `key_…` for each of KEYS (null: not looked for under it), without what only keys needed."""
    made: list[list[pl.Series]] = [[] for _ in sides]
    for key in KEYS:
        whole = pl.all_horizontal(pl.col(part).is_not_null() for part in key.parts)
        hashed = pl.when(whole).then(pl.struct(key.parts).hash(seed=7).reinterpret(signed=True)).alias(f"key_{key.name}")
        values = [side.select(hashed).to_series() for side in sides]
        counts = pl.concat(values).value_counts(name="rows").drop_nulls()
        crowded = counts.filter(pl.col("rows") > key.most)[f"key_{key.name}"]
        for at, series in enumerate(values):
            made[at].append(series.set(series.is_in(crowded.implode()).fill_null(False), None))
    return [side.select("id", *COMPARED).with_columns(columns) for side, columns in zip(sides, made, strict=True)]
