"""Which numbers may not be told because they are about so few people that somebody may be known by them. No database.

A number from 1 to FEWEST - 1 is hidden. So is whatever it could be worked out from: where all but one of the places of a sum are told, the last one
is told too. So beside a hidden number stand others that are hidden, until what they come to together leaves each of them open.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

FEWEST = 5
"""People of whom a number may speak."""

Cell = tuple[str, int]
"""A place, and which of its numbers: LISTED or PAID."""
LISTED, PAID = 0, 1
_TOLD = (LISTED, PAID)


def hidden_cells(values: Mapping[str, Sequence[int]], children: Mapping[str, Sequence[str]]) -> set[Cell]:
    """`values`: of each place the people listed and those of them who are paid for; `children`: the places directly in it that are told too.

    Whoever lives in none of the children is in the number of the place only.
    """
    hidden = {(place, which) for place, numbers in values.items() for which in _TOLD if _few(numbers[which])}
    # who is listed and not paid for is told by the two numbers together
    hidden |= {(place, PAID) for place, numbers in values.items() if _few(numbers[LISTED] - numbers[PAID]) and numbers[PAID]}
    before = -1
    while len(hidden) != before:
        before = len(hidden)
        hidden |= {(place, PAID) for place, which in hidden if which == LISTED and values[place][PAID]}
        for which in _TOLD:
            tree = _Tree({place: numbers[which] for place, numbers in values.items()}, children, {one for one, kind in hidden if kind == which})
            hidden |= {(more, which) for place in children if (more := tree.also(place)) is not None}
    return hidden


def _few(people: int) -> bool:
    return 0 < people < FEWEST


def _open(away: Sequence[int]) -> bool:
    """Whether each of these numbers may be above FEWEST as far as their sum tells; each of them is known not to be 0."""
    return not away or (len(away) > 1 and sum(away) - (len(away) - 1) > FEWEST)


@dataclass(frozen=True)
class _Tree:
    """One of the numbers of every place, and of which places it is hidden."""

    people: Mapping[str, int]
    children: Mapping[str, Sequence[str]]
    hidden: set[str]

    def also(self, place: str) -> str | None:
        """What must be hidden besides, so that nothing can be worked out from the number that is told of this place; None where nothing need be."""
        if place in self.hidden:
            return None
        inside = [one for one in self.children[place] if self.people[one]]
        rest = [few for few in [self.rest(place)] if _few(few)]
        # a hidden place is worked out from what lies in it, too: what is told of that leaves only the rest of it open
        if _open([self.people[one] for one in inside if one in self.hidden] + rest):
            if _open([number for one in inside for number in self.pieces(one)] + rest):
                return None
            inside = [deeper for one in inside for deeper in self.under(one)] or inside
        told = sorted((self.people[one], one) for one in inside if one not in self.hidden)
        return told[0][1] if told else place if self.people[place] else None

    def rest(self, place: str) -> int:
        """Who lives in none of the children: not told, and worked out as easily."""
        return self.people[place] - sum(self.people[one] for one in self.children.get(place, ()))

    def pieces(self, place: str) -> list[int]:
        """The numbers that nobody is told of a hidden place."""
        if place not in self.hidden:
            return []
        if place not in self.children:
            return [self.people[place]]
        deeper = [number for one in self.children[place] if self.people[one] for number in self.pieces(one)]
        return deeper + [rest for rest in [self.rest(place)] if rest > 0]

    def under(self, place: str) -> list[str]:
        """What is told of what lies in a hidden place, at whatever depth."""
        if place not in self.hidden:
            return []
        return [found for one in self.children.get(place, ()) if self.people[one] for found in (self.under(one) if one in self.hidden else [one])]
