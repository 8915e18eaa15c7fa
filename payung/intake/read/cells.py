"""Open a file and give the cells of its sheets with their raw types, or say in one sentence why that cannot be.

What a file is, its first bytes say; its name must agree. Pure Python and python-calamine: it runs in the small reading processes too.
"""

import csv
import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

from payung.intake.read import refusals
from payung.intake.read.refusals import Refusal

MAX_COLUMNS = 512
MAX_FILE, MAX_UNPACKED = 200 << 20, 1 << 30  # bytes; 250,000 rows of 14 columns unpack to a quarter of this
MAX_CELL = 32_767  # characters, as in a spreadsheet
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_STRANGERS = {
    b"%PDF": "PDF",
    b"\xff\xd8\xff": "foto",
    b"\x89PNG": "foto",
    b"GIF8": "foto",
    b"{\\rt": "RTF",
    b"Rar!": "RAR",
    b"7z\xbc\xaf": "7z",
    b"\x1f\x8b": "gzip",
}
_CSV_NAMES, _DELIMITERS = (".csv", ".txt", ".tsv"), ";,\t|"


_LONGEST_NAME = 100  # of a sheet; Excel allows 31, others more


@dataclass(frozen=True)
class Limits:
    """What one file may cost: rows of a sheet, bytes of memory and seconds of the process that reads it."""

    rows: int
    memory: int
    seconds: int


OF_A_LIST = Limits(250_000, 850 << 20, 60)  # so many rows of 14 columns were measured at 660 MiB and 12 seconds
OF_A_REGISTER = Limits(2_000_000, 3 << 30, 300)  # chosen by the operator, not sent by somebody


@dataclass(frozen=True)
class Sheet:
    """`cells` row by row from the first row of the sheet; each cell keeps its type (str, float, int, bool, date, datetime, …)."""

    name: str
    hidden: bool
    cells: list[list[Any]]


def _kind(head: bytes, path: Path) -> str:
    """xlsx, xls, ods or csv by the first bytes; raises what stands against reading it."""
    if not head.strip(b"\0\r\n\t \xef\xbb\xbf"):
        raise Refusal(refusals.EMPTY)
    for start, name in _STRANGERS.items():
        if head.startswith(start):
            raise Refusal(refusals.STRANGER, kind=name)
    if head.startswith(_OLE):
        return _ole_kind(path)
    if head.startswith(b"PK"):
        return _zip_kind(path)
    text = head.lstrip(b"\xef\xbb\xbf\r\n\t ").lower()
    if text.startswith((b"<html", b"<!doctype", b"<table", b"<?xml", b"<meta", b"<head", b"<body")):
        raise Refusal(refusals.WEB_PAGE)
    if b"\0" in head and not head.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise Refusal(refusals.NOT_A_TABLE)
    return "csv"


def _ole_kind(path: Path) -> str:
    """Word, mail and locked workbooks share the container of .xls; the names of the streams inside tell them apart."""
    data = path.read_bytes()
    for stream, reason in (
        ("EncryptedPackage", refusals.PASSWORD),
        ("WordDocument", refusals.NOT_A_TABLE),
        ("PowerPoint Document", refusals.NOT_A_TABLE),
    ):
        if f"{stream}\0".encode("utf-16-le") in data:
            raise Refusal(reason)
    return "xls"


def _zip_kind(path: Path) -> str:
    try:
        with zipfile.ZipFile(path) as archive:
            names = {info.filename: info.file_size for info in archive.infolist()}
            if sum(names.values()) > MAX_UNPACKED or len(names) > 10_000:
                raise Refusal(refusals.TOO_BIG)
            if "mimetype" in names and archive.open("mimetype").read(100).startswith(b"application/vnd.oasis.opendocument.spreadsheet"):
                if b"manifest:encryption-data" in archive.open("META-INF/manifest.xml").read(1 << 20):
                    raise Refusal(refusals.PASSWORD)
                return "ods"
            if any(name.startswith("xl/workbook") and name.endswith(".xml") for name in names):
                return "xlsx"
            if "xl/workbook.bin" in names:
                raise Refusal(refusals.NOT_A_TABLE)
            if any(name.startswith("word/") for name in names):
                raise Refusal(refusals.STRANGER, kind="Word")
    except (zipfile.BadZipFile, KeyError, RuntimeError, NotImplementedError, OSError) as error:
        raise Refusal(refusals.DAMAGED) from error
    raise Refusal(refusals.STRANGER, kind="ZIP")


def sheets_of(path: Path, most_rows: int = OF_A_LIST.rows) -> Iterator[Sheet]:
    """Every sheet in workbook order; raises Refusal."""
    size = path.stat().st_size
    if size > MAX_FILE:
        raise Refusal(refusals.TOO_BIG)
    with path.open("rb") as handle:
        head = handle.read(4096)
    kind, suffix = _kind(head, path), path.suffix.lower()
    expected = {"xlsx": (".xlsx", ".xlsm"), "xls": (".xls",), "ods": (".ods",), "csv": _CSV_NAMES}[kind]
    if suffix not in expected:
        raise Refusal(refusals.WRONG_NAME, kind=kind, suffix=suffix or "–")
    return _csv_sheets(path, most_rows) if kind == "csv" else _book_sheets(path, most_rows)


def _book_sheets(path: Path, most_rows: int) -> Iterator[Sheet]:
    try:
        with CalamineWorkbook.from_path(path) as book:
            for meta in book.sheets_metadata:
                if meta.typ != SheetTypeEnum.WorkSheet:
                    continue
                sheet = book.get_sheet_by_name(meta.name)
                if sheet.total_height > most_rows:
                    raise Refusal(refusals.TOO_MANY_ROWS, rows=sheet.total_height, most=most_rows)
                if sheet.total_width > MAX_COLUMNS:
                    raise Refusal(refusals.TOO_MANY_COLUMNS, columns=sheet.total_width, most=MAX_COLUMNS)
                yield Sheet(meta.name[:_LONGEST_NAME], meta.visible != SheetVisibleEnum.Visible, sheet.to_python(skip_empty_area=False))
    except PasswordError as error:
        raise Refusal(refusals.PASSWORD) from error
    except (CalamineError, OSError, ValueError) as error:
        if "password" in str(error).lower() or "encrypt" in str(error).lower():
            raise Refusal(refusals.PASSWORD) from error
        raise Refusal(refusals.DAMAGED) from error


def _decoded(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", errors="replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def _delimiter(text: str) -> str:
    """The separator that cuts the first lines into the most columns that the most lines agree on."""
    lines = [line for line in text[:20_000].splitlines()[:40] if line.strip()]
    first = lines[0] if lines else ""
    if first.lower().startswith("sep=") and len(first) >= 5:
        return first[4]

    def columns(mark: str) -> tuple[int, int]:
        counts = [len(row) for row in csv.reader(lines, delimiter=mark)]
        most = max(counts, key=lambda n: (n > 1, counts.count(n), n), default=1)
        return (counts.count(most) if most > 1 else 0, most)

    return max(_DELIMITERS, key=columns)


def _holds_rows(cell: str, delimiter: str, columns: int) -> bool:
    return max(line.count(delimiter) for line in cell.splitlines()) >= min(columns, 3) - 1


def _records(text: str, delimiter: str, quoting: Literal[0, 3], most_rows: int) -> list[list[Any]]:
    """The rows of a csv; a quotation mark that nobody closed swallows whole lines, so then it is read as a plain character."""
    cells: list[list[Any]] = []
    for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, quoting=quoting):
        if quoting == csv.QUOTE_MINIMAL and any("\n" in cell and _holds_rows(cell, delimiter, len(row)) for cell in row):
            return _records(text, delimiter, csv.QUOTE_NONE, most_rows)
        if quoting == csv.QUOTE_NONE:
            row = [cell.strip('" ') for cell in row]
        cells.append(row)
        if len(cells) > most_rows:
            raise Refusal(refusals.TOO_MANY_ROWS, rows=text.count("\n"), most=most_rows)
    return cells


def csv_head(path: Path) -> tuple[str, list[str]]:
    """The separator of a csv and the cells of its first line, without reading the rest."""
    with path.open("rb") as handle:
        text = _decoded(handle.read(1 << 16))
    delimiter = _delimiter(text)
    return delimiter, next(csv.reader(text.splitlines(), delimiter=delimiter), [])


def _csv_sheets(path: Path, most_rows: int) -> Iterator[Sheet]:
    text = _decoded(path.read_bytes())
    delimiter = _delimiter(text)
    if text[:4].lower() == "sep=":
        text = text.partition("\n")[2]  # spreadsheets neither show nor count this line
    csv.field_size_limit(MAX_CELL)
    try:
        try:
            cells = _records(text, delimiter, csv.QUOTE_MINIMAL, most_rows)
        except csv.Error:  # a field longer than a cell: an open quotation mark
            cells = _records(text, delimiter, csv.QUOTE_NONE, most_rows)
    except csv.Error as error:
        raise Refusal(refusals.DAMAGED) from error
    width = max(map(len, cells), default=0)
    if width > MAX_COLUMNS:
        raise Refusal(refusals.TOO_MANY_COLUMNS, columns=width, most=MAX_COLUMNS)
    yield Sheet("csv", False, [row + [""] * (width - len(row)) for row in cells])
