"""What the marks of a round would come to on the list: who leaves, who comes in, in rupiah. Tried on the list itself and taken back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import polars as pl
from django.db import transaction
from django.db.models import QuerySet

from payung.accounts.models import User
from payung.accounts.rights import require
from payung.accounts.sight import sight_of
from payung.audit.actions import acting
from payung.planning.models import Fund
from payung.planning.queries import locked, price_in
from payung.registry.bulk import read_frame
from payung.registry.models import Register
from payung.roster.actions import enter_changes, take_waiting, why_closed
from payung.roster.changes import FATES
from payung.roster.gate import alone
from payung.roster.marks import SIDE_WORDS, State, spell_costs
from payung.roster.models import ChangePlan, ChangeRound, Mark, PlannedChange, Reason
from payung.roster.queries import free_places
from payung.roster.round_queries import marks_frame, settled
from payung.values.errors import OutOfScopeError, RefusedError
from payung.values.month import Month
from payung.values.words import Words, day

_NOTE = 300
# one row for each person who leaves or comes in, those who leave first
LINES = {
    "person_id": pl.Int64,
    "nik": pl.String,
    "name": pl.String,
    "birth_date": pl.Date,
    "village": pl.String,
    "direction": pl.String,
    "reason": pl.String,
    "happened_on": pl.Date,
    "note": pl.String,
    "months": pl.Int32,
    "rupiah": pl.Int64,
}


@dataclass(frozen=True)
class Effect:
    """`lines` as LINES. Of the others with a mark: `undone` cannot be done (fate: a key of FATES), `waiting` need a word of the operator first
    (state ASKS or DISAGREE), `later` leave with the month after. `free`: places without anybody from the waiting list for them.
    """

    lines: pl.DataFrame
    undone: pl.DataFrame
    waiting: pl.DataFrame
    later: pl.DataFrame
    free: int

    @property
    def leaving(self) -> int:
        return self.lines.filter(direction="out").height

    @property
    def coming(self) -> int:
        return self.lines.filter(direction="in").height

    @property
    def saved(self) -> int:
        return int(self.lines.filter(direction="out")["rupiah"].sum())

    @property
    def cost(self) -> int:
        return int(self.lines.filter(direction="in")["rupiah"].sum())


def preview_round(*, round: ChangeRound, by: User | None, on: date) -> Effect:
    """What approving the marks as they are now would do; nothing stays of it. RefusedError for a month that may not change."""
    require(by, "changes.read", round.fund.place_id, on)
    with transaction.atomic():
        with acting("changes.preview", by=by):
            alone()
            effect = effect_on(locked(round.fund), round)
        transaction.set_rollback(True)
    return effect


def effect_on(fund: Fund, round: ChangeRound) -> Effect:
    """Changes the list and says how; the caller has locked the fund and takes it back."""
    month = round.month
    if closed := why_closed(fund, month):
        raise RefusedError(closed, FATES[closed])
    told = settled(round)
    leaving = told.filter(state=State.LEAVES.value).sort("village", "name", "nik", nulls_last=True)
    given = leaving.with_columns(direction=pl.lit("out"), reason="kind", note=_notes(round, leaving))
    outcome = enter_changes(fund, month, given.select("nik", "direction", "reason", "happened_on", "note"))
    judged = given.with_columns(fate=outcome.lines["fate"])
    come = people_of(fund, take_waiting(fund, month))
    costs = spell_costs([sum(price_in(fund, each)) for each in month.upto(fund.last_month)])
    out = _priced(judged.filter(pl.col("fate").is_null()), month, costs)
    into = _priced(come.with_columns(pl.lit("in").alias("direction"), pl.lit(Reason.REPLACEMENT.value).alias("reason"), *_EMPTY), month, costs)
    return Effect(
        pl.concat([out, into]),
        judged.filter(pl.col("fate").is_not_null()),
        told.filter(pl.col("state").is_in([State.ASKS.value, State.DISAGREE.value])).sort("village", "name", nulls_last=True),
        told.filter(state=State.LATER.value).sort("village", "name", nulls_last=True),
        free_places(fund, month),
    )


_EMPTY = (pl.lit(None, pl.Date).alias("happened_on"), pl.lit("").alias("note"), pl.lit(None, pl.Int32).alias("first_month"))


def _priced(people: pl.DataFrame, month: Month, costs: Sequence[int]) -> pl.DataFrame:
    """With months and rupiah from `month`, or from the later first month of a person, to the fund's end."""
    starts = (pl.max_horizontal(pl.col("first_month").fill_null(month.no), pl.lit(month.no, pl.Int32)) - month.no).clip(0, len(costs) - 1)
    rupiah = starts.replace_strict(range(len(costs)), costs, return_dtype=pl.Int64)
    priced = people.with_columns(months=len(costs) - starts, rupiah=rupiah)
    return priced.select(pl.col(name).cast(kind) for name, kind in LINES.items())


def people_of(fund: Fund, people: pl.DataFrame) -> pl.DataFrame:
    """person_id, nik, name, birth_date, village of these people (person_id), in their order."""
    schema = {"person_id": pl.Int64, "nik": pl.String, "name": pl.String, "birth_date": pl.Date, "village": pl.String}
    if people.is_empty():
        return pl.DataFrame(schema=schema)
    sql = """SELECT p.id, p.nik, p.name, p.birth_date, c.village_id FROM roster_membership m JOIN registry_person p ON p.id = m.person_id
        LEFT JOIN registry_candidate c ON c.person_id = p.id AND c.round_id = %s WHERE m.fund_id = %s AND m.last_month IS NULL"""
    return people.select("person_id").join(read_frame(sql, [fund.round_id, fund.pk], schema), on="person_id", how="left", maintain_order="left")


def _notes(round: ChangeRound, leaving: pl.DataFrame) -> pl.Series:
    """Who said it: the sides, the register by its source and day, and what was written besides."""
    marks = marks_frame(round).filter(pl.col("register").is_not_null()).unique("person_id", keep="last")
    sources = {one.pk: f"{one.source} {day(one.as_of)}" for one in Register.objects.filter(pk__in=marks["register"].unique().to_list())}
    of_person = {row["person_id"]: sources[row["register"]] for row in marks.iter_rows(named=True)}

    def told(row: dict[str, str | int]) -> str:
        sides = [
            of_person.get(int(row["person_id"]), "") if side == Mark.Side.REGISTER.value else SIDE_WORDS[side].id
            for side in str(row["sides"]).split(",")
        ]
        return " · ".join(part for part in (", ".join(sides), str(row["note"])) if part)[:_NOTE]

    return pl.Series("note", [told(row) for row in leaving.iter_rows(named=True)], dtype=pl.String)


def plans_of(round: ChangeRound) -> QuerySet[ChangePlan]:
    """The newest first."""
    return round.plans.select_related("made_by", "answer__by", "round__fund__place").order_by("-version")


def awaiting_plan(round: ChangeRound) -> ChangePlan | None:
    """The newest plan, while nobody has answered it."""
    newest = plans_of(round).first()
    return newest if newest and not hasattr(newest, "answer") else None


def plan_on(number: int, *, visible_to: User | None, on: date) -> ChangePlan:
    """The plan of that key; OutOfScopeError `plan.not_seen` where there is none, or none of a place that is seen."""
    seen = ChangePlan.objects.filter(sight_of(visible_to, on).in_places("round__fund__place"), pk=number)
    found = seen.select_related("made_by", "answer__by", "round__fund__place", "round__fund__round").first()
    if found is None:
        raise OutOfScopeError("plan.not_seen", Words("Rancangan mutasi itu tidak ada.", "There is no such plan of changes."))
    return found


def plan_lines(plan: ChangePlan) -> pl.DataFrame:
    """The people of a plan, as LINES, in its order."""
    sql = """SELECT l.person_id, p.nik, p.name, p.birth_date, c.village_id, l.direction, l.reason, l.happened_on, l.note, l.months, l.rupiah
        FROM roster_plannedchange l JOIN registry_person p ON p.id = l.person_id
        LEFT JOIN registry_candidate c ON c.person_id = l.person_id AND c.round_id = %s WHERE l.plan_id = %s ORDER BY l.id"""
    return read_frame(sql, [plan.round.fund.round_id, plan.pk], LINES)


def frozen(lines: pl.DataFrame) -> pl.DataFrame:
    """What two plans are compared by."""
    return lines.select("person_id", "direction", "reason", "happened_on", "rupiah").sort("person_id", "direction")


def lines_to_keep(plan: ChangePlan, lines: pl.DataFrame) -> pl.DataFrame:
    """As the table of PlannedChange holds them."""
    columns = [field.column for field in PlannedChange._meta.local_concrete_fields if field.column not in ("id", "plan_id")]
    return lines.select(pl.lit(plan.pk).alias("plan_id"), *columns)
