"""The sheet of a month's round: a village's or an office's people, each with a cell to choose what has become of them. NIK stays text.

It comes back through roster/mark_sheet.py. Only the yellow cells can be changed.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from io import BytesIO
from typing import Any

import xlsxwriter
from xlsxwriter.utility import xl_rowcol_to_cell

from payung.intake.read.one import MARK
from payung.reports.looks import STATES, for_print, formats
from payung.roster.mark_sheet import DAY, KIND, NIK, NOTE
from payung.roster.marks import KIND_WORDS
from payung.values.words import Lang, Words

_TAB = Words("Mutasi", "Changes")
_TITLE = Words("Mutasi {month} · {who} · {n} orang", "Changes of {month} · {who} · {n} people")
_HOW = Words(
    "Pilih tanda di sel kuning; yang dikosongkan tetap seperti sekarang. Meninggal: isi tanggalnya. Lainnya: tulis keterangannya. Simpan, lalu kirim "
    "balik.",
    "Choose the mark in the yellow cell; what is left empty stays as it is. Died: give the date. Something else: write what. Save and send it back.",
)
_CHOOSE = Words("Pilih dari daftar.", "Choose from the list.")
_DATE = (
    Words("Tanggal-bulan-tahun", "Day-month-year"),
    Words("Tulis seperti 17-08-2026, tidak setelah hari ini.", "Like 17-08-2026, not after today."),
)
_HEADS: tuple[tuple[Words, int], ...] = (
    (Words("No.", "No."), 5),
    (NIK, 19),
    (Words("Nama", "Name"), 28),
    (Words("Tanggal lahir", "Birth date"), 12),
    (Words("Desa", "Village"), 18),
    (Words("Tanda sebelumnya", "Mark before"), 30),
    (KIND, 28),
    (DAY, 15),
    (NOTE, 34),
)
_HEAD, _FIRST_OPEN = 2, 6  # row of the titles and column of the first cell to fill in, 0-based


@dataclass(frozen=True)
class SheetPerson:
    """`before`: what was last said of them, by whom and when; `kind` and the rest: what is said so far in this round ("" and None: nothing)."""

    nik: str
    name: str
    birth_date: date | None
    village: str
    before: str = ""
    kind: str = ""
    happened_on: date | None = None
    note: str = ""


def mark_book(people: Sequence[SheetPerson], *, who: str, month: str, label: str, lang: Lang = "id") -> bytes:
    """`label`: what the hidden cell says (mark_sheet.label), by which the sheet is known when it comes back."""
    content = BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        looks = formats(book)
        ink, ground = STATES["needs_fixing"]
        cell = {"font_name": "Calibri", "font_size": 11, "border": 1, "border_color": ink, "bg_color": ground, "valign": "top", "locked": False}
        free, when = book.add_format({**cell, "num_format": "@", "text_wrap": True}), book.add_format({**cell, "num_format": "dd-mm-yyyy"})
        sheet = book.add_worksheet(_TAB.said(lang))
        sheet.write_string(0, 0, _TITLE.said(lang, month=month, who=who, n=len(people)), looks["title"])
        sheet.write_string(1, 0, _HOW.said(lang), looks["soft"])
        for at, (words, width) in enumerate(_HEADS):
            sheet.set_column(at, at, width)
            sheet.write_string(_HEAD, at, words.said(lang), looks["head_fix" if at >= _FIRST_OPEN else "head"])
        for line, person in enumerate(people, _HEAD + 1):
            _person(sheet, line, person, looks, free, when, lang)
        last = _HEAD + max(1, len(people))
        _rules(sheet, last, lang)
        sheet.freeze_panes(_HEAD + 1, 3)
        sheet.ignore_errors({"number_stored_as_text": f"A1:{xl_rowcol_to_cell(last, len(_HEADS) - 1)}"})
        sheet.protect("", {"format_columns": True, "format_rows": True, "sort": True, "autofilter": True})
        for_print(sheet, who, _HEAD, lang)
        mark = book.add_worksheet(MARK)
        mark.write_string(0, 0, label)
        mark.very_hidden()
    return content.getvalue()


def _person(sheet: Any, line: int, person: SheetPerson, looks: dict[str, Any], free: Any, when: Any, lang: Lang) -> None:
    sheet.write_number(line, 0, line - _HEAD, looks["source"])
    sheet.write_string(line, 1, person.nik, looks["text"])
    sheet.write_string(line, 2, person.name, looks["text"])
    if person.birth_date:
        sheet.write_datetime(line, 3, datetime.combine(person.birth_date, datetime.min.time()), looks["date"])
    else:
        sheet.write_blank(line, 3, None, looks["date"])
    sheet.write_string(line, 4, person.village, looks["text"])
    sheet.write_string(line, 5, person.before, looks["reason"])
    sheet.write_string(line, _FIRST_OPEN, KIND_WORDS[person.kind].said(lang) if person.kind else "", free)
    if person.happened_on:
        sheet.write_datetime(line, _FIRST_OPEN + 1, datetime.combine(person.happened_on, datetime.min.time()), when)
    else:
        sheet.write_blank(line, _FIRST_OPEN + 1, None, when)
    sheet.write_string(line, _FIRST_OPEN + 2, person.note, free)


def _rules(sheet: Any, last: int, lang: Lang) -> None:
    """A mark from the list, a date that is no day to come."""
    choose = {
        "input_title": KIND.said(lang),
        "input_message": _CHOOSE.said(lang),
        "error_title": KIND.said(lang),
        "error_message": _CHOOSE.said(lang),
    }
    marks = [words.said(lang) for words in KIND_WORDS.values()]
    sheet.data_validation(_HEAD + 1, _FIRST_OPEN, last, _FIRST_OPEN, {"validate": "list", "source": marks, **choose})
    title, message = (words.said(lang) for words in _DATE)
    told = {"input_title": title, "input_message": message, "error_title": title, "error_message": message, "error_type": "warning"}
    rule = {"validate": "date", "criteria": "<=", "value": "=TODAY()", **told}
    sheet.data_validation(_HEAD + 1, _FIRST_OPEN + 1, last, _FIRST_OPEN + 1, rule)
