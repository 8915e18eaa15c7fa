"""Any table of the screens as a workbook: text stays text, also a NIK and whatever looks like a formula."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from io import BytesIO
from itertools import chain, count, islice
from pathlib import Path
from typing import Any

import xlsxwriter

from payung.reports.looks import MOST_ROWS, for_print, formats
from payung.values.month import Month
from payung.values.nik import mask
from payung.values.words import Lang, Words

_HEAD = 2  # row of the titles, 0-based
_WIDTHS = {"nik": 19, "rupiah": 16, "number": 11, "percent": 10, "date": 13, "moment": 17, "month": 15, "badge": 20, "words": 44}
_TEXT = 26
PLAIN = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
_SHEET = Words("Daftar", "List")


def write_table(title: str, columns: Sequence[tuple[Words, str]], rows: Iterable[Sequence[Any]], lang: Lang = "id") -> bytes:
    """`columns`: title and kind (see web/table.py); `rows`: a value for each column. A NIK is masked unless the caller gives it as plain text."""
    content = BytesIO()
    with xlsxwriter.Workbook(content, {**PLAIN, "in_memory": True}) as book:
        _fill(book, title, columns, rows, lang)
    return content.getvalue()


def write_book(path: Path, title: str, columns: Sequence[tuple[Words, str]], rows: Iterable[Sequence[Any]], lang: Lang = "id") -> None:
    """The same of any number of rows: each is written as it comes and then forgotten, and what one sheet cannot hold stands on the next."""
    with xlsxwriter.Workbook(path, {**PLAIN, "constant_memory": True, "use_zip64": True, "tmpdir": str(path.parent)}) as book:
        _fill(book, title, columns, rows, lang)


def _fill(book: Any, title: str, columns: Sequence[tuple[Words, str]], rows: Iterable[Sequence[Any]], lang: Lang) -> None:
    looks, left = formats(book), iter(rows)
    for at in count(1):
        sheet = book.add_worksheet(_SHEET.said(lang) + (f" {at}" if at > 1 else ""))
        _fill_sheet(sheet, title, columns, islice(left, MOST_ROWS), looks, lang)
        following = next(left, None)
        if following is None:
            return
        left = chain([following], left)


def _fill_sheet(
    sheet: Any, title: str, columns: Sequence[tuple[Words, str]], rows: Iterable[Sequence[Any]], looks: dict[str, Any], lang: Lang
) -> None:
    sheet.write_string(0, 0, title, looks["title"])
    for at, (words, kind) in enumerate(columns):
        sheet.set_column(at, at, _WIDTHS.get(kind, _TEXT))
        sheet.write_string(_HEAD, at, words.said(lang), looks["head"])
    sheet.freeze_panes(_HEAD + 1, 0)
    line = _HEAD
    for line, row in enumerate(rows, _HEAD + 1):
        for at, (value, (_, kind)) in enumerate(zip(row, columns, strict=True)):
            write_cell(sheet, line, at, value, kind, looks, lang)
    sheet.autofilter(_HEAD, 0, max(line, _HEAD), max(len(columns) - 1, 0))
    for_print(sheet, title, _HEAD, lang)


def write_cell(sheet: Any, line: int, at: int, value: Any, kind: str, looks: dict[str, Any], lang: Lang) -> None:
    """A value as its kind is written (see web/table.py): text never becomes a number or a formula, a NIK is masked."""
    if kind == "badge" and value:
        value = value[1]
    if isinstance(value, Words):
        value = value.said(lang)
    if value is None or value == "":
        sheet.write_blank(line, at, None, looks["text"])
    elif isinstance(value, Month):
        sheet.write_string(line, at, value.said(lang), looks["text"])
    elif isinstance(value, datetime):
        sheet.write_string(line, at, value.strftime("%d-%m-%Y %H:%M"), looks["text"])
    elif isinstance(value, date):
        sheet.write_datetime(line, at, datetime(value.year, value.month, value.day), looks["date"])
    elif isinstance(value, int | float) and not isinstance(value, bool):
        sheet.write_number(line, at, value, looks["number"])
    else:
        sheet.write_string(line, at, mask(str(value)) if kind == "nik" else str(value), looks["text"])
