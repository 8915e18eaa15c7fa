"""One correction sheet as a workbook, from plain rows: it is written in processes of its own where there are many, so it knows no frames."""

import os
import pickle
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import xlsxwriter
from xlsxwriter.utility import xl_col_to_name, xl_rowcol_to_cell

from payung.intake.checks.catalog import COLUMN_TITLES
from payung.intake.read.one import MARK
from payung.reports.looks import BADGES, for_print, formats
from payung.values.problem import Verdict
from payung.values.words import Lang, Words

_TAB, _OTHERS, _CHOICES = Words("Perbaikan", "Corrections"), Words("Tidak lolos", "Rejected"), "_pilihan"
_SOURCE = (Words("Lembar asal", "Source sheet"), Words("Baris asal", "Source row"))
_REASON = Words("Alasan: {title}", "Reason: {title}")
_TITLE = Words("Lembar perbaikan · {file} · {n} baris", "Correction sheet · {file} · {n} rows")
_HOW = Words(
    "Perbaiki sel kuning, simpan, lalu kirim balik berkas ini. Biarkan kolom Lembar asal dan Baris asal. Baris lain tidak perlu dikirim lagi.",
    "Correct the yellow cells, save, and send this file back. Leave the columns Source sheet and Source row. The other rows need not be sent again.",
)
_OTHERS_HOW = Words(
    "Hanya untuk diketahui: baris ini tidak diproses. Yang diisi ulang cukup lembar Perbaikan.",
    "For information only: these rows do not go on. Only the sheet Corrections is to be filled in.",
)
_OTHERS_HEAD = (
    Words("Lembar", "Sheet"),
    Words("Baris", "Row"),
    Words("Keputusan", "Verdict"),
    COLUMN_TITLES["nik"],
    COLUMN_TITLES["name"],
    COLUMN_TITLES["birth_date"],
    Words("Alasan", "Reason"),
)
_OTHERS_WIDTHS = (12, 7, 13, 19, 26, 13, 80)
_WIDTHS = {
    "nik": 18,
    "name": 20,
    "birth_place": 12,
    "birth_date": 11,
    "sex": 8,
    "address": 17,
    "village": 14,
    "district": 14,
    "occupation": 14,
    "phone": 14,
    "mother": 16,
    "income": 12,
}
_REASON_WIDTH, _HEAD = 28, 2  # characters; the header's row, 0-based

_NIK_RULE = '=TEXT(--LEFT({c},8),"00000000")&TEXT(--RIGHT({c},8),"00000000")={c}'
_DATE = "DATE(RIGHT({c},4),MID({c},4,2),LEFT({c},2))"
_DATE_RULE = f"=IF(ISNUMBER({{c}}),{{c}}>366,AND(LEN({{c}})=10,--RIGHT({{c}},4)>1900,DAY({_DATE})=--LEFT({{c}},2),MONTH({_DATE})=--MID({{c}},4,2)))"
_RULE_WORDS: dict[str, tuple[Words, Words]] = {  # field -> title, message
    "nik": (
        Words("NIK 16 angka", "16 digits"),
        Words("Tulis 16 angka dari KTP, tanpa spasi dan tanda.", "Write the 16 digits of the identity card, no spaces or signs."),
    ),
    "birth_date": (Words("Tanggal-bulan-tahun", "Day-month-year"), Words("Tulis seperti 17-08-1975.", "Write it like 17-08-1975.")),
    "sex": (Words("L atau P", "L or P"), Words("Pilih L (laki-laki) atau P (perempuan).", "Choose L (man) or P (woman).")),
    "village": (Words("Nama desa", "Village"), Words("Pilih nama desa dari daftar.", "Choose the village from the list.")),
    "occupation": (Words("Pekerjaan", "Occupation"), Words("Pilih dari daftar, atau tulis sendiri.", "Choose from the list, or write your own.")),
}


@dataclass
class Cell:
    """What is said of one field of one row, and whether it stops the row."""

    texts: list[str] = field(default_factory=list)
    blocking: bool = False


@dataclass(frozen=True)
class Book:
    """`bad` are the rows to correct, `others` those that do not pass for another reason: each a dict with seq, sheet, row, verdict, born and
    the fields of COLUMN_TITLES. `reasons`: seq -> field -> what is said of it.
    """

    path: Path
    file: str
    sha256: str
    bad: list[dict[str, Any]]
    others: list[dict[str, Any]]
    reasons: Mapping[int, Mapping[str, Cell]]


def write_book(book: Book, lang: Lang, choices: Mapping[str, Sequence[str]]) -> None:
    """Written beside its place and moved there whole. `choices`: field -> what its dropdown offers."""
    draft = book.path.with_name(book.path.name + ".part")
    with xlsxwriter.Workbook(draft, {"in_memory": True}) as made:
        looks = formats(made)
        _corrections(made.add_worksheet(_TAB.said(lang)), book, looks, lang, choices)
        if book.others:
            _rejected(made.add_worksheet(_OTHERS.said(lang)), book, looks, lang)
        for at, (_, names) in enumerate(_filled(choices)):
            sheet = made.get_worksheet_by_name(_CHOICES) or made.add_worksheet(_CHOICES)
            sheet.hide()
            for row, name in enumerate(names):
                sheet.write_string(row, at, name)
        mark = made.add_worksheet(MARK)
        mark.write_string(0, 0, book.sha256)
        mark.very_hidden()
    os.replace(draft, book.path)


def _filled(choices: Mapping[str, Sequence[str]]) -> list[tuple[str, Sequence[str]]]:
    return [(name, names) for name, names in choices.items() if names]


def _corrections(sheet: Any, book: Book, looks: dict[str, Any], lang: Lang, choices: Mapping[str, Sequence[str]]) -> None:
    explained = {name for row in book.bad for name in book.reasons.get(row["seq"], ())}
    columns = [(name, is_reason) for name in COLUMN_TITLES for is_reason in ((False, True) if name in explained else (False,))]
    sheet.write_string(0, 0, _TITLE.said(lang, file=book.file, n=len(book.bad)), looks["title"])
    sheet.write_string(1, 0, _HOW.said(lang), looks["soft"])
    _head(sheet, columns, looks, lang)
    for line, row in enumerate(book.bad, _HEAD + 1):
        said = book.reasons.get(row["seq"], {})
        sheet.write_string(line, 0, row["sheet"], looks["source"])
        sheet.write_number(line, 1, row["row"], looks["source"])
        sheet.set_row(line, _height(("\n".join(cell.texts), _REASON_WIDTH + 5) for cell in said.values()))
        for at, (name, is_reason) in enumerate(columns, 2):
            _write_cell(sheet, line, at, row, name, said.get(name), is_reason, looks)
    last = _HEAD + len(book.bad)
    for at, (name, is_reason) in enumerate(columns, 2):
        if not is_reason:
            _rule(sheet, last, at, name, choices, lang)
    sheet.autofilter(_HEAD, 0, last, len(columns) + 1)
    sheet.freeze_panes(_HEAD + 1, 2)
    sheet.ignore_errors({"number_stored_as_text": f"A1:{xl_rowcol_to_cell(last, len(columns) + 1)}"})
    for_print(sheet, book.file, _HEAD, lang)


def _height(texts: Iterable[tuple[str, int]]) -> int:
    """Points that a row needs for wrapped texts in columns so many characters wide: not every spreadsheet finds that out by itself."""
    lines = (sum(-(-len(part) // width) for part in text.split("\n")) for text, width in texts)
    return 3 + 12 * max(1, max(lines, default=1))


def _head(sheet: Any, columns: list[tuple[str, bool]], looks: dict[str, Any], lang: Lang) -> None:
    sheet.set_row(_HEAD, 28)
    for at, (source, width) in enumerate(zip(_SOURCE, (9, 7), strict=True)):
        sheet.write_string(_HEAD, at, source.said(lang), looks["head"])
        sheet.set_column(at, at, width)
    for at, (name, is_reason) in enumerate(columns, 2):
        title = COLUMN_TITLES[name].said(lang)
        sheet.write_string(_HEAD, at, _REASON.said(lang, title=title) if is_reason else title, looks["head_fix" if is_reason else "head"])
        sheet.set_column(at, at, _REASON_WIDTH if is_reason else _WIDTHS[name])


def _write_cell(sheet: Any, line: int, at: int, row: dict[str, Any], name: str, cell: Cell | None, is_reason: bool, looks: dict[str, Any]) -> None:
    """A field or its reason. A cell without a readable date is kept as text, so that no spreadsheet takes the day for the month."""
    mark = "_fix" if cell and cell.blocking else ""
    if is_reason:
        sheet.write_string(line, at, "\n".join(cell.texts) if cell else "", looks[f"reason{mark}"])
    elif name == "birth_date" and row["born"] is not None:
        sheet.write_datetime(line, at, row["born"], looks["date"])
    elif row[name] is None:
        sheet.write_blank(line, at, None, looks[f"text{mark}"])
    else:
        sheet.write_string(line, at, row[name], looks[f"text{mark}"])


def _rule(sheet: Any, last: int, at: int, name: str, choices: Mapping[str, Sequence[str]], lang: Lang) -> None:
    """What may be entered: the number, the date and the sex strictly, a village with a question, an occupation freely."""
    if name not in _RULE_WORDS:
        return
    title, message = (words.said(lang) for words in _RULE_WORDS[name])
    cell = xl_rowcol_to_cell(_HEAD + 1, at)
    rule: dict[str, Any] = {"input_title": title, "input_message": message, "error_title": title, "error_message": message}
    listed = [choice for choice, _ in _filled(choices)]
    if name in listed:
        column = xl_col_to_name(listed.index(name))
        rule |= {
            "validate": "list",
            "source": f"={_CHOICES}!${column}$1:${column}${len(choices[name])}",
            "error_type": "warning" if name == "village" else "information",
        }
    elif name == "sex":
        rule |= {"validate": "list", "source": ["L", "P"]}
    elif name in ("nik", "birth_date"):
        rule |= {"validate": "custom", "value": (_NIK_RULE if name == "nik" else _DATE_RULE).format(c=cell)}
    else:
        return
    sheet.data_validation(_HEAD + 1, at, last, at, rule)


def _rejected(sheet: Any, book: Book, looks: dict[str, Any], lang: Lang) -> None:
    sheet.write_string(0, 0, f"{_OTHERS.said(lang)} · {book.file}", looks["title"])
    sheet.write_string(1, 0, _OTHERS_HOW.said(lang), looks["soft"])
    for at, (title, width) in enumerate(zip(_OTHERS_HEAD, _OTHERS_WIDTHS, strict=True)):
        sheet.write_string(_HEAD, at, title.said(lang), looks["head"])
        sheet.set_column(at, at, width)
    for line, row in enumerate(book.others, _HEAD + 1):
        sheet.write_string(line, 0, row["sheet"], looks["source"])
        sheet.write_number(line, 1, row["row"], looks["source"])
        sheet.write_string(line, 2, BADGES[Verdict(row["verdict"])].said(lang), looks[row["verdict"]])
        for at, name in enumerate(("nik", "name", "birth_date"), 3):
            _write_cell(sheet, line, at, row, name, None, False, looks)
        why = "\n".join(text for cell in book.reasons.get(row["seq"], {}).values() for text in cell.texts)
        sheet.set_row(line, _height([(why, _OTHERS_WIDTHS[-1])]))
        sheet.write_string(line, 6, why, looks["text"])
    sheet.freeze_panes(_HEAD + 1, 0)
    sheet.ignore_errors({"number_stored_as_text": f"D1:D{_HEAD + 1 + len(book.others)}"})
    sheet.protect()
    for_print(sheet, book.file, _HEAD, lang)


if __name__ == "__main__":  # one share of the books, from a process that has many
    for _book in (share := pickle.load(sys.stdin.buffer))[0]:
        write_book(_book, *share[1:])
