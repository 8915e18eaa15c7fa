"""Killed at any moment and run again, the result is the same as undisturbed, byte for byte in the export."""

import random
from collections.abc import Callable
from pathlib import Path

import pytest
from installations import Installation

from payung.demo.make_lists import make_lists

pytestmark = [pytest.mark.large, pytest.mark.database]

KILLS = {"receive": 8, "accept": 6, "find": 3, "bill": 6}


def test_twenty_kills_change_nothing(tmp_path: Path, copies: Callable[[str], Installation]) -> None:
    people = tmp_path / "people"
    make_lists(people, people=45_000, lists=60, seed=7)  # more than one portion to receive
    steps = {
        "receive": ("list", "receive", str(people / "lists"), "--place", "74.05"),
        "accept": ("list", "accept"),
        "find": ("review", "find"),
        "bill": ("bill", "APBD", "--month", "2026-01"),
    }
    between = {
        "bill": [
            ("fund", "open", "APBD", "--source", "APBD", "--amount", "500000000", "--first", "2026-01", "--months", "1"),
            ("determine", "APBD", "--number", "SK-1", "--on", "2026-01-02"),
            ("roster", "start", "APBD"),
        ]
    }
    base = copies("base")
    base.run(
        "register",
        "import",
        *(f"{path.stem}={path}" for path in sorted((people / "registers").glob("*.csv"))),
        "--source",
        "uji",
        "--as-of",
        "2025-12-01",
        "--place",
        "74.05",
    )
    base.run("list", "receive", str(next((people / "lists").iterdir())), "--place", "74.05", "--start", "2026-01-01")  # opens the round

    calm, disturbed, moments = copies("calm"), copies("disturbed"), random.Random(20)
    hit = 0
    for step, words in steps.items():
        for before in between.get(step, []):
            calm.run(*before)
            disturbed.run(*before)
        seconds = calm.run(*words)
        for _ in range(KILLS[step]):
            hit += disturbed.kill(seconds * moments.uniform(0.2, 0.9), *words)
        disturbed.run(*words)
    for installation in (calm, disturbed):
        installation.run("pay", "APBD", "--month", "2026-01", "--reference", "SP2D-1", "--on", "2026-01-10")
        installation.run("export", str(installation.home / "export"))
    assert hit >= sum(KILLS.values()) // 2, "most kills must come while the work is under way"
    exported = {path.name: path.read_bytes() for path in (calm.home / "export").iterdir()}
    assert sum(len(data.splitlines()) for data in exported.values()) > 100_000
    assert exported == {path.name: path.read_bytes() for path in (disturbed.home / "export").iterdir()}
    kept = {path.name for path in (calm.home / "files").rglob("*") if path.is_file()}
    assert {path.name for path in (disturbed.home / "files").rglob("*") if path.is_file() and path.suffix != ".part"} == kept
