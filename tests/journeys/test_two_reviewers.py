"""Two people decide one pair at the same moment: one of them decides, the other hears who was first."""

from collections.abc import Callable
from pathlib import Path

import pytest
from installations import Installation

from payung.demo.make_lists import make_lists

pytestmark = [pytest.mark.large, pytest.mark.database]
WORDS = (("same", "sama"), ("different", "beda"))


def test_of_two_who_decide_at_once_one_is_refused(tmp_path: Path, copies: Callable[[str], Installation]) -> None:
    make_lists(tmp_path / "people", people=600, lists=6, seed=3)
    base = copies("base")
    base.run("list", "receive", str(tmp_path / "people" / "lists"), "--place", "74.05", "--start", "2026-01-01")
    base.run("list", "accept")
    base.run("review", "find")
    for pair in ("1", "2"):
        both = [base.start("review", "decide", pair, answer, "--reason", "KTP dilihat") for answer, _ in WORDS]
        said = [process.communicate(timeout=120) for process in both]
        assert sorted(process.returncode for process in both) == [0, 2]
        refused = next(error for process, (_, error) in zip(both, said, strict=True) if process.returncode == 2)
        assert f"Pasangan {pair} sudah diputuskan oleh pemilik komputer" in refused
