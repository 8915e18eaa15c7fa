"""Correction sheets: for each list one workbook with only the rows that need fixing, the reason beside each cell, and rules against the same mistake.

Sent back filled in, it is read as any list (intake.read) and changes just its own rows (intake.corrections): "Lembar asal" and "Baris asal"
name the row, a very hidden sheet names the list by its SHA-256.
"""

import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import polars as pl
import xlsxwriter
from xlsxwriter.utility import xl_col_to_name, xl_rowcol_to_cell

from payung.intake.checks.catalog import COLUMN_TITLES, FINDINGS, sentence
from payung.intake.checks.check import Checked
from payung.intake.read.one import MARK
from payung.reports.looks import VERDICTS, formats
from payung.values.problem import Severity, Verdict
from payung.values.words import Lang, Words

_TAB, _OTHERS, _CHOICES = Words("Perbaikan", "Corrections"), Words("Tidak lolos", "Rejected"), "_pilihan"
_SOURCE = (Words("Lembar asal", "Source sheet"), Words("Baris asal", "Source row"))
_REASON = Words("Alasan: {title}", "Reason: {title}")
_TITLE = Words("Lembar perbaikan · {file} · {n} baris", "Correction sheet · {file} · {n} rows")
_HOW = Words("Perbaiki sel kuning, simpan, lalu kirim balik berkas ini. Biarkan kolom Lembar asal dan Baris asal. "
             "Baris lain tidak perlu dikirim lagi.",
             "Correct the yellow cells, save, and send this file back. Leave the columns Source sheet and Source row. "
             "The other rows need not be sent again.")
_OTHERS_HOW = Words("Hanya untuk diketahui: baris ini tidak diproses. Yang diisi ulang cukup lembar Perbaikan.",
                    "For information only: these rows do not go on. Only the sheet Corrections is to be filled in.")
_OTHERS_HEAD = (Words("Lembar", "Sheet"), Words("Baris", "Row"), Words("Keputusan", "Verdict"), COLUMN_TITLES["nik"], COLUMN_TITLES["name"],
                COLUMN_TITLES["birth_date"], Words("Alasan", "Reason"))
_OTHERS_WIDTHS = (12, 7, 13, 19, 26, 13, 80)
_PAGE = Words("Halaman &P dari &N", "Page &P of &N")
# an empty cell says it itself, and a list without that column would repeat it in every row
SILENT = ("occupation.missing", "phone.missing", "mother.missing")
_WIDTHS = {"nik": 18, "name": 20, "birth_place": 12, "birth_date": 11, "sex": 8, "address": 17, "village": 14, "district": 14, "occupation": 14,
           "phone": 14, "mother": 16, "income": 12}
_REASON_WIDTH, _HEAD = 28, 2  # characters; the header's row, 0-based

_NIK_RULE = '=TEXT(--LEFT({c},8),"00000000")&TEXT(--RIGHT({c},8),"00000000")={c}'
_DATE = "DATE(RIGHT({c},4),MID({c},4,2),LEFT({c},2))"
_DATE_RULE = f"=IF(ISNUMBER({{c}}),{{c}}>366,AND(LEN({{c}})=10,--RIGHT({{c}},4)>1900,DAY({_DATE})=--LEFT({{c}},2),MONTH({_DATE})=--MID({{c}},4,2)))"
_RULE_WORDS: dict[str, tuple[Words, Words]] = {  # field -> title, message
    "nik": (Words("NIK 16 angka", "16 digits"),
            Words("Tulis 16 angka dari KTP, tanpa spasi dan tanda.", "Write the 16 digits of the identity card, no spaces or signs.")),
    "birth_date": (Words("Tanggal-bulan-tahun", "Day-month-year"), Words("Tulis seperti 17-08-1975.", "Write it like 17-08-1975.")),
    "sex": (Words("L atau P", "L or P"), Words("Pilih L (laki-laki) atau P (perempuan).", "Choose L (man) or P (woman).")),
    "village": (Words("Nama desa", "Village"), Words("Pilih nama desa dari daftar.", "Choose the village from the list.")),
    "occupation": (Words("Pekerjaan", "Occupation"), Words("Pilih dari daftar, atau tulis sendiri.", "Choose from the list, or write your own.")),
}


@dataclass
class _Cell:
    """What is said of one field of one row, and whether it stops the row."""

    texts: list[str] = field(default_factory=list)
    blocking: bool = False


def write_fix_sheets(checked: Checked, folder: Path, *, lang: Lang = "id", villages: Sequence[str] = (),
                     occupations: Sequence[str] = ()) -> list[Path]:
    """One workbook for each file with rows that need fixing, in the order of files; its rejected and duplicate rows are listed for information.

    `villages` and `occupations` become dropdowns.
    """
    rows = checked.rows.filter(pl.col("verdict") != Verdict.PASSES.value)
    reasons = _reasons(checked.findings.join(rows.select("seq"), on="seq", how="semi", maintain_order="left"), lang)
    files = [part for part in _as_written(rows).partition_by("file", maintain_order=True) if (part["verdict"] == Verdict.NEEDS_FIXING.value).any()]
    folder.mkdir(parents=True, exist_ok=True)
    paths = [folder / name for name in _names([part["file"][0] for part in files])]
    for part, path in zip(files, paths, strict=True):
        _write_book(part, reasons, path, lang, {"village": villages, "occupation": occupations})
    return paths


def _as_written(rows: pl.DataFrame) -> pl.DataFrame:
    """The rows as the sheet shows them. Of a NIK that the spreadsheet cut, only the digits that are left: sent back untouched it must not pass."""
    cut = (pl.col("nik_state") == "damaged") & pl.col("nik_digits").str.contains(r"^[0-9]{16}$")
    nik = pl.when(cut).then(pl.col("nik_digits").str.slice(0, 15)).otherwise(pl.col("nik"))
    shown = [name for name in COLUMN_TITLES if name not in ("nik", "birth_date", "sex")]
    return rows.select("file", "sha256", "sheet", "row", "seq", "verdict", *shown, "born",
                       nik=nik, birth_date="born_text", sex=pl.coalesce("sex_read", "sex"))


def _reasons(findings: pl.DataFrame, lang: Lang) -> dict[int, dict[str, _Cell]]:
    """seq -> field -> what is said of it."""
    result: dict[int, dict[str, _Cell]] = {}
    told = findings.filter(~pl.col("code").is_in(SILENT))
    for seq, code, column, value, evidence in told.select("seq", "code", "column", "value", "evidence").iter_rows():
        cell = result.setdefault(seq, {}).setdefault(column, _Cell())
        cell.texts.append(f"{sentence(code, value, evidence).said(lang)} {FINDINGS[code].do.said(lang)}")
        cell.blocking = cell.blocking or FINDINGS[code].severity is Severity.BLOCKING
    return result


def _names(files: Iterable[str]) -> list[str]:
    """"Desa Lere.xlsx" -> "Desa Lere - perbaikan.xlsx"; with its suffix where another list has the same stem, numbered where even that is taken."""
    flat = [Path(file.replace("/", " - ")) for file in files]
    stems = [path.stem.lower() for path in flat]
    names: list[str] = []
    for path, stem in zip(flat, stems, strict=True):
        base = path.stem if stems.count(stem) == 1 else f"{path.stem} ({path.suffix.lstrip('.')})"
        taken, number, name = {name.lower() for name in names}, 2, f"{base} - perbaikan.xlsx"
        while name.lower() in taken:
            name, number = f"{base} {number} - perbaikan.xlsx", number + 1
        names.append(name)
    return names


def _write_book(part: pl.DataFrame, reasons: dict[int, dict[str, _Cell]], path: Path, lang: Lang, choices: dict[str, Sequence[str]]) -> None:
    """Written beside its place and moved there whole."""
    draft = path.with_name(path.name + ".part")
    bad = part.filter(pl.col("verdict") == Verdict.NEEDS_FIXING.value)
    others = part.filter(pl.col("verdict") != Verdict.NEEDS_FIXING.value)
    with xlsxwriter.Workbook(draft, {"in_memory": True}) as book:
        _corrections(book, bad, reasons, lang, choices)
        if others.height:
            _rejected(book, others, reasons, lang)
        for at, (_, names) in enumerate(_filled(choices)):
            sheet = book.get_worksheet_by_name(_CHOICES) or book.add_worksheet(_CHOICES)
            sheet.hide()
            for row, name in enumerate(names):
                sheet.write_string(row, at, name)
        mark = book.add_worksheet(MARK)
        mark.write_string(0, 0, part["sha256"][0])
        mark.very_hidden()
    os.replace(draft, path)


def _filled(choices: dict[str, Sequence[str]]) -> list[tuple[str, Sequence[str]]]:
    return [(name, names) for name, names in choices.items() if names]


def _corrections(book: Any, bad: pl.DataFrame, reasons: dict[int, dict[str, _Cell]], lang: Lang, choices: dict[str, Sequence[str]]) -> None:
    sheet, looks, file = book.add_worksheet(_TAB.said(lang)), formats(book), bad["file"][0]
    explained = {name for seq in bad["seq"] for name in reasons.get(seq, ())}
    columns = [(name, is_reason) for name in COLUMN_TITLES for is_reason in ((False, True) if name in explained else (False,))]
    sheet.write_string(0, 0, _TITLE.said(lang, file=file, n=bad.height), looks["title"])
    sheet.write_string(1, 0, _HOW.said(lang), looks["soft"])
    _head(sheet, columns, looks, lang)
    for line, row in enumerate(bad.iter_rows(named=True), _HEAD + 1):
        said = reasons.get(row["seq"], {})
        sheet.write_string(line, 0, row["sheet"], looks["source"])
        sheet.write_number(line, 1, row["row"], looks["source"])
        for at, (name, is_reason) in enumerate(columns, 2):
            _write_cell(sheet, line, at, row, name, said.get(name), is_reason, looks)
    last = _HEAD + bad.height
    for at, (name, is_reason) in enumerate(columns, 2):
        if not is_reason:
            _rule(sheet, last, at, name, choices, lang)
    sheet.autofilter(_HEAD, 0, last, len(columns) + 1)
    sheet.freeze_panes(_HEAD + 1, 2)
    sheet.ignore_errors({"number_stored_as_text": f"A1:{xl_rowcol_to_cell(last, len(columns) + 1)}"})
    _for_print(sheet, file, lang)


def _head(sheet: Any, columns: list[tuple[str, bool]], looks: dict[str, Any], lang: Lang) -> None:
    for at, (source, width) in enumerate(zip(_SOURCE, (9, 7), strict=True)):
        sheet.write_string(_HEAD, at, source.said(lang), looks["head"])
        sheet.set_column(at, at, width)
    for at, (name, is_reason) in enumerate(columns, 2):
        title = COLUMN_TITLES[name].said(lang)
        sheet.write_string(_HEAD, at, _REASON.said(lang, title=title) if is_reason else title, looks["head_fix" if is_reason else "head"])
        sheet.set_column(at, at, _REASON_WIDTH if is_reason else _WIDTHS[name])


def _write_cell(sheet: Any, line: int, at: int, row: dict[str, Any], name: str, cell: _Cell | None, is_reason: bool, looks: dict[str, Any]) -> None:
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


def _rule(sheet: Any, last: int, at: int, name: str, choices: dict[str, Sequence[str]], lang: Lang) -> None:
    """What may be entered: the number, the date and the sex strictly, a village with a question, an occupation freely."""
    if name not in _RULE_WORDS:
        return
    title, message = (words.said(lang) for words in _RULE_WORDS[name])
    cell = xl_rowcol_to_cell(_HEAD + 1, at)
    rule: dict[str, Any] = {"input_title": title, "input_message": message, "error_title": title, "error_message": message}
    listed = [choice for choice, _ in _filled(choices)]
    if name in listed:
        column = xl_col_to_name(listed.index(name))
        rule |= {"validate": "list", "source": f"={_CHOICES}!${column}$1:${column}${len(choices[name])}",
                 "error_type": "warning" if name == "village" else "information"}
    elif name == "sex":
        rule |= {"validate": "list", "source": ["L", "P"]}
    elif name in ("nik", "birth_date"):
        rule |= {"validate": "custom", "value": (_NIK_RULE if name == "nik" else _DATE_RULE).format(c=cell)}
    else:
        return
    sheet.data_validation(_HEAD + 1, at, last, at, rule)


def _rejected(book: Any, others: pl.DataFrame, reasons: dict[int, dict[str, _Cell]], lang: Lang) -> None:
    sheet = book.add_worksheet(_OTHERS.said(lang))
    looks = formats(book)
    sheet.write_string(0, 0, f"{_OTHERS.said(lang)} · {others['file'][0]}", looks["title"])
    sheet.write_string(1, 0, _OTHERS_HOW.said(lang), looks["soft"])
    for at, (title, width) in enumerate(zip(_OTHERS_HEAD, _OTHERS_WIDTHS, strict=True)):
        sheet.write_string(_HEAD, at, title.said(lang), looks["head"])
        sheet.set_column(at, at, width)
    for line, row in enumerate(others.iter_rows(named=True), _HEAD + 1):
        sheet.write_string(line, 0, row["sheet"], looks["source"])
        sheet.write_number(line, 1, row["row"], looks["source"])
        sheet.write_string(line, 2, VERDICTS[Verdict(row["verdict"])].said(lang), looks[row["verdict"]])
        for at, name in enumerate(("nik", "name", "birth_date"), 3):
            _write_cell(sheet, line, at, row, name, None, False, looks)
        sheet.write_string(line, 6, "\n".join(text for cell in reasons.get(row["seq"], {}).values() for text in cell.texts), looks["text"])
    sheet.freeze_panes(_HEAD + 1, 0)
    sheet.ignore_errors({"number_stored_as_text": f"D1:D{_HEAD + 1 + others.height}"})
    sheet.protect()
    _for_print(sheet, others["file"][0], lang)


def _for_print(sheet: Any, file: str, lang: Lang) -> None:
    """A4 across, as wide as the page, the header on every page."""
    sheet.set_paper(9)
    sheet.set_landscape()
    sheet.set_margins(0.4, 0.4, 0.5, 0.6)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(_HEAD)
    sheet.hide_gridlines(2)
    sheet.set_footer(f"&L{file.replace('&', '&&')}&R{_PAGE.said(lang)}")
