"""Chance over frames: even, the same everywhere, and belonging to the word it is asked with."""

import polars as pl
import pytest

from payung.demo.chance import Chance


def drawn(expression, rows=100_000):
    return pl.select(at=pl.int_range(rows)).select(expression).to_series()


def test_numbers_are_spread_evenly():
    shares = drawn(Chance(1).share("a"))
    assert shares.min() >= 0
    assert shares.max() < 1
    assert shares.mean() == pytest.approx(0.5, abs=0.005)
    tenths = (shares * 10).floor().value_counts()["count"]
    assert tenths.min() > 9_500
    assert tenths.max() < 10_500


def test_numbers_are_the_same_on_every_machine():
    """SplitMix64 worked out by hand, in whole numbers without limit."""
    import hashlib

    start = int.from_bytes(hashlib.blake2b(b"7 word", digest_size=8).digest())
    at = (5 * 0x9E3779B97F4A7C15 + start) % 2**64
    at = (at ^ (at >> 30)) * 0xBF58476D1CE4E5B9 % 2**64
    at = (at ^ (at >> 27)) * 0x94D049BB133111EB % 2**64
    at ^= at >> 31
    assert drawn(Chance(7).share("word"), rows=6)[5] == (at >> 11) / 2**53


def test_words_seeds_and_keys_know_nothing_of_each_other():
    one, other, third = drawn(Chance(1).share("a")), drawn(Chance(1).share("b")), drawn(Chance(2).share("a"))
    for series in (other, third, one.shift(1).fill_null(0)):
        together = pl.DataFrame({"one": one, "other": series}).select(pl.corr("one", "other")).item()
        assert abs(together) < 0.01


def test_kinds_come_as_often_as_their_shares_say():
    counts = drawn(Chance(1).kind("k", {"x": 0.2, "y": 0.5, "z": 0.3})).value_counts(name="n")
    found = {kind: n / 100_000 for kind, n in counts.iter_rows()}
    assert found == pytest.approx({"x": 0.2, "y": 0.5, "z": 0.3}, abs=0.01)


def test_skewed_choices_favour_the_first():
    counts = dict(drawn(Chance(1).one_of("w", ["a", "b", "c", "d"], skew=2)).value_counts(name="n").iter_rows())
    assert counts["a"] > counts["b"] > counts["c"] > counts["d"] > 10_000
