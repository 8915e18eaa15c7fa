"""Pairs of rows that may be one person, each with its probability and what speaks for and against."""

from collections.abc import Callable
from datetime import date

import polars as pl

from payung.matching.engines import Engine, scored
from payung.matching.keys import keys_of, looked_for
from payung.matching.model import COMPARISONS, frequencies, settings, trained
from payung.matching.prepare import prepared
from payung.matching.prior import settled


def match(
    left: pl.DataFrame,
    right: pl.DataFrame | None = None,
    *,
    on: date,
    threshold: float = 0.5,
    engine: Engine = "duckdb",
    told: Callable[[int], None] = lambda _: None,
) -> pl.DataFrame:
    """Pairs inside `left` (each once), or links between `left` and `right`, of at least this probability; likeliest first.

    In: `id` (unique in its frame) and any of prepare.FIELDS. Out: left_id, right_id (of the type they came in), probability (0 to 1), why
    ("given=same family=near birth_date=same …": each comparison that could be made, with its step). `on`: a day after every birth. `told` hears
    how many rows could be compared with nobody.
    """
    sides = [side for side in (left, right) if side is not None]
    heights = [side.height for side in sides]
    numbered = [side.drop("id").with_row_index("id").with_columns(pl.col("id").cast(pl.Int64)) for side in sides]
    ready = [prepared(side, on) for side in numbered]
    common = frequencies(ready)
    keyed, lost = looked_for(ready)
    del ready  # of millions of rows most are in no pair
    told(lost)
    if min(heights) < 1 or sum(heights) < 2:
        return _named(_NOTHING, sides)
    inside = right is None
    model = trained()
    share = model.share_inside if inside else model.share_between
    possible = (heights[0] - 1) / 2 if inside else max(heights)  # pairs for each person of the smaller list
    found = scored(keyed, common, settings(model, keys_of(keyed[0]), inside=inside, prior=min(share / possible, 0.5)), engine)
    likely = found.with_columns(probability=settled(found["match_weight"], share, min(heights))).filter(pl.col("probability") >= threshold)
    pairs = likely.select("id_l", "id_r", "probability", why=_why())
    return _named(pairs.sort("probability", "id_l", "id_r", descending=[True, False, False]), sides)


_NOTHING = pl.DataFrame(schema={"id_l": pl.Int64, "id_r": pl.Int64, "probability": pl.Float64, "why": pl.String})


def _named(pairs: pl.DataFrame, sides: list[pl.DataFrame]) -> pl.DataFrame:
    """Row numbers become the ids that the rows came with."""
    left, right = sides[0]["id"], sides[-1]["id"]
    return pairs.select(left_id=left.gather(pairs["id_l"]), right_id=right.gather(pairs["id_r"]), probability="probability", why="why")


def _why() -> pl.Expr:
    said = []
    for comparison in COMPARISONS:
        steps = [step.name for step in comparison.steps]
        gamma = pl.col(f"gamma_{comparison.name}")
        # Splink counts the steps from the last one (0) up
        word = gamma.replace_strict(list(range(len(steps))), [f"{comparison.name}={step}" for step in reversed(steps)], default=None)
        said.append(pl.when(word != "kin=unlikely").then(word))
    return pl.concat_str(said, separator=" ", ignore_nulls=True)
