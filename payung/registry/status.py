"""When a line of a register speaks of a person: a status holds from a day until a day, a death from the day after."""

from datetime import date

import polars as pl


def holds_on(kind: str, start: date) -> pl.Expr:
    """Whether an entry of such a register (columns `on`, `until`) speaks against cover that begins on `start`; a day that is not known never helps.

    Who became a civil servant on 1 March may be covered from 1 January and not from 1 April; who retired in December may be covered in January.
    """
    if kind == "deaths":
        return pl.col("on").is_null() | (pl.col("on") < start)
    return (pl.col("on").is_null() | (pl.col("on") <= start)) & (pl.col("until").is_null() | (pl.col("until") >= start))
