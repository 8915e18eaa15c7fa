"""The approval of a month's changes is one act: killed in it and run again, it is the same as undisturbed, byte for byte in the export."""

from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from installations import Installation, Running, moments

from payung.demo.make_lists import make_lists

pytestmark = [pytest.mark.large, pytest.mark.database]
KILLS, SHEETS = 4, 12
MARCH = ("--month", "2026-03")


def marked(base: Installation, people: Path, count: int) -> None:
    """A list of as many people and fewer, of whom some are marked as moved away in March's round."""
    make_lists(people, people=count, lists=20, seed=11)
    base.run("list", "receive", str(people / "lists"), "--place", "74.05", "--start", "2026-01-01")
    base.run("list", "accept")
    base.run("fund", "open", "APBD", "--source", "APBD", "--amount", str(count * 100_000), "--first", "2026-01", "--months", "12")
    base.run("determine", "APBD", "--number", "SK-1", "--on", "2026-01-02")
    base.run("roster", "start", "APBD")
    base.run("roster", "round", "open", "APBD", *MARCH)
    base.run("roster", "round", "sheets", "APBD", str(base.home / "sheets"), *MARCH)
    largest = sorted((base.home / "sheets").glob("*.xlsx"), key=lambda path: (-path.stat().st_size, path.name))
    filled = [_fill(path) for path in largest[:SHEETS]]
    assert len(filled) == SHEETS
    base.run("roster", "round", "take", "APBD", *map(str, filled), *MARCH)


def test_kills_of_an_approval_change_nothing(tmp_path: Path, copies: Callable[[str], Installation]) -> None:
    base = copies("base")
    marked(base, tmp_path / "people", 2_000)
    base.run("roster", "round", "prepare", "APBD", *MARCH)
    calm, disturbed = copies("calm"), copies("disturbed")
    words = ("roster", "round", "approve", "APBD", *MARCH)
    for at in moments(calm.steps(*words), KILLS):
        assert disturbed.kill(at, *words)
    disturbed.run(*words)
    for one in (calm, disturbed):
        one.run("export", str(one.home / "export"))
    exported = {path.name: path.read_bytes() for path in (calm.home / "export").iterdir()}
    assert exported["changes.csv"].count(b"moved") > 50
    assert exported["changes.csv"].count(b"replacement") > 50
    assert exported == {path.name: path.read_bytes() for path in (disturbed.home / "export").iterdir()}


ACTS = """
import sys
from datetime import date
from payung.accounts.models import Assignment, Role, User
from payung.roster.models import ChangePlan, ChangeRound
from payung.roster.plan_actions import approve_changes, prepare_changes
from payung.values.errors import RefusedError
name, act = sys.argv[1:]
day = date(2026, 2, 20)
if act == "invite":
    for role, names in ((Role.OPERATOR, ("Ani", "Budi")), (Role.HEAD, ("Cici", "Dedi"))):
        for each in names:
            user = User.objects.create(username=each, display_name=each)
            Assignment.objects.create(user=user, role=role, place_id="74.05", since=date(2026, 1, 1))
else:
    user = User.objects.get(username=name)
    try:
        if act == "prepare":
            prepare_changes(round=ChangeRound.objects.get(), by=user, on=day)
        else:
            approve_changes(plan=ChangePlan.objects.latest("version"), by=user, on=day)
    except RefusedError as error:
        print(error.words.id)
        raise SystemExit(2)
"""


def test_of_two_officers_at_once_one_wins_and_the_other_hears_who(tmp_path: Path, copies: Callable[[str], Installation]) -> None:
    base = copies("base")
    marked(base, tmp_path / "people", 800)

    def act(name: str, what: str) -> Running:
        return base.start("-c", ACTS, name, what)

    assert act("", "invite").wait() == 0
    asked = [("prepare", ("Ani", "Budi"), "sudah menyiapkan mutasi ini"), ("approve", ("Cici", "Dedi"), "sudah menjawab mutasi ini")]
    for what, names, sentence in asked:
        both = {name: act(name, what) for name in names}
        said = {name: process.communicate(timeout=120)[0] for name, process in both.items()}
        codes = {name: process.returncode for name, process in both.items()}
        assert sorted(codes.values()) == [0, 2]
        winner, loser = sorted(names, key=lambda name: codes[name])
        assert f"{winner} {sentence}" in said[loser]
    base.run("export", str(base.home / "export"))
    plans = (base.home / "export" / "change_plans.csv").read_text().splitlines()
    assert {line.split(",")[2] for line in plans[1:]} == {"1"}


def _fill(path: Path) -> Path:
    """Every second person has moved away."""
    book = openpyxl.load_workbook(path)
    page = book["Mutasi"]
    for row in range(4, page.max_row + 1, 2):
        page.cell(row, 7, "pindah")
    book.save(path)
    return path
