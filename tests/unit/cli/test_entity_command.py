"""payung entity as it is typed."""

import json
from datetime import date, timedelta

import pytest
from entities import REGENCY, desa, enrol, owe
from typer.testing import CliRunner

from payung.cli.entities import entities
from payung.compliance.enrolment_models import ArrearsLetter, LetterStep, Skk
from payung.compliance.letter_actions import write_arrears_letters
from payung.places.models import Place

pytestmark = pytest.mark.django_db
LONG_AGO = date.today() - timedelta(120)


def typed(*words: object, code: int = 0) -> str:
    done = CliRunner().invoke(entities, [str(word) for word in words])
    assert done.exit_code == code, done.output
    return done.output


def test_counts_and_lists():
    for code in desa(47):
        enrol(code)
    owe(desa(1)[0], 3, 900_000)
    told = typed("counts", "--place", REGENCY)
    assert "13,99 %" in told
    assert "dibagi 336 desa" in told
    assert json.loads(typed("counts", "--place", REGENCY, "--json"))["village"] == {
        "total": 336, "enrolled": 47, "arrears": 1, "months": 3, "rupiah": 900_000,
    }  # fmt: skip
    (one,) = json.loads(typed("list", "--state", "arrears", "--place", REGENCY, "--json"))
    assert (one["key"], one["owed"]) == (f"desa-{desa(1)[0]}", 900_000)


def test_what_is_said_promised_and_paid():
    key = f"desa-{desa(1)[0]}"
    typed("enrol", key, "--source", "BPJS", "--npp", "a1", "--workers", 12, "--registered", 9, "--place", REGENCY)
    typed("owes", key, 3, "900.000", "--source", "BPJS", "--place", REGENCY)
    typed("promise", key, "900000", "--due", date.today() + timedelta(30), "--parts", 3, "--place", REGENCY)
    typed("pay", key, "300000", "--reference", "BKU", "--on", date.today(), "--place", REGENCY)
    assert "sisa" in typed("pay", key, "9000000", "--reference", "BKU 2", "--place", REGENCY, code=2).lower()
    assert typed("employer", "PT Karangan", "--industry", "C", "--size", "SMALL", "--place", REGENCY).startswith("kantor-")


def test_a_file_with_titles_said_on_the_way(tmp_path):
    village = Place.objects.select_related("parent").get(code=desa(1)[0])
    file = tmp_path / "tunggakan.csv"
    file.write_text(f"Siapa;Kec;Lama;Uang\n{village.name};{village.parent.name};3;900000\nAntah;Entah;1;5\n", encoding="utf-8")
    said = [word for pair in ("Siapa=name", "Lama=months", "Uang=owed") for word in ("--column", pair)]
    told = typed("import", file, "--source", "BPJS", "--kind", "village", "--place", REGENCY, *said)
    assert "1 dari 2 baris dipakai" in told
    assert "3  Antah" in told
    assert "sudah pernah dimuat" in typed("import", file, "--source", "BPJS", "--place", REGENCY)


def test_from_letters_to_the_prosecutor(tmp_path):
    key = owe(desa(1)[0], 3, 900_000, LONG_AGO).key
    place = Place.objects.get(code=REGENCY)
    for after in (0, 20):
        write_arrears_letters(place=place, entities=[key], by=None, on=LONG_AGO + timedelta(after))
    data = json.loads(typed("letters", "--out", tmp_path, "--place", REGENCY, "--json"))
    assert data == {"letters": 1, "again": 0, "held_up": {}}
    assert sorted(path.suffix for path in tmp_path.iterdir()) == [".docx", ".pdf", ".txt"]
    assert json.loads(typed("note", date.today(), "sent", "--place", REGENCY, "--json")) == {"noted": 1}
    assert LetterStep.objects.get().letter.number == 3
    assert json.loads(typed("ready", "--on", date.today() + timedelta(15), "--place", REGENCY, "--json")) == [key]
    assert "belum siap" in typed("handover", key, "--to", "Kejari", "--out", tmp_path, "--place", REGENCY, code=2)
    assert ArrearsLetter.objects.count() == 3
    other = owe(desa(2)[1], 3, 900_000, LONG_AGO).key
    for after in (0, 20, 40):
        write_arrears_letters(place=place, entities=[other], by=None, on=LONG_AGO + timedelta(after))
    typed("handover", "--to", "Kejaksaan Negeri", "--out", tmp_path, "--place", REGENCY)
    skk = Skk.objects.get()
    told = typed("skk", skk.pk, "--number", "SKK-1", "--summons", "--came", "Kades", "--place", REGENCY)
    assert "SKK-1" in told
    assert "Rp900.000 − Rp0 = Rp900.000" in told
    typed("skk", skk.pk, "--close", "desa digabung", "--place", REGENCY)
    assert "tutup 1" in typed("skk", "--out", tmp_path / "skk.xlsx", "--place", REGENCY)
