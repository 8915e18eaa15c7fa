"""After a death: the person leaves every list from the month after it, through the roster's own ways, and months billed afterwards are known.

The month of the death itself is owed: whoever dies in it was alive in it. A month that has its bill stays as it is (overpaid).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

import polars as pl
from django.db.models import Exists, ExpressionWrapper, IntegerField, OuterRef, Q, QuerySet
from django.db.models.functions import ExtractMonth, ExtractYear

from payung.accounts.models import User
from payung.audit.actions import acting
from payung.billing.models import BillLine
from payung.claims.cover import numbers_of
from payung.claims.models import Case
from payung.claims.queries import cases_seen
from payung.planning.models import Fund
from payung.roster.actions import record_changes
from payung.roster.changes import FATES
from payung.roster.models import Change, ChangeRound, Mark, Membership, Reason
from payung.roster.queries import first_open_month
from payung.roster.round_actions import mark
from payung.roster.round_queries import is_closed
from payung.values.errors import RefusedError
from payung.values.month import Month
from payung.values.words import Words


@dataclass(frozen=True)
class Listed:
    """Still on the list of `fund` after the death: `since` the first month that may still be without the person (None: all have their bill).

    `round`: the open round of monthly changes in which that is marked; `marked`: it is marked there already, and waits for the second person.
    """

    fund: Fund
    spell: Membership
    since: Month | None
    round: ChangeRound | None
    marked: bool


@dataclass(frozen=True)
class Overpaid:
    """A month billed for somebody who had died before it."""

    fund: str
    month: Month
    rupiah: int


@dataclass(frozen=True)
class Follow:
    """`listed`: where the person still stands; `left`: (fund, first month without) where the list ended by the death."""

    listed: tuple[Listed, ...]
    left: tuple[tuple[str, Month], ...]
    overpaid: tuple[Overpaid, ...]

    @property
    def rupiah(self) -> int:
        return sum(one.rupiah for one in self.overpaid)


def follow_of(case: Case) -> Follow:
    """Nothing for an accident, a case without a person, or one that was withdrawn."""
    if case.kind != Case.Kind.DEATH or case.person is None or case.state == Case.State.WITHDRAWN:
        return Follow((), (), ())
    numbers, event = numbers_of(case.person), Month.of(case.happened_on)
    gone = Change.objects.filter(person__in=numbers, direction="out", reason=Reason.DECEASED).select_related("fund").order_by("pk")
    billed = BillLine.objects.filter(person__in=numbers, bill__month__gt=event).select_related("bill__fund").order_by("bill__month", "pk")
    listed = (_listed(spell, numbers, event) for spell in _after(numbers, event))
    return Follow(
        tuple(one for one in listed if one.since or one.spell.last_month is None),
        tuple((one.fund.name, one.month) for one in gone),
        tuple(Overpaid(line.bill.fund.name, line.bill.month, line.jkk + line.jkm) for line in billed),
    )


def _after(numbers: Iterable[int], event: Month) -> list[Membership]:
    """Spells that last beyond the month of the death."""
    spells = Membership.objects.filter(person__in=list(numbers), fund__last_month__gt=event).select_related("fund__place", "person").order_by("pk")
    return [one for one in spells if one.last_month is None or (one.last_month > event and one.last_month >= one.first_month)]


def _listed(spell: Membership, numbers: list[int], event: Month) -> Listed:
    fund = spell.fund
    since = max(event + 1, spell.first_month, first_open_month(fund))
    if since > min(spell.last_month or fund.last_month, fund.last_month):
        return Listed(fund, spell, None, None, False)
    rounds = ChangeRound.objects.filter(fund=fund, month__gte=since).select_related("fund__place", "fund__round").order_by("month")
    round = next((one for one in rounds if not is_closed(one)), None)
    marked = round is not None and Mark.objects.filter(round=round, person__in=numbers, kind=Mark.Kind.DECEASED).exists()
    return Listed(fund, spell, since, round, marked)


def take_off(*, case: Case, by: User | None, on: date) -> Follow:
    """Marks the death in the open round of each list, where a second person approves it; where no round is open the list changes at once.

    Who acts needs the right of the roster (`changes.mark`, `roster.change`) there. Errors: RefusedError with the reason of the list.
    """
    with acting("case.leave", by=by):
        Case.objects.select_for_update().get(pk=case.pk)
        for one in follow_of(case).listed:
            if one.since is None or one.marked:
                continue
            if one.round:
                person, kind = one.spell.person_id, str(Mark.Kind.DECEASED)
                mark(round=one.round, person=person, kind=kind, happened_on=case.happened_on, note=_note(case), by=by, on=on)
            else:
                _leave(case, one, one.since, by, on)
        return follow_of(case)


def _leave(case: Case, one: Listed, since: Month, by: User | None, on: date) -> None:
    line = {"nik": one.spell.person.nik, "direction": "out", "reason": Reason.DECEASED.value, "happened_on": case.happened_on, "note": _note(case)}
    schema = {"nik": pl.String, "direction": pl.String, "reason": pl.String, "happened_on": pl.Date, "note": pl.String}
    outcome = record_changes(fund=one.fund, month=since, changes=pl.DataFrame([line], schema=schema), by=by, on=on)
    fate = outcome.lines["fate"][0]
    if fate is not None:
        raise RefusedError(fate, FATES.get(fate, Words("Daftar menolak perubahan ini.", "The list refuses this change.")))


def _note(case: Case) -> str:
    return f"Kasus {case.pk}"


def dead_to_follow(*, visible_to: User | None, on: date) -> QuerySet[Case]:
    """Deaths that are seen whose person is on a list after the month of the death, or was billed for a later month: follow_of tells which."""
    deaths = cases_seen(visible_to=visible_to, on=on).filter(kind=Case.Kind.DEATH, person__isnull=False).exclude(state=Case.State.WITHDRAWN)
    event = ExpressionWrapper(ExtractYear("happened_on") * 12 + ExtractMonth("happened_on") - 1, IntegerField())
    theirs = Q(person=OuterRef("person")) | Q(person__same_as=OuterRef("person"))
    listed = Membership.objects.filter(
        theirs, Q(last_month__isnull=True) | Q(last_month__gt=OuterRef("event")), fund__last_month__gt=OuterRef("event")
    )
    billed = BillLine.objects.filter(theirs, bill__month__gt=OuterRef("event"))
    return deaths.annotate(event=event).filter(Exists(listed) | Exists(billed))
