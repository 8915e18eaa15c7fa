"""What a page worked out over everybody, kept for all processes: such figures take seconds for a million people.

What took long is shown as it was while it is made anew beside the pages, with the time it is of; what is soon made is made at once. The answers are
pickled into the cache: figures and names of places, never of people.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from threading import Thread
from typing import Generic, TypeVar

from django.core.cache import cache
from django.db import connection
from django.utils import timezone, translation

from payung.audit.kept import newest_change

T = TypeVar("T")
SLOW = 1.0  # seconds: an answer that took longer is shown while a newer one is made
_KEPT = 30 * 24 * 60 * 60  # seconds since it was made
_MAKING = 10 * 60  # seconds after which a making that said nothing is taken for killed


@dataclass(frozen=True)
class Prepared(Generic[T]):
    """`answer` as of the moment `at`; `older`: the data, or the day, have changed since, and a newer answer is being made."""

    answer: T
    at: datetime
    older: bool


def prepared(name: str, *asked: object, of: object = None, make: Callable[[], T]) -> Prepared[T]:
    """What `make` answers to the question `asked`, which says everything that the answer depends on but the data and `of`, mostly a day.

    It is new after every change of the data (audit.kept) and for every other `of`.
    """
    key, state = _key(name, asked), (newest_change(), of)
    found = cache.get(key)
    if found is None:
        return _made(key, state, make)
    known, at, seconds, answer = found
    if known == state:
        return Prepared(answer, at, older=False)
    if seconds < SLOW:
        return _made(key, state, make)
    if cache.add(f"{key}:making", True, _MAKING):  # one process, once
        _beside(key, state, make)
    return Prepared(answer, at, older=True)


def last_prepared(name: str, *asked: object, of: object = None) -> Prepared[T] | None:
    """What was kept last, of whatever moment; None: nothing yet."""
    found = cache.get(_key(name, asked))
    return Prepared(found[3], found[1], older=found[0] != (newest_change(), of)) if found else None


def keep(name: str, *asked: object, of: object = None, state: object, answer: object) -> None:
    """For whoever made the answer elsewhere; `state` is `newest_change()` from before they began."""
    cache.set(_key(name, asked), ((state, of), timezone.now(), SLOW, answer), _KEPT)


def _key(name: str, asked: tuple[object, ...]) -> str:
    return f"prepared:{sha256(repr((name, str(connection.settings_dict['NAME']), asked)).encode()).hexdigest()}"


def _made(key: str, state: object, make: Callable[[], T]) -> Prepared[T]:
    at, began = timezone.now(), time.monotonic()
    answer = make()
    cache.set(key, (state, at, time.monotonic() - began, answer), _KEPT)
    return Prepared(answer, at, older=False)


def _beside(key: str, state: object, make: Callable[[], T]) -> None:
    """It speaks the language of whoever asked; where it is killed, the older answer stands until somebody asks after `_MAKING`."""
    spoken = translation.get_language()

    def run() -> None:
        try:
            with translation.override(spoken):
                _made(key, state, make)
        finally:
            cache.delete(f"{key}:making")

    start(run)


def start(run: Callable[[], None]) -> None:
    """In a thread with a connection of its own."""

    def closing() -> None:
        try:
            run()
        finally:
            connection.close()

    Thread(target=closing, name="prepared", daemon=True).start()
