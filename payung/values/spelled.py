"""Whole numbers in words, as papers with money repeat them: 1505563 -> "satu juta lima ratus lima ribu lima ratus enam puluh tiga".

Indonesian: "se-" for one ten, eleven, one hundred and one thousand, but "satu juta". English: short scale, without "and".
"""

from payung.values.words import Lang

_ONES = ("nol", "satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan", "sepuluh", "sebelas")
_THOUSANDS = ("", "ribu", "juta", "miliar", "triliun", "kuadriliun")
_ENGLISH_ONES = tuple(
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split()
)
_ENGLISH_TENS = ("", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_ENGLISH_THOUSANDS = ("", "thousand", "million", "billion", "trillion", "quadrillion")
_MOST = 10 ** (3 * len(_THOUSANDS)) - 1


def spelled(value: int, lang: Lang = "id") -> str:
    """The number in words, all small letters; ValueError for one of more than 18 digits."""
    if abs(value) > _MOST:
        raise ValueError(f"no name for a number as large as {value}")
    if value < 0:
        return f"minus {spelled(-value, lang)}"
    if value == 0:
        return _ONES[0] if lang == "id" else _ENGLISH_ONES[0]
    groups = []
    for at in range(len(_THOUSANDS)):
        value, group = divmod(value, 10**3)
        if group:
            groups.append(_group(group, at) if lang == "id" else _english_group(group, at))
    return " ".join(reversed(groups))


def rupiah_spelled(value: int, lang: Lang = "id") -> str:
    """16800 -> "enam belas ribu delapan ratus rupiah"."""
    return f"{spelled(value, lang)} rupiah"


def _group(group: int, at: int) -> str:
    if group == 1 and at == 1:
        return "seribu"
    return f"{_hundreds(group)} {_THOUSANDS[at]}".rstrip()


def _hundreds(value: int) -> str:
    hundreds, rest = divmod(value, 100)
    said = [] if not hundreds else ["seratus"] if hundreds == 1 else [f"{_ONES[hundreds]} ratus"]
    if rest:
        said.append(_tens(rest))
    return " ".join(said)


def _tens(value: int) -> str:
    if value < len(_ONES):
        return _ONES[value]
    tens, ones = divmod(value, 10)
    if tens == 1:
        return f"{_ONES[ones]} belas"
    return f"{_ONES[tens]} puluh" + (f" {_ONES[ones]}" if ones else "")


def _english_group(group: int, at: int) -> str:
    hundreds, rest = divmod(group, 100)
    said = [f"{_ENGLISH_ONES[hundreds]} hundred"] if hundreds else []
    if rest:
        said.append(_english_tens(rest))
    return f"{' '.join(said)} {_ENGLISH_THOUSANDS[at]}".rstrip()


def _english_tens(value: int) -> str:
    if value < len(_ENGLISH_ONES):
        return _ENGLISH_ONES[value]
    tens, ones = divmod(value, 10)
    return _ENGLISH_TENS[tens] + (f"-{_ENGLISH_ONES[ones]}" if ones else "")
