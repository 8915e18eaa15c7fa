"""Which numbers may not be told because they are about so few people that somebody may be known by them. No database.

A number from 1 to FEWEST - 1 is hidden. So is whatever it could be worked out from: where all but one of the places of a sum are told, the last one
is told too. So beside a hidden number stand others that are hidden, until what they come to together leaves each of them open.
"""

from collections.abc import Mapping, Sequence

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
        for place, inside in children.items():
            for which in _TOLD:
                if more := _also(place, inside, which, values, hidden):
                    hidden.add(more)
    return hidden


def _few(people: int) -> bool:
    return 0 < people < FEWEST


def _also(place: str, inside: Sequence[str], which: int, values: Mapping[str, Sequence[int]], hidden: set[Cell]) -> Cell | None:
    """What must be hidden besides, so that nothing hidden in this sum can be worked out; None where nothing need be."""
    people = {one: values[one][which] for one in inside if values[one][which]}
    away = [number for one, number in people.items() if (one, which) in hidden]
    rest = values[place][which] - sum(people.values())  # who lives in none of them: not told, and worked out as easily
    if _few(rest):
        away.append(rest)
    closed = (place, which) in hidden
    if (closed and (away or not people)) or (not closed and (not away or _open(away))):
        return None
    told = sorted((number, one) for one, number in people.items() if (one, which) not in hidden)
    if told:
        return told[0][1], which
    return None if closed or not values[place][which] else (place, which)


def _open(away: Sequence[int]) -> bool:
    """Whether each of these numbers may be above FEWEST as far as their sum tells; each of them is known not to be 0."""
    return len(away) > 1 and sum(away) - (len(away) - 1) > FEWEST
