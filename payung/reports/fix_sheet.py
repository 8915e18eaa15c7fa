"""Correction sheets: for each list one workbook with only the rows that need fixing, the reason beside each cell, and rules against the same mistake.

Sent back filled in, it is read as any list (intake.read) and changes just its own rows (intake.corrections): "Lembar asal" and "Baris asal"
name the row, a very hidden sheet names the list by its SHA-256.
"""

import os
import pickle
import subprocess
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import polars as pl

from payung.intake.checks.catalog import COLUMN_TITLES, FINDINGS, sentence
from payung.intake.checks.check import Checked
from payung.intake.read.files import child_environment
from payung.reports.fix_book import Book, Cell, write_book
from payung.values.problem import Severity, Verdict
from payung.values.words import Lang

# an empty cell says it itself, and a list without that column would repeat it in every row
SILENT = ("occupation.missing", "phone.missing", "mother.missing")
_LONGEST_STEM = 180  # bytes
_MANY = 60  # workbooks that are worth starting further processes for


def write_fix_sheets(
    checked: Checked, folder: Path, *, lang: Lang = "id", villages: Sequence[str] = (), occupations: Sequence[str] = ()
) -> list[Path]:
    """One workbook for each file with rows that need fixing, in the order of files; its rejected and duplicate rows are listed for information.

    `villages` and `occupations` become dropdowns.
    """
    rows = checked.rows.filter(pl.col("verdict") != Verdict.PASSES.value)
    reasons = _reasons(checked.findings.join(rows.select("seq"), on="seq", how="semi", maintain_order="left"), lang)
    shown = _as_written(rows)
    bad = shown.filter(verdict=Verdict.NEEDS_FIXING.value).partition_by("file", "sha256", maintain_order=True, as_dict=True)
    others = shown.filter(pl.col("verdict") != Verdict.NEEDS_FIXING.value).partition_by("file", "sha256", as_dict=True, maintain_order=True)
    folder.mkdir(parents=True, exist_ok=True)
    names = _names([file for file, _ in bad])
    books = [_book(folder / name, key, part, others.get(key), reasons) for name, (key, part) in zip(names, bad.items(), strict=True)]
    _write_all(books, lang, {"village": villages, "occupation": occupations})
    return [book.path for book in books]


def _book(path: Path, key: tuple[Any, ...], bad: pl.DataFrame, others: pl.DataFrame | None, reasons: dict[int, dict[str, Cell]]) -> Book:
    rest = [] if others is None else others.to_dicts()
    rows = [*bad.to_dicts(), *rest]
    return Book(path, key[0], key[1], rows[: bad.height], rest, {row["seq"]: reasons[row["seq"]] for row in rows if row["seq"] in reasons})


def _write_all(books: list[Book], lang: Lang, choices: dict[str, Sequence[str]]) -> None:
    """Many of them on all cores, each core in a process that knows only workbooks; what such a process left undone is written here."""
    cores = min(os.cpu_count() or 1, 4)
    shares = [books[at::cores] for at in range(cores)] if len(books) >= _MANY and cores > 1 else [books]
    helpers = [
        subprocess.Popen([sys.executable, "-m", "payung.reports.fix_book"], stdin=subprocess.PIPE, env=child_environment()) for _ in shares[1:]
    ]
    for helper, share in zip(helpers, shares[1:], strict=True):
        with suppress(BrokenPipeError), helper.stdin as jobs:  # type: ignore[union-attr]  # it is a pipe
            pickle.dump((share, lang, choices), jobs)
    for book in shares[0]:
        write_book(book, lang, choices)
    for helper, share in zip(helpers, shares[1:], strict=True):
        if helper.wait():
            for book in share:
                write_book(book, lang, choices)


def _as_written(rows: pl.DataFrame) -> pl.DataFrame:
    """The rows as the sheet shows them. Of a NIK that the spreadsheet cut, only the digits that are left: sent back untouched it must not pass."""
    cut = (pl.col("nik_state") == "damaged") & pl.col("nik_digits").str.contains(r"^[0-9]{16}$")
    nik = pl.when(cut).then(pl.col("nik_digits").str.slice(0, 15)).otherwise(pl.col("nik"))
    shown = [name for name in COLUMN_TITLES if name not in ("nik", "birth_place", "birth_date", "sex")]
    return rows.select(
        "file",
        "sha256",
        "sheet",
        "row",
        "seq",
        "verdict",
        *shown,
        "born",
        nik=nik,
        birth_place="birth_place_read",
        birth_date="born_text",
        sex=pl.coalesce("sex_read", "sex"),
    )


def _reasons(findings: pl.DataFrame, lang: Lang) -> dict[int, dict[str, Cell]]:
    """seq -> field -> what is said of it."""
    result: dict[int, dict[str, Cell]] = {}
    told = findings.filter(~pl.col("code").is_in(SILENT))
    for seq, code, column, value, evidence in told.select("seq", "code", "column", "value", "evidence").iter_rows():
        cell = result.setdefault(seq, {}).setdefault(column, Cell())
        cell.texts.append(f"{sentence(code, value, evidence).said(lang)} {FINDINGS[code].do.said(lang)}")
        cell.blocking = cell.blocking or FINDINGS[code].severity is Severity.BLOCKING
    return result


def _names(files: Iterable[str]) -> list[str]:
    """ "Desa Lere.xlsx" -> "Desa Lere - perbaikan.xlsx"; with its suffix where another list has the same stem, numbered where even that is taken.

    A stem is cut to what a file system takes in one name.
    """
    flat = [Path(file.replace("/", " - ")) for file in files]
    stems = [path.stem.encode()[:_LONGEST_STEM].decode(errors="ignore") for path in flat]
    sharing = Counter(stem.lower() for stem in stems)
    names: dict[str, str] = {}
    for path, stem in zip(flat, stems, strict=True):
        base = stem if sharing[stem.lower()] == 1 else f"{stem} ({path.suffix.lstrip('.')})"
        number, name = 2, f"{base} - perbaikan.xlsx"
        while name.lower() in names:
            name, number = f"{base} {number} - perbaikan.xlsx", number + 1
        names[name.lower()] = name
    return list(names.values())
