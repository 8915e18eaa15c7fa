"""Registers are read like lists, may be larger than a list, and are refused rather than half understood."""

from datetime import date
from pathlib import Path

import polars as pl
import pytest
from sheets import Cells, write

from payung.intake.registers import COLUMNS, KINDS, read_registers
from payung.values.errors import InputError


def read(kind: str, path: Path, rows: Cells) -> tuple[pl.DataFrame, list[str]]:
    """The register and the sentences that its reader was told."""
    notes: list[str] = []
    frame = read_registers({kind: write(path, rows)}, lambda _, words: notes.append(words.id))[kind]
    return frame, notes


def test_a_register_in_any_wording(tmp_path):
    rows = [
        ["DAFTAR KEMATIAN"],
        ["No", "N.I.K", "Nama", "Tgl Meninggal"],
        [1, "7405 0112 0677 0841", "Ani", "3 MEI 2025"],
        [2, 7405011206770842.0, "Budi", date(2025, 5, 4)],
        [3, "", "Cici", ""],
    ]
    deaths = read_registers({"deaths": write(tmp_path / "k.xlsx", rows)})["deaths"]
    assert deaths["nik"].to_list() == ["7405011206770841", "7405011206770842", None]
    assert deaths["on"].to_list() == [date(2025, 5, 3), date(2025, 5, 4), None]
    assert deaths["evidence"].to_list() == ["2025-05-03", "2025-05-04", ""]


def test_a_register_without_nik_by_name(tmp_path):
    taspen = read_registers(
        {
            "taspen": write(
                tmp_path / "t.csv", [["nama", "tanggal_lahir", "instansi"], ["ANI", "1980-05-03", "Dinas Kesehatan"], ["BUDI", "1981-05-03", ""]]
            )
        }
    )["taspen"]
    assert list(taspen.select("nik", "name", "birth_date", "evidence").iter_rows()) == [
        (None, "ANI", date(1980, 5, 3), "Dinas Kesehatan"),
        (None, "BUDI", date(1981, 5, 3), ""),
    ]


def test_a_register_may_be_larger_than_a_list(tmp_path):
    file = tmp_path / "welfare.csv"
    file.write_text("nik,desil\n" + "".join(f"7405011206{number:06d},{number % 10 + 1}\n" for number in range(260_000)), encoding="utf-8")
    assert read_registers({"welfare": file})["welfare"].height == 260_000


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        ([["nama", "alamat"], ["Ani", "Dusun 1"]], "register.no_columns"),
        ([["nik", "nama"], ["belum ada", "Ani"]], "register.nobody"),
        ([["a", "b"], ["1", "2"]], "register.unreadable"),
        ([["nik", "nama"], *[[float(f"74050112067{i:04d}0"), f"Orang {i}"] for i in range(20)]], "register.nik_damaged"),
    ],
)
def test_a_register_that_cannot_be_trusted_is_refused(tmp_path, rows, code):
    with pytest.raises(InputError, match=code):
        read_registers({"deaths": write(tmp_path / "k.xlsx", rows)})


def test_exact_numbers_are_trusted(tmp_path):
    rows = [["nik", "jenis"], *[[float(f"74050112067708{i:02d}"), "PNS"] for i in range(20)]]
    assert read_registers({"civil_servants": write(tmp_path / "k.xlsx", rows)})["civil_servants"]["nik"].null_count() == 0


def test_an_unknown_kind_names_the_known_ones(tmp_path):
    with pytest.raises(InputError, match="register.unknown") as error:
        read_registers({"pajak": tmp_path / "x.csv"})
    assert "deaths" in error.value.words.id


def test_everything_a_register_says_of_a_person(tmp_path):
    head = ["NIK", "Nama Pegawai", "Tempat/Tgl Lahir", "L/P", "Nama Ibu", "Desa/Kelurahan", "No. HP", "Jenis ASN", "TMT PPPK", "Tanggal Pensiun"]
    row = ["7405011206770841", "Ani", "Bone, 3 Mei 1980", "Perempuan", "Sitti", "Desa Lapoa", "0812", "PPPK", "1 Maret 2026", "31-12-2030"]
    frame, notes = read("civil_servants", tmp_path / "asn.xlsx", [head, row])
    assert frame.columns == list(COLUMNS)
    assert frame.rows() == [
        (
            "7405011206770841",
            "Ani",
            date(1980, 5, 3),
            "Bone",
            "P",
            "Sitti",
            "Desa Lapoa",
            "0812",
            date(2026, 3, 1),
            date(2030, 12, 31),
            "PPPK",
        )
    ]
    assert notes == []


@pytest.mark.parametrize(
    ("since", "until"),
    [
        ("TMT", "TMT Pensiun"),
        ("Terhitung Mulai Tanggal", "Sampai"),
        ("Tanggal Pengangkatan", "Berlaku s.d. Tanggal Berakhir"),
        ("T.M.T", "Tgl Nonaktif"),
        ("aktif_sejak", "Sampai dengan"),
    ],
)
@pytest.mark.parametrize("kind", ["civil_servants", "village_officials", "active_members", "taspen"])
def test_a_status_has_its_days(tmp_path, kind, since, until):
    frame, _ = read(kind, tmp_path / "r.csv", [["NIK", "Nama", since, until], ["7405011206770841", "Ani", "2024-01-02", "2025-06-30"]])
    assert frame.select("on", "until").rows() == [(date(2024, 1, 2), date(2025, 6, 30))]


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "welfare"])
def test_a_list_kept_by_hand_without_nik_is_a_register(tmp_path, kind):
    rows = [["No", "Nama", "Tempat, Tanggal Lahir"], [1, "Wa Ani", "Lapoa, 3-5-1950"], [2, "La Budi", "Tinanggea, 4-5-1950"]]
    frame, notes = read(kind, tmp_path / "k.xlsx", rows)
    assert frame.select("nik", "name", "birth_date", "birth_place").rows() == [
        (None, "Wa Ani", date(1950, 5, 3), "Lapoa"),
        (None, "La Budi", date(1950, 5, 4), "Tinanggea"),
    ]
    assert ["tanpa NIK" in note for note in notes] == ([] if kind == "taspen" else [True])


def test_dates_in_three_styles_are_read_and_what_is_not_is_told(tmp_path):
    styles = ["03/05/2025", "2025-05-03", "3 Mei 2025", "03-05-25", 45780, date(2025, 5, 3), "", "-", "31-02-2025", "sekitar Lebaran"]
    rows = [["NIK", "Nama", "Tanggal Meninggal"], *[[f"74050112067708{at}", "Ani", style] for at, style in enumerate(styles, 41)]]
    frame, notes = read("deaths", tmp_path / "k.xlsx", rows)
    assert frame["on"].to_list() == [date(2025, 5, 3)] * 6 + [None] * 4
    assert len(notes) == 1
    assert "2 tanggal di kolom “Tanggal Meninggal” tidak terbaca, misalnya “31-02-2025”" in notes[0]


def test_two_digits_of_a_year_of_a_status_are_of_this_century_up_to_sixty(tmp_path):
    rows = [["NIK", "Nama", "TMT", "Pensiun"], ["7405011206770841", "Ani", "1-3-98", "1-3-38"], ["7405011206770842", "Budi", "1-3-26", "1-3-58"]]
    frame, _ = read("taspen", tmp_path / "t.csv", rows)
    assert frame.select(pl.col("on", "until").dt.year()).rows() == [(1998, 2038), (2026, 2058)]


def test_an_end_before_the_beginning_is_not_believed(tmp_path):
    frame, notes = read("taspen", tmp_path / "t.csv", [["NIK", "Nama", "TMT", "Berakhir"], ["7405011206770841", "Ani", "2024-01-02", "2004-06-30"]])
    assert frame.select("on", "until").rows() == [(date(2024, 1, 2), None)]
    assert notes == ["1 baris berakhir sebelum mulai. Tanggal berakhirnya tidak dipakai."]


def test_a_row_without_nik_among_others_is_told(tmp_path):
    rows = [["NIK", "Nama", "Tanggal Lahir"], ["7405011206770841", "Ani", "1980-05-03"], ["belum ada", "Budi", "1981-05-03"]]
    frame, notes = read("deaths", tmp_path / "k.csv", rows)
    assert (frame["nik"].null_count(), notes) == (1, ["1 baris tanpa NIK 16 angka tidak menghentikan siapa pun dengan sendirinya."])


def test_a_sheet_that_names_nobody_is_told_and_the_others_count(tmp_path):
    sheets = {"Rekap": [["Nama", "Alamat"], ["Ani", "Dusun 1"]], "Data": [["NIK", "Nama"], ["7405011206770841", "Ani"]]}
    notes: list[str] = []
    deaths = read_registers({"deaths": write(tmp_path / "k.xlsx", sheets)}, lambda name, words: notes.append(f"{name}: {words.id}"))["deaths"]
    assert deaths["nik"].to_list() == ["7405011206770841"]
    assert notes == ["k.xlsx: Lembar “Rekap” (1 baris) tidak dipakai: kolomnya tidak cukup untuk mengenali orang."]


@pytest.mark.parametrize(
    ("kind", "rows", "needed", "seen"),
    [
        ("deaths", [["Nama", "Alamat"], ["Ani", "Dusun 1"]], "NIK, atau nama dan tanggal lahir.", ["“Nama”", "“Alamat”"]),
        ("welfare", [["NIK", "Nama"], ["7405011206770841", "Ani"]], "serta desil.", ["“NIK”", "“Nama”"]),
        ("deaths", [["Akta", "Pelapor"], ["AK-1", "Ketua RT"]], "NIK, atau nama dan tanggal lahir.", ["“Akta”", "“Pelapor”"]),
        ("deaths", [["7405011206770841", "3-5-2025"]] * 3, "NIK, atau nama dan tanggal lahir.", ["tidak ditemukan"]),
    ],
)
def test_a_refusal_names_what_is_needed_and_what_was_seen(tmp_path, kind, rows, needed, seen):
    with pytest.raises(InputError) as error:
        read_registers({kind: write(tmp_path / "k.csv", rows)})
    said = error.value.words.id
    assert [part for part in [needed, *seen] if part not in said] == []
    assert "7405011206770841" not in said
