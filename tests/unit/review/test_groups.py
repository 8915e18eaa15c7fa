import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from payung.review.groups import components, in_order, unanswered

SIDES = {"left": pl.Int64, "right": pl.Int64}
PAIR = {"pair_id": pl.Int64, **SIDES, "kind": pl.String, "answer": pl.String, "probability": pl.Float64, "money": pl.Int64}


def pairs(*rows: dict) -> pl.DataFrame:
    usual = {"kind": "", "answer": "open", "probability": 0.9, "money": 0}
    return pl.DataFrame([{"pair_id": at, **usual, **row} for at, row in enumerate(rows, 1)], schema=PAIR)


def reached(edges: list[tuple[int, int]], start: int) -> set[int]:
    """By walking, one step after the other."""
    seen, ahead = {start}, [start]
    while ahead:
        here = ahead.pop()
        near = {b if a == here else a for a, b in edges if here in (a, b)} - seen
        seen |= near
        ahead += near
    return seen


@given(st.lists(st.tuples(st.integers(-6, 12), st.integers(-6, 12)), max_size=25))
def test_a_group_is_what_can_be_reached(edges):
    found = dict(components(pl.DataFrame(edges, schema=SIDES, orient="row")).iter_rows())
    assert found == {node: min(reached(edges, node)) for node in {node for edge in edges for node in edge}}


def test_a_long_chain_is_one_group():
    order = pl.int_range(20_000, eager=True).shuffle(seed=1)
    chain = pl.DataFrame({"left": order[:-1], "right": order[1:]})
    assert components(chain)["group"].unique().to_list() == [0]


def test_an_answered_pair_asks_nothing_and_an_unsure_one_asks_on():
    found = unanswered(
        pairs({"left": 1, "right": 2, "answer": "different"}, {"left": 3, "right": 4, "answer": "unsure"}, {"left": 5, "right": -1, "answer": "same"})
    )
    assert found["pair_id"].to_list() == [2]


def test_two_numbers_of_one_person_ask_nothing():
    assert unanswered(pairs({"left": 1, "right": 1})).is_empty()


def test_an_answer_holds_for_every_number_of_the_two():
    """1 and 2 were said to be different; the third row is another number of each, the other way round."""
    assert unanswered(pairs({"left": 1, "right": 2, "answer": "different"}, {"left": 2, "right": 1})).is_empty()


def test_of_two_pairs_that_ask_the_same_the_likelier_is_shown():
    assert unanswered(pairs({"left": 1, "right": 2, "probability": 0.8}, {"left": 2, "right": 1, "probability": 0.9}))["pair_id"].to_list() == [2]


def test_money_then_the_gravest_register_then_likelihood():
    asked = pairs(
        {"left": 1, "right": 2, "probability": 0.99},
        {"left": 3, "right": 4, "probability": 0.6, "money": 100},
        {"left": 5, "right": -1, "kind": "taspen"},
        {"left": 6, "right": -2, "kind": "deaths", "probability": 0.6},
        {"left": 7, "right": -3, "kind": "civil_servants"},
        {"left": 8, "right": 9, "probability": 0.995},
        {"left": 10, "right": -4, "kind": "deaths", "money": 100, "answer": "unsure"},
    )
    assert in_order(asked)["pair_id"].to_list() == [2, 4, 5, 3, 6, 1, 7]


def test_pairs_of_a_group_stand_together():
    asked = pairs(
        {"left": 1, "right": 2, "money": 300},
        {"left": 5, "right": 6, "money": 200},
        {"left": 2, "right": 3, "money": 100},
        {"left": 3, "right": -1, "kind": "deaths", "answer": "unsure", "money": 900},
    )
    ordered = in_order(asked)
    assert ordered["pair_id"].to_list() == [1, 3, 2, 4]
    assert ordered["group"].to_list()[0] == ordered["group"].to_list()[1] == ordered["group"].to_list()[3]
