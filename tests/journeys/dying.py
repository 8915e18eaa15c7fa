"""Payung, killed as by `kill -9` at a chosen step of what it writes, so that kills come at the same moments on a fast machine and a slow one.

    python dying.py <step> <file> words...             as `payung words...`
    python dying.py <step> <file> -c code words...     as `python -c code words...`

A step is anything that leaves a trace: a statement that writes, a transaction that is kept, a file that is opened to be written, moved or removed.
The process dies just before the step of that number; at 0 never, and then the file says how many steps there were. Portions are small here, so
that a few thousand rows make several.
"""

import atexit
import os
import re
import runpy
import signal
import sys
import threading
from pathlib import Path

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.utils import CursorWrapper

from payung.config.start import start

_WRITES = re.compile(r"\s*(INSERT|UPDATE|DELETE|CREATE|DROP|ALTER|WITH.*\s(INSERT|UPDATE|DELETE)\s)", re.IGNORECASE | re.DOTALL)
_OPENED_TO_WRITE = os.O_WRONLY | os.O_RDWR | os.O_CREAT


class Steps:
    """Counts them from every thread; ends the process at the one it was told."""

    def __init__(self, last: int) -> None:
        self.last, self.done, self.alone = last, 0, threading.Lock()

    def take(self) -> None:
        with self.alone:
            self.done += 1
            if self.done == self.last:
                os.kill(os.getpid(), signal.SIGKILL)


def watch(steps: Steps, home: str) -> None:
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


def smaller_portions() -> None:
    from payung.intake import actions, uploads

    actions._PORTION, uploads._GROUP_FILES = 1_500, 2


def main() -> None:
    last, told, *words = sys.argv[1:]
    steps = Steps(int(last))
    watch(steps, os.environ["PAYUNG_HOME"])
    start()
    smaller_portions()
    steps.done = 0
    atexit.register(lambda: Path(told).write_text(str(steps.done), encoding="ascii"))
    if words[0] == "-c":
        sys.argv = ["-c", *words[2:]]
        exec(compile(words[1], "<words>", "exec"), {"__name__": "__main__"})
    else:
        sys.argv = ["payung", *words]
        runpy.run_module("payung", run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    main()
