"""From weights to probabilities: how many people are there twice is learned from the very pairs that were found."""

import polars as pl

_ROUNDS = 6  # the share of people who are there twice settles in three or four
_WEIGHS_AS = 50  # people: how much what was expected counts against what was found


def settled(bits: pl.Series, share: float, people: int) -> pl.Series:
    """Probabilities from weights in bits. How many people are there twice differs from list to list, and the pairs themselves tell: what was
    expected (`share` of `people`) moves towards their sum until both agree.
    """
    now = share
    for _ in range(_ROUNDS):
        probability = _probability(bits, now / share)
        now = (float(probability.sum()) + share * _WEIGHS_AS) / (people + _WEIGHS_AS)
    # what lies below six digits differs from engine to engine, and nothing is certain
    return _probability(bits, now / share).round(6).clip(upper_bound=0.999999)


def _probability(bits: pl.Series, times: float) -> pl.Series:
    odds = pl.lit(2.0).pow(pl.col("bits").clip(-60, 60)) * times
    return bits.to_frame("bits").select(probability=odds / (1 + odds)).to_series()
