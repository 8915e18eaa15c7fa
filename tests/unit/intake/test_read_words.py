"""Header words as villages and offices write them, and the columns that must not be taken for a person's own."""

import pytest

from payung.intake.read.files import vocabulary
from payung.intake.read.header import find_header, header_key

WRITTEN = {
    "nik": [
        "NIK",
        "N.I.K",
        "N I K",
        "No. Induk Kependudukan",
        "NOMOR INDUK KEPENDUDUKAN",
        "No.KTP/NIK",
        "NIK *",
        "NIK (16 digit)",
        "No. KTP / NIK",
        "NIK Sesuai KTP",
        "NIK KTP-el",
        "Nomor e-KTP",
        "NO. KTP ELEKTRONIK",
        "Nomor KTP (NIK)",
        "NIK (wajib diisi)",
        "NO IDENTITAS (KTP)",
        "NIK\nKTP",
        "Nomor Identitas Kependudukan",
        "NIK TK",
    ],
    "name": [
        "NAMA LENGKAP (SESUAI KTP)",
        "N A M A",
        "Nama Tenaga Kerja",
        "NAMA LENGKAP *",
        "NAMA PENERIMA MANFAAT",
        "Nama Petani/Nelayan",
        "Nama Warga",
        "Nama Lengkap (Tanpa Gelar)",
        "NAMA ANGGOTA KELUARGA",
        "Nama Pemilik",
        "NAMA & GELAR",
        "Nama KTP",
        "Nama Anggota Kelompok",
        "NAMA_LENGKAP",
    ],
    "birth_date": [
        "Tgl Lhr",
        "TGL. LAHIR",
        "Tanggal\nLahir",
        "Tgl Lahir (dd/mm/yyyy)",
        "TGL/BLN/THN LAHIR",
        "Tanggal/Bulan/Tahun Lahir",
        "TGLLHR",
        "Lahir Tanggal",
        "DOB",
    ],
    "birth": [
        "TTL",
        "T T L",
        "T.T.L",
        "Tempat & Tgl Lahir",
        "Tempat, Tanggal Lahir",
        "Tempat/Tgl. Lahir",
        "TEMPAT DAN TANGGAL LAHIR",
        "Tmpt/Tgl Lhr",
        "Tempat, Tgl, Bln, Thn Lahir",
        "Tpt/Tgl Lahir",
        "Tempat-Tanggal Lahir",
        "Kelahiran (Tempat, Tanggal)",
    ],
    "birth_place": ["Tempat", "Tmp. Lahir", "Tpt Lahir", "Tempat Lhr", "Kab/Kota Lahir", "Kota kelahiran"],
    "sex": ["Jns Kel", "JNS. KEL.", "Jenis Kelamin (L/P)", "J.K", "JENKEL", "L / P", "JK (L/P)", "Jns Klmn"],
    "address": ["Alamat (Dusun/RT/RW)", "ALAMAT SESUAI KTP", "Alamat Tempat Tinggal", "Lingk./Dusun", "Dusun"],
    "village": ["Desa/Kelurahan *", "Desa / Kel.", "Kel/Desa", "Nama Desa", "Ds/Kel", "Kelurahan"],
    "district": ["Kecamatan *", "KEC.", "Nama Kecamatan"],
    "occupation": ["Pekerjaan *", "Jenis Pek.", "Profesi/Pekerjaan", "Jabatan/Pekerjaan", "Mata Pencaharian"],
    "phone": ["No HP/WA", "No. Telp/HP", "Nomor HP (WA aktif)", "NO.TELP", "No. Telpon", "No.Tlp"],
    "mother": ["Nama Ibu Kandung *", "IBU KANDUNG", "NAMA IBU KANDUNG (SESUAI KK)"],
    "income": ["Penghasilan/Bulan", "Upah (Rp)", "Honor/Bulan", "Upah/Bln"],
    "kk": ["No. KK", "NKK", "Nomor Kartu Keluarga (KK)"],
}
NOT_THEIR_OWN = [
    "Status Perkawinan",
    "NIK Kepala Keluarga",
    "NIK KK",
    "Nama Kepala Keluarga",
    "Nama KK",
    "Nama Kepala Desa",
    "Agama",
    "Keterangan",
    "Nama Ahli Waris",
    "NIK Ahli Waris",
    "Nama Ayah",
    "Nama Suami/Istri",
    "NIK Ibu",
    "Status KTP",
    "Nama Bank",
    "No Rekening",
    "Nama Pemilik Rekening",
    "Nama Perusahaan",
    "Nama Usaha",
    "Umur",
    "Foto KTP",
    "Fotokopi KTP",
    "Kepemilikan KTP",
    "Tanggal Lahir Ibu",
    "Tanggal Lahir Anak",
    "Pekerjaan Suami",
    "Pekerjaan Ibu",
    "Alamat Ahli Waris",
    "No HP Ahli Waris",
    "Tanggal Lahir Ahli Waris",
    "Jenis Kelamin Ahli Waris",
    "NIK Pendamping",
    "Nama Petugas",
    "NIP",
    "Tempat Kerja",
    "Kode Desa",
    "Nama Kelompok Tani",
    "Tanggal Input",
]
PERSONS = {"nik", "name", "birth_date", "birth", "birth_place", "sex", "address", "village", "district", "occupation", "phone", "mother", "income"}


@pytest.mark.parametrize(("field", "text"), [(field, text) for field, texts in WRITTEN.items() for text in texts])
def test_a_wording_means_its_field(field, text):
    words = vocabulary()
    assert (words.exactly(text) or words.by_rule(text)) == field


@pytest.mark.parametrize("text", NOT_THEIR_OWN)
def test_what_belongs_to_somebody_else_is_not_the_persons(text):
    words = vocabulary()
    assert (words.exactly(text) or words.by_rule(text)) not in PERSONS


def header(*rows):
    width = max(map(len, rows))
    return find_header([[*row, *[""] * (width - len(row))] for row in rows], vocabulary(), frozenset({"nik", "name"}))


def test_the_persons_own_column_wins_wherever_it_stands():
    found = header(["Nama Ibu", "Nama Desa", "NIK Kepala Keluarga", "No KK", "Nama Kepala Keluarga", "NIK", "Nama"])
    assert found.columns["nik"] == 5
    assert found.columns["name"] == 6
    assert (found.columns["mother"], found.columns["village"], found.columns["kk"]) == (0, 1, 3)


def test_a_title_row_with_the_village_is_no_header():
    found = header(["NAMA DESA", "LAPOA", "KECAMATAN", "TINANGGEA"], [], ["No", "NIK", "Nama", "Tanggal Lahir"])
    assert (found.first, found.columns["name"]) == (2, 2)


def test_a_header_below_a_long_letter_head_is_found():
    assert header(*[["PEMERINTAH DESA", f"Nomor surat {i}"] for i in range(60)], ["No", "NIK", "Nama", "TTL"]).first == 60


def test_two_merged_rows_make_one_header():
    found = header(
        ["No", "NIK", "Nama", "Tempat, Tanggal Lahir", "", "Alamat", ""], ["", "", "", "Tempat", "Tanggal", "Dusun", "RT/RW"], [1, "7405011206770841"]
    )
    assert (found.first, found.last) == (0, 1)
    assert {name: found.columns[name] for name in ("nik", "name", "birth_place", "birth_date", "rt_rw")} == {
        "nik": 1,
        "name": 2,
        "birth_place": 3,
        "birth_date": 4,
        "rt_rw": 6,
    }


def test_no_header_where_only_one_column_is_known():
    assert header(["NIK", "xyz"], ["7405011206770841", "a"]) is None


def test_a_regencys_own_words_win(tmp_path):
    own = tmp_path / "kata.yaml"
    own.write_text('name: {words: ["Sebutan"]}\nphone: {words: ["NIK lama"]}\n', encoding="utf-8")
    words = vocabulary(own)
    assert (words.exactly("SEBUTAN"), words.exactly("NIK Lama"), words.exactly("NIK")) == ("name", "phone", "nik")
    assert words.remembering({header_key("Sebutan"): "mother"}).exactly("Sebutan") == "mother"


def test_two_known_words_in_a_letter_head_end_no_search():
    found = header(["Nama", "Desa"], *[["Dusun", f"{i}"] for i in range(8)], ["No", "NIK", "Nama", "Tanggal Lahir"])
    assert found.first == 9
