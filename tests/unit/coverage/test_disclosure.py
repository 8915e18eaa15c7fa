"""Nothing that is hidden can be worked out: every number that somebody could mean by a hidden one is tried."""

from collections.abc import Iterator
from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from payung.coverage.disclosure import FEWEST, LISTED, PAID, hidden_cells

DISTRICTS = {"A": ("A1", "A2", "A3"), "B": ("B1", "B2")}
CHILDREN = {"R": ("A", "B", "C"), **DISTRICTS}
LEAVES = ("A1", "A2", "A3", "B1", "B2", "C")


def tree(numbers: dict[str, int], nowhere: dict[str, int]) -> dict[str, int]:
    """Sums of what lies in each, and of whoever lives in none of them."""
    found = dict(numbers)
    for district, inside in DISTRICTS.items():
        found[district] = sum(numbers[one] for one in inside) + nowhere.get(district, 0)
    found["R"] = found["A"] + found["B"] + found["C"] + nowhere.get("R", 0)
    return found


@given(leaves=st.tuples(*[st.integers(0, 12)] * 6), nowhere=st.tuples(*[st.sampled_from([0, 0, 3, 9])] * 3))
@settings(max_examples=300, deadline=None)
def test_few_people_are_never_told_and_every_sum_with_a_hidden_number_has_another(leaves, nowhere):
    listed = tree(dict(zip(LEAVES, leaves, strict=True)), dict(zip("ABR", nowhere, strict=True)))
    values = {place: (people, people) for place, people in listed.items()}
    hidden = hidden_cells(values, CHILDREN)
    told = {place: people for place, people in listed.items() if (place, LISTED) not in hidden}
    assert not any(0 < people < FEWEST for people in told.values())
    for place, inside in CHILDREN.items():
        away = [listed[one] for one in inside if one not in told]
        if place in told and away:
            rest = listed[place] - sum(listed[one] for one in inside)
            assert len(away) > 1 or 0 < rest < FEWEST or sum(away) == 0
    assert {place for place, which in hidden if which == LISTED} == {place for place, which in hidden if which == PAID}


def readings(listed: dict[str, int], hidden: set[str]) -> Iterator[dict[str, int]]:
    """Every way in which a reader can fill in what is hidden, where everybody lives somewhere; they know that no hidden number is 0."""
    most = listed["R"] + 1 if "R" not in hidden else sum(listed[one] for one in LEAVES) + 3
    free = [one for one in LEAVES if one in hidden]
    for numbers in product(range(1, most), repeat=len(free)):
        told = tree({**{one: listed[one] for one in LEAVES}, **dict(zip(free, numbers, strict=True))}, {})
        if all(told[place] == listed[place] for place in listed if place not in hidden) and all(told[place] > 0 for place in hidden):
            yield told


@given(leaves=st.tuples(*[st.integers(0, 6)] * 6))
@settings(max_examples=80, deadline=None)
def test_no_hidden_number_is_certain(leaves):
    listed = tree(dict(zip(LEAVES, leaves, strict=True)), {})
    values = {place: (people, people) for place, people in listed.items()}
    hidden = {place for place, which in hidden_cells(values, CHILDREN) if which == LISTED}
    if len([one for one in LEAVES if one in hidden]) > 4 or "R" in hidden:
        return  # too many readings to try; the more are hidden, the less is certain
    could: dict[str, set[int]] = {place: set() for place in hidden}
    for told in readings(listed, hidden):
        for place in hidden:
            could[place].add(told[place])
    few = {place for place in hidden if 0 < listed[place] < FEWEST}
    assert {place: numbers for place, numbers in could.items() if place in few and len(numbers) < 2} == {}


def test_who_is_listed_but_not_paid_for_is_not_told_by_a_difference():
    hidden = hidden_cells({"R": (30, 28), "A": (15, 13), "B": (15, 15)}, {"R": ("A", "B")})
    assert ("A", PAID) in hidden
    assert ("R", PAID) in hidden
    assert ("A", LISTED) not in hidden


def test_what_is_told_where_there_are_enough():
    assert hidden_cells({"R": (30, 0), "A": (10, 0), "B": (20, 0), "C": (0, 0)}, {"R": ("A", "B", "C")}) == set()
