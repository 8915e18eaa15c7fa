"""What the pattern page shows: each part in each of its states, on invented content."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any

from django.http import HttpRequest

from payung.reports.charts import Bar, bars
from payung.values.month import Month
from payung.values.words import Words, percent
from payung.web.language import lang
from payung.web.review.beside import Line, date_line, number_line, text_line, told_line
from payung.web.table import Chip, Column, Filter, Table

BADGES: list[tuple[str, Words]] = [
    ("passes", Words("Lolos", "Passes")),
    ("needs_fixing", Words("Perlu perbaikan", "Needs fixing")),
    ("rejected", Words("Tidak lolos", "Rejected")),
    ("duplicate", Words("Ganda", "Duplicate")),
    ("waiting", Words("Cadangan", "Waiting list")),
    ("paid", Words("Lunas", "Paid")),
    ("owed", Words("Menunggak", "In arrears")),
    ("active", Words("Aktif", "Active")),
    ("soon", Words("Berakhir 30 hari lagi", "Ends in 30 days")),
    ("twin", Words("Kemungkinan ganda", "Probable duplicate")),
]
NOTES: list[tuple[str, Words]] = [
    ("", Words("Data acuan kematian berumur 7 bulan. Minta yang baru ke Disdukcapil.", "The register of deaths is 7 months old. Ask for a new one.")),
    ("ok", Words("Daftar diterima. Nomor tanda terima 2026-0012.", "The list was received. Receipt number 2026-0012.")),
    ("fix", Words("3 baris perlu perbaikan. Yang lain sudah diterima.", "3 rows need fixing. The others were accepted.")),
    (
        "no",
        Words("Berkas ini tidak dapat dibuka. Simpan ulang sebagai xlsx, lalu unggah lagi.", "This file cannot be opened. Save it anew."),
    ),
    ("twin", Words("Dua orang di daftar ini mungkin orang yang sama.", "Two people of this list may be one.")),
]
_VILLAGES = ["Lere", "Landabaro", "Mowila", "Tetesingi", "Wonua", "Rakawuta", "Kondoano", "Pudahoa"]
_ORDER = ["passes", "needs_fixing", "rejected", "duplicate", "waiting"]


def content(request: HttpRequest) -> dict[str, Any]:
    """Everything that the templates of the pattern page name."""
    numbers = [(Words("diusulkan", "proposed"), 5168), (Words("lolos", "pass"), 4388), (Words("dibiayai", "paid for"), 3000)]
    stages = [(words, people, 100 * people // numbers[0][1], f"#{at}") for at, (words, people) in enumerate(numbers)]
    drawn = [Bar("Desa Lere", 50), Bar("Desa Landabaro", 41, state="fix"), Bar("Kelurahan Mowila yang namanya panjang", 12, state="no")]
    return {
        "badges": BADGES,
        "notes": NOTES,
        "counts": {"passes": 4388, "needs_fixing": 456, "rejected": 214, "duplicate": 110},
        "stages": stages,
        "chart": bars(Words("Orang menurut desa", "People by village").said(lang()), drawn, lang()),
        "drawn": drawn,
        "table": _table(request),
        "nothing": Table(request, Words("Tabel kosong", "Empty table"), [], [], empty=Words("Belum ada daftar.", "No list yet.")),
        "lines": _pair(),
        "years": [(2025, _year(0)), (2026, _year(6))],
        "events": _events(),
        "crumbs": [(Words("Daftar", "Lists"), "#"), (Words("Desa Lere", "Lere"), "#"), (Words("Baris 12", "Row 12"), "")],
        "share": percent(39_695, 161_206, lang()),
        "month": Month.at(2026, 3),
    }


def _table(request: HttpRequest) -> Table:
    columns = [
        Column("nik", Words("NIK", "NIK"), "nik", href="address"),
        Column("name", Words("Nama", "Name"), sort="name"),
        Column("state", Words("Hasil", "Result"), "badge"),
        Column("rows", Words("Baris", "Rows"), "number", sort="rows"),
        Column("money", Words("Iuran", "Contribution"), "rupiah", sort="money"),
        Column("on", Words("Diterima", "Received"), "date"),
        Column("what", Words("Alasan", "Reason"), "words", extra=True),
    ]
    kinds = dict(BADGES)
    rows = [
        {
            "nik": f"9999{at:012d}",
            "name": f"Warga {name}",
            "state": (_ORDER[at % 5], kinds[_ORDER[at % 5]]),
            "rows": at * 317,
            "money": None if at == 3 else at * 1_234_567,
            "on": date(2026, 1, 1 + at),
            "what": Words("NIK hanya 15 angka.", "The NIK has only 15 digits."),
            "address": "#",
        }
        for at, name in enumerate(_VILLAGES)
    ]
    every = Chip("", Words("Semua", "All"), 8)
    chips = Filter("hasil", Words("Hasil", "Result"), [every, *(Chip(key, kinds[key], 2) for key in _ORDER[:3])], request.GET.get("hasil", ""))
    find = Words("Nama atau NIK", "Name or NIK")
    return Table(request, Words("Orang karangan", "Invented people"), columns, rows, filters=[chips], sort="name", search=find)


def _pair() -> list[Line]:
    return [
        number_line(Words("NIK", "NIK"), "9999010101850001", "9999010101850010", open_=False),
        text_line(Words("Nama", "Name"), "Sitti Rahma", "SITI RAHMAH"),
        date_line(Words("Tanggal lahir", "Birth date"), date(1985, 5, 4), date(1985, 4, 5), lang()),
        text_line(Words("Nama ibu", "Mother"), "Wa Ode Nur", "Wa Ode Nur"),
        text_line(Words("Desa", "Village"), "Lere", "Landabaro"),
        text_line(Words("Nomor HP", "Phone"), "", "0000-0000-0000"),
        told_line(Words("Daftar peserta", "Rosters"), "APBD 2026", ""),
    ]


def _year(paid: int) -> Sequence[tuple[str, str, Words]]:
    said = {"paid": Words("lunas", "paid"), "listed": Words("terdaftar", "listed"), "owed": Words("menunggak", "owed"), "none": Words("–", "–")}
    states = ["paid"] * paid + ["owed", "listed", "listed"] + ["none"] * (9 - paid)
    months = [Month.at(2026, no).said(lang()).split()[0] for no in range(1, 13)]
    return [(name[:3], state, Words(f"{name}: {said[state].id}", f"{name}: {said[state].en}")) for name, state in zip(months, states, strict=True)]


def _events() -> list[dict[str, Any]]:
    at = datetime(2026, 4, 20, 2, 5, tzinfo=UTC)
    return [
        {"at": at, "who": "Rian", "what": Words("menerima daftar ini", "accepted this list"), "detail": Words("47 dari 50 baris", "47 of 50 rows")},
        {"at": at, "who": "Desa Lere", "what": Words("mengirim daftar", "sent the list"), "detail": None},
    ]
