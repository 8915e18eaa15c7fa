"""The working paper (kertas kerja) of a sample: its lines with columns to fill in, what was answered so far, and how to draw it again."""

import io
from collections.abc import Sequence
from typing import Any

import xlsxwriter

from payung.assurance.models import Sample, SampleLine
from payung.places.models import Place
from payung.reports.looks import for_print, formats
from payung.reports.table_book import write_cell
from payung.values.month import Month
from payung.values.nik import mask
from payung.values.words import Lang, Words, day, number

RESULTS = {
    "agrees": Words("sesuai", "agrees"),
    "differs": Words("tidak sesuai", "differs"),
    "open": Words("belum", "open"),
}
STRATA = {"village": Words("menurut desa", "by village"), "month": Words("menurut bulan", "by month")}
_HEADS: list[tuple[Words, str, int]] = [
    (Words("No.", "No."), "number", 6),
    (Words("NIK", "NIK"), "text", 19),
    (Words("Nama", "Name"), "text", 28),
    (Words("Lapisan", "Stratum"), "text", 20),
    (Words("Rupiah ditagih", "Rupiah billed"), "number", 15),
    (Words("KTP dilihat (ya/tidak)", "Identity card seen (yes/no)"), "text", 14),
    (Words("Orangnya ada (ya/tidak)", "Person met (yes/no)"), "text", 14),
    (Words("Bekerja sebagai", "Works as"), "text", 18),
    (Words("Hasil (sesuai/tidak sesuai)", "Result (agrees/differs)"), "text", 18),
    (Words("Catatan pemeriksa", "Auditor's note"), "text", 40),
    (Words("Tanggal dan paraf", "Date and initials"), "text", 18),
]
_TOP = 8


def write_working_paper(sample: Sample, lines: Sequence[SampleLine], *, full: bool = False, lang: Lang = "id") -> bytes:
    """`lines` as queries.sample_lines gives them; `full`: with whole NIKs, which is an act of its own."""
    content = io.BytesIO()
    places = dict(Place.objects.filter(code__in={line.stratum for line in lines}).values_list("code", "name"))
    with xlsxwriter.Workbook(
        content, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    ) as book:
        looks = formats(book)
        sheet = book.add_worksheet(Words("Kertas kerja", "Working paper").said(lang))
        title = Words(f"Kertas kerja sampel {sample.pk}: {sample.fund.name}", f"Working paper of sample {sample.pk}: {sample.fund.name}").said(lang)
        sheet.write_string(0, 0, title, looks["title"])
        for at, words in enumerate(how_drawn(sample), 1):
            sheet.write_string(at, 0, words.said(lang), looks["soft"])
        for at, (words, _, width) in enumerate(_HEADS):
            sheet.set_column(at, at, width)
            sheet.write_string(_TOP, at, words.said(lang), looks["head"])
        for row, line in enumerate(lines, _TOP + 1):
            _line(sheet, row, line, places, full, looks, lang)
        sheet.freeze_panes(_TOP + 1, 3)
        for_print(sheet, title, _TOP, lang)
    return content.getvalue()


def _line(sheet: Any, row: int, line: SampleLine, places: dict[str, str], full: bool, looks: dict[str, Any], lang: Lang) -> None:
    answer: str | None = line.answer  # type: ignore[attr-defined]
    signed = f"{day(line.answered_on, lang)}, {line.answered_by}" if answer else None  # type: ignore[attr-defined]
    result = RESULTS[answer].said(lang) if answer else None
    values = [
        line.number, line.person.nik if full else mask(line.person.nik), line.person.name, stratum_said(line, places, lang), line.amount,
        None, None, None, result, line.note, signed,  # type: ignore[attr-defined]
    ]  # fmt: skip
    for at, (value, (_, kind, _)) in enumerate(zip(values, _HEADS, strict=True)):
        write_cell(sheet, row, at, value, kind, looks, lang)


def stratum_said(line: SampleLine, places: dict[str, str], lang: Lang) -> str:
    if line.month is not None:
        return Month.parse(line.stratum).said(lang)
    return places.get(line.stratum, Words("desa tidak disebut", "no village named").said(lang))


def how_drawn(sample: Sample) -> list[Words]:
    """How anybody draws the same sample again."""
    months = [(sample.first_month.said(lang), sample.last_month.said(lang)) for lang in ("id", "en")]
    why = Words("ukuran ditetapkan pemeriksa", "a size that the auditor set")
    if sample.confidence and sample.error:
        why = Words(
            f"keyakinan {sample.confidence} persen, kesalahan paling banyak {sample.error} persen",
            f"a confidence of {sample.confidence} percent, an error of at most {sample.error} percent",
        )
    strata = STRATA[sample.strata]
    return [
        Words(f"{months[0][0]} sampai {months[0][1]}, {strata.id}", f"{months[1][0]} to {months[1][1]}, {strata.en}"),
        Words(
            f"{number(sample.size)} dari {number(sample.population)}; {why.id}",
            f"{number(sample.size, 'en')} of {number(sample.population, 'en')}; {why.en}",
        ),
        Words(f"Benih undian: {sample.seed}", f"Seed of the lot: {sample.seed}"),
        Words(
            "Urutan: delapan byte pertama SHA-256 dari “benih/NIK” (menurut bulan: “benih/bulan/NIK”), dari yang terkecil, per lapisan.",
            "Order: the first eight bytes of SHA-256 of “seed/NIK” (by month: “seed/month/NIK”), the smallest first, in each stratum.",
        ),
        Words(f"Sidik daftar (SHA-256): {sample.fingerprint}", f"Fingerprint of the list (SHA-256): {sample.fingerprint}"),
        Words(f"Diundi {day(sample.drawn_on)} oleh {sample.signed}", f"Drawn on {day(sample.drawn_on, 'en')} by {sample.signed}"),
    ]
