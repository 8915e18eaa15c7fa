"""People from any file, for matching: a column is known by its words, or by what the caller says.

A csv whose first line holds the titles is read at once, however large; anything else (a letter head above the titles, xlsx, xls, ods) goes the way
of the lists that villages send.
"""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

import polars as pl

from payung.intake.checks.clean import read_dates
from payung.intake.read.cells import OF_A_REGISTER, csv_head
from payung.intake.read.files import read_files, vocabulary
from payung.intake.read.header import Vocabulary, columns_of, header_key
from payung.matching.prepare import FIELDS
from payung.values.errors import InputError
from payung.values.words import Words

# Titles that lists of villages do not have, and other people's data do.
_MORE = {
    "given_name": {"words": ["given name", "first name", "forename", "nama depan"]},
    "surname": {"words": ["surname", "last name", "family name", "nama belakang", "nama keluarga", "marga"]},
    "postcode": {"words": ["postcode", "zip", "zip code", "postal code", "kode pos", "kodepos"]},
    "village": {"words": ["suburb", "city", "town"]},
    "address": {"words": ["address 1", "street"]},
    "mother": {"words": ["mother", "mother s name", "mother name"]},
    "phone": {"words": ["phone", "phone number", "mobile"]},
}
_NAMES = frozenset({"nik", "name", "given_name", "surname"})  # a person is known by one of them at least
_ID = "id"


class People(NamedTuple):
    """`rows`: id (text) and those of matching's FIELDS that the file has; `columns`: field -> title; `undated`: birth dates that cannot be read."""

    rows: pl.DataFrame
    columns: dict[str, str]
    undated: int


def read_people(path: Path, given: Mapping[str, str], id_column: str = "") -> People:
    """`given`: title -> field, as the caller says; titles that the file lacks are passed over. Without `id_column` the id is the row as the
    spreadsheet numbers it.

    Errors: InputError for a file that cannot be read, that has neither NIK nor name or not the id column, or where an id stands twice.
    """
    confirmed = {header_key(title): field for title, field in given.items()}
    if id_column:
        confirmed[header_key(id_column)] = _ID
    known = Vocabulary.of(_MORE)
    words = Vocabulary({**known.words, **vocabulary().words}, vocabulary().rules).remembering(confirmed)
    text, columns = _at_once(path, words) or _as_a_list(path, words)
    if id_column and _ID not in columns:
        titles = ", ".join(columns.values())
        raise InputError(
            "match.no_id",
            Words(
                f"“{path.name}” tidak punya kolom “{id_column}”. Kolom yang dikenal: {titles}.",
                f"“{path.name}” has no column “{id_column}”. Known columns: {titles}.",
            ),
        )
    return _people(path, text, columns)


def _at_once(path: Path, words: Vocabulary) -> tuple[pl.DataFrame, dict[str, str]] | None:
    """None where the file is no csv, or its first line does not hold the titles."""
    if path.suffix.lower() not in (".csv", ".tsv", ".txt") or not path.is_file():
        return None
    delimiter, titles = csv_head(path)
    found, _ = columns_of([title.strip() for title in titles], words)
    if not _NAMES & found.keys() or len(set(titles)) < len(titles):
        return None
    try:
        rows = pl.read_csv(
            path, separator=delimiter, infer_schema=False, encoding="utf8", truncate_ragged_lines=True, row_index_name="_row", row_index_offset=2
        )
    except (pl.exceptions.PolarsError, UnicodeError):
        return None  # not in UTF-8, or with broken quotation marks: the careful way reads it
    columns = {field: titles[at].strip() for field, at in found.items()}
    picked = [pl.nth(at + 1).str.strip_chars().alias(field) for field, at in found.items()]
    own = [] if _ID in found else [pl.col("_row").cast(pl.String).alias(_ID)]
    return rows.select(*own, *picked, number=pl.lit(False)), columns


def _as_a_list(path: Path, words: Vocabulary) -> tuple[pl.DataFrame, dict[str, str]]:
    file = next(iter(read_files([path], words=words, wanted=_NAMES, limits=OF_A_REGISTER)))
    if file.refusal is not None:
        sentence = file.refusal[1]
        raise InputError("match.unreadable", Words(f"“{path.name}”: {sentence.id}", f"“{path.name}”: {sentence.en}"))
    frames: list[pl.DataFrame] = []
    columns: dict[str, str] = {}
    for sheet in file.sheets:
        columns |= {field: title for title, field in sheet.seen if field}
        prefix = f"{sheet.name}!" if len(file.sheets) > 1 else ""
        held = {field: pl.Series(values, dtype=pl.String) for field, values in sheet.columns.items()}
        if "nik" in held:
            held["nik"] = held["nik"].set(pl.Series(sheet.nik_number) & held["nik"].str.ends_with("0"), None)  # the spreadsheet cut its last digits
        own = {_ID: [f"{prefix}{row}" for row in sheet.rows], **held, "number": sheet.date_number}
        frames.append(pl.DataFrame(own))
    return pl.concat(frames, how="diagonal"), columns


def _people(path: Path, text: pl.DataFrame, columns: dict[str, str]) -> People:
    ids = text[_ID]
    if ids.is_null().any() or ids.is_duplicated().any():
        twice = ids.filter(ids.is_duplicated() | ids.is_null())[0]
        raise InputError(
            "match.id_twice",
            Words(
                f"“{path.name}”: nomor “{twice or '–'}” di kolom {columns.get(_ID, '–')} kosong atau ada dua kali. Pilih kolom lain untuk --id.",
                f"“{path.name}”: the id “{twice or '–'}” in column {columns.get(_ID, '–')} is empty or stands there twice. Choose another --id.",
            ),
        )
    born_text = pl.coalesce(name for name in ("birth_date", "birth") if name in text.columns) if {"birth_date", "birth"} & {*text.columns} else None
    fields = [name for name in FIELDS if name in text.columns and name != "birth_date"]
    rows = text.select(_ID, *fields)
    if born_text is None:
        return People(rows, _known(columns), 0)
    written = text.select(born_text.alias("written"), "number")
    born = read_dates(written["written"], written["number"])
    undated = int((written["written"].str.contains("[0-9]").fill_null(False) & born.is_null()).sum())
    return People(rows.with_columns(birth_date=born), _known(columns), undated)


def _known(columns: Mapping[str, str]) -> dict[str, str]:
    return {field: title for field, title in columns.items() if field in (*FIELDS, "birth")}


def fields_given(said: Iterable[str]) -> dict[str, str]:
    """["name=Nama Lengkap", …] -> title -> field.

    Errors: InputError for a field that is none of matching's FIELDS, or words without “=”.
    """
    result = {}
    for text in said:
        field, mark, title = text.partition("=")
        if not mark or field.strip() not in FIELDS or not title.strip():
            raise InputError(
                "match.map",
                Words(
                    f"“{text}”: tulis --map ISI=KOLOM dengan ISI salah satu dari {', '.join(FIELDS)}.",
                    f"“{text}”: write --map FIELD=COLUMN with FIELD one of {', '.join(FIELDS)}.",
                ),
            )
        result[title.strip()] = field.strip()
    return result
