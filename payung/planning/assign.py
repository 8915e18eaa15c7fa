"""People and the funds that pay for them: counted in classes, given the places of a class in rank order, or fund after fund as it is done by hand.

No database. Frames have id, village, tier, order, pattern (see optimise.py) and are sorted by `order`.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

_CLASS = ["zone", "tier", "pattern"]


@dataclass(frozen=True)
class Pot:
    """The money of one fund: rupiah `amount`, `price` of a person for all its months; no more than `most_people`, nor than the quota of a village."""

    key: int
    amount: int
    price: int
    most_people: int | None = None
    quota_per_village: int | None = None

    @property
    def places(self) -> int:
        """People it pays for."""
        bought = self.amount // self.price
        return bought if self.most_people is None else min(bought, self.most_people)


def may(at: int) -> pl.Expr:
    """Whether the fund in this place of the order may pay for somebody."""
    held: pl.Expr = pl.col("pattern") // 2**at % 2 == 1
    return held


def counted(zones: pl.DataFrame) -> pl.DataFrame:
    """class (0, 1, …), zone, tier, pattern, people: what the solver sees."""
    grouped = zones.group_by(_CLASS).agg(people=pl.len().cast(pl.Int64)).sort(_CLASS)
    return grouped.with_row_index("class")


def give(zones: pl.DataFrame, paid: pl.DataFrame, by_fund: pl.DataFrame) -> pl.DataFrame:
    """id, pot of those who have a place: the first people by `order` of each class (`paid`: zone, tier, pattern, people), and of those of a zone and
    pattern the first ones in the first of their funds (`by_fund`: zone, pattern, pot, people).
    """
    if paid.is_empty():
        return zones.head(0).select("id", pot=pl.lit(0, pl.UInt8))
    turn = zones.select("id", *_CLASS, turn=pl.int_range(pl.len()).over(_CLASS)).join(paid, on=_CLASS, maintain_order="left")
    chosen = turn.filter(pl.col("turn") < pl.col("people")).select("id", "zone", "pattern")
    group = ["zone", "pattern"]
    ends = by_fund.sort(*group, "pot").select(*group, "pot", end=pl.col("people").cum_sum().over(group))
    chosen = chosen.with_columns(turn=pl.int_range(1, pl.len() + 1).over(group)).sort("turn")
    found = chosen.join_asof(ends.sort("end"), left_on="turn", right_on="end", by=group, strategy="forward", check_sortedness=False)
    return found.filter(pl.col("pot").is_not_null()).select("id", pl.col("pot").cast(pl.UInt8))


def greedy(people: pl.DataFrame, pots: Sequence[Pot], most_per_village: int | None = None) -> pl.DataFrame:
    """id, pot: each fund in turn takes whom it may in rank order, villages up to their quota; floors are not looked at."""
    rest, taken = people.sort("order"), list[pl.DataFrame]()
    for at, pot in enumerate(pots):
        first = rest.filter(may(at))
        if pot.quota_per_village is not None:
            first = first.filter(pl.int_range(pl.len()).over("village") < pot.quota_per_village)
        if most_per_village is not None:
            gone = pl.concat([one.select("village") for one in taken]) if taken else first.head(0).select("village")
            held = gone.group_by("village").agg(gone=pl.len())
            first = first.join(held, on="village", how="left", nulls_equal=True, maintain_order="left")
            first = first.filter(pl.int_range(pl.len()).over("village") + pl.col("gone").fill_null(0) < most_per_village).drop("gone")
        first = first.head(pot.places).with_columns(pot=pl.lit(at, pl.UInt8))
        taken.append(first)
        rest = rest.join(first, on="id", how="anti", maintain_order="left")
    return pl.concat(taken).select("id", "pot") if taken else people.head(0).select("id", pot=pl.lit(0, pl.UInt8))


def follow(ranked: pl.DataFrame, own: pl.Series, others: pl.Series, places: int) -> pl.DataFrame:
    """A ranking as a kept plan has it: the order stays, those whom the plan gives to this fund (`own`, ids) are in, its people of other funds wait.

    Whoever may not join (any more) stays out, and the money still ends where it ends.
    """
    out, mine, other = pl.col("outcome") == "out", pl.col("id").is_in(own.implode()), pl.col("id").is_in(others.implode())
    paid = ~out & mine & ((~out & mine).cum_sum() <= places)
    waits = pl.when(mine).then(pl.lit("waiting.budget")).when(other).then(pl.lit("waiting.other_fund")).otherwise(pl.lit("waiting.plan"))
    return ranked.with_columns(
        outcome=pl.when(out).then(pl.lit("out")).when(paid).then(pl.lit("in")).otherwise(pl.lit("waiting")),
        reason=pl.when(out).then(pl.col("reason")).when(paid).then(pl.lit("in.plan")).otherwise(waits),
    )
