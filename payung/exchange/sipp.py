"""The sheets of SIPP: `data_tk_baru` for people who are new, `data_tk_na` for those who left. No database.

The thirty titles of `data_tk_baru` stand as templates of BPJS have them that others have published; the branch's own current file was not seen. Of
`data_tk_na` only what its columns hold is known, so its titles are ours. Both are text throughout, dates as dd-mm-yyyy, at most 10,000 rows a file.
What stands in a column is our choice where BPJS's rule was not read; docs/decisions/0016 lists it.
"""

import polars as pl

from payung.values.words import Words

MOST_ROWS = 10_000
NEW_SHEET, LEFT_SHEET, GUIDE_SHEET, PLACE_SHEET = "data_tk_baru", "data_tk_na", "Petunjuk Pengisian", "Lokasi Pekerjaan"
GUIDE = (
    "Berkas ini dibuat Payung. Semua sel berisi teks; NIK 16 angka; tanggal ditulis dd-mm-yyyy.",
    "Satu baris untuk satu orang di lembar data_tk_baru, paling banyak 10.000 baris setiap berkas.",
    "Jangan mengganti nama berkas, nama lembar, dan urutan kolom.",
)

# title -> the column of `people` that stands in it, or a fixed text after "="; "" leaves it empty
COLUMNS: dict[str, str] = {
    "NO_PEGAWAI": "number",
    "NAMA_LENGKAP": "name",
    "GELAR": "",
    "TELEPON_AREA_RUMAH": "",
    "TELEPON_RUMAH": "",
    "TELEPON_AREA_KANTOR": "",
    "TELEPON_KANTOR": "",
    "TELEPON_EXT_KANTOR": "",
    "HP": "phone",
    "EMAIL": "",
    "TEMPAT_LAHIR": "birth_place",
    "TANGGAL_LAHIR": "born",
    "NAMA_IBU_KANDUNG": "mother",
    "JENIS_IDENTITAS": "=KTP",
    "NOMOR_IDENTITAS": "nik",
    "MASA_LAKU_IDENTITAS": "",
    "JENIS_KELAMIN": "sex",
    "SURAT_MENYURAT_KE": "=S",
    "TANGGAL_KEPESERTAAN": "",
    "STATUS_KAWIN": "",
    "GOLONGAN_DARAH": "",
    "NPWP": "",
    "KODE_NEGARA": "=ID",
    "UPAH": "income",
    "ALAMAT": "address",
    "KODE_POS": "",
    "LOKASI_PEKERJAAN": "location",
    "STATUS_PEGAWAI": "",
    "TGL_AWAL_BEKERJA": "start",
    "TGL_AKHIR_KONTRAK": "",
}
LEFT_COLUMNS = {
    "KPJ": "member_no",
    "NAMA_LENGKAP": "name",
    "TANGGAL_LAHIR": "born",
    "ALASAN": "why",
    "TANGGAL_KEJADIAN": "happened",
    "KETERANGAN": "note",
}

# what BPJS asks of a person and a list may lack -> what it is called
NEEDED: dict[str, Words] = {
    "mother": Words("nama ibu kandung", "mother's name"),
    "phone": Words("nomor HP", "mobile phone"),
    "birth_place": Words("tempat lahir", "place of birth"),
    "sex": Words("jenis kelamin", "sex"),
    "address": Words("alamat", "address"),
    "occupation": Words("pekerjaan", "occupation"),
}
# why somebody left, in the words of the sheet; keys: roster.models.Reason
WHY_LEFT: dict[str, str] = {
    "deceased": "Meninggal dunia",
    "employed": "Bekerja pada pemberi kerja",
    "migrant": "Menjadi pekerja migran",
    "moved": "Pindah domisili",
    "self_paying": "Membayar sendiri",
    "duplicate": "Data ganda",
    "not_eligible": "Tidak memenuhi syarat",
    "too_old": "Melewati batas umur",
    "correction": "Koreksi",
    "replacement": "Diganti",
    "determined": "Berakhir",
}


def sheet_of(people: pl.DataFrame, columns: dict[str, str]) -> pl.DataFrame:
    """A column of text for each title."""
    return people.select(_column(people, held).cast(pl.String).fill_null("").alias(f"c{at}") for at, held in enumerate(columns.values()))


def _column(people: pl.DataFrame, held: str) -> pl.Expr:
    if held.startswith("="):
        return pl.lit(held[1:])
    return pl.col(held) if held in people.columns else pl.lit("")


def missing(people: pl.DataFrame) -> pl.DataFrame:
    """Those of `people` who lack something that BPJS asks for: their columns and `lacks` (keys of NEEDED, in its order)."""
    gaps = [pl.when(pl.col(name).fill_null("").str.strip_chars() == "").then(pl.lit(name)) for name in NEEDED]
    return people.with_columns(lacks=pl.concat_list(gaps).list.drop_nulls()).filter(pl.col("lacks").list.len() > 0)
