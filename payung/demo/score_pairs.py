"""How good an answer of payung.matching.match is, where who is one person is known."""

from dataclasses import asdict, dataclass
from typing import Any

import polars as pl

from payung.reports.reliability_chart import Bin

BINS = 10
MIDDLE = (0.05, 0.95)  # between these a probability says that it is not sure; most pairs lie outside, where it is easy to be right
_IDS = ("left_id", "right_id")


@dataclass(frozen=True)
class Score:
    """`pairs` are true, `returned` were given at the threshold, `found` are both; the errors, where probabilities were judged, lie from 0 to 1."""

    pairs: int
    returned: int
    found: int
    error: float | None = None
    error_middle: float | None = None
    bins: tuple[Bin, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """With precision, recall and F1; None where nothing was returned or nothing was to be found."""
        shares = {
            "precision": _share(self.found, self.returned),
            "recall": _share(self.found, self.pairs),
            "f1": _share(2 * self.found, self.returned + self.pairs),
        }
        return {**asdict(self), **shares}


def score(answer: pl.DataFrame, truth: pl.DataFrame, *, threshold: float, inside: bool, calibrated: bool = True) -> Score:
    """`answer`: left_id, right_id, probability, each pair once; `truth`: left_id, right_id.

    `inside`: both ids are of one list, so that their order says nothing. Calibration is judged over all of `answer`, the rest from `threshold` up.
    """
    if inside:
        answer, truth = _ordered(answer), _ordered(truth)
    judged = answer.join(truth.select(*_IDS, true=pl.lit(True)), on=_IDS, how="left").with_columns(pl.col("true").fill_null(False))
    given = judged.filter(pl.col("probability") >= threshold)
    counts = (truth.height, given.height, int(given["true"].sum()))
    if not calibrated:
        return Score(*counts)
    middle = judged.filter(pl.col("probability").is_between(*MIDDLE))
    return Score(*counts, calibration_error(judged), calibration_error(middle), tuple(reliability(judged)))


def under_two_niks(pairs: pl.DataFrame, niks: pl.DataFrame) -> pl.DataFrame:
    """The pairs of one list whose rows truly bear two different NIKs. `niks`: id, nik."""
    for side in _IDS:
        pairs = pairs.join(niks.select(pl.col("id").alias(side), pl.col("nik").alias(f"nik_of_{side}")), on=side, how="left")
    return pairs.filter(pl.col("nik_of_left_id") != pl.col("nik_of_right_id")).drop("nik_of_left_id", "nik_of_right_id")


def reliability(judged: pl.DataFrame) -> list[Bin]:
    """Ten bins of equal width, those without pairs left out. `judged`: probability, true."""
    number = (pl.col("probability") * BINS).floor().cast(pl.Int64).clip(0, BINS - 1)
    bins = judged.group_by(number=number).agg(pairs=pl.len(), true=pl.col("true").sum(), said=pl.col("probability").mean()).sort("number")
    return [Bin(row["number"] / BINS, (row["number"] + 1) / BINS, row["pairs"], row["true"], row["said"]) for row in bins.iter_rows(named=True)]


def calibration_error(judged: pl.DataFrame) -> float | None:
    """By how much the probabilities of a bin differ on average from the share that is true, bins weighing as many as they hold."""
    bins = reliability(judged)
    return sum(abs(one.said * one.pairs - one.true) for one in bins) / judged.height if bins else None


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None


def _ordered(pairs: pl.DataFrame) -> pl.DataFrame:
    return pairs.with_columns(left_id=pl.min_horizontal(*_IDS), right_id=pl.max_horizontal(*_IDS))
