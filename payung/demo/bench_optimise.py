"""Several funds planned at once for invented people, in a process of its own: python -m payung.demo.bench_optimise ROWS prints one line of JSON."""

import json
import resource
import sys
import time
from typing import Any

import polars as pl

from payung.planning.assign import Pot, greedy
from payung.planning.optimise import Optimum, optimise, points_of, tiers
from payung.planning.rules import Rules

_DISTRICTS, _VILLAGES = 25, 14  # in a district
_YEAR, _HALF, _QUARTER = 201_600, 100_800, 50_400  # rupiah a person for 12, 6 and 3 months


def invented(rows: int) -> pl.DataFrame:
    """id, village, tier, order, pattern as `optimise` takes them: five funds (poor people; tobacco workers; one district; all but the oldest with a
    decile up to 8; nearly everybody).
    """
    at = pl.DataFrame({"id": pl.int_range(rows, eager=True)})
    chance = [pl.col("id").hash(seed) for seed in range(1, 7)]
    district, village = chance[0] % _DISTRICTS, chance[1] % _VILLAGES
    drawn = at.select(
        "id",
        village=pl.format("74.05.{}.{}", (district + 1).cast(pl.String).str.zfill(2), village + 2001),
        decile=pl.when(chance[2] % 11 < 10).then(chance[2] % 11 + 1).cast(pl.UInt8),
        last_year=chance[3] % 3 == 0,
        tobacco=chance[4] % 4 == 0,
        age=chance[5] % 10,
        home=district == 2,
    )
    decile = pl.col("decile").fill_null(11)
    may = [decile <= 6, pl.col("tobacco"), pl.col("home"), (pl.col("age") < 8) & (decile <= 8), pl.col("age") < 9]
    pattern = pl.sum_horizontal(*(one.cast(pl.UInt64) * 2**bit for bit, one in enumerate(may)))
    ordered = drawn.with_columns(tiers(pl.col("last_year"), pl.col("decile")), pattern=pattern, lot=pl.col("id").hash(7))
    return ordered.sort("tier", "lot", "id").with_row_index("order", offset=1).select("id", "village", "tier", "order", "pattern")


def pots_and_rules(rows: int) -> tuple[list[Pot], Rules]:
    """Money for about half of them, quotas and floors that bind in most villages."""
    villages = _DISTRICTS * _VILLAGES
    pots = [
        Pot(0, rows // 6 * _YEAR, _YEAR, None, rows // villages // 5),
        Pot(1, rows // 10 * _HALF, _HALF),
        Pot(2, rows // 50 * _YEAR, _YEAR),
        Pot(3, rows // 8 * _YEAR, _YEAR, None, rows // villages // 8),
        Pot(4, rows // 10 * _QUARTER, _QUARTER, rows // 12),
    ]
    return pots, Rules(least=rows // villages // 3, most_per_village=rows * 7 // 10 // villages)


def run(rows: int) -> dict[str, Any]:
    """Seconds of the optimum alone; `bound`: points that the linear problem says nobody can exceed."""
    people, (pots, rules) = invented(rows), pots_and_rules(rows)
    began = time.perf_counter()
    found: Optimum = optimise(people, pots, rules)
    seconds = time.perf_counter() - began
    by_hand = greedy(people, pots, rules.most_per_village)
    return {
        "rows": rows,
        "seconds": seconds,
        "people": found.people,
        "points": found.points,
        "bound": found.bound,
        "gap": found.gap,
        "classes": found.classes,
        "variables": found.variables,
        "greedy_people": by_hand.height,
        "greedy_points": points_of(people.join(by_hand, on="id")),
    }


if __name__ == "__main__":
    answer = run(int(sys.argv[1]))
    print(json.dumps({**answer, "memory_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024}))
