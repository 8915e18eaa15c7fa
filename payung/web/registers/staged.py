"""A register's file between being read and being confirmed: kept in PAYUNG_HOME under a name nobody can guess, for whoever gave it, for a day."""

import json
import re
import secrets
import shutil
import time
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile

from payung.intake.read.one import fingerprint
from payung.intake.registers import read_register

_KEPT = 86_400  # seconds
_TOKEN = re.compile(r"[A-Za-z0-9_-]{20,60}")
_UNSAFE = re.compile(r'[\x00-\x1f/\\:*?"<>|]')
_LONGEST = 120  # letters of a file name


@dataclass(frozen=True)
class Given:
    """What the form said of the register."""

    place: str
    kind: str
    source: str
    owner: str
    legal_basis: str
    coverage: str
    as_of: str

    @property
    def day(self) -> date:
        return date.fromisoformat(self.as_of)


@dataclass(frozen=True)
class Staged:
    """`seen`: each title and the field it was taken for; `notes`: (Indonesian, English) what could not be read."""

    token: str
    user: int
    name: str
    sha256: str
    given: Given
    seen: list[tuple[str, str | None]]
    notes: list[tuple[str, str]]

    @property
    def path(self) -> Path:
        return _folder() / self.token / self.name

    def frame(self) -> pl.DataFrame:
        return pl.read_parquet(_folder() / self.token / "lines.parquet")


def stage(uploaded: "UploadedFile[Any]", given: Given, user: int) -> Staged:
    """Reads the file and keeps it with what was read. InputError where it cannot be one; nothing is kept then."""
    _forget_old()
    token = secrets.token_urlsafe(24)
    folder = _folder() / token
    folder.mkdir(parents=True)
    path = folder / _safe(uploaded.name or "")
    try:
        with path.open("wb") as target:
            for chunk in uploaded.chunks():
                target.write(chunk)
        read = read_register(given.kind, path)
        read.frame.write_parquet(folder / "lines.parquet")
        staged = Staged(token, user, path.name, fingerprint(path)[0], given, read.seen, [(note.id, note.en) for note in read.notes])
        (folder / "staged.json").write_text(json.dumps(asdict(staged)), encoding="utf-8")
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    return staged


def staged(token: str, user: int) -> Staged | None:
    """What that person gave under the token; None where it is confirmed, cancelled or too old."""
    path = _folder() / token / "staged.json"
    if not _TOKEN.fullmatch(token) or not path.exists():
        return None
    held = json.loads(path.read_text(encoding="utf-8"))
    found = Staged(**{**held, "given": Given(**held["given"]), "seen": [(title, name) for title, name in held["seen"]]})
    return found if found.user == user else None


def forget(one: Staged) -> None:
    """The file itself is kept with the version that was made of it; this copy goes."""
    shutil.rmtree(_folder() / one.token, ignore_errors=True)


def _folder() -> Path:
    return Path(settings.FILES).parent / "registers-read"


def _safe(name: str) -> str:
    """The name without folders and without what a disk may not hold; its ending stays, which tells how to read it."""
    plain = _UNSAFE.sub("_", Path(name.replace("\\", "/")).name).strip(". ") or "register"
    stem, suffix = Path(plain).stem, Path(plain).suffix
    return f"{stem[:_LONGEST]}{suffix[:10]}"


def _forget_old() -> None:
    folder = _folder()
    for one in folder.iterdir() if folder.exists() else ():
        if time.time() - one.stat().st_mtime > _KEPT:
            shutil.rmtree(one, ignore_errors=True)
