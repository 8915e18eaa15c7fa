"""The bill of a month for the payment pack (berkas pencairan): what is owed, by village, what is paid, as PDF and as workbook.

All texts are made here; bill_pack.typ only sets them. NIKs are masked: whoever must see them opens the person.
"""

from dataclasses import dataclass
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import polars as pl
import xlsxwriter

from payung.billing.codes import code_of
from payung.billing.models import Bill, Payment
from payung.billing.queries import BillOn, lines_by_village, lines_of
from payung.reports.looks import for_print, formats
from payung.reports.table_book import PLAIN
from payung.reports.typeset import tagged_pdf
from payung.values.nik import mask
from payung.values.spelled import rupiah_spelled
from payung.values.words import Lang, Words, day, number, rupiah

_TEMPLATE = Path(__file__).with_name("bill_pack.typ")
_HEAD = 2  # row of the titles in a sheet, 0-based


@dataclass(frozen=True)
class BillPack:
    """`villages`: see billing.queries.lines_by_village; `named`: whether the workbook names the people."""

    one: BillOn
    villages: pl.DataFrame
    payments: tuple[Payment, ...]
    made_by: str
    named: bool
    code: str = ""

    @property
    def bill(self) -> Bill:
        return self.one.bill

    @property
    def made_on(self) -> date:
        return self.one.on


_TITLE = Words("Rekap tagihan iuran JKK dan JKM", "Summary of the JKK and JKM bill")
_LABELS = {
    "kicker": Words("Jaminan sosial pekerja rentan", "Social security of vulnerable workers"),
    "bill": Words("Tagihan", "Bill"),
    "payments": Words("Pembayaran", "Payments"),
    "villages": Words("Menurut desa dan kelurahan", "By village"),
    "none": Words("Belum ada pembayaran.", "No payment yet."),
    "total": Words("Jumlah", "Total"),
    "checked": Words("Diperiksa oleh", "Checked by"),
    "treasurer": Words("Bendahara", "Treasurer"),
    "name": Words("Nama dan NIP", "Name and number"),
}
_HEADS = [
    Words("No.", "No."),
    Words("Kecamatan", "District"),
    Words("Desa", "Village"),
    Words("Orang", "People"),
    Words("JKK", "JKK"),
    Words("JKM", "JKM"),
]
_SUM, _UNKNOWN = Words("Jumlah", "Total"), Words("Desa belum dikenal", "Village not known")
_PAID_HEADS = [Words("Tanggal", "Day"), Words("Nomor SP2D", "Number of the SP2D"), Words("Jumlah", "Amount")]
_PEOPLE_HEADS = [Words("No.", "No."), Words("Nama", "Name"), Words("NIK", "NIK"), Words("Desa", "Village"), Words("JKK", "JKK"), Words("JKM", "JKM")]
_FOOTER = Words(
    "Dibuat oleh {by} pada {on} dengan Payung dari tagihan yang tersimpan.", "Made by {by} on {on} with Payung from the bill as it is kept."
)
_PAGE = Words("Halaman {n} dari {m}", "Page {n} of {m}")


def bill_pack(one: BillOn, *, made_by: str, named: bool) -> BillPack:
    """What the documents of one bill print, as it stands now."""
    held = code_of(one.bill)
    payments = tuple(one.bill.payments.order_by("paid_on", "pk"))
    return BillPack(one, lines_by_village(one.bill), payments, made_by, named, held.code if held else "")


def write_bill_pdf(pack: BillPack, lang: Lang = "id") -> bytes:
    """A tagged PDF (PDF/UA-1)."""
    return tagged_pdf(_TEMPLATE, "bill", content(pack, lang), pack.made_on)


def content(pack: BillPack, lang: Lang) -> dict[str, Any]:
    """Every text as the template sets it."""
    bill = pack.bill
    return {
        "lang": lang,
        "labels": {key: words.said(lang) for key, words in _LABELS.items()},
        "title": _TITLE.said(lang),
        "place": bill.fund.place.name,
        "month": bill.month.said(lang),
        "facts": [[words.said(lang), text] for words, text in facts_of(pack, lang)],
        "payment_heads": [words.said(lang) for words in _PAID_HEADS],
        "payments": [[day(paid.paid_on, lang), paid.reference, rupiah(paid.amount, lang)] for paid in pack.payments],
        "heads": [words.said(lang) for words in (*_HEADS, _SUM)],
        "lines": [
            [number(at, lang), *texts, *(number(value, lang) for value in values)] for at, (texts, values) in enumerate(village_lines(pack, lang), 1)
        ],
        "sum": [number(value, lang) for value in (bill.people, bill.jkk, bill.jkm, bill.total)],
        "footer": _FOOTER.said(lang, by=pack.made_by, on=day(pack.made_on, lang)),
        "page_no": _PAGE.said(lang, n="{n}", m="{m}"),
    }


def facts_of(pack: BillPack, lang: Lang) -> list[tuple[Words, str]]:
    """What the bill is, whose budget and which accounts pay it; what is not known yet is a dash."""
    bill = pack.bill
    fund = bill.fund
    return [
        (Words("Dana", "Fund"), f"{fund.name} ({fund.source})"),
        (Words("Pemegang anggaran", "Holder of the budget"), fund.owner.name if fund.owner else "–"),
        (Words("Nomor DPA", "Number of the DPA"), fund.budget_number or "–"),
        (Words("Wadah BPJS", "Group at BPJS"), fund.group or "–"),
        (Words("Bulan iuran", "Month of contribution"), bill.month.said(lang)),
        (Words("Kode iuran", "Payment code"), pack.code or "–"),
        (Words("Orang", "People"), number(bill.people, lang)),
        (Words("Iuran JKK", "JKK contributions"), _on_account(bill.jkk, fund.account_jkk, lang)),
        (Words("Iuran JKM", "JKM contributions"), _on_account(bill.jkm, fund.account_jkm, lang)),
        (Words("Jumlah tagihan", "Total of the bill"), rupiah(bill.total, lang)),
        (Words("Terbilang", "In words"), rupiah_spelled(bill.total, lang)),
        (Words("Jatuh tempo", "Due on"), day(bill.due_on, lang)),
        (Words("Sudah dibayar", "Paid"), rupiah(pack.one.paid, lang)),
        (Words("Sisa", "Left"), rupiah(pack.one.owed, lang)),
    ]


def _on_account(amount: int, account: str, lang: Lang) -> str:
    told = Words("{r}, rekening {a}", "{r}, account {a}") if account else Words("{r}", "{r}")
    return told.said(lang, r=rupiah(amount, lang), a=account)


def village_lines(pack: BillPack, lang: Lang) -> list[tuple[list[str], list[int]]]:
    """District and village; people, JKK, JKM and their sum."""
    return [
        ([district or "–", village or _UNKNOWN.said(lang)], [people, jkk, jkm, jkk + jkm])
        for _, village, district, people, jkk, jkm in pack.villages.iter_rows()
    ]


def write_bill_book(pack: BillPack, lang: Lang = "id") -> bytes:
    """Sheets: the summary by village and, where `named`, everybody on the bill."""
    held, title = BytesIO(), f"{_TITLE.said(lang)} {pack.bill.month.said(lang)}, {pack.bill.fund.name}"
    with xlsxwriter.Workbook(held, {**PLAIN, "in_memory": True}) as book:
        looks = formats(book)
        _summary(book.add_worksheet(Words("Rekap", "Summary").said(lang)), pack, title, looks, lang)
        if pack.named:
            _people(book.add_worksheet(Words("Daftar", "List").said(lang)), pack, title, looks, lang)
    return held.getvalue()


def _summary(sheet: Any, pack: BillPack, title: str, looks: dict[str, Any], lang: Lang) -> None:
    sheet.write_string(0, 0, title, looks["title"])
    sheet.set_column(0, 0, 22)
    sheet.set_column(1, 2, 28)
    sheet.set_column(3, 6, 16)
    for at, (words, text) in enumerate(facts_of(pack, lang), 1):
        sheet.write_string(at, 0, words.said(lang), looks["text"])
        sheet.write_string(at, 1, text, looks["text"])
    head = len(facts_of(pack, lang)) + 2
    _titles(sheet, head, [*_HEADS, _SUM], looks, lang)
    line = head
    for line, (texts, values) in enumerate(village_lines(pack, lang), head + 1):
        sheet.write_number(line, 0, line - head, looks["number"])
        for at, text in enumerate(texts, 1):
            sheet.write_string(line, at, text, looks["text"])
        for at, value in enumerate(values, 3):
            sheet.write_number(line, at, value, looks["number"])
    sheet.write_string(line + 1, 0, _LABELS["total"].said(lang), looks["total"])
    sheet.write_blank(line + 1, 1, None, looks["total"])
    sheet.write_blank(line + 1, 2, None, looks["total"])
    for at, value in enumerate((pack.bill.people, pack.bill.jkk, pack.bill.jkm, pack.bill.total), 3):
        sheet.write_number(line + 1, at, value, looks["total"])
    for_print(sheet, title, head, lang)


def _people(sheet: Any, pack: BillPack, title: str, looks: dict[str, Any], lang: Lang) -> None:
    sheet.write_string(0, 0, title, looks["title"])
    for at, width in enumerate((8, 34, 20, 26, 14, 14)):
        sheet.set_column(at, at, width)
    _titles(sheet, _HEAD, _PEOPLE_HEADS, looks, lang)
    sheet.freeze_panes(_HEAD + 1, 0)
    lines = lines_of(pack.bill).values_list("person__name", "person__nik", "village", "jkk", "jkm")  # type: ignore[misc]  # annotated
    last = _HEAD
    for last, (name, nik, village, *amounts) in enumerate(lines.iterator(2**11), _HEAD + 1):
        sheet.write_number(last, 0, last - _HEAD, looks["number"])
        for at, text in enumerate((name, mask(nik), village or "–"), 1):
            sheet.write_string(last, at, text, looks["text"])
        for at, amount in enumerate(amounts, 4):
            sheet.write_number(last, at, amount, looks["number"])
    sheet.autofilter(_HEAD, 0, last, len(_PEOPLE_HEADS) - 1)
    for_print(sheet, title, _HEAD, lang)


def _titles(sheet: Any, line: int, titles: list[Words], looks: dict[str, Any], lang: Lang) -> None:
    for at, words in enumerate(titles):
        sheet.write_string(line, at, words.said(lang), looks["head"])
