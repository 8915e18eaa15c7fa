"""Claims under kills: deaths from a register, a report, a family line, a scan and BPJS's money are each there whole or not at all."""

import csv
from collections.abc import Callable
from pathlib import Path

import pytest
from installations import Installation, moments
from python_calamine import CalamineWorkbook

from payung.demo.make_lists import make_lists

pytestmark = [pytest.mark.large, pytest.mark.database]

DIED = "2026-02-10"
KILLS = 2  # of each step
# everything but ids, moments and the ciphers' chance
_STATE = """
import hashlib
from payung.audit.models import Act
from payung.claims.models import Case, Paper, Relative, Report, Step, Told
from payung.filing.models import Document
held = [
    list(Case.objects.order_by("person__nik", "name").values_list("person__nik", "name", "happened_on", "state", "village_id")),
    list(Report.objects.order_by("case__person__nik", "case__name", "pk").values_list("case__person__nik", "way", "told_by", "told")),
    list(Relative.objects.order_by("name").values_list("name", "relation", "birth_date")),
    list(Paper.objects.order_by("key").values_list("key", "state", "document__sha256")),
    list(Step.objects.order_by("pk").values_list("key", "state", "due_on")),
    list(Told.objects.order_by("pk").values_list("line", "amount", "paid_on")),
]
reported = Report.objects.values("case").distinct().count()
counts = [Case.objects.count(), reported, Relative.objects.count(), Document.objects.count(), Told.objects.count()]
print(*counts, hashlib.sha256(repr(held).encode()).hexdigest())
"""


_COMPLETE = """
import datetime
from payung.claims.models import Case
from payung.claims.papers import checklist, set_paper_state
case, today = Case.objects.get(pk=1), datetime.date.today()
for line in checklist(case, today).lines:
    if line.state == "missing":
        set_paper_state(case=case, key=line.kind.key, relative=line.relative and line.relative.pk, state="here", note="", by=None, on=today)
"""


def state(installation: Installation) -> list[str]:
    return installation.python(_STATE).split()


def listed(book: Path) -> list[str]:
    rows = CalamineWorkbook.from_path(book).get_sheet_by_index(0).to_python()
    return [cell for row in rows for cell in row if isinstance(cell, str) and len(cell) == 16 and cell.isdecimal()]


@pytest.fixture
def base(tmp_path: Path, copies: Callable[[str], Installation]) -> Installation:
    """A list of 950 people that runs; of 600 of them the register will say that they died in its second month."""
    make_lists(tmp_path / "people", people=1_600, lists=4, seed=5)
    made = copies("base")
    made.run("list", "receive", str(tmp_path / "people" / "lists"), "--place", "74.05", "--start", "2026-01-01")
    made.run("list", "accept")
    made.run("fund", "open", "APBD", "--source", "APBD", "--amount", "480000000", "--first", "2026-01", "--months", "12", "--trade-rule", "none")
    made.run("determine", "APBD", "--number", "SK-1", "--on", "2026-01-02")
    made.run("roster", "start", "APBD")
    made.run("roster", "show", "APBD", "--month", "2026-01", "--out", str(tmp_path / "list.xlsx"))
    with (tmp_path / "deaths.csv").open("w", newline="", encoding="utf-8") as handle:
        book = csv.writer(handle, delimiter=";")
        book.writerow(["NIK", "Nama", "Tanggal Meninggal"])
        book.writerows([nik, "Karangan", DIED] for nik in listed(tmp_path / "list.xlsx")[:600])
    (tmp_path / "akta.pdf").write_bytes(b"%PDF-1.4\n" + b"% karangan\n" * 20_000)
    return made


def test_kills_leave_a_claim_whole_or_not_at_all(tmp_path: Path, base: Installation, copies: Callable[[str], Installation]) -> None:
    calm, disturbed = copies("calm"), copies("disturbed")
    steps = [
        ("register", "import", f"deaths={tmp_path / 'deaths.csv'}", "--source", "Disdukcapil", "--as-of", "2026-03-01", "--place", "74.05"),
        ("case", "report", "--name", "La Tanpa Nomor", "--village", "74.05.01.2003", "--on", DIED, "--told-by", "Ketua RT"),
        ("family", "add", "1", "istri", "Istri Karangan", "--born", "1988-02-02"),
        ("papers", "scan", "1", "death_certificate", str(tmp_path / "akta.pdf")),
        ("task", "enter", "1", "papers", "done"),
        ("task", "enter", "1", "submit", "done"),
        ("payout", "tell", "1", "DEATH", "42.000.000", "--paid-on", "2026-03-05", "--number", "B-1", "--why", "Keputusan 7"),
    ]
    hit = 0
    for words in steps:
        if words[0] == "task":
            for one in (calm, disturbed):
                one.python(_COMPLETE)  # every paper of the first case is here
        before, written, after = state(calm), calm.steps(*words), state(calm)
        assert before != after
        for at in moments(written, KILLS):
            hit += disturbed.kill(at, *words)
            now = state(disturbed)
            assert now in (before, after), "whole, or as it was"
            if now == after:
                break
        else:
            disturbed.run(*words)
        assert state(disturbed) == after
    assert hit >= len(steps), "some kills must come while the work is under way"
    assert state(calm)[:5] == ["601", "601", "1", "1", "1"]
    # the same once more changes nothing
    calm.run(*steps[0])
    calm.run(*steps[1])
    assert state(calm)[:5] == ["601", "601", "1", "1", "1"]
