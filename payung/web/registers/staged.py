"""A register's file between being read and being confirmed."""

from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
from django.core.files.uploadedfile import UploadedFile

from payung.intake.read.one import fingerprint
from payung.intake.registers import read_register
from payung.web.shelf import Shelf, Shelved

_SHELF = Shelf("registers-read", "register")
_LINES = "lines.parquet"


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
    path: Path
    sha256: str
    given: Given
    seen: list[tuple[str, str | None]]
    notes: list[tuple[str, str]]

    @property
    def name(self) -> str:
        return self.path.name

    def frame(self) -> pl.DataFrame:
        return pl.read_parquet(self.path.with_name(_LINES))


def stage(uploaded: "UploadedFile[Any]", given: Given, user: int) -> Staged:
    """Reads the file and keeps it with what was read. InputError where it cannot be one; nothing is kept then."""

    def note(path: Path) -> dict[str, Any]:
        read = read_register(given.kind, path)
        read.frame.write_parquet(path.with_name(_LINES))
        notes = [(each.id, each.en) for each in read.notes]
        return {"sha256": fingerprint(path)[0], "given": asdict(given), "seen": read.seen, "notes": notes}

    return _of(_SHELF.put(uploaded, user, note))


def staged(token: str, user: int) -> Staged | None:
    """What that person gave under the token; None where it is confirmed, cancelled or too old."""
    found = _SHELF.get(token, user)
    return _of(found) if found else None


def forget(one: Staged) -> None:
    """The file itself is kept with the version that was made of it; this copy goes."""
    _SHELF.clear(one.token)


def _of(one: Shelved) -> Staged:
    told = one.told
    seen = [(title, name) for title, name in told["seen"]]
    return Staged(one.token, one.path, told["sha256"], Given(**told["given"]), seen, told["notes"])
