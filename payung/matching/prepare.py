"""From fields as they were written to columns that can be compared.

What is compared of a person:

    given, family, joined, parts   first and last part of the canonical name (family: null for a single name; a first part that half a village
                                   bears, such as La Ode, takes the second with it), all parts together, all parts with a space around each
    given_written, family_written  the same two before their spelling is made one
    birth_date, year, month_day    as YYYYMMDD, YYYY, MMDD; taken from the NIK where the list has none; day_month: the other way round
    sex, nik, mother, phone        L or P (else from the NIK); digits; canonical name without spaces; the last nine digits
    place, birth_place, address, postcode   letters and digits of what is written

What only the keys need: `letters` (the parts in the order of the alphabet), `start` and `end` (consonants that the name begins and ends with),
`outer` (what its first and last part begin with), `turned` (a date and its exchange of day and month alike), `nik_1` to `nik_3` (a third each).

What many rows share is worked out once for each different value.
"""

from collections.abc import Callable
from datetime import date

import polars as pl

from payung.matching.names import COMMON_STARTS, as_written, canonical, spelled
from payung.values import nik as niks

FIELDS = ("nik", "name", "given_name", "surname", "birth_date", "sex", "mother", "birth_place", "address", "village", "postcode", "phone")
COMPARED = (
    *("nik", "nik_but_last", "nik_last", "given", "given_written", "family", "family_written", "joined", "parts"),
    *("birth_date", "year", "month_day", "day_month", "sex", "mother", "phone", "place", "birth_place", "address", "postcode"),
)
_ADULT = 17  # years: whoever has a NIK card


def prepared(people: pl.DataFrame, on: date) -> pl.DataFrame:
    """In: `id` and any of FIELDS (text; birth_date a date). Out: `id`, COMPARED and what the keys need, null where nothing is known.

    `on`: a day after every birth, to tell 1926 from 2026 where only a NIK says the year.
    """
    given = people.with_columns(pl.lit(None, pl.String).alias(name) for name in FIELDS if name not in people.columns)
    whole_name = pl.coalesce("name", pl.concat_str("given_name", "surname", separator=" ", ignore_nulls=True)).str.to_lowercase()
    nik = _digits(given["nik"].cast(pl.String))
    born, sex = given["birth_date"].cast(pl.Date), _once(given["sex"], _sex)
    frame = pl.DataFrame(
        {
            "id": given["id"],
            "nik": nik,
            **_from_nik(nik, born, sex, on),
            "mother": _once(given["mother"], lambda text: canonical(text.str.to_lowercase()).str.replace_all(" ", "")),
            "phone": given["phone"].cast(pl.String).str.replace_all("[^0-9]", "").str.extract("([0-9]{7,9})$"),
            **{
                to: _once(given[name], _letters)
                for to, name in (("place", "village"), *((same, same) for same in ("birth_place", "address", "postcode")))
            },
        }
    )
    raw = given.select(raw=whole_name)
    names = raw.join(_names(raw["raw"]), on="raw", how="left", maintain_order="left").drop("raw")
    return pl.concat([frame, names], how="horizontal").with_columns(**_of_date(pl.col("birth_date")), **_of_nik(pl.col("nik")))


def _once(series: pl.Series, read: Callable[[pl.Series], pl.Series]) -> pl.Series:
    """`read` of every value, worked out once for each different one."""
    text = series.cast(pl.String)
    unlike = text.unique().drop_nulls()
    return text.replace_strict(unlike, read(unlike), default=None, return_dtype=pl.String) if len(unlike) else text


def _digits(nik: pl.Series) -> pl.Series:
    """Digits of a number; a number that was kept as 7.40512E+15 or holds letters says nothing."""
    plain = "^[0-9]{5,20}$"
    odd = ~nik.str.contains(plain).fill_null(True)
    if not odd.any():
        return nik
    cleaned = nik.filter(odd).to_frame("nik").select(niks.digits(pl.col("nik"))).to_series()
    cleaned = cleaned.set(~cleaned.str.contains(plain).fill_null(False), None)
    return nik.scatter(odd.arg_true(), cleaned)


def _from_nik(nik: pl.Series, born: pl.Series, sex: pl.Series, on: date) -> dict[str, pl.Series]:
    """birth_date (YYYYMMDD) and sex, where the list does not say them from the NIK."""
    told = pl.DataFrame({"nik": nik, "born": born, "sex": sex})
    silent = told.select(pl.arg_where((pl.col("born").is_null() | pl.col("sex").is_null()) & pl.col("nik").is_not_null())).to_series()
    if len(silent):
        number = pl.col("nik")
        year = number.str.slice(10, 2).cast(pl.Int32, strict=False)
        full = pl.when(year + 2000 <= on.year - _ADULT).then(year + 2000).otherwise(year + 1900)
        said = pl.format("{}-{}-{}", full, number.str.slice(8, 2), niks.birth_day(number)).str.to_date("%Y-%m-%d", strict=False)
        asked = told[silent].select(
            born=pl.coalesce("born", pl.when(niks.has_shape(number)).then(said)),
            sex=pl.coalesce("sex", pl.when(niks.has_shape(number)).then(pl.when(niks.is_woman(number)).then(pl.lit("P")).otherwise(pl.lit("L")))),
        )
        born, sex = born.scatter(silent, asked["born"]), sex.scatter(silent, asked["sex"])
    return {"birth_date": born.dt.to_string("%Y%m%d"), "sex": sex}


def _sex(text: pl.Series) -> pl.Series:
    first = pl.col("text").str.to_uppercase().str.replace_all(r"[^A-Z]", "")
    said = pl.when(first.str.contains("^(L|M|PRIA)")).then(pl.lit("L")).when(first.str.contains("^(P|W|F)")).then(pl.lit("P"))
    return text.to_frame("text").select(said.alias("sex")).to_series()


def _letters(text: pl.Series) -> pl.Series:
    """ "Desa Lapoa" -> "lapoa", "Dusun II RT 003" -> "dusuniirt3"; null where nothing but marks stands."""
    bare = text.str.to_lowercase().str.replace(r"^\s*(?:desa|kelurahan|kel|ds)\b\.?", "").str.replace_all(r"\b0+([0-9])", "$1")
    bare = bare.str.replace_all(r"[^\p{L}0-9]", "")
    return bare.set(bare == "", None)


def _names(raw: pl.Series) -> pl.DataFrame:
    """raw (each different name) and everything that is made of it."""
    unlike = raw.unique().drop_nulls()
    whole = as_written(unlike)
    frame = pl.DataFrame({"raw": unlike, "name": spelled(whole), "written": whole})
    parts, written = pl.col("name").str.split(" "), pl.col("written").str.split(" ")
    long = (parts.list.len() > 2) & parts.list.first().is_in(COMMON_STARTS)
    several = parts.list.len() > 1
    frame = frame.select(
        "raw",
        parts=pl.format(" {} ", "name"),
        joined=pl.col("name").str.replace_all(" ", ""),
        letters=parts.list.sort().list.join(""),
        given=pl.when(long).then(parts.list.head(2).list.join("")).otherwise(parts.list.first()),
        family=pl.when(several).then(parts.list.last()),
        given_written=pl.when(long).then(written.list.head(2).list.join("")).otherwise(written.list.first()),
        family_written=pl.when(several).then(written.list.last()),
    )
    bones, first, last = (_bones(pl.col(name)) for name in ("joined", "given", "family"))
    ends = (first.str.slice(0, 2), last.str.slice(0, 2))
    outer = pl.when(pl.col("family").is_not_null()).then(pl.format("{}{}", pl.min_horizontal(*ends), pl.max_horizontal(*ends)))
    return frame.with_columns(start=bones.str.slice(0, 2), end=bones.str.slice(-2, 2), outer=outer)


def _bones(part: pl.Expr) -> pl.Expr:
    """The first letter and all consonants behind it."""
    return pl.concat_str(part.str.slice(0, 1), part.str.slice(1).str.replace_all("[aeiou]", ""))


def _of_date(born: pl.Expr) -> dict[str, pl.Expr]:
    month, day = born.str.slice(4, 2), born.str.slice(6, 2)
    return {
        "year": born.str.slice(0, 4),
        "month_day": born.str.slice(4, 4),
        "day_month": pl.concat_str(day, month),
        "turned": pl.concat_str(born.str.slice(0, 4), pl.min_horizontal(month, day), pl.max_horizontal(month, day)),
    }


def _of_nik(nik: pl.Expr) -> dict[str, pl.Expr]:
    indonesian = nik.str.len_chars() == 16
    third = (nik.str.len_chars() + 2) // 3
    return {
        "nik_but_last": pl.when(indonesian).then(nik.str.slice(0, 12)),
        "nik_last": pl.when(indonesian).then(nik.str.slice(12, 4)),
        "nik_1": pl.when(indonesian).then(nik.str.slice(0, 6)).otherwise(nik.str.slice(0, third)),
        "nik_2": pl.when(indonesian).then(nik.str.slice(6, 6)).otherwise(nik.str.slice(third, third)),
        "nik_3": pl.when(indonesian).then(nik.str.slice(12, 4)).otherwise(nik.str.slice(2 * third)),
    }
