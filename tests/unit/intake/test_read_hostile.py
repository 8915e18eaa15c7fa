"""Hostile files through the command: one sentence for each, nothing lost of the good list beside it, bounded time and memory."""

import json
import os
import shutil
import subprocess
import sys
import threading
import time
import zipfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from hostile import (
    HEADER,
    PERSON,
    SHEET_HEAD,
    SHEET_TAIL,
    biff_with_password,
    billion_laughs,
    column_name,
    ole_container,
    put_good,
    put_xls,
    raw_xlsx,
    text_row,
    truncated,
    zip_bomb,
)

MOST_MEMORY, MOST_SECONDS = 1 << 30, 30
ROWS = SHEET_HEAD + text_row(1, HEADER)


@dataclass
class Outcome:
    code: int
    said: str
    peak: int
    seconds: float
    summary: dict[str, Any] = field(default_factory=dict)

    @property
    def refused(self) -> dict[str, str]:
        return {refused["file"]: refused["code"] for refused in self.summary["refused"]}


def _memory(pid: int) -> int:
    """Bytes that a process and all below it hold; 0 where the system does not say."""
    try:
        own = int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
        return own + sum(_memory(int(child)) for task in Path(f"/proc/{pid}/task").iterdir() for child in (task / "children").read_text().split())
    except (OSError, IndexError):
        return 0


def run(folder: Path, *more: str) -> Outcome:
    """payung check of a folder, with the most memory its processes held together."""
    out, begun, peak = folder.parent / "out", time.monotonic(), [0]
    command = [sys.executable, "-m", "payung", "check", str(folder), "--start", "2026-01-01", "--out", str(out), *more]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, cwd=Path(__file__).parents[3]) as process:

        def watch() -> None:
            while process.poll() is None:
                peak[0] = max(peak[0], _memory(process.pid))
                time.sleep(0.02)

        watcher = threading.Thread(target=watch)
        watcher.start()
        said = process.communicate()[0].decode(errors="replace")
        watcher.join()
    written = out / "summary.json"
    return Outcome(
        process.returncode, said, peak[0], time.monotonic() - begun, json.loads(written.read_text(encoding="utf-8")) if written.exists() else {}
    )


@pytest.fixture
def folder(tmp_path):
    """A folder with one good list of one person."""
    lists = tmp_path / "daftar"
    lists.mkdir()
    put_good(lists / "00 baik.xlsx")
    return lists


def _ods(path: Path, repeated: str) -> Path:
    cells = "".join(f'<table:table-cell office:value-type="string"><text:p>{title}</text:p></table:table-cell>' for title in HEADER)
    names = " ".join(f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{short}:1.0"' for short in ("office", "table", "text"))
    content = (
        f'<?xml version="1.0"?><office:document-content {names} office:version="1.2"><office:body><office:spreadsheet><table:table table:name="A">'
        f"<table:table-row>{cells}</table:table-row>{repeated}</table:table></office:spreadsheet></office:body></office:document-content>"
    )
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr(
            "META-INF/manifest.xml", '<?xml version="1.0"?><manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'
        )
        archive.writestr("content.xml", content)
    return path


def _put_all(folder: Path) -> dict[str, str]:
    """File -> code of its refusal, of everything that is quickly made."""
    write = {
        "kosong.xlsx": b"",
        "spasi.csv": b" \r\n\r\n",
        "nol.xls": b"\0" * 5000,
        "foto.xls": b"\x89PNG\r\n\x1a\n123",
        "surat.xlsx": b"%PDF-1.7 abc",
        "acak.csv": b"a\0b\0c",
        "kunci.xlsx": ole_container("EncryptedPackage"),
        "kunci.xls": ole_container("EncryptedPackage"),
        "kunci lama.xls": biff_with_password(),
        "surat.doc": ole_container("WordDocument"),
        "web.xls": b"<html><body><table><tr><td>NIK</td></tr></table></body></html>",
        "teks.xlsx": (";".join(HEADER) + "\n" + ";".join(map(str, PERSON))).encode(),
        "judul.csv": ";".join(HEADER).encode(),
        "tanpa judul.csv": b"1;2;3\n4;5;6\n",
    }
    for name, data in write.items():
        (folder / name).write_bytes(data)
    shutil.copy(folder / "00 baik.xlsx", folder / "buku.csv")
    truncated(folder / "potong.xlsx")
    data = put_xls(folder / "potong.xls").read_bytes()
    (folder / "potong.xls").write_bytes(data[: len(data) // 2])
    billion_laughs(folder / "tawa.xlsx")
    no_values = "".join(
        f'<row r="{r}">' + "".join(f'<c r="{column_name(i)}{r}"><f>Lain!{column_name(i)}{r}</f></c>' for i in range(10)) + "</row>"
        for r in range(2, 50)
    )
    raw_xlsx(folder / "rumus.xlsx", ROWS + no_values + SHEET_TAIL)
    raw_xlsx(folder / "sudut.xlsx", ROWS + '<row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t>x</t></is></c></row>' + SHEET_TAIL)
    raw_xlsx(folder / "lebar.xlsx", SHEET_HEAD + text_row(1, [f"kolom {i}" for i in range(16_384)]) + text_row(2, list(range(16_384))) + SHEET_TAIL)
    with zipfile.ZipFile(folder / "arsip.xlsx", "w") as archive:
        archive.writestr("catatan.txt", "bukan buku kerja")
    with zipfile.ZipFile(folder / "biner.xlsx", "w") as archive:
        archive.writestr("xl/workbook.bin", b"")
    with zipfile.ZipFile(folder / "surat.xls", "w") as archive:
        archive.writestr("word/document.xml", "<w/>")
    (folder / "putaran.xlsx").symlink_to(folder / "putaran.xlsx")
    (folder / "folder.xlsx").mkdir()
    (folder / "lingkar").symlink_to(folder, target_is_directory=True)
    return {
        "kosong.xlsx": "file.empty",
        "spasi.csv": "file.empty",
        "nol.xls": "file.empty",
        "foto.xls": "file.not_a_list",
        "surat.xlsx": "file.not_a_list",
        "acak.csv": "file.not_a_table",
        "kunci.xlsx": "file.password",
        "kunci.xls": "file.password",
        "kunci lama.xls": "file.password",
        "surat.doc": "file.not_a_table",
        "web.xls": "file.web_page",
        "teks.xlsx": "file.wrong_name",
        "judul.csv": "file.no_rows",
        "tanpa judul.csv": "file.no_header",
        "buku.csv": "file.wrong_name",
        "potong.xlsx": "file.damaged",
        "potong.xls": "file.damaged",
        "tawa.xlsx": "file.damaged",
        "rumus.xlsx": "file.no_rows",
        "sudut.xlsx": "file.unreadable",
        "lebar.xlsx": "file.too_many_columns",
        "arsip.xlsx": "file.not_a_list",
        "biner.xlsx": "file.not_a_table",
        "surat.xls": "file.not_a_list",
    }


def test_each_is_refused_in_one_sentence_and_the_good_list_is_checked(folder):
    wanted = _put_all(folder)
    outcome = run(folder)
    assert outcome.code == 0
    assert outcome.refused == wanted
    assert outcome.summary["rows"] == outcome.summary["verdicts"]["passes"] == outcome.summary["files"] == 1
    for refused in outcome.summary["refused"]:
        assert refused["sentence"].endswith(".")
        assert refused["sentence"] != refused["sentence_en"]
        assert "{" not in refused["sentence"] + refused["sentence_en"]
    assert "Traceback" not in outcome.said
    assert outcome.peak < MOST_MEMORY


def test_where_nothing_can_be_read_the_command_says_why_of_every_file(folder):
    wanted = _put_all(folder)
    (folder / "00 baik.xlsx").unlink()
    outcome = run(folder)
    assert outcome.code == 2
    assert "Traceback" not in outcome.said
    assert all(name in outcome.said for name in wanted)


def test_names_that_look_like_formulas_stay_names(folder):
    put_good(folder / "=1+1.xlsx", nik="7405011206770842")
    put_good(folder / "lembar.xlsx", sheet="=1+1", nik="7405011206770843")
    put_good(folder / "perintah.xlsx", name="=cmd|' /C calc'!A0", nik="")
    put_good(folder / "🌾 daftar.xlsx", sheet="🌾", name="Siti 🌾", nik="7405011206770844")
    put_good(folder / f"{'n' * 180}.xlsx", nik="7405011206770845")
    outcome = run(folder)
    assert (outcome.code, outcome.summary["rows"], outcome.summary["verdicts"]["passes"], outcome.refused) == (0, 6, 5, {})
    with zipfile.ZipFile(next((folder.parent / "out" / "fix").glob("perintah*.xlsx"))) as book:
        assert not any(b"<f>" in book.read(name) for name in book.namelist() if "/sheet" in name)


def test_a_name_that_is_no_text_stops_nothing_else(folder):
    shutil.copy(folder / "00 baik.xlsx", os.fsencode(folder) + b"/\xff\xfe.xlsx")
    outcome = run(folder)
    assert (outcome.code, outcome.summary["rows"]) == (0, 1)
    assert list(outcome.refused) == ["��.xlsx"]


def test_many_parts_beside_the_sheets_do_no_harm(folder):
    raw_xlsx(
        folder / "bagian.xlsx",
        ROWS + text_row(2, [*PERSON[:1], "7405011206770842", *PERSON[2:]]) + SHEET_TAIL,
        more={f"xl/{'a/' * 20}{i}.xml": b"0" * 1000 for i in range(1000)},
    )
    assert run(folder).summary["verdicts"]["passes"] == 2


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read every file")
def test_a_file_that_may_not_be_read_is_refused(folder):
    put_good(folder / "rahasia.xlsx").chmod(0)
    outcome = run(folder)
    assert (outcome.code, outcome.refused) == (0, {"rahasia.xlsx": "file.forbidden"})


def _million_rows(path: Path) -> Path:
    with xlsxwriter.Workbook(path, {"constant_memory": True}) as book:
        sheet = book.add_worksheet()
        for column, title in enumerate(HEADER):
            sheet.write_string(0, column, title)
        for row in range(1, 1_048_576):
            sheet.write_string(row, 1, str(PERSON[1]))
            sheet.write_string(row, 2, str(PERSON[2]))
    return path


def _one_long_text_everywhere(path: Path) -> Path:
    rows = "".join(
        f'<row r="{r}">' + "".join(f'<c r="{column_name(c)}{r}" t="s"><v>0</v></c>' for c in range(10)) + "</row>" for r in range(2, 20_000)
    )
    strings = f'<?xml version="1.0"?><sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>{"A" * 1_000_000}</t></si></sst>'
    return raw_xlsx(path, ROWS + rows + SHEET_TAIL, strings)


def _text(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


_X = '<table:table-cell office:value-type="string"{}><text:p>x</text:p></table:table-cell>'
GREEDY = {
    "zip bomb": (lambda p: zip_bomb(p / "x.xlsx", 1000 << 20), "file.unreadable"),
    "zip bomb that says so": (lambda p: zip_bomb(p / "x.xlsx", 2000 << 20), "file.too_big"),
    "zip bomb that lies": (lambda p: zip_bomb(p / "x.xlsx", 1000 << 20, lie=True), "file.damaged"),
    "zip bomb in the texts": (lambda p: zip_bomb(p / "x.xlsx", 1000 << 20, into="xl/sharedStrings.xml"), "file.unreadable"),
    "1,048,576 rows": (lambda p: _million_rows(p / "x.xlsx"), "file.too_many_rows"),
    "a long text 200,000 times": (lambda p: _one_long_text_everywhere(p / "x.xlsx"), "file.unreadable"),
    "two far corners": (
        lambda p: raw_xlsx(p / "x.xlsx", ROWS + '<row r="249999"><c r="SR249999"><v>1</v></c></row>' + SHEET_TAIL),
        "file.unreadable",
    ),
    "ods rows repeated": (
        lambda p: _ods(p / "x.ods", f'<table:table-row table:number-rows-repeated="1000000">{_X.format("")}</table:table-row>'),
        "file.too_many_rows",
    ),
    "ods rows and columns repeated": (
        lambda p: _ods(
            p / "x.ods",
            '<table:table-row table:number-rows-repeated="1000000">'
            f"{_X.format(' table:number-columns-repeated=' + chr(34) + '16384' + chr(34))}</table:table-row>",
        ),
        "file.damaged",
    ),
    "csv of one endless line": (lambda p: _text(p / "x.csv", ";".join(HEADER) + "\n" + "x" * (150 << 20)), "file.too_big"),
    "csv wide and long": (lambda p: _text(p / "x.csv", ";".join(HEADER) + ";" * 500 + "\n" + "1;2;x\n" * 240_000), "file.too_big"),
    "csv of a million rows": (lambda p: _text(p / "x.csv", ";".join(HEADER) + "\n" + "1;7405011206770841;x\n" * 1_000_000), "file.too_many_rows"),
}


@pytest.mark.large
@pytest.mark.parametrize("how", GREEDY)
def test_greedy_files_are_stopped_in_time_and_memory(folder, how):
    make, code = GREEDY[how]
    name = make(folder).name
    outcome = run(folder)
    assert (outcome.code, outcome.refused, outcome.summary["verdicts"]["passes"]) == (0, {name: code}, 1), outcome.said
    assert outcome.seconds < MOST_SECONDS
    assert outcome.peak < MOST_MEMORY
