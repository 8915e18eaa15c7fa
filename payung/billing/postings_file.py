"""A table of BPJS postings as a frame: one row a person, by NIK or participant number (KPJ), with an amount. Any titles, mapped once."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import polars as pl
import yaml

from payung.intake.checks.clean import read_dates, read_name
from payung.intake.read.cells import OF_A_REGISTER
from payung.intake.read.files import read_files
from payung.intake.read.files import vocabulary as of_lists
from payung.intake.read.header import Vocabulary
from payung.intake.read.one import ReadFile, SheetRows
from payung.intake.read.refusals import NO_HEADER
from payung.values.errors import InputError
from payung.values.nik import digits
from payung.values.words import Words, number

LINES = {"row": pl.Int64, "nik": pl.String, "kpj": pl.String, "name": pl.String, "amount": pl.Int64, "code": pl.String, "posted_on": pl.Date}
FIELDS: dict[str, Words] = {
    "nik": Words("NIK", "NIK"),
    "kpj": Words("Nomor peserta (KPJ)", "Participant number (KPJ)"),
    "name": Words("Nama", "Name"),
    "amount": Words("Jumlah iuran", "Amount"),
    "jkk": Words("Iuran JKK", "JKK"),
    "jkm": Words("Iuran JKM", "JKM"),
    "code": Words("Kode iuran", "Payment code"),
    "posted_on": Words("Tanggal posting", "Day of posting"),
}
_WANTED = frozenset({"nik", "kpj"})
_NIK, _KPJ = r"^[0-9]{16}$", r"^[0-9A-Z]{6,20}$"
_LAST_YEAR = 60
_NAMED = 5  # rows that a refusal names


@dataclass(frozen=True)
class ReadPostings:
    """`lines` with LINES; `seen`: each title of the file and the field it was taken for; `sha256` of the file."""

    name: str
    sha256: str
    lines: pl.DataFrame
    seen: tuple[tuple[str, str | None], ...]

    @property
    def people(self) -> int:
        return int(self.lines.select(pl.coalesce("nik", "kpj").n_unique()).item())

    @property
    def amount(self) -> int:
        return int(self.lines["amount"].sum())


@cache
def vocabulary() -> Vocabulary:
    """The words of lists for people, ours for the rest; what lists call income is here an amount."""
    own = yaml.safe_load(Path(__file__).with_name("postings.yaml").read_text(encoding="utf-8"))
    lists, ours = of_lists(), Vocabulary.of(own)
    return Vocabulary({**lists.words, **ours.words}, [*ours.rules, *lists.rules])


def read_postings(path: Path, remembered: Mapping[str, str] | None = None) -> ReadPostings:
    """`remembered`: header key -> field as somebody confirmed it.

    Errors: InputError `posting.unreadable` for a file that is no such table, `posting.columns` with the titles that it has where a column is
    missing, `posting.rows` naming rows without a number or with an amount that cannot be read.
    """
    file = next(iter(read_files([path], words=vocabulary(), wanted=_WANTED, limits=OF_A_REGISTER, remembered=lambda _: remembered or {})))
    if file.refusal is not None:
        _refuse(file)
    used = [sheet for sheet in file.sheets if _usable(sheet)]
    if not used:
        _refuse_columns([title for sheet in file.sheets for title, _ in sheet.seen])
    written = pl.concat(_written(sheet) for sheet in used)
    lines = _read(written)
    _refuse_rows(lines)
    seen = tuple(dict.fromkeys(pair for sheet in used for pair in sheet.seen))
    return ReadPostings(file.name, file.sha256, lines.select(list(LINES)), seen)


def titles_of_file(path: Path) -> list[tuple[str, str | None]]:
    """The titles of a file of which no column may be known, each with the field it would be taken for."""
    words = vocabulary()
    file = next(iter(read_files([path], words=words, wanted=_WANTED, limits=OF_A_REGISTER)))
    seen = [pair for sheet in file.sheets for pair in sheet.seen]
    return list(dict.fromkeys(seen)) or [(title, words.exactly(title) or words.by_rule(title)) for title in file.titles]


def _usable(sheet: SheetRows) -> bool:
    held = sheet.columns.keys()
    return bool(_WANTED & held) and ("amount" in held or {"jkk", "jkm"} <= held)


def _written(sheet: SheetRows) -> pl.DataFrame:
    height = len(sheet.rows)
    texts = {
        name: pl.Series(sheet.columns[name], dtype=pl.String)
        if name in sheet.columns
        else pl.repeat(None, height, dtype=pl.String, eager=True).alias(name)
        for name in FIELDS
    }
    return pl.DataFrame({"row": pl.Series(sheet.rows, dtype=pl.Int64), **texts})


def _read(written: pl.DataFrame) -> pl.DataFrame:
    """LINES and `unread`: whether the row cannot be used."""
    nik = digits(pl.col("nik"))
    kpj = pl.col("kpj").str.to_uppercase().str.replace_all(r"[^0-9A-Z]", "")
    frame = written.with_columns(
        nik=pl.when(nik.str.contains(_NIK)).then(nik),
        kpj=pl.when(kpj.str.contains(_KPJ)).then(kpj),
        name=read_name(pl.col("name")).fill_null("").str.slice(0, 200),
        code=pl.col("code").str.to_uppercase().str.replace_all(r"[^0-9A-Z]", ""),
        amount=pl.coalesce(_rupiah("amount"), _rupiah("jkk") + _rupiah("jkm")),
        posted_on=read_dates(written["posted_on"], pl.repeat(True, written.height, dtype=pl.Boolean, eager=True), _LAST_YEAR),
    )
    nobody = pl.col("nik").is_null() & pl.col("kpj").is_null()
    return frame.with_columns(unread=nobody | pl.col("amount").is_null())


def _rupiah(name: str) -> pl.Expr:
    """Whole rupiah as an office writes them: "16.800", "Rp16,800.00", "16800"; null for anything else."""
    plain = pl.col(name).str.replace_all(r"(?i)rp\.?|\s", "").str.replace(r"[.,]0{1,2}$|[.,]-+$", "")
    whole = pl.when(plain.str.contains(r"^[0-9]{1,15}$|^[0-9]{1,3}([.,][0-9]{3})+$")).then(plain.str.replace_all(r"[.,]", ""))
    return whole.cast(pl.Int64)


def _refuse(file: ReadFile) -> None:
    assert file.refusal is not None
    code, why = file.refusal
    if code == NO_HEADER.code:
        _refuse_columns(file.titles)
    raise InputError("posting.unreadable", Words(f"Berkas “{file.name}”: {why.id}", f"The file “{file.name}”: {why.en}"))


def _refuse_columns(titles: list[str]) -> None:
    met = ", ".join(f"“{title}”" for title in list(dict.fromkeys(titles))[:12]) or "–"
    raise InputError(
        "posting.columns",
        Words(
            f"Berkas posting perlu kolom NIK atau nomor peserta (KPJ), dan jumlah iuran. Judul yang ada: {met}. "
            "Sebutkan kolom mana yang dimaksud, atau perbaiki judulnya, lalu ulangi.",
            f"A file of postings needs a column with the NIK or the participant number (KPJ), and the amount. Its titles are: {met}. "
            "Say which column is meant, or correct the titles, and try again.",
        ),
    )


def _refuse_rows(lines: pl.DataFrame) -> None:
    unread = lines.filter("unread")
    if unread.is_empty():
        return
    named = ", ".join(str(row) for row in unread["row"].head(_NAMED))
    more = "" if unread.height <= _NAMED else ", …"
    raise InputError(
        "posting.rows",
        Words(
            f"{number(unread.height)} baris tidak dapat dipakai (baris {named}{more}): NIK 16 angka atau KPJ tidak ada, atau jumlahnya tidak "
            "terbaca. Tidak ada yang dicatat. Perbaiki baris itu, atau minta berkas baru ke BPJS.",
            f"{number(unread.height, 'en')} rows cannot be used (row {named}{more}): no NIK of 16 digits and no KPJ, or an amount that cannot be "
            "read. Nothing was recorded. Correct these rows, or ask BPJS for a new file.",
        ),
    )
