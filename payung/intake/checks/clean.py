"""From cells as they were typed to values that can be compared: NIK, dates, sex, names, rupiah."""

import polars as pl

from payung.values import nik
from payung.values.words import MONTHS

_MONTH_WORDS = {
    **{word[:3].lower(): i + 1 for i, word in enumerate(MONTHS["en"])},
    **{word[:3].lower(): i + 1 for i, word in enumerate(MONTHS["id"])},
    "agt": 8,
    "ags": 8,
    "nop": 11,
    "peb": 2,
    "mrt": 3,
}
_DAY_FIRST = r"(?:^|[^0-9])([0-9]{1,2})\s*[-/. ]\s*([0-9]{1,2})\s*[-/. ]\s*([0-9]{4}|[0-9]{2})(?:\s+[0-9]{1,2}[:.][0-9]{2}.*)?$"
_YEAR_FIRST = r"(?:^|[^0-9])([0-9]{4})[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})(?:[ T].*)?$"
_WITH_WORD = r"(?:^|[^0-9])([0-9]{1,2})[-\s./]*([A-Za-z]{3})[A-Za-z]*\.?[-\s./]*([0-9]{4}|[0-9]{2})$"
_IN_ONE_PIECE = r"(?:^|[^0-9])([0-9]{2})([0-9]{2})((?:19|20)[0-9]{2})$"
_YEAR_FIRST_IN_ONE_PIECE = r"^((?:19|20)[0-9]{2})([0-9]{2})([0-9]{2})$"
_SERIAL = r"^([0-9]{4,5})$"  # the day as the spreadsheet counts it, in a cell that lost its date format
_FIRST_SERIAL, _LAST_SERIAL = 5_000, 60_000  # 1913 and 2064; below this a number is a year
_OF_AGE = 10  # the last two digits of a year of birth that are of this century: those born in it later are not of age
_LONGEST = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]


def _parts(text: pl.Series, pattern: str, order: str, last_year: int) -> pl.DataFrame:
    """y, m, d of each text that fits `pattern`, null elsewhere."""
    groups = text.str.extract_groups(pattern).struct.unnest()
    groups.columns = list(order)
    month = pl.col("m").cast(pl.Int32, strict=False)
    if pattern == _WITH_WORD:
        month = pl.col("m").str.to_lowercase().replace_strict(_MONTH_WORDS, default=None, return_dtype=pl.Int32)
    year = pl.col("y").cast(pl.Int32, strict=False)
    full = pl.when(pl.col("y").str.len_chars() == 4).then(year).when(year <= last_year).then(year + 2000).otherwise(year + 1900)
    return groups.select(y=full, m=month, d=pl.col("d").cast(pl.Int32, strict=False))


def _unlike_dates(text: pl.Series, number: pl.Series, last_year: int) -> pl.Series:
    text = text.str.strip_chars()
    found = _parts(text, _YEAR_FIRST, "ymd", last_year)
    for pattern, order in ((_DAY_FIRST, "dmy"), (_WITH_WORD, "dmy"), (_IN_ONE_PIECE, "dmy"), (_YEAR_FIRST_IN_ONE_PIECE, "ymd")):
        parts = _parts(text, pattern, order, last_year)
        found = found.with_columns(pl.coalesce(key, parts[key]).alias(key) for key in "ymd")
    y, m, d = (pl.col(key) for key in "ymd")
    leap = (y % 4 == 0) & ((y % 100 != 0) | (y % 400 == 0))
    longest = m.replace_strict(list(range(1, 13)), _LONGEST, default=0, return_dtype=pl.Int32) + ((m == 2) & leap).cast(pl.Int32)
    exists = (y >= 1900) & (y <= 2100) & (d >= 1) & (d <= longest)
    found = found.select(pl.when(exists).then(pl.col(key)).alias(key) for key in "ymd")
    serial = found.select(serial=pl.when(number).then(text.str.extract(_SERIAL).cast(pl.Int32, strict=False)))["serial"]
    in_range = serial.is_between(_FIRST_SERIAL, _LAST_SERIAL)
    return found.select(born=pl.coalesce(pl.date("y", "m", "d"), pl.when(in_range).then((serial - 25_569).cast(pl.Date))))["born"]


def read_dates(text: pl.Series, number: pl.Series | None = None, last_year: int = _OF_AGE) -> pl.Series:
    """The date at the end of each text ("Bone, 3 Mei 1980", "03/05/1980", "1980-05-03"); null where none can exist.

    Day before month, as it is written in Indonesia. `number`: the cell held a number, which may be a day as spreadsheets count it.
    `last_year`: of years with two digits the last one of this century.
    """
    frame = pl.DataFrame({"text": text, "number": number if number is not None else pl.repeat(False, len(text), dtype=pl.Boolean, eager=True)})
    unlike = frame.unique()  # a list repeats its dates, and reading one costs far more than finding it again
    unlike = unlike.with_columns(born=_unlike_dates(unlike["text"], unlike["number"], last_year))
    return frame.join(unlike, on=["text", "number"], how="left", nulls_equal=True, maintain_order="left")["born"]


def _has_letter(text: pl.Expr) -> pl.Expr:
    return text.str.contains(r"\p{L}").fill_null(False)


def read_name(text: pl.Expr) -> pl.Expr:
    """Spaces folded; null where no letter stands."""
    return pl.when(_has_letter(text)).then(text.str.replace_all(r"[\s\u00a0]+", " ").str.strip_chars())


def read_sex(text: pl.Series) -> pl.Series:
    """ "L" or "P"; null where it is neither."""
    unlike = text.unique().to_frame("text")
    letters = pl.col("text").str.to_uppercase().str.replace_all(r"[^A-Z]", "")
    said = (
        pl.when(letters.str.contains(r"^(L|LK|LAKI.*|PRIA|M|MALE)$"))
        .then(pl.lit("L"))
        .when(letters.str.contains(r"^(P|PR|PEREMPUAN|WANITA|W|F|FEMALE)$"))
        .then(pl.lit("P"))
    )
    return text.to_frame("text").join(unlike.with_columns(said=said), on="text", how="left", nulls_equal=True, maintain_order="left")["said"]


def read_rupiah(text: pl.Expr) -> pl.Expr:
    """ "Rp. 1.500.000,00" -> 1500000; null where no amount stands, or a span ("1 - 2 juta"), or more than a wage can be."""
    said = text.str.to_lowercase()
    words = said.str.extract_groups(r"^[^0-9]*([0-9]+)(?:[,.]([0-9]))?[0-9]*\s*(jt|juta|rb|ribu)\b")
    million = words.struct.field("3").is_in(["jt", "juta"])
    tenths = words.struct.field("1").str.slice(0, 6).cast(pl.Int64) * 10 + words.struct.field("2").cast(pl.Int64).fill_null(0)
    plain = said.str.replace(r"[,.](?:[0-9]{1,2}|-)[^0-9]*$", "").str.replace_all(r"[^0-9]", "")
    span = said.str.contains(r"[0-9][^0-9]*(?:-|–|s/d|sampai)[^0-9]*[0-9]")
    amount = (
        pl.when(words.struct.field("3").is_not_null())
        .then(tenths * pl.when(million).then(100_000).otherwise(100))
        .when(plain.str.len_chars() <= 12)
        .then(plain.cast(pl.Int64, strict=False))
    )
    whole = said.str.contains(r"^\s*(?:rp|idr)?\.?\s*[0-9][0-9.,\s]*-?\s*[a-z/.\s]*$")  # nothing in the cell that is not understood
    return pl.when(whole & ~span).then(amount)


def with_values(rows: pl.DataFrame) -> pl.DataFrame:
    """In: the fields as text, `nik_number`, `date_number`. Out: the same untouched, and nik_digits, nik_state (missing, damaged, malformed, ok),
    name_read, born_text, born, birth_place_read, sex_read, income_read.
    """
    combined = pl.col("birth_date").is_null() & pl.col("birth").is_not_null()
    frame = rows.with_columns(
        nik_digits=nik.digits(pl.col("nik")),
        name_read=read_name(pl.col("name")),
        sex_read=read_sex(rows["sex"]),
        income_read=read_rupiah(pl.col("income")),
        born_text=pl.coalesce("birth_date", "birth"),
    )
    frame = frame.with_columns(
        born=read_dates(frame["born_text"], frame["date_number"]),
        birth_place_read=pl.coalesce("birth_place", pl.when(combined).then(pl.col("birth").str.extract(r"^\s*(\p{L}[^0-9,/]*\p{L})\s*[,/ ]"))),
        # in a column for place and date together the date is what holds digits
        born_text=pl.when(~combined | pl.col("born_text").str.contains(r"[0-9]")).then(pl.col("born_text")),
    )
    scientific = pl.col("nik").str.contains(r"^\s*'?[0-9]([.,][0-9]*)?[eE]\+?[0-9]+\s*$")
    cut = pl.col("nik_number") & pl.col("nik_digits").str.contains(r"^[0-9]{15}0$")
    return frame.with_columns(
        nik_state=pl.when(pl.col("nik_digits").is_null() | ~pl.col("nik_digits").str.contains(r"[\p{L}1-9]"))
        .then(pl.lit("missing"))
        .when(scientific | cut)
        .then(pl.lit("damaged"))
        .when(nik.has_shape(pl.col("nik_digits")))
        .then(pl.lit("ok"))
        .otherwise(pl.lit("malformed")),
    )
