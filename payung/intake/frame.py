"""From what the reader found to frames: rows of lists, and registers."""

from collections.abc import Iterable

import polars as pl

from payung.intake.checks.check import FIELDS, ROWS
from payung.intake.read.one import ReadFile, SheetRows


def _sheet_frame(file: ReadFile, sheet: SheetRows) -> pl.DataFrame:
    height = len(sheet.rows)
    columns = {"file": pl.repeat(file.name, height, dtype=pl.String, eager=True), "sha256": pl.repeat(file.sha256, height, dtype=pl.String, eager=True),
               "sheet": pl.repeat(sheet.name, height, dtype=pl.String, eager=True), "row": pl.Series(sheet.rows, dtype=pl.Int32)}
    for name in FIELDS:
        columns[name] = pl.Series(sheet.columns[name], dtype=pl.String) if name in sheet.columns else pl.repeat(None, height, dtype=pl.String, eager=True)
    return pl.DataFrame({**columns, "nik_number": pl.Series(sheet.nik_number, dtype=pl.Boolean), "date_number": pl.Series(sheet.date_number, dtype=pl.Boolean)}, schema=ROWS)


def rows_frame(files: Iterable[ReadFile]) -> pl.DataFrame:
    """The columns of ROWS, in the order of files, sheets and rows."""
    frames = [_sheet_frame(file, sheet) for file in files for sheet in file.sheets]
    return pl.concat(frames, rechunk=True) if frames else pl.DataFrame(schema=ROWS)
