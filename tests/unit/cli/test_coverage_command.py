"""payung coverage: figures taken in, compared, ranked and priced at the command line."""

import json

import pytest
from invented import JANUARY
from typer.testing import CliRunner

from payung.cli.main import build
from payung.coverage.models import OfficialFigure

pytestmark = pytest.mark.django_db
PAIR = ("--numerator", "active_bpjs", "--denominator", "universe_bpjs", "--month", "2021-12")


def run(*words: object, code: int = 0) -> str:
    done = CliRunner().invoke(build("coverage"), ["coverage", *map(str, words)])
    assert done.exit_code == code, done.output + done.stderr
    return done.output + done.stderr


def asked(*words: object):
    return json.loads(run(*words, "--json"))


@pytest.fixture
def table(tmp_path):
    file = tmp_path / "provinsi.csv"
    file.write_text("Provinsi;Realisasi;Semesta\nSulawesi Selatan;1.180.400;2.420.000\nSulawesi Barat;99.000;421.000\nAntah;1;2\n")
    return file


def test_a_table_its_column_and_the_same_again(table):
    given = ("import", table, "--source", "Paparan", "--publisher", "BPJS", "--as-of", "2021-12", "--place", "ID")
    assert "--column active_bpjs=Realisasi" not in run(*given)  # Semesta is a column of figures by itself
    assert OfficialFigure.objects.count() == 2
    found = asked(*given, "--column", "active_bpjs=Realisasi")
    assert (found["new"], found["same"], [one["row"] for one in found["problems"]]) == (2, 2, [4])
    again = asked(*given)  # the column is remembered
    assert (again["new"], again["same"], again["corrected"]) == (0, 4, 0)
    assert asked("--place", "73", *PAIR)["percent"] == "48,78 %"
    standing = asked("standing", "--place", "76", "--month", "2021-12")
    assert (standing["pair"], standing["rank"]["position"], standing["rank"]["ranked"]) == ("active_bpjs/universe_bpjs", 2, 2)
    assert standing["closing"]["cost"] == 322_000 * 16_800 * 12
    rows = asked("how", "--place", "73", *PAIR)["rows"]
    assert [(one["file"], one["row"], one["value"]) for one in rows] == [("provinsi.csv", 2, 1_180_400), ("provinsi.csv", 2, 2_420_000)]
    assert "peringkat 2 dari 2" in run("standing", "--place", "76", "--month", "2021-12")
    assert "Rp64.915.200.000" in run("standing", "--place", "76", "--month", "2021-12")


def test_columns_nobody_knows_are_asked_for(tmp_path):
    file = tmp_path / "t.csv"
    file.write_text("Wilayah;Realisasi\nSulawesi Selatan;5\n")
    given = ("import", file, "--source", "a", "--as-of", "2021-12", "--place", "ID")
    assert "--column active_bpjs=Realisasi" in run(*given, code=2)
    for wrong in ("nik=Realisasi", "active_bpjs", "active_bpjs="):
        run(*given, "--column", wrong, code=2)


def test_by_hand_corrected_and_as_known():
    given = ("record", "active_bpjs", "--source", "BPJS", "--as-of", "2024-09-30", "--place", "72.08")
    run(*given, 39_695)
    assert "pembetulan" in run(*given, 40_000, code=2)
    assert asked(*given, 40_000, "--correction")["how"] == "correction"
    assert [one["value"] for one in asked("official", "active_bpjs", "--place", "72.08")] == [40_000]
    assert [one["value"] for one in asked("official", "--place", "72.08")] == [39_695, 40_000]
    assert asked("official", "active_bpjs", "--place", "72.08", "--known", "2020-01-01") == []
    assert "belum ada angka" in run("--place", "72.08", "--numerator", "active_bpjs", "--month", "2024-09")


def test_makassar_and_babel():
    for percent, source in (("52", "menitindonesia"), ("63,47", "sulseltimes")):
        run("share", "--place", "73.71", "--as-of", "2025-09-30", "--percent", percent, "--part", 263_903, "--source", source)
    ids = [one["id"] for one in asked("why", "--place", "73.71")]
    assert "≈ 507.506 dan 263.903 ÷ 63,47 % ≈ 415.792" in run("why", *sorted(ids), "--place", "73.71")
    run("why", 1_000, 2_000, "--place", "73.71", code=2)
    babel = ("--part", 383_271, "--rest", 179_842, "--whole", 563_133, "--percent", "31,93")
    said = run("share", "--place", "19", "--as-of", "2024-06", "--source", "babelpos", *babel)
    assert "mestinya 179.842 = 31,94 %" in said
    assert [one["code"] for one in asked("contradictions", "--place", "19")] == ["parts", "swapped"]
    assert "Tidak ada yang bertentangan" in run("contradictions", "--place", "21")


def test_targets_by_definition():
    run("target", "52,15", "--scheme", "UCJ", "--year", 2025, "--source", "Kemendagri", "--place", "ID")
    run("target", "32,15", "--scheme", "RPJMN", "--year", 2025, "--source", "Kemendagri", "--place", "ID", "--pair", "rpjmn_covered/rpjmn_universe")
    found = asked("targets", "--year", 2025, "--place", "73.71")
    assert sorted((one["pair"], [each["target"] for each in one["targets"]]) for one in found) == [
        ("active_bpjs/labour_force_without_asn", ["52,15 %"]),  # the law's figures, by the definition of press reports
        ("active_bpjs/universe_bpjs", ["52,15 %"]),
        ("rpjmn_covered/rpjmn_universe", ["32,15 %"]),
    ]
    assert "RPJMD" in run("target", "5", "--scheme", "X", "--year", 2025, "--source", "a", "--place", "ID", code=2)


def test_the_figure_of_the_only_place_and_what_is_refused(programme):
    programme.candidates(9)
    programme.started()
    found = asked("--month", str(JANUARY), "--numerator", "listed", "--districts")
    assert (found["place"], found["numerator"]["value"]) == ("74.05", 9)
    assert [one["numerator"]["value"] for one in found["districts"] if one["numerator"]["value"]] == [6, 3]
    assert "Konawe Selatan" in run()
    assert "Orang tidak dibagi dengan desa" in run("--numerator", "listed", "--denominator", "villages", code=2)
    assert [one["name"] for one in asked("how", "--month", str(JANUARY), "--numerator", "listed")["funds"]] == ["APBD 2026"]
    assert {one["code"] for one in asked("definitions")} >= {"listed", "measure6", "employed_without_asn"}
    assert "labour force as counted by BPS" in run("definitions", "--lang", "en")
