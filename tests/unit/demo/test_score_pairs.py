"""Precision, recall and calibration, worked out by hand."""

import polars as pl
import pytest

from payung.demo.score_pairs import Bin, calibration_error, reliability, score, under_two_niks

TRUTH = pl.DataFrame({"left_id": [1, 3, 5, 7], "right_id": [2, 4, 6, 8]})


def answer(*pairs):
    return pl.DataFrame(pairs, schema={"left_id": pl.Int64, "right_id": pl.Int64, "probability": pl.Float64}, orient="row")


def test_pairs_inside_a_list_have_no_order():
    found = answer((2, 1, 0.9), (3, 4, 0.6), (3, 5, 0.5), (5, 6, 0.4))
    told = score(found, TRUTH, threshold=0.5, inside=True)
    assert (told.pairs, told.returned, told.found) == (4, 3, 2)
    shares = told.as_dict()
    assert (shares["precision"], shares["recall"], shares["f1"]) == (2 / 3, 2 / 4, 4 / 7)


def test_links_between_lists_have_one():
    assert score(answer((2, 1, 0.9), (3, 4, 0.6)), TRUTH, threshold=0.5, inside=False).found == 1


def test_nothing_found_is_no_precision_and_no_recall():
    told = score(answer(), TRUTH, threshold=0.5, inside=True)
    assert (told.as_dict()["precision"], told.as_dict()["recall"], told.as_dict()["f1"]) == (None, 0, 0)
    assert (told.error, told.error_middle, told.bins) == (None, None, ())


def test_calibration_is_judged_from_the_least_probability_up():
    """Two bins: 0.0 to 0.1 says 0.02 where 0 of 1 is true; 0.9 to 1.0 says 0.95 where 1 of 2 is true."""
    told = score(answer((1, 2, 0.95), (1, 4, 0.95), (1, 3, 0.02)), TRUTH, threshold=0.5, inside=True)
    assert told.bins == (Bin(0.0, 0.1, 1, 0, 0.02), Bin(0.9, 1.0, 2, 1, 0.95))
    assert told.error == pytest.approx((1 * 0.02 + 2 * 0.45) / 3)
    assert told.error_middle == pytest.approx(0.45)


def test_speed_alone_is_not_judged():
    told = score(answer((1, 2, 0.95)), TRUTH, threshold=0.5, inside=True, calibrated=False)
    assert (told.found, told.error, told.bins) == (1, None, ())


def test_certainty_lies_in_the_last_bin():
    assert [one.start for one in reliability(pl.DataFrame({"probability": [0.0, 1.0], "true": [False, True]}))] == [0.0, 0.9]


def test_perfect_probabilities_have_no_error():
    judged = pl.DataFrame({"probability": [0.25] * 4, "true": [True, False, False, False]})
    assert calibration_error(judged) == 0


def test_pairs_under_two_niks():
    niks = pl.DataFrame({"id": [1, 2, 3, 4], "nik": ["a", "a", "b", "c"]})
    pairs = pl.DataFrame({"left_id": [1, 3, 2], "right_id": [2, 4, 3], "probability": [0.9, 0.8, 0.7]})
    assert under_two_niks(pairs, niks).rows() == [(3, 4, 0.8), (2, 3, 0.7)]
