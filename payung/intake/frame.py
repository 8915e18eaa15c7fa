"""From what the reader found to a frame of rows."""

from collections.abc import Iterable
from typing import Any

import polars as pl

from payung.intake.checks.check import ROWS
from payung.intake.read.one import ReadFile, SheetRows

_BLOCK = 50_000  # rows held as Python texts before they become a frame, which needs a fifth of the memory


class _Block:
    """Rows of several sheets, column by column."""

    def __init__(self) -> None:
        self.columns: dict[str, list[Any]] = {name: [] for name in ROWS}
        self.height = 0

    def add(self, file: ReadFile, sheet: SheetRows) -> None:
        height = len(sheet.rows)
        same = {"file": file.name, "sha256": file.sha256, "sheet": sheet.name}
        own: dict[str, list[Any]] = {"row": sheet.rows, "nik_number": sheet.nik_number, "date_number": sheet.date_number}
        for name, column in self.columns.items():
            column.extend(own.get(name) or sheet.columns.get(name) or [same.get(name)] * height)
        self.height += height

    def frame(self) -> pl.DataFrame:
        return pl.DataFrame({name: pl.Series(column, dtype=ROWS[name]) for name, column in self.columns.items()})


def rows_frame(files: Iterable[ReadFile]) -> pl.DataFrame:
    """The columns of ROWS, in the order of files, sheets and rows."""
    block, frames = _Block(), []
    for file in files:
        for sheet in file.sheets:
            block.add(file, sheet)
        if block.height >= _BLOCK:
            frames.append(block.frame())
            block = _Block()
    return pl.concat([*frames, block.frame()], rechunk=True)
