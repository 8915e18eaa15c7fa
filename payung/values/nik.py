"""NIK, the number of a resident: six digits of the district of first registration, day (women + 40), month and year of birth,
four digits of order (PP 40/2019 art. 30-33, PP 37/2007 art. 37). It has no check digit, and the district may have been renamed since.
"""

import re
import unicodedata

import polars as pl

_LONGEST = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]  # 29 February: the year is written with two digits only
_LONG_NUMBER = re.compile(r"\d(?:[ .\-]?\d){8,}")
_MARKS = r"[\s\p{Cf}.\-‐‑‒–—−]"


def mask(nik: str) -> str:
    """ "7405011206770841" -> "7405••••••••0841"; shorter texts keep nothing."""
    return f"{nik[:4]}{'•' * 8}{nik[-4:]}" if len(nik) == 16 else "•" * len(nik)


def mask_in(text: str) -> str:
    """A sentence in which every long number, however it is spaced, keeps its first and last four digits only; dates stay."""
    return _LONG_NUMBER.sub(lambda found: (number := digits_of(found[0]))[:4] + "•" * max(len(number) - 8, 1) + number[-4:], text)


def digits(text: pl.Expr) -> pl.Expr:
    """A NIK as it was typed, without spaces (also those that are not seen), dots, dashes and a leading apostrophe."""
    return text.str.replace_all(_MARKS, "").str.replace(r"^['’‘`´]+", "")


def digits_of(text: str) -> str:
    """The same of one text."""
    return "".join(ch for ch in text if not (ch.isspace() or ch in ".-‐‑‒–—−" or unicodedata.category(ch) == "Cf")).lstrip("'’‘`´")


def has_shape(nik: pl.Expr) -> pl.Expr:
    """Sixteen digits whose birth date can exist."""
    return (nik.str.contains(r"^[0-9]{16}$") & _date_exists(nik)).fill_null(False)


def _part(nik: pl.Expr, start: int, length: int) -> pl.Expr:
    return nik.str.slice(start, length).cast(pl.Int16, strict=False)


def _date_exists(nik: pl.Expr) -> pl.Expr:
    day, month = birth_day(nik), _part(nik, 8, 2)
    longest = month.replace_strict(list(range(1, 13)), _LONGEST, default=0, return_dtype=pl.Int16)
    return (day >= 1) & (day <= longest)


def is_woman(nik: pl.Expr) -> pl.Expr:
    return _part(nik, 6, 2) > 40


def birth_day(nik: pl.Expr) -> pl.Expr:
    return _part(nik, 6, 2) - pl.when(is_woman(nik)).then(40).otherwise(0)


def says_birth_date(nik: pl.Expr, born: pl.Expr) -> pl.Expr:
    """Whether day, month and the last two digits of the year agree with `born`."""
    return (birth_day(nik) == born.dt.day()) & (_part(nik, 8, 2) == born.dt.month()) & (_part(nik, 10, 2) == born.dt.year() % 100)
