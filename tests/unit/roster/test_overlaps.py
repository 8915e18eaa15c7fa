from hypothesis import given
from hypothesis import strategies as st

from payung.roster.changes import Spell, overlaps
from payung.values.month import Month

JANUARY = Month.at(2026, 1)


def spell(id: int, person: int, first: int, last: int, free: int = 0) -> Spell:
    return Spell(id, person, JANUARY + first, JANUARY + last, JANUARY + free)


def ended(*spells: Spell, kept: int = 1) -> list[tuple[int, int, int]]:
    return [(end.id, end.month - JANUARY, end.stays) for end in overlaps(spells, kept)]


def test_of_two_the_spell_of_the_other_number_ends_from_the_first_month_without_a_bill():
    assert ended(spell(1, 1, 0, 11, free=2), spell(2, 2, 0, 11, free=2)) == [(2, 2, 1)]
    assert ended(spell(1, 1, 0, 11, free=2), spell(2, 2, 0, 11, free=2), kept=2) == [(1, 2, 2)]


def test_the_longer_cover_stays():
    assert ended(spell(1, 1, 0, 5), spell(2, 2, 0, 11)) == [(1, 0, 2)]


def test_before_the_other_begins_nothing_ends():
    assert ended(spell(1, 1, 6, 11), spell(2, 2, 0, 11), kept=1) == [(2, 6, 1)]
    assert ended(spell(1, 1, 0, 5), spell(2, 2, 6, 11)) == []


def test_what_is_billed_stays_and_ends_the_other():
    assert ended(spell(1, 1, 0, 11, free=3), spell(2, 2, 0, 11, free=12)) == [(1, 3, 2)]
    assert ended(spell(1, 1, 0, 11, free=12), spell(2, 2, 0, 11, free=12)) == []


spells = st.lists(st.tuples(st.integers(1, 3), st.integers(0, 11), st.integers(0, 11), st.integers(0, 13)), max_size=6)


@given(spells, st.integers(1, 3))
def test_no_month_without_a_bill_is_covered_twice(given_spells, kept):
    held = [spell(at, person, min(a, b), max(a, b), free) for at, (person, a, b, free) in enumerate(given_spells)]
    ends = {end.id: end.month for end in overlaps(held, kept)}
    assert all(ends[one.id] >= max(one.first, one.free) for one in held if one.id in ends)  # what is billed stays
    covered = [(one, no) for one in held for no in range(one.first.no, one.last.no + 1) if one.id not in ends or no < ends[one.id].no]
    for one, no in covered:
        assert no < one.free.no or [other.id for other, also in covered if also == no] == [one.id]
    # of what can still change something ends only where another spell covers the month
    assert all(any(no == end.no and other.id != id for other, no in covered) for id, end in ends.items())
