"""Killed at any moment and run again, the result is the same as undisturbed, byte for byte in the export."""

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest
from django.db import connection

from payung.demo.make_lists import make_lists

pytestmark = pytest.mark.large

KILLS = {"receive": 8, "accept": 6, "bill": 6}


class Installation:
    """A home folder and a database of its own, run through the command as a user does."""

    def __init__(self, home: Path, database: str | None) -> None:
        self.home = home
        self.environment = {**os.environ, "PAYUNG_HOME": str(home)}
        self.environment.pop("DATABASE_URL", None)
        if database:
            self.environment["DATABASE_URL"] = url_of(database)

    def start(self, *words: str) -> "subprocess.Popen[str]":
        return subprocess.Popen(
            [sys.executable, "-m", "payung", *words], env=self.environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )

    def run(self, *words: str) -> float:
        """Seconds it took; it must succeed."""
        began = time.perf_counter()
        process = self.start(*words)
        _, said = process.communicate(timeout=300)
        assert process.returncode == 0, said
        return time.perf_counter() - began

    def kill(self, after: float, *words: str) -> bool:
        """Whether the kill came before the end."""
        process = self.start(*words)
        time.sleep(after)
        process.send_signal(signal.SIGKILL)
        process.communicate(timeout=60)
        return process.returncode == -signal.SIGKILL


def server() -> str:
    it = connection.settings_dict
    return f"postgres://{it['USER']}:{it['PASSWORD']}@{it['HOST']}:{it['PORT']}"


def url_of(database: str) -> str:
    return f"{server()}/{database}"


@pytest.fixture
def copies(tmp_path: Path) -> Iterator[Callable[[str], Installation]]:
    """Makes installations; the second and later ones begin as copies of the first, "base"."""
    names: list[str] = []
    postgres = connection.vendor == "postgresql"

    def sql(statement: str) -> None:
        with psycopg.connect(url_of("postgres"), autocommit=True) as there:
            there.execute(statement)

    def make(name: str) -> Installation:
        home, database = tmp_path / name, f"payung_kill_{os.getpid()}_{name}" if postgres else None
        if name == "base":
            home.mkdir()
        else:
            shutil.copytree(tmp_path / "base", home)
        if database:
            sql(f"CREATE DATABASE {database}" + ("" if name == "base" else f" TEMPLATE {names[0]}"))
            names.append(database)
        return Installation(home, database)

    yield make
    for database in names:
        sql(f"DROP DATABASE {database} WITH (FORCE)")


def test_twenty_kills_change_nothing(tmp_path: Path, copies: Callable[[str], Installation]) -> None:
    people = tmp_path / "people"
    make_lists(people, people=45_000, lists=60, seed=7)  # more than one portion to receive
    steps = {
        "receive": ("list", "receive", str(people / "lists"), "--place", "74.05"),
        "accept": ("list", "accept"),
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
    base.run("setup")
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
            hit += disturbed.kill(seconds * moments.uniform(0.2, 1.0), *words)
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
