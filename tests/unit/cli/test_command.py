"""A misused command answers with one sentence, in the language asked for, and exit code 2; never with a traceback."""

import os
import shutil
import subprocess
import sys

import pytest

from tests import installed


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["nonsense"], "Perintah ini tidak dikenal. Lihat “payung --help”."),
        (["check", "lists"], "Perintah ini belum lengkap: --out belum diisi. Lihat “payung check --help”."),
        (["check", "--foo"], "Pilihan --foo tidak dikenal. Lihat “payung check --help”."),
        (["bench", "--runs", "many"], "Isian --runs tidak terbaca. Lihat “payung bench --help”."),
        (["check", "lists", "--lang", "en"], "This command is not complete: --out is missing. See “payung check --help”."),
        (["check", "lists", "--out", "x", "--start", "5"], "“lists” tidak ditemukan atau tidak boleh dibaca. Periksa nama berkas atau foldernya."),
    ],
)
def test_one_sentence(words: list[str], said: str) -> None:
    done = subprocess.run([sys.executable, "-m", "payung", *words], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr.strip()) == (2, "", said)


@pytest.mark.parametrize("url", ["foo://x", "mysql://root@127.0.0.1/x", "postgres://u:p#@[bad/x"])
def test_a_database_that_cannot_be_used_is_one_sentence_without_its_address(url: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "payung", "list", "show"], env={**os.environ, "DATABASE_URL": url}, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)
    assert done.stderr.startswith("DATABASE_URL tidak terbaca.")
    assert url not in done.stderr


def test_the_doctor_says_what_to_do_and_answers_with_its_code(tmp_path, installed_folder) -> None:
    environment = {**os.environ, "PAYUNG_HOME": str(tmp_path / "new")}
    environment.pop("DATABASE_URL", None)

    def payung(*words: str) -> "subprocess.CompletedProcess[str]":
        return subprocess.run([sys.executable, "-m", "payung", *words], env=environment, capture_output=True, text=True, check=False)

    before = payung("doctor")
    assert (before.returncode, "Jalankan “payung setup”" in before.stdout) == (2, True)
    (tmp_path / "new").mkdir(exist_ok=True)
    shutil.copy(installed.sqlite(installed_folder), tmp_path / "new" / "payung.sqlite3")  # as “payung setup” leaves it
    after = payung("doctor")
    assert (after.returncode, "✗" in after.stdout) == (0, False)


def test_one_register_a_kind(tmp_path) -> None:
    for given in (["deaths=a.csv", "deaths=b.csv"], [f"deaths={tmp_path}"]):
        words = [word for each in given for word in ("--register", each)]
        (tmp_path / "a.csv").write_text("nik,nama\n", encoding="utf-8")
        done = subprocess.run(
            [
                sys.executable,
                "-m",
                "payung",
                "check",
                str(tmp_path / "a.csv"),
                *[w.replace("=a.csv", f"={tmp_path}/a.csv") for w in words],
                "--out",
                str(tmp_path / "o"),
            ],
            capture_output=True,
            text=True,
            check=False,
        )
        assert (done.returncode, "satu berkas untuk setiap jenis" in done.stderr) == (2, True)
