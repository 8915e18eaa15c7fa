"""The file of the group (wadah): which columns there are, which may be chosen, and the example that holds until an office maps its own. No database.

The shape that branches of BPJS take today was not found. The example follows what the form for independent workers asks; it is marked as not checked
with a branch until somebody says that it was.
"""

from dataclasses import dataclass

import polars as pl

from payung.values.words import Words

SHEET = "data_peserta"
NOT_AGREED = Words("contoh, belum dicocokkan dengan cabang", "example, not yet checked with the branch")
FIELDS: dict[str, Words] = {
    "number": Words("Nomor urut", "Row number"),
    "nik": Words("NIK", "NIK"),
    "name": Words("Nama lengkap", "Full name"),
    "birth_place": Words("Tempat lahir", "Birth place"),
    "born": Words("Tanggal lahir (dd-mm-yyyy)", "Birth date (dd-mm-yyyy)"),
    "sex": Words("Jenis kelamin (L/P)", "Sex (L/P)"),
    "mother": Words("Nama ibu kandung", "Mother's name"),
    "address": Words("Alamat", "Address"),
    "village_name": Words("Desa atau kelurahan", "Village"),
    "district_name": Words("Kecamatan", "District"),
    "phone": Words("Nomor HP", "Mobile phone"),
    "occupation": Words("Pekerjaan", "Occupation"),
    "location": Words("Kode lokasi kerja", "Code of the place of work"),
    "income": Words("Penghasilan yang jadi dasar iuran (rupiah)", "Income on which contributions are counted (rupiah)"),
    "programme": Words("Program", "Programmes"),
    "start": Words("Tanggal mulai (dd-mm-yyyy)", "First day (dd-mm-yyyy)"),
    "group": Words("Kode wadah", "Code of the group"),
    "employer_number": Words("NPP", "Number of the group (NPP)"),
    "fund": Words("Nama dana", "Name of the fund"),
}


@dataclass(frozen=True)
class Column:
    """`field`: a key of FIELDS; where it is empty, `constant` stands in every row."""

    title: str
    field: str = ""
    constant: str = ""


EXAMPLE: tuple[Column, ...] = (
    Column("NIK", "nik"),
    Column("NAMA", "name"),
    Column("TEMPAT LAHIR", "birth_place"),
    Column("TANGGAL LAHIR", "born"),
    Column("JENIS KELAMIN", "sex"),
    Column("NAMA IBU KANDUNG", "mother"),
    Column("ALAMAT", "address"),
    Column("NO HP", "phone"),
    Column("EMAIL"),
    Column("PEKERJAAN", "occupation"),
    Column("LOKASI KERJA", "location"),
    Column("JAM KERJA"),
    Column("PENGHASILAN", "income"),
    Column("PROGRAM", "programme"),
    Column("TANGGAL MULAI", "start"),
    Column("KODE WADAH", "group"),
)


def group_sheet(people: pl.DataFrame, columns: tuple[Column, ...]) -> pl.DataFrame:
    """A column of text for each of `columns`."""
    chosen = [pl.col(one.field) if one.field else pl.lit(one.constant) for one in columns]
    return people.select(value.cast(pl.String).fill_null("").alias(f"c{at}") for at, value in enumerate(chosen))
