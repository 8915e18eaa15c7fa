"""payung bench matching: which sets, what is scored, what is written. The sets themselves are matched in the large tests."""

import csv
import json

import polars as pl
import pytest
from typer.testing import CliRunner

from payung.config.command import build
from payung.demo import bench_matching
from payung.demo.bench_matching import _lines, chosen, measure_matching, score_people, table_of, write_answers
from payung.demo.matching_sets import SETS, People
from payung.values.errors import InputError


def people() -> People:
    """Rows 1 and 2 are one person under one NIK, 3 and 4 another under two."""
    rows = pl.DataFrame({"id": [1, 2, 3, 4]})
    niks = pl.DataFrame({"id": [1, 2, 3, 4], "nik": ["a", "a", "b", "c"]})
    return People(rows, None, pl.DataFrame({"left_id": [1, 3], "right_id": [2, 4]}), niks)


def found(*pairs):
    return pl.DataFrame(pairs, schema={"left_id": pl.Int64, "right_id": pl.Int64, "probability": pl.Float64}, orient="row")


def lines(name="lists-5000-1"):
    total, two = score_people(people(), found((2, 1, 0.99), (1, 3, 0.6)), judged=True)
    run = {"left_rows": 4, "right_rows": None, "seconds": 1.5, "memory_mb": 200}
    each = next(one for one in SETS if one.name == name)
    return _lines(each, "duckdb", json.loads(json.dumps({"all": total.as_dict(), "two_niks": two.as_dict(), "run": run})))


def test_pairs_under_two_niks_are_scored_by_themselves():
    total, two = score_people(people(), found((2, 1, 0.99), (1, 3, 0.6)), judged=True)
    assert (total.pairs, total.returned, total.found) == (2, 2, 1)
    assert (two.pairs, two.returned, two.found) == (1, 1, 0)


def test_a_set_or_a_group_can_be_chosen():
    assert [each.name for each in chosen("febrl", spark=False)] == ["febrl-1", "febrl-4", "febrl-4-no-nik"]
    assert [each.name for each in chosen("families-50000", spark=False)] == ["families-50000"]
    everything = {each.group for each in chosen(None, spark=False)}
    assert everything == {"febrl", "lists", "taspen", "families", "speed"}
    with pytest.raises(InputError, match="bench.unknown"):
        chosen("febrl-9", spark=False)


def test_spark_is_measured_when_asked_for_and_there(monkeypatch):
    monkeypatch.setattr(bench_matching, "there", lambda engine: engine == "Spark")
    assert [each.engines for each in chosen("spark", spark=True)] == [("duckdb", "spark")]
    monkeypatch.setattr(bench_matching, "there", lambda engine: False)
    with pytest.raises(InputError, match="bench.no_spark"):
        chosen("spark", spark=True)


def test_without_febrl_its_sets_are_passed_over_and_it_says_so(monkeypatch):
    monkeypatch.setattr(bench_matching, "febrl_files", dict)
    said = []
    assert measure_matching(chosen("febrl", spark=False), told=said.append) == []
    assert len(said) == 3
    assert all("make scale" in words.id and "make scale" in words.en for words in said)


def test_growth_is_the_time_of_eight_times_as_many(monkeypatch):
    seconds = {"speed-inside-125000": 2.0, "speed-inside-1000000": 18.0}
    total, _ = score_people(people(), found(), judged=False)

    def child(work, name, *_):
        run = {"left_rows": 4, "right_rows": None, "seconds": seconds[name], "memory_mb": 1}
        return {"all": total.as_dict(), "two_niks": None, "run": run} if work == "match" else {}

    monkeypatch.setattr(bench_matching, "_child", child)
    sets = [each for each in chosen("speed", spark=False) if each.name in seconds]
    assert [line["growth"] for line in measure_matching(sets, told=lambda _: None)] == [None, 9.0]


def test_the_table_says_shares_in_both_languages():
    table = table_of(lines(), "id")
    assert [len(row) for row in table] == [12, 12, 12]
    assert table[1][:8] == ["Daftar 5.000 orang, benih 1", "4", "2", "2", "50,00 %", "50,00 %", "50,00 %", "30,50 %"]
    assert table[2][0] == "… dengan dua NIK"
    assert table[2][4:7] == ["0,00 %", "0,00 %", "0,00 %"]
    assert table_of(lines(), "en")[1][4] == "50.00 %"


def test_answers_are_written_as_tables_and_a_chart(tmp_path):
    written = write_answers(lines(), tmp_path / "out", "id")
    assert [path.name for path in written] == ["matching.csv", "reliability.csv", "reliability-lists-5000-1.svg"]
    with open(written[0], encoding="utf-8", newline="") as handle:
        rows = list(csv.DictReader(handle))
    assert [(row["set"], row["recall"], row["seconds"]) for row in rows] == [("lists-5000-1", "0.5", "1.5"), ("lists-5000-1-two-niks", "0.0", "")]
    assert written[1].read_text(encoding="utf-8").splitlines() == [
        "set,start,end,pairs,true,said",
        "lists-5000-1,0.6,0.7,1,0,0.6",
        "lists-5000-1,0.9,1.0,1,1,0.99",
    ]
    assert "Daftar 5.000 orang, benih 1" in written[2].read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["matching", "--only", "nix"], "“nix” tidak dikenal."),
        (["rank", "--only", "febrl"], "Jalankan “payung bench matching” tersendiri."),
        (["matching", "rank"], "Jalankan “payung bench matching” tersendiri."),
    ],
)
def test_misused_words_get_one_sentence(words, said, capfd):
    answer = CliRunner().invoke(build("bench"), ["bench", *words])
    assert answer.exit_code == 2
    assert said in answer.stderr + capfd.readouterr().err


@pytest.mark.large
def test_people_under_two_niks_are_found_in_the_lists(tmp_path):
    """The whole command: lists written, read back, matched, scored."""
    answer = CliRunner().invoke(build("bench"), ["bench", "matching", "--only", "lists-5000-2", "--out", str(tmp_path), "--json"])
    assert answer.exit_code == 0, answer.stderr
    total, two = json.loads(answer.stdout)["measurements"]
    assert total["left_rows"] > 5_000
    assert total["pairs"] > two["pairs"] > 30
    assert two["recall"] >= 0.97
    assert two["precision"] >= 0.95
    assert (tmp_path / "reliability-lists-5000-2.svg").exists()
