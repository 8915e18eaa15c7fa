"""Contributions of a whole list: a frame of people in, the same frame with rupiah columns out, by the rules of `tariff`."""

from collections.abc import Iterable
from itertools import groupby

import polars as pl

from payung.law.figure import Value, figure
from payung.law.given import BASIC, MOST_RUPIAH, Payer, Programme, Sector, Segment
from payung.law.tariff import Tariff, tariff
from payung.values.errors import InputError
from payung.values.month import Month
from payung.values.words import Words, number


def contribution_columns(frame: pl.DataFrame, *, segment: Segment, month: Month, payer: Payer, programmes: Iterable[Programme] = BASIC,
                         risk_group: int | None = None, labour_intensive: bool = False) -> pl.DataFrame:
    """Adds what is due for the month, one column per programme ("jkk", "jkm", "jht", "jp"; int64, rupiah, employer and worker together;
    "jkp" is the government's share, which nobody here is billed).

    In: `income` for BPU (rupiah a month; null is the lowest class) or `wage` for the others (no nulls); `sector` if there is one ("transport" or
    "other"; null and absent are "other"). Other columns and the order of rows stay.
    Errors: InputError for a missing column, a null wage, an amount below 0 or beyond reason, an unknown sector; RefusedError for a month without
    figures. Migrants pay a package and are no list here: InputError.
    """
    wanted = tuple(dict.fromkeys(programmes))
    pay = "income" if segment == Segment.BPU else "wage"
    _refuse_bad_input(frame, pay, nullable=segment == Segment.BPU)
    tariffs = {sector: tariff(segment, month, wanted, payer, sector, risk_group, labour_intensive) for sector in Sector}
    base, usual = _base(pl.col(pay).cast(pl.Int64), tariffs[Sector.OTHER].classes), tariffs[Sector.OTHER]
    moving = tariffs[Sector.TRANSPORT]
    columns = []
    for programme in wanted:
        due = _due(usual, programme, base)
        if "sector" in frame.columns and moving.numbers != usual.numbers:
            due = pl.when(pl.col("sector") == Sector.TRANSPORT).then(_due(moving, programme, base)).otherwise(due)
        columns.append(due.cast(pl.Int64).alias(programme.lower()))
    return frame.with_columns(columns)


def class_table(*, month: Month, payer: Payer, sector: Sector = Sector.OTHER, programmes: Iterable[Programme] = BASIC) -> pl.DataFrame:
    """The BPU price list of a month: `income_from`, `base` and one column per programme (int64, rupiah), a row for each class."""
    rows = figure("bpu.classes").on(month.first_day).rows
    frame = pl.DataFrame({"income_from": [row["income_from"] for row in rows], "base": [row["base"] for row in rows]}, schema_overrides=_INTEGERS)
    asked = frame.with_columns(pl.col("income_from").alias("income"), pl.lit(str(sector)).alias("sector"))
    return contribution_columns(asked, segment=Segment.BPU, month=month, payer=payer, programmes=programmes).drop("income", "sector")


def equal_months(months: Iterable[Month], *, segment: Segment, payer: Payer, programmes: Iterable[Programme] = BASIC,
                 risk_group: int | None = None, labour_intensive: bool = False) -> list[tuple[Month, ...]]:
    """Groups following months in which everybody, whatever the sector, pays the same: each group is calculated once and multiplied."""
    wanted = tuple(programmes)

    def numbers(month: Month) -> tuple[object, ...]:
        return tuple(tariff(segment, month, wanted, payer, sector, risk_group, labour_intensive).numbers for sector in Sector)
    return [tuple(group) for _, group in groupby(months, key=numbers)]


_INTEGERS = {"income_from": pl.Int64, "base": pl.Int64}


def _due(month: Tariff, programme: Programme, base: pl.Expr) -> pl.Expr:
    lines = [term.due(base) for term in month.terms if term.programme == programme]
    return sum(lines[1:], start=lines[0])


def _base(pay: pl.Expr, classes: Value | None) -> pl.Expr:
    """`contribution.base_of` as a column; a comparison with null is not true, so null falls through to the lowest class."""
    if classes is None:
        return pay
    lowest, *higher = classes.rows
    found = pl.lit(lowest["base"], dtype=pl.Int64)
    for row in higher:
        found = pl.when(pay >= row["income_from"]).then(row["base"]).otherwise(found)
    return found


def _refuse_bad_input(frame: pl.DataFrame, pay: str, *, nullable: bool) -> None:
    if pay not in frame.columns or not (frame[pay].dtype.is_integer() or frame[pay].dtype == pl.Null):
        raise InputError("contribution.column", Words(f"Daftar perlu kolom “{pay}” berisi rupiah bulat.",
                                                      f"The list needs a column “{pay}” of whole rupiah."))
    missing = 0 if nullable else frame[pay].null_count()
    if missing:
        raise InputError("contribution.missing_wage", Words(f"{number(missing)} baris belum berisi upah. Isi dulu, lalu hitung lagi.",
                                                            f"{number(missing, 'en')} rows have no wage. Fill them in, then calculate again."))
    wrong = frame.select(((pl.col(pay) < 0) | (pl.col(pay) > MOST_RUPIAH)).sum()).item()
    if wrong:
        raise InputError("contribution.impossible_amount", Words(f"{number(wrong)} baris berjumlah tidak mungkin. Tulis ulang dalam rupiah.",
                                                                 f"{number(wrong, 'en')} rows have an impossible amount. Write it again in rupiah."))
    if "sector" in frame.columns:
        unknown = set(frame["sector"].drop_nulls().unique()) - set(Sector)
        if unknown:
            raise InputError("contribution.sector", Words(f"Sektor “{min(unknown)}” tidak dikenal. Tulis: {' | '.join(Sector)}.",
                                                          f"The sector “{min(unknown)}” is not known. Write: {' | '.join(Sector)}."))
