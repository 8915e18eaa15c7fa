"""Preparing figures: what has changed becomes known, or everything is counted anew. `by` is who acts (None: the command line), `on` the day.

What was known before is never altered: a preparing adds what has changed since, and rebuilding adds what the sum of all before lacks.
"""

import time
from collections import Counter
from dataclasses import dataclass
from datetime import date

import polars as pl
from django.db import OperationalError, connection, transaction

from payung.accounts.models import User
from payung.audit.actions import acting
from payung.billing.models import Bill
from payung.coverage.changed import Line, change_of, frame_of, overlaps_of, steps_of, write_counted
from payung.coverage.models import CoverBlock, CoverFund, CoverState, CoverStep, SeveralTimes
from payung.coverage.numbers import Numbers
from payung.coverage.overlap import Shared
from payung.coverage.packed import STEPS, in_every_place, pack, summed, unpack
from payung.coverage.whole import whole
from payung.registry.bulk import insert_frame, update_frame
from payung.registry.models import Person
from payung.values.errors import RefusedError
from payung.values.words import Words

_TAKEN = "DELETE FROM coverage_coverstep RETURNING fund_id, village, sex, occupation, month, people"
_LOCKED = "LOCK TABLE coverage_coverstep, coverage_severaltimes, coverage_coverstate IN SHARE ROW EXCLUSIVE MODE NOWAIT"
_TRIES, _PAUSE = 300, 0.1  # seconds between two tries
_BUSY = Words(
    "Daftar sedang ditulis orang lain. Angka yang disiapkan tidak berubah; coba lagi sebentar lagi.",
    "Somebody else is writing lists. The prepared figures stand as they were; try again in a moment.",
)
_BATCH = 5_000  # blocks written in one statement


FundMonths = dict[tuple[int, int], tuple[str, bool, bool]]
"""(fund, month as a number) -> segment, whether the fund runs in it, whether it is paid."""


@dataclass(frozen=True)
class Prepared:
    """`state`: what is known now, None before the first figure; `cells`: steps that became known in all places; `added`: whether anything did.

    `mended`: of a rebuilding, cells of which the figures before said something else than the lists.
    """

    state: CoverState | None
    cells: int
    added: bool
    mended: int = 0


def prepare_figures(*, by: User | None, on: date) -> Prepared:
    """What has changed since the last time becomes known on `on`. RefusedError `coverage.busy` where lists are being written all the time."""
    funds = _funds_changed()
    if not (funds or CoverStep.objects.exists() or SeveralTimes.objects.filter(stale=True).exists()):
        return Prepared(CoverState.objects.order_by("pk").last(), 0, added=False)
    with acting("coverage.prepare", by=by):
        _alone()
        numbers = Numbers(keep=True)
        leaves = pl.concat([steps_of(_take(), numbers), frame_of(_recount(_stale(), numbers), numbers)])
        return _keep(in_every_place(leaves), funds, on)


def rebuild_figures(*, by: User | None, on: date) -> Prepared:
    """The same from all memberships, whatever was kept: what differs becomes known on `on`."""
    with acting("coverage.rebuild", by=by):
        _alone()
        numbers = Numbers(keep=True)
        waiting = steps_of(_take(), numbers)
        listed = whole(numbers)
        several = _looked_at_singly(listed.several)
        waiting = in_every_place(pl.concat([waiting, frame_of(_recount(_stale(), numbers), numbers)]))
        again = _again(several, numbers)
        now = in_every_place(pl.concat([listed.steps, frame_of(again, numbers)]))
        before = _all_blocks()
        lacking = now if before.is_empty() else summed(pl.concat([now, before.with_columns(-pl.col("people"))]))
        mended = summed(pl.concat([lacking, waiting.with_columns(-pl.col("people"))])).height if CoverState.objects.exists() else 0
        return _keep(lacking, _funds_changed(), on, rebuilt=True, mended=mended)


def _alone() -> None:
    """Nobody else writes steps until this is done. Tables are never waited for: whoever waits for one while holding another may wait for ever."""
    if connection.vendor != "postgresql":
        return
    for _ in range(_TRIES):
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(_LOCKED)
            return
        except OperationalError:
            time.sleep(_PAUSE)
    raise RefusedError("coverage.busy", _BUSY)


def _take() -> list[Line]:
    with connection.cursor() as cursor:
        cursor.execute(_TAKEN)
        return list(cursor.fetchall())


def _stale() -> list[int]:
    return list(SeveralTimes.objects.filter(stale=True).order_by("person_id").values_list("person_id", flat=True))


def _looked_at_singly(several: list[int]) -> list[int]:
    """Everybody in SeveralTimes, to which come whoever is kept of people with overlapping spells and of people under several numbers."""
    kept = dict(Person.objects.filter(same_as__isnull=False).values_list("pk", "same_as_id"))
    there = set(SeveralTimes.objects.values_list("person_id", flat=True))
    lacking = sorted(({kept.get(one, one) for one in several} | set(kept.values())) - there)
    insert_frame(
        SeveralTimes, pl.DataFrame({"person_id": lacking, "stale": [True] * len(lacking)}, schema={"person_id": pl.Int64, "stale": pl.Boolean})
    )
    return sorted(there | set(lacking))


def _recount(people: list[int], numbers: Numbers) -> Counter[Shared]:
    """What overlaps of these people come to besides what is kept of them, which is then kept."""
    now = overlaps_of(people, numbers)
    change = change_of(people, now)
    ids = dict(SeveralTimes.objects.filter(stale=True).values_list("person_id", "pk")) if people else {}
    told = [(ids[one], False, write_counted(theirs)) for one, theirs in now.items()]
    update_frame(SeveralTimes, pl.DataFrame(told, schema={"id": pl.Int64, "stale": pl.Boolean, "counted": pl.String}, orient="row"))
    return change


def _again(people: list[int], numbers: Numbers) -> Counter[Shared]:
    """All overlaps of these people."""
    found: Counter[Shared] = Counter()
    for theirs in overlaps_of(people, numbers).values():
        found.update(theirs)
    return found


def _all_blocks() -> pl.DataFrame:
    blocks = [(place, bytes(held)) for place, held in CoverBlock.objects.values_list("place", "steps")]
    return unpack(blocks) if blocks else pl.DataFrame(schema=STEPS)


def _keep(steps: pl.DataFrame, funds: FundMonths, on: date, *, rebuilt: bool = False, mended: int = 0) -> Prepared:
    """A state with these steps and with what changed of the funds; none where nothing did."""
    last = CoverState.objects.order_by("pk").last()
    if steps.is_empty() and not funds:
        return Prepared(last, 0, added=False, mended=mended)
    state = CoverState.objects.create(on=max(on, last.on) if last else on, rebuilt=rebuilt)
    CoverBlock.objects.bulk_create((CoverBlock(state=state, place=place, steps=held) for place, held in pack(steps)), batch_size=_BATCH)
    rows = [(state.pk, fund, month, segment, runs, paid) for (fund, month), (segment, runs, paid) in sorted(funds.items())]
    schema = {"state_id": pl.Int64, "fund_id": pl.Int64, "month": pl.Int64, "segment": pl.String, "runs": pl.Boolean, "paid": pl.Boolean}
    insert_frame(CoverFund, pl.DataFrame(rows, schema=schema, orient="row"))
    return Prepared(state, steps.height, added=True, mended=mended)


def _funds_changed() -> FundMonths:
    """Where a month of a fund is not what is known of it. Read as plain rows: there are as many as all funds have months."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT fund_id, month, segment, runs, paid FROM coverage_coverfund ORDER BY state_id")
        known = {(fund, month): (segment, bool(runs), bool(paid)) for fund, month, segment, runs, paid in cursor.fetchall()}
        cursor.execute(str(Bill.objects.all().fully_paid().values("fund_id", "month").query))
        paid_for = {(row[0], row[1]) for row in cursor.fetchall()}
        cursor.execute("SELECT id, segment, first_month, last_month FROM planning_fund")
        funds = cursor.fetchall()
    now = {(pk, month): (segment, True, (pk, month) in paid_for) for pk, segment, first, last in funds for month in range(first, last + 1)}
    gone = {key: (told[0], False, told[2]) for key, told in known.items() if key not in now and told[1]}
    return {key: told for key, told in now.items() if known.get(key) != told} | gone
