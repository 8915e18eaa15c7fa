"""How often people who stand on several lists, or under several numbers, count too often, and where. No database.

Steps count spells. One human being with two spells in a month counts twice wherever both are asked about: in a place that holds both, in a question
about both funds, both sexes, both kinds of work. So for every two spells there is a step of -1 at what they share, for every three one of +1, and so
on (inclusion and exclusion): a sum over any question then counts everybody once.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from payung.coverage.packed import MIXED_KIND, MIXED_SEX

Shared = tuple[str, tuple[int, ...], int, int, int]
"""Place, funds in order, month, sex, kind of work."""


@dataclass(frozen=True)
class Spell:
    """Of one human being, in the months of the fund: `place` as a list said it, months as numbers, `sex` and `kind` as in packed.py."""

    fund: int
    place: str
    sex: int
    kind: int
    first: int
    last: int


@dataclass(frozen=True)
class _Common:
    """What spells have in common; `sign`: whether they are taken away or added again."""

    place: str
    funds: frozenset[int]
    sex: int
    kind: int
    first: int
    last: int
    sign: int

    def also(self, spell: Spell) -> "_Common":
        return _Common(
            common_place(self.place, spell.place),
            self.funds | {spell.fund},
            self.sex if self.sex == spell.sex else MIXED_SEX,
            self.kind if self.kind == spell.kind else MIXED_KIND,
            max(self.first, spell.first),
            min(self.last, spell.last),
            -self.sign,
        )


def common_place(one: str, other: str) -> str:
    """The narrowest place that holds both; "" is the nation."""
    parts, others = one.split("."), other.split(".")
    same = next((at for at, (a, b) in enumerate(zip(parts, others, strict=False)) if a != b), min(len(parts), len(others)))
    return ".".join(parts[:same])


def overlaps(spells: Sequence[Spell]) -> Counter[Shared]:
    """The steps that make one human being's spells count once, without those that come to nothing."""
    found: Counter[Shared] = Counter()
    for at, spell in enumerate(spells):
        _grow(_Common(spell.place, frozenset({spell.fund}), spell.sex, spell.kind, spell.first, spell.last, 1), spells[at + 1 :], found)
    return Counter({step: people for step, people in found.items() if people})


def _grow(common: _Common, others: Sequence[Spell], found: Counter[Shared]) -> None:
    for at, spell in enumerate(others):
        both = common.also(spell)
        if both.first > both.last:
            continue
        funds = tuple(sorted(both.funds))
        found[both.place, funds, both.first, both.sex, both.kind] += both.sign
        found[both.place, funds, both.last + 1, both.sex, both.kind] -= both.sign
        _grow(both, others[at + 1 :], found)
