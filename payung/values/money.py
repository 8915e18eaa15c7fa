"""Whole numbers and rupiah as people type them: "50.400.000", "Rp50.400.000,00", "50400000", "50,400,000".

What is paid or counted is written in full (`rupiah_of`, `number_of`); a sum that is planned may be said shortly (`read_rupiah`: "604,8 juta").
"""

import re

from payung.values.errors import InputError
from payung.values.words import Words

_BEFORE = re.compile(r"^(?:rp|idr)\.?\s*", re.I)
_CENTS = re.compile(r"[.,]-+$|[.,]0{2}$")
_PLAIN = re.compile(r"[0-9]{1,15}")
_GROUPED = re.compile(r"[0-9]{1,3}(?:([., ])[0-9]{3})(?:\1[0-9]{3}){0,3}")
_PLAIN_SUM = re.compile(r"(\d{1,18})(?:[.,]00?)?")
_GROUPED_SUM = re.compile(r"(\d{1,3}(?:([.,])\d{3})(?:\2\d{3})*)(?:[.,]\d{1,2})?")
_IN_WORDS = re.compile(r"(\d{1,6}(?:[.,]\d{1,6})?)(ribu|rb|juta|jt|miliar|milyar|m|triliun|t|thousand|million|billion|trillion)")
_ZEROS = {"ribu": 3, "rb": 3, "thousand": 3, "juta": 6, "jt": 6, "million": 6, "miliar": 9, "milyar": 9, "m": 9, "billion": 9}
_ZEROS |= {"triliun": 12, "t": 12, "trillion": 12}
_SHOWN = 40  # letters of what was typed that an answer repeats


def rupiah_of(text: str) -> int:
    """Whole rupiah; InputError `rupiah.unreadable` for anything that could be read in two ways, such as "50.40" or "1,5 juta"."""
    written = _plain(_BEFORE.sub("", text.strip()))
    for one in (written, _CENTS.sub("", written)):
        if (found := _read(one)) is not None:
            return found
    shown = text.strip()[:_SHOWN]
    raise InputError(
        "rupiah.unreadable",
        Words(
            f"Jumlah “{shown}” tidak terbaca. Tulis rupiah penuh tanpa singkatan, misalnya 50.400.000.",
            f"The amount “{shown}” cannot be read. Write whole rupiah without abbreviations, such as 50,400,000.",
        )
        if shown
        else Words("Isi jumlahnya.", "Give the amount."),
    )


def number_of(text: str) -> int:
    """A whole number; InputError `number.unreadable` for anything that could be read in two ways, such as "161,2"."""
    found = _read(_plain(text))
    if found is not None:
        return found
    shown = text.strip()[:_SHOWN]
    raise InputError(
        "number.unreadable",
        Words(
            f"Angka “{shown}” tidak terbaca. Tulis bilangan bulat, misalnya 161.206.",
            f"The number “{shown}” cannot be read. Write a whole number, such as 161,206.",
        )
        if shown
        else Words("Isi angkanya.", "Give the number."),
    )


def _plain(text: str) -> str:
    return text.replace("\N{NO-BREAK SPACE}", " ").strip()


def _read(text: str) -> int | None:
    return int(re.sub(r"[^0-9]", "", text)) if _PLAIN.fullmatch(text) or _GROUPED.fullmatch(text) else None


def read_rupiah(text: str) -> int:
    """ "Rp604.800.000", "604,800,000", "604800000,00", "604,8 juta" -> 604800000; InputError `rupiah.unreadable` for anything else.

    A single separator followed by three digits groups thousands ("16.800" is 16,800); cents are dropped only where they are zero.
    """
    plain = re.sub(r"[\s ]", "", text).lower().removeprefix("rp").lstrip(".").removesuffix(",-").removesuffix(".-")
    if said := _IN_WORDS.fullmatch(plain):
        whole, _, part = said[1].replace(",", ".").partition(".")
        zeros = _ZEROS[said[2]]
        if len(part) <= zeros:
            return int(whole + part.ljust(zeros, "0"))
    if grouped := _GROUPED_SUM.fullmatch(plain):
        rest = plain[len(grouped[1]) :].lstrip(".,")
        if not rest.strip("0") and plain[len(grouped[1]) : len(grouped[1]) + 1] != grouped[2]:
            return int(re.sub(r"[.,]", "", grouped[1]))
    if whole_number := _PLAIN_SUM.fullmatch(plain):
        return int(whole_number[1])
    raise InputError(
        "rupiah.unreadable",
        Words(
            f"Jumlah “{text.strip()}” tidak terbaca. Tulis angka rupiah, misalnya 604.800.000.",
            f"The amount “{text.strip()}” cannot be read. Write rupiah in digits, such as 604,800,000.",
        ),
    )
