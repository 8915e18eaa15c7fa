"""Invented rows laid out on sheets as villages and offices really send them, and saved as xlsx, xls or csv."""

import csv
import datetime as dt
import random
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import xlsxwriter
import xlwt

from payung.demo.names import COMBINED, HEADERS, TITLES
from payung.demo.people import Person, Sent, dress
from payung.values.words import MONTHS

_MADE = dt.datetime(2026, 1, 1)  # kept in each xlsx, so that the same seed gives the same bytes


class Sheet:
    """One sheet's cells by (row, column), both from 0."""

    def __init__(self, name: str) -> None:
        self.name, self.hidden = name, False
        self.cells: dict[tuple[int, int], Any] = {}

    def put(self, row: int, column: int, value: Any) -> None:
        if value is not None and value != "":
            self.cells[row, column] = value


@dataclass(frozen=True)
class Placed:
    """A row as it was written: `row` as the spreadsheet numbers it, `nik_style` how its NIK cell was kept, `written` what stands there."""

    row: int
    sent: Sent
    nik_style: str
    written: str | int


@dataclass(frozen=True)
class Style:
    """How one sender writes: kind of file, header words by field in the order of the columns, kinds of NIK, date and money."""

    suffix: str
    words: dict[str, str]
    nik: str
    date: str
    money: str
    combined: bool


def save(path: Path, sheets: list[Sheet]) -> None:
    {".xlsx": _save_xlsx, ".xls": _save_xls, ".csv": _save_csv}[path.suffix](path, sheets)


def _save_xlsx(path: Path, sheets: list[Sheet]) -> None:
    book = xlsxwriter.Workbook(path)
    book.set_properties({"created": _MADE})
    day = book.add_format({"num_format": "dd/mm/yyyy"})
    for sheet in sheets:
        page = book.add_worksheet(sheet.name)
        for (r, c), value in sheet.cells.items():
            if isinstance(value, dt.date):
                page.write_datetime(r, c, dt.datetime(value.year, value.month, value.day), day)
            elif isinstance(value, int):
                page.write_number(r, c, value)
            else:
                page.write_string(r, c, value)
        if sheet.hidden:
            page.hide()
    book.close()


def _save_xls(path: Path, sheets: list[Sheet]) -> None:
    book = xlwt.Workbook()
    day = xlwt.easyxf(num_format_str="dd/mm/yyyy")
    for sheet in sheets:
        page = book.add_sheet(sheet.name)
        for (r, c), value in sheet.cells.items():
            page.write(r, c, value, *([day] if isinstance(value, dt.date) else []))
    book.save(str(path))


def _save_csv(path: Path, sheets: list[Sheet]) -> None:
    cells = sheets[0].cells
    height, width = max(r for r, _ in cells) + 1, max(c for _, c in cells) + 1
    with open(path, "w", newline="", encoding="utf-8-sig" if "bom" in path.stem else "cp1252") as handle:
        writer = csv.writer(handle, delimiter=";")
        for r in range(height):
            writer.writerow([cells.get((r, c), "") for c in range(width)])


def lay_out(rng: random.Random, rows: list[Sent], office: str) -> tuple[str, list[Sheet], str, list[Placed]]:
    """One list on its sheets: suffix of the file, sheets, name of the sheet that holds the rows, and where each row stands."""
    style = _style(rng)
    sheet, left = Sheet("Data" if rng.random() < 0.5 else "Sheet1"), 1 if rng.random() < 0.15 else 0
    top = _write_head(rng, sheet, left, style, office)
    placed = []
    for count, sent in enumerate(rows, 1):
        if rng.random() < 0.01:
            top += 1  # a blank row in the middle
        nik = _write_nik(rng, style.nik, sent)
        value = _values(rng, style, sent, count, nik)
        for i, field in enumerate(style.words):
            sheet.put(top, left + i, value[field])
        placed.append(Placed(top + 1, sent, "text" if style.suffix == ".csv" and style.nik == "number_exact" else style.nik, nik))
        top += 1
    if rng.random() < 0.5:
        _write_foot(sheet, top, left, len(rows), "Kepala Desa" if "Desa" in office else "Kepala Dinas")
    sheets = [sheet]
    if style.suffix == ".xlsx" and rng.random() < 0.25:
        guide = Sheet("Petunjuk")
        guide.put(0, 0, "Petunjuk pengisian: isi NIK 16 angka sesuai KTP.")
        guide.hidden = rng.random() < 0.4
        sheets.insert(0, guide)
    return style.suffix, sheets, sheet.name, placed


def _style(rng: random.Random) -> Style:
    suffix = rng.choices([".xlsx", ".xls", ".csv"], [70, 12, 18])[0]
    words = dict(rng.choice(HEADERS))
    nik = rng.choices(["text", "apostrophe", "spaces", "number_exact", "number_excel"], [66, 10, 10, 7, 7])[0]
    if suffix == ".csv" and nik == "number_excel":
        nik = "scientific"
    date = rng.choice(["dash", "slash", "words", "iso"] + ([] if suffix == ".csv" else ["cell", "cell"]))
    money = rng.choice(["number", "dotted", "rp", "rp00"])
    combined = rng.random() < 0.2 and date != "cell"
    fields = [f for f in words if rng.random() < 0.9 or f in ("nik", "name", "birth_date", "sex")]
    if combined:
        words["birth_date"] = COMBINED
        fields = [f for f in fields if f != "birth_place"]
    if rng.random() < 0.3:
        rest = [f for f in fields if f != "no"]
        rng.shuffle(rest)
        fields = (["no"] if "no" in fields else []) + rest
    return Style(suffix, {f: words[f] for f in fields}, nik, date, money, combined)


def _write_head(rng: random.Random, sheet: Sheet, left: int, style: Style, office: str) -> int:
    """Titles, header and now and then a row that numbers the columns; returns the first row below."""
    top = 0
    for line in TITLES[: rng.choice([0, 0, 2, 3, 5])]:
        sheet.put(top, left, line.format(office=office.upper()))
        top += 1
    for i, word in enumerate(style.words.values()):
        sheet.put(top, left + i, word)
    top += 1
    if rng.random() < 0.15:
        for i in range(len(style.words)):
            sheet.put(top, left + i, str(i + 1))
        top += 1
    return top


def _write_nik(rng: random.Random, style: str, sent: Sent) -> str | int:
    nik = sent.person.nik
    if sent.fault == "nik.missing":
        return ""
    if sent.fault == "nik.malformed":
        return rng.choice([nik[:15], nik + rng.choice("0123456789"), nik[:6] + "O" + nik[7:], nik[:6] + "99" + nik[8:], "belum ada"])
    written: dict[str, str | int] = {
        "text": nik,
        "apostrophe": "'" + nik,
        "spaces": f"{nik[:6]} {nik[6:12]} {nik[12:]}",
        "number_exact": int(nik),
        "number_excel": int(nik[:15] + "0"),
        "scientific": f"{int(nik):.5E}",
    }
    return written[style]


def _values(rng: random.Random, style: Style, sent: Sent, count: int, nik: str | int) -> dict[str, Any]:
    """What each column says of this person."""
    person: Person = sent.person
    born = _write_date(rng, style, sent)
    sex = person.sex if sent.fault != "sex.differs" else {"L": "P", "P": "L"}[person.sex]
    spelled = {"L": rng.choice(["L", "Laki-laki", "LAKI-LAKI", "l"]), "P": rng.choice(["P", "Perempuan", "PEREMPUAN", "p"])}
    return {
        "no": count,
        "nik": nik,
        "name": "" if sent.fault == "name.missing" else dress(person.name, rng),
        "birth_place": person.birth_place,
        "birth_date": f"{person.birth_place}, {born}" if style.combined and born else born,
        "sex": spelled[sex],
        "address": person.address,
        "village": person.village.name,
        "district": person.village.district,
        "job": person.job,
        "phone": person.phone,
        "mother": person.mother,
        "income": _write_money(person.income, style.money),
    }


def _write_date(rng: random.Random, style: Style, sent: Sent) -> str | dt.date:
    born = sent.person.born
    if sent.fault == "birth_date.missing":
        return ""
    if sent.fault == "birth_date.invalid":
        return rng.choice(["31-02-1980", "00/00/0000", "12-15-1977", "1985"])
    written: dict[str, str | dt.date] = {
        "iso": born.isoformat(),
        "dash": f"{born:%d-%m-%Y}",
        "slash": f"{born:%d/%m/%Y}",
        "words": f"{born.day} {MONTHS['id'][born.month - 1]} {born.year}",
        "cell": born,
    }
    return written[style.date]


def _write_money(amount: int, style: str) -> str | int:
    dotted = f"{amount:,}".replace(",", ".")
    return amount if style == "number" else {"dotted": dotted, "rp": f"Rp {dotted}", "rp00": f"Rp. {dotted},00"}[style]


def _write_foot(sheet: Sheet, top: int, left: int, rows: int, head: str) -> None:
    """The total and the signature."""
    sheet.put(top, left, "JUMLAH")
    sheet.put(top, left + 2, rows)
    sheet.put(top + 2, left + 3, "Mengetahui,")
    sheet.put(top + 3, left + 3, head)
    sheet.put(top + 7, left + 3, "NIP. 19700101 199503 1 001")
