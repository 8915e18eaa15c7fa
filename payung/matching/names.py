"""Indonesian names as they are compared: what two clerks write differently of one name becomes the same letters.

Titles and degrees go ("H.", "Hj.", "Drs.", "S.Pd"), abbreviations become the name they stand for ("Muh.", "Abd.", "St."), two parts that are
one are joined ("La Ode", "Wa Ode"), old and new spelling meet ("Soekarno", "Djafar", "Tjahaja", "Jusuf"), and letters that are easily doubled,
dropped or exchanged are written one way. What comes out is for comparing only and never shown.
"""

import re
from collections.abc import Callable
from functools import cache

import polars as pl

_PLAIN = re.compile(r"[a-z ]+")
_PART = re.compile(r"[^\W\d_]+")
_APOSTROPHE = re.compile(r"['’‘`´ʼ]")
_DEGREES = re.compile(
    # with or without dots and spaces, at the end of a name only: a first name may be written "M." or "St."
    r"(?:(?:[\s,]+|\.)(?:(?:s|m)\.?\s?(?:pd|ag|sos|kom|kes|kep|farm|ked|hut|si|psi|ip|pt|pi|tp|th|t|p|e|h|m)(?:\.?\s?i)?"
    r"|a\.?\s?md(?:\.?\s?(?:keb|kep|ak|kes|farm))?"
    r"|s\.?\s?k\.?\s?m|s\.?\s?st|b\.?\s?sc|m\.?\s?sc|ph\.?\s?d|ners|ns|b\.?\s?a)\.?)+$"
)
_TITLES = frozenset(
    "h hj haji hajjah hajah hi kh kyai ust ustad ustadz ustadzah tgk dr drs dra drg ir prof rd sdr sdri bpk ibu ny tn".split()
    + "alm almh almarhum almarhumah".split()
)
# without dots, at the end
_PLAIN_DEGREES = frozenset("spd spdi sag sh se st sp ssos skom skep skm sip amd mm mh msi mpd mkes ners ns".split())
_PARTICLES = frozenset("bin binti bt bte i ni al".split())  # "son of", "daughter of", the articles of Balinese names
_WHOLE = {
    **dict.fromkeys("m mh muh moh mhd mohd muhd moch much muhamad mohamad mohammad muhammed mohamed mochamad mochammad muchamad".split(), "muhammad"),
    **dict.fromkeys("a ab abd abdu abdul abdur abdus abdun abdud abdush abdut abdil".split(), "abdul"),
    **dict.fromkeys("st sitti sty sity siti sitty".split(), "siti"),
    **dict.fromkeys("ach achmad akhmad ahmad ahmat akhmat akmad achmat ahmd".split(), "ahmad"),
    **dict.fromkeys("laode waode".split(), "ode"),
    **dict.fromkeys("nrl".split(), "nurul"),
    **dict.fromkeys("kdk".split(), "kadek"),
    **dict.fromkeys("wyn".split(), "wayan"),
    **dict.fromkeys("md".split(), "made"),
    **dict.fromkeys("nym".split(), "nyoman"),
    **dict.fromkeys("ktt kt".split(), "ketut"),
}
_ALONE_A_NAME = frozenset("m a mh ab ma md kt nym wyn kdk ktt ach abdi".split())  # no abbreviation where nothing else is written
# "La" and "Wa" tell men from women, which the sex does too, and are often left out.
_JOINED = {**dict.fromkeys([("la", "ode"), ("wa", "ode"), ("l", "o"), ("w", "o")], "ode"), ("la", "de"): "lade", ("si", "ti"): "siti"}
# Parts that open so many names that they hardly tell one from another.
COMMON_STARTS = tuple("ode lade wade andi muhamad siti abdul made wajan ketut njoman kadek komang futu gede daeng nur".split())
_ABDUL = re.compile(r"^abdu([rsdn])(?=\1)")  # Abdurrahman, Abdussalam: the article takes the letter that follows
_SPELLING = [
    ("oe", "u"),
    ("dj", "j"),
    ("tj", "c"),
    ("sj", "s"),
    ("nj", "ni"),
    ("kh", "h"),
    ("ch", "h"),
    ("sy", "s"),
    ("sh", "s"),
    ("ts", "s"),
    ("dh", "d"),
    ("dz", "z"),
    ("th", "t"),
    ("ph", "f"),
    ("bh", "b"),
    ("gh", "g"),
    ("ae", "ai"),
    ("iy", "i"),
    ("uw", "u"),
    ("q", "k"),
    ("x", "s"),
    ("v", "f"),
    ("p", "f"),
    ("z", "s"),
    ("y", "j"),
]
_DOUBLED = re.compile(r"(.)\1+")
_VOWEL_Y = re.compile(r"y(?![aeiou])")  # Andy, Andi


def _without_degrees(text: str) -> str:
    before, _, after = text.partition(",")
    text = before if _PART.search(before) else after
    shorter = _DEGREES.sub("", text)
    return shorter if len(shorter) > 1 and _PART.search(shorter) else text


@cache
def _spelled(token: str) -> str:
    """One part of a name without what clerks write in two ways. A million people share some thousand parts."""
    token = _VOWEL_Y.sub("i", _ABDUL.sub("abdul", token))
    for old, new in _SPELLING:
        token = token.replace(old, new)
    token = _DOUBLED.sub(r"\1", token)
    return token[:-1] if len(token) > 2 and token.endswith("h") else token


def _whole_parts(name: str) -> list[str]:
    """The parts without titles and degrees, abbreviations in full, as they are spelled."""
    text = name.lower()
    tokens = text.split() if _PLAIN.fullmatch(text) else _PART.findall(_without_degrees(_APOSTROPHE.sub("", text)))
    while len(tokens) > 1 and tokens[-1] in _PLAIN_DEGREES:
        tokens.pop()
    kept = [token for token in tokens if token not in _TITLES and token not in _PARTICLES] or tokens
    joined: list[str] = []
    for token in kept:
        whole = _WHOLE.get(token, token) if len(kept) > 1 or token not in _ALONE_A_NAME else token
        pair = _JOINED.get((joined[-1], whole)) if joined else None
        if pair:
            joined[-1] = pair
        else:
            joined.append(whole)
    return joined


def parts_of(name: str) -> list[str]:
    """ "Hj. St. Nur Hayati, S.Pd" -> ["siti", "nur", "hajati"]; empty where no letter is left."""
    return [_spelled(part) for part in _whole_parts(name)]


def canonical(names: pl.Series) -> pl.Series:
    """The parts of each name with a space between; null where a name is null or holds no letter. Each different name is read once."""
    return spelled(as_written(names))


def as_written(names: pl.Series) -> pl.Series:
    """The same parts before their spelling is made one: where a clerk's finger slipped, the rules of spelling can make two slips of it."""
    return _each(names, lambda name: " ".join(_whole_parts(name)))


def spelled(written: pl.Series) -> pl.Series:
    """What `as_written` gives, in one spelling."""
    return _each(written, lambda parts: " ".join(map(_spelled, parts.split(" "))))


def _each(texts: pl.Series, read: Callable[[str], str]) -> pl.Series:
    unlike = texts.unique().drop_nulls()
    if unlike.is_empty():
        return texts.cast(pl.String)
    done = pl.Series([read(text) or None for text in unlike.to_list()], dtype=pl.String)
    return texts.replace_strict(unlike, done, default=None, return_dtype=pl.String)
