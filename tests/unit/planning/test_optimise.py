"""Several funds at once: the answer against every possible assignment, against the linear bound, and against greedy."""

from itertools import product

import polars as pl
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from payung.planning.assign import Pot, follow, greedy
from payung.planning.linear import Linear
from payung.planning.optimise import optimise, points_of, tiers
from payung.planning.rules import TIERS, UNKNOWN, Rules, broken, needs

VILLAGES = ("74.05.01.2003", "74.05.01.2006", "74.05.02.2001", None)
PRICE = 16_800
QUICK = (Phase.explicit, Phase.generate)


def frame(people: list[tuple[int, int, int]]) -> pl.DataFrame:
    """(village, tier, pattern) of each, in the order of their lot."""
    rows = [(at, VILLAGES[village], tier, pattern) for at, (village, tier, pattern) in enumerate(people)]
    found = pl.DataFrame(rows, schema={"id": pl.Int64, "village": pl.String, "tier": pl.UInt8, "pattern": pl.UInt64}, orient="row")
    return found.sort("tier", "id").with_row_index("order", offset=1)


def pot(places: int, quota: int | None = None) -> Pot:
    return Pot(0, places * PRICE, PRICE, None, quota)


def every_answer(people: pl.DataFrame, pots: list[Pot], rules: Rules) -> list[tuple[int, int, int, tuple[int, ...]]]:
    """(missing at floors, people, points, people by tier) of each assignment that keeps the quotas; written without the code under test."""
    rows = people.to_dicts()
    floors = {
        one["place"]: one["needed"]
        for one in needs(people.filter(pl.col("pattern") > 0).with_columns(pl.col("village").fill_null(UNKNOWN)), rules).to_dicts()
    }
    found = []
    for chosen in product(range(-1, len(pots)), repeat=len(rows)):
        paid = [(row, at) for row, at in zip(rows, chosen, strict=True) if at >= 0]
        if any(not row["pattern"] >> at & 1 for row, at in paid):
            continue
        counts = [[row["village"] for row, where in paid if where == at] for at in range(len(pots))]
        if any(len(one) > pots[at].places for at, one in enumerate(counts)):
            continue
        if any(
            quota is not None and one.count(v) > quota for one, quota in zip(counts, [p.quota_per_village for p in pots], strict=True) for v in one
        ):
            continue
        villages = [row["village"] for row, _ in paid]
        if rules.most_per_village is not None and any(villages.count(v) > rules.most_per_village for v in villages):
            continue
        missing = sum(max(0, needed - sum((v or "").startswith(place) for v in villages)) for place, needed in floors.items())
        by_tier = tuple(sum(row["tier"] <= tier for row, _ in paid) for tier in range(TIERS))
        found.append((missing, len(paid), sum(TIERS - row["tier"] for row, _ in paid), by_tier))
    return found


person = st.tuples(st.integers(0, 3), st.sampled_from([0, 1, 5, 21]), st.integers(0, 7))
pots_of = st.lists(st.builds(pot, st.integers(0, 3), st.sampled_from([None, 1, 2])), min_size=3, max_size=3)
rules_of = st.builds(Rules, st.integers(0, 2), st.sampled_from([0, 40]), st.booleans(), st.sampled_from([None, 1, 2]))


@settings(max_examples=50, deadline=None, phases=QUICK)
@given(st.lists(person, min_size=1, max_size=5), pots_of, rules_of)
def test_it_is_the_best_of_all_assignments(people, pots, rules):
    candidates = frame(people)
    found, every = optimise(candidates, pots, rules), every_answer(candidates, pots, rules)
    missing = min(one[0] for one in every)
    able = [one for one in every if one[0] == missing]
    assert int((found.unmet["needed"] - found.unmet["given"]).sum()) == missing
    assert found.points == found.bound == max(one[2] for one in able)
    assert found.proven
    assert found.people == max(one[1] for one in able)  # the most points are the most people too
    paid = candidates.join(found.assigned, on="id")
    assert [paid.filter(pl.col("tier") <= tier).height for tier in range(TIERS)] == [max(one[3][tier] for one in able) for tier in range(TIERS)]


@settings(max_examples=15, deadline=None, phases=QUICK)
@given(st.lists(person, min_size=1, max_size=40), pots_of, rules_of, st.randoms())
def test_it_keeps_every_rule_and_knows_no_order_of_rows(people, pots, rules, chance):
    candidates = frame(people)
    found = optimise(candidates, pots, rules)
    paid = candidates.join(found.assigned, on="id").with_columns(pl.col("village").fill_null(UNKNOWN))
    assert paid["id"].is_unique().all()
    assert paid.filter(pl.col("pattern") // 2 ** pl.col("pot").cast(pl.UInt64) % 2 == 0).is_empty()
    assert [paid.filter(pl.col("pot") == at).height <= one.places for at, one in enumerate(pots)] == [True] * 3
    assert broken(paid, pots, rules, needs(paid.head(0), rules)) == frozenset()
    rows = list(range(candidates.height))
    chance.shuffle(rows)
    again = optimise(candidates[rows], pots, rules)
    assert again.assigned.sort("id").equals(found.assigned.sort("id"))


def test_greedy_is_beaten_where_a_fund_takes_those_whom_another_needs():
    """The first fund may pay for everybody, the second only for tobacco workers, who all come first: by hand its two places stay empty."""
    people = frame([(0, 0, 0b11), (0, 0, 0b11), (0, 1, 0b01), (0, 1, 0b01)])
    pots = [pot(2), pot(2)]
    assert greedy(people, pots).height == 2
    found = optimise(people, pots, Rules())
    assert (found.people, found.points) == (4, 2 * TIERS + 2 * (TIERS - 1))
    assert dict(found.assigned.sort("id").iter_rows()) == {0: 1, 1: 1, 2: 0, 3: 0}


def test_the_lot_decides_among_villages_that_no_rule_tells_apart():
    people = frame([(village, 3, 1) for village in (2, 1, 0, 2, 1, 0)])
    assert optimise(people, [pot(3)], Rules()).assigned["id"].sort().to_list() == [0, 1, 2]


def test_a_floor_gives_places_to_a_village_that_comes_last():
    people = frame([(0, 0, 1)] * 4 + [(1, 5, 1)] * 2)
    assert optimise(people, [pot(3)], Rules()).assigned["id"].sort().to_list() == [0, 1, 2]
    found = optimise(people, [pot(3)], Rules(least=1))
    assert found.assigned["id"].sort().to_list() == [0, 1, 4]
    assert found.unmet.is_empty()
    of_all = optimise(people, [pot(3)], Rules(share=50))  # 2 of 4 and 1 of 2
    assert of_all.assigned["id"].sort().to_list() == [0, 1, 4]


def test_floors_that_cannot_be_held_are_said():
    people = frame([(0, 0, 1), (1, 1, 1), (2, 2, 1)])
    found = optimise(people, [pot(2)], Rules(least=1))
    assert found.people == 2
    assert found.unmet.rows() == [(VILLAGES[2], 1, 0)]
    assert found.proven


def test_one_more_million_buys_what_the_rules_let_it_buy():
    """1,000,000 / 16,800 = 59 places; the fund with a lock has only three people left to pay for."""
    people = frame([(0, 0, 0b01)] * 100 + [(1, 0, 0b10)] * 5)
    found = optimise(people, [pot(10), pot(2)], Rules())
    assert [(one.places, one.people) for one in found.more] == [(59, 59), (59, 3)]
    full = optimise(people, [pot(100), pot(5)], Rules())
    assert [one.people for one in full.more] == [0, 0]


def test_a_solver_without_time_answers_greedily_and_states_the_gap(monkeypatch):
    monkeypatch.setattr(Linear, "best", lambda _: False)
    people = frame([(0, 0, 0b11)] * 3 + [(0, 1, 0b01)] * 3)
    found = optimise(people, [pot(3), pot(3)], Rules())
    assert (found.people, found.points, found.bound) == (3, 3 * TIERS, 3 * TIERS + 3 * (TIERS - 1))
    assert not found.proven
    assert found.gap == found.bound - found.points
    assert found.more == ()


@pytest.mark.parametrize(("last_year", "decile", "tier"), [(True, 1, 0), (True, 10, 9), (True, None, 10), (False, 1, 11), (False, None, 21)])
def test_tiers_follow_the_rank_order(last_year, decile, tier):
    one = pl.DataFrame({"l": [last_year], "d": [decile]}, schema={"l": pl.Boolean, "d": pl.UInt8})
    assert one.select(tiers(pl.col("l"), pl.col("d")))["tier"].to_list() == [tier]
    assert points_of(one.select(tiers(pl.col("l"), pl.col("d")))) == TIERS - tier


def test_a_ranking_follows_a_plan():
    ranked = pl.DataFrame(
        {
            "id": [5, 6, 7, 8, 9],
            "position": [1, 2, 3, 4, 5],
            "outcome": ["in", "in", "waiting", "waiting", "out"],
            "reason": ["in.lot", "in.lot", "waiting.budget", "waiting.budget", "out.too_old"],
        }
    )
    told = follow(ranked, pl.Series([6, 8, 9]), pl.Series([5]), 2)
    assert told["position"].to_list() == [1, 2, 3, 4, 5]
    assert told["outcome"].to_list() == ["waiting", "in", "waiting", "in", "out"]
    assert told["reason"].to_list() == ["waiting.other_fund", "in.plan", "waiting.plan", "in.plan", "out.too_old"]
    assert follow(ranked, pl.Series([6, 8]), pl.Series([], dtype=pl.Int64), 1)["reason"].to_list()[3] == "waiting.budget"
