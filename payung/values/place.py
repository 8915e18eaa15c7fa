"""Place codes of the Ministry of Home Affairs: 74, 74.05, 74.05.01, 74.05.01.2003 (never BPS numbers)."""

import re
from enum import IntEnum

from payung.values.errors import InputError
from payung.values.words import Words

_SHAPE = re.compile(r"\d{2}(?:\.\d{2}(?:\.\d{2}(?:\.\d{4})?)?)?")
_LENGTH = (2, 5, 8, 13)


class Level(IntEnum):
    """How deep a place lies; its value is the number of parts of its code."""

    NATION = 0
    PROVINCE = 1
    REGENCY = 2
    DISTRICT = 3
    VILLAGE = 4


def place_code(text: str) -> str:
    """The code with its dots: "740501" and "74.05.01" -> "74.05.01"; anything else is an InputError."""
    digits = re.sub(r"[.\s]", "", text)
    cuts = [digits[a:b] for a, b in ((0, 2), (2, 4), (4, 6), (6, 10)) if digits[a:b]]
    code = ".".join(cuts)
    if _SHAPE.fullmatch(code) and len(digits) in (2, 4, 6, 10):
        return code
    raise InputError(
        "place.code_unreadable",
        Words(
            f"Kode wilayah “{text}” tidak terbaca. Contoh: 74.05 (kabupaten) atau 74.05.01.2003 (desa).",
            f"The place code “{text}” cannot be read. Examples: 74.05 (regency) or 74.05.01.2003 (village).",
        ),
    )


def level_of(code: str) -> Level:
    """Of a code with its dots; the empty code is the nation."""
    return Level(0 if not code else code.count(".") + 1)


def parent_of(code: str, level: Level | None = None) -> str:
    """The code one level up, or at `level`; the nation is the empty code."""
    wanted = Level(level_of(code) - 1) if level is None else level
    return "" if wanted == Level.NATION else code[: _LENGTH[wanted - 1]]


def within(code: str, place: str) -> bool:
    """Whether `code` is `place` or lies in it."""
    return not place or code == place or code.startswith(place + ".")
