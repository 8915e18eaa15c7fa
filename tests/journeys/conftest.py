import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest
from installations import Installation, server, url_of

from tests import installed

_POSTGRES = os.environ.get("DATABASE_URL", "").startswith("postgres")


@pytest.fixture
def copies(tmp_path: Path, installed_folder: Path) -> Iterator[Callable[[str], Installation]]:
    """Makes installations: the first, "base", is what `payung setup` makes; each later one begins as a copy of it."""
    names: list[str] = []

    def make(name: str) -> Installation:
        home, database = tmp_path / name, f"payung_kill_{os.getpid()}_{name}" if _POSTGRES else None
        if name == "base":
            home.mkdir()
        else:
            shutil.copytree(tmp_path / "base", home)
        if database:
            source = names[0] if names else installed.postgres(installed_folder, server())
            _sql(f"CREATE DATABASE {database} TEMPLATE {source}")
            names.append(database)
        elif name == "base":
            shutil.copy(installed.sqlite(installed_folder), home / "payung.sqlite3")
        return Installation(home, database)

    yield make
    for database in names:
        _sql(f"DROP DATABASE {database} WITH (FORCE)")


def _sql(statement: str) -> None:
    with psycopg.connect(url_of("postgres"), autocommit=True) as there:
        there.execute(statement)
