"""Finding people among a million by a part of their name, by their NIK or by their village, narrowed to what somebody sees.

Words are compared as payung.matching.names spells them, the last one also by its beginning. The rarest word of the search leads, the others and the
sight are asked of the people it has; a small sight (a village, an office) is worked out beforehand, a wide one is asked of each person found.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.db import connection
from django.db.models import Q, QuerySet
from django.db.models.expressions import RawSQL

from payung.accounts.models import User
from payung.accounts.sight import EVERYTHING, Sight, sight_of
from payung.matching.names import parts_of
from payung.registry.bulk import as_one, one_of
from payung.registry.models import Person
from payung.values.place import Level, level_of

MOST = 200  # people that a search shows; whoever finds more writes more
_LOOKED_AT = 1_000  # people found, of whom the most alike are shown
_NARROW = 20_000  # people: a sight up to this size is worked out before the search
_COUNTED = 3_000  # bearers of a part, up to which it is counted how rare it is
_SHORTEST = 3  # letters of a beginning
_NIK_DIGITS = 16
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_NIK = re.compile(r"^(\d{0,16})[•*.…]*(\d{0,16})$")


@dataclass(frozen=True)
class Found:
    """`ids` of the people, those most alike first; `more`: there are others; `alike`: nothing was spelled so, these names come near."""

    ids: list[int]
    more: bool = False
    alike: bool = False


@dataclass(frozen=True)
class _Part:
    """A condition of SQL with its parameters; `sql` "" asks nothing."""

    sql: str = ""
    given: tuple[Any, ...] = ()


def find_people(text: str, *, visible_to: User | None, on: date, place: str = "") -> Found:
    """People by words of their name, or by digits of their NIK: all sixteen, its beginning, its end, or both as a masked one shows them.

    `place`: only who is a candidate there. Nothing is found by less than three letters or four digits.
    """
    seen = _Seen(sight_of(visible_to, on), place)
    bare = re.sub(r"[\s.\-]", "", text)
    if any(ch.isdigit() for ch in bare) and (match := _NIK.fullmatch(bare)):
        return _by_nik(match[1], match[2], seen)
    return _by_name(text, seen)


def people_of(place: str, *, visible_to: User | None, on: date) -> QuerySet[Person]:
    """Everybody who is seen and a candidate in the place ("": everywhere), to be shown without a search where they are few."""
    part = _Seen(sight_of(visible_to, on), place).people()
    if not part.sql:
        return Person.objects.all()
    return Person.objects.filter(pk__in=RawSQL(part.sql, part.given))  # what is asked stands in `given`


def name_or_nik(text: str, way: str = "") -> Q:
    """The condition that a row has this whole NIK, or a name in which the text stands; `way`: to the person, such as "person__"."""
    digits = "".join(letter for letter in text if letter.isdigit())
    return Q(**{f"{way}nik": digits}) if len(digits) == _NIK_DIGITS else Q(**{f"{way}name__icontains": text.strip()})


def is_narrow(*, visible_to: User | None, on: date, place: str = "") -> bool:
    """Whether those who are seen are few enough to be listed."""
    return _Seen(sight_of(visible_to, on), place).narrow


class _Seen:
    """Whose people count: those of a sight, narrowed to a place."""

    def __init__(self, sight: Sight, place: str) -> None:
        self.sight = Sight((place,)) if place and sight.covers(place) else sight
        self.place = "" if place and sight.covers(place) else place
        self.everything = self.sight.places == EVERYTHING.places and not self.place

    @cached_property
    def narrow(self) -> bool:
        if self.everything:
            return not Person.objects.order_by("pk")[_NARROW : _NARROW + 1].exists()
        held = 0
        for branch in self._branches():
            with connection.cursor() as cursor:
                cursor.execute(f"SELECT COUNT(*) FROM (SELECT 1 FROM registry_candidate c WHERE {branch.sql} LIMIT {_NARROW + 1}) s", branch.given)
                held += cursor.fetchone()[0]
            if held > _NARROW:
                return False
        return True

    def people(self) -> _Part:
        """The ids, as a query; of one human being under several numbers also who is kept."""
        if self.everything:
            return _Part()
        branches = self._branches()
        held = " UNION ".join(f"SELECT c.person_id FROM registry_candidate c WHERE {self._also(branch.sql)}" for branch in branches)
        given = tuple(value for branch in branches for value in (*branch.given, *self._place().given))
        if not held:
            return _Part("SELECT -1")
        kept = "SELECT k.same_as_id FROM registry_person k WHERE k.same_as_id IS NOT NULL AND k.id IN (SELECT person_id FROM held)"
        return _Part(f"WITH held(person_id) AS ({held}) SELECT person_id FROM held UNION {kept}", given)

    def of(self, column: str) -> _Part:
        """The condition that the person of this column is seen."""
        if self.everything:
            return _Part()
        if self.narrow:
            people = self.people()
            # the plus keeps SQLite from walking through the index once for each person of the sight
            plain = column if connection.vendor == "postgresql" else f"+{column}"
            return _Part(f"{plain} IN ({people.sql})", people.given)
        branches = self._branches()
        any_of = " OR ".join(f"({branch.sql})" for branch in branches)
        given = (*(value for branch in branches for value in branch.given), *self._place().given)
        own = f"EXISTS (SELECT 1 FROM registry_candidate c WHERE c.person_id = {column} AND {self._also(f'({any_of})')})"
        other = f"""EXISTS (SELECT 1 FROM registry_person o JOIN registry_candidate c ON c.person_id = o.id
            WHERE o.same_as_id = {column} AND {self._also(f"({any_of})")})"""
        return _Part(f"({own} OR {other})", (*given, *given))

    def _place(self) -> _Part:
        return _inside("c.village_id", self.place) if self.place else _Part()

    def _also(self, sql: str) -> str:
        return f"{sql} AND {self._place().sql}" if self.place else sql

    def _branches(self) -> list[_Part]:
        """Ways by which a candidate c is seen, each with an index of its own."""
        found = []
        for code in self.sight.places:
            found.append(_inside("c.village_id", code))
            if level_of(code) <= Level.REGENCY:
                rounds = _inside("r.place_id", code)
                found.append(_Part(f"c.round_id IN (SELECT r.id FROM registry_round r WHERE {rounds.sql})", rounds.given))
        if self.sight.offices:
            offices = ", ".join(["%s"] * len(self.sight.offices))
            found.append(_Part(f"c.round_id IN (SELECT r.id FROM registry_round r) AND c.office_id IN ({offices})", self.sight.offices))
        return found


def _inside(column: str, code: str) -> _Part:
    """The condition that the place of this column lies in the other, in words for which both databases use an index."""
    if not code:
        return _Part("1 = 1")
    if level_of(code) == Level.VILLAGE:
        return _Part(f"{column} = %s", (code,))
    if connection.vendor == "postgresql":
        return _Part(f"({column} LIKE %s OR {column} = %s)", (f"{code}.%", code))
    return _Part(f"(({column} >= %s AND {column} < %s) OR {column} = %s)", (f"{code}.", f"{code}/", code))  # "/" follows "."


def _by_nik(first: str, last: str, seen: _Seen) -> Found:
    if len(first) + len(last) < 4:
        return Found([])
    if len(first) == 16 and not last:
        return _people(_Part("p.nik = %s", (first,)), seen)
    if last:
        return _people(_both(_begins(first), _ends(last)), seen)
    begins = _people(_begins(first), seen)
    ends = _people(_ends(first), seen) if len(begins.ids) < MOST else Found([])
    return Found([*begins.ids, *(pk for pk in ends.ids if pk not in set(begins.ids))][:MOST], begins.more or ends.more)


def _begins(digits: str) -> _Part:
    """A range, which every order of digits has an index for."""
    if not digits:
        return _Part()
    after = str(int(digits) + 1).rjust(len(digits), "0")
    return _Part("p.nik >= %s AND p.nik < %s", (digits, after if len(after) == len(digits) else ":"))  # ":" follows "9"


def _ends(digits: str) -> _Part:
    last = "substring(p.nik, 13)" if connection.vendor == "postgresql" else "substr(p.nik, 13)"  # as the index has it
    short = _Part(f"{last} = %s", (digits[-4:],)) if len(digits) >= 4 else _Part()
    return _both(short, _Part("p.nik LIKE %s", (f"%{digits}",)))


def _both(*parts: _Part) -> _Part:
    held = [part for part in parts if part.sql]
    return _Part(" AND ".join(part.sql for part in held), tuple(value for part in held for value in part.given))


def _people(which: _Part, seen: _Seen) -> Found:
    where = _both(which, seen.of("p.id"))
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT p.id FROM registry_person p WHERE {where.sql} LIMIT {MOST + 1}", where.given)
        ids = [pk for (pk,) in cursor.fetchall()]
    return Found(ids[:MOST], len(ids) > MOST)


def _by_name(text: str, seen: _Seen) -> Found:
    parts = list(dict.fromkeys(parts_of(text)))
    if sum(map(len, parts)) < _SHORTEST:
        return Found([])
    words = [_known(part, begins=at == len(parts) - 1) for at, part in enumerate(parts)]
    ids = _bearers(words, seen)
    if ids:
        return _most_alike(ids, parts)
    near = [held or _near(part) for held, part in zip(words, parts, strict=True)]
    ids = _bearers(near, seen) if near != words else []
    if not ids:
        near = [sorted({*held, *_near(part)}) for held, part in zip(words, parts, strict=True)]
        ids = _bearers(near, seen)
    found = _most_alike(ids, parts)
    return Found(found.ids, found.more, alike=bool(ids))


def _known(part: str, *, begins: bool) -> list[int]:
    """Ids of the parts that are this word, or begin with it."""
    if not begins or len(part) < _SHORTEST:
        return _ids("text = %s", [part])
    if connection.vendor == "postgresql":
        return _ids("text LIKE %s", [f"{part}%"])
    return _ids("text >= %s AND text < %s", [part, f"{part}\U0010ffff"])


def _near(part: str) -> list[int]:
    """Ids of the parts that are one slip of a finger away: a letter too many, missing, wrong, or two exchanged."""
    if len(part) < 4:
        return []
    cuts = [(part[:at], part[at:]) for at in range(len(part) + 1)]
    slips = {a + b[1:] for a, b in cuts if b} | {a + b[1] + b[0] + b[2:] for a, b in cuts if len(b) > 1}
    slips |= {a + letter + b[1:] for a, b in cuts if b for letter in _LETTERS} | {a + letter + b for a, b in cuts for letter in _LETTERS}
    return _ids(one_of("text"), [as_one(sorted(slips - {part}))])


def _ids(which: str, given: list[Any]) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT id FROM registry_namepart WHERE {which}", given)
        return sorted(pk for (pk,) in cursor.fetchall())


def _bearers(words: Sequence[list[int]], seen: _Seen) -> list[int]:
    """Ids of people who bear one part of each word."""
    if not words or not all(words):
        return []
    rare, *others = sorted(words, key=_count) if len(words) > 1 else words
    asked = [_Part(f"a.part_id IN ({_listed(rare)})")]
    also = "EXISTS (SELECT 1 FROM registry_personpart b WHERE b.person_id = a.person_id AND b.part_id IN ({}))"
    asked += [_Part(also.format(_listed(other))) for other in others]
    where = _both(*asked, seen.of("a.person_id"))
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT a.person_id FROM registry_personpart a WHERE {where.sql} LIMIT {_LOOKED_AT}", where.given)
        return list(dict.fromkeys(pk for (pk,) in cursor.fetchall()))


def _count(parts: list[int]) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT COUNT(*) FROM (SELECT 1 FROM registry_personpart WHERE part_id IN ({_listed(parts)}) LIMIT {_COUNTED}) s")
        return int(cursor.fetchone()[0])


def _listed(ids: list[int]) -> str:
    """Whole numbers of ours inside the statement: as a parameter SQLite would read them anew for each row."""
    return ", ".join(map(str, ids))


def _most_alike(ids: list[int], parts: list[str]) -> Found:
    """Names that are these words and no more come first, then by name."""
    names = _names(ids)

    def unlike(one: tuple[int, str]) -> tuple[int, int, str, int]:
        held = parts_of(one[1])
        return len(set(parts) - set(held)), len(held), one[1], one[0]

    ordered = [pk for pk, _ in sorted(names, key=unlike)]
    return Found(ordered[:MOST], len(ordered) > MOST)


def _names(ids: list[int]) -> list[tuple[int, str]]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT id, name FROM registry_person WHERE {one_of('id')}", [as_one(ids)])
        return list(cursor.fetchall())
