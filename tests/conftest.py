"""What every test stands on: a database of its own with all places in it, and a folder of its own for received files."""

import gc
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest

from tests import installed

pytest_plugins = ["tests.asking"]


def pytest_collection_finish() -> None:
    """What was imported and collected stays to the end of the run: Python need not look through it for rubbish again and again."""
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)


@pytest.fixture(scope="session")
def installed_folder(pytestconfig: pytest.Config) -> Path:
    """Where the database that others are copied from is kept between runs."""
    return pytestconfig.cache.mkdir("installed")


@pytest.fixture(scope="session")
def django_db_setup(
    django_test_environment: None, django_db_blocker: Any, django_db_modify_db_settings: None, installed_folder: Path
) -> Iterator[None]:
    """In the place of pytest-django's: what `payung setup` makes, copied. The places are the country's, and no test changes them."""
    from django.db import connection

    it, name = connection.settings_dict, connection.creation._get_test_db_name()
    real = it["NAME"]
    with django_db_blocker.unblock():
        connection.close()
        if connection.vendor == "sqlite":
            it["NAME"] = name
            connection.ensure_connection()
            installed.copy_into(connection.connection, installed.sqlite(installed_folder))
            yield
            connection.close()
        else:
            server = installed.server_of(it)
            source = installed.postgres(installed_folder, server)
            with psycopg.connect(f"{server}/postgres", autocommit=True) as there:
                there.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
                there.execute(f"CREATE DATABASE {name} TEMPLATE {source}")
                it["NAME"] = name
                yield
                connection.close()
                there.execute(f"DROP DATABASE {name} WITH (FORCE)")
    it["NAME"] = real


@pytest.fixture(autouse=True)
def own_files(settings, tmp_path):
    """No test writes into the folder of the person who runs it."""
    settings.HOME, settings.FILES = tmp_path, tmp_path / "files"
