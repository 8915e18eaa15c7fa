"""A bill is paid, posted, compared and closed: killed at any moment and run again, or by two at once, the books are those of a calm day."""

import sqlite3
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest
from installations import Installation, moments

from payung.demo.make_lists import make_lists

pytestmark = [pytest.mark.large, pytest.mark.database]
PLACE = ("--place", "74.05")
BOOKS = """SELECT j.booked_on, s.account, s.amount, p.reference, p.kind FROM billing_posting s JOIN billing_journal j ON j.id = s.journal_id
    LEFT JOIN billing_payment p ON p.id = j.payment_id ORDER BY j.id, s.account"""
COUNTS = "SELECT (SELECT COUNT(*) FROM billing_bpjsline), (SELECT COUNT(*) FROM billing_reconciliation), (SELECT COUNT(*) FROM billing_closing)"
LINES = "SELECT p.nik FROM billing_billline l JOIN registry_person p ON p.id = l.person_id ORDER BY p.nik"


def asked(one: Installation, sql: str) -> list[tuple[object, ...]]:
    """The rows of a question to an installation's own database."""
    if url := one.environment.get("DATABASE_URL"):
        with psycopg.connect(url) as there:
            return [tuple(map(str, row)) for row in there.execute(sql).fetchall()]
    path = next(one.home.glob("*.sqlite3"), None) or next(one.home.glob("*.db"))
    with sqlite3.connect(path) as there:
        return [tuple(map(str, row)) for row in there.execute(sql).fetchall()]


def billed(tmp_path: Path, copies: Callable[[str], Installation], people: int) -> Installation:
    make_lists(tmp_path / "people", people=people, lists=max(4, people // 500), seed=5)
    base = copies("base")
    base.run("list", "receive", str(tmp_path / "people" / "lists"), *PLACE, "--start", "2026-01-01")
    base.run("list", "accept")
    base.run("fund", "open", "APBD", "--source", "APBD", "--amount", "500000000", "--first", "2026-01", "--months", "1")
    base.run("determine", "APBD", "--number", "SK-1", "--on", "2026-01-02")
    base.run("roster", "start", "APBD")
    base.run("bill", "APBD")
    return base


def test_kills_while_paying_posting_and_closing_change_nothing(tmp_path: Path, copies: Callable[[str], Installation]) -> None:
    base = billed(tmp_path, copies, 2_000)
    niks = [nik for (nik,) in asked(base, LINES)]
    file = tmp_path / "posting.csv"
    file.write_text("NIK;Jumlah Iuran\n" + "".join(f"{nik};16800\n" for nik in niks), encoding="utf-8")
    steps = {
        "pay": (3, ("pay", "APBD", "--reference", "SP2D-1", "--on", "2026-01-10")),
        "import": (3, ("posting", "import", "APBD", str(file), "--on", "2026-01-12")),
        "compare": (3, ("reconcile", "APBD")),
        "close": (4, ("month", "close", "APBD", "--accept", "no_code=Lewat portal", "--accept", "no_proof=Menyusul")),
    }
    calm, disturbed = copies("calm"), copies("disturbed")
    hit = 0
    for kills, words in steps.values():
        hit += sum(disturbed.kill(at, *words) for at in moments(calm.steps(*words), kills))
        disturbed.run(*words)
    assert hit >= 10, "kills must come while the work is under way"
    assert asked(disturbed, COUNTS) == asked(calm, COUNTS) == [(str(len(niks)), "1", "1")]
    assert [row[1:] for row in asked(disturbed, BOOKS)] == [row[1:] for row in asked(calm, BOOKS)]
    assert len(asked(calm, BOOKS)) == 5  # JKK, JKM, owed; owed, treasury


def test_of_two_payments_that_are_too_much_together_one_is_refused(tmp_path: Path, copies: Callable[[str], Installation]) -> None:
    base = billed(tmp_path, copies, 600)
    total = len(asked(base, LINES)) * 16_800
    both = [base.start("pay", "APBD", "--reference", f"SP2D-{at}", "--amount", str(total - at), "--on", "2026-01-10") for at in (1, 2)]
    said = [process.communicate(timeout=300) for process in both]
    assert sorted(process.returncode for process in both) == [0, 2]
    refused = next(error for process, (_, error) in zip(both, said, strict=True) if process.returncode == 2)
    assert "terlalu besar. Tidak ada yang dicatat." in refused
    assert len(asked(base, BOOKS)) == 5
    again = [base.start("bill", "APBD") for _ in range(2)]
    assert [process.wait() for process in again] == [0, 0]
    assert asked(base, "SELECT COUNT(*) FROM billing_bill") == [("1",)]
