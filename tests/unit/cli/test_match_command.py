"""`payung match` as a user calls it: files in, pairs out."""

import csv
import json
import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest

OURS = """kode,nama,tanggal_lahir,ibu,desa
a1,La Ode Karim,13-04-1981,Asma Tepu,Lapoa
a2,Sitti Aminah,02-11-1975,Ramlah,Lere
a3,Erni Hakim,30-01-1990,Murni Gani,Lapoa
a4,LAODE KARIM,13-04-1981,Asma Tepu,Lapoa
"""
THEIRS = """No;Nama Pegawai;Tgl. Lahir;Instansi
1;ST. AMINAH;02-11-1975;Dinas Kesehatan
2;RUSDI PASARIBU;17-08-1969;RSUD
"""


def payung(*words: object) -> "subprocess.CompletedProcess[str]":
    return subprocess.run([sys.executable, "-m", "payung", *map(str, words)], capture_output=True, text=True, check=False)


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path, Path]:
    (tmp_path / "kami.csv").write_text(OURS)
    (tmp_path / "mereka.csv").write_text(THEIRS)
    return tmp_path / "kami.csv", tmp_path / "mereka.csv", tmp_path / "hasil" / "pasangan.csv"


def pairs(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def test_doubles_inside_one_list(files):
    ours, _, out = files
    done = payung("match", ours, "--out", out, "--id", "kode", "--json")
    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout)["pairs"] == 1
    found = pairs(out)
    assert [list(pair) for pair in found] == [["left_id", "right_id", "probability", "why"]]
    assert (found[0]["left_id"], found[0]["right_id"]) == ("a1", "a4")
    assert 0.5 <= float(found[0]["probability"]) <= 1
    assert "nama ibu sama" in found[0]["why"]


def test_links_between_two_lists_and_the_workbook(files, tmp_path):
    ours, theirs, out = files
    done = payung("match", ours, theirs, "--out", out, "--map", "name=nama", "--map", "name=Nama Pegawai", "--xlsx", tmp_path / "jawaban.xlsx")
    assert (done.returncode, done.stderr) == (0, "")
    assert [(pair["left_id"], pair["right_id"]) for pair in pairs(out)] == [("3", "2")]  # rows as the spreadsheets number them
    assert "1 pasangan dari 4 × 2 baris" in done.stdout
    book = openpyxl.load_workbook(tmp_path / "jawaban.xlsx")
    told = [[cell.value for cell in row] for row in book["Semua baris"].iter_rows(min_row=4)]
    assert told[0][:2] == ["⧉ sudah ada", "2"]
    assert [row[0] for row in told[1:]] == ["tidak ditemukan"] * 3
    side_by_side = [cell.value for cell in book["Pasangan"][4]]
    assert {"Sitti Aminah", "ST. AMINAH"} <= set(side_by_side)


def test_nobody_is_found_and_that_is_an_answer(files):
    _, theirs, out = files
    assert payung("match", theirs, "--out", out).returncode == 0
    assert out.read_text() == "left_id,right_id,probability,why\n"


def test_a_higher_threshold_gives_fewer_pairs(files):
    ours, _, out = files
    assert payung("match", ours, "--out", out, "--threshold", "1").returncode == 0
    assert pairs(out) == []


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--map", "name=Pemilik"), "Kolom “Pemilik” tidak ada di berkas"),
        (("--map", "gaji=nama"), "tulis --map ISI=KOLOM"),
        (("--id", "nomor"), "tidak punya kolom “nomor”"),
        (("--engine", "mesin"), "Pilih duckdb atau spark"),
    ],
)
def test_a_slip_of_the_hand_gets_a_sentence_and_writes_nothing(files, words, said):
    ours, _, out = files
    done = payung("match", ours, "--out", out, *words)
    assert done.returncode == 2
    assert said in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert not out.exists()


def test_a_file_without_names(tmp_path):
    (tmp_path / "harga.csv").write_text("barang,harga\nberas,15000\n")
    done = payung("match", tmp_path / "harga.csv", "--out", tmp_path / "p.csv")
    assert done.returncode == 2
    assert "harga.csv" in done.stderr


def test_what_cannot_be_compared_is_told(tmp_path):
    (tmp_path / "satu.csv").write_text("nama,tanggal lahir\n" + "Nur,31-02-1980\n" * 400)
    done = payung("match", tmp_path / "satu.csv", "--out", tmp_path / "p.csv")
    assert done.returncode == 0
    assert "400 tanggal lahir tidak terbaca" in done.stdout
    assert "400 baris tidak dapat dibandingkan" in done.stdout
