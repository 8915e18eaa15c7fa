"""Start Django for a command or a script: everything below `web`, `api` and `cli` expects it to run already."""

import os

import django
from django.apps import apps
from django.conf import settings

from payung.values.errors import ServiceError
from payung.values.words import Words

_DATABASE_URL = Words(
    "DATABASE_URL tidak terbaca. Tulis postgres://pengguna:sandi@server:5432/nama, atau kosongkan agar memakai SQLite.",
    "DATABASE_URL cannot be read. Write postgres://user:password@server:5432/name, or leave it empty to use SQLite.",
)


def start() -> None:
    """Set Django up once; later calls do nothing. ServiceError for a database that Payung cannot use, without its address."""
    if apps.ready:
        return
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "payung.config.settings")
    try:
        engine = settings.DATABASES["default"]["ENGINE"]
    except ValueError as error:
        raise ServiceError("start.database_url", _DATABASE_URL) from error
    if not engine.endswith(("sqlite3", "postgresql")):
        raise ServiceError("start.database_url", _DATABASE_URL)
    django.setup()
