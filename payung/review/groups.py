"""Which pairs belong together, which are answered by others, and which comes first. No database.

A side of a pair is a whole number: a person as they are known now (whoever is kept of several numbers), or a line of a register below zero.
"""

import polars as pl

# The gravest first: what a register of the kind means for whoever is paid for; "": two people who may be one.
RISKS = ("deaths", "civil_servants", "taspen", "active_members", "village_officials", "")


def components(pairs: pl.DataFrame) -> pl.DataFrame:
    """node, group: every side of `pairs` (left, right) with the smallest side that can be reached from it."""
    if pairs.is_empty():
        return pl.DataFrame(schema={"node": pl.Int64, "group": pl.Int64})
    nodes = pl.concat([pairs["left"], pairs["right"]]).unique().sort()
    places = pl.int_range(len(nodes), eager=True).cast(pl.UInt32)  # the nodes counted through, so that looking one up is taking it from its place
    counted = pairs.select(pl.col(side).replace_strict(nodes, places, return_dtype=pl.UInt32) for side in ("left", "right"))
    ways = pl.concat([counted, counted.select(left="right", right="left")])
    reached = places
    while True:
        # what a neighbour's nearest reaches is offered to each side and to what it reaches itself: even a long chain takes few rounds
        further = reached.gather(reached)
        offers = ways.with_columns(low=further.gather(ways["right"]), nearest=reached.gather(ways["left"]))
        own = pl.DataFrame({"at": places, "low": further})
        lows = pl.concat([offers.select(at="left", low="low"), offers.select(at="nearest", low="low"), own])
        lowest = lows.group_by("at").agg(pl.col("low").min()).sort("at")["low"]
        if lowest.equals(reached):
            return pl.DataFrame({"node": nodes, "group": nodes.gather(reached)})
        reached = lowest


def unanswered(pairs: pl.DataFrame) -> pl.DataFrame:
    """The pairs (pair_id, left, right, answer, probability, …) that still need somebody, likeliest of those that ask the same thing.

    A pair is answered by its own answer, by both sides being one person by now, or by an answer to other numbers of the same two. "unsure" asks on.
    """
    sides = pairs.with_columns(low=pl.min_horizontal("left", "right"), high=pl.max_horizontal("left", "right"))
    said = pl.col("answer").is_in(["same", "different"])
    left = sides.filter(~said, pl.col("low") != pl.col("high")).join(sides.filter(said), on=["low", "high"], how="anti")
    likeliest = left.sort(["probability", "pair_id"], descending=[True, False]).unique(["low", "high"], keep="first", maintain_order=True)
    return likeliest.drop("low", "high")


def in_order(pairs: pl.DataFrame) -> pl.DataFrame:
    """Unanswered pairs (pair_id, left, right, kind, answer, probability, money) in the order in which they are worth somebody's time, with `group`.

    Money first (rupiah that the answer may save), then the graver register, then the likelier pair; pairs of a group stand together where its first
    one stands; those of which somebody was unsure come last.
    """
    grouped = pairs.join(components(pairs), left_on="left", right_on="node", how="left", maintain_order="left")
    risk = pl.col("kind").replace_strict(list(RISKS), range(len(RISKS)), return_dtype=pl.Int8)
    unsure = pl.col("answer") == "unsure"
    ordered = grouped.sort([unsure, -pl.col("money"), risk, -pl.col("probability"), "pair_id"]).with_row_index("at")
    return ordered.sort(pl.col("at").min().over("group", unsure), "at").drop("at")
