"""Workbooks of text: two readers see what was written, nothing is calculated, the same rows are the same bytes."""

import zipfile
from io import BytesIO

import openpyxl
import polars as pl
from python_calamine import CalamineWorkbook

from payung.exchange.text_book import _letters, write_book

NIK = "7405010006770841"
ROWS = pl.DataFrame({"a": [NIK, "=1+1", None, 'A & <b>\x0b "q" \'Aïn’'], "b": ["0007", "", "-", "x"]})


def book() -> bytes:
    return write_book([("Petunjuk", ["P"], pl.DataFrame({"p": ["satu"]})), ("isi & lain", ["NIK", "B<1>"], ROWS)])


def test_two_readers_see_the_same_text():
    expected = [["NIK", "B<1>"], [NIK, "0007"], ["=1+1", ""], ["", "-"], ['A & <b> "q" \'Aïn’', "x"]]
    calamine = CalamineWorkbook.from_filelike(BytesIO(book()))
    assert calamine.sheet_names == ["Petunjuk", "isi & lain"]
    assert calamine.get_sheet_by_name("isi & lain").to_python() == expected
    sheet = openpyxl.load_workbook(BytesIO(book()))["isi & lain"]
    assert [[cell.value or "" for cell in row] for row in sheet.iter_rows()] == expected
    assert {cell.data_type for row in sheet.iter_rows() for cell in row if cell.value} == {"s"}, "no cell is a formula or a number"
    assert sheet["A2"].number_format == "@"


def test_the_same_rows_are_the_same_bytes():
    assert book() == book()
    assert {part.date_time for part in zipfile.ZipFile(BytesIO(book())).infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_columns_are_named_as_spreadsheets_name_them():
    assert [_letters(at) for at in (0, 25, 26, 29, 701, 702)] == ["A", "Z", "AA", "AD", "ZZ", "AAA"]
