"""A misused command answers with one sentence, in the language asked for, and exit code 2; never with a traceback."""

import subprocess
import sys

import pytest


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
