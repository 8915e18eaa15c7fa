"""A reply between being given and being recorded: kept in PAYUNG_HOME under a name nobody can guess, for whoever gave it, for a day."""

import json
import re
import secrets
import shutil
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile

from payung.intake.read.one import fingerprint

_KEPT = 86_400  # seconds
_TOKEN = re.compile(r"[A-Za-z0-9_-]{20,60}")
_UNSAFE = re.compile(r'[\x00-\x1f/\\:*?"<>|]')
_LONGEST = 120  # letters of a file name


@dataclass(frozen=True)
class Staged:
    token: str
    user: int
    package: int
    name: str
    sha256: str

    @property
    def path(self) -> Path:
        return _folder() / self.token / self.name


def stage(uploaded: "UploadedFile[Any]", package: int, user: int) -> Staged:
    """Keeps the file as it came."""
    _forget_old()
    token = secrets.token_urlsafe(24)
    folder = _folder() / token
    folder.mkdir(parents=True, mode=0o700)
    path = folder / _safe(uploaded.name or "")
    with path.open("wb") as target:
        for chunk in uploaded.chunks():
            target.write(chunk)
    staged = Staged(token, user, package, path.name, fingerprint(path)[0])
    (folder / "staged.json").write_text(json.dumps(asdict(staged)), encoding="utf-8")
    return staged


def staged(token: str, package: int, user: int) -> Staged | None:
    """What that person gave for the package under the token; None where it is recorded, cancelled or too old."""
    path = _folder() / token / "staged.json"
    if not _TOKEN.fullmatch(token) or not path.exists():
        return None
    found = Staged(**json.loads(path.read_text(encoding="utf-8")))
    return found if (found.user, found.package) == (user, package) else None


def forget(one: Staged) -> None:
    """The file itself is kept with the reply that was made of it; this copy goes."""
    shutil.rmtree(_folder() / one.token, ignore_errors=True)


def _folder() -> Path:
    return Path(settings.FILES).parent / "replies-read"


def _safe(name: str) -> str:
    """The name without folders and without what a disk may not hold; its ending stays, which tells how to read it."""
    plain = _UNSAFE.sub("_", Path(name.replace("\\", "/")).name).strip(". ") or "balasan"
    return f"{Path(plain).stem[:_LONGEST]}{Path(plain).suffix[:10]}"


def _forget_old() -> None:
    folder = _folder()
    for one in folder.iterdir() if folder.exists() else ():
        if time.time() - one.stat().st_mtime > _KEPT:
            shutil.rmtree(one, ignore_errors=True)
