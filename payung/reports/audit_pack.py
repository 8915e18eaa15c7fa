"""The audit pack: one archive with a workbook of every test and its findings, the working papers of the samples, and the fingerprint of each file."""

import io
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from hashlib import sha256
from typing import Any

import xlsxwriter

from payung.assurance.catalog import GROUPS, KINDS, POPULATIONS, TESTS
from payung.assurance.finding import told
from payung.assurance.models import Sample
from payung.assurance.queries import Outcome, dressed, register_names, registers_behind, run_tests, sample_lines
from payung.assurance.scope import Asked
from payung.reports.explained import MARKS
from payung.reports.looks import MOST_ROWS, for_print, formats
from payung.reports.table_book import PLAIN, write_cell
from payung.reports.working_paper import write_working_paper
from payung.values.month import Month
from payung.values.nik import mask
from payung.values.words import Lang, Words, hundredths

Head = tuple[Words, str, int]  # title, kind (see table_book.py), width

SUMMARY: list[Head] = [
    (Words("Lembar", "Sheet"), "text", 10),
    (Words("Kelompok", "Group"), "words", 22),
    (Words("Uji", "Test"), "words", 34),
    (Words("Sifat", "Kind"), "words", 11),
    (Words("Diuji", "Tested"), "number", 12),
    (Words("Yang diuji", "What was tested"), "words", 24),
    (Words("Temuan", "Findings"), "number", 11),
    (Words("Persen", "Percent"), "number", 10),
    (Words("Rupiah tersangkut", "Rupiah concerned"), "number", 18),
    (Words("Keterangan", "Note"), "words", 46),
]
FINDINGS: list[Head] = [
    (Words("No.", "No."), "number", 7),
    (Words("NIK", "NIK"), "text", 19),
    (Words("Nama", "Name"), "text", 28),
    (Words("Desa", "Village"), "text", 20),
    (Words("Dana", "Fund"), "text", 22),
    (Words("Dari bulan", "From month"), "month", 15),
    (Words("Sampai bulan", "To month"), "month", 15),
    (Words("Orang", "People"), "number", 8),
    (Words("Rupiah", "Rupiah"), "number", 16),
    (Words("Bukti", "Evidence"), "words", 60),
]
DEFINITIONS: list[Head] = [
    (Words("Uji", "Test"), "words", 30),
    (Words("Pertanyaan", "Question"), "words", 50),
    (Words("Yang dihitung sebagai temuan", "What counts as a finding"), "words", 50),
    (Words("Dasar", "Basis"), "words", 44),
    (Words("Kepastian dasar", "Sureness of the basis"), "words", 26),
]
REGISTERS: list[Head] = [
    (Words("Jenis", "Kind"), "text", 20),
    (Words("Versi", "Version"), "number", 8),
    (Words("Keadaan pada", "As of"), "date", 13),
    (Words("Baris", "Rows"), "number", 10),
    (Words("Dari", "From"), "text", 24),
    (Words("Pemegang", "Kept by"), "text", 24),
    (Words("Dasar hukum", "Legal basis"), "text", 30),
    (Words("Berkas", "File"), "text", 26),
    (Words("SHA-256 berkas", "SHA-256 of the file"), "text", 66),
]
OWN_RULE = Words("aturan program, bukan hukum", "a rule of the programme, no law")
_NONE = Words("Tidak ada temuan.", "No finding.")


@dataclass(frozen=True)
class AuditPack:
    """What goes into it; `full`: with whole NIKs, which is an act of its own (assurance.actions.reveal_in_pack)."""

    asked: Asked
    outcomes: Sequence[Outcome]
    samples: Sequence[Sample]
    made_by: str
    full: bool = False
    registers: dict[int, Words] = field(default_factory=dict)


def pack_of(asked: Asked, samples: Sequence[Sample], *, made_by: str, full: bool = False) -> AuditPack:
    """Every test, made now."""
    outcomes = run_tests(asked)
    return AuditPack(asked, outcomes, samples, made_by, full, register_names(outcomes))


def write_pack(pack: AuditPack, lang: Lang = "id") -> bytes:
    """The archive; SHA256SUMS.txt names each other file with its fingerprint, as `sha256sum -c` reads it."""
    files = {"uji audit.xlsx" if lang == "id" else "audit tests.xlsx": write_tests(pack, lang)}
    for sample in pack.samples:
        name = f"kertas kerja sampel {sample.pk}.xlsx" if lang == "id" else f"working paper of sample {sample.pk}.xlsx"
        files[name] = write_working_paper(sample, list(sample_lines(sample)), full=pack.full, lang=lang)
    sums = "".join(f"{sha256(content).hexdigest()}  {name}\n" for name, content in files.items())
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, one in {**files, "SHA256SUMS.txt": sums.encode()}.items():
            archive.writestr(zipfile.ZipInfo(name, _moment(pack.asked.on)), one, zipfile.ZIP_DEFLATED)
    return content.getvalue()


def _moment(on: date) -> tuple[int, int, int, int, int, int]:
    return on.year, on.month, on.day, 0, 0, 0


def write_tests(pack: AuditPack, lang: Lang = "id") -> bytes:
    """The workbook: summary, one sheet a test, definitions, registers."""
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {**PLAIN, "in_memory": True}) as book:
        book.set_properties({"created": datetime(*_moment(pack.asked.on)), "author": pack.made_by})
        looks = formats(book)
        _summary(book, pack, looks, lang)
        for at, outcome in enumerate(pack.outcomes, 1):
            _findings(book, pack, outcome, at, looks, lang)
        _definitions(book, looks, lang)
        _registers(book, pack, looks, lang)
    return content.getvalue()


def _summary(book: Any, pack: AuditPack, looks: dict[str, Any], lang: Lang) -> None:
    sheet = book.add_worksheet(Words("Ringkasan", "Summary").said(lang))
    asked = pack.asked
    told_of = Words(
        f"{', '.join(fund.name for fund in asked.funds)} · {asked.first.said()} sampai {asked.last.said()} · dibuat {pack.made_by}",
        f"{', '.join(fund.name for fund in asked.funds)} · {asked.first.said('en')} to {asked.last.said('en')} · made by {pack.made_by}",
    )
    title = Words("Uji audit", "Audit tests").said(lang)
    rows = [
        (
            f"U{at:02d}", GROUPS[one.test.group], one.test.title, KINDS[one.test.kind], one.population, POPULATIONS[one.test.population],
            one.findings, percent_of(one), one.rupiah, one.not_tested or (_NONE if not one.findings else None),
        )
        for at, one in enumerate(pack.outcomes, 1)
    ]  # fmt: skip
    _table(sheet, title, SUMMARY, rows, looks, lang, told_of.said(lang))


def percent_of(one: Outcome) -> float | None:
    """Findings of what was tested, with two decimals; None where nothing was."""
    return hundredths(one.findings, one.population) / 100 if one.population else None


def _findings(book: Any, pack: AuditPack, one: Outcome, at: int, looks: dict[str, Any], lang: Lang) -> None:
    sheet = book.add_worksheet(f"U{at:02d}")
    rows = (
        (
            no, _number(row["nik"], pack.full), row["name"], row["village"], row["fund"], _month(row["month"]), _month(row["until"]),
            row["people"], row["amount"], told(row, pack.registers),
        )
        for no, row in enumerate(dressed(one.found, pack.asked).head(MOST_ROWS).iter_rows(named=True), 1)
    )  # fmt: skip
    note = one.not_tested or (_NONE if not one.findings else one.test.counts)
    _table(sheet, one.test.title.said(lang), FINDINGS, rows, looks, lang, note.said(lang))


def _number(nik: str | None, full: bool) -> str | None:
    return nik if nik is None or full else mask(nik)


def _month(number: int | None) -> Month | None:
    return None if number is None else Month(number)


def _definitions(book: Any, looks: dict[str, Any], lang: Lang) -> None:
    rows = [
        (test.title, test.question, test.counts, basis.words, MARKS[basis.mark] if basis.mark else OWN_RULE)
        for test in TESTS.values()
        for basis in test.basis
    ]
    title = Words("Arti setiap uji", "What each test means").said(lang)
    _table(book.add_worksheet(Words("Arti uji", "Definitions").said(lang)), title, DEFINITIONS, rows, looks, lang)


def _registers(book: Any, pack: AuditPack, looks: dict[str, Any], lang: Lang) -> None:
    rows = [
        (one.kind, one.version, one.as_of, one.rows, one.source, one.owner, one.legal_basis, one.file_name, one.sha256)
        for one in registers_behind(pack.asked)
    ]
    title = Words("Data acuan yang ditanya", "Registers that were asked").said(lang)
    _table(book.add_worksheet(Words("Data acuan", "Registers").said(lang)), title, REGISTERS, rows, looks, lang)


def _table(sheet: Any, title: str, heads: list[Head], rows: Any, looks: dict[str, Any], lang: Lang, note: str = "") -> None:
    sheet.write_string(0, 0, title, looks["title"])
    sheet.write_string(1, 0, note, looks["soft"])
    for at, (words, _, width) in enumerate(heads):
        sheet.set_column(at, at, width)
        sheet.write_string(3, at, words.said(lang), looks["head"])
    line = 3
    for line, row in enumerate(rows, 4):
        for at, (value, (_, kind, _)) in enumerate(zip(row, heads, strict=True)):
            write_cell(sheet, line, at, value, kind, looks, lang)
    sheet.freeze_panes(4, 0)
    sheet.autofilter(3, 0, max(line, 3), len(heads) - 1)
    for_print(sheet, title, 3, lang)
