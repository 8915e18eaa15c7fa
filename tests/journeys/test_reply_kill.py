"""BPJS's reply, taken and settled: killed at any moment it is there whole or not at all; of two officers at once one acts and the other hears it."""

import csv
from collections.abc import Callable
from pathlib import Path

import pytest
from installations import Installation, moments
from python_calamine import CalamineWorkbook

from payung.demo.make_lists import make_lists

pytestmark = [pytest.mark.large, pytest.mark.database]

KILLS = {"package": 2, "reply": 3, "settle": 4}
# everything but ids, moments and the ciphers' chance; a reply or package that is there is there with all its lines
_STATE = """
import hashlib
from payung.exchange.models import Package, PackageFile, PackageLine, Participation, Reply, ReplyRow, Settlement
from payung.roster.models import Change, Membership
held = [
    list(PackageFile.objects.order_by("package__number", "number").values_list("package__number", "name", "rows", "document__sha256")),
    list(PackageLine.objects.order_by("package__number", "number").values_list("package__number", "nik", "part")),
    list(ReplyRow.objects.order_by("reply__number", "number").values_list("row", "line__nik", "answer", "member_no", "fate")),
    list(Participation.objects.order_by("member_no").values_list("member_no", "person__nik")),
    list(Change.objects.order_by("pk").values_list("person__nik", "direction", "reason")),
    list(Membership.objects.order_by("person__nik").values_list("person__nik", "first_month", "last_month")),
]
counts = [Package.objects.count(), Reply.objects.count(), ReplyRow.objects.count(), Participation.objects.count(), Settlement.objects.count()]
print(*counts, hashlib.sha256(repr(held).encode()).hexdigest())
"""


def state(installation: Installation) -> list[str]:
    return installation.python(_STATE).split()


def answered(folder: Path, target: Path) -> int:
    """BPJS's reply to the files of a package: every twentieth person is refused; rows."""
    rows = [row for path in sorted(folder.rglob("template_tk_*.xlsx")) for row in sheet(path)]
    with target.open("w", newline="", encoding="utf-8") as handle:
        book = csv.writer(handle, delimiter=";")
        book.writerow(["NAMA", "NOMOR IDENTITAS", "STATUS", "KPJ", "KETERANGAN"])
        for at, row in enumerate(rows):
            refused = at % 20 == 0
            book.writerow(
                [row[1], row[14], "Ditolak" if refused else "Diterima", "" if refused else 26_000_000_000 + at, "Usia di atas 65" * refused]
            )
    return len(rows)


def sheet(path: Path) -> list[list[str]]:
    return CalamineWorkbook.from_path(path).get_sheet_by_name("data_tk_baru").to_python()[1:]


@pytest.fixture
def base(tmp_path: Path, copies: Callable[[str], Installation]) -> Installation:
    """A list of people that runs, with others waiting."""
    make_lists(tmp_path / "people", people=4_000, lists=8, seed=5)
    made = copies("base")
    made.run("list", "receive", str(tmp_path / "people" / "lists"), "--place", "74.05", "--start", "2026-01-01")
    made.run("list", "accept")
    made.run("fund", "open", "APBD", "--source", "APBD", "--amount", "480000000", "--first", "2026-01", "--months", "12")
    made.run("determine", "APBD", "--number", "SK-1", "--on", "2026-01-02")
    made.run("roster", "start", "APBD")
    return made


def test_kills_leave_a_reply_whole_or_not_at_all(tmp_path: Path, base: Installation, copies: Callable[[str], Installation]) -> None:
    calm, disturbed = copies("calm"), copies("disturbed")
    file, hit = tmp_path / "balasan.csv", 0
    steps = {
        "package": ("exchange", "package", "APBD", "--out", str(tmp_path / "out")),
        "reply": ("exchange", "reply", "APBD", str(file), "--package", "1"),
        "settle": ("exchange", "settle", "APBD", "--package", "1"),
    }
    for step, words in steps.items():
        for at in moments(calm.steps(*words), KILLS[step]):
            hit += disturbed.kill(at, *words)
            packages, replies, rows, numbers, settled, _ = state(disturbed)
            assert (int(rows) > 0, int(numbers) > 0) == (replies == "1", replies == "1")
            assert settled == "0" or packages == "2", "who leaves, who comes in and the package that tells BPJS are one act"
        if step != "settle" or state(disturbed)[4] == "0":  # a settlement that was done before it was killed is done
            disturbed.run(*words)
        if step == "package":
            assert answered(tmp_path / "out", file) == 2_380  # 480,000,000 // (12 * 16,800)
    assert hit >= 6, "most kills must come while the work is under way"
    assert state(disturbed) == state(calm)
    assert state(calm)[:5] == ["2", "1", "2380", "2261", "1"]


def test_of_two_officers_at_once_one_takes_the_reply_and_one_settles(tmp_path: Path, base: Installation) -> None:
    base.run("exchange", "package", "APBD", "--out", str(tmp_path / "out"))
    answered(tmp_path / "out", tmp_path / "balasan.csv")
    both = [base.start("exchange", "reply", "APBD", str(tmp_path / "balasan.csv")) for _ in range(2)]
    said = [process.communicate(timeout=180)[0] for process in both]
    assert [process.returncode for process in both] == [0, 0]
    assert sum("Berkas ini sudah dicatat" in one for one in said) == 1
    assert state(base)[1:4] == ["1", "2380", "2261"]
    both = [base.start("exchange", "settle", "APBD", "--package", "1") for _ in range(2)]
    told = [process.communicate(timeout=180) for process in both]
    codes = [process.returncode for process in both]
    assert sorted(codes) == [0, 2]
    assert "Sudah dijalankan oleh" in told[codes.index(2)][1]
    assert state(base)[4] == "1"
