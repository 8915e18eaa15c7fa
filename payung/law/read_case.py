"""Reads a case given as plain values (JSON, YAML): nothing unknown, nothing missing, nothing ignored."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from enum import StrEnum
from typing import Any, TypeVar

from payung.values.errors import InputError
from payung.values.month import Month
from payung.values.words import Words

Reader = Callable[[Any], Any]
E = TypeVar("E", bound=StrEnum)
_FIRST_DAY, _LAST_DAY = date.fromisoformat("1900-01-01"), date.fromisoformat("2200-12-31")


class UnreadableError(Exception):
    """A value that its reader does not take; the text says how to write it."""


def read_case(rule: str, raw: Any, readers: Mapping[str, Reader], needed: Iterable[str] = ()) -> dict[str, Any]:
    """The values by key, read. A value null is a value not given.

    Errors: InputError "<rule>.unreadable", "<rule>.unknown_key", "<rule>.missing_key"; a month that is none has its own.
    """
    if not isinstance(raw, Mapping):
        raise InputError(f"{rule}.unreadable", Words("Kasus harus berisi isian bernama.", "A case must hold named values."))
    given = {key: value for key, value in raw.items() if value is not None}
    for key in raw:
        if key not in readers:
            raise InputError(
                f"{rule}.unknown_key",
                Words(f"Isian “{key}” tidak dikenal. Yang ada: {', '.join(readers)}.", f"“{key}” is not known. There are: {', '.join(readers)}."),
            )
    for key in needed:
        if key not in given:
            raise InputError(f"{rule}.missing_key", Words(f"Isian “{key}” belum ada. Tambahkan.", f"“{key}” is missing. Add it."))
    return {key: _read(rule, key, value, readers[key]) for key, value in given.items()}


def _read(rule: str, key: str, value: Any, reader: Reader) -> Any:
    try:
        return reader(value)
    except UnreadableError as wanted:
        shown = str(value)[:40]
        raise InputError(
            f"{rule}.unreadable",
            Words(f"Isian “{key}” = “{shown}” tidak terbaca. Tulis: {wanted}.", f"“{key}” = “{shown}” cannot be read. Write: {wanted}."),
        ) from wanted


def one_of(kind: type[E]) -> Callable[[Any], E]:
    """A reader of one name out of an enumeration."""

    def read(value: Any) -> E:
        if not isinstance(value, str) or value not in list(kind):
            raise UnreadableError(" | ".join(kind))
        return kind(value)

    return read


def list_of(reader: Reader) -> Reader:
    """A reader of a list, each item read by `reader`."""

    def read(value: Any) -> tuple[Any, ...]:
        if not isinstance(value, list):
            raise UnreadableError("[ … ]")
        return tuple(reader(item) for item in value)

    return read


def whole(value: Any) -> int:
    """A whole number as such: neither a text nor a decimal number."""
    if type(value) is not int:
        raise UnreadableError("1000000")
    return value


def yes_no(value: Any) -> bool:
    if not isinstance(value, bool):
        raise UnreadableError("true | false")
    return value


def month(value: Any) -> Month:
    """ "2026-01", within the same years as a day."""
    read = Month.parse(str(value)[:40])
    if not _FIRST_DAY <= read.first_day <= _LAST_DAY:
        raise UnreadableError(f"{_FIRST_DAY:%Y-%m} – {_LAST_DAY:%Y-%m}")
    return read


def day(value: Any) -> date:
    """ "2026-01-31", or a date that the file's own format has read already; of 1900 to 2200, so that years can be added and taken off."""
    try:
        read = value if type(value) is date else date.fromisoformat(value)
    except (TypeError, ValueError) as error:
        raise UnreadableError("2026-01-31") from error
    if not _FIRST_DAY <= read <= _LAST_DAY:
        raise UnreadableError(f"{_FIRST_DAY} – {_LAST_DAY}")
    return read
