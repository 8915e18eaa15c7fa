"""How fast this machine does the work, with invented data: `payung bench`.

Each measurement runs in a process and, where it needs one, a database of its own: python -m payung.demo.bench WORK ROWS FOLDER.
"""

import json
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from payung.demo import bench_law
from payung.values.errors import InputError
from payung.values.words import Words

POSTGRES = "postgres://postgres@127.0.0.1:5432/payung_bench"
_SIZES = {
    "check": (12_500, 100_000),
    "receive": (12_500, 100_000),
    "rank": (125_000, 1_000_000),
    "rerank": (125_000, 1_000_000),
    "optimise": (125_000, 1_000_000),
    "bill": (12_500, 100_000),
    "reconcile": (12_500, 100_000),
    "audit": (12_500, 100_000),
    "search": (12_500, 100_000),
    "silent": (125_000, 1_000_000),
    "briefing": (12_500, 100_000),
    "letters": (42, 336),
    "coverage": (125_000, 1_000_000),
    "law": (1_250_000, 10_000_000),
}
_LARGE = {
    **dict.fromkeys(("check", "bill", "reconcile", "audit", "search", "briefing"), (125_000, 1_000_000)),
    "coverage": (1_250_000, 10_000_000),
}
_BOTH = ("receive", "rerank", "bill", "reconcile", "audit", "search", "silent", "briefing", "letters", "coverage")
_TWO = dict.fromkeys(_BOTH, ("SQLite", "PostgreSQL"))
_DATABASES = {"check": ("–",), "rank": ("–",), "optimise": ("–",), **_TWO, "law": bench_law.ENGINES}
_ALONE = ("search", "reconcile", "optimise", "audit", "silent", "briefing", "letters", "coverage")  # whose measurement takes the rows alone
_OWN_WORK = {"law": "bench_law", **{kind: f"bench_{kind}" for kind in _ALONE}}


def machine() -> str:
    """Processor, cores, memory, versions: what a figure means nothing without."""
    cpu = next((line.split(":")[1].strip() for line in _lines("/proc/cpuinfo") if line.startswith("model name")), platform.processor())
    memory = next((int(line.split()[1]) // 1_048_576 for line in _lines("/proc/meminfo") if line.startswith("MemTotal")), 0)
    return f"{cpu}, {os.cpu_count()} cores, {memory} GB, {platform.system()}, Python {platform.python_version()}"


def _lines(path: str) -> list[str]:
    return Path(path).read_text(encoding="utf-8").splitlines() if Path(path).exists() else []


def measure(kinds: list[str], *, large: bool, runs: int, told: Callable[[str], None], openfisca: bool = False) -> list[dict[str, Any]]:
    """One line a kind, database and size; `growth` is the time of 8N by that of N."""
    unknown = [kind for kind in kinds if kind not in _SIZES]
    if unknown:
        raise InputError(
            "bench.unknown",
            Words(
                f"“{unknown[0]}” tidak dikenal. Pilihannya: {', '.join(_SIZES)}.", f"“{unknown[0]}” is unknown. Choose among: {', '.join(_SIZES)}."
            ),
        )
    found = []
    with tempfile.TemporaryDirectory(prefix="payung-bench-") as folder:
        for kind in kinds or list(_SIZES):
            for database in _DATABASES[kind]:
                if database == "PostgreSQL" and not _postgres_answers():
                    told("PostgreSQL: –")
                    continue
                if kind == "law" and not bench_law.there(database):
                    told(f"{database}: –")
                    continue
                for sizes in [_SIZES[kind], *([_LARGE[kind]] if large and kind in _LARGE else [])]:
                    small, big = (_median(kind, rows, database, Path(folder), _times(kind, rows, runs), told) for rows in sizes)
                    found.append({**big, "growth": big["seconds"] / small["seconds"]})
        if openfisca:
            found += bench_law.against_openfisca(Path(folder), told)
    return found


def _times(kind: str, rows: int, runs: int) -> int:
    return runs if rows <= 100_000 or kind in ("rank", "rerank", "law") else 1


def _median(kind: str, rows: int, database: str, folder: Path, runs: int, told: Callable[[str], None]) -> dict[str, Any]:
    data = folder / f"lists-{rows}"
    if kind in ("check", "receive") and not data.exists():
        told(f"… {rows} rows")
        _quiet([sys.executable, "-m", "payung.demo.make_lists", str(data), "--people", str(rows), "--lists", str(max(4, rows // 250))])
    answers = [_once(kind, rows, database, folder, data) for _ in range(runs)]
    middle = sorted(answers, key=lambda answer: answer["seconds"])[len(answers) // 2]
    memories = [answer["memory_mb"] for answer in answers if answer["memory_mb"]]
    told(f"{kind} {database} {middle['rows']}: {middle['seconds']:.2f} s" + (f" ({middle['note']})" if middle.get("note") else ""))
    return {
        "work": kind,
        "database": database,
        "rows": middle["rows"],
        "seconds": statistics.median(a["seconds"] for a in answers),
        "memory_mb": max(memories, default=None),
        "sql_per_row": middle.get("sql_per_row"),
    }


def _once(kind: str, rows: int, database: str, folder: Path, data: Path) -> dict[str, Any]:
    home = folder / "home"
    shutil.rmtree(home, ignore_errors=True)
    home.mkdir()
    environment = {**os.environ, "PAYUNG_HOME": str(home)}
    environment.pop("DATABASE_URL", None)
    if kind == "check":
        return _check(data, home, environment)
    given = {"law": [database, str(rows), str(folder)], **{key: [str(rows)] for key in _ALONE}}.get(kind, [kind, str(rows), str(data)])
    with _database(database) as url:
        process = subprocess.run(
            [sys.executable, "-m", f"payung.demo.{_OWN_WORK.get(kind, 'bench_work')}", *given],
            env={**environment, **url},
            capture_output=True,
            text=True,
            check=False,
        )
    if process.returncode:
        raise RuntimeError(process.stderr.strip()[-500:])
    return dict(json.loads(process.stdout.splitlines()[-1]))


def _check(data: Path, out: Path, environment: dict[str, str]) -> dict[str, Any]:
    """The command as a user starts it, start-up, reading, checking and correction sheets included."""
    registers = [word for path in sorted((data / "registers").glob("*.csv")) for word in ("--register", f"{path.stem}={path}")]
    began = time.perf_counter()
    with subprocess.Popen(
        [sys.executable, "-m", "payung", "check", str(data / "lists"), *registers, "--start", "2026-01-01", "--out", str(out)],
        env=environment,
        stdout=subprocess.DEVNULL,
    ) as process:
        memory = _watch(process)
    return {
        "rows": json.loads((out / "summary.json").read_text(encoding="utf-8"))["rows"],
        "seconds": time.perf_counter() - began,
        "memory_mb": memory(),
    }


def _watch(process: "subprocess.Popen[bytes]") -> Callable[[], int | None]:
    """The most memory that a process and its children held together, in MB, sampled; None where /proc does not tell."""
    peak = [0]

    def look() -> None:
        while process.poll() is None:
            peak[0] = max(peak[0], sum(_held(pid) for pid in [process.pid, *_children(process.pid)]))
            time.sleep(0.05)

    watcher = threading.Thread(target=look)
    watcher.start()
    process.wait()
    watcher.join()
    return lambda: peak[0] // 1024 or None


def _children(pid: int) -> Iterator[int]:
    for tasks in Path(f"/proc/{pid}/task").glob("*/children"):
        try:
            yield from (int(child) for child in tasks.read_text(encoding="utf-8").split())
        except OSError:
            continue


def _held(pid: int) -> int:
    try:
        return next((int(line.split()[1]) for line in _lines(f"/proc/{pid}/status") if line.startswith("VmRSS")), 0)
    except OSError:
        return 0


def _quiet(words: list[str]) -> None:
    subprocess.run(words, check=True, stdout=subprocess.DEVNULL)


def _postgres_answers() -> bool:
    import psycopg

    try:
        with psycopg.connect(_server(), connect_timeout=2):
            return True
    except psycopg.OperationalError:
        return False


def _server() -> str:
    """The server named by DATABASE_URL, else the local one; never one of its own databases."""
    url = os.environ.get("DATABASE_URL", "")
    return (url if url.startswith("postgres") else POSTGRES).rpartition("/")[0] + "/postgres"


@contextmanager
def _database(name: str) -> Iterator[dict[str, str]]:
    """The environment that names an empty database, which is gone afterwards."""
    if name != "PostgreSQL":
        yield {}
        return
    import psycopg

    with psycopg.connect(_server(), autocommit=True) as server:
        server.execute("DROP DATABASE IF EXISTS payung_bench")
        server.execute("CREATE DATABASE payung_bench")
    try:
        yield {"DATABASE_URL": _server().rpartition("/")[0] + "/payung_bench"}
    finally:
        with psycopg.connect(_server(), autocommit=True) as server:
            server.execute("DROP DATABASE IF EXISTS payung_bench WITH (FORCE)")
