"""Any spreadsheet of people gives exactly its people, whatever stands above, between and below them."""

import datetime as dt
import random

import pytest
from sheets import people, read, write

HEADER = ["No", "NIK", "Nama Lengkap", "Tanggal Lahir", "JK", "Pekerjaan"]
ANI = [1, "7405015206770841", "Ani Rahmawati", "12-06-1977", "P", "Petani"]
BUDI = [2, "7405010101800002", "Budi Saleh", "01-01-1980", "L", "Nelayan"]
BOTH = [("7405015206770841", "Ani Rahmawati"), ("7405010101800002", "Budi Saleh")]


@pytest.mark.parametrize("suffix", [".xlsx", ".xls", ".ods", ".csv"])
def test_every_format(tmp_path, suffix):
    file = read(write(tmp_path / f"a{suffix}", [["DAFTAR"], [], HEADER, ANI, [], BUDI]))
    assert people(file, "row", "nik", "name") == [(4, *BOTH[0]), (6, *BOTH[1])]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_every_csv(tmp_path, encoding, delimiter):
    named = [*ANI[:2], "Siti Aïsyah, S.Pd; Hj.", *ANI[3:]]
    file = read(write(tmp_path / "a.csv", [["DAFTAR, USULAN; 2026"], [], HEADER, named, BUDI], encoding=encoding, delimiter=delimiter))
    assert people(file, "row", "nik", "name") == [(4, ANI[1], "Siti Aïsyah, S.Pd; Hj."), (5, *BOTH[1])]


def test_an_open_quotation_mark_swallows_nobody(tmp_path):
    lines = [";".join(map(str, row)) for row in (HEADER, ANI, BUDI, [3, "7405010101800003", "Cici", "01-01-1980", "P", "Ojek"])]
    (tmp_path / "a.csv").write_text("\n".join(lines).replace("Ani", '"Ani'), encoding="utf-8")
    assert people(read(tmp_path / "a.csv"), "row", "nik") == [(2, ANI[1]), (3, BUDI[1]), (4, "7405010101800003")]
    (tmp_path / "b.csv").write_text("\n".join(lines).replace("Ani", '"Ani').replace("Cici", 'Ci"ci'), encoding="utf-8")
    assert [row for (row,) in people(read(tmp_path / "b.csv"), "row")] == [2, 3, 4]


def test_a_cell_of_two_lines_is_one_row(tmp_path):
    file = read(write(tmp_path / "a.csv", [[*HEADER, "Alamat"], [*ANI, "Dusun I,\nRT 02"], [*BUDI, "Dusun II"]], delimiter=","))
    assert people(file, "row", "address") == [(2, "Dusun I,\nRT 02"), (3, "Dusun II")]


def test_the_line_that_names_the_separator_is_not_counted(tmp_path):
    (tmp_path / "a.csv").write_text("sep=|\n" + "\n".join("|".join(map(str, row)) for row in (HEADER, ANI)), encoding="utf-8")
    assert people(read(tmp_path / "a.csv"), "row", "name") == [(2, "Ani Rahmawati")]


@pytest.mark.parametrize("numbers", [[1, 2, 3, 4, 5, 6], ["1", "2", "3", "4", "5", "6"], ["(1)", "(2)", "(3)", "(4)", "(5)", "(6)"]])
def test_a_row_that_numbers_the_columns_is_no_person(tmp_path, numbers):
    file = read(write(tmp_path / "a.xlsx", [HEADER, numbers, ANI, HEADER, numbers, BUDI]))
    assert people(file, "row") == [(3,), (6,)]


def test_many_numbered_columns_as_text_repeated_at_a_page_break(tmp_path):
    more = [f"Kolom {i}" for i in range(8)]
    file = read(write(tmp_path / "a.xlsx", [HEADER + more, ANI, HEADER + more, [str(i) for i in range(1, 15)], BUDI]))
    assert people(file, "row") == [(2,), (5,)]


def test_a_header_repeated_with_small_differences_is_no_person(tmp_path):
    file = read(write(tmp_path / "a.xlsx", [HEADER, ANI, ["NO.", "NIK", "NAMA LENGKAP", "Tanggal  Lahir", "L/P", "PEKERJAAN"], BUDI]))
    assert people(file, "nik", "name") == BOTH


def test_both_rows_of_a_repeated_header_are_no_persons(tmp_path):
    head = [["No", "NIK", "Nama", "Tempat, Tanggal Lahir", "", "JK"], ["", "", "", "Tempat", "Tanggal", ""]]
    rows = [[1, ANI[1], ANI[2], "Bone", "12-06-1977", "P"], *head, [2, BUDI[1], BUDI[2], "Kendari", "01-01-1980", "L"]]
    file = read(write(tmp_path / "a.xlsx", [*head, *rows]))
    assert people(file, "row", "birth_place", "birth_date") == [(3, "Bone", "12-06-1977"), (6, "Kendari", "01-01-1980")]


def test_a_title_merged_over_place_and_date(tmp_path):
    """Of merged cells only the first holds the title; the dates stand under none."""
    rows = [
        ["No", "NIK", "Nama", "Tempat/Tanggal Lahir", "", "JK"],
        [1, ANI[1], ANI[2], "Bone", "12-06-1977", "P"],
        [2, BUDI[1], BUDI[2], "Kendari", dt.date(1980, 1, 1), "L"],
    ]
    assert people(read(write(tmp_path / "a.xlsx", rows)), "birth_place", "birth_date") == [("Bone", "12-06-1977"), ("Kendari", "1980-01-01")]


def test_a_combined_column_stays_combined_beside_an_untitled_remark(tmp_path):
    rows = [["No", "NIK", "Nama", "Tempat/Tanggal Lahir", ""], [1, ANI[1], ANI[2], "Bone, 12-06-1977", "pindahan 2020"]]
    assert people(read(write(tmp_path / "a.xlsx", rows)), "birth", "birth_date") == [("Bone, 12-06-1977", None)]


def test_people_go_on_below_a_sub_total(tmp_path):
    rows = [HEADER, ANI, ["", "", "Jumlah Dusun I", 1], ["DUSUN II"], BUDI, ["", "", "TOTAL", 2]]
    assert people(read(write(tmp_path / "a.xlsx", rows)), "row") == [(2,), (5,)]


def test_below_a_sub_total_the_list_goes_on_as_before(tmp_path):
    rows = [HEADER[1:], ANI[1:], ["", "Jumlah Dusun I", 1], BUDI[1:], ["", "Cici", "", "", "Ojek"]]
    assert people(read(write(tmp_path / "a.xlsx", rows)), "row") == [(2,), (4,), (5,)]


def test_a_person_of_whom_only_number_and_name_are_known_is_kept_below_a_sub_total(tmp_path):
    rows = [HEADER, ANI, ["JUMLAH", "", 1], [2, "", "Budi Saleh", "", "", ""], [3, "", "Cici", "", "P", "Ojek"], ["JUMLAH", "", 2]]
    assert people(read(write(tmp_path / "a.xlsx", rows)), "row", "name") == [(2, "Ani Rahmawati"), (4, "Budi Saleh"), (5, "Cici")]


@pytest.mark.parametrize("work", ["Sekretaris", "Operator Desa", "Kepala Desa", "Camat"])
def test_an_office_as_occupation_ends_no_list(tmp_path, work):
    rows = [["No", "NIK", "Nama", "Pekerjaan"], [1, "", "Ani Rahmawati", work], [2, "", "Budi Saleh", "Petani"], [3, BUDI[1], "Cici", "Ojek"]]
    assert people(read(write(tmp_path / "a.xlsx", rows)), "row") == [(2,), (3,), (4,)]


def test_totals_and_signatures_in_two_columns_are_no_persons(tmp_path):
    below = [
        [],
        ["JUMLAH", "", "2 orang"],
        [],
        ["", "Mengetahui,", "", "Andoolo, 5 Januari 2026"],
        ["", "Kepala Desa Lapoa", "", "Operator Desa"],
        [],
        [],
        ["", "SUHARTO SALEH, S.Sos", "", "WATI"],
        ["", "NIP. 19700101 199503 1 001", "", "NIP. 198001012005012003"],
        ["", "", "NIP. 19700101 199503 1 001", "NIP. 19800101"],
        ["Catatan:", "data sementara"],
        ["", "", "Mengetahui, ", "2 Januari 2026"],
    ]
    assert people(read(write(tmp_path / "a.xlsx", [HEADER, ANI, BUDI, *below])), "nik", "name") == BOTH


def test_prepared_rows_without_a_person_are_not_counted(tmp_path):
    rows = [[*HEADER, "Desa"], [*ANI, "Lapoa"], [2, "", "", "", "", "", "Lapoa"], [3, "", "", "", "", "", "Lapoa"]]
    assert people(read(write(tmp_path / "a.xlsx", rows)), "row") == [(2,)]


def test_one_sheet_per_hamlet_in_workbook_order(tmp_path):
    file = read(write(tmp_path / "a.xlsx", {"Petunjuk": [["Isi NIK 16 angka."]], "Dusun II": [HEADER, BUDI], "Dusun I": [["DUSUN I"], HEADER, ANI]}))
    assert [(sheet.name, sheet.rows) for sheet in file.sheets] == [("Dusun II", [2]), ("Dusun I", [3])]
    assert file.notes == []


@pytest.mark.parametrize("how", ["hidden", "very_hidden"])
def test_people_on_a_hidden_sheet_are_told_of(tmp_path, how):
    file = read(write(tmp_path / "a.xlsx", {"Data": [HEADER, ANI], "Lama": [HEADER, BUDI]}, **{how: ("Lama",)}))
    assert people(file, "nik", "name") == BOTH[:1]
    assert "“Lama” berisi 1 baris" in file.notes[0].id


def test_a_list_on_hidden_sheets_only_is_refused_with_that_reason(tmp_path):
    file = read(write(tmp_path / "a.xlsx", {"Sampul": [["Daftar"]], "Data": [HEADER, ANI]}, hidden=("Data",)))
    assert file.refusal[0] == "file.only_hidden"


def test_people_on_a_sheet_without_header_are_told_of(tmp_path):
    file = read(write(tmp_path / "a.xlsx", {"Dusun I": [HEADER, ANI], "Dusun II": [BUDI, BUDI]}))
    assert people(file, "nik", "name") == BOTH[:1]
    assert "“Dusun II” berisi 2 baris" in file.notes[0].id


def test_a_second_list_beside_the_first_is_told_of(tmp_path):
    file = read(write(tmp_path / "a.xlsx", [["No", "NIK", "Nama", "", "No", "NIK", "Nama"], [*ANI[:3], "", *BUDI[:3]]]))
    assert "lebih dari satu kolom NIK" in file.notes[0].id


def _junk(rng, width):
    """A row as it stands between people: blank, a heading, a repeated header, a sub-total, a page number."""
    kind = rng.choice(["blank", "spaces", "heading", "total", "page", "underline"])
    row = [""] * width
    if kind == "spaces":
        row = ["  "] * width
    elif kind == "heading":
        row[0] = rng.choice(["DUSUN II", "RT 03", "Kelompok Tani Mekar"])
    elif kind == "total":
        row[0], row[-1] = rng.choice(["JUMLAH", "Sub Total", "Total"]), rng.randrange(1, 50)
    elif kind == "page":
        row[rng.randrange(width)] = f"Halaman {rng.randrange(1, 9)}"
    elif kind == "underline":
        row[rng.randrange(width)] = "______"
    return row


def _person(rng, fields, number):
    """A row of which at least the NIK, or the name and the birth date, or number and name are there."""
    nik = f"740501{rng.randrange(1, 29):02d}06{rng.randrange(60, 99)}{number:04d}"
    values = {
        "No": number,
        "NIK": rng.choice([nik, f"'{nik}", float(nik), f"{nik[:6]} {nik[6:12]} {nik[12:]}"]),
        "Nama": rng.choice(["ANI", "Budi Saleh", "La Ode Camat"]),
        "Tanggal Lahir": rng.choice(["12-06-1977", "3 Mei 1980", dt.date(1980, 5, 3), 29_344]),
        "JK": rng.choice(["L", "P", ""]),
        "Desa": "Lapoa",
        "Pekerjaan": rng.choice(["Petani", "Sekretaris", ""]),
        "No HP": rng.choice(["081234567890", ""]),
        "Nama Ibu": rng.choice(["Ramlah", ""]),
    }
    lost = rng.choice([None, "NIK", "Nama", "Tanggal Lahir", "both"])
    for field in {"NIK", "Tanggal Lahir"} if lost == "both" and "No" in fields else {lost}:
        values[field] = ""
    return [values[field] for field in fields]


@pytest.mark.parametrize("seed", range(120))
def test_exactly_the_people_come_out_of_any_arrangement(tmp_path, seed):
    rng = random.Random(seed)
    fields = ["NIK", "Nama", "Tanggal Lahir", *rng.sample(["No", "JK", "Desa", "Pekerjaan", "No HP", "Nama Ibu"], rng.randrange(1, 7))]
    rng.shuffle(fields)
    cells = [["PEMERINTAH KABUPATEN"], [], ["DAFTAR USULAN"]][: rng.randrange(4)]
    cells.append(list(fields))
    wanted = []
    for number in range(1, rng.randrange(5, 40)):
        while rng.random() < 0.25:
            cells.append(list(fields) if rng.random() < 0.2 else _junk(rng, len(fields)))
        cells.append(_person(rng, fields, number))
        wanted.append(len(cells))
    cells += [["JUMLAH", "", len(wanted)], [], ["", "Mengetahui,"], ["", "Kepala Desa Lapoa"], [], ["", "SUHARTO"]][: rng.randrange(7)]
    file = read(write(tmp_path / f"a{rng.choice(['.xlsx', '.xls', '.ods'])}", cells))
    assert [row for (row,) in people(file, "row")] == wanted
