"""Scenarios of a fund read from the database: the same fund with other money, months, people and criteria, ranked anew for each."""

from copy import copy
from dataclasses import dataclass

import polars as pl

from payung.planning.compare import Option, Rates, families, measure
from payung.planning.models import Fund
from payung.planning.preview import tried_ranking
from payung.planning.queries import Ranking
from payung.planning.rank import Criteria


@dataclass(frozen=True)
class Asked:
    """What one scenario asks; `amount` in rupiah, `most_people` None: as many as the money pays for."""

    key: str
    criteria: Criteria
    amount: int
    months: int
    most_people: int | None


def option(fund: Fund, asked: Asked, rates: Rates, universe: int | None) -> tuple[Option, Ranking]:
    """`universe`: workers of the place, of whom a hundredth is one percentage point of coverage. RefusedError for a month without figures."""
    tried = copy(fund)  # never saved: months and money decide who is on another list, and what a person costs
    tried.amount, tried.last_month, tried.most_people = asked.amount, fund.first_month + (asked.months - 1), asked.most_people
    ranking = tried_ranking(tried, asked.criteria)
    counts = dict(ranking.frame.group_by("outcome").agg(pl.len()).iter_rows())
    people, on = counts.get("in", 0), fund.first_month.first_day
    told = Option(
        asked.key,
        asked.criteria,
        asked.amount,
        asked.months,
        asked.most_people,
        people,
        counts.get("waiting", 0),
        counts.get("out", 0),
        ranking.prices,
        families(people, asked.months, rates, on),
        measure(people, asked.months, on),
        universe,
    )
    return told, ranking
