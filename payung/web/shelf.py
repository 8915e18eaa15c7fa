"""Files between being given and being confirmed: kept in PAYUNG_HOME under a name nobody can guess, for whoever gave them, for a day.

They may hold NIKs, so nobody else on the machine may look into their folders.
"""

import json
import re
import secrets
import shutil
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile

_KEPT = 86_400  # seconds
_TOKEN = re.compile(r"[A-Za-z0-9_-]{20,60}")
_UNSAFE = re.compile(r'[\x00-\x1f/\\:*?"<>|]')
_LONGEST = 120  # letters of a file name
_NOTE = "staged.json"


@dataclass(frozen=True)
class Shelved:
    """`path`: the file under its own name; `told`: what was noted of it."""

    token: str
    path: Path
    told: dict[str, Any]


@dataclass(frozen=True)
class Shelf:
    """`folder`: in PAYUNG_HOME; `nameless`: what a file is called whose name says nothing."""

    folder: str
    nameless: str

    def put(self, uploaded: "UploadedFile[Any]", user: int, note: Callable[[Path], dict[str, Any]]) -> Shelved:
        """Keeps the file with what `note` says of it, which may write beside it. Where `note` raises, nothing is kept."""
        self._forget_old()
        token = secrets.token_urlsafe(24)
        folder = self._at / token
        folder.mkdir(parents=True, mode=0o700)
        path = folder / self._safe(uploaded.name or "")
        try:
            with path.open("wb") as target:
                for chunk in uploaded.chunks():
                    target.write(chunk)
            told = note(path)
            (folder / _NOTE).write_text(json.dumps({"user": user, "name": path.name, "told": told}), encoding="utf-8")
        except BaseException:
            shutil.rmtree(folder, ignore_errors=True)
            raise
        return Shelved(token, path, told)

    def get(self, token: str, user: int) -> Shelved | None:
        """What that person gave under the token; None where it was cleared away or is too old."""
        if not _TOKEN.fullmatch(token) or not (self._at / token / _NOTE).exists():
            return None
        held = json.loads((self._at / token / _NOTE).read_text(encoding="utf-8"))
        return Shelved(token, self._at / token / held["name"], held["told"]) if held["user"] == user else None

    def clear(self, token: str) -> None:
        """Confirmed, its content is kept elsewhere; cancelled, nowhere."""
        shutil.rmtree(self._at / token, ignore_errors=True)

    @property
    def _at(self) -> Path:
        return Path(settings.FILES).parent / self.folder

    def _safe(self, name: str) -> str:
        """The name without folders and without what a disk may not hold; its ending stays, which tells how to read it."""
        plain = Path(_UNSAFE.sub("_", Path(name.replace("\\", "/")).name).strip(". ") or self.nameless)
        return f"{plain.stem[:_LONGEST]}{plain.suffix[:10]}"

    def _forget_old(self) -> None:
        for one in self._at.iterdir() if self._at.exists() else ():
            if time.time() - one.stat().st_mtime > _KEPT:
                shutil.rmtree(one, ignore_errors=True)
