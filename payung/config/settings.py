"""Django's settings. Everything a machine may set comes from its environment:

PAYUNG_HOME   folder of the embedded database and the received files (default: payung-data in the home folder)
DATABASE_URL  postgres://user:password@host:port/name; without it SQLite in PAYUNG_HOME
PAYUNG_SECRET key that will sign sessions once there are screens; no command needs it
"""

import os
from pathlib import Path

import dj_database_url

HOME = Path(os.environ.get("PAYUNG_HOME") or Path.home() / "payung-data")
FILES = HOME / "files"
SECRET_KEY = os.environ.get("PAYUNG_SECRET", "")

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    *(f"payung.{name}" for name in ("places", "accounts", "audit", "registry", "intake", "planning", "roster", "billing", "coverage", "review")),
]
AUTH_USER_MODEL = "accounts.User"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
DATABASES = {"default": dj_database_url.parse(os.environ.get("DATABASE_URL") or f"sqlite:///{HOME / 'payung.sqlite3'}")}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # WAL lets people read while a list is written; IMMEDIATE takes the write lock at once instead of failing half-way;
    # without recursive triggers an INSERT OR REPLACE would slip past those that refuse deletion.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 60,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA recursive_triggers=ON; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON; "
        "PRAGMA cache_size=-64000; PRAGMA temp_store=MEMORY;",
    }

LANGUAGE_CODE = "id"
TIME_ZONE = "Asia/Makassar"
USE_TZ = True
