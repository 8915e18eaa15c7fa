"""The database as `payung setup` leaves it, made once for the same code and copied by every run: making it takes longer than most tests.

SQLite: a file in pytest's cache folder. PostgreSQL: a database of the server, from which others are created as from a template. Both carry the
fingerprint of the code in their name; where it changes they are made anew and the old ones go. The name is given when all is in place, so a
process that is killed on the way leaves nothing that is taken for whole.
"""

import fcntl
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from functools import cache
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import psycopg

_ROOT = Path(__file__).parents[1]
_NAMES = {"models.py", "triggers.py", "fields.py", "given.py", "machine.py"}
_FOLDERS = {"migrations", "audit", "places", "config", "law"}
# Of this checkout alone: two of them beside each other do not drop what the other copies from.
_PREFIX = f"payung_installed_{sha256(str(_ROOT).encode()).hexdigest()[:6]}_"


@cache
def fingerprint() -> str:
    """Of everything that can change a table, a trigger or a place: migrations, what they import, and what `payung setup` runs."""
    found = sha256()
    for path in sorted(_ROOT.joinpath("payung").rglob("*")):
        if path.is_file() and path.suffix != ".pyc" and (path.name in _NAMES or _FOLDERS.intersection(path.parts)):
            found.update(path.relative_to(_ROOT).as_posix().encode())
            found.update(path.read_bytes())
    found.update(_ROOT.joinpath("requirements", "dev.txt").read_bytes())
    return found.hexdigest()[:16]


def sqlite(folder: Path) -> Path:
    """The file to copy; `folder` is one that outlives the run."""
    made = folder / f"{_PREFIX}{fingerprint()}.sqlite3"
    with _alone(folder):
        if not made.exists():
            for old in folder.glob(f"{_PREFIX}*"):
                old.unlink()
            with TemporaryDirectory(dir=folder) as home:
                _setup(PAYUNG_HOME=home)
                shutil.move(Path(home) / "payung.sqlite3", made)
    return made


def postgres(folder: Path, server: str) -> str:
    """The name of the database to create others from; `server`: its address without the name of a database."""
    made = _PREFIX + fingerprint()
    with _alone(folder), psycopg.connect(f"{server}/postgres", autocommit=True) as there:
        known = [name for (name,) in there.execute("SELECT datname FROM pg_database WHERE datname LIKE %s", [_PREFIX + "%"])]
        if made not in known:
            for old in known:
                there.execute(f"DROP DATABASE IF EXISTS {old} WITH (FORCE)")
            there.execute(f"CREATE DATABASE {_PREFIX}making")
            with TemporaryDirectory(dir=folder) as home:
                _setup(PAYUNG_HOME=home, DATABASE_URL=f"{server}/{_PREFIX}making")
            there.execute(f"ALTER DATABASE {_PREFIX}making RENAME TO {made}")
    return made


def server_of(settings: Mapping[str, Any]) -> str:
    """The address of a database of Django without its name."""
    password = f":{settings['PASSWORD']}" if settings["PASSWORD"] else ""
    return f"postgres://{settings['USER']}{password}@{settings['HOST']}:{settings['PORT'] or 5432}"


def copy_into(connection: sqlite3.Connection, source: Path) -> None:
    with closing(sqlite3.connect(source)) as there:
        there.backup(connection)


def _setup(**given: str) -> None:
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"} | given
    done = subprocess.run([sys.executable, "-m", "payung", "setup"], env=environment, cwd=_ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """One process makes it, the others wait."""
    with (folder / "installed.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


if __name__ == "__main__":  # both, before anybody asks; the second only where its server answers
    _folder = _ROOT / ".pytest_cache" / "d" / "installed"  # as pytest names it
    _folder.mkdir(parents=True, exist_ok=True)
    sqlite(_folder)
    with suppress(psycopg.OperationalError):
        postgres(_folder, sys.argv[1].rpartition("/")[0])
