"""A correction sheet filled in as a clerk would, read back and applied."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import polars as pl
import pytest
from polars.testing import assert_frame_equal
from small_lists import HEAD, PEOPLE, REGISTERS, REST, RULES, SHORT, checked, read

from payung.intake.checks.check import FIELDS, check
from payung.intake.corrections import apply_corrections, corrections_frame
from payung.intake.frame import rows_frame
from payung.reports.fix_sheet import write_fix_sheets
from payung.values.words import Lang

MakeList = Callable[..., Path]


def fill(path: Path, given: dict[int, dict[str, Any]], without: str = "") -> Path:
    """Writes what a clerk knows of each source row; takes out the column `without`."""
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    head = [cell.value for cell in sheet[3]]
    for row in sheet.iter_rows(min_row=4):
        for title, value in given.get(row[1].value, {}).items():
            row[head.index(title)].value = value
    if without:
        sheet.delete_cols(head.index(without) + 1)
    book.save(path)
    return path


def sent_back(a_list: Path, folder: Path, given: dict[int, dict[str, Any]], without: str = "", lang: Lang = "id") -> pl.DataFrame:
    return corrections_frame(read(fill(write_fix_sheets(checked(a_list), folder, lang=lang)[0], given, without)))


RIGHT = {5: {"NIK": "7405011203800033", "Tanggal Lahir": "12-03-1980", "Nama Lengkap": "Husain"}, 8: {"NIK": "7405010101850025"}}
RIGHT_EN = {5: {"NIK": "7405011203800033", "Birth date": "12-03-1980", "Full name": "Husain"}, 8: {"NIK": "7405010101850025"}}


@pytest.mark.parametrize(("lang", "given"), [("id", RIGHT), ("en", RIGHT_EN)])
def test_a_filled_sheet_changes_the_verdict_of_just_its_rows(a_list: MakeList, tmp_path: Path, lang: Lang, given: dict[int, dict[str, Any]]) -> None:
    path = a_list()
    rows = rows_frame(read(path))
    corrected = apply_corrections(rows, sent_back(path, tmp_path / "fix", given, lang=lang))
    assert (corrected.applied, corrected.unknown) == (2, [])
    assert check(rows, RULES, REGISTERS).rows["verdict"].to_list() == ["passes", "needs_fixing", "rejected", "duplicate", "needs_fixing"]
    assert check(corrected.rows, RULES, REGISTERS).rows["verdict"].to_list() == ["passes", "passes", "rejected", "duplicate", "passes"]
    others = ~pl.col("row").is_in([5, 8])
    assert_frame_equal(corrected.rows.filter(others), rows.filter(others))
    assert corrected.rows["name"].to_list() == ["Budi Santoso", "Husain", "Sitti Aminah", "Budi S.", "Made Wirawan"]


def test_a_sheet_sent_back_untouched_says_the_same_and_lets_no_damaged_nik_pass(a_list: MakeList, tmp_path: Path) -> None:
    path = a_list()
    corrected = apply_corrections(rows_frame(read(path)), sent_back(path, tmp_path / "fix", {}))
    before, after = checked(path).rows, check(corrected.rows, RULES, REGISTERS).rows
    assert after["verdict"].to_list() == before["verdict"].to_list()
    same = ["file", "sha256", "sheet", "row", *(name for name in FIELDS if name not in ("nik", "birth_date", "sex")), "born", "sex_read"]
    assert_frame_equal(after.select(same), before.select(same))


def test_a_corrected_row_reads_back_as_the_same_texts(a_list: MakeList, tmp_path: Path) -> None:
    path = a_list()
    once = apply_corrections(rows_frame(read(path)), sent_back(path, tmp_path / "fix", {5: {"Nama Lengkap": "Husain"}})).rows
    again = write_fix_sheets(check(once, RULES, REGISTERS), tmp_path / "again")
    assert_frame_equal(apply_corrections(once, corrections_frame(read(*again))).rows, once)


def test_an_emptied_cell_is_empty_and_a_column_taken_out_leaves_its_field(a_list: MakeList, tmp_path: Path) -> None:
    path = a_list()
    rows = apply_corrections(rows_frame(read(path)), sent_back(path, tmp_path / "fix", {5: {"No HP": None}}, without="Alamat")).rows
    row = rows.row(1, named=True)
    assert (row["phone"], row["address"], row["income"]) == (None, "Dusun I", "Rp 1.000.000")


def test_without_its_field_a_reason_is_not_taken_for_it(a_list: MakeList, tmp_path: Path) -> None:
    path = a_list()
    rows = apply_corrections(rows_frame(read(path)), sent_back(path, tmp_path / "fix", {}, without="Tanggal Lahir")).rows
    assert rows["birth_date"].to_list() == rows_frame(read(path))["birth_date"].to_list()


def test_place_and_date_in_one_column_give_way_to_the_two_columns_of_the_sheet(a_list: MakeList, tmp_path: Path) -> None:
    head = [*HEAD[:3], "Tempat/Tanggal Lahir", *HEAD[5:]]
    path = a_list(head=head, rows=[[1, SHORT, "Asnia", "Bone, 12 Juni 1977", "P", *REST]])
    corrected = apply_corrections(rows_frame(read(path)), sent_back(path, tmp_path / "fix", {4: {"NIK": "7405015206770841"}}))
    row = check(corrected.rows, RULES).rows.row(0, named=True)
    assert (row["verdict"], row["birth_place_read"], row["birth_date"], row["birth"]) == ("passes", "Bone", "1977-06-12", None)


def test_rows_no_list_has_are_told_and_change_nothing(a_list: MakeList, tmp_path: Path) -> None:
    path, other = a_list(), a_list("Desa Lain.xlsx", rows=PEOPLE[:3])
    rows = rows_frame(read(other))
    corrected = apply_corrections(rows, sent_back(path, tmp_path / "fix", {}))
    assert (corrected.applied, corrected.unknown) == (0, [("Data", 5), ("Data", 8)])
    assert_frame_equal(corrected.rows, rows)


def test_of_two_corrections_of_a_row_the_later_one_holds(a_list: MakeList, tmp_path: Path) -> None:
    path = a_list()
    both = pl.concat([sent_back(path, tmp_path / "fix", {5: {"Nama Lengkap": name}}) for name in ("Husain", "Hasan")])
    corrected = apply_corrections(rows_frame(read(path)), both)
    assert (corrected.applied, corrected.rows["name"][1]) == (2, "Hasan")


def test_a_list_without_the_hidden_sheet_is_no_correction(a_list: MakeList) -> None:
    assert corrections_frame(read(a_list())).is_empty()
    rows = rows_frame(read(a_list()))
    assert apply_corrections(rows, corrections_frame([])).rows is rows


def test_a_sheet_name_with_spaces_around_it_is_found_again(a_list: MakeList, tmp_path: Path) -> None:
    path = a_list(sheet="Data ")
    corrected = apply_corrections(rows_frame(read(path)), sent_back(path, tmp_path / "fix", RIGHT))
    assert (corrected.applied, corrected.rows["sheet"].unique().to_list()) == (2, ["Data "])
