"""Which plan of several funds holds for a fund, and its ranking as that plan has it."""

from dataclasses import astuple

import polars as pl

from payung.planning.assign import follow
from payung.planning.models import Fund, PlanFund, Planned
from payung.planning.rank import Criteria
from payung.registry.bulk import read_frame


def terms_of(fund: Fund, criteria: Criteria) -> str:
    """What a plan was made for: money, months and criteria of the fund."""
    money = (fund.amount, fund.first_month, fund.last_month, fund.most_people, fund.source, fund.income, fund.sector)
    return "/".join(str(each) for each in (*money, *astuple(criteria)))


def plan_of(fund: Fund, criteria: Criteria) -> PlanFund | None:
    """The newest plan that names the fund, if it was not withdrawn and the fund has the terms for which it was made."""
    newest = PlanFund.objects.filter(fund=fund).select_related("plan").order_by("-plan__version").first()
    holds = newest is not None and newest.plan.withdrawn_on is None and newest.terms == terms_of(fund, criteria)
    return newest if holds else None


def as_planned(fund: Fund, ranked: pl.DataFrame, criteria: Criteria, places: int) -> pl.DataFrame:
    """A ranking by the fund's own criteria, as the plan that holds for it says; without one as it is. The order stays in any case."""
    found = plan_of(fund, criteria)
    if found is None:
        return ranked
    sql = f"SELECT candidate_id, fund_id FROM {Planned._meta.db_table} WHERE plan_id = %s"
    people = read_frame(sql, [found.plan_id], {"id": pl.Int64, "fund": pl.Int64})
    return follow(ranked, people.filter(pl.col("fund") == fund.pk)["id"], people.filter(pl.col("fund") != fund.pk)["id"], places)
