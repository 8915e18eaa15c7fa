"""Train the weights of payung/matching/compare_encoded.yaml on invented people whose truth is known.

    python scripts/matching/train_encoded.py [--people 40000]

Every pair that is looked at is one observation: its steps, and whether it is one person. The weights are those of a logistic regression in bits, held
near START. Prints `weights` anew, and how well they do on sets that they were not trained on.
"""

import argparse
import math
from collections.abc import Iterator
from datetime import date

import numpy
import polars as pl
import yaml

from payung.demo.families import invent_against, invent_families
from payung.matching.compare_encoded import counts, observed, trained
from payung.matching.encode import encode
from payung.matching.secret import Key

ON = date(2026, 1, 1)
KEY = Key(bytes(range(32)))
HELD_BY = 2.0  # how hard a weight is held near where it stood: as hard as so many observations that contradict it
EACH = 1_000  # every set counts as if it held so many pairs of one person
ROUNDS = 30
NAMES = list(trained().weights)
STEPS = [f"{name}.{step}" for name in NAMES for step in trained().weights[name]]
# What one would say without counting: how much rarer the step is among strangers than among two rows of one person.
START = {
    "given": {"same": 5.0, "near": 4.5, "held": 3.0, "different": -4.0},
    "family": {"both_single": 0.0, "one_single": -1.0, "same": 5.0, "near": 5.0, "held": 3.0, "different": -3.0},
    "name": {"same": 8.0, "near": 8.0, "different": -12.0},
    "rarity": {"rare": 2.0, "usual": 0.0, "common": -1.0},
    "birth_date": {"same": 13.0, "turned": 11.0, "year_differs": 7.0, "month_differs": 8.0, "day_differs": 7.0, "year": 2.0, "different": -3.0},
    "sex": {"same": 0.5, "different": -5.0},
    "nik": {"same": 18.0, "near": 10.0, "close": 5.0, "different": -2.0},
    "mother": {"same": 6.0, "near": 6.0, "different": -5.0},
    "phone": {"same": 8.0, "different": -1.0},
    "village": {"same": 5.0, "different": -2.5},
    "birth_place": {"same": 3.0, "different": -2.5},
    "kin": {"numbered_twins": -8.0, "twins": -6.0, "siblings": -6.0},
}
AGREE, DIFFER = (0.3, 24.0), (-24.0, -0.3)  # bits: agreement never speaks against one person, nor a difference for one
OF_A_STEP = {"same": AGREE, **dict.fromkeys("different common numbered_twins twins siblings".split(), DIFFER)}
# What the sets say too little about: on real lists one NIK with another name and birth date is a neighbour's or an official's number, and a list of
# one village is small, so that twins are likelier there than two rows of one person born the same day under two names.
HELD_BACK = {"name.different": (-24.0, -12.0), "kin.twins": (-24.0, -6.0)}
BOUNDS = numpy.array([HELD_BACK.get(step, OF_A_STEP.get(step.rpartition(".")[2], (-24.0, 24.0))) for step in STEPS])


def halves(seed: int, people: int) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Whole families, every row on one of two lists: twins and siblings stand on both."""
    rows = invent_families(people, seed).rows.sample(fraction=1, shuffle=True, seed=seed)
    return rows[::2], rows[1::2]


def without(frame: pl.DataFrame, columns: str, seed: int) -> pl.DataFrame:
    """Half the rows without these columns."""
    gone = numpy.random.default_rng(seed).random(frame.height) < 0.5
    return frame.with_columns(pl.when(~pl.Series(gone)).then(pl.col(column)) for column in columns.split())


def sets(people: int, seed: int) -> Iterator[tuple[str, pl.DataFrame, pl.DataFrame]]:
    with_nik = invent_against(people, people, seed, with_nik=True)
    yield "register with NIK", with_nik.left, with_nik.right
    yield "register with NIK, less known", without(with_nik.left, "nik village", seed), without(with_nik.right, "mother phone", seed + 1)
    no_nik = invent_against(people, people // 2, seed + 10)
    yield "register without NIK", no_nik.left, no_nik.right
    yield "families", *halves(seed + 20, people)
    left, right = halves(seed + 30, people)
    yield "families, less known", without(left, "mother phone", seed), without(right, "nik village birth_place", seed)


def observations(left: pl.DataFrame, right: pl.DataFrame) -> tuple[pl.DataFrame, int]:
    """A row a pair with `one` (is one person), and how many pairs of one person there are."""
    sides, people = [], []
    for side in (left, right):
        side = side.with_columns(pl.col("id").cast(pl.String))
        rows, local = encode(side, KEY, ON)
        own = rows.join(local, left_on="id", right_on="encoded_id", maintain_order="left")
        sides.append(rows)
        people.append(own.join(side, left_on="id_right", right_on="id", maintain_order="left")["person"])
    found = pl.concat(list(observed(*sides)))
    counts = [series.value_counts() for series in people]
    true = counts[0].join(counts[1], on="person").select((pl.col("count") * pl.col("count_right")).sum()).item()
    return found.with_columns(one=people[0].gather(found["l"]) == people[1].gather(found["r"])), true


def matrix(found: pl.DataFrame) -> tuple[numpy.ndarray, numpy.ndarray, numpy.ndarray]:
    """Equal observations together: their steps, how many, how many of them one person."""
    grouped = found.with_columns(counts(name).alias(name) for name in NAMES).group_by(NAMES).agg(pl.len(), pl.col("one").sum())
    steps = [(grouped[name] == step).fill_null(False).to_numpy() for name in NAMES for step in trained().weights[name]]
    return numpy.column_stack(steps).astype(float), grouped["len"].to_numpy(), grouped["one"].to_numpy()


Part = tuple[numpy.ndarray, numpy.ndarray, numpy.ndarray, float]  # steps, how many pairs, how many of them one person, bits before anything is seen


def misfit(parts: list[Part], weights: numpy.ndarray, start: numpy.ndarray) -> float:
    """What `fit` makes small."""
    total = HELD_BY * float(((weights - start) ** 2).sum()) / 2
    for steps, pairs, one, prior in parts:
        bits = (prior + steps @ weights) * math.log(2)
        total += float((pairs * numpy.logaddexp(0, bits) - one * bits).sum())
    return total


def fit(parts: list[Part], start: numpy.ndarray) -> numpy.ndarray:
    """Newton's method on the likelihood with a pull towards `start`, a step made shorter until it helps."""
    weights, ln2 = start.clip(*BOUNDS.T), math.log(2)
    for _ in range(ROUNDS):
        slope, bend = HELD_BY * (start - weights), HELD_BY * numpy.eye(len(start))
        for steps, pairs, one, prior in parts:
            chance = 1 / (1 + 2.0 ** -numpy.clip(prior + steps @ weights, -60, 60))
            slope = slope + steps.T @ ((one - pairs * chance) * ln2)
            bend = bend + (steps * (pairs * chance * (1 - chance) * ln2**2)[:, None]).T @ steps
        free = ~((weights <= BOUNDS[:, 0]) & (slope < 0)) & ~((weights >= BOUNDS[:, 1]) & (slope > 0))
        step = numpy.zeros(len(start))
        step[free] = numpy.linalg.solve(bend[numpy.ix_(free, free)], slope[free])
        tried = [(weights + step / 2**shorter).clip(*BOUNDS.T) for shorter in range(12)]
        weights = next((one for one in tried if misfit(parts, one, start) < misfit(parts, weights, start)), weights)
    return weights


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--people", type=int, default=40_000)
    people = parser.parse_args().people
    parts = []
    for _, left, right in sets(people, 301):
        found, true = observations(left, right)
        steps, pairs, one = matrix(found)
        times = EACH / one.sum()
        parts.append((steps, pairs * times, one * times, math.log2(true / left.height / right.height)))
    model = trained()
    fitted = fit(parts, numpy.array([START[name][step] for name in NAMES for step in model.weights[name]]))
    weights: dict[str, dict[str, float]] = {}
    for name, bits in zip(STEPS, fitted, strict=True):
        comparison, _, step = name.partition(".")
        weights.setdefault(comparison, {})[step] = round(float(bits), 1)
    print(yaml.safe_dump({"weights": weights}, sort_keys=False, default_flow_style=None, width=150))
    for name, left, right in sets(people, 401):
        found, true = observations(left, right)
        steps, pairs, one = matrix(found)
        sure = math.log2(true / left.height / right.height) + steps @ fitted > 0
        print(f"# {name}: precision {one[sure].sum() / pairs[sure].sum():.4f}, recall {one[sure].sum() / true:.4f} of {true}")


if __name__ == "__main__":
    main()
