"""payung review as it is typed: what it says, and what it writes."""

import json

import polars as pl
import pytest
from invented import JANUARY, TODAY, nik
from typer.testing import CliRunner

from payung.billing.actions import make_bill
from payung.cli.review import reviews
from payung.registry.models import Person
from payung.review.actions import record_pairs
from payung.review.models import Pair
from payung.review.search import PAIRS

pytestmark = pytest.mark.django_db


def typed(*words: str, code: int = 0):
    done = CliRunner().invoke(reviews, list(words))
    assert done.exit_code == code, done.output
    return done


@pytest.fixture
def pair(programme) -> str:
    """Two people on one list, of whom January is billed; the number of their pair."""
    a, b = programme.candidates(2)["id"]
    make_bill(fund=programme.started(), month=JANUARY, by=None, on=TODAY)
    found = {"person_id": [a], "other_id": [b], "entry_id": [None], "probability": [0.95], "why": ["given=same mother=different"]}
    record_pairs(round=programme.round, pairs=pl.DataFrame(found, schema=PAIRS), by=None, on=TODAY)
    return str(Pair.objects.get().pk)


def test_the_list_masks_numbers_and_one_pair_shows_them(pair):
    listed = typed("list").output
    assert listed.startswith("1 pasangan menunggu, 0 di antaranya belum jelas; 0 diputuskan sama, 0 beda. Uang yang dijaga: Rp184.800.")
    assert "7405••••••••0000" in listed
    assert nik(0) not in listed
    shown = typed("show", pair).output
    assert nik(0) in shown
    assert "− nama ibu beda" in shown
    assert "1 bulan, Rp16.800 (2026-01)" in shown
    told = json.loads(typed("list", "--json", "--lang", "en").output)
    assert (told["waiting"], told["pairs"][0]["sides"][0]["nik"], told["pairs"][0]["likely"]) == (1, "7405••••••••0000", "very likely one person")


def test_decided_taken_back_and_each_time_said_what_changed(pair):
    said = typed("decide", pair, "sama", "--reason", "KTP dilihat", "--keep", nik(1)).output.splitlines()
    assert said[0] == f"Pasangan {pair}: orang yang sama."
    assert said[1] == f"NIK yang dipakai: {nik(1)}; NIK lainnya tetap tersimpan."
    assert said[2] == "7405••••••••0000 keluar dari daftar APBD 2026 sejak Februari 2026."
    assert Person.objects.get(nik=nik(0)).same_as.nik == nik(1)
    refused = typed("decide", pair, "beda", "--reason", "x", code=2)
    assert f"payung review undo {pair}" in refused.stderr
    said = typed("undo", pair, "--reason", "keliru", "--lang", "en").output.splitlines()
    assert said == [f"Pair {pair}: taken back, now not answered.", "7405••••••••0000 is back on the list of APBD 2026 from February 2026 on."]
    assert "belum diputuskan" in typed("undo", pair, "--reason", "x", code=2).stderr


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("show", "99"), "Pasangan 99 tidak ada."),
        (("decide", "99", "same", "--reason", "x"), "Pasangan 99 tidak ada."),
        (("export", "pasangan.csv"), "Beri nama berkas yang berakhir .xlsx."),
        (("find", "--place", "74.05", "--engine", "abacus"), "Mesin “abacus” tidak dikenal."),
        (("find", "--place", "74.02"), "Tidak ditemukan"),
    ],
)
def test_a_refusal_is_one_sentence(programme, words, said):
    assert typed(*words, code=2).stderr.startswith(said)


def test_a_search_says_what_it_compares(programme, monkeypatch):
    programme.candidates(2)
    nobody = pl.DataFrame(schema={"left_id": pl.Int64, "right_id": pl.Int64, "probability": pl.Float64, "why": pl.String})
    monkeypatch.setattr("payung.matching.match.match", lambda *_, **__: nobody)
    said = typed("find", "--place", "74.05").output.splitlines()
    assert said[0] == "2 calon baru, satu sama lain"
    assert said[1] == "0 pasangan ditemukan, 0 baru. Menunggu keputusan: 0 pasangan, uang yang dijaga Rp0."
