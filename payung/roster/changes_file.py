"""Reads the monthly changes that an office keeps in a spreadsheet: columns nik, arah, alasan, and if they are there tanggal and catatan."""

from pathlib import Path
from typing import Any

import polars as pl

from payung.intake.checks.clean import read_dates
from payung.intake.folder import list_files
from payung.intake.read.files import read_files
from payung.intake.read.header import Vocabulary
from payung.roster.changes import COLUMNS
from payung.values.errors import InputError
from payung.values.nik import digits

# How people write the columns, directions and reasons of a monthly change.
_HEADERS: dict[str, dict[str, Any]] = {
    "nik": {"words": ["nik", "no ktp", "nomor nik"], "rules": [{"all": ["nik"]}]},
    "direction": {"words": ["arah", "mutasi", "masuk keluar", "direction"]},
    "reason": {"words": ["alasan", "sebab", "reason"]},
    "happened_on": {"words": ["tanggal", "tanggal kejadian", "happened on"]},
    "note": {"words": ["catatan", "keterangan", "note"]},
}
_SPOKEN = {
    "masuk": "in",
    "keluar": "out",
    "meninggal": "deceased",
    "meninggal dunia": "deceased",
    "bekerja": "employed",
    "migran": "migrant",
    "pmi": "migrant",
    "cpmi": "migrant",
    "pindah": "moved",
    "mandiri": "self_paying",
    "ganda": "duplicate",
    "tidak memenuhi syarat": "not_eligible",
    "lewat umur": "too_old",
    "pengganti": "replacement",
    "koreksi": "correction",
}


def read_changes(path: Path) -> pl.DataFrame:
    """The columns of roster.changes.COLUMNS; InputError for a file that cannot be read or names no NIK."""
    file = next(read_files(list_files([path]), words=Vocabulary.of(_HEADERS), wanted=frozenset({"nik"})))
    if file.refusal:
        raise InputError(*file.refusal)
    frame = pl.concat(
        pl.DataFrame({name: pl.Series(sheet.columns.get(name, [None] * len(sheet.rows)), dtype=pl.String) for name in COLUMNS})
        for sheet in file.sheets
    )
    spoken = [pl.col(name).str.strip_chars().str.to_lowercase().replace(_SPOKEN) for name in ("direction", "reason")]
    return frame.with_columns(*spoken, nik=digits(pl.col("nik")), happened_on=read_dates(frame["happened_on"]))
