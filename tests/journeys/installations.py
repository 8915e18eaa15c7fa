"""Installations of their own, run through the command as a user does."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from django.db import connection

from tests.installed import server_of


class Installation:
    """A home folder and a database of its own."""

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
    return server_of(connection.settings_dict)


def url_of(database: str) -> str:
    return f"{server()}/{database}"
