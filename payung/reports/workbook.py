"""The result of a check as one workbook: the equation, what each file and each reason comes to, and every row with its verdict."""

import os
from pathlib import Path
from typing import Any

import polars as pl
import xlsxwriter

from payung.intake.checks.catalog import COLUMN_TITLES, FINDINGS, equation
from payung.intake.checks.check import Checked
from payung.reports.fix_sheet import SILENT
from payung.reports.looks import BADGES, MOST_ROWS, formats
from payung.values.problem import Verdict
from payung.values.words import Lang, Words

_SUMMARY, _ROWS = Words("Ringkasan", "Summary"), Words("Semua baris", "All rows")
_FILE, _SHEET, _ROW, _COUNT = Words("Berkas", "File"), Words("Lembar", "Sheet"), Words("Baris", "Row"), Words("Jumlah baris", "Rows")
_VERDICT, _REASON, _TOTAL = Words("Keputusan", "Verdict"), Words("Alasan", "Reason"), Words("Jumlah", "Total")
_NOTE = Words(
    "Satu baris dapat punya beberapa alasan; peringatan tidak menahan baris.", "A row can have several reasons; a warning holds no row back."
)
_SHOWN = {"nik": 19, "name": 26, "birth_date": 13, "sex": 8, "village": 18, "district": 18, "occupation": 18}


def write_result_workbook(checked: Checked, path: Path, lang: Lang = "id") -> None:
    """Written beside its place and moved there whole."""
    draft = path.with_name(path.name + ".part")
    with xlsxwriter.Workbook(draft, {"constant_memory": True}) as book:
        looks = formats(book)
        _summary(book.add_worksheet(_SUMMARY.said(lang)), checked, looks, lang)
        for at, part in enumerate(checked.rows.iter_slices(MOST_ROWS)):
            _rows(book.add_worksheet(_ROWS.said(lang) + (f" {at + 1}" if at else "")), part, looks, lang)
    os.replace(draft, path)


def _summary(sheet: Any, checked: Checked, looks: dict[str, Any], lang: Lang) -> None:
    sheet.set_column(0, 0, 46)
    sheet.set_column(1, len(Verdict) + 1, 17)
    sheet.write_string(0, 0, equation(checked.counts(), lang), looks["title"])
    sheet.write_string(1, 0, _NOTE.said(lang), looks["soft"])
    line = _head(sheet, 3, [_FILE.said(lang), _COUNT.said(lang)] + [words.said(lang) for words in BADGES.values()], looks)
    sums = ((pl.col("verdict") == verdict).sum().alias(verdict) for verdict in Verdict)
    by_file = checked.rows.group_by("file", maintain_order=True).agg(pl.len(), *sums)
    for file, *counts in by_file.iter_rows():
        line = _line(sheet, line, file, counts, looks["text"], looks["number"])
    line = _line(sheet, line, _TOTAL.said(lang), [checked.rows.height, *checked.counts().values()], looks["total"], looks["total"])
    line = _head(sheet, line + 1, [_REASON.said(lang), _COUNT.said(lang)], looks)
    found = dict(checked.findings.group_by("code").len().iter_rows())
    for code in sorted(found, key=lambda code: -found[code]):
        line = _line(sheet, line, FINDINGS[code].title.said(lang), [found[code]], looks["text"], looks["number"])


def _head(sheet: Any, line: int, titles: list[str], looks: dict[str, Any]) -> int:
    for at, title in enumerate(titles):
        sheet.write_string(line, at, title, looks["head"])
    return line + 1


def _line(sheet: Any, line: int, name: str, counts: list[int], text: Any, figure: Any) -> int:
    sheet.write_string(line, 0, name, text)
    for at, count in enumerate(counts, 1):
        sheet.write_number(line, at, count, figure)
    return line + 1


def _rows(sheet: Any, rows: pl.DataFrame, looks: dict[str, Any], lang: Lang) -> None:
    titles = [words.said(lang) for words in (_FILE, _SHEET, _ROW, _VERDICT, *(COLUMN_TITLES[name] for name in _SHOWN), _REASON)]
    for at, width in enumerate((30, 12, 7, 18, *_SHOWN.values(), 60)):
        sheet.set_column(at, at, width)
    sheet.freeze_panes(1, 4)
    sheet.autofilter(0, 0, rows.height, len(titles) - 1)
    sheet.ignore_errors({"number_stored_as_text": f"E1:E{rows.height + 1}"})
    _head(sheet, 0, titles, looks)
    badges = {verdict.value: words.said(lang) for verdict, words in BADGES.items()}
    said = {code: finding.title.said(lang) for code, finding in FINDINGS.items() if code not in SILENT}
    picked = rows.select("file", "sheet", "row", "verdict", *(name if name != "birth_date" else "born_text" for name in _SHOWN), "codes")
    for line, (file, tab, row, verdict, *fields, codes) in enumerate(picked.iter_rows(), 1):
        sheet.write_string(line, 0, file, looks["source"])
        sheet.write_string(line, 1, tab, looks["source"])
        sheet.write_number(line, 2, row, looks["source"])
        sheet.write_string(line, 3, badges[verdict], looks[verdict])
        for at, value in enumerate(fields, 4):
            sheet.write_string(line, at, value or "", looks["text"])
        sheet.write_string(line, 4 + len(fields), "; ".join(said[code] for code in codes.split() if code in said), looks["text"])
