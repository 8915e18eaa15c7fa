"""Correction sheets that came back: they change just the rows they name, in just the fields they still hold."""

from collections.abc import Iterable
from dataclasses import dataclass, field

import polars as pl

from payung.intake.checks.check import FIELDS
from payung.intake.frame import rows_frame
from payung.intake.read.one import ReadFile

_KEY = ("sha256", "sheet", "row")
CORRECTIONS: dict[str, pl.DataType | type[pl.DataType]] = {
    "sha256": pl.String,
    "sheet": pl.String,
    "row": pl.Int32,
    "held": pl.List(pl.String()),
    **dict.fromkeys(FIELDS, pl.String),
    "nik_number": pl.Boolean,
    "date_number": pl.Boolean,
}


@dataclass(frozen=True)
class Corrected:
    """`rows` with the corrections in them; `applied` counts the rows that were named, `unknown` lists (sheet, row) that no list has."""

    rows: pl.DataFrame
    applied: int = 0
    unknown: list[tuple[str | None, int | None]] = field(default_factory=list)


def corrections_frame(files: Iterable[ReadFile]) -> pl.DataFrame:
    """The columns of CORRECTIONS: which row of which list (by the SHA-256 of the list), the fields that the sheet still holds, and what they say now.

    Sheets without "Lembar asal" and "Baris asal" are not corrections and are left out.
    """
    frames = []
    for file in files:
        for sheet in file.sheets:
            if file.corrects is None or not {"source_sheet", "source_row"} <= sheet.columns.keys():
                continue
            alone = ReadFile(file.path, file.corrects, file.size, [sheet])
            held = [name for name in FIELDS if name in sheet.columns]
            frames.append(
                rows_frame([alone]).select(
                    "sha256",
                    pl.Series("sheet", sheet.columns["source_sheet"], pl.String),
                    pl.Series("row", sheet.columns["source_row"], pl.String).cast(pl.Int32, strict=False),
                    pl.lit(held, pl.List(pl.String)).alias("held"),
                    *FIELDS,
                    "nik_number",
                    "date_number",
                )
            )
    return pl.concat(frames) if frames else pl.DataFrame(schema=CORRECTIONS)


def _decided_by(column: str) -> str | None:
    """The field whose presence in the sheet decides over `column`; None for the keys."""
    if column == "birth":
        return "birth_date"  # place and date in one column give way to the two of the sheet
    return {"nik_number": "nik", "date_number": "birth_date"}.get(column, column if column in FIELDS else None)


def _taken(column: str) -> pl.Expr:
    field = _decided_by(column)
    return pl.col(column) if field is None else pl.when(pl.col("held").list.contains(field)).then(f"{column}_new").otherwise(column).alias(column)


def apply_corrections(rows: pl.DataFrame, corrections: pl.DataFrame) -> Corrected:
    """`rows`: the columns of ROWS. An emptied cell empties its field, a field whose column was taken out stays.

    Of two corrections of one row the later one holds.
    """
    if corrections.is_empty():
        return Corrected(rows)
    # names of sheets are compared without spaces around them, which reading takes off every cell
    keyed = rows.with_row_index("at").with_columns(sheet_key=pl.col("sheet").str.strip_chars())
    last, here = corrections.unique(_KEY, keep="last", maintain_order=True), ["sha256", "sheet_key", "row"]
    unknown = last.join(keyed, left_on=list(_KEY), right_on=here, how="anti", maintain_order="left")
    named = keyed.join(last, left_on=here, right_on=list(_KEY), how="inner", suffix="_new", maintain_order="left")
    changed = named.select("at", *map(_taken, rows.columns))
    kept = keyed.join(changed, on="at", how="anti", maintain_order="left").select("at", *rows.columns)
    return Corrected(pl.concat([kept, changed]).sort("at").drop("at"), changed.height, list(unknown.select("sheet", "row").iter_rows()))
