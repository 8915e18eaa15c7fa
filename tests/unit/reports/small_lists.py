"""Small invented lists: five rows, one of each verdict and one whose NIK the spreadsheet cut."""

from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import xlsxwriter

from payung.intake.checks.check import Checked, Registers, Rules, check
from payung.intake.frame import rows_frame
from payung.intake.read.files import vocabulary
from payung.intake.read.one import LIST, ReadFile, read_one

HEAD = ["No", "NIK", "Nama", "Tempat Lahir", "Tgl Lahir", "JK", "Alamat", "Desa", "Kecamatan", "Pekerjaan", "HP", "Ibu Kandung", "Upah"]
GOOD, SHORT, DEAD, CUT = "7405011206770841", "740501120677084", "7405015203800017", 7405010101850020
REST = ["Dusun I", "Lere", "Tinanggea", "Petani", "081234567890", "Asnia", "Rp 1.000.000"]
PEOPLE: list[list[Any]] = [
    [1, GOOD, "Budi Santoso", "Bone", "12-06-1977", "L", *REST],
    [2, SHORT, "=Husain(1)", "Bone", "31-02-1980", "Laki-laki", *REST],
    [3, DEAD, "Sitti Aminah", "Bone", date(1980, 3, 12), "P", *REST],
    [4, GOOD, "Budi S.", "Bone", "12-06-1977", "L", *REST],
    [5, CUT, "Made Wirawan", "Bone", date(1985, 1, 1), "L", *REST],
]
RULES = Rules(date(2026, 1, 1))
REGISTERS = Registers({"deaths": pl.DataFrame({"nik": [DEAD], "on": [date(2025, 5, 3)], "evidence": ["2025-05-03"]})})


def write_list(path: Path, rows: list[list[Any]] | None = None, head: list[str] | None = None, sheet: str = "Data") -> Path:
    with xlsxwriter.Workbook(path) as book:
        page, day = book.add_worksheet(sheet), book.add_format({"num_format": "dd/mm/yyyy"})
        page.write_string(0, 0, "DAFTAR USULAN")
        for line, row in enumerate([head or HEAD, *(PEOPLE if rows is None else rows)], 2):
            for at, value in enumerate(row):
                if isinstance(value, str):
                    page.write_string(line, at, value)
                elif isinstance(value, date):
                    page.write_datetime(line, at, value, day)
                elif value is not None:
                    page.write_number(line, at, value)
    return path


def read(*paths: Path) -> list[ReadFile]:
    files = [read_one(path, vocabulary(), LIST) for path in paths]
    assert all(file.refusal is None for file in files)
    return files


def checked(*paths: Path) -> Checked:
    return check(rows_frame(read(*paths)), RULES, REGISTERS)
