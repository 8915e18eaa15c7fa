"""Pairs as a workbook that somebody decides offline: one person above the other, digit under digit, what differs marked, cells to fill in."""

import os
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import xlsxwriter
from xlsxwriter.utility import xl_rowcol_to_cell

from payung.intake.folder import list_files
from payung.intake.read.files import read_files
from payung.intake.read.header import Vocabulary
from payung.reports.looks import for_print, formats
from payung.review.offline import ANSWERS, COLUMNS, mark_of
from payung.review.sides import Item, Side
from payung.values.errors import InputError
from payung.values.words import Lang, Words, day, number

_TAB = Words("Pasangan", "Pairs")
_TITLE = Words("Mungkin orang yang sama · {n} pasangan", "May be one person · {n} pairs")
_HOW = Words(
    "Bandingkan baris atas dan bawah (yang berbeda berwarna ungu), pilih keputusan di sel kuning, tulis alasannya, simpan, lalu kirim balik "
    "berkas ini. Yang dikosongkan tetap menunggu.",
    "Compare the upper and the lower row (what differs is purple), choose the decision in the yellow cell, write why, save, and send this file back. "
    "What is left empty keeps waiting.",
)
_PAIR, _LIKELY, _MONEY = Words("No. pasangan", "Pair no."), Words("Kemungkinan", "Likelihood"), Words("Uang yang dijaga (Rp)", "Money at stake (Rp)")
_FIELDS: dict[str, tuple[Words, int]] = {
    "nik": (Words("NIK", "NIK"), 18),
    "name": (Words("Nama", "Name"), 24),
    "birth_date": (Words("Tanggal lahir", "Birth date"), 11),
    "sex": (Words("L/P", "Sex"), 5),
    "birth_place": (Words("Tempat lahir", "Birth place"), 13),
    "mother": (Words("Nama ibu", "Mother"), 18),
    "village": (Words("Desa", "Village"), 14),
    "phone": (Words("Nomor HP", "Phone"), 14),
}
_WHERE, _COMPARED = Words("Tercatat di", "Stands in"), Words("Perbandingan", "Comparison")
_ANSWER, _REASON, _KEEP, _MARK = (
    Words("Keputusan", "Decision"),
    Words("Alasan", "Reason"),
    Words("NIK yang dipakai", "NIK to keep"),
    Words("Tanda", "Mark"),
)
_WITH = Words("bersama {pairs}", "with {pairs}")
_CHOOSE = Words("Pilih dari daftar. Kosongkan bila NIK mana pun boleh.", "Choose from the list. Leave it empty if either NIK will do.")
_CHOOSE_ANSWER = Words("Pilih: sama, beda, atau belum jelas.", "Choose: same, different or unsure.")

_HEAD = 2  # row of the titles, 0-based
_WIDE = {"where": 34, "compared": 40, "reason": 30}
# header words of what comes back; NIK, name and date only show that a row is about somebody
HEADERS: dict[str, dict[str, Any]] = {
    "pair": {"words": [_PAIR.id, _PAIR.en]},
    "mark": {"words": [_MARK.id, _MARK.en]},
    "answer": {"words": [_ANSWER.id, _ANSWER.en]},
    "reason": {"words": [_REASON.id, _REASON.en]},
    "keep": {"words": [_KEEP.id, _KEEP.en]},
    **{name: {"words": [words.id, words.en]} for name, (words, _) in _FIELDS.items() if name in ("nik", "name", "birth_date")},
}


def write_review_book(path: Path, items: Sequence[Item], lang: Lang = "id") -> None:
    """Written beside its place and moved there whole."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(path.name + ".part")
    with xlsxwriter.Workbook(draft, {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        looks = formats(book)
        sheet = book.add_worksheet(_TAB.said(lang))
        title = _TITLE.said(lang, n=number(len(items), lang))
        sheet.write_string(0, 0, title, looks["title"])
        sheet.write_string(1, 0, _HOW.said(lang), looks["soft"])
        columns = _columns(lang)
        for at, (words, width, look) in enumerate(columns):
            sheet.set_column(at, at, width)
            sheet.write_string(_HEAD, at, words, looks[look])
        sheet.set_row(_HEAD, 28)
        sheet.set_column(len(columns) - 1, len(columns) - 1, None, None, {"hidden": True})
        for at, item in enumerate(items):
            _pair(sheet, _HEAD + 1 + 2 * at, item, looks, lang)
        last = _HEAD + 2 * len(items)
        sheet.freeze_panes(_HEAD + 1, 1)
        sheet.ignore_errors({"number_stored_as_text": f"A1:{xl_rowcol_to_cell(last, len(columns) - 1)}"})
        for_print(sheet, title, _HEAD, lang)
    os.replace(draft, path)


def read_review_book(path: Path) -> pl.DataFrame:
    """`row` and the columns of offline.COLUMNS of a workbook that came back. InputError if it cannot be read or is none of ours."""
    file = next(read_files(list_files([path]), words=Vocabulary.of(HEADERS), wanted=frozenset({"answer"})))
    if file.refusal:
        raise InputError(*file.refusal)
    frames = []
    for sheet in file.sheets:
        if not {"pair", "mark", "answer"} <= sheet.columns.keys():
            continue
        told = {name: pl.Series(sheet.columns.get(name, [None] * len(sheet.rows)), dtype=pl.String) for name in COLUMNS}
        frames.append(pl.DataFrame({"row": pl.Series(sheet.rows, dtype=pl.Int32), **told}))
    if not frames:
        raise InputError(
            "review.not_our_sheet",
            Words(
                f"“{path.name}” bukan lembar tinjau pasangan: kolomnya kurang. Tidak ada yang diubah.",
                f"“{path.name}” is no review sheet: columns are missing. Nothing was changed.",
            ),
        )
    return pl.concat(frames)


def _columns(lang: Lang) -> list[tuple[str, int, str]]:
    """Title, width and look of each column."""
    plain = [(_PAIR, 9), (_LIKELY, 17), (_MONEY, 12), *_FIELDS.values(), (_WHERE, _WIDE["where"]), (_COMPARED, _WIDE["compared"])]
    filled = [(_ANSWER, 12), (_REASON, _WIDE["reason"]), (_KEEP, 18)]
    return [
        *((words.said(lang), width, "head") for words, width in plain),
        *((words.said(lang), width, "head_fix") for words, width in filled),
        (_MARK.said(lang), 14, "head"),
    ]


def _pair(sheet: Any, line: int, item: Item, looks: dict[str, Any], lang: Lang) -> None:
    """Two lines; what belongs to both is merged over them."""
    first = len(_FIELDS) + 3
    speaking = {
        sign: "; ".join(part.words.said(lang) for part in item.said if part.speaks == speaks) for sign, speaks in (("+", "for"), ("−", "against"))
    }
    compared = [f"{sign} {said}" for sign, said in speaking.items() if said]
    before = [
        f"{each.signed}, {day(each.on, lang)}: {ANSWERS[each.answer].said(lang)}. {each.reason}" for each in item.decisions if each.answer in ANSWERS
    ]
    others = [_WITH.said(lang, pairs=", ".join(map(str, item.others[:5])))] if item.others else []
    _over(sheet, line, 0, str(item.pair.pk), looks["source"])
    _over(sheet, line, 1, "\n".join([item.likely.said(lang), *others]), looks["text"])
    _over(sheet, line, 2, item.money or "", looks["number"])
    _over(sheet, line, first + 1, "\n".join([*compared, *before]), looks["reason"])
    for at in range(first + 2, first + 5):
        _over(sheet, line, at, "", looks["text_fix"])
    _over(sheet, line, first + 5, mark_of(item.pair), looks["source"])
    for down, side in enumerate((item.left, item.right)):
        other = item.right if side is item.left else item.left
        for at, name in enumerate(_FIELDS, 3):
            _field(sheet, line + down, at, name, side, other, looks)
        sheet.write_string(line + down, first, side.told.said(lang), looks["source"])
    _rules(sheet, line, first + 2, item, lang)
    beside = max(_lines(side.told.said(lang), _WIDE["where"]) for side in (item.left, item.right))
    lines = max(_lines("\n".join([*compared, *before]), _WIDE["compared"]), 2 * beside, 2)
    for down in range(2):
        sheet.set_row(line + down, 3 + 6.5 * lines)


def _lines(text: str, width: int) -> int:
    return sum(-(-max(1, len(part)) // width) for part in text.split("\n"))


def _over(sheet: Any, line: int, at: int, value: Any, look: Any) -> None:
    sheet.merge_range(line, at, line + 1, at, "", look)
    (sheet.write_number if isinstance(value, int) else sheet.write_string)(line, at, value, look)


def _field(sheet: Any, line: int, at: int, name: str, side: Side, other: Side, looks: dict[str, Any]) -> None:
    """What both know and what differs is marked; a letter in capitals is no difference."""
    here, there = getattr(side, name), getattr(other, name)
    differs = bool(here and there) and (here.lower() != there.lower() if isinstance(here, str) else here != there)
    if isinstance(here, date):
        sheet.write_datetime(line, at, here, looks["date_twin" if differs else "date"])
    else:
        sheet.write_string(line, at, here or "", looks["text_twin" if differs else "text"])


def _rules(sheet: Any, line: int, at: int, item: Item, lang: Lang) -> None:
    answers = [words.said(lang) for words in ANSWERS.values()]
    title, message = _ANSWER.said(lang), _CHOOSE_ANSWER.said(lang)
    sheet.data_validation(line, at, line, at, {"validate": "list", "source": answers, "error_title": title, "error_message": message})
    if item.pair.other_id:
        niks = {"validate": "list", "source": [item.left.nik, item.right.nik], "input_title": _KEEP.said(lang), "input_message": _CHOOSE.said(lang)}
        sheet.data_validation(line, at + 2, line, at + 2, niks)
