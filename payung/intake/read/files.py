"""Read many files at once in reading processes, and give them back in the order asked for."""

import os
import pickle
import subprocess
import sys
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from functools import cache
from pathlib import Path
from queue import SimpleQueue

import yaml

from payung.intake.read import refusals
from payung.intake.read.cells import OF_A_LIST, Limits
from payung.intake.read.header import Vocabulary
from payung.intake.read.one import LIST, ReadFile, fingerprint
from payung.values.errors import InputError
from payung.values.words import Words

_AHEAD = 40  # files read before they are asked for: keeps the readers busy without holding a whole regency in memory


@cache
def vocabulary(own: Path | None = None) -> Vocabulary:
    """The shipped words above columns, and those of a regency's own file, which win."""
    tables = [yaml.safe_load(Path(__file__).with_name("columns.yaml").read_text(encoding="utf-8"))]
    if own is not None:
        try:
            tables.append(yaml.safe_load(own.read_text(encoding="utf-8")))
            return Vocabulary.of(*tables)
        except (OSError, yaml.YAMLError, AttributeError, TypeError, KeyError) as error:
            raise InputError(
                "columns.unreadable",
                Words(
                    f"Berkas kata judul kolom “{own.name}” tidak terbaca. Ikuti bentuk columns.yaml.",
                    f"The file of column words “{own.name}” cannot be read. Follow the shape of columns.yaml.",
                ),
            ) from error
    return Vocabulary.of(*tables)


def child_environment() -> dict[str, str]:
    """So that a process of ours finds the same modules as this one."""
    return {**os.environ, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}


class _Reader:
    """One reading process, started at its first job and again after it died."""

    process: "subprocess.Popen[bytes] | None" = None

    def __init__(self, words: Vocabulary, wanted: frozenset[str], limits: Limits) -> None:
        self.setting = (words, wanted, limits)

    def _start(self) -> "subprocess.Popen[bytes]":
        process = subprocess.Popen(
            [sys.executable, "-m", "payung.intake.read.worker"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=child_environment(),
        )
        assert process.stdin
        pickle.dump(self.setting, process.stdin)
        return process

    def read(self, path: Path, remembered: Mapping[str, str]) -> ReadFile:
        try:
            process = self.process = self.process or self._start()
            assert process.stdin
            assert process.stdout
            pickle.dump((path, remembered), process.stdin)
            process.stdin.flush()
            answer: ReadFile = pickle.load(process.stdout)
            return answer
        except (EOFError, OSError, pickle.UnpicklingError):
            self.close()
            sha256, size = fingerprint(path) if os.access(path, os.R_OK) else ("", 0)
            return ReadFile(path, sha256, size, refusal=(refusals.CRASHED.code, refusals.CRASHED.words))

    def close(self) -> None:
        if self.process is not None:
            self.process.kill()
            self.process.communicate()
            self.process = None


def read_files(
    paths: Sequence[Path],
    *,
    words: Vocabulary | None = None,
    wanted: frozenset[str] = LIST,
    limits: Limits = OF_A_LIST,
    remembered: Callable[[Path], Mapping[str, str]] = lambda _: {},
) -> Iterator[ReadFile]:
    """Each file of `paths` in that order; what cannot be read carries its refusal.

    `wanted`: a header must name one of these fields; `limits`: what one file may cost;
    `remembered`: header key -> field as confirmed for the sender of a file.
    """
    count = max(1, min(os.cpu_count() or 1, len(paths), 4))
    idle: SimpleQueue[_Reader] = SimpleQueue()
    readers = [_Reader(words or vocabulary(), wanted, limits) for _ in range(count)]
    for reader in readers:
        idle.put(reader)

    def job(path: Path) -> ReadFile:
        reader = idle.get()
        try:
            return reader.read(path, remembered(path))
        finally:
            idle.put(reader)

    pending: deque[Future[ReadFile]] = deque()
    todo = iter(paths)
    with ThreadPoolExecutor(count) as pool:
        try:
            for path in todo:
                pending.append(pool.submit(job, path))
                if len(pending) > count * _AHEAD:
                    yield pending.popleft().result()
            while pending:
                yield pending.popleft().result()
        finally:
            for future in pending:
                future.cancel()
            for reader in readers:
                reader.close()
