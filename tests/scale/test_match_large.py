"""Who is found of those who are one: the field's yardstick, the lists of a regency, and the same pairs from a cluster."""

from pathlib import Path

import pytest

from payung.demo.bench_matching import match_people, score_people
from payung.demo.families import invent_families
from payung.demo.matching_sets import ON, SETS, People, febrl_files
from payung.matching.match import match

pytestmark = pytest.mark.large
BY_NAME = {each.name: each for each in SETS}


def scored(people: People) -> list[tuple[float, float, float]]:
    """Precision, recall and calibration error of all pairs, and of those under two NIKs where these are known."""
    found, _ = match_people(people, "duckdb", judged=True)
    told = [score.as_dict() for score in score_people(people, found, judged=True) if score]
    return [(score["precision"], score["recall"], score["error"]) for score in told]


@pytest.mark.parametrize("name", ["febrl-1", "febrl-4", "febrl-4-no-nik"])
def test_febrl(name, tmp_path):
    if not febrl_files():
        pytest.skip("FEBRL is not installed: make scale")
    ((precision, recall, calibration),) = scored(BY_NAME[name].make(tmp_path))
    assert precision >= 0.995
    assert recall >= 0.985
    assert calibration <= 0.05


@pytest.fixture(scope="module")
def lists(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("lists")


@pytest.mark.parametrize("name", ["lists-5000-1", "lists-5000-2", "lists-5000-3", "lists-100000-1"])
def test_people_under_two_niks(name, lists):
    whole, under_two = scored(BY_NAME[name].make(lists))
    for precision, recall, calibration in (whole, under_two):
        assert precision >= 0.95
        assert recall >= 0.97
        assert calibration <= 0.05


@pytest.mark.parametrize("name", ["taspen-5000-1", "taspen-5000-2", "taspen-5000-3", "taspen-100000-1"])
def test_a_register_without_nik(name, lists):
    ((precision, recall, calibration),) = scored(BY_NAME[name].make(lists))
    assert precision >= 0.9
    assert recall >= 0.95
    assert calibration <= 0.05


def test_a_cluster_of_two_workers_gives_the_same_pairs(monkeypatch):
    pytest.importorskip("pyspark", reason="pyspark is not installed: make scale")
    monkeypatch.setenv("PAYUNG_SPARK_MASTER", "local-cluster[2,1,1024]")
    rows = invent_families(1_000, 41).rows.drop("person")
    here = match(rows, on=ON, threshold=0.01)
    assert here.height > 50
    assert match(rows, on=ON, threshold=0.01, engine="spark").equals(here)
