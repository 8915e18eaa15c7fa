"""What an operator reads of registers: their age and particulars, whom a newer one concerned, and which check used which version."""

import json
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner

from payung.config.command import build
from payung.registry.models import Register

pytestmark = pytest.mark.django_db

NEW, OLD = (date.today() - timedelta(days=days) for days in (3, 125))
SITTI, BUDI = "7405015203800017", "7405011206770841"
LIST = f"""NIK;Nama;Tanggal Lahir;JK;Desa;Kecamatan;Pekerjaan;No HP;Ibu Kandung
{BUDI};Budi Santoso;12-06-1977;L;Lapoa;Tinanggea;Petani;0812;Asnia
{SITTI};Sitti Aminah;12-03-1980;P;Lapoa;Tinanggea;Pedagang;0813;Ramlah
"""
Run = Callable[..., str]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.delenv("PAYUNG_PLACE", raising=False)

    def do(*words: object, code: int = 0) -> str:
        done = CliRunner().invoke(build(str(words[0])), [str(word) for word in words])
        assert done.exit_code == code, done.output
        return done.output

    return do


@pytest.fixture
def deaths(tmp_path: Path) -> Callable[..., str]:
    def do(*niks: str) -> str:
        path = tmp_path / f"kematian {len(niks)}.csv"
        path.write_text("\n".join(["NIK;Nama;Tanggal Meninggal", *(f"{nik};Ani;3 Mei 2025" for nik in niks)]), encoding="utf-8")
        return f"deaths={path}"

    return do


def received(run: Run, folder: Path) -> str:
    path = folder / "Desa Lapoa.csv"
    path.write_text(LIST, encoding="utf-8")
    told = run("list", "receive", path, "--place", "74.05", "--start", "2026-01-01")
    run("list", "accept")
    return told


def test_a_register_says_who_keeps_it_and_how_old_it_is(run: Run, deaths: Callable[..., str]) -> None:
    given = ["--owner", "Disdukcapil", "--legal-basis", "UU 24/2013, PKS 460/12/2025", "--coverage", "Konawe Selatan, kematian 2023-2025"]
    run("register", "import", deaths(SITTI), "--source", "Bidang PIAK", "--as-of", OLD, "--place", "74.05", *given)
    told = run("register", "list", "--place", "74.05")
    assert "Daftar kematian versi 1: 1 baris, keadaan" in told
    assert "berumur 4 bulan, sudah lama" in told
    for line in (
        "dari Bidang PIAK",
        "dipegang Disdukcapil",
        "dasar UU 24/2013, PKS 460/12/2025",
        "memuat Konawe Selatan, kematian 2023-2025",
        "dipakai 0 pemeriksaan",
    ):
        assert line in told
    assert "Belum dimuat, jadi belum diperiksa: daftar ASN, TNI, POLRI; daftar perangkat desa;" in told
    run("register", "import", deaths(SITTI, BUDI), "--source", "Bidang PIAK", "--as-of", NEW, "--place", "74.05")
    (newest,) = json.loads(run("register", "list", "--place", "74.05", "--json"))
    assert (newest["version"], newest["days"], newest["old"], newest["rows"]) == (2, 3, False, 2)


def test_receiving_with_an_old_register_is_told_once(run: Run, deaths: Callable[..., str], tmp_path: Path) -> None:
    run("register", "import", deaths(BUDI), "--source", "x", "--as-of", OLD, "--place", "74.05")
    told = received(run, tmp_path)
    assert told.count("Sudah lama, minta yang baru: daftar kematian berumur 4 bulan.") == 1
    assert "Konawe Selatan: Sudah lama, minta yang baru: daftar kematian berumur 4 bulan." in run("doctor")
    run("register", "import", deaths(), "--source", "x", "--as-of", NEW, "--place", "74.05")
    told = run("doctor")
    assert "Sudah lama" not in told
    assert "Konawe Selatan: Belum dimuat, jadi belum diperiksa: daftar ASN, TNI, POLRI;" in told


def test_a_newer_register_tells_whom_it_concerned(run: Run, deaths: Callable[..., str], tmp_path: Path) -> None:
    run("register", "import", deaths(), "--source", "x", "--as-of", OLD, "--place", "74.05")
    received(run, tmp_path)
    told = run("register", "import", deaths(SITTI), "--source", "x", "--as-of", NEW)
    assert "2026: 1 orang (1 baris) diperiksa ulang; 1 baris berganti keputusan." in told
    assert "1  lolos → tidak lolos" in told
    assert "1 calon tidak dapat masuk urutan lagi." in told
    assert "2026: tidak ada baris yang jawabannya berubah." in run("list", "recheck")
    assert "0 calon baru; 1 calon dalam pendataan 2026." in run("list", "accept")
    uses = [(use["kind"], use["version"], use["work"], use["rows"], use["found"]) for use in json.loads(run("register", "uses", "--json"))]
    assert uses == [("deaths", 1, "list.receive", 2, 0), ("deaths", 2, "check.again", 2, 1)]
    assert "memeriksa ulang" in run("register", "uses")
    (again,) = json.loads(run("register", "import", deaths(), "--source", "x", "--as-of", OLD, "--json"))
    assert (again["version"], again["checked_again"]) == (1, [])


def test_what_could_not_be_read_is_told_and_bad_input_is_one_sentence(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "k.csv"
    path.write_text(f"NIK;Nama;Tanggal Meninggal\n{SITTI};Ani;31-02-2025\n", encoding="utf-8")
    words = ["register", "import", f"deaths={path}", "--source", "x", "--place", "74.05", "--as-of"]
    assert "belum tiba" in run(*words, date.today() + timedelta(days=1), code=2)
    told = run(*words, NEW)
    assert "• k.csv: 1 tanggal di kolom “Tanggal Meninggal” tidak terbaca, misalnya “31-02-2025”." in told
    path.write_text("Nama;Alamat\nAni;Dusun 1\n", encoding="utf-8")
    assert "Perlu kolom NIK, atau nama dan tanggal lahir. Yang ada: “Nama”, “Alamat”." in run(*words, NEW, code=2)
    assert Register.objects.count() == 1


def test_the_check_without_a_database_tells_too(run: Run, tmp_path: Path) -> None:
    deaths = tmp_path / "k.csv"
    deaths.write_text("Nama;Tanggal Lahir;Tanggal Meninggal\nSitti Aminah;12-03-1980;31-02-2025\n", encoding="utf-8")
    (tmp_path / "Desa Lapoa.csv").write_text(LIST, encoding="utf-8")
    told = run("check", tmp_path / "Desa Lapoa.csv", "--register", f"deaths={deaths}", "--start", "2026-01-01", "--out", tmp_path / "out")
    assert "2 baris = 2 lolos" in told
    assert "• k.csv: Daftar ini tanpa NIK" in told
    assert "• k.csv: 1 tanggal di kolom" in told
