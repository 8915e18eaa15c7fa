"""Two officers report one death at the same moment, and a register is imported while a village reports: one event has one case."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from installations import Installation

from payung.demo.make_lists import make_lists

pytestmark = [pytest.mark.large, pytest.mark.database]
DIED = "2026-02-10"


def answers(processes) -> list:
    told = [process.communicate(timeout=120) for process in processes]
    assert [process.returncode for process in processes] == [0] * len(processes), told
    return [json.loads(out) for out, _ in told]


def test_one_event_is_one_case(tmp_path: Path, copies: Callable[[str], Installation]) -> None:
    make_lists(tmp_path / "people", people=60, lists=2, seed=5)
    base = copies("base")
    base.run("setup")
    base.run("list", "receive", str(tmp_path / "people" / "lists"), "--place", "74.05", "--start", "2026-01-01")
    base.run("list", "accept")
    base.run("fund", "open", "A", "--source", "APBD", "--amount", "90000000", "--first", "2026-01", "--months", "12", "--trade-rule", "none")
    base.run("determine", "A", "--number", "SK A")
    base.run("roster", "start", "A")
    base.run("roster", "show", "A", "--month", "2026-01", "--out", str(tmp_path / "list.xlsx"))
    first, second, *_ = listed(tmp_path / "list.xlsx")
    # by a name that nobody has: no constraint of the table would tell the two apart
    words = ("case", "report", "--name", "La Tanpa Nomor", "--village", "74.05.01.2003", "--on", DIED, "--json")
    by_name = answers([base.start(*words) for _ in range(3)])
    assert len({one["case"] for one in by_name}) == 1
    assert sorted(one["opened"] for one in by_name) == [False, False, True]
    by_number = answers([base.start("case", "report", "--nik", first, "--on", DIED, "--json") for _ in range(3)])
    assert len({one["case"] for one in by_number}) == 1
    # the register comes in while the village reports the same death
    deaths = tmp_path / "deaths.csv"
    deaths.write_text(f"NIK;Nama;Tanggal Meninggal\n{first};A;{DIED}\n{second};B;{DIED}\n", encoding="utf-8")
    given = ("register", "import", f"deaths={deaths}", "--source", "Disdukcapil", "--as-of", "2026-03-01", "--place", "74.05", "--json")
    answers([base.start(*given), base.start("case", "report", "--nik", second, "--on", DIED, "--json")])
    (cases,) = answers([base.start("case", "list", "--json")])
    assert len(cases) == 3


def listed(book: Path) -> list[str]:
    from python_calamine import CalamineWorkbook

    rows = CalamineWorkbook.from_path(book).get_sheet_by_index(0).to_python()
    return [cell for row in rows for cell in row if isinstance(cell, str) and len(cell) == 16 and cell.isdecimal()]
