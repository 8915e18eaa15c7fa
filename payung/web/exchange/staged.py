"""A reply between being given and being recorded."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import UploadedFile

from payung.intake.read.one import fingerprint
from payung.web.shelf import Shelf, Shelved

_SHELF = Shelf("replies-read", "balasan")


@dataclass(frozen=True)
class Staged:
    token: str
    path: Path
    package: int
    sha256: str

    @property
    def name(self) -> str:
        return self.path.name


def stage(uploaded: "UploadedFile[Any]", package: int, user: int) -> Staged:
    """Keeps the file as it came."""
    return _of(_SHELF.put(uploaded, user, lambda path: {"package": package, "sha256": fingerprint(path)[0]}))


def staged(token: str, package: int, user: int) -> Staged | None:
    """What that person gave for the package under the token; None where it is recorded, cancelled or too old."""
    found = _SHELF.get(token, user)
    return _of(found) if found and found.told["package"] == package else None


def forget(one: Staged) -> None:
    """The file itself is kept with the reply that was made of it; this copy goes."""
    _SHELF.clear(one.token)


def _of(one: Shelved) -> Staged:
    return Staged(one.token, one.path, one.told["package"], one.told["sha256"])
