"""A list of people as a workbook: NIK as text, villages by name, one line a person."""

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import xlsxwriter

from payung.places.codes import all_places
from payung.reports.looks import for_print, formats
from payung.values.words import Lang, Words

_TITLES: dict[str, Words] = {
    "position": Words("Urutan", "Position"),
    "nik": Words("NIK", "NIK"),
    "name": Words("Nama", "Name"),
    "birth_date": Words("Tanggal lahir", "Birth date"),
    "village": Words("Desa", "Village"),
    "decile": Words("Desil", "Decile"),
}
_HEAD = 2  # row of the titles, 0-based
_WIDTHS = {"nik": 19, "name": 30, "birth_date": 13, "village": 24, "why": 44}


def write_people(
    path: Path, title: str, people: pl.DataFrame, more: Mapping[str, Words], told: Sequence[Mapping[str, Words]], lang: Lang = "id"
) -> None:
    """`people`: any of position, nik, name, birth_date, village (code), decile. `more`: further columns; `told` has their words, person by person."""
    held = [name for name in _TITLES if name in people.columns]
    codes = all_places().select(village="code", _name="name")
    frame = (
        people.select(held).join(codes, on="village", how="left", maintain_order="left").with_columns(village=pl.coalesce("_name", "village"))
        if "village" in held
        else people.select(held)
    )
    path.parent.mkdir(parents=True, exist_ok=True)
    with xlsxwriter.Workbook(path, {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        looks = formats(book)
        sheet = book.add_worksheet("Daftar" if lang == "id" else "List")
        for at, name in enumerate([*held, *more]):
            sheet.set_column(at, at, _WIDTHS.get(name, 10))
        sheet.write_string(0, 0, title, looks["title"])
        for at, words in enumerate([*(_TITLES[name] for name in held), *more.values()]):
            sheet.write_string(_HEAD, at, words.said(lang), looks["head"])
        sheet.freeze_panes(_HEAD + 1, 0)
        for line, person in enumerate(frame.select(held).iter_rows(named=True), _HEAD + 1):
            for at, name in enumerate(held):
                _write(sheet, line, at, person[name], looks)
            for at, name in enumerate(more, len(held)):
                sheet.write_string(line, at, told[line - _HEAD - 1][name].said(lang), looks["text"])
        sheet.autofilter(_HEAD, 0, _HEAD + frame.height, len(held) + len(more) - 1)
        for_print(sheet, title, _HEAD, lang)


def _write(sheet: Any, line: int, at: int, value: Any, looks: dict[str, Any]) -> None:
    if value is None:
        sheet.write_blank(line, at, None, looks["text"])
    elif isinstance(value, str):
        sheet.write_string(line, at, value, looks["text"])
    else:
        sheet.write(line, at, value, looks["date" if isinstance(value, date) else "number"])
