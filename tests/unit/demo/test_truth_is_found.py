"""The command `payung check` says of every invented row exactly what is true of it."""

import os
import subprocess
import sys

import pytest

from payung.demo.make_lists import make_lists
from tests.score_lists import score

REGISTERS = ("deaths", "civil_servants", "village_officials", "active_members", "taspen", "welfare")


@pytest.mark.large
@pytest.mark.skipif("DATABASE_URL" in os.environ, reason="the command uses no database: once is enough")
@pytest.mark.parametrize(("seed", "people", "lists"), [*((seed, 5000, 40) for seed in range(1, 11)), (1, 100_000, 400)])
def test_every_row_and_every_code(tmp_path, seed, people, lists):
    made = make_lists(tmp_path, people=people, lists=lists, seed=seed)
    registers = [word for kind in REGISTERS for word in ("--register", f"{kind}={tmp_path / 'registers' / kind}.csv")]
    subprocess.run(
        [sys.executable, "-m", "payung", "check", tmp_path / "lists", *registers, "--start", "2026-01-01", "--out", tmp_path / "out"],
        check=True,
        stdout=subprocess.DEVNULL,
    )
    found = score(tmp_path / "truth", tmp_path / "out" / "rows.csv")
    assert found.rows == made["rows"] > people
    assert found.perfect, found
