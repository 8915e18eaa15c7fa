"""How far the making of a paper is, told while its rows are read."""

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

T = TypeVar("T")
Told = Callable[[int, int], None]  # how many of how many parts are done


def telling(rows: Iterable[T], whole: int, told: Told) -> Iterator[T]:
    """The rows as they are; before each, `told` hears how many of `whole` are done."""
    for at, row in enumerate(rows):
        told(at, whole)
        yield row
