"""Chance over whole frames: the same numbers for the same seed on every machine and in every version of the library.

A number belongs to a word and a key (a row's, a family's), not to an order of asking, so that a new question changes no earlier answer.
"""

import hashlib
from collections.abc import Mapping, Sequence
from itertools import accumulate

import polars as pl

_STEPS = ((30, 0xBF58476D1CE4E5B9), (27, 0x94D049BB133111EB), (31, 1))  # the finisher of SplitMix64


class Chance:
    """Chance of one seed."""

    def __init__(self, seed: int) -> None:
        self.seed = seed

    def share(self, word: str, key: str | pl.Expr = "at") -> pl.Expr:
        """A number from 0 to below 1 for each value of `key` (whole numbers)."""
        start = int.from_bytes(hashlib.blake2b(f"{self.seed} {word}".encode(), digest_size=8).digest())
        mixed = (pl.col(key) if isinstance(key, str) else key).cast(pl.UInt64) * _whole(0x9E3779B97F4A7C15) + _whole(start)
        for bits, factor in _STEPS:
            mixed = (mixed ^ (mixed // _whole(2**bits))) * _whole(factor)
        return (mixed // _whole(2**11)).cast(pl.Float64) / 2**53

    def happens(self, word: str, share: float, key: str | pl.Expr = "at") -> pl.Expr:
        """Whether it is so, for a share of the keys."""
        return self.share(word, key) < share

    def below(self, word: str, end: int | pl.Expr, key: str | pl.Expr = "at", skew: float = 1) -> pl.Expr:
        """A whole number from 0 to below `end`; with `skew` over 1 small ones come more often."""
        return (self.share(word, key).pow(skew) * end).floor().cast(pl.Int64)

    def one_of(self, word: str, choices: Sequence[str], key: str | pl.Expr = "at", skew: float = 1) -> pl.Expr:
        """One of the texts; with `skew` over 1 the first ones come more often."""
        return pl.lit(pl.Series(list(choices))).gather(self.below(word, len(choices), key, skew))

    def kind(self, word: str, shares: Mapping[str, float], key: str | pl.Expr = "at") -> pl.Expr:
        """One of the kinds, each as often as its share says; the last takes what is left."""
        *bounds, _ = accumulate(shares.values())
        return pl.lit(pl.Series(list(shares))).gather(pl.lit(pl.Series(bounds)).search_sorted(self.share(word, key), side="right"))


def _whole(number: int) -> pl.Expr:
    return pl.lit(number, dtype=pl.UInt64)
