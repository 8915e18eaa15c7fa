"""Payung as processes of their own: begun from one that has read all its code already, and killed at a chosen step of what they write.

Reading the code takes a second, and these tests begin hundreds of processes. So one server (multiprocessing's) reads it once, and each process is
a fork of it that finds its own home folder and database. That `payung` starts as a program is for the tests of the command.

A step is anything that leaves a trace: a statement that writes, a transaction that is kept, a file that is opened to be written, moved or removed.
A process dies as by `kill -9` just before the step it is told, so that kills come at the same moments on a fast machine and on a slow one.
"""

import importlib
import os
import re
import signal
import sys
import threading
from multiprocessing import get_context
from multiprocessing.process import BaseProcess
from pathlib import Path

from django.conf import Settings, settings
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.utils import CursorWrapper

from payung.config.command import build, main
from payung.config.start import start

FORKS = get_context("forkserver")
FORKS.set_forkserver_preload([__name__])
_WRITES = re.compile(r"\s*(INSERT|UPDATE|DELETE|CREATE|DROP|ALTER|WITH.*\s(INSERT|UPDATE|DELETE)\s)", re.IGNORECASE | re.DOTALL)
_OPENED_TO_WRITE = os.O_WRONLY | os.O_RDWR | os.O_CREAT


class Running:
    """A process under way; what it says goes to files. `words` as in `payung words...`, or "-c" and what to run as in `python -c`."""

    def __init__(self, environment: dict[str, str], words: tuple[str, ...], told: Path, step: int = 0) -> None:
        self._told = told
        told.mkdir()
        self._process: BaseProcess = FORKS.Process(target=_run, args=(environment, words, str(told), step))
        self._process.start()

    def wait(self, seconds: float = 300) -> int:
        """Its return code, negative where a signal ended it."""
        self._process.join(seconds)
        assert self._process.exitcode is not None, f"not done after {seconds} seconds"
        return self._process.exitcode

    def communicate(self, timeout: float = 300) -> tuple[str, str]:
        """What it said, when it has ended."""
        self.wait(timeout)
        return self.read("out"), self.read("err")

    def is_under_way(self) -> bool:
        return self._process.is_alive()

    @property
    def returncode(self) -> int:
        return self.wait()

    def read(self, name: str) -> str:
        """ "out", "err", or "steps": how many it took, where it came to its end."""
        return (self._told / name).read_text(encoding="utf-8")


class _Steps:
    """Counts them from every thread; ends the process at the one it was told (0: never)."""

    def __init__(self, last: int) -> None:
        self.last, self.done, self.alone = last, 0, threading.Lock()

    def take(self) -> None:
        with self.alone:
            self.done += 1
            if self.done == self.last:
                os.kill(os.getpid(), signal.SIGKILL)


def _run(environment: dict[str, str], words: tuple[str, ...], told: str, step: int) -> None:
    for name, stream in (("out", 1), ("err", 2)):
        os.dup2(os.open(f"{told}/{name}", os.O_WRONLY | os.O_CREAT), stream)
    sys.stdout, sys.stderr = open(1, "w", encoding="utf-8"), open(2, "w", encoding="utf-8")  # noqa: SIM115
    _at_home(environment)
    steps = _Steps(step)
    _watch(steps, environment["PAYUNG_HOME"])
    try:
        if words[0] == "-c":
            sys.argv = ["-c", *words[2:]]
            exec(compile(words[1], "<words>", "exec"), {"__name__": "__main__"})
        else:
            sys.argv = ["payung", *words]
            main()
    finally:
        Path(told, "steps").write_text(str(steps.done), encoding="ascii")


def _at_home(environment: dict[str, str]) -> None:
    """The settings as they are read with this environment, and no connection to anything else."""
    os.environ.clear()
    os.environ.update(environment)
    importlib.reload(importlib.import_module("payung.config.settings"))
    settings._wrapped = Settings("payung.config.settings")
    vars(connections).pop("settings", None)
    type(connections).__init__(connections)
    _small_portions()


def _small_portions() -> None:
    """So that a few thousand rows make several."""
    from payung.intake import actions, uploads

    actions._PORTION, uploads._GROUP_FILES = 1_500, 2


def _watch(steps: _Steps, home: str) -> None:
    """Every way to leave a trace takes a step first."""
    execute, together, keep = CursorWrapper.execute, CursorWrapper.executemany, BaseDatabaseWrapper._commit

    def said(plain):
        def run(cursor, sql, params=None):
            if _WRITES.match(str(sql)):
                steps.take()
            return plain(cursor, sql, params)

        return run

    def kept(connection):
        steps.take()
        return keep(connection)

    def touched(event: str, told: tuple[object, ...]) -> None:
        writes = event in ("os.rename", "os.remove") or (event == "open" and int(told[2] or 0) & _OPENED_TO_WRITE)
        if writes and str(told[0]).startswith(home):
            steps.take()

    CursorWrapper.execute, CursorWrapper.executemany, BaseDatabaseWrapper._commit = said(execute), said(together), kept
    sys.addaudithook(touched)


start()
build("")  # every command's code
