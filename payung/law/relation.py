"""How a relative is named: the law's classes, and the everyday words for them in Indonesian and English."""

import re
from enum import StrEnum
from typing import Any

from payung.law.read_case import UnreadableError
from payung.values.words import Words


class Relation(StrEnum):
    """To the dead person. SPOUSE, WIDOW and WIDOWER are one; OTHER is anybody whom the law does not name."""

    SPOUSE = "SPOUSE"
    WIDOW = "WIDOW"
    WIDOWER = "WIDOWER"
    CHILD = "CHILD"
    PARENT = "PARENT"
    GRANDPARENT = "GRANDPARENT"
    GRANDCHILD = "GRANDCHILD"
    SIBLING = "SIBLING"
    PARENT_IN_LAW = "PARENT_IN_LAW"
    OTHER = "OTHER"


NAMES: dict[str, Words] = {
    "SPOUSE": Words("istri atau suami", "spouse"),
    "WIDOW": Words("janda", "widow"),
    "WIDOWER": Words("duda", "widower"),
    "CHILD": Words("anak", "child"),
    "PARENT": Words("orang tua", "parent"),
    "GRANDPARENT": Words("kakek atau nenek", "grandparent"),
    "GRANDCHILD": Words("cucu", "grandchild"),
    "SIBLING": Words("saudara kandung", "sibling"),
    "PARENT_IN_LAW": Words("mertua", "parent-in-law"),
}

# In lower case, words apart by one space, hyphens and underscores read as one. Adopted and step relatives are not here: whether the law means them
# is not for a table of words to say.
WORDS: dict[Relation, tuple[str, ...]] = {
    Relation.SPOUSE: ("istri", "suami", "isteri", "pasangan", "spouse", "wife", "husband"),
    Relation.WIDOW: ("janda", "widow"),
    Relation.WIDOWER: ("duda", "widower"),
    Relation.CHILD: ("anak", "anak kandung", "anak laki laki", "anak perempuan", "putra", "putri", "child", "son", "daughter"),
    Relation.PARENT: (
        *("orang tua", "orangtua", "orang tua kandung", "ayah", "ayah kandung", "bapak", "bapak kandung", "ibu", "ibu kandung"),
        *("parent", "father", "mother"),
    ),
    Relation.GRANDPARENT: ("kakek", "nenek", "grandparent", "grandfather", "grandmother"),
    Relation.GRANDCHILD: ("cucu", "grandchild", "grandson", "granddaughter"),
    Relation.SIBLING: (
        *("saudara", "saudara kandung", "saudari", "saudari kandung", "kakak", "kakak kandung", "adik", "adik kandung"),
        *("sibling", "brother", "sister"),
    ),
    Relation.PARENT_IN_LAW: ("mertua", "ayah mertua", "bapak mertua", "ibu mertua", "parent in law", "father in law", "mother in law"),
    Relation.OTHER: ("lainnya", "lain", "other"),
}
_BY_WORD = {word: relation for relation, words in WORDS.items() for word in words}


def relation(value: Any) -> Relation:
    """A reader of a code or an everyday word, in any case ("Istri", "PARENT_IN_LAW")."""
    found = _BY_WORD.get(" ".join(re.split(r"[\s_-]+", value.strip().lower()))) if isinstance(value, str) else None
    if found is None:
        raise UnreadableError(" | ".join(f"{one} ({WORDS[one][0]})" for one in Relation))
    return found
