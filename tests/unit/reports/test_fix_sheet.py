from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import openpyxl
import pytest
from small_lists import CUT, GOOD, PEOPLE, SHORT, checked, read

from payung.reports.fix_sheet import write_fix_sheets

MakeList = Callable[..., Path]


@pytest.fixture
def book(a_list: MakeList, tmp_path: Path) -> openpyxl.Workbook:
    [path] = write_fix_sheets(checked(a_list()), tmp_path / "fix", villages=["Lere", "Landabaro"], occupations=["Petani"])
    assert path.name == "Desa Lere - perbaikan.xlsx"
    return openpyxl.load_workbook(path)


def table(book: openpyxl.Workbook, sheet: str) -> list[dict[str, object]]:
    rows = list(book[sheet].iter_rows(min_row=3, values_only=True))
    return [dict(zip(rows[0], row, strict=True)) for row in rows[1:]]


def rule(book: openpyxl.Workbook, cell: str) -> object:
    return next(rule for rule in book["Perbaikan"].data_validations.dataValidation if cell in rule.sqref)


def test_only_rows_that_need_fixing_are_to_be_filled_in(book: openpyxl.Workbook) -> None:
    assert [(row["Lembar asal"], row["Baris asal"]) for row in table(book, "Perbaikan")] == [("Data", 5), ("Data", 8)]


def test_rejected_and_duplicate_rows_are_told_on_a_locked_sheet(book: openpyxl.Workbook) -> None:
    rows = table(book, "Tidak lolos")
    assert [(row["Baris"], row["Keputusan"]) for row in rows] == [(6, "✕ tidak lolos"), (7, "⧉ ganda")]
    assert "3 Mei 2025" in str(rows[0]["Alasan"])
    assert "Desa Lere.xlsx baris 4" in str(rows[1]["Alasan"])
    assert book["Tidak lolos"].protection.sheet


def test_the_reason_stands_beside_its_cell_and_says_what_to_do(book: openpyxl.Workbook) -> None:
    head = [cell.value for cell in book["Perbaikan"][3]]
    assert [head[at - 1] for at, title in enumerate(head) if str(title).startswith("Alasan")] == ["NIK", "Tanggal Lahir"]
    first = table(book, "Perbaikan")[0]
    assert str(first["Alasan: NIK"]) == (
        "NIK “740501120677084” tidak mungkin benar: hanya 15 angka. Lihat KTP-nya, lalu tulis ulang 16 angka sebagai teks."
    )
    assert "“31-02-1980” tidak ada" in str(first["Alasan: Tanggal Lahir"])
    assert book["Perbaikan"]["C4"].fill.fgColor.rgb == "FFFFF3DC"


def test_a_nik_is_text_and_a_cut_one_does_not_look_whole(book: openpyxl.Workbook) -> None:
    sheet = book["Perbaikan"]
    assert [(sheet.cell(row, 3).value, sheet.cell(row, 3).number_format) for row in (4, 5)] == [(SHORT, "@"), (str(CUT)[:15], "@")]
    head = [cell.value for cell in sheet[3]]
    phone = sheet.cell(4, head.index("No HP") + 1)
    assert (phone.value, phone.number_format) == ("081234567890", "@")


def test_a_readable_date_is_a_date_and_an_impossible_one_stays_as_written(book: openpyxl.Workbook) -> None:
    rows = table(book, "Perbaikan")
    assert [row["Tanggal Lahir"] for row in rows] == ["31-02-1980", datetime(1985, 1, 1)]
    at = [cell.value for cell in book["Perbaikan"][3]].index("Tanggal Lahir") + 1
    assert [book["Perbaikan"].cell(row, at).number_format for row in (4, 5)] == ["@", "dd-mm-yyyy"]


def test_no_cell_is_a_formula(book: openpyxl.Workbook) -> None:
    assert table(book, "Perbaikan")[0]["Nama Lengkap"] == "=Husain(1)"
    assert not [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]


def test_cells_have_rules_that_prevent_the_same_mistake(book: openpyxl.Workbook) -> None:
    head = [cell.value for cell in book["Perbaikan"][3]]
    letters = {title: openpyxl.utils.get_column_letter(at) for at, title in enumerate(head, 1)}
    nik, born, sex, village, job = (rule(book, f"{letters[title]}5") for title in ("NIK", "Tanggal Lahir", "Jenis Kelamin", "Desa", "Pekerjaan"))
    assert (nik.type, nik.errorStyle, nik.error) == ("custom", None, "Tulis 16 angka dari KTP, tanpa spasi dan tanda.")
    assert (born.type, sex.formula1) == ("custom", '"L,P"')
    assert (village.formula1, village.errorStyle) == ("_pilihan!$A$1:$A$2", "warning")
    assert (job.formula1, job.errorStyle) == ("_pilihan!$B$1:$B$1", "information")
    assert [cell.value for cell in book["_pilihan"]["A"]] == ["Lere", "Landabaro"]
    assert book["_pilihan"].sheet_state == "hidden"


def test_without_villages_there_is_no_dropdown_for_them(a_list: MakeList, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(write_fix_sheets(checked(a_list()), tmp_path / "fix")[0])
    assert book.sheetnames == ["Perbaikan", "Tidak lolos", "_payung"]
    assert len(book["Perbaikan"].data_validations.dataValidation) == 3


def test_a_hidden_sheet_names_the_list(a_list: MakeList, tmp_path: Path) -> None:
    path = a_list()
    sheet = openpyxl.load_workbook(write_fix_sheets(checked(path), tmp_path / "fix")[0])["_payung"]
    assert (sheet["A1"].value, sheet.sheet_state) == (read(path)[0].sha256, "veryHidden")


def test_it_prints_across_a4_with_its_header_on_every_page(book: openpyxl.Workbook) -> None:
    sheet = book["Perbaikan"]
    page = sheet.page_setup
    assert (page.orientation, page.paperSize, page.fitToHeight, sheet.sheet_properties.pageSetUpPr.fitToPage) == ("landscape", 9, 0, True)
    assert (sheet.freeze_panes, sheet.print_title_rows) == ("C4", "$3:$3")
    assert sheet.auto_filter.ref.startswith("A3:")


def test_a_list_without_rows_to_fix_gets_no_sheet(a_list: MakeList, tmp_path: Path) -> None:
    assert write_fix_sheets(checked(a_list(rows=PEOPLE[:1])), tmp_path / "fix") == []


def test_lists_of_one_stem_get_names_of_their_own(a_list: MakeList, tmp_path: Path) -> None:
    a_list("Lere.xlsx")
    (tmp_path / "Lere.csv").write_text(f"NIK;Nama;Tanggal Lahir\n{SHORT};Asnia;12-06-1977\n", encoding="utf-8")
    paths = write_fix_sheets(checked(tmp_path / "Lere.csv", tmp_path / "Lere.xlsx"), tmp_path / "fix")
    assert [path.name for path in paths] == ["Lere (csv) - perbaikan.xlsx", "Lere (xlsx) - perbaikan.xlsx"]
    assert sorted(path.name for path in (tmp_path / "fix").iterdir()) == sorted(path.name for path in paths)


def test_a_list_sent_again_under_its_name_gets_a_sheet_of_its_own(a_list: MakeList, tmp_path: Path) -> None:
    (tmp_path / "lagi").mkdir()
    again = a_list("lagi/Desa Lere.xlsx", rows=PEOPLE[:2])
    paths = write_fix_sheets(checked(a_list(), again), tmp_path / "fix")
    assert len(paths) == 2
    marks = {openpyxl.load_workbook(path)["_payung"]["A1"].value for path in paths}
    assert marks == {file.sha256 for file in read(tmp_path / "Desa Lere.xlsx", again)}


def test_in_english_the_sheet_is_english(a_list: MakeList, tmp_path: Path) -> None:
    sheet = openpyxl.load_workbook(write_fix_sheets(checked(a_list()), tmp_path / "fix", lang="en")[0])["Corrections"]
    assert [cell.value for cell in sheet[3]][:4] == ["Source sheet", "Source row", "NIK", "Reason: NIK"]
    assert GOOD not in {cell.value for cell in sheet["C"]}
