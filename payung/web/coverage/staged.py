"""A table of official figures between being given and being taken in."""

from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import UploadedFile

from payung.coverage.actions import Source
from payung.coverage.official_file import Default, ReadOfficial, read_official
from payung.coverage.official_import import columns_known
from payung.web.shelf import Shelf

_SHELF = Shelf("figures-read", "tabel")


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
    token: str
    path: Path
    given: Given

    @property
    def name(self) -> str:
        """As it came."""
        return self.path.name

    def read(self) -> ReadOfficial:
        """As it stands with what is known of the publisher's columns. InputError where it cannot be read."""
        return _read(self.path, self.given)


def stage(uploaded: "UploadedFile[Any]", given: Given, user: int) -> Staged:
    """Keeps the file and tries it once. InputError where it is no table; nothing is kept then."""

    def note(path: Path) -> dict[str, Any]:
        _read(path, given)
        return asdict(given)

    found = _SHELF.put(uploaded, user, note)
    return Staged(found.token, found.path, given)


def staged(token: str, user: int) -> Staged | None:
    """What that person gave under the token; None where it is taken in, cancelled or too old."""
    found = _SHELF.get(token, user)
    return Staged(found.token, found.path, Given(**found.told)) if found else None


def forget(one: Staged) -> None:
    """The file itself is kept with the figures that came of it; this copy goes."""
    _SHELF.clear(one.token)


def _read(path: Path, given: Given) -> ReadOfficial:
    return read_official(path, given.default, columns_known(given.publisher))
