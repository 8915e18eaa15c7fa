"""From cells as they were typed to dates, sexes, names and rupiah; NIK in every raw type a spreadsheet has."""

from datetime import date

import polars as pl
import pytest
from sheets import people, read, write

from payung.intake.checks.check import Rules, check
from payung.intake.checks.clean import read_dates, read_name, read_rupiah, read_sex
from payung.intake.frame import rows_frame

THIRD_OF_MAY = [
    "1980-05-03",
    "1980/05/03",
    "1980.5.3",
    "1980-05-03 00:00:00",
    "1980-05-03T00:00:00",
    "03-05-1980",
    "3-5-1980",
    "03/05/1980",
    "3.5.1980",
    "03 05 1980",
    "03 - 05 - 1980",
    "03/05/80",
    "3-5-80",
    "3 Mei 1980",
    "03 MEI 1980",
    "3-Mei-1980",
    "3 mei 80",
    "3 May 1980",
    "03-MAY-80",
    "Bone, 03-05-1980",
    "Bone,3 Mei 1980",
    "BONE / 03-05-1980",
    "Desa 2 Ulu, 3 Mei 1980",
    "Bone 03/05/1980",
    "03051980",
    "19800503",
    "03/05/1980 00:00",
    "03-05-1980 00:00:00",
    "Sabtu, 3 Mei 1980",
    "3\u00a0Mei\u00a01980",
]
MONTHS = ["Januari", "Pebruari", "MARET", "Apr", "Mei", "JUNI", "Jul", "AGUSTUS", "Sept", "Okt.", "NOPEMBER", "Desember"]
ENGLISH = ["January", "Feb", "March", "April", "MAY", "June", "July", "Aug", "September", "OCT", "November", "Dec"]


@pytest.mark.parametrize("text", THIRD_OF_MAY)
def test_a_date_in_every_style(text):
    assert read_dates(pl.Series([text])).to_list() == [date(1980, 5, 3)]


@pytest.mark.parametrize(
    "names",
    [
        MONTHS,
        ENGLISH,
        [name[:3] for name in MONTHS],
        ["jan", "peb", "mrt", "apr", "mei", "jun", "jul", "agt", "sep", "okt", "nop", "des"],
        ["1", "2", "3", "4", "5", "6", "7", "ags", "9", "10", "nov", "12"],
    ],
)
def test_every_month_by_name(names):
    assert read_dates(pl.Series([f"7 {name} 1980" for name in names])).to_list() == [date(1980, month, 7) for month in range(1, 13)]


@pytest.mark.parametrize(
    "text",
    [
        "31-02-1980",
        "29-02-1981",
        "29-02-1900",
        "00/00/0000",
        "12-15-1977",
        "1985",
        "13 1980",
        "32 Mei 1980",
        "5 Foo 1980",
        "-",
        "Bone",
        "1880-01-01",
        "2101-01-01",
        "31041980",
        "12345",
        None,
    ],
)
def test_no_date_where_none_exists(text):
    assert read_dates(pl.Series([text], dtype=pl.String)).to_list() == [None]


def test_two_digit_years_are_of_this_century_only_up_to_ten():
    assert read_dates(pl.Series(["1-1-08", "1-1-10", "1-1-11", "1-1-60", "1-1-00"])).dt.year().to_list() == [2008, 2010, 1911, 1960, 2000]


def test_serial_days_count_only_in_numeric_cells():
    serials = ["29344", "60001", "1985", "4999", "5000"]
    assert read_dates(pl.Series(serials), pl.Series([True] * 5)).to_list() == [date(1980, 5, 3), None, None, None, date(1913, 9, 8)]
    assert read_dates(pl.Series(serials), pl.Series([False] * 5)).to_list() == [None] * 5


@pytest.mark.parametrize(
    ("texts", "said"),
    [
        (["L", "l", "Laki-laki", "LAKI - LAKI", "Lk", "Pria", "M"], "L"),
        (["P", "pr", "Perempuan", "WANITA", "F", "W"], "P"),
        (["?", "", "L/P", "1"], None),
    ],
)
def test_sexes(texts, said):
    assert read_sex(pl.Series(texts)).to_list() == [said] * len(texts)


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("1500000", 1_500_000),
        ("1.500.000", 1_500_000),
        ("Rp 1.500.000", 1_500_000),
        ("Rp. 1.500.000,00", 1_500_000),
        ("Rp1.500.000,-", 1_500_000),
        ("1,500,000.00", 1_500_000),
        ("1500000.5", 1_500_000),
        ("1,5 juta", 1_500_000),
        ("1.5 jt", 1_500_000),
        ("2 Juta/bulan", 2_000_000),
        ("500rb", 500_000),
        ("500 ribu", 500_000),
        ("1.000.000 / bulan", 1_000_000),
        ("500.000 - 1.000.000", None),
        ("1-2 juta", None),
        ("tidak tetap", None),
        ("", None),
        (None, None),
        ("0", 0),
        ("99999999999999999999", None),
    ],
)
def test_rupiah(text, amount):
    assert pl.DataFrame({"t": pl.Series([text], dtype=pl.String)}).select(read_rupiah(pl.col("t"))).item() == amount


def test_names_are_folded_and_empty_ones_are_none():
    names = pl.DataFrame({"t": ["  Siti\u00a0 Aminah ", "-", "12", None]}).select(read_name(pl.col("t")))["t"].to_list()
    assert names == ["Siti Aminah", None, None, None]


HEADER = ["NIK", "Nama", "Tanggal Lahir", "JK"]


@pytest.mark.parametrize(
    ("cell", "state"),
    [
        (7405011206770841.0, "ok"),
        (7405011206770840.0, "damaged"),
        (9104011206770841.0, "damaged"),
        (9104011206770848.0, "damaged"),
        ("9104011206770841", "ok"),
        ("7.40501E+15", "damaged"),
        ("7,40501120677E+15", "damaged"),
        ("'7405011206770841", "ok"),
        ("7405\u00a00112\u00a00677\u00a00841", "ok"),
        ("7405.0112.0677.0841", "ok"),
        ("7405-0112-0677-0841", "ok"),
        ("7405011206770840", "ok"),
        (740501120677084.0, "malformed"),
        (74050112067708411.0, "malformed"),
        ("7405011206770841.0", "malformed"),
        ("", "missing"),
        ("-", "missing"),
    ],
)
@pytest.mark.parametrize("suffix", [".xlsx", ".xls", ".ods"])
def test_a_nik_in_every_raw_type(tmp_path, suffix, cell, state):
    file = read(write(tmp_path / f"a{suffix}", [HEADER, [cell, "Suharto", date(1977, 6, 12), "L"]]))
    rows = check(rows_frame([file]), Rules(date(2026, 1, 1))).rows
    assert (rows["nik_state"][0], rows["born"][0]) == (state, date(1977, 6, 12))


def test_an_endless_number_is_a_malformed_nik_and_stops_nothing(tmp_path):
    from hostile import SHEET_HEAD, SHEET_TAIL, raw_xlsx, text_row

    row = '<row r="3"><c r="A3"><v>1E999</v></c><c r="B3" t="inlineStr"><is><t>Budi</t></is></c></row>'
    file = read(
        raw_xlsx(
            tmp_path / "a.xlsx", SHEET_HEAD + text_row(1, HEADER) + text_row(2, ["7405011206770841", "Ani", "12-06-1977", "P"]) + row + SHEET_TAIL
        )
    )
    assert people(file, "row", "nik") == [(2, "7405011206770841"), (3, "inf")]


def test_birth_dates_as_cells_serials_and_texts_in_one_column(tmp_path):
    cells = [date(1980, 5, 3), 29_344, "3 Mei 1980", "03/05/80"]
    file = read(write(tmp_path / "a.xlsx", [HEADER, *[["7405010305800841", "Budi", cell, "L"] for cell in cells]]))
    assert check(rows_frame([file]), Rules(date(2026, 1, 1))).rows["born"].to_list() == [date(1980, 5, 3)] * 4
