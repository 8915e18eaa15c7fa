"""The papers with which a bill is paid (berkas pencairan), in one PDF: letter of request, summary with accounts, receipt, list of the people.

All texts are made here; payment_pack.typ only sets them. NIKs are masked: whoever must see them opens the person.
"""

from pathlib import Path
from typing import Any

from payung.billing.queries import lines_of
from payung.reports.bill_pack import BillPack, facts_of, village_lines
from payung.reports.typeset import tagged_pdf
from payung.values.nik import mask
from payung.values.spelled import rupiah_spelled
from payung.values.words import Lang, Words, day, number, rupiah

_TEMPLATE = Path(__file__).with_name("payment_pack.typ")
MOST_NAMED = 25_000  # people whom the PDF names; of more the workbook does
_SHEET = 44  # people on a sheet of the list
_LABELS = {
    "letter": Words("Permohonan pembayaran iuran", "Request to pay the contributions"),
    "number": Words("Nomor", "Number"),
    "day": Words("Tanggal", "Day"),
    "to": Words("Kepada", "To"),
    "summary": Words("Rekap tagihan", "Summary of the bill"),
    "villages": Words("Menurut desa dan kelurahan", "By village"),
    "receipt": Words("Kuitansi", "Receipt"),
    "list": Words("Daftar peserta", "List of the people"),
    "total": Words("Jumlah", "Total"),
    "asked": Words("Yang mengajukan", "Asked for by"),
    "known": Words("Mengetahui", "Seen by"),
    "paid": Words("Dibayar oleh bendahara", "Paid by the treasurer"),
    "received": Words("Diterima oleh", "Received by"),
    "name": Words("Nama, NIP, tanda tangan", "Name, number, signature"),
}
_HEADS = [
    Words("No.", "No."),
    Words("Kecamatan", "District"),
    Words("Desa", "Village"),
    Words("Orang", "People"),
    Words("JKK", "JKK"),
    Words("JKM", "JKM"),
]
_PEOPLE = [Words("No.", "No."), Words("NIK", "NIK"), Words("Nama", "Name"), Words("Desa", "Village"), Words("JKK", "JKK"), Words("JKM", "JKM")]
_ASK = Words(
    "Bersama ini kami mohon pembayaran iuran jaminan kecelakaan kerja (JKK) dan jaminan kematian (JKM) BPJS Ketenagakerjaan bagi {people} orang "
    "pada dana “{fund}” untuk bulan {month} sebesar {total} ({words}). Iuran dibayar paling lambat {due} dengan kode iuran {code}, yang hanya "
    "berlaku untuk wadah ini. Rekap, kuitansi dan daftar peserta terlampir.",
    "We ask for the payment of the contributions for work accident (JKK) and death (JKM) to BPJS Ketenagakerjaan for {people} people of the fund "
    "“{fund}” for {month}: {total} ({words}). They are due by {due} under the payment code {code}, which is for this group only. Summary, receipt "
    "and the list of the people are attached.",
)
_NO_CODE = Words("(belum ada)", "(not given yet)")
_TO = Words("Pejabat Pengelola Keuangan Daerah", "The financial officer of the region")
_TO_VILLAGE = Words("Kepala desa dan bendahara desa", "The village head and treasurer")
_FROM = Words("Bendahara Pengeluaran {owner}", "Treasurer of {owner}")
_FOR = Words(
    "Iuran JKK dan JKM BPJS Ketenagakerjaan bulan {month}, {people} orang, dana “{fund}”, DPA {dpa}",
    "JKK and JKM contributions to BPJS Ketenagakerjaan, {month}, {people} people, fund “{fund}”, DPA {dpa}",
)
_RECEIPT = (Words("Telah terima dari", "Received from"), Words("Uang sejumlah", "The sum of"), Words("Untuk pembayaran", "For"))
_SUMS = Words("Lembar {n} dari {m} · di lembar ini {people} orang, {sum}", "Sheet {n} of {m} · on this sheet {people} people, {sum}")
_FOOTER = Words(
    "Dibuat oleh {by} pada {on} dengan Payung dari tagihan yang tersimpan. NIK disamarkan.",
    "Made by {by} on {on} with Payung from the bill as it is kept. NIKs are masked.",
)
_PAGE = Words("Halaman {n} dari {m}", "Page {n} of {m}")
_IN_BOOK = Words("Daftar {n} orang ada di berkas Excel.", "The list of the {n} people is in the workbook.")


def write_payment_pack(pack: BillPack, lang: Lang = "id") -> bytes:
    """A tagged PDF (PDF/UA-1)."""
    return tagged_pdf(_TEMPLATE, "pack", content(pack, lang), pack.made_on)


def content(pack: BillPack, lang: Lang) -> dict[str, Any]:
    """Every text as the template sets it."""
    bill = pack.bill
    named = pack.named and bill.people <= MOST_NAMED
    return {
        "lang": lang,
        "labels": {key: words.said(lang) for key, words in _LABELS.items()},
        "place": bill.fund.place.name,
        "month": bill.month.said(lang),
        "from": bill.fund.owner.name if bill.fund.owner else bill.fund.place.name,
        "to": _addressee(pack, lang),
        "ask": _asked(pack, lang),
        "facts": [[words.said(lang), text] for words, text in facts_of(pack, lang)],
        "heads": [words.said(lang) for words in (*_HEADS, _LABELS["total"])],
        "lines": [
            [number(at, lang), *texts, *(number(value, lang) for value in values)] for at, (texts, values) in enumerate(village_lines(pack, lang), 1)
        ],
        "sum": [number(value, lang) for value in (bill.people, bill.jkk, bill.jkm, bill.total)],
        "receipt": _receipt(pack, lang),
        "amount": rupiah(bill.total, lang),
        "people_heads": [words.said(lang) for words in _PEOPLE],
        "sheets": _sheets(pack, lang) if named else [],
        "in_book": "" if named or not pack.named else _IN_BOOK.said(lang, n=number(bill.people, lang)),
        "footer": _FOOTER.said(lang, by=pack.made_by, on=day(pack.made_on, lang)),
        "page_no": _PAGE.said(lang, n="{n}", m="{m}"),
    }


def _addressee(pack: BillPack, lang: Lang) -> str:
    fund = pack.bill.fund
    if fund.donor:
        return fund.donor
    return (_TO_VILLAGE if fund.source == "VILLAGE" else _TO).said(lang)


def _asked(pack: BillPack, lang: Lang) -> str:
    bill = pack.bill
    return _ASK.said(
        lang,
        people=number(bill.people, lang),
        fund=bill.fund.name,
        month=bill.month.said(lang),
        total=rupiah(bill.total, lang),
        words=rupiah_spelled(bill.total, lang),
        due=day(bill.due_on, lang),
        code=pack.code or _NO_CODE.said(lang),
    )


def _receipt(pack: BillPack, lang: Lang) -> list[list[str]]:
    bill = pack.bill
    owner = bill.fund.owner.name if bill.fund.owner else bill.fund.place.name
    told = _FOR.said(lang, month=bill.month.said(lang), people=number(bill.people, lang), fund=bill.fund.name, dpa=bill.fund.budget_number or "–")
    texts = (_FROM.said(lang, owner=owner), rupiah_spelled(bill.total, lang), told)
    return [[words.said(lang), text] for words, text in zip(_RECEIPT, texts, strict=True)]


def _sheets(pack: BillPack, lang: Lang) -> list[dict[str, Any]]:
    """The list cut into sheets, each with its sum."""
    lines = list(lines_of(pack.bill).values_list("person__nik", "person__name", "village", "jkk", "jkm"))  # type: ignore[misc]  # annotated
    cut = [lines[at : at + _SHEET] for at in range(0, len(lines), _SHEET)]
    found = []
    for at, sheet in enumerate(cut):
        rows = [
            [number(at * _SHEET + no, lang), mask(nik), name[:40], (village or "–")[:30], number(jkk, lang), number(jkm, lang)]
            for no, (nik, name, village, jkk, jkm) in enumerate(sheet, 1)
        ]
        total = sum(jkk + jkm for *_, jkk, jkm in sheet)
        told = _SUMS.said(lang, n=number(at + 1, lang), m=number(len(cut), lang), people=number(len(sheet), lang), sum=rupiah(total, lang))
        found.append({"rows": rows, "sum": told})
    return found
