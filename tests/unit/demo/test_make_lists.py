"""The invented regency is the same for everybody who uses the same seed, and looks like what offices really send."""

import csv
import hashlib
import json
import random
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from payung.demo.make_lists import make_lists
from payung.demo.people import World
from payung.demo.regency import FUND_AMOUNT, MONTHS, invent, invented_universe
from payung.places.codes import villages

# SHA-256 of truth/rows.csv for seed 1, 500 people, 8 lists: other tools hold stored answers against these very rows.
TRUTH_OF_SEED_1 = "219ea75dcfdb756309366043f5acf2c803eac8cb39752b1104e997d2a65a73e0"


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    folder = tmp_path_factory.mktemp("regency")
    return folder, make_lists(folder, people=500, lists=8, seed=1)


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def truth(folder: Path) -> list[dict[str, str]]:
    with open(folder / "truth" / "rows.csv", encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def test_the_truth_of_a_seed_never_changes(made):
    assert digest(made[0] / "truth" / "rows.csv") == TRUTH_OF_SEED_1


def test_the_same_seed_gives_the_same_bytes(made, tmp_path):
    make_lists(tmp_path, people=500, lists=8, seed=1)
    files = sorted(path.relative_to(tmp_path) for path in tmp_path.rglob("*.*"))
    assert len(files) == 8 + 6 + 4
    assert [file for file in files if digest(tmp_path / file) != digest(made[0] / file)] == []


def test_another_seed_gives_other_people(made, tmp_path):
    make_lists(tmp_path, people=500, lists=8, seed=2)
    assert not {row["nik"] for row in truth(tmp_path)} & {row["nik"] for row in truth(made[0])}


def test_totals_add_up(made):
    folder, counts = made
    totals = json.loads((folder / "truth" / "totals.json").read_text(encoding="utf-8"))
    rows = truth(folder)
    assert totals["rows"] == counts["rows"] == len(rows) == sum(totals["verdicts"].values())
    assert {"passes", "needs_fixing", "rejected", "duplicate"} == set(totals["verdicts"])
    assert sum(row["codes"].split().count("nik.duplicate") for row in rows) == totals["codes"]["nik.duplicate"]


def test_only_one_row_of_a_nik_passes(made):
    passing = [row["nik"] for row in truth(made[0]) if row["verdict"] == "passes"]
    assert len(passing) == len(set(passing)) > 300


def test_the_overlap_with_taspen_names_lines_of_the_register(made):
    """The civil servants among the rows, and nobody else; another clerk wrote their names, so a part of each is enough to know it by."""
    folder = made[0]
    register = (folder / "registers" / "taspen.csv").read_text(encoding="utf-8").splitlines()
    with open(folder / "truth" / "overlap.csv", encoding="utf-8", newline="") as handle:
        overlap = list(csv.DictReader(handle))
    rows = {(row["file"], row["row"]): row for row in truth(folder)}
    assert {(row["file"], row["row"]) for row in overlap} == {key for key, row in rows.items() if "person.civil_servant" in row["codes"]}
    for row in overlap:
        nik, line = rows[row["file"], row["row"]]["nik"], register[int(row["taspen_row"]) - 1].split(",")
        day = int(nik[6:8])
        assert line[1][2:] == f"{nik[10:12]}-{nik[8:10]}-{day - 40 if day > 40 else day:02d}"


def test_the_command_line_is_the_documented_one(tmp_path, made):
    told = subprocess.run(
        [
            sys.executable,
            "-m",
            "payung.demo.make_lists",
            tmp_path,
            "--people",
            "500",
            "--lists",
            "8",
            "--seed",
            "1",
            "--bad",
            "0.12",
            "--start",
            "2026-01-01",
        ],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert json.loads(told) == made[1]
    assert digest(tmp_path / "truth" / "rows.csv") == TRUTH_OF_SEED_1


def test_people_live_in_the_villages_of_the_regency():
    world = World(random.Random(1), date(2026, 1, 1))
    assert len(world.villages) == 336
    assert {place.code for place in world.villages} < set(villages("74.05")["code"])


def test_the_regency_of_the_demo(tmp_path):
    found = invent(tmp_path, people=60, lists=4)
    assert [path.name[:2] for path in found.lists] == ["01", "02", "03", "04"]
    assert set(found.registers) == {"deaths", "civil_servants", "village_officials", "active_members", "taspen", "welfare"}
    assert found.rows == len(truth(tmp_path)) >= 60
    assert FUND_AMOUNT == 3000 * 16_800 * MONTHS


@pytest.mark.parametrize("renamed", [0, 1, 2])
def test_a_run_that_ends_while_inventing_leaves_no_lists_and_the_next_one_is_whole(tmp_path, monkeypatch, renamed):
    whole = invent(tmp_path / "whole", people=60, lists=4)
    broken, rename, done = tmp_path / "broken", Path.rename, []

    def end(path, target):
        if len(done) == renamed:
            raise KeyboardInterrupt
        done.append(target)
        return rename(path, target)

    with monkeypatch.context() as patched:
        patched.setattr(Path, "rename", end)
        with pytest.raises(KeyboardInterrupt):
            invent(broken, people=60, lists=4)
    assert not (broken / "lists").exists()
    again = invent(broken, people=60, lists=4)
    assert [digest(path) for path in again.lists] == [digest(path) for path in whole.lists]
    assert {path.name for path in broken.iterdir()} == {"lists", "registers", "truth"}


def test_the_invented_universe_is_the_sum_of_its_districts():
    universe = invented_universe()
    assert universe.pop("74.05") == sum(universe.values())
    assert set(universe) == set(villages("74.05")["district_code"])
