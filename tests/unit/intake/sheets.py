"""Small lists in every format, written cell by cell, and how they are read. Invented people only."""

import csv
import datetime as dt
from pathlib import Path
from typing import Any

import xlsxwriter
import xlwt
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import Table, TableCell, TableRow
from odf.text import P

from payung.intake.read.files import vocabulary
from payung.intake.read.one import LIST, ReadFile, read_one

Cells = list[list[Any]]


def write(
    path: Path,
    sheets: dict[str, Cells] | Cells,
    *,
    encoding: str = "utf-8",
    delimiter: str = ";",
    hidden: tuple[str, ...] = (),
    very_hidden: tuple[str, ...] = (),
) -> Path:
    """By the suffix of `path`; dates become date cells, numbers numeric cells."""
    named = sheets if isinstance(sheets, dict) else {"Data": sheets}
    if path.suffix == ".xlsx":
        _xlsx(path, named, hidden, very_hidden)
    elif path.suffix == ".xls":
        _xls(path, named)
    elif path.suffix == ".ods":
        _ods(path, named)
    else:
        with open(path, "w", encoding=encoding, newline="") as handle:
            csv.writer(handle, delimiter=delimiter).writerows(next(iter(named.values())))
    return path


def _xlsx(path: Path, sheets: dict[str, Cells], hidden: tuple[str, ...], very_hidden: tuple[str, ...]) -> None:
    with xlsxwriter.Workbook(path) as book:
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        for name, rows in sheets.items():
            page = book.add_worksheet(name)
            for r, row in enumerate(rows):
                for c, value in enumerate(row):
                    if isinstance(value, dt.date):
                        page.write_datetime(r, c, dt.datetime.combine(value, dt.time()), day)
                    elif isinstance(value, int | float):
                        page.write_number(r, c, value)
                    elif value:
                        page.write_string(r, c, value)
            if name in hidden:
                page.hide()
            if name in very_hidden:
                page.very_hidden()


def _xls(path: Path, sheets: dict[str, Cells]) -> None:
    book, day = xlwt.Workbook(), xlwt.easyxf(num_format_str="dd/mm/yyyy")
    for name, rows in sheets.items():
        page = book.add_sheet(name)
        for r, row in enumerate(rows):
            for c, value in enumerate(row):
                page.write(r, c, value, day) if isinstance(value, dt.date) else page.write(r, c, value)
    book.save(str(path))


def _ods(path: Path, sheets: dict[str, Cells]) -> None:
    book = OpenDocumentSpreadsheet()
    for name, rows in sheets.items():
        table = Table(name=name)
        for row in rows:
            line = TableRow()
            for value in row:
                if isinstance(value, dt.date):
                    cell = TableCell(valuetype="date", datevalue=value.isoformat())
                elif isinstance(value, int | float):
                    cell = TableCell(valuetype="float", value=str(value))
                else:
                    cell = TableCell(valuetype="string") if value else TableCell()
                    if value:
                        cell.addElement(P(text=value))
                line.addElement(cell)
            table.addElement(line)
        book.spreadsheet.addElement(table)
    book.save(str(path))


def read(path: Path) -> ReadFile:
    return read_one(path, vocabulary(), LIST)


def people(file: ReadFile, *fields: str) -> list[tuple[Any, ...]]:
    """The given fields of each row of data; "row" is its number in the sheet."""
    rows = []
    for sheet in file.sheets:
        columns = [sheet.rows if field == "row" else sheet.columns.get(field, [None] * len(sheet.rows)) for field in fields]
        rows += list(zip(*columns, strict=True))
    return rows
