"""A table of official figures between being given and being taken in: kept in PAYUNG_HOME under a name nobody can guess, for its giver, for a day."""

import json
import re
import secrets
import shutil
import time
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile

from payung.coverage.actions import Source
from payung.coverage.official_file import Default, ReadOfficial, read_official
from payung.coverage.official_import import columns_known

_KEPT = 86_400  # seconds
_TOKEN = re.compile(r"[A-Za-z0-9_-]{20,60}")
_UNSAFE = re.compile(r'[\x00-\x1f/\\:*?"<>|]')
_LONGEST = 120  # letters of a file name


@dataclass(frozen=True)
class Given:
    """What the form said of the table."""

    place: str
    as_of: str
    definition: str
    segment: str
    source: str
    publisher: str
    published_on: str
    page: str

    @property
    def default(self) -> Default:
        return Default(self.place, date.fromisoformat(self.as_of), self.definition, self.segment)

    @property
    def told(self) -> Source:
        return Source(self.source, self.publisher, date.fromisoformat(self.published_on) if self.published_on else None, self.page)


@dataclass(frozen=True)
class Staged:
    """`name`: as it came."""

    token: str
    user: int
    name: str
    given: Given

    @property
    def path(self) -> Path:
        return _folder() / self.token / self.name

    def read(self) -> ReadOfficial:
        """As it stands with what is known of the publisher's columns. InputError where it cannot be read."""
        return read_official(self.path, self.given.default, columns_known(self.given.publisher))


def stage(uploaded: "UploadedFile[Any]", given: Given, user: int) -> Staged:
    """Keeps the file and tries it once. InputError where it is no table; nothing is kept then."""
    _forget_old()
    token = secrets.token_urlsafe(24)
    folder = _folder() / token
    folder.mkdir(parents=True)
    path = folder / _safe(uploaded.name or "")
    try:
        with path.open("wb") as target:
            for chunk in uploaded.chunks():
                target.write(chunk)
        staged = Staged(token, user, path.name, given)
        staged.read()
        (folder / "staged.json").write_text(json.dumps(asdict(staged)), encoding="utf-8")
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    return staged


def staged(token: str, user: int) -> Staged | None:
    """What that person gave under the token; None where it is taken in, cancelled or too old."""
    path = _folder() / token / "staged.json"
    if not _TOKEN.fullmatch(token) or not path.exists():
        return None
    held = json.loads(path.read_text(encoding="utf-8"))
    found = Staged(**{**held, "given": Given(**held["given"])})
    return found if found.user == user else None


def forget(one: Staged) -> None:
    """The file itself is kept with the figures that came of it; this copy goes."""
    shutil.rmtree(_folder() / one.token, ignore_errors=True)


def _folder() -> Path:
    return Path(settings.FILES).parent / "figures-read"


def _safe(name: str) -> str:
    plain = _UNSAFE.sub("_", Path(name.replace("\\", "/")).name).strip(". ") or "tabel"
    return f"{Path(plain).stem[:_LONGEST]}{Path(plain).suffix[:10]}"


def _forget_old() -> None:
    folder = _folder()
    for one in folder.iterdir() if folder.exists() else ():
        if time.time() - one.stat().st_mtime > _KEPT:
            shutil.rmtree(one, ignore_errors=True)
