"""A month's approved changes for BPJS Ketenagakerjaan: the file with whoever leaves and whoever is new, and the letter to it."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from io import BytesIO
from typing import Any

import polars as pl
import xlsxwriter

from payung.billing.overpaid import months_said
from payung.compliance.overpaid import Overpaid
from payung.reports.funds import REASON_WORDS
from payung.reports.letters import labour_office
from payung.reports.looks import for_print, formats
from payung.reports.office_letter import LetterTable, OfficeLetter, letter_pdf
from payung.roster.models import ChangePlan
from payung.values.nik import mask
from payung.values.words import day, number, rupiah

# Titles as the reports of changes to BPJS name these columns; the month is the first without, or with, the person.
_OUT = ("No", "NIK", "Nama lengkap", "Tanggal lahir", "Desa", "Sebab nonaktif", "Tanggal kejadian", "Nonaktif mulai", "Keterangan")
_IN = ("No", "NIK", "Nama lengkap", "Tanggal lahir", "Desa", "Sebab masuk", "Aktif mulai")
_WIDTHS = (6, 19, 30, 13, 24, 26, 15, 16, 40)
_HEAD = 2  # row of the titles, 0-based


def mutation_book(plan: ChangePlan, lines: pl.DataFrame, villages: Mapping[str, str], *, full: bool) -> bytes:
    """Two sheets, `Keluar` and `Masuk`, NIK as text (masked unless `full`). `lines` as roster.plan_queries.LINES; `villages`: name by code."""
    content, month = BytesIO(), plan.round.month.said()
    with xlsxwriter.Workbook(content, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        looks = formats(book)
        title = f"Mutasi {month} · {plan.round.fund.name}"
        told = lines.with_columns(pl.col("nik") if full else pl.Series("nik", [mask(one) for one in lines["nik"]], dtype=pl.String))
        out, into = told.filter(direction="out"), told.filter(direction="in")
        rows = (_leaving(no, row, villages, month) for no, row in enumerate(out.iter_rows(named=True), 1))
        _sheet(book.add_worksheet("Keluar"), f"{title} · keluar (nonaktif): {number(out.height)} orang", _OUT, rows, looks)
        rows = (_coming(no, row, villages, month) for no, row in enumerate(into.iter_rows(named=True), 1))
        _sheet(book.add_worksheet("Masuk"), f"{title} · masuk (baru): {number(into.height)} orang", _IN, rows, looks)
    return content.getvalue()


def _leaving(no: int, row: dict[str, Any], villages: Mapping[str, str], month: str) -> list[Any]:
    return [*_person(no, row, villages), REASON_WORDS[row["reason"]].id, row["happened_on"], month, row["note"]]


def _coming(no: int, row: dict[str, Any], villages: Mapping[str, str], month: str) -> list[Any]:
    return [*_person(no, row, villages), REASON_WORDS[row["reason"]].id, month]


def _person(no: int, row: dict[str, Any], villages: Mapping[str, str]) -> list[Any]:
    return [no, row["nik"], row["name"], row["birth_date"], villages.get(row["village"] or "", "")]


def _sheet(sheet: Any, title: str, heads: Sequence[str], rows: Iterable[list[Any]], looks: dict[str, Any]) -> None:
    sheet.write_string(0, 0, title, looks["title"])
    for at, (head, width) in enumerate(zip(heads, _WIDTHS, strict=False)):
        sheet.set_column(at, at, width)
        sheet.write_string(_HEAD, at, head, looks["head"])
    line = _HEAD
    for line, row in enumerate(rows, _HEAD + 1):
        for at, value in enumerate(row):
            if isinstance(value, date):
                sheet.write_datetime(line, at, datetime(value.year, value.month, value.day), looks["date"])
            elif isinstance(value, int):
                sheet.write_number(line, at, value, looks["number"])
            elif value:
                sheet.write_string(line, at, value, looks["text"])
            else:
                sheet.write_blank(line, at, None, looks["text"])
    sheet.freeze_panes(_HEAD + 1, 3)
    sheet.autofilter(_HEAD, 0, max(line, _HEAD), len(heads) - 1)
    sheet.ignore_errors({"number_stored_as_text": f"B1:B{line + 1}"})
    for_print(sheet, title, _HEAD, "id")


def mutation_letter(plan: ChangePlan, lines: pl.DataFrame, *, made_by: str, on: date, reference: str = "") -> bytes:
    """The letter with which the file goes to BPJS: how many leave and why, how many come in, and what the list has afterwards."""
    fund, month = plan.round.fund, plan.round.month
    counts = lines.group_by("direction", "reason").agg(people=pl.len(), rupiah=pl.col("rupiah").sum()).sort("direction", "people", descending=True)
    told = {
        way: [[REASON_WORDS[row["reason"]].id, number(row["people"])] for row in counts.filter(direction=way).iter_rows(named=True)]
        for way in ("out", "in")
    }
    tables = [
        LetterTable(title, ("Sebab", "Orang"), told[way], (1, 0), (1,), ("Jumlah", number(sum(lines["direction"] == way))))
        for way, title in (("out", "Keluar (nonaktif)"), ("in", "Masuk (baru)"))
        if told[way]
    ]
    group = f" kelompok {fund.group}" if fund.group else ""
    body = [
        f"Bersama ini kami sampaikan mutasi peserta pekerja rentan{group} yang iurannya dibayar dari dana {fund.name}, berlaku mulai {month.said()}.",
        f"Yang keluar {number(plan.leaving)} orang dan yang masuk {number(plan.coming)} orang. Nama dan NIK setiap orang ada dalam berkas terlampir.",
        "Mohon data kepesertaan mereka diubah sesuai daftar itu, dan hasilnya disampaikan kembali kepada kami.",
    ]
    letter = OfficeLetter(
        fund.place_id,
        fund.place.name,
        labour_office(fund.place_id),
        f"Mutasi peserta {month.said()}",
        body,
        tables,
        made_by,
        on,
        enclosed="1 (satu) berkas",
        reference=reference,
    )
    return letter_pdf(letter)


def overpaid_letter(people: Sequence[Overpaid], *, made_by: str, on: date, reference: str = "") -> bytes:
    """Asks BPJS to compensate what was paid for these people (of one place) after what happened to them."""
    place = people[0].fund.place
    rows = [
        [str(no), one.name, mask(one.nik), REASON_WORDS[one.reason].id, day(one.happened_on), months_said(one.months), rupiah(one.rupiah)]
        for no, one in enumerate(people, 1)
    ]
    total = rupiah(sum(one.rupiah for one in people))
    heads = ("No", "Nama", "NIK", "Sebab", "Tanggal", "Bulan", "Rupiah")
    body = [
        f"Dari pencocokan daftar peserta, iuran {number(len(people))} orang masih dibayar untuk bulan sesudah kejadian di bawah ini, "
        f"seluruhnya {total}.",
        "Mohon iuran itu diperhitungkan (dikompensasi) pada tagihan berikutnya. NIK lengkap kami sampaikan dalam berkas terlampir.",
    ]
    table = LetterTable("Daftar kelebihan bayar", heads, rows, (0, 3, 0, 2, 2, 3, 0), (6,), ("", "Jumlah", "", "", "", "", total))
    letter = OfficeLetter(
        place.code,
        place.name,
        labour_office(place.code),
        "Permohonan kompensasi kelebihan bayar iuran",
        body,
        [table],
        made_by,
        on,
        enclosed="1 (satu) berkas",
        reference=reference,
    )
    return letter_pdf(letter)
