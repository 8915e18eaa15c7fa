"""Installations of their own, run through the command as a user does, and killed at chosen moments."""

import os
import signal
import subprocess
import sys
from pathlib import Path

from django.db import connection

from tests.installed import server_of

_DYING = str(Path(__file__).with_name("dying.py"))
_SECONDS = 300


class Installation:
    """A home folder and a database of its own."""

    def __init__(self, home: Path, database: str | None) -> None:
        self.home = home
        self.environment = {**os.environ, "PAYUNG_HOME": str(home), "DJANGO_SETTINGS_MODULE": "payung.config.settings"}
        self.environment.pop("DATABASE_URL", None)
        if database:
            self.environment["DATABASE_URL"] = url_of(database)

    def start(self, *words: str) -> "subprocess.Popen[str]":
        return self._started("-m", "payung", *words)

    def run(self, *words: str) -> None:
        """It must succeed."""
        _ended(self.start(*words))

    def python(self, code: str, *words: str) -> str:
        """What Python code prints, in this installation."""
        return _ended(self._started("-c", code, *words))

    def steps(self, *words: str) -> int:
        """As `run`: how many things it wrote, one after the other (see dying.py, also for `words`)."""
        told = self.home / "steps"
        _ended(self._started(_DYING, "0", str(told), *words))
        return int(told.read_text(encoding="ascii"))

    def kill(self, step: int, *words: str) -> bool:
        """Killed just before a step of `steps`, counted from 1; whether it came so far."""
        process = self._started(_DYING, str(step), str(self.home / "steps"), *words)
        _, said = process.communicate(timeout=_SECONDS)
        assert process.returncode in (0, -signal.SIGKILL), said
        return process.returncode == -signal.SIGKILL

    def _started(self, *words: str) -> "subprocess.Popen[str]":
        return subprocess.Popen([sys.executable, *words], env=self.environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def _ended(process: "subprocess.Popen[str]") -> str:
    out, said = process.communicate(timeout=_SECONDS)
    assert process.returncode == 0, said
    return out


def moments(steps: int, kills: int) -> list[int]:
    """Steps to be killed at, spread over all of them; the last one is among them."""
    return sorted({max(1, round(steps * (at + 1) / kills)) for at in range(kills)})


def server() -> str:
    return server_of(connection.settings_dict)


def url_of(database: str) -> str:
    return f"{server()}/{database}"
