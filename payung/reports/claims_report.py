"""The report of claims of some months: what was reported and paid by place, how long it took, why, and what was paid in for it. PDF by Typst."""

from datetime import date
from pathlib import Path
from typing import Any

from payung.claims.figures import ClaimsFigures, Line
from payung.places.models import Place
from payung.reports.explained import LINES
from payung.reports.typeset import tagged_pdf
from payung.values.words import Lang, Words, day, number, percent, rupiah

_TEMPLATE = Path(__file__).with_name("claims_report.typ")
COLUMNS: list[tuple[str, Words, str]] = [
    ("place", Words("Wilayah", "Place"), "text"),
    ("deaths", Words("Meninggal", "Deaths"), "number"),
    ("accidents", Words("Kecelakaan", "Accidents"), "number"),
    ("open", Words("Berjalan", "Open"), "number"),
    ("refused", Words("Tanpa hak", "Nothing due"), "number"),
    ("paid", Words("Lunas", "Paid in full"), "number"),
    ("benefits", Words("Manfaat", "Benefits"), "rupiah"),
    ("median", Words("Hari median", "Days, median"), "number"),
    ("p90", Words("Hari p90", "Days, p90"), "number"),
    ("contributions", Words("Iuran", "Contributions"), "rupiah"),
]
"""Key, title and kind (see web/table.py) of each column of `row_of`."""
UNKNOWN = Words("Desa belum diketahui", "Village not known yet")
DEFINITIONS = Words(
    "Meninggal dan kecelakaan: kasus yang dilaporkan pada bulan-bulan ini, tanpa yang dibatalkan; berjalan dan tanpa hak: keadaannya sekarang. "
    "Lunas dibayar: uang terakhirnya dibayar BPJS pada bulan-bulan ini; hari dihitung dari kejadian sampai hari itu. Median dan p90 menurut "
    "peringkat terdekat. Iuran: bulan yang tagihannya lunas, menurut desa orangnya.",
    "Deaths and accidents: cases reported in these months, without those withdrawn; open and nothing due: as they stand now. Paid in full: BPJS "
    "paid the last of it in these months; days run from the event to that day. Median and p90 are nearest ranks. Contributions: months whose bill "
    "is paid in full, by the village of the person.",
)
_TITLE = Words("Laporan klaim", "Report of claims")
_FOOT = Words("Dibuat oleh {who} pada {on} dengan Payung.", "Made by {who} on {on} with Payung.")
_PAGE = Words("Halaman {n} dari {m}", "Page {n} of {m}")
_WHOLE = Words("Jumlah", "Sum")


def row_of(line: Line) -> list[Any]:
    """The values of COLUMNS; the place is a Words where no village is known."""
    place: Any = line.name or UNKNOWN
    numbers = [line.deaths, line.accidents, line.open, line.refused, line.paid, line.benefits, line.median, line.p90, line.contributions]
    return [place, *numbers]


def place_name(code: str) -> str:
    """The name of the place that the report is about; "Indonesia" for the nation."""
    return Place.objects.filter(code=code).values_list("name", flat=True).first() or "Indonesia"


def claims_pdf(found: ClaimsFigures, *, made_by: str, on: date, lang: Lang = "id") -> bytes:
    """A tagged PDF (PDF/UA-1), A4 across."""
    first, last = found.first.said(lang), found.last.said(lang)
    whole = found.whole
    told = {
        "lang": lang,
        "title": _TITLE.said(lang),
        "place": place_name(found.place),
        "span": first if found.first == found.last else f"{first} – {last}",
        "tiles": [{"value": value, "label": words.said(lang)} for words, value in _tiles(whole, lang)],
        "heads": [words.said(lang) for _, words, _ in COLUMNS],
        "rows": [_cells(row_of(line), lang) for line in found.lines],
        "sum": [_WHOLE.said(lang), *_cells(row_of(whole), lang)[1:]],
        "ratio": _ratio(whole, lang),
        "lines_title": Words("Manfaat menurut jenisnya", "Benefits by kind").said(lang),
        "lines_heads": [Words("Jenis", "Kind").said(lang), Words("Kasus", "Cases").said(lang), "Rupiah"],
        "lines": [[LINES.get(key, Words(key, key)).said(lang), number(n, lang), rupiah(sum_, lang)] for key, (n, sum_) in found.by_line.items()],
        "reasons_title": Words("Mengapa terlambat", "Why it was late").said(lang),
        "reasons": [[reason, number(times, lang)] for reason, times in found.reasons[:10]],
        "none": Words("Tidak ada kasus dan iuran pada bulan-bulan ini.", "No case and no contribution in these months.").said(lang),
        "definitions": DEFINITIONS.said(lang),
        "footer": _FOOT.said(lang, who=made_by, on=day(on, lang)),
        "page_no": _PAGE.said(lang),
    }
    return tagged_pdf(_TEMPLATE, "told", told, on)


def _tiles(whole: Line, lang: Lang) -> list[tuple[Words, str]]:
    return [
        (Words("kasus dilaporkan", "cases reported"), number(whole.cases, lang)),
        (Words("kasus lunas dibayar", "cases paid in full"), number(whole.paid, lang)),
        (Words("manfaat dibayar BPJS", "benefits paid by BPJS"), rupiah(whole.benefits, lang)),
        (Words("iuran dibayar", "contributions paid"), rupiah(whole.contributions, lang)),
        (Words("hari sampai dibayar: median", "days to payment: median"), _day_count(whole.median, lang)),
        (Words("hari sampai dibayar: p90", "days to payment: p90"), _day_count(whole.p90, lang)),
    ]


def _cells(values: list[Any], lang: Lang) -> list[str]:
    kinds = [kind for _, _, kind in COLUMNS]
    return [_cell(value, kind, lang) for value, kind in zip(values, kinds, strict=True)]


def _cell(value: Any, kind: str, lang: Lang) -> str:
    if isinstance(value, Words):
        return value.said(lang)
    if value is None:
        return "–"
    return rupiah(value, lang) if kind == "rupiah" else number(value, lang) if kind == "number" else str(value)


def _day_count(days: int | None, lang: Lang) -> str:
    return "–" if days is None else number(days, lang)


def _ratio(whole: Line, lang: Lang) -> str:
    if not whole.contributions:
        return ""
    share = percent(whole.benefits, whole.contributions, lang)
    return Words(
        f"Manfaat yang dibayar BPJS adalah {share} dari iuran yang dibayar pada bulan-bulan ini.",
        f"The benefits that BPJS paid are {share} of the contributions paid in these months.",
    ).said(lang)
