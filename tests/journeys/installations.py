"""Installations of their own, run through the command as a user does, and killed at chosen moments."""

import itertools
import os
import signal
from pathlib import Path

from django.db import connection

from tests.installed import server_of
from tests.journeys.processes import Running

WORKER = """
from django.core.management import execute_from_command_line
execute_from_command_line(["django", "db_worker", "--interval", "0.05", "--no-startup-delay", "--batch"])
"""
"""Code for `python`: the worker of the background, until nothing waits."""


class Installation:
    """A home folder and a database of its own."""

    def __init__(self, home: Path, database: str | None) -> None:
        self.home, self._count = home, itertools.count()
        self.environment = {**os.environ, "PAYUNG_HOME": str(home)}
        self.environment.pop("DATABASE_URL", None)
        if database:
            self.environment["DATABASE_URL"] = url_of(database)

    def start(self, *words: str, step: int = 0) -> Running:
        """See `Running` for the words, processes.py for the step."""
        return Running(self.environment, words, self.home.with_name(f"{self.home.name}-said-{next(self._count)}"), step)

    def run(self, *words: str) -> str:
        """What it says; it must succeed."""
        running = self.start(*words)
        out, err = running.communicate()
        assert running.returncode == 0, err
        return out

    def python(self, code: str, *words: str) -> str:
        """What Python code prints, in this installation; Django has started."""
        return self.run("-c", code, *words)

    def steps(self, *words: str) -> int:
        """As `run`: how many steps it took."""
        running = self.start(*words)
        _, err = running.communicate()
        assert running.returncode == 0, err
        return int(running.read("steps"))

    def kill(self, step: int, *words: str) -> bool:
        """Killed just before a step of `steps`, counted from 1; whether it came so far."""
        running = self.start(*words, step=step)
        _, err = running.communicate()
        assert running.returncode in (0, -signal.SIGKILL), err
        return running.returncode == -signal.SIGKILL


def moments(steps: int, kills: int) -> list[int]:
    """Steps to be killed at, spread over all of them; the last one is among them."""
    return sorted({max(1, round(steps * (at + 1) / kills)) for at in range(kills)})


def server() -> str:
    return server_of(connection.settings_dict)


def url_of(database: str) -> str:
    return f"{server()}/{database}"
