"""The judge: exits 0 for an answer that is right in every row, and for no other."""

import csv
import subprocess
import sys
from pathlib import Path

import pytest

SCORE = Path(__file__).parents[2] / "score_lists.py"
HEADER = ["file", "sheet", "row", "verdict", "codes"]
RIGHT = [
    ["a.xlsx", "Data", "2", "passes", ""],
    ["a.xlsx", "Data", "3", "needs_fixing", "nik.missing"],
    ["b.csv", "Data", "2", "duplicate", "nik.duplicate"],
]


def write(path: Path, rows: list[list[str]]) -> None:
    with open(path, "w", encoding="utf-8", newline="") as handle:
        csv.writer(handle).writerows([HEADER, *rows])


def judge(folder: Path, answer: list[list[str]]) -> tuple[int, str]:
    write(folder / "rows.csv", RIGHT)
    write(folder / "answer.csv", answer)
    done = subprocess.run([sys.executable, SCORE, folder, folder / "answer.csv"], capture_output=True, text=True, check=False)
    return done.returncode, done.stdout.splitlines()[-1]


def test_a_right_answer(tmp_path):
    assert judge(tmp_path, RIGHT) == (0, "rows 3, lost 0, invented 0, wrong verdict 0, right 100.00%")


def test_warnings_that_the_truth_does_not_know_are_free(tmp_path):
    assert judge(tmp_path, [[*RIGHT[0][:4], "phone.missing nik.place_unknown"], *RIGHT[1:]])[0] == 0


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (RIGHT[:2], "lost 1,"),
        ([*RIGHT, ["b.csv", "Data", "9", "passes", ""]], "invented 1,"),
        ([[*RIGHT[0][:3], "rejected", ""], *RIGHT[1:]], "wrong verdict 1,"),
        ([RIGHT[0], [*RIGHT[1][:4], ""], RIGHT[2]], "wrong verdict 0,"),
        ([[*RIGHT[0][:4], "nik.sex_differs"], *RIGHT[1:]], "wrong verdict 0,"),
    ],
)
def test_a_wrong_answer(tmp_path, answer, said):
    code, last = judge(tmp_path, answer)
    assert code == 1
    assert said in last
