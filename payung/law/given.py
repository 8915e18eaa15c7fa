"""What a rule is asked about: the kind of worker, the month, the pay, who pays."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from enum import StrEnum
from typing import Any

from payung.values.errors import InputError
from payung.values.month import Month
from payung.values.words import Words

# Integer rules on columns run on engines that divide through a 53-bit float: an amount this wide times a rate of 10,000 still fits.
MOST_RUPIAH = 2**39


class Segment(StrEnum):
    """The law's kinds of participants: PU wage workers of private employers, NON_ASN of the state, BPU without a wage."""

    PU = "PU"
    NON_ASN = "NON_ASN"
    BPU = "BPU"


class Programme(StrEnum):
    """JKK work accident, JKM death, JHT old-age savings, JP pension."""

    JKK = "JKK"
    JKM = "JKM"
    JHT = "JHT"
    JP = "JP"


class Payer(StrEnum):
    """Whose money pays the contribution; reliefs depend on it."""

    SELF = "SELF"
    EMPLOYER = "EMPLOYER"
    APBN = "APBN"
    APBD = "APBD"
    VILLAGE = "VILLAGE"
    DBH = "DBH"
    CSR = "CSR"
    ZAKAT = "ZAKAT"


class Sector(StrEnum):
    """Drivers and couriers have reliefs of their own."""

    TRANSPORT = "transport"
    OTHER = "other"


BASIC = (Programme.JKK, Programme.JKM)


@dataclass(frozen=True)
class Given:
    """One month of one worker. `income` (BPU; None: the lowest class) and `wage` (PU, NON_ASN) in rupiah a month; `risk_group` 1-5 (PU)."""

    segment: Segment
    month: Month
    income: int | None = None
    wage: int | None = None
    risk_group: int | None = None
    programmes: tuple[Programme, ...] = BASIC
    payer: Payer = Payer.SELF
    sector: Sector = Sector.OTHER
    labour_intensive: bool = False


def read_given(raw: Mapping[str, Any]) -> Given:
    """Reads plain values as a file holds them ("BPU", "2026-05", ["JKK"]).

    Errors: InputError for a key that no rule knows, a missing or unreadable value; nothing is ignored.
    """
    known = [field.name for field in fields(Given)]
    for key in raw:
        if key not in known:
            raise InputError("contribution.unknown_key", Words(f"Isian “{key}” tidak dikenal. Yang ada: {', '.join(known)}.",
                                                               f"“{key}” is not known. There are: {', '.join(known)}."))
    for key in ("segment", "month"):
        if key not in raw:
            raise InputError("contribution.missing_key", Words(f"Isian “{key}” belum ada. Tambahkan.", f"“{key}” is missing. Add it."))
    return Given(**{key: _READERS[key](key, value) for key, value in raw.items()})


def _unreadable(key: str, value: Any, wanted: str) -> InputError:
    return InputError("contribution.unreadable", Words(f"Isian “{key}” = “{value}” tidak terbaca. Tulis: {wanted}.",
                                                       f"“{key}” = “{value}” cannot be read. Write: {wanted}."))


def _one_of(kind: type[StrEnum]) -> Any:
    def read(key: str, value: Any) -> StrEnum:
        if value not in list(kind):
            raise _unreadable(key, value, " | ".join(kind))
        return kind(value)
    return read


def _whole(key: str, value: Any) -> int | None:
    if value is not None and type(value) is not int:
        raise _unreadable(key, value, "1000000")
    return value


def _month(key: str, value: Any) -> Month:
    return Month.parse(str(value))


def _programmes(key: str, value: Any) -> tuple[Programme, ...]:
    if not isinstance(value, list):
        raise _unreadable(key, value, "[JKK, JKM]")
    return tuple(_one_of(Programme)(key, item) for item in value)


def _yes_no(key: str, value: Any) -> bool:
    if not isinstance(value, bool):
        raise _unreadable(key, value, "true | false")
    return value


_READERS = {
    "segment": _one_of(Segment), "month": _month, "income": _whole, "wage": _whole, "risk_group": _whole, "programmes": _programmes,
    "payer": _one_of(Payer), "sector": _one_of(Sector), "labour_intensive": _yes_no,
}
