"""Everything that the tests of one run rest on, read when the first test asks for it and kept for the others."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import polars as pl

from payung.assurance import facts, facts_decisions, facts_money
from payung.assurance.facts_decisions import Begun
from payung.assurance.judge import PERSON, REGISTER_KINDS, earliest_deaths, in_months
from payung.assurance.scope import Asked
from payung.law.due import due
from payung.law.given import Programme, Segment
from payung.planning.models import Fund
from payung.planning.queries import price_in
from payung.registry.models import Register
from payung.values.errors import RefusedError
from payung.values.month import Month

_MONTHS: dict[str, Any] = {"fund_id": pl.Int64, "month": pl.Int32, "price": pl.Int64}
_DUE: dict[str, Any] = {**_MONTHS, "day": pl.Date}


@dataclass(frozen=True)
class Facts:
    """Of one question; each property is one read or follows from others."""

    asked: Asked

    @cached_property
    def listed(self) -> pl.DataFrame:
        return facts.listed(self.asked)

    @cached_property
    def people(self) -> int:
        return self.listed.select(PERSON).n_unique() if self.listed.height else 0

    @cached_property
    def bills(self) -> pl.DataFrame:
        return facts_money.bills(self.asked)

    @cached_property
    def lines(self) -> int:
        """Bill lines that are looked at; of a part of a place, those of its people."""
        if self.asked.whole:
            return int(self.bills["lines"].sum())
        return facts_money.count_lines(self.asked)

    @cached_property
    def not_listed(self) -> pl.DataFrame:
        return facts_money.not_listed(self.asked)

    @cached_property
    def months(self) -> pl.DataFrame:
        """fund_id, month, price a person (null: no figures) of every month of the funds that is looked at."""
        rows = [(fund.pk, month.no, _price(fund, month)) for fund in self.asked.funds for month in _months(fund, self.asked)]
        return pl.DataFrame(rows, schema=_MONTHS, orient="row")

    @cached_property
    def due(self) -> pl.DataFrame:
        """The same of the months that were due before the day of the question, with that day."""
        rows = [
            (row["fund_id"], row["month"], row["price"], day)
            for row in self.months.iter_rows(named=True)
            if (day := due(Segment.BPU, Programme.JKK, Month(row["month"])).due_on) < self.asked.on
        ]
        return pl.DataFrame(rows, schema=_DUE, orient="row")

    @cached_property
    def billed_months(self) -> pl.DataFrame:
        """As `months`; the price is null where there is no bill."""
        made = self.bills.select("fund_id", "month", made=pl.lit(True))
        return self.months.join(made, on=["fund_id", "month"], how="left").select("fund_id", "month", price=pl.when("made").then("price"))

    @cached_property
    def standing(self) -> pl.DataFrame:
        """fund_id, month, people on the list."""
        return in_months(self.listed, self.months, ["fund_id"]).select("fund_id", "month", "people")

    @cached_property
    def against(self) -> list[Register]:
        return facts.registers_of(self.asked, REGISTER_KINDS, newest=True)

    @cached_property
    def population(self) -> list[Register]:
        return facts.registers_of(self.asked, ("population",), newest=True)

    @cached_property
    def deaths_known(self) -> list[Register]:
        return facts.registers_of(self.asked, ("deaths",), newest=False)

    @cached_property
    def deaths(self) -> pl.DataFrame:
        return earliest_deaths(facts.deaths(self.asked))

    @cached_property
    def lines_of_dead(self) -> pl.DataFrame:
        """Bill lines, in the funds that are looked at, of people on their lists who died."""
        dead = self.listed.join(self.deaths, on="one", how="semi")
        lines = facts_money.lines_of(dead["person_id"].unique().to_list(), self.asked)
        mine = lines.filter(pl.col("fund_id").is_in([fund.pk for fund in self.asked.funds]))
        return mine.join(dead.select("person_id", "one").unique("person_id"), on="person_id")

    @cached_property
    def begun(self) -> list[Begun]:
        return facts_decisions.lists_begun(self.asked)


def _months(fund: Fund, asked: Asked) -> list[Month]:
    return list(max(fund.first_month, asked.first).upto(min(fund.last_month, asked.last)))


def _price(fund: Fund, month: Month) -> int | None:
    try:
        return sum(price_in(fund, month))
    except RefusedError:
        return None
