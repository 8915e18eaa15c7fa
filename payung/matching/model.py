"""The model of one person: what is compared, in which steps, and how much each step speaks for or against, as Splink takes it.

Every step has a weight in bits: +1 doubles the odds that two rows are one person, -1 halves them. The weights are trained (scripts/matching/train.py)
and stand in model.yaml. Where a step names a `frequency`, its weight is that of a value shared by the share `usual` of all people, and a rarer value
says more, down to `rarest`: two people called Mokodompit are more likely one than two called Nur.

The conditions are written in the SQL that DuckDB and Spark share, with functions that give the same answer on both.
"""

from functools import cache
from importlib import resources
from typing import Any, NamedTuple

import polars as pl
import yaml


class Step(NamedTuple):
    """`when`: condition over columns with _l and _r (empty: all that is left)."""

    name: str
    when: str = ""
    frequency: str = ""
    usual: float = 0.5
    rarest: float = 0.0


class Comparison(NamedTuple):
    """`unknown`: when nothing can be said. Of the steps the first that holds counts."""

    name: str
    unknown: str
    steps: tuple[Step, ...]


def _either_missing(*columns: str) -> str:
    return " OR ".join(f"{column}_{side} IS NULL" for column in columns for side in "lr")


def _same(column: str) -> str:
    return f"{column}_l = {column}_r"


def _within(column: str, edits: int, shortest: int) -> str:
    """At most so many letters added, dropped or exchanged, where both are long enough for that to be a slip of the hand."""
    left, right = f"{column}_l", f"{column}_r"
    lengths = f"least(length({left}), length({right})) >= {shortest} AND abs(length({left}) - length({right})) <= {edits}"
    return f"({lengths} AND levenshtein({left}, {right}) <= {edits})"


def _near(column: str) -> str:
    """One slip, or two in a long word."""
    left, right = f"{column}_l", f"{column}_r"
    shortest, apart = f"least(length({left}), length({right}))", f"abs(length({left}) - length({right}))"
    return f"({shortest} >= 4 AND {apart} <= 2 AND levenshtein({left}, {right}) <= CASE WHEN {shortest} >= 8 THEN 2 ELSE 1 END)"


def _near_name(part: str) -> str:
    return f"({_near(part)} OR {_within(f'{part}_written', 1, 4)})"


def _digits_within(edits: int) -> str:
    """Two NIKs with so many wrong digits: where it is no more than two, one of three pieces is right, which is seen sooner."""
    pieces = " OR ".join(f"substr(nik_l, {start}, {length}) = substr(nik_r, {start}, {length})" for start, length in ((1, 5), (6, 6), (12, 5)))
    return f"(({pieces}) AND {_within('nik', edits, 6)})"


def _held(part: str) -> str:
    """The part stands somewhere in the other's name."""
    return f"(instr(parts_r, concat(' ', {part}_l, ' ')) > 0 OR instr(parts_l, concat(' ', {part}_r, ' ')) > 0)"


def _respaced() -> str:
    """All parts together are alike, and that is no accident of a short first name beside a long last one ("Nur Hayati", "Nurhayati")."""
    cut_elsewhere = "coalesce(family_l, '') <> coalesce(family_r, '')"
    return f"({_within('joined', 2, 8)} AND ({cut_elsewhere} OR least(length(given_l), length(given_r)) >= 6))"


_YEARS_APART = "abs(cast(year_l AS int) - cast(year_r AS int))"
_NEXT_NUMBER = "abs(cast(nik_last_l AS int) - cast(nik_last_r AS int)) <= 2"
_ONE_FAMILY = "(mother_l = mother_r OR phone_l = phone_r OR nik_but_last_l = nik_but_last_r)"
_ONE_HOUSE = f"({_ONE_FAMILY} OR (address_l = address_r AND place_l = place_r))"
_SAME_NAME = f"({_same('given')} OR {_same('joined')})"
_SLIP = f"({_near_name('given')} OR {_within('given_written', 1, 2)})"
_ALIKE = f"({_SAME_NAME} OR {_SLIP} OR {_respaced()} OR {_within('given', 2, 5)} OR {_held('given')})"
_ANOTHER_NAME = f"NOT coalesce({_ALIKE}, false)"
_BORN_ALIKE = f"({_within('birth_date', 1, 8)} OR ({_same('year')} AND month_day_l = day_month_r))"


def _told(column: str) -> str:
    """When a field that a family shares says nothing: it is missing, or one of the family is compared with another."""
    return f"{_either_missing(column)} OR (coalesce({_ONE_FAMILY}, false) AND {_ANOTHER_NAME})"


COMPARISONS = (
    Comparison(
        "given",
        _either_missing("joined"),
        (
            Step("same", _SAME_NAME, "given", 0.01, 0.0002),
            Step("near", f"{_near_name('given')} OR {_respaced()}", "given", 0.01, 0.0002),
            Step("short_near", _within("given_written", 1, 2)),
            Step("loose", _within("given", 2, 5)),
            Step("held", _held("given")),
            Step("initial", "length(least(given_l, given_r)) = 1 AND substr(given_l, 1, 1) = substr(given_r, 1, 1)"),
            Step("different"),
        ),
    ),
    Comparison(
        "family",
        _told("joined"),
        (
            Step("both_single", "family_l IS NULL AND family_r IS NULL"),
            Step("same", f"{_same('family')} OR {_same('joined')}", "family", 0.01, 0.0002),
            Step("one_single", "family_l IS NULL OR family_r IS NULL"),
            Step("near", f"{_near_name('family')} OR {_respaced()}", "family", 0.01, 0.0002),
            Step("short_near", _within("family_written", 1, 2)),
            Step("loose", _within("family", 2, 5)),
            Step("held", _held("family")),
            Step("different"),
        ),
    ),
    Comparison(
        "birth_date",
        _either_missing("birth_date"),
        (
            Step("same", _same("birth_date"), "birth_date", 0.00006, 0.00003),
            Step("turned", f"{_same('year')} AND month_day_l = day_month_r"),
            Step("one_digit", _within("birth_date", 1, 8)),
            Step("one_part", f"{_same('month_day')} OR ({_same('year')} AND levenshtein(month_day_l, month_day_r) <= 2)"),
            Step("far", f"{_YEARS_APART} >= 12"),
            Step("different"),
        ),
    ),
    # What a family shares (a house, a telephone, a mother, NIKs that follow each other) says little where the name or the birth date differs.
    Comparison(
        "kin",
        f"NOT coalesce({_ONE_HOUSE}, false)",
        (
            Step(
                "numbered_twins",
                f"{_same('birth_date')} AND NOT {_SAME_NAME} AND {_SLIP} AND {_same('nik_but_last')} AND {_NEXT_NUMBER}",
            ),
            Step("two_sexes", f"NOT {_SAME_NAME} AND sex_l <> sex_r"),
            Step("twins", f"{_same('birth_date')} AND {_ANOTHER_NAME}"),
            Step("siblings", f"NOT {_BORN_ALIKE} AND {_ANOTHER_NAME}"),
            Step("namesakes", f"NOT {_BORN_ALIKE}"),
            Step("unlikely"),
        ),
    ),
    Comparison("sex", _either_missing("sex"), (Step("same", _same("sex")), Step("different"))),
    Comparison(
        "nik",
        _either_missing("nik"),
        (
            Step("same", _same("nik")),
            Step("one_digit", _digits_within(1)),
            Step("two_digits", _digits_within(2)),
            Step("born_alike", _same("nik_but_last")),
            Step("different"),
        ),
    ),
    Comparison(
        "mother",
        _told("mother"),
        (Step("same", _same("mother"), "mother", 0.005, 0.0005), Step("near", _near("mother")), Step("different")),
    ),
    Comparison("phone", _told("phone"), (Step("same", _same("phone")), Step("one_digit", _within("phone", 1, 7)), Step("different"))),
    Comparison(
        "village",
        _told("place"),
        (Step("same", _same("place"), "place", 0.005, 0.0003), Step("near", _near("place")), Step("different")),
    ),
    Comparison(
        "address",
        _told("address"),
        (Step("same", _same("address"), "address", 0.02, 0.0003), Step("near", _near("address")), Step("different")),
    ),
    Comparison("birth_place", _told("birth_place"), (Step("same", _same("birth_place"), "birth_place", 0.1, 0.001), Step("different"))),
    Comparison(
        "postcode",
        _either_missing("postcode"),
        (Step("same", _same("postcode"), "postcode", 0.005, 0.0003), Step("near", _within("postcode", 1, 4)), Step("different")),
    ),
)

# column -> the share that its values usually have
FREQUENCIES = {step.frequency: step.usual for comparison in COMPARISONS for step in comparison.steps if step.frequency}

_EXPECTED = 1.5  # rows with a value: so much weighs what is usual


class Model(NamedTuple):
    """`weights`: comparison -> step -> bits; `base`: bits of every pair that shares a key, found in training.

    `share_inside`, `share_between`: of the people of a list, how many stand in it a second time, and of the smaller of two lists, how many stand in
    the other one too, before anything was compared.
    """

    version: int
    share_inside: float
    share_between: float
    base: float
    weights: dict[str, dict[str, float]]


@cache
def trained() -> Model:
    """The model that ships with Payung."""
    read = yaml.safe_load(resources.files("payung.matching").joinpath("model.yaml").read_text(encoding="utf-8"))
    return Model(read["version"], read["share_inside"], read["share_between"], read["base"], read["weights"])


def _probabilities(step: Step, bits: float) -> dict[str, float]:
    """Splink takes how often a step is seen among pairs of one person (m) and of two (u); only their ratio, the weight, counts."""
    u = step.usual if step.frequency else 0.5
    m = u * 2**bits
    if m > 0.99:
        u, m = u * 0.99 / m, 0.99
    return {"m_probability": m, "u_probability": u}


def _level(step: Step, bits: float) -> dict[str, Any]:
    level: dict[str, Any] = {"sql_condition": step.when or "ELSE", "label_for_charts": step.name, **_probabilities(step, bits)}
    if step.frequency:
        level |= {
            "tf_adjustment_column": step.frequency,
            "tf_minimum_u_value": step.rarest,
            "disable_tf_exact_match_detection": True,
            "tf_adjustment_weight": 1.0,
        }
    return level


def settings(model: Model, keys: list[str], *, inside: bool, prior: float) -> dict[str, Any]:
    """What Splink's Linker takes. `keys`: columns under which pairs are looked for; `inside`: one list against itself; `prior`: the share of all
    possible pairs that are one person.
    """
    return {
        "link_type": "dedupe_only" if inside else "link_only",
        "unique_id_column_name": "id",
        "probability_two_random_records_match": 1 / (1 + (1 / prior - 1) / 2**model.base),
        "retain_matching_columns": True,
        "retain_intermediate_calculation_columns": False,
        "blocking_rules_to_generate_predictions": [{"blocking_rule": f"l.{key} = r.{key}"} for key in keys],
        "comparisons": [
            {
                "output_column_name": comparison.name,
                "comparison_levels": [
                    {"sql_condition": comparison.unknown, "label_for_charts": "unknown", "is_null_level": True},
                    *(_level(step, model.weights[comparison.name][step.name]) for step in comparison.steps),
                ],
            }
            for comparison in COMPARISONS
        ],
    }


def frequencies(sides: list[pl.DataFrame]) -> dict[str, pl.DataFrame]:
    """Column of FREQUENCIES -> each value of it with tf_…: its share among all people, as far as these lists (as `prepared` gives them) tell.

    Two rows that share a value are no proof that others do, so one of them does not count; and a short list tells less than what is usual: of fifty
    people two share a birthday because they are one person, not because one in twenty-five of all people was born on that day.
    """
    result = {}
    for column, usual in FREQUENCIES.items():
        values = pl.concat([side[column] for side in sides]).drop_nulls()
        share = (pl.col("rows") - 1 + _EXPECTED) / (len(values) + _EXPECTED / usual)
        result[column] = values.value_counts(name="rows").select(column, share.alias(f"tf_{column}"))
    return result
