"""The content of a briefing or report as a workbook: what it is about and every note, then a sheet for each section with all rows of its tables.

Numbers are numbers, a percentage a formula-free figure beside both of its terms; the same frozen content gives the same bytes.
"""

from datetime import datetime
from pathlib import Path
from typing import Any

import xlsxwriter

from payung.reports.briefing_deck import Told, families_said
from payung.reports.looks import for_print, formats
from payung.reports.parts import WHOLE, Chart, Content, Grid, Section, Value, as_hundredths, count
from payung.reports.same_bytes import write_packed
from payung.reports.table_book import PLAIN
from payung.values.month import Month
from payung.values.words import Lang, Words, day

_SUMMARY = Words("Ringkasan", "Summary")
_NOT_NAMES = str.maketrans(dict.fromkeys("[]:*?/\\'", " "))
_LONGEST = 31  # letters of the name of a sheet
_HEADS = (Words("Bagian", "Section"), Words("Pesan", "Message"), Words("Catatan", "Notes"))
_MADE = Words("Dibuat oleh {by} dengan Payung, angka per {on}. Nomor {number}.", "Made by {by} with Payung, figures as of {on}. Number {number}.")
_FIGURE = (Words("Angka", "Figure"), Words("Nilai", "Value"), Words("Keterangan", "Remark"), Words("Catatan", "Note"))
_PART, _WHOLE = Words("{head}: pembilang", "{head}: numerator"), Words("{head}: penyebut", "{head}: denominator")
_NOTES, _MISSING = Words("Catatan", "Notes"), Words("Belum dicatat", "Not recorded")
_VALUES = Words("Nilai", "Value")
_LABEL = Words("Untuk", "Of")


def write_book(content: Content, told: Told, path: Path, lang: Lang = "id") -> None:
    """The XLSX, written beside its place and moved there whole."""

    def save(out: Any) -> None:
        with xlsxwriter.Workbook(out, {**PLAIN, "in_memory": True}) as book:
            moment = datetime(told.on.year, told.on.month, told.on.day)
            book.set_properties({"title": f"{content.place_name} · {content.period.said(lang)}", "author": "Payung", "created": moment})
            looks = formats(book)
            looks["share"] = book.add_format({**_LOOK, "num_format": "0.00%", "align": "right"})
            looks["rupiah"] = book.add_format({**_LOOK, "num_format": '"Rp"#,##0', "align": "right"})
            _summary(book.add_worksheet(_SUMMARY.said(lang)), content, told, looks, lang)
            taken = {_SUMMARY.said(lang).casefold()}
            for section in content.sections:
                _sheet(book.add_worksheet(_name(section, lang, taken)), section, told, looks, lang)

    write_packed(save, path, told.on)


_LOOK = {"font_name": "Calibri", "font_size": 10, "font_color": "#16212B", "valign": "top", "border": 1, "border_color": "#D5DDE3"}


def _name(section: Section, lang: Lang, taken: set[str]) -> str:
    name = section.name.said(lang).translate(_NOT_NAMES).strip()[:_LONGEST]
    at = 2
    while name.casefold() in taken:
        name, at = f"{name[: _LONGEST - 4]} {at}", at + 1
    taken.add(name.casefold())
    return name


def _summary(sheet: Any, content: Content, told: Told, looks: dict[str, Any], lang: Lang) -> None:
    sheet.set_column(0, 0, 30)
    sheet.set_column(1, 1, 60)
    sheet.set_column(2, 2, 90)
    sheet.write_string(0, 0, f"{content.place_name} · {content.period.said(lang)}", looks["title"])
    sheet.write_string(1, 0, _MADE.said(lang, by=told.made_by, on=day(told.on, lang), number=told.number), looks["soft"])
    if told.address:
        sheet.write_string(2, 0, ("Lihat cara hitung: " if lang == "id" else "How it is calculated: ") + told.address, looks["soft"])
    for at, head in enumerate(_HEADS):
        sheet.write_string(4, at, head.said(lang), looks["head"])
    for line, section in enumerate(content.sections, 5):
        sheet.write_string(line, 0, section.name.said(lang), looks["text"])
        sheet.write_string(line, 1, section.title.said(lang), looks["text"])
        sheet.write_string(line, 2, "\n".join(f"{at}. {note.said(lang)}" for at, note in enumerate(section.notes, 1)), looks["text"])
    for_print(sheet, told.number, 4, lang)


def _sheet(sheet: Any, section: Section, told: Told, looks: dict[str, Any], lang: Lang) -> None:
    sheet.set_column(0, 0, 34)
    sheet.set_column(1, 30, 19)
    sheet.write_string(0, 0, section.title.said(lang), looks["title"])
    line = 2
    if section.tiles:
        line = _row(sheet, line, [head.said(lang) for head in _FIGURE], looks)
        for tile in section.tiles:
            sheet.write_string(line, 0, tile.label.said(lang), looks["text"])
            _value(sheet, line, 1, tile.value, looks, lang)
            sheet.write_string(line, 2, tile.note.said(lang), looks["text"])
            _value(sheet, line, 3, count(tile.mark or None), looks, lang)
            line += 1
        line += 1
    for grid in section.grids:
        line = _grid(sheet, line, grid, looks, lang) + 1
    for chart in section.charts:
        line = _chart(sheet, line, chart, looks, lang) + 1
    for title, said in (
        ("", [one.said(lang) for one in section.points]),
        ("", families_said(section, told, lang)),
        (_MISSING.said(lang), [f"{one.what.said(lang)} {one.where.said(lang)}" for one in section.missing]),
        (_NOTES.said(lang), [f"{at}. {note.said(lang)}" for at, note in enumerate(section.notes, 1)]),
    ):
        line = _lines(sheet, line, title, said, looks)
    for_print(sheet, told.number, 0, lang)


def _lines(sheet: Any, line: int, title: str, said: list[str], looks: dict[str, Any]) -> int:
    if not said:
        return line
    if title:
        sheet.write_string(line, 0, title, looks["soft"])
        line += 1
    for one in said:
        sheet.write_string(line, 0, one, looks["soft"])
        line += 1
    return line + 1


def _row(sheet: Any, line: int, said: list[str], looks: dict[str, Any]) -> int:
    for at, one in enumerate(said):
        sheet.write_string(line, at, one, looks["head"])
    return line + 1


def _grid(sheet: Any, line: int, grid: Grid, looks: dict[str, Any], lang: Lang) -> int:
    """Beside each percentage both of its terms, as far as the table does not have them."""
    sheet.write_string(line, 0, grid.title.said(lang), looks["soft"])
    shares = [at for at in range(len(grid.heads)) if any(row[at].kind == "percent" for row in grid.rows)]
    heads = [head.title.said(lang) + (f" ({head.mark})" if head.mark else "") for head in grid.heads]
    more = [words.said(lang, head=grid.heads[at].title.said(lang)) for at in shares for words in (_PART, _WHOLE)]
    line = _row(sheet, line + 1, [*heads, *more], looks)
    for row in grid.rows:
        for at, value in enumerate(row):
            _value(sheet, line, at, value, looks, lang)
        terms = [term for at in shares for term in (row[at].value, row[at].whole)]
        for at, term in enumerate(terms, len(row)):
            _value(sheet, line, at, count(term if isinstance(term, int) else None), looks, lang)
        line += 1
    return line


def _chart(sheet: Any, line: int, chart: Chart, looks: dict[str, Any], lang: Lang) -> int:
    sheet.write_string(line, 0, chart.title.said(lang) + (f" ({chart.mark})" if chart.mark else ""), looks["soft"])
    line = _row(sheet, line + 1, [_LABEL.said(lang), *(series.name.said(lang) or _VALUES.said(lang) for series in chart.series)], looks)
    kind = "percent" if chart.unit == "hundredths" else chart.unit
    for at, label in enumerate(chart.labels):
        sheet.write_string(line, 0, label.said(lang), looks["text"])
        for column, series in enumerate(chart.series, 1):
            held = series.values[at]
            _value(sheet, line, column, Value(kind, held, WHOLE if kind == "percent" else None), looks, lang)
        line += 1
    return line


def _value(sheet: Any, line: int, at: int, value: Value, looks: dict[str, Any], lang: Lang) -> None:
    if value.kind == "percent":
        share = as_hundredths(value.value, value.whole) if isinstance(value.value, int) else None
        if share is None:
            sheet.write_string(line, at, "–", looks["text"])
        else:
            sheet.write_number(line, at, share / WHOLE, looks["share"])
    elif value.kind in ("number", "rupiah") and value.value is not None:
        sheet.write_number(line, at, int(value.value), looks["rupiah" if value.kind == "rupiah" else "number"])
    elif value.kind == "day" and value.value:
        sheet.write_datetime(line, at, datetime.fromisoformat(str(value.value)), looks["date"])
    elif value.kind == "month" and value.value:
        sheet.write_string(line, at, Month.parse(str(value.value)).said(lang), looks["text"])
    else:
        sheet.write_string(line, at, value.said(lang), looks["text"])
