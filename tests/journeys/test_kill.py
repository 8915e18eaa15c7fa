"""Killed at any moment and run again, the result is the same as undisturbed, byte for byte in the export."""

from collections.abc import Callable
from pathlib import Path

import pytest
from installations import Installation, moments

from payung.demo.make_lists import make_lists

pytestmark = [pytest.mark.large, pytest.mark.database]

KILLS = {"receive": 8, "accept": 4, "find": 3, "bill": 5}


def test_twenty_kills_change_nothing(tmp_path: Path, copies: Callable[[str], Installation]) -> None:
    people = tmp_path / "people"
    make_lists(people, people=8_000, lists=60, seed=7)  # several portions to receive
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
    registers = [f"{path.stem}={path}" for path in sorted((people / "registers").glob("*.csv"))]
    base.run("register", "import", *registers, "--source", "uji", "--as-of", "2025-12-01", "--place", "74.05")
    base.run("list", "receive", str(next((people / "lists").iterdir())), "--place", "74.05", "--start", "2026-01-01")  # opens the round

    calm, disturbed = copies("calm"), copies("disturbed")
    hit = 0
    for step, words in steps.items():
        for before in between.get(step, []):
            calm.run(*before)
            disturbed.run(*before)
        hit += sum(disturbed.kill(at, *words) for at in moments(calm.steps(*words), KILLS[step]))
        disturbed.run(*words)
    for installation in (calm, disturbed):
        installation.run("pay", "APBD", "--month", "2026-01", "--reference", "SP2D-1", "--on", "2026-01-10")
        installation.run("export", str(installation.home / "export"))
    assert hit >= sum(KILLS.values()) * 3 // 4, "kills must come while the work is under way"
    exported = {path.name: path.read_bytes() for path in (calm.home / "export").iterdir()}
    assert sum(len(data.splitlines()) for data in exported.values()) > 20_000
    assert exported == {path.name: path.read_bytes() for path in (disturbed.home / "export").iterdir()}
    kept = {path.name for path in (calm.home / "files").rglob("*") if path.is_file()}
    assert {path.name for path in (disturbed.home / "files").rglob("*") if path.is_file() and path.suffix != ".part"} == kept
