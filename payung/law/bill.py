"""Contributions of a whole list: a frame of people in, the same frame with rupiah columns out, by the rules of `tariff`.

The frame may be Polars (eager or lazy), DuckDB or Spark: narwhals writes the same whole-number arithmetic for each. A class of the BPU price list is
calculated once, as one person's month is; its people are only looked up.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

import narwhals as nw
import polars as pl
from narwhals.typing import IntoFrameT

from payung.law.figure import figure
from payung.law.given import BASIC, MOST_RUPIAH, Payer, Programme, Sector, Segment
from payung.law.tariff import Tariff, at_most, tariff
from payung.values.errors import InputError
from payung.values.month import Month
from payung.values.words import Words, number


def contribution_columns(
    frame: IntoFrameT,
    *,
    segment: Segment,
    month: Month,
    payer: Payer,
    programmes: Iterable[Programme] = BASIC,
    risk_group: int | None = None,
    labour_intensive: bool = False,
) -> IntoFrameT:
    """Adds what is due for the month, one column per programme ("jkk", "jkm", "jht", "jp"; int64, rupiah, employer and worker together;
    "jkp" is the government's share, which nobody here is billed).

    In: `income` for BPU (rupiah a month; null is the lowest class) or `wage` for the others (no nulls); `sector` if there is one ("transport" or
    "other"; null and absent are "other"). Other columns and the order of rows stay. A frame that is not calculated yet is looked through once, for
    what must be refused, and comes back not calculated.
    Errors: InputError for a missing column, a null wage, an amount below 0 or beyond reason, an unknown sector; RefusedError for a month without
    figures. Migrants pay a package and are no list here: InputError.
    """
    return months_columns(
        frame, segment=segment, months=[month], payer=payer, programmes=programmes, risk_group=risk_group, labour_intensive=labour_intensive
    )


def months_columns(
    frame: IntoFrameT,
    *,
    segment: Segment,
    months: Sequence[Month],
    payer: Payer,
    programmes: Iterable[Programme] = BASIC,
    risk_group: int | None = None,
    labour_intensive: bool = False,
) -> IntoFrameT:
    """As `contribution_columns`, the sum of following months, of which those with equal figures are calculated once."""
    wanted = tuple(dict.fromkeys(programmes))
    pay = "income" if segment == Segment.BPU else "wage"
    groups = equal_months(months, segment=segment, payer=payer, programmes=wanted, risk_group=risk_group, labour_intensive=labour_intensive)

    def tariffs(sector: Sector) -> list[tuple[int, Tariff]]:
        return [(len(group), tariff(segment, group[0], wanted, payer, sector, risk_group, labour_intensive)) for group in groups]

    usual, moving = tariffs(Sector.OTHER), tariffs(Sector.TRANSPORT)
    people: Any = nw.from_native(frame)
    schema = people.collect_schema()
    _refuse_bad_input(people, schema, pay, nullable=segment == Segment.BPU)
    by_sector = "sector" in schema and [each.numbers for _, each in moving] != [each.numbers for _, each in usual]
    columns = []
    for programme in wanted:
        due = _due(usual, programme, pay)
        if by_sector:
            due = nw.when(nw.col("sector") == str(Sector.TRANSPORT)).then(_due(moving, programme, pay)).otherwise(due)
        columns.append(due.cast(nw.Int64).alias(programme.lower()))
    return people.with_columns(*columns).to_native()  # type: ignore[no-any-return]


def class_table(*, month: Month, payer: Payer, sector: Sector = Sector.OTHER, programmes: Iterable[Programme] = BASIC) -> pl.DataFrame:
    """The BPU price list of a month: `income_from`, `base` and one column per programme (int64, rupiah), a row for each class."""
    rows = figure("bpu.classes").on(month.first_day).rows
    frame = pl.DataFrame({"income_from": [row["income_from"] for row in rows], "base": [row["base"] for row in rows]}, schema_overrides=_INTEGERS)
    asked = frame.with_columns(pl.col("income_from").alias("income"), pl.lit(str(sector)).alias("sector"))
    return contribution_columns(asked, segment=Segment.BPU, month=month, payer=payer, programmes=programmes).drop("income", "sector")


def equal_months(
    months: Iterable[Month],
    *,
    segment: Segment,
    payer: Payer,
    programmes: Iterable[Programme] = BASIC,
    risk_group: int | None = None,
    labour_intensive: bool = False,
) -> list[tuple[Month, ...]]:
    """Groups following months in which everybody, whatever the sector, pays the same: each group is calculated once and multiplied."""
    wanted = tuple(programmes)

    def numbers(month: Month) -> tuple[object, ...]:
        return tuple(tariff(segment, month, wanted, payer, sector, risk_group, labour_intensive).numbers for sector in Sector)

    return [tuple(group) for _, group in groupby(months, key=numbers)]


_INTEGERS = {"income_from": pl.Int64, "base": pl.Int64}


def _due(tariffs: Sequence[tuple[int, Tariff]], programme: Programme, pay: str) -> nw.Expr:
    """The sum of the months: each tariff counts for so many."""
    classes = tariffs[0][1].classes
    if classes is None:
        base = nw.col(pay).cast(nw.Int64)
        lines = [term.due(base) * months for months, month in tariffs for term in month.terms if term.programme == programme]
        return sum(lines[1:], start=lines[0])
    # The classes are those of the first month; a second set of them would be a second list of thresholds.
    if any(month.classes is None or month.classes.rows != classes.rows for _, month in tariffs):
        return sum((_due([one], programme, pay) for one in tariffs[1:]), start=_due(tariffs[:1], programme, pay))
    prices = [
        sum(term.due(row["base"]) * months for months, month in tariffs for term in month.terms if term.programme == programme)
        for row in classes.rows
    ]
    return _looked_up(nw.col(pay).cast(nw.Int64), classes.rows, prices)


def _looked_up(pay: nw.Expr, rows: Sequence[Mapping[str, int]], prices: Sequence[int]) -> nw.Expr:
    """The price of the class that an income falls into; a comparison with null is not true, so null falls through to the lowest class.

    Classes that are equally wide and rise by the same price are one run: counted, not compared one by one.
    """
    starts = [row["income_from"] for row in rows]
    found = nw.lit(prices[0], dtype=nw.Int64)
    for first, last in _runs(starts, prices):
        price: Any = nw.lit(prices[first], dtype=nw.Int64)
        if last > first:
            wide, rise = starts[first + 1] - starts[first], prices[first + 1] - prices[first]
            price = (at_most(pay, starts[last]) - starts[first]) // wide * rise + prices[first]
        found = nw.when(pay >= starts[first]).then(price).otherwise(found)
    return found


def _runs(starts: Sequence[int], prices: Sequence[int]) -> Iterator[tuple[int, int]]:
    """First and last place of each run of equal steps, of the second class and above."""
    steps = [(starts[at + 1] - starts[at], prices[at + 1] - prices[at]) for at in range(len(starts) - 1)]
    first = 1
    while first < len(starts):
        last = first
        while last < len(steps) and steps[last] == steps[first]:
            last += 1
        yield first, last
        first = last + 1


def _refuse_bad_input(people: Any, schema: Mapping[str, Any], pay: str, *, nullable: bool) -> None:
    if pay not in schema or not (schema[pay].is_integer() or schema[pay] == nw.Unknown):  # Unknown: a column of nulls alone
        raise InputError(
            "contribution.column", Words(f"Daftar perlu kolom “{pay}” berisi rupiah bulat.", f"The list needs a column “{pay}” of whole rupiah.")
        )
    amount = nw.col(pay).cast(nw.Int64)
    counts = {"missing": amount.is_null(), "wrong": (amount < 0) | (amount > MOST_RUPIAH)}
    if "sector" in schema:
        counts["unknown"] = ~nw.col("sector").is_in([str(sector) for sector in Sector])
    found = people.select(**{name: wrong.cast(nw.Int64).sum() for name, wrong in counts.items()}).lazy().collect("polars").to_native()
    missing, wrong, unknown = (found[name].item() or 0 if name in found.columns else 0 for name in ("missing", "wrong", "unknown"))
    if missing and not nullable:
        raise InputError(
            "contribution.missing_wage",
            Words(
                f"{number(missing)} baris belum berisi upah. Isi dulu, lalu hitung lagi.",
                f"{number(missing, 'en')} rows have no wage. Fill them in, then calculate again.",
            ),
        )
    if wrong:
        raise InputError(
            "contribution.impossible_amount",
            Words(
                f"{number(wrong)} baris berjumlah tidak mungkin. Tulis ulang dalam rupiah.",
                f"{number(wrong, 'en')} rows have an impossible amount. Write it again in rupiah.",
            ),
        )
    if unknown:
        raise InputError(
            "contribution.sector",
            Words(
                f"{number(unknown)} baris bersektor tidak dikenal. Tulis: {' | '.join(Sector)}.",
                f"{number(unknown, 'en')} rows have an unknown sector. Write: {' | '.join(Sector)}.",
            ),
        )
