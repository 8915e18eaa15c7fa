"""The linear problem behind optimise.py, as HiGHS takes it: a flow of people out of their places, through what may pay for them, into the funds."""

from collections.abc import Sequence
from typing import Any

import highspy
import polars as pl

from payung.planning.assign import Pot, may
from payung.planning.rules import DISTRICT, TIERS, Rules

_NO_LIMIT = highspy.kHighsInf


class _Silent(highspy.Highs):
    """Says nothing, also while it is made: an answer may be on its way as JSON."""

    def enableCallbacks(self) -> None:
        self.setOptionValue("output_flag", False)
        super().enableCallbacks()  # type: ignore[no-untyped-call]


class Linear:
    """`classes`: class, zone, tier, pattern, people; `needed`: place, needed of the floors of places with classes of their own.

    Columns: people of a class who are paid for (worth their points); people of a zone and pattern whom a fund pays for; what is missing at a floor,
    which costs more than all points that one more person there could. Rows: whoever is paid for has a fund, a fund has so many places, a village
    so many of a fund and in all, a place its floor.
    """

    def __init__(self, classes: pl.DataFrame, pots: Sequence[Pot], rules: Rules, needed: pl.DataFrame, seconds: int) -> None:
        self.pots, self.classes = tuple(pots), classes
        groups = classes.select("zone", "pattern").unique().sort("zone", "pattern").with_row_index("group")
        joined = [groups.filter(may(at)).with_columns(pot=pl.lit(at, pl.UInt8)) for at in range(len(pots))]
        self.flows = pl.concat(joined).sort("group", "pot").with_row_index("flow", offset=classes.height)
        self.needed = needed.with_row_index("floor", offset=classes.height + self.flows.height)
        self.columns = classes.height + self.flows.height + needed.height
        rows = _Rows(self, groups, rules)
        self.fund_rows, self.rows = rows.funds, rows.height
        self.solver = _Silent()  # type: ignore[no-untyped-call]
        for option, value in (("time_limit", seconds), ("random_seed", 1), ("threads", 1)):
            self.solver.setOptionValue(option, value)
        self.solver.passModel(rows.model(self))

    def best(self) -> bool:
        """Solves it; False where the time did not reach."""
        self.solver.run()
        return bool(self.solver.getModelStatus() == highspy.HighsModelStatus.kOptimal)

    def paid(self) -> pl.DataFrame:
        """zone, tier, pattern, people (who are paid for)."""
        return self.classes.with_columns(people=self._values(0, self.classes.height)).filter(pl.col("people") > 0).drop("class")

    def by_fund(self) -> pl.DataFrame:
        """zone, pattern, pot, people."""
        values = self._values(self.classes.height, self.flows.height)
        return self.flows.select("zone", "pattern", "pot", people=values).filter(pl.col("people") > 0)

    def missing(self) -> pl.DataFrame:
        """place, missing: of the floors in the problem."""
        return self.needed.select("place", missing=self._values(self.classes.height + self.flows.height, self.needed.height))

    def bound(self) -> int:
        """Points that no assignment with this little missing at its floors can exceed."""
        lost = int(self.missing()["missing"].sum()) * self.penalty
        return round(self.solver.getInfo().objective_function_value) + lost

    @property
    def penalty(self) -> int:
        """A person more at a floor may push others aside in every zone, once in each."""
        return TIERS * (self.classes["zone"].n_unique() + 2)

    def with_places(self, at: int, places: int) -> tuple[int, int]:
        """People and points of the optimum if this fund had so many places; afterwards everything is as before."""
        self.solver.changeRowBounds(self.fund_rows + at, -_NO_LIMIT, places)
        found = self.paid() if self.best() else self.classes.head(0)
        self.solver.changeRowBounds(self.fund_rows + at, -_NO_LIMIT, self.pots[at].places)
        people = found["people"].cast(pl.Int64)
        return int(people.sum()), int(((TIERS - found["tier"].cast(pl.Int64)) * people).sum())

    def _values(self, first: int, count: int) -> pl.Series:
        """Whole numbers, cut off where a value is none (at a corner it always is one)."""
        values = pl.Series("people", self.solver.getSolution().col_value[first : first + count], dtype=pl.Float64)
        return (values * 10**6).round().cast(pl.Int64) // 10**6


class _Rows:
    """Collects rows with their bounds and the columns in each."""

    def __init__(self, problem: Linear, groups: pl.DataFrame, rules: Rules) -> None:
        classes, flows, needed = problem.classes, problem.flows, problem.needed
        self.height, self.lower, self.upper = 0, list[Any](), list[Any]()
        self.cells: list[pl.DataFrame] = []
        out = classes.join(groups, on=["zone", "pattern"]).select(column="class", row="group", value=pl.lit(1))
        into = flows.select(column="flow", row="group", value=pl.lit(-1))
        self._add(pl.concat([out, into]), [0] * groups.height, [0] * groups.height)
        self.funds = self.height
        self._add(flows.select(column="flow", row="pot"), [pot.places for pot in problem.pots])
        village = pl.col("zone").str.len_chars() > DISTRICT
        for at, pot in enumerate(problem.pots):
            if pot.quota_per_village is not None:
                self._by_zone(flows.filter(village, pl.col("pot") == at).rename({"flow": "column"}), pot.quota_per_village)
        if rules.most_per_village is not None:
            self._by_zone(classes.filter(village).rename({"class": "column"}), rules.most_per_village)
        place = pl.col("zone").str.slice(0, DISTRICT) if rules.of_districts else pl.col("zone")
        at_floor = needed.with_row_index("row")
        inside = classes.with_columns(place=place).join(at_floor, on="place").select(column="class", row="row")
        self._add(pl.concat([inside, at_floor.select(column="floor", row="row")]), [_NO_LIMIT] * needed.height, needed["needed"].to_list())

    def _by_zone(self, columns: pl.DataFrame, most: int) -> None:
        zones = columns.select("zone").unique().sort("zone").with_row_index("row")
        self._add(columns.join(zones, on="zone").select("column", "row"), [most] * zones.height)

    def _add(self, cells: pl.DataFrame, upper: list[Any], lower: list[Any] | None = None) -> None:
        """`cells`: column, row (counted from the first of these) and its value where that is not 1."""
        value = pl.col("value") if "value" in cells.columns else pl.lit(1)
        self.cells.append(cells.select(pl.col("column").cast(pl.Int32), row=pl.col("row").cast(pl.Int32) + self.height, value=value.cast(pl.Int32)))
        self.upper += upper
        self.lower += lower or [-_NO_LIMIT] * len(upper)
        self.height += len(upper)

    def model(self, problem: Linear) -> highspy.HighsLp:
        cells, classes, needed = pl.concat(self.cells).sort("column", "row"), problem.classes, problem.needed
        every = pl.DataFrame({"column": pl.Series(range(problem.columns), dtype=pl.Int32)})
        sizes = every.join(cells.group_by("column").len(), on="column", how="left").sort("column")["len"].fill_null(0).cast(pl.Int64)
        lp = highspy.HighsLp()
        lp.num_col_, lp.num_row_, lp.sense_ = problem.columns, self.height, highspy.ObjSense.kMaximize
        points = (TIERS - classes["tier"].cast(pl.Int64)).to_list()
        lp.col_cost_ = [*points, *[0] * problem.flows.height, *[-problem.penalty] * needed.height]
        lp.col_lower_ = [0] * problem.columns
        lp.col_upper_ = [*classes["people"], *[_NO_LIMIT] * problem.flows.height, *needed["needed"]]
        lp.row_lower_, lp.row_upper_ = self.lower, self.upper
        lp.a_matrix_.format_ = highspy.MatrixFormat.kColwise
        lp.a_matrix_.start_ = [0, *sizes.cum_sum()]
        lp.a_matrix_.index_ = cells["row"].to_list()
        lp.a_matrix_.value_ = cells["value"].to_list()
        return lp
