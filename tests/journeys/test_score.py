"""The invented regency, checked by the command, against the truth about every row."""

import pytest
from scored import ROOT, run, score


@pytest.mark.parametrize("seed", [1, 2, *(pytest.param(seed, marks=pytest.mark.large) for seed in range(3, 7))])
def test_five_thousand_people(tmp_path, seed):
    assert "lost 0, invented 0, wrong verdict 0, right 100.00%" in score(tmp_path, "--people", "5000", "--seed", str(seed))


@pytest.mark.parametrize(
    ("options", "start"),
    [
        (("--people", "600", "--lists", "1"), "2026-01-01"),
        (("--people", "800", "--lists", "160"), "2026-01-01"),
        (("--people", "1500", "--bad", "0.9"), "2026-01-01"),
        (("--people", "600", "--bad", "0"), "2026-01-01"),
        (("--people", "1500", "--bad", "0.5"), "2030-12-31"),
        (("--people", "1500", "--bad", "0.5"), "2023-03-01"),
    ],
)
def test_other_regencies(tmp_path, options, start):
    assert "right 100.00%" in score(tmp_path, *options, start=start)


def test_the_judge_is_not_blind(tmp_path):
    """A check without the registers is found wanting."""
    assert run("-m", "payung.demo.make_lists", tmp_path, "--people", "500", "--lists", "4").returncode == 0
    assert run("-m", "payung", "check", tmp_path / "lists", "--start", "2026-01-01", "--out", tmp_path / "out").returncode == 0
    assert run(ROOT / "tests" / "score_lists.py", tmp_path / "truth", tmp_path / "out" / "rows.csv").returncode == 1
