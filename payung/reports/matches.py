"""The answer of a comparison as a workbook: each row of the list with what was found for it, and each pair side by side."""

import os
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import xlsxwriter

from payung.matching.words import chance, said
from payung.reports.looks import MOST_ROWS, for_print, formats
from payung.values.words import Lang, Words, number

_PAIRS, _ROWS = Words("Pasangan", "Pairs"), Words("Semua baris", "All rows")
_TITLE = Words("Mungkin orang yang sama: {pairs} pasangan", "May be one person: {pairs} pairs")
_NOTE = Words(
    "Ini kemungkinan, bukan keputusan. Cocokkan dengan KTP sebelum seseorang dikeluarkan.",
    "These are likelihoods, no decisions. Compare identity cards before anybody is left out.",
)
_SHOWN: dict[str, tuple[Words, int]] = {
    "nik": (Words("NIK", "NIK"), 19),
    "name": (Words("Nama", "Name"), 26),
    "birth_date": (Words("Tanggal lahir", "Birth date"), 12),
    "mother": (Words("Nama ibu", "Mother"), 20),
    "village": (Words("Desa", "Village"), 18),
}
_OURS, _THEIRS = Words("daftar ini", "this list"), Words("daftar lain", "other list")
_ROW, _TWIN = Words("Baris", "Row"), Words("kembarannya", "its double")
_CHANCE, _FOR, _AGAINST = Words("Peluang", "Likelihood"), Words("Mendukung", "Speaks for"), Words("Menentang", "Speaks against")
_ANSWER, _WHO = Words("Jawaban", "Answer"), Words("Dengan baris", "With row")
# look of the cell -> words; between two lists, inside one
_ANSWERS = {
    "duplicate": Words("⧉ sudah ada", "⧉ is there"),
    "needs_fixing": Words("? perlu dibandingkan", "? to be compared"),
    "text": Words("tidak ditemukan", "not found"),
}
_TWICE = {
    "duplicate": Words("⧉ ganda", "⧉ double"),
    "needs_fixing": Words("? mungkin ganda", "? maybe a double"),
    "text": Words("tidak ganda", "no double"),
}
_SURE = 0.9
_HEAD = 2  # row of the titles, 0-based
_LINE = 14  # points


def write_matches(path: Path, pairs: pl.DataFrame, left: pl.DataFrame, right: pl.DataFrame | None, lang: Lang = "id") -> None:
    """`pairs` as matching.match gives them; `left`, `right` the people it was given. Written beside its place and moved there whole."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(path.name + ".part")
    with xlsxwriter.Workbook(draft, {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        looks = formats(book)
        one, other = _shown(left), _shown(left if right is None else right)
        _pairs(book.add_worksheet(_PAIRS.said(lang)), pairs.head(MOST_ROWS), one, other, right is None, looks, lang)
        _rows(book.add_worksheet(_ROWS.said(lang)), pairs, one.head(MOST_ROWS), right is None, looks, lang)
    os.replace(draft, path)


def _shown(people: pl.DataFrame) -> pl.DataFrame:
    """id and those of _SHOWN that are known, the name in one piece."""
    names = [name for name in ("given_name", "surname") if name in people.columns]
    if "name" not in people.columns and names:
        people = people.with_columns(name=pl.concat_str(names, separator=" ", ignore_nulls=True))
    return people.select("id", *(name for name in _SHOWN if name in people.columns))


def _start(sheet: Any, title: str, columns: list[tuple[str, int]], looks: dict[str, Any], lang: Lang, freeze: int) -> None:
    for at, (_, width) in enumerate(columns):
        sheet.set_column(at, at, width)
    sheet.write_string(0, 0, title, looks["title"])
    sheet.write_string(1, 0, _NOTE.said(lang), looks["soft"])
    sheet.set_row(_HEAD, 2 * _LINE)
    for at, (words, _) in enumerate(columns):
        sheet.write_string(_HEAD, at, words, looks["head"])
    sheet.freeze_panes(_HEAD + 1, freeze)
    for_print(sheet, title, _HEAD, lang)


def _state(probability: float) -> str:
    return "duplicate" if probability >= _SURE else "needs_fixing"


def _cell(sheet: Any, line: int, at: int, value: Any, looks: dict[str, Any]) -> None:
    if isinstance(value, date):
        sheet.write_datetime(line, at, value, looks["date"])
    else:
        sheet.write_string(line, at, str(value or "–"), looks["text"])


def _pairs(sheet: Any, pairs: pl.DataFrame, one: pl.DataFrame, other: pl.DataFrame, inside: bool, looks: dict[str, Any], lang: Lang) -> None:
    sides = ((one, _OURS), (other, _TWIN if inside else _THEIRS))
    columns = [(_CHANCE.said(lang), 24), (_FOR.said(lang), 44), (_AGAINST.said(lang), 34)]
    for people, whose in sides:
        columns.append((f"{_ROW.said(lang)} ({whose.said(lang)})", 12))
        columns += [(_SHOWN[name][0].said(lang), _SHOWN[name][1]) for name in people.columns[1:]]
    _start(sheet, _TITLE.said(lang, pairs=number(pairs.height, lang)), columns, looks, lang, 1)
    named = one.rename({name: f"left_{name}" for name in one.columns}), other.rename({name: f"right_{name}" for name in other.columns})
    whole = pairs.join(named[0], on="left_id", maintain_order="left").join(named[1], on="right_id", maintain_order="left")
    for line, pair in enumerate(whole.iter_rows(named=True), _HEAD + 1):
        parts = said(pair["why"])
        told = [", ".join(part.words.said(lang) for part in parts if part.speaks == side) for side in ("for", "against")]
        sheet.set_row(line, _LINE * max(2, *(-(-len(text) // (width - 2)) for text, (_, width) in zip(told, columns[1:3], strict=True))))
        sheet.write_string(line, 0, chance(pair["probability"]).said(lang), looks[_state(pair["probability"])])
        for at, text in enumerate(told, 1):
            sheet.write_string(line, at, text, looks["text"])
        cells = [pair[f"left_{name}"] for name in one.columns] + [pair[f"right_{name}"] for name in other.columns]
        for at, value in enumerate(cells, 3):
            _cell(sheet, line, at, value, looks)
    sheet.autofilter(_HEAD, 0, _HEAD + max(whole.height, 1), len(columns) - 1)


def _rows(sheet: Any, pairs: pl.DataFrame, people: pl.DataFrame, inside: bool, looks: dict[str, Any], lang: Lang) -> None:
    """Every row with the likeliest of its pairs."""
    found = pairs.select(id="left_id", who="right_id", probability="probability")
    if inside:
        found = pl.concat([found, pairs.select(id="right_id", who="left_id", probability="probability")])
    best = found.sort("probability", descending=True, maintain_order=True).unique("id", keep="first", maintain_order=True)
    columns = [(_ANSWER.said(lang), 22), (_WHO.said(lang), 14), (_CHANCE.said(lang), 30), (_ROW.said(lang), 10)]
    columns += [(_SHOWN[name][0].said(lang), _SHOWN[name][1]) for name in people.columns[1:]]
    _start(sheet, _ROWS.said(lang), columns, looks, lang, 1)
    told = _TWICE if inside else _ANSWERS
    answered = people.join(best, on="id", how="left", maintain_order="left").sort(
        "probability", descending=True, nulls_last=True, maintain_order=True
    )
    for line, row in enumerate(answered.iter_rows(named=True), _HEAD + 1):
        probability = row["probability"]
        state = "text" if probability is None else _state(probability)
        sheet.write_string(line, 0, told[state].said(lang), looks[state])
        _cell(sheet, line, 1, row["who"], looks)
        _cell(sheet, line, 2, "" if probability is None else chance(probability).said(lang), looks)
        for at, name in enumerate(people.columns, 3):
            _cell(sheet, line, at, row[name], looks)
    sheet.autofilter(_HEAD, 0, _HEAD + max(answered.height, 1), len(columns) - 1)
