"""What a pair's `why` says to people: which fields speak for one person and which against, and a probability in words."""

from typing import Literal, NamedTuple

from payung.matching import compare_encoded
from payung.matching.model import trained
from payung.values.words import Lang, Words

_FIELDS: dict[str, Words] = {
    "name": Words("nama", "name"),
    "given": Words("nama depan", "first name"),
    "family": Words("nama belakang", "last name"),
    "birth_date": Words("tanggal lahir", "birth date"),
    "sex": Words("jenis kelamin", "sex"),
    "nik": Words("NIK", "NIK"),
    "mother": Words("nama ibu", "mother's name"),
    "phone": Words("nomor HP", "phone"),
    "village": Words("desa", "village"),
    "address": Words("alamat", "address"),
    "birth_place": Words("tempat lahir", "birth place"),
    "postcode": Words("kode pos", "postcode"),
}
_STEPS: dict[str, Words] = {
    "same": Words("{field} sama", "{field} the same"),
    "near": Words("{field} mirip", "{field} alike"),
    "both_single": Words("keduanya hanya satu kata nama", "both have a single name"),
    "one_single": Words("yang satu tanpa nama belakang", "one has no last name"),
    "short_near": Words("{field} pendek, beda satu huruf", "{field} short, one letter differs"),
    "loose": Words("{field} agak mirip", "{field} somewhat alike"),
    "held": Words("{field} ada di nama yang lain", "{field} is part of the other name"),
    "initial": Words("{field} hanya huruf pertama", "{field} only an initial"),
    "turned": Words("{field}: hari dan bulan tertukar", "{field}: day and month exchanged"),
    "one_digit": Words("{field} beda satu angka", "{field} differs in one digit"),
    "one_part": Words("{field}: sebagian sama", "{field}: partly the same"),
    "two_digits": Words("{field} beda dua angka", "{field} differs in two digits"),
    "born_alike": Words("{field}: wilayah dan tanggal lahir sama, nomor urut beda", "{field}: same district and birth date, another number"),
    "year_differs": Words("{field}: hanya tahunnya beda", "{field}: only the year differs"),
    "month_differs": Words("{field}: hanya bulannya beda", "{field}: only the month differs"),
    "day_differs": Words("{field}: hanya harinya beda", "{field}: only the day differs"),
    "year": Words("{field}: hanya tahunnya sama", "{field}: only the year the same"),
    "close": Words("{field} berdekatan", "{field} close"),
    "far": Words("{field} terpaut jauh", "{field} far apart"),
    "different": Words("{field} beda", "{field} differs"),
    "numbered_twins": Words("mungkin kembar: nama mirip, NIK berurutan", "maybe twins: names alike, NIKs that follow each other"),
    "two_sexes": Words(
        "mungkin kakak beradik: satu keluarga, nama dan jenis kelamin beda", "maybe brother and sister: one family, other names and sexes"
    ),
    "twins": Words("mungkin kembar: lahir hari yang sama di satu keluarga, nama beda", "maybe twins: born on one day in one family, other names"),
    "siblings": Words("mungkin saudara: satu keluarga, nama dan tanggal lahir beda", "maybe siblings: one family, other names and birth dates"),
    "namesakes": Words("mungkin kerabat senama: satu keluarga, tanggal lahir beda", "maybe relatives of one name: one family, other birth dates"),
}
CHANCES = (
    (0.99, Words("hampir pasti orang yang sama", "almost certainly one person")),
    (0.9, Words("sangat mungkin orang yang sama", "very likely one person")),
    (0.7, Words("mungkin orang yang sama", "probably one person")),
    (0.3, Words("belum jelas", "unclear")),
    (0.0, Words("mungkin orang lain", "probably two people")),
)

_LANGS: tuple[Lang, Lang] = ("id", "en")


class Said(NamedTuple):
    """One comparison in words, and what it speaks for."""

    speaks: Literal["for", "against"]
    words: Words


def said(why: str) -> list[Said]:
    """ "given=same nik=one_digit mother=different" -> what speaks for one person, then what speaks against, each with the strongest first."""
    steps = [part.partition("=")[::2] for part in why.split()]
    ordered = sorted(((_bits(name, step), _words(name, step)) for name, step in steps), key=lambda one: -abs(one[0]))
    return [Said("for", words) for bits, words in ordered if bits >= 0] + [Said("against", words) for bits, words in ordered if bits < 0]


def _words(name: str, step: str) -> Words:
    field = _FIELDS.get(name, Words("", ""))
    return Words(_STEPS[step].id.format(field=field.id), _STEPS[step].en.format(field=field.en))


def _bits(name: str, step: str) -> float:
    """What a step weighs: for steps that only encoded lists have, what it weighs there."""
    weights = trained().weights.get(name, {})
    return weights[step] if step in weights else compare_encoded.trained().weights[name][step]


def in_words(why: str, lang: Lang = "id") -> str:
    """ "nama depan sama, tanggal lahir sama; tetapi: nama ibu beda"."""
    parts = said(why)
    good = ", ".join(one.words.said(lang) for one in parts if one.speaks == "for")
    bad = ", ".join(one.words.said(lang) for one in parts if one.speaks == "against")
    but = Words("tetapi", "but").said(lang)
    return f"{good}; {but}: {bad}" if good and bad else good or f"{but}: {bad}"


def read_back(text: str) -> str:
    """The `why` whose words, in either language, these are; what is none of our phrases is left out."""
    weighed = [*trained().weights.items(), *compare_encoded.trained().weights.items()]
    steps = [(name, step) for name, steps in weighed for step in steps if step in _STEPS]
    phrases = {words.said(lang): f"{name}={step}" for name, step in steps for words in [_words(name, step)] for lang in _LANGS}
    found = []
    for phrase in sorted(phrases, key=len, reverse=True):  # a longer one may hold a shorter one
        if phrase in text:
            found.append(phrases[phrase])
            text = text.replace(phrase, "")
    return " ".join(found)


def chance(probability: float) -> Words:
    """A probability as an officer says it."""
    return next(words for least, words in CHANCES if probability >= least)
