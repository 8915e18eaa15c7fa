"""Rules of places that hold over all funds of a plan: at least so many of every village or district, at most so many of a village. No database."""

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from payung.planning.assign import Pot

DISTRICT = 8  # letters of a district's code, with which those of its villages begin
UNKNOWN = "village not known"  # such people share one quota; it is no place, and has no floor
TIERS = 22  # last year's people by decile 1 to 10 and unknown, then everybody else in the same way


@dataclass(frozen=True)
class Rules:
    """`least` people and `share` percent of those who may join, whichever is more, of each village (or each district, by `of_districts`), as far as
    there are so many; `most_per_village` over all funds. None and 0 do not count. People whose village is not known fall under no floor.
    """

    least: int = 0
    share: int = 0
    of_districts: bool = False
    most_per_village: int | None = None

    @property
    def has_floors(self) -> bool:
        return self.least > 0 or self.share > 0


def needs(people: pl.DataFrame, rules: Rules) -> pl.DataFrame:
    """place, needed: the floor of each place that has one; a share is rounded up, and nobody can ask for more people than may join."""
    place = pl.col("village").str.slice(0, DISTRICT) if rules.of_districts else pl.col("village")
    there = people.filter(pl.col("village") != UNKNOWN).group_by(place=place).agg(people=pl.len().cast(pl.Int64))
    share = (pl.col("people") * rules.share + 99) // 100
    needed = pl.min_horizontal("people", pl.max_horizontal(pl.lit(rules.least, pl.Int64), share))
    return there.select("place", needed=needed).filter(pl.col("needed") > 0).sort("place")


def zoned(people: pl.DataFrame, own: frozenset[str]) -> pl.DataFrame:
    """The same with `zone`: the village where it has classes of its own, else its district where that has, else "-" for all the rest."""
    district = pl.col("village").str.slice(0, DISTRICT)
    held = list(own)
    zone = pl.when(pl.col("village").is_in(held)).then(pl.col("village")).when(district.is_in(held)).then(district).otherwise(pl.lit("-"))
    return people.with_columns(zone=zone)


def broken(paid: pl.DataFrame, pots: Sequence[Pot], rules: Rules, needed: pl.DataFrame) -> frozenset[str]:
    """Places of which a rule is broken by `paid` (village, pot): villages above a quota, villages or districts below their floor."""
    quotas = pl.DataFrame(
        [(at, pot.quota_per_village) for at, pot in enumerate(pots) if pot.quota_per_village is not None],
        schema={"pot": pl.UInt8, "quota": pl.Int64},
        orient="row",
    )
    of_fund = paid.group_by("pot", "village").len().join(quotas, on="pot").filter(pl.col("len") > pl.col("quota"))["village"]
    found = set(of_fund)
    by_village = paid.group_by(place="village").agg(given=pl.len())
    if rules.most_per_village is not None:
        found |= set(by_village.filter(pl.col("given") > rules.most_per_village)["place"])
    given = by_village if not rules.of_districts else by_village.group_by(pl.col("place").str.slice(0, DISTRICT)).agg(pl.col("given").sum())
    below = needed.join(given, on="place", how="left").filter(pl.col("given").fill_null(0) < pl.col("needed"))
    return frozenset(found | set(below["place"]))
