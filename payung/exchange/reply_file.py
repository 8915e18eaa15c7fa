"""Reads a file in which BPJS answers: xlsx, xls, ods or csv, columns in any order, one sheet or one for each answer."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl

from payung.exchange.answers import answer_in, read_answers
from payung.intake.checks.clean import read_dates, read_name
from payung.intake.read.cells import OF_A_REGISTER
from payung.intake.read.files import read_files, vocabulary
from payung.intake.read.header import UNUSED, Vocabulary, header_key
from payung.intake.read.one import ReadFile, SheetRows
from payung.values.errors import InputError
from payung.values.nik import digits
from payung.values.words import Words

FIELDS: dict[str, Words] = {
    "nik": Words("NIK", "NIK"),
    "name": Words("Nama", "Name"),
    "birth_date": Words("Tanggal lahir", "Birth date"),
    "member_no": Words("Nomor peserta (KPJ)", "Participant number (KPJ)"),
    "answer": Words("Jawaban (diterima, ditolak, …)", "Answer (accepted, rejected, …)"),
    "reason": Words("Alasan", "Reason"),
    "elsewhere": Words("Aktif di mana", "Member where"),
    UNUSED: Words("Tidak dipakai", "Not used"),
}
# How branches write the columns of an answer; the columns of people are known from the lists.
_HEADERS: dict[str, dict[str, Any]] = {
    "nik": {"words": ["nomor identitas", "no identitas", "nomor_identitas"]},
    "member_no": {"words": ["kpj", "no kpj", "nomor kpj", "nomor peserta", "no peserta", "nomor kartu", "no kartu", "nomor kepesertaan", "kpj baru"]},
    "answer": {
        "words": [
            "status",
            "hasil",
            "jawaban",
            "status pendaftaran",
            "status upload",
            "status validasi",
            "hasil validasi",
            "hasil verifikasi",
            "result",
        ],
        "rules": [{"all": ["status"], "none": ["kawin", "pegawai", "pernikahan", "keluarga"]}, {"all": ["hasil"]}],
    },
    "reason": {
        "words": [
            "alasan",
            "alasan penolakan",
            "alasan ditolak",
            "keterangan",
            "keterangan penolakan",
            "catatan",
            "pesan",
            "pesan error",
            "error",
            "sebab",
        ],
        "rules": [{"all": ["alasan"]}, {"all": ["keterangan"]}, {"all": ["pesan"]}],
    },
    "elsewhere": {
        "words": ["aktif di", "terdaftar di", "perusahaan", "nama perusahaan", "npp lama", "wadah lama", "kepesertaan lain", "badan usaha"],
        "rules": [{"all": ["aktif", "di"]}, {"all": ["terdaftar", "di"]}],
    },
}
_WANTED = frozenset({"nik", "name"})
_LENGTHS = {"name": 200, "member_no": 30, "reason": 300, "elsewhere": 200}  # characters: what their columns hold
ROWS: dict[str, Any] = {
    "sheet": pl.String,
    "row": pl.Int64,
    **dict.fromkeys(("nik", "name"), pl.String),
    "birth_date": pl.Date,
    **dict.fromkeys(("answer", "code", "member_no", "reason", "elsewhere"), pl.String),
}


@dataclass(frozen=True)
class ReadReply:
    """`rows` with the columns of ROWS (null: not there or not readable; answer "": not understood); `seen`: each title and what it was taken for."""

    rows: pl.DataFrame
    seen: list[tuple[str, str | None]]
    notes: list[Words]


def read_reply(path: Path, confirmed: Mapping[str, str] | None = None) -> ReadReply:
    """`confirmed`: header key -> field, as somebody said of this branch's files.

    Errors: InputError for a file that cannot be read, or in which neither an answer, a number nor a reason stands.
    """
    file = next(iter(read_files([path], words=_words(confirmed or {}), wanted=_WANTED, limits=OF_A_REGISTER)))
    if file.refusal is not None:
        raise InputError(*file.refusal)
    frames = [_rows_of(sheet) for sheet in file.sheets]
    read = pl.concat(frames) if frames else pl.DataFrame(schema=ROWS)
    return ReadReply(read, _seen(file), file.notes)


def says_nothing(read: ReadReply) -> bool:
    """Whether no row holds an answer, so that a column must still be named."""
    return read.rows.filter(pl.col("answer") != "").is_empty()


def _words(confirmed: Mapping[str, str]) -> Vocabulary:
    own, shipped = Vocabulary.of(_HEADERS), vocabulary()
    return Vocabulary({**shipped.words, **own.words}, (*own.rules, *shipped.rules)).remembering(confirmed)


def _seen(file: ReadFile) -> list[tuple[str, str | None]]:
    """Each title once; what a reply has no use for counts as not used."""
    found: dict[str, tuple[str, str | None]] = {}
    for text, name in (pair for sheet in file.sheets for pair in sheet.seen):
        if (key := header_key(text)) and (key not in found or found[key][1] is None):
            found[key] = (" ".join(text.split())[:120], name if name in FIELDS else None)
    return list(found.values())


def _rows_of(sheet: SheetRows) -> pl.DataFrame:
    empty: list[str | None] = [None] * len(sheet.rows)
    names = ("nik", "name", "birth_date", "birth", "answer", "member_no", "reason", "elsewhere")
    texts = pl.DataFrame({name: sheet.columns.get(name, empty) for name in names}, schema=dict.fromkeys(names, pl.String))
    if "answer" not in sheet.columns and (by_sheet := answer_in(sheet.name)):  # one sheet for each answer
        texts = texts.with_columns(answer=pl.lit(by_sheet))
    written = texts.select(pl.coalesce("birth_date", "birth")).to_series()
    number = digits(pl.col("nik"))
    cut = pl.Series("cut", sheet.nik_number, dtype=pl.Boolean)  # of a number the spreadsheet may have lost the last digit
    told = texts.with_columns(cut).with_columns(
        sheet=pl.lit(sheet.name),
        row=pl.Series(sheet.rows, dtype=pl.Int64),
        nik=pl.when(number.str.contains(r"^[0-9]{16}$") & ~(pl.col("cut") & number.str.ends_with("0"))).then(number),
        name=read_name(pl.col("name")),
        birth_date=read_dates(written, pl.Series(sheet.date_number, dtype=pl.Boolean)),
        member_no=_plain(pl.col("member_no").str.replace_all(r"[\s.\-]", "").str.replace(r"^'+", "").str.to_uppercase()),
        reason=_plain(pl.col("reason")),
        elsewhere=_plain(pl.col("elsewhere")),
    )
    told = told.with_columns(pl.col(name).str.slice(0, most) for name, most in _LENGTHS.items())
    answers = read_answers(told["answer"], told["member_no"], told["reason"], told["elsewhere"])
    return told.with_columns(answer=answers["answer"], code=answers["code"]).select(pl.col(name).cast(kind) for name, kind in ROWS.items())


def _plain(text: pl.Expr) -> pl.Expr:
    """Without spaces around; null where only a dash or nothing stands."""
    folded = text.str.replace_all(r"\s+", " ").str.strip_chars()
    return pl.when(~folded.is_in(["", "-", "–", "0", "null", "NULL"])).then(folded)
