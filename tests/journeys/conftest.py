import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest
from django.db import connection
from installations import Installation, url_of


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
