"""Keeping the proposal of several funds as the plan that their determinations follow, and withdrawing it. `by` is who acts, `on` the day."""

from collections.abc import Sequence
from datetime import date

import polars as pl
from django.db.models import Max

from payung.accounts.models import User
from payung.accounts.rights import require
from payung.audit.actions import acting
from payung.planning.models import Fund, Plan, PlanFund, Planned
from payung.planning.plans import terms_of
from payung.planning.queries import criteria_of, is_settled
from payung.planning.rules import Rules
from payung.planning.together import Proposal, propose
from payung.registry.bulk import insert_frame, read_frame
from payung.registry.models import Round
from payung.values.errors import RefusedError
from payung.values.words import Words

_SETTLED = Words(
    "Dana “{name}” baru saja ditetapkan, jadi tidak dapat direncanakan lagi. Hitung ulang tanpa dana itu.",
    "The fund “{name}” has just been determined and cannot be planned any more. Calculate again without it.",
)
_MOVED = Words(
    "Datanya berubah sejak usulan ini dihitung, jadi orangnya bukan lagi yang Anda lihat. Belum ada yang disimpan. Hitung ulang, lalu simpan.",
    "The data have changed since this proposal was made: it is not the people whom you saw. Nothing was kept. Calculate again and keep it then.",
)
_NOBODY = Words(
    "Belum ada orang yang boleh dibayari dana-dana ini. Terima daftar atau longgarkan kriterianya dulu.",
    "Nobody may be paid for by these funds yet. Accept lists or loosen the criteria first.",
)
_ANSWERED = Words(
    "Dana “{name}” sudah ditetapkan menurut rencana ini, jadi rencananya tidak dapat dicabut lagi.",
    "The fund “{name}” was determined by this plan already, so that it cannot be withdrawn any more.",
)


def keep_plan(*, funds: Sequence[Fund], rules: Rules, mark: str | None = None, by: User | None, on: date) -> Plan:
    """Calculates it anew from the data as they are and keeps it; the newest plan again where it says just the same.

    `mark`: of the proposal that was seen; if it is another by now, nothing is kept.
    Errors: RefusedError `plan.settled` for a fund that has a determination, `plan.moved`, `plan.nobody`; InputError as `propose`.
    """
    for fund in funds:
        require(by, "fund.open", fund.place_id, on)
    with acting("plan.keep", by=by):
        held = list(
            Fund.objects.select_for_update().filter(pk__in=[fund.pk for fund in funds]).select_related("round").order_by("first_month", "name", "pk")
        )
        for fund in held:
            if is_settled(fund):
                raise RefusedError("plan.settled", _SETTLED.filled(name=_plain(fund)))
        proposal = propose(held, rules)
        if mark is not None and mark != proposal.mark:
            raise RefusedError("plan.moved", _MOVED)
        if proposal.optimum.people == 0:
            raise RefusedError("plan.nobody", _NOBODY)
        round = Round.objects.select_for_update().get(pk=held[0].round_id)  # one plan of a round after another
        return _same(proposal, round) or _write(proposal, round, by, on)


def withdraw_plan(*, plan: Plan, by: User | None, on: date) -> Plan:
    """Its funds are ranked each by itself again. Withdrawn again: nothing changes. RefusedError `plan.followed` once one of them is determined."""
    named = list(Fund.objects.filter(planned_in__plan=plan).order_by("pk"))
    for fund in named:
        require(by, "fund.open", fund.place_id, on)
    with acting("plan.withdraw", by=by):
        held = list(Fund.objects.select_for_update().filter(pk__in=[fund.pk for fund in named]).order_by("pk"))
        plan = Plan.objects.select_for_update().get(pk=plan.pk)
        if plan.withdrawn_on is None:
            for fund in held:
                if is_settled(fund):
                    raise RefusedError("plan.followed", _ANSWERED.filled(name=_plain(fund)))
            plan.withdrawn_on = on
            plan.save(update_fields=["withdrawn_on"])
    return plan


def _same(proposal: Proposal, round: Round) -> Plan | None:
    """The newest plan of the round, if it is this one."""
    newest = Plan.objects.filter(round=round, withdrawn_on=None).order_by("-version").first()
    if (
        newest is None
        or newest.version != _last(round)
        or (newest.floor, newest.floor_share, newest.floor_of_districts, newest.most_per_village) != _floors(proposal)
    ):
        return None
    terms = dict(PlanFund.objects.filter(plan=newest).values_list("fund_id", "terms"))
    if terms != {fund.pk: terms_of(fund, criteria_of(fund)) for fund in proposal.funds}:
        return None
    sql = f"SELECT candidate_id, fund_id FROM {Planned._meta.db_table} WHERE plan_id = %s ORDER BY candidate_id"
    kept = read_frame(sql, [newest.pk], {"candidate_id": pl.Int64, "fund_id": pl.Int64})
    return newest if kept.equals(_lines(proposal)) else None


def _write(proposal: Proposal, round: Round, by: User | None, on: date) -> Plan:
    found = proposal.optimum
    floor, share, of_districts, most = _floors(proposal)
    plan = Plan.objects.create(
        round=round,
        version=_last(round) + 1,
        made_on=on,
        made_by=by,
        floor=floor,
        floor_share=share,
        floor_of_districts=of_districts,
        most_per_village=most,
        people=found.people,
        points=found.points,
        bound=found.bound,
    )
    lines = _lines(proposal)
    people = dict(lines.group_by("fund_id").len().iter_rows())
    for at, fund in enumerate(proposal.funds):
        PlanFund.objects.create(plan=plan, fund=fund, at=at, terms=terms_of(fund, criteria_of(fund)), people=people.get(fund.pk, 0))
    insert_frame(Planned, lines.with_columns(plan_id=pl.lit(plan.pk)))
    return plan


def _lines(proposal: Proposal) -> pl.DataFrame:
    """candidate_id, fund_id, by the first."""
    funds = pl.DataFrame(
        {"pot": range(len(proposal.funds)), "fund_id": [fund.pk for fund in proposal.funds]}, schema={"pot": pl.UInt8, "fund_id": pl.Int64}
    )
    return proposal.assigned.join(funds, on="pot").select(candidate_id="id", fund_id="fund_id").sort("candidate_id")


def _floors(proposal: Proposal) -> tuple[int, int, bool, int | None]:
    rules = proposal.rules
    return rules.least, rules.share, rules.of_districts, rules.most_per_village


def _last(round: Round) -> int:
    return Plan.objects.filter(round=round).aggregate(last=Max("version"))["last"] or 0


def _plain(fund: Fund) -> str:
    """Its name, which goes into a sentence with blanks without becoming one itself."""
    return fund.name.replace("{", "(").replace("}", ")")
