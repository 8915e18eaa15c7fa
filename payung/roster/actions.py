"""Starting a list, changing it month by month, filling the places that become free. `by` is who acts (None: the command line), `on` the day of it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date

import polars as pl
from django.db import connection
from django.db.models import F, Value
from django.db.models.functions import Greatest

from payung.accounts.models import User
from payung.accounts.rights import require
from payung.audit.actions import acting
from payung.planning.models import Determination, Fund
from payung.planning.queries import decided_frame, newest_determination
from payung.registry.bulk import insert_frame, read_frame
from payung.registry.models import Person
from payung.roster.changes import COLUMNS, FATES, ChangeOutcome, judge
from payung.roster.models import Change, Membership, Reason
from payung.roster.queries import is_billed, roster_frame, roster_on, started
from payung.values.errors import InputError, RefusedError
from payung.values.month import Month
from payung.values.words import Words, number

_BLOCK = 10_000  # values in one statement

# on a list of another fund in one of the months from %(first)s to %(last)s
_ELSEWHERE = """SELECT 1 FROM roster_membership o JOIN planning_fund f ON f.id = o.fund_id
    WHERE o.person_id = {person} AND o.fund_id <> %(fund)s AND o.first_month <= %(last)s AND f.last_month >= %(first)s
    AND (o.last_month IS NULL OR (o.last_month >= %(first)s AND o.last_month >= o.first_month))"""


@dataclass(frozen=True)
class Started:
    """`people` on the list from its first month; `elsewhere` were determined too, but another fund pays for them by now."""

    people: int
    elsewhere: int


@dataclass(frozen=True)
class Filled:
    """`free` places there were, `people` who came in, in rank order."""

    free: int
    people: int


def start_roster(*, determination: Determination, by: User | None, on: date) -> Started:
    """Everybody who is in, from the fund's first month on; again: nothing changes. RefusedError `roster.started` for another determination."""
    require(by, "roster.change", determination.fund.place_id, on)
    with acting("roster.start", by=by), _locked(determination.fund) as fund:
        if started(fund):
            return _as_started(determination)
        given = {"fund": fund.pk, "first": fund.first_month.no, "last": fund.last_month.no, "determination": determination.pk}
        chosen = f"""FROM planning_decided d JOIN registry_candidate c ON c.id = d.candidate_id
            WHERE d.determination_id = %(determination)s AND d.outcome = 'in' AND NOT EXISTS ({_ELSEWHERE.format(person="c.person_id")})
            ORDER BY d.position"""  # noqa: S608 - parts are our own
        with connection.cursor() as cursor:
            cursor.execute(f"INSERT INTO roster_membership (fund_id, person_id, first_month) SELECT %(fund)s, c.person_id, %(first)s {chosen}", given)
            people = cursor.rowcount
        _note_starters(fund)
        return Started(people, determination.people - people)


def record_changes(*, fund: Fund, month: Month, changes: pl.DataFrame, by: User | None, on: date) -> ChangeOutcome:
    """The changes (mutasi) of a month: `changes` has nik, direction ("in", "out"), reason, and may have happened_on and note.

    `month` is the first in which the list differs. What cannot be done has a fate and holds nothing back; the same lines again change nothing.
    Who comes in must be in or waiting in the newest determination and find a free place. InputError without the columns.
    """
    require(by, "roster.change", fund.place_id, on)
    lines = _lines(changes)
    with acting("roster.change", by=by), _locked(fund) as fund:
        closed = _closed(fund, month)
        if closed:
            return ChangeOutcome(lines.with_columns(fate=pl.lit(closed)), 0, 0)
        judged = judge(lines, _people(fund, month, lines["nik"]), _free(fund, month))
        done = judged.filter(pl.col("fate").is_null())
        out, come = done.filter(direction="out"), done.filter(direction="in")
        _leave(out["spell"], month)
        _enter(fund, come["person_id"], month)
        _note(fund, month, done)
        return ChangeOutcome(judged.select(*lines.columns, "fate"), come.height, out.height)


def fill_places(*, fund: Fund, month: Month, by: User | None, on: date) -> Filled:
    """The next of the newest determination who were never on the list come in from `month` on, up to the number that it determined.

    The quota per village holds here too. RefusedError for a month outside the fund or with a bill.
    """
    require(by, "roster.change", fund.place_id, on)
    with acting("roster.fill", by=by), _locked(fund) as fund:
        closed = _closed(fund, month)
        if closed:
            raise RefusedError(closed, FATES[closed])
        free = _free(fund, month)
        come = _next(fund, month, free)
        _enter(fund, come["person_id"], month)
        _note(fund, month, come.select("person_id", direction=pl.lit("in"), reason=pl.lit(Reason.REPLACEMENT.value)))
        return Filled(free, come.height)


@contextmanager
def _locked(fund: Fund) -> Iterator[Fund]:
    """Whoever changes a fund's list, or bills it, does so alone."""
    yield Fund.objects.select_for_update().get(pk=fund.pk)


def _as_started(determination: Determination) -> Started:
    fund = determination.fund
    begun = Change.objects.filter(fund=fund, reason=Reason.DETERMINED)
    chosen = determination.decided.filter(outcome="in")
    strangers = begun.exclude(person__in=chosen.values("candidate__person")).count()
    people = begun.count()
    if strangers or determination != newest_determination(fund):
        raise RefusedError("roster.started", Words(
            f"Daftar dana “{fund.name}” sudah berjalan dengan {number(people)} orang. Ubah lewat mutasi bulanan.",
            f"The list of the fund “{fund.name}” runs already with {number(people, 'en')} people. Change it by the monthly changes."))
    return Started(people, determination.people - people)
