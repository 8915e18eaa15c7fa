"""Which rows of two encoded lists may be one person. It needs no key, and learns no name: only what is equal, and how unlike two filters are."""

import math
from collections.abc import Iterator
from functools import cache
from importlib import resources
from itertools import chain
from typing import NamedTuple

import polars as pl
import yaml

from payung.matching.encode import BITS, FILTERS, KEYED, NEAR, NEAR_LETTERS
from payung.matching.keys import KEYS, Key, groups_of
from payung.matching.prior import settled

_AT_ONCE = 500_000  # pairs held against each other at once
_LEAST_BITS = -14.0  # less than one chance in ten thousand
_WORDS = BITS // 64
_NIK_KEY = next(key for key in KEYS if key.name == "nik")
_NEAR_KEY = _NIK_KEY._replace(pairs=0.12)  # of fifteen, each
_LOOKED_UNDER = {"nik": _NIK_KEY, **{f"key_{key.name}": key for key in KEYED}}  # column -> how much may be looked for under it
_EQUAL = (
    "nik",
    "birth_date",
    "date",
    "sex",
    "village",
    "birth_place",
    "phone",
    "key_name_year",
    "key_name_day",
    "key_name_mother",
    "key_name_place",
    "name_month_year",
    "name_day_year",
)
_CROSSED = (("given", "family"), ("family", "given"))
_ENDS = (4, 5, 14)  # of nik_near: where the end of the district or of the number of order was left out
_OF_THE_DATE = (5, 6, 7, 8, 9, 10, 11)
_BUT_ONE_PART = {"year_differs": "key_name_day", "month_differs": "name_day_year", "day_differs": "name_month_year"}
_A_FAMILY_SHARES = ("family", "mother", "phone", "village", "birth_place")
_COMMON = 6  # rows of both lists with one name and year of birth: from here on the name is a common one


class _Model(NamedTuple):
    """As compare_encoded.yaml: `near`: filter -> bits; `weights`: comparison -> step -> bits."""

    version: int
    share: float
    near: dict[str, int]
    weights: dict[str, dict[str, float]]


@cache
def trained() -> _Model:
    return _Model(**yaml.safe_load(resources.files("payung.matching").joinpath("compare_encoded.yaml").read_text(encoding="utf-8")))


def compare(left: pl.DataFrame, right: pl.DataFrame, *, threshold: float = 0.5) -> pl.DataFrame:
    """Links between two encoded lists of at least this probability, likeliest first.

    In: encode.COLUMNS. Out: left_id, right_id (encoded), probability (0 to 1), why ("nik=near birth_date=same …": what could be held against each
    other, and how it came out).
    """
    prior = trained().share / max(left.height, right.height, 1)
    found = pl.concat([_weighed(steps, prior) for steps in observed(left, right)])
    probability = settled(found["bits"], trained().share, min(left.height, right.height))
    found = found.with_columns(probability).filter(pl.col("probability") >= threshold)
    named = found.select(left_id=left["id"].gather(found["l"]), right_id=right["id"].gather(found["r"]), probability="probability", why="why")
    return named.sort("probability", "left_id", "right_id", descending=[True, False, False])


def _weighed(steps: pl.DataFrame, prior: float) -> pl.DataFrame:
    """l, r, bits and why."""
    model = trained()
    bits = (counts(name).replace_strict(weights, default=0.0, return_dtype=pl.Float64) for name, weights in model.weights.items())
    said = [pl.when(pl.col(name).is_not_null()).then(pl.format(f"{name}={{}}", name)) for name in model.weights if name != "rarity"]
    start = pl.lit(math.log2(prior / (1 - prior)))
    weighed = steps.select(
        "l", "r", pl.sum_horizontal(start, *bits).alias("bits"), pl.concat_str(said, separator=" ", ignore_nulls=True).alias("why")
    )
    return weighed.filter(pl.col("bits") >= _LEAST_BITS)


def counts(name: str) -> pl.Expr:
    """The step of a comparison where it counts: what a family shares says nothing about two of its members."""
    step = pl.col(name)
    return pl.when(pl.col("kin").is_null() | (step == "different")).then(step) if name in _A_FAMILY_SHARES else step


def observed(left: pl.DataFrame, right: pl.DataFrame) -> Iterator[pl.DataFrame]:
    """Every pair that is looked at, in portions: row numbers l and r, and a column a comparison with the name of its step (null: unknown)."""
    pairs = _candidates(left, right)
    shared = pl.concat([left, right]).group_by("key_name_year").len("shared")
    sides = [_ready(side.join(shared, on="key_name_year", how="left", maintain_order="left")) for side in (left, right)]
    for at in range(0, max(pairs.height, 1), _AT_ONCE):
        now = pairs.slice(at, _AT_ONCE)
        rows = [side[now[row]].select(pl.all().name.suffix(f"_{row}")) for side, row in zip(sides, "lr", strict=True)]
        both = pl.concat([now, *rows], how="horizontal")
        both = both.with_columns(_apart(one, other) for one, other in (*((name, name) for name in FILTERS), *_CROSSED))
        yield both.select("l", "r", "at", **_steps()).with_columns(kin=_kin())


def _candidates(left: pl.DataFrame, right: pl.DataFrame) -> pl.DataFrame:
    """Row numbers `l` and `r` of pairs that share a hash which not too many rows share; `at`: the first of nik_near that they share, null: none."""
    found = [_sharing(left[name], right[name], key) for name, key in _LOOKED_UNDER.items()]
    near = [_sharing(_near(left, at), _near(right, at), _NEAR_KEY).with_columns(at=pl.lit(at, pl.Int8)) for at in range(NEAR)]
    marked = [*(pairs.with_columns(at=pl.lit(None, pl.Int8)) for pairs in found), *near]
    return pl.concat(marked).group_by("l", "r").agg(pl.col("at").min()).sort("l", "r")


def _near(side: pl.DataFrame, at: int) -> pl.Series:
    return side["nik_near"].str.slice(at * NEAR_LETTERS, NEAR_LETTERS)


def _sharing(left: pl.Series, right: pl.Series, key: Key) -> pl.DataFrame:
    """Pairs of rows with one value; what a crowd shares is left out as the key says."""
    values = [left.alias("value"), right.alias("value")]
    groups = groups_of(values, key, len(left) + len(right)).filter(~pl.col("crowded"))
    one, other = (series.to_frame().with_row_index("row").join(groups, on="value", how="semi") for series in values)
    return one.join(other, on="value").select(l="row", r="row_right")


def _ready(side: pl.DataFrame) -> pl.DataFrame:
    """The columns that are held against each other, filters as whole numbers of 64 bits."""
    cut = chain.from_iterable(
        (pl.col(name).str.decode("base64").bin.slice(8 * at, 8).bin.reinterpret(dtype=pl.UInt64).alias(f"{name}_{at}") for at in range(_WORDS))
        for name in FILTERS
    )
    return side.select(*_EQUAL, "shared", *cut)


def _apart(one: str, other: str) -> pl.Expr:
    """In how many bits the left row's filter `one` and the right row's `other` differ."""
    differ = ((pl.col(f"{one}_{at}_l") ^ pl.col(f"{other}_{at}_r")).bitwise_count_ones() for at in range(_WORDS))
    return pl.sum_horizontal(differ, ignore_nulls=False).alias(f"{one}_{other}")


def _same(name: str) -> pl.Expr:
    return pl.col(f"{name}_l") == pl.col(f"{name}_r")


def _first(*steps: tuple[str, pl.Expr], known: pl.Expr) -> pl.Expr:
    """The name of the first step that holds, "different" where none does, null where nothing can be held against each other."""
    said = pl.lit("different")
    for name, holds in reversed(steps):
        said = pl.when(holds.fill_null(False)).then(pl.lit(name)).otherwise(said)
    return pl.when(known.fill_null(False)).then(said)


def _steps() -> dict[str, pl.Expr]:
    near = trained().near
    one_date, one_nik = (_same(name).fill_null(False) for name in ("date", "nik"))
    held = {step: _same(name).fill_null(False) for step, name in _BUT_ONE_PART.items()}
    one_year = _same("key_name_year").fill_null(False)
    one_name = pl.any_horizontal(*held.values(), one_year, *(_same(name).fill_null(False) for name in ("key_name_mother", "key_name_place")))
    one_mother = _same("key_name_mother").fill_null(False)
    mother = pl.col("mother_mother")
    alike = (one_name | (pl.col("name_name") == 0), pl.col("name_name") <= near["name"])
    return {
        "given": _part("given", "family", one_date),
        "family": _part("family", "given", one_date),
        "name": _first(("same", alike[0]), ("near", alike[1]), known=~one_date & (one_name | (one_nik & pl.col("name_name").is_not_null()))),
        "rarity": pl.when(one_name | (pl.col("whole_whole") == 0)).then(
            pl.when(pl.col("shared_l") >= _COMMON).then(pl.lit("common")).when(pl.col("shared_l") > 2).then(pl.lit("usual")).otherwise(pl.lit("rare"))
        ),
        "birth_date": _first(
            ("same", _same("birth_date")), ("turned", _same("date")), *held.items(), ("year", one_year), known=_same("date").is_not_null()
        ),
        "sex": _first(("same", _same("sex")), known=one_date & _same("sex").is_not_null()),
        "nik": _first(("same", one_nik), ("near", _slip()), ("close", pl.col("at").is_not_null()), known=_same("nik").is_not_null()),
        "mother": _first(
            ("same", ((mother == 0) & one_date) | one_mother),
            ("near", mother <= near["mother"]),
            known=(one_date & mother.is_not_null()) | one_mother,
        ),
        "phone": _first(("same", _same("phone")), known=_same("phone").is_not_null()),
        "village": _first(("same", _same("village")), known=one_date & _same("village").is_not_null()),
        "birth_place": _first(("same", _same("birth_place")), known=one_date & _same("birth_place").is_not_null()),
    }


def _part(name: str, other: str, one_date: pl.Expr) -> pl.Expr:
    """First or last part of a name; `held`: it is the other's other part."""
    near, own, whole = trained().near, pl.col(f"{name}_{name}"), pl.col("whole_whole")
    single = [pl.col(f"{name}_0_{side}").is_null() for side in "lr"]
    return _first(
        ("both_single", single[0] & single[1]),
        ("one_single", single[0] | single[1]),
        ("same", (own == 0) | (whole == 0)),
        ("near", (own <= near[name]) | (whole <= near["whole"])),
        ("held", pl.min_horizontal(f"{name}_{other}", f"{other}_{name}") <= near[name]),
        known=one_date & whole.is_not_null(),
    )


def _slip() -> pl.Expr:
    """Whether a slip of the hand made two NIKs of one. Numbers of order are small, so that people who were registered together, or born the same
    week, have NIKs that differ at their ends or in the birth date alone.
    """
    at, one_date = pl.col("at"), _same("birth_date").fill_null(False)
    return ~at.is_in(_ENDS) & (one_date | ~at.is_in(_OF_THE_DATE))


def _kin() -> pl.Expr:
    """A family shares what else tells people apart: twins all but the name, often in NIKs that follow each other and names that rhyme; others the
    telephone.
    """
    one_phone, other_nik = pl.col("phone") == "same", (pl.col("nik") != "same").fill_null(True)
    next_numbers = pl.col("at") == NEAR - 1
    one_house = (pl.col("mother") == "same") | one_phone | next_numbers
    born_together = (pl.col("birth_date") == "same") & other_nik
    numbered = born_together & next_numbers & (pl.col("given") == "near")
    twins = born_together & one_house & (pl.col("given") == "different")
    siblings = (pl.col("birth_date") == "different") & one_phone & (pl.col("name") != "same").fill_null(True) & other_nik
    said = pl.when(twins.fill_null(False)).then(pl.lit("twins")).when(siblings.fill_null(False)).then(pl.lit("siblings"))
    return pl.when(numbered.fill_null(False)).then(pl.lit("numbered_twins")).otherwise(said)
