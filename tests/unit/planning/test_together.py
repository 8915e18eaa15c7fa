"""Several funds planned at once from the database: the proposal, keeping it, and the determinations that follow it."""

from datetime import date

import polars as pl
import pytest
from invented import TODAY, VILLAGES, nik

from payung.accounts.models import Assignment, Role, User
from payung.planning.actions import revise_fund
from payung.planning.keep_plan import keep_plan, withdraw_plan
from payung.planning.models import Plan, Planned
from payung.planning.queries import preview_ranking
from payung.planning.rules import Rules
from payung.planning.together import funds_to_plan, propose
from payung.roster.actions import fill_places, record_changes, start_roster
from payung.roster.models import Reason
from payung.values.errors import InputError, OutOfScopeError, RefusedError
from payung.values.month import Month

pytestmark = pytest.mark.django_db
PRICE = 12 * 16_800


@pytest.fixture
def two(programme):
    """Twelve people, four of each village: a fund with six places for anybody, another with four for deciles 1 to 2, which six people have."""
    programme.candidates(12)
    programme.welfare({nik(at): "1" if at < 6 else "5" for at in range(12)})
    wide = programme.fund(name="A wide", amount=6 * PRICE)
    poor = programme.fund(name="B poor", source="APBD-P", amount=4 * PRICE, highest_decile=2)
    return programme, [wide, poor]


def people_in(fund):
    frame = preview_ranking(fund).frame
    return set(frame.filter(pl.col("outcome") == "in")["id"])


def test_both_funds_together_pay_for_more_than_one_after_the_other(two):
    _, funds = two
    found = propose(funds, Rules())
    assert found.greedy.height == 6  # the wide fund takes the six poor people, and the other finds nobody
    assert (found.optimum.people, found.optimum.proven) == (10, True)
    assert found.optimum.points > found.greedy_points
    assert found.by_village()["optimum"].sum() == 10
    assert [one.people for one in found.optimum.more] == [2, 2]  # the other fund takes two poor people over, which frees two places


def test_a_kept_plan_is_followed_by_each_determination(two):
    programme, (wide, poor) = two
    plan = keep_plan(funds=[wide, poor], rules=Rules(), by=None, on=TODAY)
    assert keep_plan(funds=[poor, wide], rules=Rules(), by=None, on=TODAY) == plan
    assert (Plan.objects.count(), Planned.objects.count(), plan.people, plan.points == plan.bound) == (1, 10, 10, True)
    before = preview_ranking(wide).frame.select("id", "position")
    made = [programme.determined(fund, f"SK {fund.name}") for fund in (wide, poor)]
    assert [one.people for one in made] == [6, 4]
    assert not people_in(wide) & people_in(poor)
    reasons = dict(made[0].decided.values_list("reason").order_by().distinct().values_list("reason", "outcome"))
    assert reasons == {"in.plan": "in", "waiting.other_fund": "waiting", "waiting.plan": "waiting"}
    assert preview_ranking(wide).frame.select("id", "position").equals(before)
    for one in made:
        start_roster(determination=one, by=None, on=TODAY)
    assert withdrawn_code(plan) == "plan.followed"


def withdrawn_code(plan):
    with pytest.raises(RefusedError) as caught:
        withdraw_plan(plan=plan, by=None, on=TODAY)
    return caught.value.code


def test_the_ranking_says_why(two):
    _, (wide, poor) = two
    keep_plan(funds=[wide, poor], rules=Rules(), by=None, on=TODAY)
    ranking = preview_ranking(wide)
    told = {row["reason"]: ranking.why(row).id for row in ranking.frame.iter_rows(named=True)}
    assert told["in.plan"] == "masuk: menurut rencana bersama beberapa dana"
    assert told["waiting.other_fund"] == "cadangan: rencana bersama memberinya tempat di dana lain"


def test_a_plan_ends_with_other_terms_and_when_it_is_withdrawn(two):
    _, (wide, poor) = two
    plan = keep_plan(funds=[wide, poor], rules=Rules(), by=None, on=TODAY)
    terms = {name: getattr(poor, name) for name in ("months", "youngest", "oldest", "last_year_first", "quota_per_village", "most_people")}
    revise_fund(fund=poor, **terms, highest_decile=3, by=None, on=TODAY)
    poor.refresh_from_db()
    assert set(preview_ranking(poor).frame.filter(pl.col("outcome") == "in")["reason"]) == {"in.decile"}
    assert "in.plan" in set(preview_ranking(wide).frame["reason"])
    for _ in range(2):
        assert withdraw_plan(plan=plan, by=None, on=TODAY).withdrawn_on == TODAY
    assert "in.plan" not in set(preview_ranking(wide).frame["reason"])
    assert keep_plan(funds=[wide, poor], rules=Rules(), by=None, on=TODAY).version == 2


def test_what_was_seen_is_what_is_kept(two):
    programme, funds = two
    seen = propose(funds, Rules()).mark
    programme.welfare({nik(at): "1" for at in range(12)}, date(2025, 11, 1))
    with pytest.raises(RefusedError, match="plan.moved"):
        keep_plan(funds=funds, rules=Rules(), mark=seen, by=None, on=TODAY)
    assert Plan.objects.count() == 0
    now = propose(funds, Rules()).mark
    assert now == propose(funds, Rules()).mark
    assert keep_plan(funds=funds, rules=Rules(), mark=now, by=None, on=TODAY).people == 10


def test_whoever_another_fund_was_determined_to_pay_for_is_not_planned_again(two):
    programme, (wide, poor) = two
    programme.determined(poor)
    found = propose([wide], Rules())
    assert (found.people.height, found.optimum.people) == (8, 6)
    assert [fund.pk for fund in funds_to_plan(programme.round, visible_to=None, on=TODAY)] == [wide.pk]
    with pytest.raises(RefusedError, match="plan.settled"):
        keep_plan(funds=[wide, poor], rules=Rules(), by=None, on=TODAY)


def test_a_village_fund_pays_only_at_home_and_floors_hold(two):
    programme, (wide, poor) = two
    home = programme.fund(name="C home", source="VILLAGE", amount=10 * PRICE, place=programme.place.__class__.objects.get(code=VILLAGES[0]))
    found = propose([wide, poor, home], Rules(least=3))
    paid = found.assigned.with_columns(pl.col("pot").cast(pl.Int64))
    assert set(paid.filter(pl.col("pot") == 2)["village"]) <= {VILLAGES[0]}
    assert found.optimum.people == 12
    short = propose([poor], Rules(least=1))
    assert short.optimum.people == 4
    assert short.by_village()["optimum"].min() >= 1


def test_a_plan_needs_a_fund_and_the_right(two):
    programme, (wide, _) = two
    with pytest.raises(InputError, match="plan.no_fund"):
        propose([], Rules())
    user = User.objects.create(username="auditor", display_name="Auditor")
    Assignment.objects.create(user=user, role=Role.AUDITOR, place=programme.place, since=date(2025, 1, 1))
    with pytest.raises(OutOfScopeError):
        keep_plan(funds=[wide], rules=Rules(), by=user, on=TODAY)
    late = programme.fund(name="Z", first_month=Month.at(2026, 2), youngest=90, oldest=99)
    with pytest.raises(RefusedError, match="plan.nobody"):
        keep_plan(funds=[late], rules=Rules(), by=None, on=TODAY)


def test_a_freed_place_goes_first_to_whom_no_other_fund_keeps_one_for(two):
    programme, (wide, poor) = two
    keep_plan(funds=[wide, poor], rules=Rules(), by=None, on=TODAY)
    determination = programme.determined(wide)
    start_roster(determination=determination, by=None, on=TODAY)
    gone = determination.decided.filter(outcome="in").select_related("candidate__person").first().candidate.person.nik
    month = Month.at(2026, 2)
    changes = pl.DataFrame({"nik": [gone], "direction": ["out"], "reason": [Reason.MOVED.value]})
    assert record_changes(fund=wide, month=month, changes=changes, by=None, on=TODAY).went_out == 1
    assert fill_places(fund=wide, month=month, by=None, on=TODAY).people == 1
    came = wide.memberships.filter(first_month=month).get()
    assert determination.decided.get(candidate__person=came.person_id).reason == "waiting.plan"
