"""Patterns of paper numbers, such as 400.3/{n}/DISNAKER/{year}.

{n}     the running number, {nnn} the same with three digits at least
{month} the month in Roman numerals, {year} the year; each year the numbers begin anew
"""

import re
from datetime import date

from payung.values.errors import InputError
from payung.values.words import Words

_ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
_BLANK = re.compile(r"\{([^{}]*)\}")
_KNOWN = {"n", "nnn", "month", "year"}
_LONGEST = 80
_WRONG = Words(
    "Pola nomor memuat tepat satu {{n}} (nomor urut; {{nnn}} untuk 001) dan satu {{year}}; boleh {{month}}. Paling panjang {most} huruf. "
    "Contoh: 400.3/{{n}}/DISNAKER/{{year}}.",
    "A number pattern has exactly one {{n}} (the running number; {{nnn}} for 001) and one {{year}}; {{month}} may be there. At most {most} "
    "characters. Example: 400.3/{{n}}/DISNAKER/{{year}}.",
)


def checked_pattern(pattern: str) -> str:
    """The pattern without stray spaces; InputError `paper.pattern` for one that could give two papers the same number."""
    pattern = " ".join(pattern.split())
    blanks = _BLANK.findall(pattern)
    counted = blanks.count("n") + blanks.count("nnn") == 1 and blanks.count("year") == 1
    if not counted or not set(blanks) <= _KNOWN or re.search(r"[{}]", _BLANK.sub("", pattern)) or len(pattern) > _LONGEST:
        raise InputError("paper.pattern", _WRONG.filled(most=_LONGEST))
    return pattern


def written(pattern: str, n: int, on: date) -> str:
    """The number as it stands on the paper."""
    values = {"n": str(n), "nnn": f"{n:03d}", "month": _ROMAN[on.month - 1], "year": str(on.year)}
    return _BLANK.sub(lambda blank: values[blank[1]], pattern)
