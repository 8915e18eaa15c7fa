from collections.abc import Callable
from pathlib import Path

import openpyxl
from small_lists import GOOD, checked

from payung.reports.workbook import write_result_workbook


def test_the_workbook_holds_the_equation_the_sums_and_every_row(a_list: Callable[..., Path], tmp_path: Path) -> None:
    write_result_workbook(checked(a_list("A.xlsx"), a_list("B.xlsx")), tmp_path / "hasil.xlsx")
    book = openpyxl.load_workbook(tmp_path / "hasil.xlsx")
    summary = list(book["Ringkasan"].iter_rows(values_only=True))
    assert summary[0][0] == "10 baris = 1 lolos + 4 perlu perbaikan + 2 tidak lolos + 3 ganda"
    assert [row[:6] for row in summary[4:7]] == [("A.xlsx", 5, 1, 2, 1, 1), ("B.xlsx", 5, 0, 2, 1, 2), ("Jumlah", 10, 1, 4, 2, 3)]
    assert ("NIK ganda", 3) in [row[:2] for row in summary[7:]]
    rows = book["Semua baris"]
    assert [rows.cell(2, at).value for at in range(1, 6)] == ["A.xlsx", "Data", 4, "✓ lolos", GOOD]
    assert (rows["E2"].data_type, rows["E2"].number_format) == ("s", "@")
    assert rows.max_row == 11
    assert rows.cell(3, rows.max_column).value == "NIK salah tulis; Tanggal lahir salah"
    assert not [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]


def test_in_english(a_list: Callable[..., Path], tmp_path: Path) -> None:
    write_result_workbook(checked(a_list()), tmp_path / "result.xlsx", "en")
    book = openpyxl.load_workbook(tmp_path / "result.xlsx")
    assert book.sheetnames == ["Summary", "All rows"]
    assert book["Summary"]["A1"].value == "5 rows = 1 pass + 2 need fixing + 1 rejected + 1 duplicate"
