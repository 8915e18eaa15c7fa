"""Checking a folder without a database: what is read, what comes back, what an earlier run left."""

import json
import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest

from payung.intake.folder import list_files, names_of
from payung.values.errors import InputError

HEAD = "NIK;Nama;Tanggal Lahir;JK"
BUDI, SHORT = "7405011206770841;Budi Santoso;12-06-1977;L", "740501120677084;Husain Latif;12-06-1977;L"


def check(*words: object, ok: bool = True) -> str:
    done = subprocess.run([sys.executable, "-m", "payung", "check", *map(str, words)], capture_output=True, text=True, check=False)
    assert (done.returncode == 0) == ok, done.stderr
    assert "Traceback" not in done.stderr
    return done.stdout + done.stderr


@pytest.fixture
def lists(tmp_path: Path) -> Path:
    folder = tmp_path / "lists"
    (folder / "a").mkdir(parents=True)
    (folder / "Desa A.csv").write_text(f"{HEAD}\n{BUDI}\n", encoding="utf-8")
    (folder / "a" / "Desa B.csv").write_text(f"{HEAD}\n{SHORT}\n{BUDI}\n", encoding="utf-8")
    (folder / "~$Desa A.xlsx").write_text("lock", encoding="utf-8")
    return folder


def test_files_come_in_name_order_without_locks_and_earlier_results(lists: Path) -> None:
    results = lists / "hasil"
    results.mkdir()
    (results / "rows.csv").write_text("x", encoding="utf-8")
    assert [path.name for path in list_files([lists], but=results)] == ["Desa A.csv", "Desa B.csv"]
    assert [path.name for path in list_files([results], but=results)] == ["rows.csv"]
    with pytest.raises(InputError, match="does not exist"):
        list_files([lists / "nothing"])


def test_two_files_of_one_name_are_told_apart_by_their_folder(lists: Path) -> None:
    (lists / "a" / "Desa A.csv").write_text(HEAD, encoding="utf-8")
    assert sorted(names_of(list_files([lists])).values()) == ["Desa A.csv", "Desa B.csv", "a/Desa A.csv"]


def test_a_filled_correction_sheet_beside_the_lists_changes_just_its_row(lists: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert "3 baris = 1 lolos + 1 perlu perbaikan + 0 tidak lolos + 1 ganda" in check(lists, "--start", "2026-01-01", "--out", out)
    sheet = out / "fix" / "Desa B - perbaikan.xlsx"
    book = openpyxl.load_workbook(sheet)
    page = book.worksheets[0]
    page.cell(4, [cell.value for cell in page[3]].index("NIK") + 1).value = "7405011206770999"
    book.save(sheet)
    assert "3 baris = 2 lolos + 0 perlu perbaikan + 0 tidak lolos + 1 ganda" in check(
        lists, sheet, "--start", "2026-01-01", "--out", tmp_path / "again"
    )
    summary = json.loads((tmp_path / "again" / "summary.json").read_text(encoding="utf-8"))
    assert (summary["rows"], summary["files"], summary["corrected"]) == (3, 2, 1)


def test_a_register_in_which_nobody_stands_stops_nobody(lists: Path, tmp_path: Path) -> None:
    empty = tmp_path / "deaths.csv"
    empty.write_text("nik,nama,tanggal_meninggal\n", encoding="utf-8")
    assert "1 lolos" in check(lists, "--register", f"deaths={empty}", "--start", "2026-01-01", "--out", tmp_path / "out")


def test_a_long_file_name_gets_its_correction_sheet(tmp_path: Path) -> None:
    path = tmp_path / f"{'Desa ' * 48}.csv"
    path.write_text(f"{HEAD}\n{SHORT}\n", encoding="utf-8")
    check(path, "--start", "2026-01-01", "--out", tmp_path / "out")
    assert len(list((tmp_path / "out" / "fix").iterdir())) == 1


def test_a_path_that_is_not_there_is_one_sentence_and_writes_nothing(tmp_path: Path) -> None:
    said = check(tmp_path / "nothing", "--out", tmp_path / "out", ok=False)
    assert said.count("\n") == 1
    assert not (tmp_path / "out").exists()
