"""Train the weights of payung/matching/model.yaml on invented people whose truth is known.

    python scripts/matching/train.py [--people 30000]

Every pair that matching looks at is one observation: its steps, how rare the shared values are (which Splink adds from the lists themselves), and
whether it is one person. The weights are those of a logistic regression in bits, held near what one would guess (GUESSED): what the sets say
little about stays as it is. Prints the new file; the sets of the benchmark use other seeds, and FEBRL is never trained on.
"""

import argparse
import dataclasses
import math
import random
from collections import defaultdict
from collections.abc import Iterator
from datetime import date

import polars as pl
import yaml

from payung.demo.families import invent_against, invent_families
from payung.demo.people import World, vary
from payung.matching.engines import scored
from payung.matching.keys import keys_of, looked_for
from payung.matching.model import COMPARISONS, frequencies, settings, trained
from payung.matching.prepare import prepared

ON = date(2026, 1, 1)
STEPS = ["base", *(f"{comparison.name}.{step.name}" for comparison in COMPARISONS for step in comparison.steps)]
HELD_BY = 5.0  # how hard a weight is held near the guess
MOST = 24.0
# Agreement never speaks against one person, nor a difference for one: where the sets say so it is an accident of theirs.
SIGNS = {
    **dict.fromkeys("same near both_single".split(), (0.3, MOST)),
    **dict.fromkeys("short_near loose held initial turned one_digit two_digits one_part".split(), (0.0, MOST)),
    **dict.fromkeys("different far one_single numbered_twins two_sexes twins siblings namesakes".split(), (-MOST, -0.5)),
    "numbered_twins": (-9.0, -0.5),  # a slip in name and NIK at once looks the same
    "unlikely": (0.0, 0.0),
}
BOUNDS = [SIGNS.get(name.rpartition(".")[2], (-MOST, MOST)) for name in STEPS]
ROUNDS = 20
GUESSED = {
    "given": {"same": 6, "near": 4.5, "short_near": 3.5, "loose": 1.5, "held": 2, "initial": 2, "different": -8},
    "family": {"both_single": 1.5, "same": 6, "one_single": -1, "near": 4.5, "short_near": 3.5, "loose": 1.5, "held": 2, "different": -6},
    "birth_date": {"same": 13, "turned": 9, "one_digit": 6, "one_part": 2, "far": -9, "different": -7},
    "kin": {"numbered_twins": -7, "two_sexes": -8, "twins": -14, "siblings": -8, "namesakes": -3, "unlikely": 0},
    "sex": {"same": 0.9, "different": -5},
    "nik": {"same": 12, "one_digit": 5, "two_digits": 2, "born_alike": -3, "different": -3},
    "mother": {"same": 6, "near": 5, "different": -4},
    "phone": {"same": 7, "one_digit": 5, "different": -1},
    "village": {"same": 4, "near": 3, "different": -2},
    "address": {"same": 4, "near": 3, "different": -1},
    "birth_place": {"same": 2.5, "different": -3},
    "postcode": {"same": 7, "near": 4, "different": -2},
}
EACH = 1_000  # every set counts as if it held so many pairs of one person
Seen = tuple[list[int], float, float, float]  # steps (positions in STEPS), offset in bits, how many pairs, how many of them one person


def regency(people: int, seed: int, *, shared: float = 0.05, strangers: float = 0.05) -> tuple[pl.DataFrame, pl.DataFrame]:
    """People as make_lists.py invents them, some under two NIKs, and a Taspen list: name and birth date of some, written by another clerk."""
    rng = random.Random(seed)
    world = World(rng, ON)
    rows, taspen = [], []
    for number in range(people):
        person = world.person(number)
        rows.append(person)
        if rng.random() < 0.04:
            digits = list(person.nik)
            at = rng.randrange(12, 16)
            digits[at] = str((int(digits[at]) + rng.randrange(1, 10)) % 10)
            rows.append(dataclasses.replace(person, nik="".join(digits), name=vary(person.name, rng)))
        if rng.random() < shared:
            taspen.append((number, vary(person.name, rng), person.born))
        if rng.random() < strangers:
            stranger = world.person(people + number)
            taspen.append((stranger.id, stranger.name, stranger.born))
    listed = [(p.id, p.nik, p.name, p.born, p.sex, p.mother, p.birth_place, p.address, p.village.name, p.phone) for p in rows]
    names = ["person", "nik", "name", "birth_date", "sex", "mother", "birth_place", "address", "village", "phone"]
    return (
        pl.DataFrame(listed, schema=names, orient="row").with_row_index("id"),
        pl.DataFrame(taspen, schema=["person", "name", "birth_date"], orient="row").with_row_index("id"),
    )


def without(frame: pl.DataFrame, columns: str, seed: int) -> pl.DataFrame:
    """Half the rows without these columns: lists differ in what they have."""
    gone = pl.Series("gone", [random.Random(seed * 1_000_003 + row).random() < 0.5 for row in range(frame.height)])
    return frame.with_columns(pl.when(~gone).then(pl.col(column)) for column in columns.split())


def sets(people: int) -> Iterator[tuple[str, pl.DataFrame, pl.DataFrame | None]]:
    for seed in (111, 112, 113, 114):
        rows, taspen = regency(people // 8, seed)
        yield f"taspen {seed}", rows, taspen
    for seed in (115, 116):  # most of a pension fund's people are on no list of ours
        rows, taspen = regency(people * 2, seed, shared=0.01, strangers=0.08)
        yield f"taspen {seed}", rows, taspen
    for seed in (101, 102):
        rows, taspen = regency(people, seed)
        yield f"regency {seed}", without(rows, "mother phone" if seed == 101 else "nik address", seed), None
        yield f"taspen {seed}", rows, taspen
        yield f"names {seed}", rows.select("id", "person", "name", "birth_date", "sex"), None
    for seed in (103, 104):
        rows = invent_families(people, seed).rows
        yield f"families {seed}", rows, None
        yield f"families {seed}, less known", without(rows, "nik phone" if seed == 103 else "mother birth_place village", seed), None
    against = invent_against(people, people // 4, 105)
    yield "register", against.left, against.right


def observations(left: pl.DataFrame, right: pl.DataFrame | None) -> pl.DataFrame:
    """A row a pair: the gammas, `offset` (bits that do not depend on the weights) and `one` (is one person)."""
    sides = [side for side in (left, right) if side is not None]
    people = [side["person"] for side in sides]
    ready = [prepared(side.drop("id", "person").with_row_index("id").cast({"id": pl.Int64}), ON) for side in sides]
    either = [series.value_counts() for series in people]
    if right is None:
        same = int((either[0]["count"] * (either[0]["count"] - 1) // 2).sum())
        prior = same / (left.height * (left.height - 1) / 2)
    else:
        prior = either[0].join(either[1], on="person").select((pl.col("count") * pl.col("count_right")).sum()).item() / left.height / right.height
    model = trained()
    keyed, _ = looked_for(ready)
    found = scored(keyed, frequencies(ready), settings(model, keys_of(keyed[0]), inside=right is None, prior=prior), "duckdb", least=-60.0)
    told = pl.lit(model.base)
    for comparison in COMPARISONS:
        bits = [model.weights[comparison.name][step.name] for step in reversed(comparison.steps)]
        told = told + pl.col(f"gamma_{comparison.name}").replace_strict(list(range(len(bits))), bits, default=0.0)
    one = people[0].gather(found["id_l"]) == people[-1].gather(found["id_r"])
    return found.with_columns(offset=pl.col("match_weight") - told, one=one)


def patterns(found: pl.DataFrame) -> list[Seen]:
    """Equal observations together."""
    gammas = [f"gamma_{comparison.name}" for comparison in COMPARISONS]
    grouped = found.with_columns(offset=(pl.col("offset") * 2).round() / 2).group_by([*gammas, "offset"]).agg(pl.len(), pl.col("one").sum())
    at = {name: number for number, name in enumerate(STEPS)}
    result = []
    for *values, offset, pairs, one in grouped.iter_rows():
        steps = [0] + [
            at[f"{comparison.name}.{comparison.steps[len(comparison.steps) - 1 - gamma].name}"]
            for comparison, gamma in zip(COMPARISONS, values, strict=True)
            if gamma >= 0
        ]
        result.append((steps, offset, pairs, one))
    return result


def solve(matrix: list[list[float]], right: list[float]) -> list[float]:
    """Gauss without pivoting: the matrix is positive definite."""
    size = len(right)
    rows = [[*row, value] for row, value in zip(matrix, right, strict=True)]
    for i in range(size):
        for j in range(i + 1, size):
            factor = rows[j][i] / rows[i][i]
            if factor:
                for k in range(i, size + 1):
                    rows[j][k] -= factor * rows[i][k]
    result = [0.0] * size
    for i in reversed(range(size)):
        result[i] = (rows[i][size] - sum(rows[i][k] * result[k] for k in range(i + 1, size))) / rows[i][i]
    return result


def fit(seen: list[Seen], start: list[float], held: set[int]) -> list[float]:
    """Newton's method on the likelihood with a pull towards `start`; the weights in `held` do not move."""
    weights, ln2 = list(start), math.log(2)
    for _ in range(ROUNDS):
        slope = [HELD_BY * (first - now) for first, now in zip(start, weights, strict=True)]
        bend = [[HELD_BY if i == j else 0.0 for j in range(len(weights))] for i in range(len(weights))]
        for steps, offset, pairs, one in seen:
            bits = offset + sum(weights[step] for step in steps)
            chance = 1 / (1 + 2 ** -max(-60.0, min(60.0, bits)))
            error, spread = (one - pairs * chance) * ln2, pairs * chance * (1 - chance) * ln2 * ln2
            for i in steps:
                slope[i] += error
                for j in steps:
                    bend[i][j] += spread
        moved = solve(bend, slope)
        weights = [
            now if at in held else max(low, min(high, now + max(-2.0, min(2.0, step))))
            for at, (now, step, (low, high)) in enumerate(zip(weights, moved, BOUNDS, strict=True))
        ]
    return weights


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--people", type=int, default=30_000)
    people = parser.parse_args().people
    seen: list[Seen] = []
    counts: dict[int, float] = defaultdict(float)
    for name, left, right in sets(people):
        found = patterns(observations(left, right))
        ones = sum(one for *_, one in found)
        print(f"# {name}: {sum(pairs for *_, pairs, _ in found):.0f} pairs, {ones:.0f} of one person")
        seen += [(steps, offset, pairs * EACH / ones, one * EACH / ones) for steps, offset, pairs, one in found]
    for steps, _, pairs, _ in seen:
        for step in steps:
            counts[step] += pairs
    start = [0.0, *(float(GUESSED[name.split(".")[0]][name.split(".")[1]]) for name in STEPS[1:])]
    fitted = fit(seen, start, {at for at in range(len(STEPS)) if not counts[at]})
    weights: dict[str, dict[str, float]] = {}
    for name, bits in zip(STEPS[1:], fitted[1:], strict=True):
        comparison, step = name.split(".")
        weights.setdefault(comparison, {})[step] = round(bits, 1)
    print(yaml.safe_dump({"base": round(fitted[0], 1), "weights": weights}, sort_keys=False, default_flow_style=None, width=150))


if __name__ == "__main__":
    main()
