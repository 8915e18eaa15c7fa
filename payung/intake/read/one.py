"""Read one file: open it, find the header of each sheet, keep the rows of data, column by column.

Runs in a reading process (see worker.py) and imports no frame library, so that such a process starts in a tenth of a second.
"""

import hashlib
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from payung.intake.read import refusals
from payung.intake.read.cells import OF_A_LIST, Sheet, sheets_of
from payung.intake.read.header import Header, Vocabulary, find_header
from payung.intake.read.refusals import Refusal
from payung.intake.read.rows import data_rows, table_rows, text_of
from payung.values.words import Words, number

MARK = "_payung"  # the hidden sheet of a correction sheet; its first cells hold the SHA-256 of the list that it corrects
LIST = frozenset({"nik", "name"})
FIGURES = frozenset({"place", "place_code", "bps_code", "segment"})  # what a table of figures must name one of: its rows are no people
_EXACT = 2**53  # whole numbers above this cannot be kept exactly in a numeric cell
_ENDLESS = float("inf")
_FIRST_ROWS, _MOST_TITLES, _LONGEST_TITLE = 10, 8, 30  # of a sheet without a header, what an answer repeats
_LIKE_NIK = re.compile(r"'?\d{16}")


@dataclass
class SheetRows:
    """One sheet's rows of data: `rows` as the spreadsheet numbers them, `columns` field -> text of each row (None: empty).

    `nik_number` says where the NIK stood in a numeric cell, `date_number` where the birth date did; `seen` lists each header and its field.
    """

    name: str
    rows: list[int]
    columns: dict[str, list[str | None]]
    nik_number: list[bool]
    date_number: list[bool]
    seen: list[tuple[str, str | None]]


@dataclass
class ReadFile:
    """What one file gave: sheets of rows, or the reason (code and sentence) why there are none. `name` is how lists of results call it.

    `titles`: of a file in which no header was found, what stands where one could be.
    """

    path: Path
    sha256: str
    size: int
    sheets: list[SheetRows] = field(default_factory=list)
    notes: list[Words] = field(default_factory=list)
    refusal: tuple[str, Words] | None = None
    corrects: str | None = None
    name: str = ""
    titles: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.name = self.name or self.path.name


def _number(cell: Any) -> bool:
    return isinstance(cell, int | float) and not isinstance(cell, bool)


def _nik_text(cell: Any) -> str | None:
    """A number too large to be exact in a numeric cell reads with 0 at its end, as any other number the spreadsheet cut."""
    if isinstance(cell, int | float) and not isinstance(cell, bool) and _EXACT < cell < _ENDLESS:
        return f"{int(cell) // 10}0"
    return text_of(cell)


def _take(sheet: Sheet, vocabulary: Vocabulary, wanted: frozenset[str]) -> SheetRows | None:
    """None where the sheet has no header of a list."""
    header = find_header(sheet.cells, vocabulary, wanted)
    if header is None:
        return None
    at = table_rows(sheet.cells, header) if wanted == FIGURES else data_rows(sheet.cells, header)
    _split_birth(sheet, header, at)
    picked = [sheet.cells[i] for i in at]
    columns = {name: [text_of(row[index]) for row in picked] for name, index in header.columns.items() if name not in ("no", "nik")}
    flags = {}
    for name in ("nik", "birth_date"):
        index = header.columns.get(name)
        flags[name] = [False] * len(at) if index is None else [_number(row[index]) for row in picked]
    if "nik" in header.columns:
        columns["nik"] = [_nik_text(row[header.columns["nik"]]) for row in picked]
    return SheetRows(sheet.name, [i + 1 for i in at], columns, flags["nik"], flags["birth_date"], header.seen)


def _split_birth(sheet: Sheet, header: Header, at: list[int]) -> None:
    """A title "Tempat/Tanggal Lahir" merged over two columns stands in the first; the dates are in the second, which has no title of its own."""
    place = header.columns.get("birth")
    if place is None or "birth_date" in header.columns or not at or place + 1 >= len(sheet.cells[at[0]]):
        return
    untitled = not any(text_of(sheet.cells[row][place + 1]) for row in range(header.first, header.last + 1))
    digits = [sum(any(ch.isdigit() for ch in text_of(sheet.cells[row][column]) or "") for row in at) for column in (place, place + 1)]
    if untitled and digits[1] > digits[0]:
        del header.columns["birth"]
        header.columns.update({"birth_date": place + 1} | ({} if "birth_place" in header.columns else {"birth_place": place}))


def _unread(sheet: Sheet, vocabulary: Vocabulary, taken: SheetRows | None) -> Words | None:
    """What of a sheet is left out although people stand there, so that nobody is lost unnoticed."""
    if taken is None:
        lost = sum(any(isinstance(cell, str) and _LIKE_NIK.fullmatch(cell.strip()) for cell in row) for row in sheet.cells)
        return (
            Words(
                f"Lembar “{sheet.name}” berisi {number(lost)} baris dengan NIK, tetapi judul kolomnya tidak ditemukan. Tulis judulnya, lalu "
                f"kirim lagi.",
                f"The sheet “{sheet.name}” has {number(lost, 'en')} rows with a NIK but no column titles. Write them and send it again.",
            )
            if lost
            else None
        )
    if sheet.hidden:
        return Words(
            f"Lembar tersembunyi “{sheet.name}” berisi {number(len(taken.rows))} baris dan tidak dibaca.",
            f"The hidden sheet “{sheet.name}” has {number(len(taken.rows), 'en')} rows and was not read.",
        )
    if sum(vocabulary.exactly(text) == "nik" for text, _ in taken.seen) > 1:
        return Words(
            f"Lembar “{sheet.name}” memuat lebih dari satu kolom NIK; hanya yang pertama dibaca. Susun orangnya dalam satu kolom, lalu kirim lagi.",
            f"The sheet “{sheet.name}” has more than one NIK column; only the first was read. Put all people in one column and send it again.",
        )
    return None


def _possible_titles(sheet: Sheet) -> list[str]:
    """The texts of the row that has the most of them, of the first rows; nothing with a digit in it, which may be somebody's number."""
    rows = [[cell.strip() for cell in row if isinstance(cell, str) and cell.strip()] for row in sheet.cells[:_FIRST_ROWS]]
    fullest = max(rows, key=len, default=[])
    return [text[:_LONGEST_TITLE] for text in fullest if not any(ch.isdigit() for ch in text)][:_MOST_TITLES]


def _fill(result: ReadFile, vocabulary: Vocabulary, wanted: frozenset[str], most_rows: int) -> None:
    headers, hidden = 0, 0
    for sheet in sheets_of(result.path, most_rows):
        if sheet.name == MARK:
            result.corrects = text_of(sheet.cells[0][0]) if sheet.cells and sheet.cells[0] else None
            continue
        taken = _take(sheet, vocabulary, wanted)
        if note := _unread(sheet, vocabulary, taken):
            result.notes.append(note)
        if taken is None:
            result.titles = result.titles or _possible_titles(sheet)
            continue
        if sheet.hidden:
            hidden += len(taken.rows)
            continue
        headers += 1
        if taken.rows:
            result.sheets.append(taken)
    if not result.sheets:
        raise Refusal(refusals.ONLY_HIDDEN if hidden else refusals.NO_ROWS if headers else refusals.NO_HEADER)


def fingerprint(path: Path) -> tuple[str, int]:
    """SHA-256 in hex and size in bytes."""
    digest, size = hashlib.sha256(), 0
    with path.open("rb") as handle:
        while block := handle.read(1 << 20):
            digest.update(block)
            size += len(block)
    return digest.hexdigest(), size


def read_one(path: Path, vocabulary: Vocabulary, wanted: frozenset[str], most_rows: int = OF_A_LIST.rows) -> ReadFile:
    """Never raises for what the file holds: a file that cannot be taken carries its refusal."""
    result = ReadFile(path, "", 0)
    try:
        result.sha256, result.size = fingerprint(path)
        _fill(result, vocabulary, wanted, most_rows)
    except Refusal as refusal:
        result.sheets, result.refusal = [], (refusal.code, refusal.words)
    except MemoryError:
        result.sheets, result.refusal = [], (refusals.TOO_BIG.code, refusals.TOO_BIG.words)
    except PermissionError:
        result.sheets, result.refusal = [], (refusals.FORBIDDEN.code, refusals.FORBIDDEN.words)
    except Exception:  # whatever a broken file provokes in a reader is that file's fault and stops nothing else
        result.sheets, result.refusal = [], (refusals.DAMAGED.code, refusals.DAMAGED.words)
    return result
