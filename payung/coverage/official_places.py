"""Which place a row of an official table is about: by name, by a code of Home Affairs, or by a number of BPS where it is said to be one."""

import re
from dataclasses import dataclass

from payung.places.codes import bps_regencies
from payung.places.models import Place
from payung.values.errors import InputError
from payung.values.place import Level, level_of, within
from payung.values.words import Words

_KINDS = {"KAB": "KABUPATEN", "KOTAMADYA": "KOTA", "KODYA": "KOTA", "KEC": "KECAMATAN", "PROV": "PROVINSI", "DS": "DESA", "KEL": "KELURAHAN"}
_LEADING = ("KABUPATEN", "KOTA ADMINISTRASI", "KABUPATEN ADMINISTRASI", "KOTA", "PROVINSI", "KECAMATAN", "DESA", "KELURAHAN")
_SHORT = {"DKI JAKARTA": "DAERAH KHUSUS IBUKOTA JAKARTA", "DI YOGYAKARTA": "DAERAH ISTIMEWA YOGYAKARTA"}
_NATION = frozenset({"INDONESIA", "NASIONAL", "NATIONAL"})


def name_key(text: str) -> str:
    """ "Kab. Lombok Timur" -> "KABUPATEN LOMBOK TIMUR"."""
    words = re.sub(r"[^A-Z0-9]+", " ", text.upper().replace("'", "").replace("’", "")).split()
    key = " ".join(_KINDS.get(word, word) if at == 0 else word for at, word in enumerate(words))
    key = key.removeprefix("PROVINSI ")
    return _SHORT.get(key.replace("D I ", "DI "), key)


def _bare(key: str) -> str:
    return next((key.removeprefix(f"{lead} ") for lead in sorted(_LEADING, key=len, reverse=True) if key.startswith(f"{lead} ")), key)


@dataclass(frozen=True)
class Places:
    """`names`: key of a name -> codes that bear it, the widest level first; `inside`: the place that bounds them all."""

    inside: str
    codes: frozenset[str]
    names: dict[str, tuple[str, ...]]
    bps: dict[str, str]

    def of(self, name: str | None, code: str | None, bps: str | None) -> str:
        """The code of the row's place ("" is the nation); without any of the three, the place that bounds the table. InputError for the rest."""
        codes, number = self._by_code(code), self._by_bps(bps)
        named = self._by_name(name, codes)
        if named is None and len(codes) > 1:
            raise InputError("official.place_ambiguous", _filled(_AMBIGUOUS, code or ""))
        chosen = next((each for each in (named, *codes, number) if each is not None), self.inside)
        if (codes and chosen not in codes) or (number is not None and chosen != number):
            raise InputError(
                "official.place_differs", _filled(_DIFFERS, name or code or "", bps if number is not None and chosen != number else code)
            )
        if not within(chosen, self.inside):
            raise InputError("official.place_outside", _filled(_OUTSIDE, name or code or bps or ""))
        return chosen

    def _by_code(self, text: str | None) -> tuple[str, ...]:
        """Of four digits without a dot both places that they may mean."""
        written = (text or "").strip()
        if not written:
            return ()
        digits = re.sub(r"\D", "", written)
        dotted = ".".join(part for part in (digits[:2], digits[2:4], digits[4:6], digits[6:10]) if part)
        found = [dotted] if dotted in self.codes else []
        if "." not in written and len(digits) == 4 and digits in self.bps:
            found.append(self.bps[digits])
        if not found:
            raise InputError("official.place_unknown", _filled(_UNKNOWN, written))
        return tuple(dict.fromkeys(found))

    def _by_bps(self, text: str | None) -> str | None:
        digits = re.sub(r"\D", "", text or "")
        if not digits:
            return None
        if digits not in self.bps:
            raise InputError("official.place_unknown", _filled(_UNKNOWN, digits))
        return self.bps[digits]

    def _by_name(self, text: str | None, known: tuple[str, ...]) -> str | None:
        key = name_key(text or "")
        if not key:
            return None
        if key in _NATION:
            return ""
        there = self.names.get(key) or self.names.get(_bare(key) if key != _bare(key) else "") or ()
        if both := [code for code in there if code in known]:
            return both[0]
        if not there:
            raise InputError("official.place_unknown", _filled(_UNKNOWN, text or ""))
        if len(there) > 1:
            raise InputError("official.place_ambiguous", _filled(_SEVERAL, text or ""))
        return there[0]


def places_in(inside: str) -> Places:
    """Provinces and regencies of the country, and what lies in `inside` down to its villages where it is a regency or less."""
    found = Place.objects.filter(level__lte=Level.REGENCY)
    if level_of(inside) >= Level.REGENCY:
        found = found | Place.objects.within(inside)
    rows = list(found.order_by("level", "code").values_list("code", "name", "level"))
    names: dict[str, list[tuple[int, str]]] = {}
    for code, name, level in rows:
        key = name_key(name)
        for each in dict.fromkeys((key, _bare(key))):
            names.setdefault(each, []).append((level, code))
    told = {key: _nearest(codes, inside) for key, codes in names.items()}
    bps = {row[1]: row[0] for row in bps_regencies().iter_rows()}
    return Places(inside, frozenset(code for code, _, _ in rows), told, bps)


def _nearest(codes: list[tuple[int, str]], inside: str) -> tuple[str, ...]:
    """Those in the bounding place where there are any, of the widest level among them."""
    here = [one for one in codes if within(one[1], inside)] or codes
    widest = min(level for level, _ in here)
    return tuple(code for level, code in here if level == widest)


def _filled(words: Words, *texts: str | None) -> Words:
    shown = [" ".join((text or "").split())[:60] for text in texts]
    return Words(words.id.format(*shown), words.en.format(*shown))


_UNKNOWN = Words(
    "Wilayah “{}” tidak dikenal. Tulis nama lengkapnya, misalnya Kabupaten Konawe Selatan.", "The place “{}” is not known. Write its full name."
)
_SEVERAL = Words(
    "Nama “{}” milik lebih dari satu wilayah. Tulis Kabupaten atau Kota di depannya.",
    "More than one place is called “{}”. Write Kabupaten or Kota before it.",
)
_AMBIGUOUS = Words(
    "Kode “{}” berarti daerah yang berbeda di Kemendagri dan BPS. Tulis dengan titik, atau katakan bahwa kolomnya kode BPS.",
    "The code “{}” means different places for Home Affairs and BPS. Write it with a dot, or say that the column holds BPS codes.",
)
_DIFFERS = Words("Nama “{}” dan kode “{}” adalah wilayah yang berbeda.", "The name “{}” and the code “{}” are different places.")
_OUTSIDE = Words("“{}” di luar wilayah yang Anda pilih.", "“{}” lies outside the place you chose.")
