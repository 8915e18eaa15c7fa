"""The list of people behind a determination or of a month as PDF: numbered sheets ("lembar ke-2 dari 9") with the sums of each."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import typst

from payung.reports.typeset import given
from payung.values.nik import mask
from payung.values.words import Lang, Words, day, number, rupiah

_TEMPLATE = Path(__file__).with_name("annex.typ")
_FIRST, _ROWS = 30, 34  # lines of the first sheet, which bears the title, and of the others
_TAGGED = 500  # people up to whom the sheets are tables that can be read aloud; with more, that takes seven times as long and twelve times the room
# title, width of the column, whether its cells stand on the right
_HEADS = (
    (Words("No.", "No."), 5, True),
    (Words("NIK", "NIK"), 14, False),
    (Words("Nama", "Name"), 26, False),
    (Words("Tanggal lahir", "Birth date"), 14, False),
    (Words("Desa", "Village"), 20, False),
    (Words("Keterangan", "Note"), 26, False),
)
_NUMBER = Words("Lembar ke-{n} dari {m}", "Sheet {n} of {m}")
_TOTAL = Words("Orang di lembar ini: {n} · sampai lembar ini: {sum}", "People on this sheet: {n} · up to this sheet: {sum}")
_FOOTER = Words("Dibuat oleh {by} pada {on} dengan Payung dari {data}. {nik}", "Made by {by} on {on} with Payung from {data}. {nik}")
_NIK = {
    True: Words("Memuat NIK lengkap: rahasia, hanya untuk keperluan dinas.", "Holds full NIKs: confidential, for official use only."),
    False: Words("NIK disamarkan.", "NIKs are masked."),
}


@dataclass(frozen=True)
class AnnexLine:
    """One person; `no` as it is printed."""

    no: int
    nik: str
    name: str
    birth_date: date | None
    village: str
    note: Words


@dataclass(frozen=True)
class Annex:
    """`price`: rupiah a person, of which each sheet gives its sum; None: no money is printed. `full`: NIKs as they are, else masked."""

    title: Words
    lead: Sequence[Words]
    lines: Sequence[AnnexLine]
    price: int | None
    full: bool
    made_on: date
    made_by: str
    made_from: Words


def annex_pdf(annex: Annex, lang: Lang = "id") -> bytes:
    """All sheets; an empty list gives one sheet that says so by its sum."""
    pdf: bytes = typst.compile(_TEMPLATE, pdf_tags=len(annex.lines) <= _TAGGED, **given("annex", content(annex, lang), annex.made_on))
    return pdf


def content(annex: Annex, lang: Lang) -> dict[str, Any]:
    """Every text as the template sets it."""
    cut = _sheets(annex.lines)
    sheets, before = [], 0
    for at, lines in enumerate(cut, 1):
        before += len(lines)
        total = _TOTAL.said(lang, n=_told(len(lines), annex.price, lang), sum=_told(before, annex.price, lang))
        rows = [_cells(line, annex.full, lang) for line in lines]
        sheets.append({"rows": rows, "total": total, "number": _NUMBER.said(lang, n=number(at, lang), m=number(len(cut), lang))})
    return {
        "lang": lang,
        "title": annex.title.said(lang),
        "lead": [words.said(lang) for words in annex.lead],
        "heads": [words.said(lang) for words, _, _ in _HEADS],
        "widths": [wide for _, wide, _ in _HEADS],
        "right": [right for _, _, right in _HEADS],
        "tagged": len(annex.lines) <= _TAGGED,
        "sheets": sheets,
        "footer": _FOOTER.said(lang, by=annex.made_by, on=day(annex.made_on, lang), data=annex.made_from.said(lang), nik=_NIK[annex.full].said(lang)),
    }


def _sheets(lines: Sequence[AnnexLine]) -> list[Sequence[AnnexLine]]:
    rest = [lines[at : at + _ROWS] for at in range(_FIRST, len(lines), _ROWS)]
    return [lines[:_FIRST], *rest]


def _cells(line: AnnexLine, full: bool, lang: Lang) -> list[str]:
    nik = line.nik if full else mask(line.nik)
    return [number(line.no, lang), nik, line.name[:70], day(line.birth_date, lang), line.village[:50], line.note.said(lang)[:70]]


def _told(people: int, price: int | None, lang: Lang) -> str:
    return number(people, lang) if price is None else f"{number(people, lang)} ({rupiah(people * price, lang)})"
