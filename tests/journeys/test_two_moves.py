"""Two officers move one person to two funds, or begin two lists with the same people, at the same moment: nobody is ever on two lists."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from installations import Installation

from payung.demo.make_lists import make_lists

pytestmark = [pytest.mark.large, pytest.mark.database]


def answers(processes) -> list[dict]:
    told = [process.communicate(timeout=120) for process in processes]
    assert [process.returncode for process in processes] == [0] * len(processes), told
    return [json.loads(out) for out, _ in told]


def test_one_winner_and_a_clear_sentence(tmp_path: Path, copies: Callable[[str], Installation]) -> None:
    make_lists(tmp_path / "people", people=120, lists=3, seed=3)
    base = copies("base")
    base.run("list", "receive", str(tmp_path / "people" / "lists"), "--place", "74.05", "--start", "2026-01-01")
    base.run("list", "accept")
    terms = ("--amount", "90000000", "--first", "2026-01", "--months", "12", "--trade-rule", "none")
    for name, source in (("A", "APBD"), ("B", "DBH-CHT"), ("C", "CSR")):
        base.run("fund", "open", name, "--source", source, *terms)
        base.run("determine", name, "--number", f"SK {name}")
    # two lists of the same people begin at once
    begun = answers([base.start("roster", "start", name, "--json") for name in ("A", "B")])
    assert sorted(one["people"] == 0 for one in begun) == [False, True]
    full, empty = ("A", "B") if begun[0]["people"] else ("B", "A")
    base.run("roster", "start", "C")
    base.run("roster", "show", full, "--month", "2026-01", "--out", str(tmp_path / "list.xlsx"))
    [nik, *_] = listed(tmp_path / "list.xlsx")
    # the same person moves to two funds at once
    both = answers([base.start("fund", "move", full, target, nik, "--month", "2026-03", "--json") for target in (empty, "C")])
    assert sorted(one["moved"] for one in both) == [0, 1]
    [refused] = next(one["not_done"] for one in both if not one["moved"])
    assert refused["code"] == "move.not_listed"
    assert "mungkin baru saja dipindahkan" in refused["sentence"]
    again = answers([base.start("fund", "move", full, empty if both[0]["moved"] else "C", nik, "--month", "2026-03", "--json")])
    assert again[0]["not_done"][0]["code"] == "move.already"


def listed(book: Path) -> list[str]:
    from python_calamine import CalamineWorkbook

    rows = CalamineWorkbook.from_path(book).get_sheet_by_index(0).to_python()
    return [cell for row in rows for cell in row if isinstance(cell, str) and len(cell) == 16 and cell.isdecimal()]
