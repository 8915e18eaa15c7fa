"""Pairs with an agency that may not show its list: in the same queue, decided like any other."""

from datetime import date

import polars as pl
import pytest
from invented import TODAY, nik

from payung.intake.queries import newest_registers
from payung.planning.queries import preview_ranking
from payung.registry.models import Register, Standing
from payung.review.actions import decide, undo
from payung.review.encoded import add_encoded
from payung.review.models import Pair
from payung.review.queries import queue
from payung.values.errors import InputError

pytestmark = pytest.mark.django_db
LETTERS = "kqzmwtrbhdplxnvc"


def add(programme, tmp_path, own=None, kind="taspen"):
    path = tmp_path / "pasangan.csv"
    rows = {"left_id": own or [nik(0), "9" * 16], "right_id": [LETTERS, LETTERS[::-1]]}
    pairs = pl.DataFrame({**rows, "probability": ["0.97", "0.9"], "why": ["nama sama, tanggal lahir sama; tetapi: nama ibu beda", "nama mirip"]})
    pairs.write_csv(path)
    return add_encoded(round=programme.round, kind=kind, pairs=pairs, path=path, source="Taspen", as_of=date(2025, 12, 1), by=None, on=TODAY)


def test_our_side_is_shown_and_theirs_is_letters(programme, tmp_path):
    programme.candidates(3)
    run, strangers = add(programme, tmp_path)
    assert (run.found, run.new, strangers) == (1, 1, 1)
    (item,) = queue(visible_to=None, on=TODAY)
    assert (item.left.nik, item.right.nik, item.right.name) == (nik(0), "", LETTERS)
    assert [(part.speaks, part.words.id) for part in item.said][-1] == ("against", "nama ibu beda")
    assert "Taspen" in item.right.told.id


def test_the_same_file_asks_nothing_again_and_no_check_asks_it(programme, tmp_path):
    programme.candidates(3)
    add(programme, tmp_path)
    run, _ = add(programme, tmp_path)
    assert (run.found, run.new) == (1, 0)
    assert Register.objects.filter(encoded=True).count() == 1
    assert newest_registers(programme.place.code) == []


def test_the_same_person_is_out_of_the_ranking_until_it_is_taken_back(programme, tmp_path):
    programme.candidates(3)
    fund = programme.fund()
    add(programme, tmp_path)
    done = decide(pair=Pair.objects.get(), answer="same", reason="Dicocokkan lewat telepon", by=None, on=TODAY)
    assert Standing.objects.get().kind == "taspen"
    assert preview_ranking(fund).count("in") == 2
    undo(decision=done.decision, reason="Orang lain", by=None, on=TODAY)
    assert preview_ranking(fund).count("in") == 3


def test_what_cannot_be_taken_is_refused(programme, tmp_path):
    programme.candidates(1)
    with pytest.raises(InputError, match="encoded.kind"):
        add(programme, tmp_path, kind="welfare")
    with pytest.raises(InputError, match="encoded.no_niks"):
        add(programme, tmp_path, own=["7", "8"])
    assert Register.objects.count() == 0
