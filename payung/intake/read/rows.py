"""Tell rows of data from everything else on a sheet: blank rows, column numbers, repeated headers, totals, signatures.

Pure Python without third-party imports: it runs in the small reading processes too.
"""

import re
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from payung.intake.read.header import Cells, Header, header_key

_TOTAL = re.compile(r"\W*(sub\s*)?(jumlah|total|grand total|rekapitulasi)\b", re.IGNORECASE)
_FOOTER = re.compile(
    r"\W*(mengetahui|menyetujui|disetujui|diketahui|dibuat oleh|kepala (desa|dinas|badan|bagian)|lurah|camat|sekretaris|nip\b|"
    r"catatan|keterangan\s*:|demikian|tembusan|operator desa|an\.? kepala|plt\b|plh\b)",
    re.IGNORECASE,
)
_MANY_DIGITS = re.compile(r"(\d\D?){10,}|\d[.,]\d+E\+?\d+", re.IGNORECASE)
_DIGIT, _LETTER, _NUMBERED = re.compile(r"\d"), re.compile(r"[^\W\d_]"), re.compile(r"\d{1,6}\.?")


def text_of(cell: Any) -> str | None:
    """A cell as it reads: dates as 2026-01-31, whole numbers without a point, None where nothing stands."""
    if isinstance(cell, str):
        return cell.replace("\0", "").strip() or None  # PostgreSQL keeps no NUL
    if cell is None:
        return None
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else repr(cell)
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    return str(cell)


def _filled(cell: Any) -> bool:
    return cell is not None and (not isinstance(cell, str) or bool(cell.strip()))


def _numbers_the_columns(row: Sequence[Any]) -> bool:
    """A row such as 1 2 3 4 … or (1) (2) (3) … under the header."""
    filled = [(text_of(cell) or "").strip("()[]. ") for cell in row if _filled(cell)]
    if len(filled) < 3 or not all(text.isdecimal() for text in filled):
        return False
    first = int(filled[0])
    return first <= 2 and [int(text) for text in filled] == list(range(first, first + len(filled)))


def _titles(row: Sequence[Any]) -> dict[int, str]:
    return {at: header_key(cell) for at, cell in enumerate(row) if isinstance(cell, str) and cell.strip()}


class _Sieve:
    """Says of one row after the other whether it is data. Below a total or a signature only a row that clearly names a person counts."""

    def __init__(self, header: Header, header_rows: Cells) -> None:
        columns = header.columns
        self.no, self.nik, self.name = columns.get("no"), columns.get("nik"), columns.get("name")
        self.born = columns.get("birth_date", columns.get("birth"))
        self.below = False
        self.titles = [_titles(row) for row in header_rows]

    def _names_a_person(self, row: Sequence[Any]) -> bool:
        """A number as long as a NIK, or a name with something like a date, or one that is numbered as the rows above it."""
        nik = row[self.nik] if self.nik is not None else None
        if isinstance(nik, float | int) and nik >= 10**9:
            return True
        if isinstance(nik, str) and len(nik) >= 10 and not nik.lstrip().upper().startswith("NIP") and _MANY_DIGITS.search(nik):
            return True
        no, name, born = (row[at] if at is not None else None for at in (self.no, self.name, self.born))
        if not isinstance(name, str) or not _LETTER.search(name) or _TOTAL.match(name) or _FOOTER.match(name):
            return False
        if _NUMBERED.fullmatch(text_of(no) or "") and not _FOOTER.match(str(born or "")):
            return True
        return isinstance(born, date) or (isinstance(born, float | int) and born >= 1000) or (isinstance(born, str) and bool(_DIGIT.search(born)))

    def _repeats_header(self, row: Sequence[Any]) -> bool:
        """As a page break repeats it: most of the titles again, each in its column."""
        held = _titles(row)
        return any(len(titles) > 1 and len(held.items() & titles.items()) * 3 >= 2 * max(len(held), len(titles)) for titles in self.titles)

    def is_data(self, row: Sequence[Any]) -> bool:
        if self._names_a_person(row):
            self.below = False  # what looked like an end was a sub-total
            return True
        filled = [cell for cell in row if _filled(cell)]
        if not filled:
            return False
        words = [cell for cell in filled if isinstance(cell, str)]
        if len(filled) <= 4 and any(_TOTAL.match(w) or _FOOTER.match(w) for w in words):
            self.below = True
        if len(filled) < (5 if self.below else 2) or self._repeats_header(row) or _numbers_the_columns(row):
            return False
        # what is left has neither a number nor a name with a date: a person of whom little is known, unless nothing of a person stands there
        return any(at is not None and _filled(row[at]) for at in (self.nik, self.name, self.born)) and any(len(w.strip()) > 1 for w in words)


def table_rows(cells: Cells, header: Header) -> list[int]:
    """The same of a table of figures, where a row names a place or a segment and a total is a row like any other."""
    start = header.last + 1
    while start < len(cells) and not any(_filled(cell) for cell in cells[start]):
        start += 1
    if start < len(cells) and _numbers_the_columns(cells[start]):
        start += 1
    sieve = _Sieve(header, cells[header.first : header.last + 1])
    return [at for at in range(start, len(cells)) if sum(map(_filled, cells[at])) > 1 and not sieve._repeats_header(cells[at])]


def data_rows(cells: Cells, header: Header) -> list[int]:
    """The 0-based indexes of the rows of data below `header`."""
    start = header.last + 1
    while start < len(cells) and not any(_filled(cell) for cell in cells[start]):
        start += 1
    if start < len(cells) and _numbers_the_columns(cells[start]):
        start += 1
    sieve = _Sieve(header, cells[header.first : header.last + 1])
    return [at for at in range(start, len(cells)) if sieve.is_data(cells[at])]
