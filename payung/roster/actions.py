"""Starting a list, changing it month by month, filling the places that become free. `by` is who acts (None: the command line), `on` the day of it."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl
from django.db import connection
from django.db.models import F, Value
from django.db.models.functions import Greatest

from payung.accounts.models import User
from payung.accounts.rights import require
from payung.audit.actions import acting
from payung.planning.models import Determination, Fund
from payung.planning.queries import decided_frame, locked, newest_determination
from payung.registry.bulk import insert_frame, read_frame
from payung.roster.changes import COLUMNS, FATES, REQUIRED, ChangeOutcome, judge, seat
from payung.roster.models import Change, Membership, Reason
from payung.roster.queries import fullest, fullest_by_village, is_billed
from payung.values.errors import InputError, RefusedError
from payung.values.month import Month
from payung.values.words import Words

_BLOCK = 10_000  # values in one statement
_NOTE = 300  # characters: what its column holds

# spells on another fund's list with one of the months from %(first)s to %(last)s
_ELSEWHERE = """FROM roster_membership o JOIN planning_fund f ON f.id = o.fund_id
    WHERE o.fund_id <> %(fund)s AND o.first_month <= %(last)s AND f.last_month >= %(first)s
    AND (o.last_month IS NULL OR (o.last_month >= %(first)s AND o.last_month >= o.first_month))"""

_START = f"""INSERT INTO roster_membership (fund_id, person_id, first_month)
    SELECT %(fund)s, c.person_id, %(first)s FROM planning_decided d JOIN registry_candidate c ON c.id = d.candidate_id
    WHERE d.determination_id = %(determination)s AND d.outcome = 'in' AND NOT EXISTS (SELECT 1 {_ELSEWHERE} AND o.person_id = c.person_id)
    ORDER BY c.person_id"""

_NOTE_START = """INSERT INTO roster_change (fund_id, month, person_id, direction, reason, note)
    SELECT fund_id, first_month, person_id, 'in', 'determined', %s FROM roster_membership WHERE fund_id = %s ORDER BY id"""

_PERSON = f"""SELECT p.nik, p.id,
    (SELECT m.id FROM roster_membership m WHERE m.fund_id = %(fund)s AND m.person_id = p.id
        AND (m.last_month IS NULL OR (m.last_month >= %(first)s AND m.last_month >= m.first_month)) ORDER BY m.first_month LIMIT 1),
    CASE WHEN EXISTS (SELECT 1 FROM roster_membership m WHERE m.fund_id = %(fund)s AND m.person_id = p.id) THEN 1 ELSE 0 END,
    CASE WHEN EXISTS (SELECT 1 {_ELSEWHERE} AND o.person_id = p.id) THEN 1 ELSE 0 END,
    CASE WHEN EXISTS (SELECT 1 FROM planning_decided d WHERE d.determination_id = %(determination)s AND d.outcome <> 'out' AND d.candidate_id =
        (SELECT c.id FROM registry_candidate c WHERE c.round_id = %(round)s AND c.person_id = p.id)) THEN 1 ELSE 0 END
    FROM registry_person p WHERE p.nik IN """


@dataclass(frozen=True)
class Started:
    """`people` on the list from its first month; `elsewhere` were determined too, but another fund paid for them by then."""

    people: int
    elsewhere: int


@dataclass(frozen=True)
class Filled:
    """`free` places there were; `people` came in, in rank order."""

    free: int
    people: int


def start_roster(*, determination: Determination, by: User | None, on: date) -> Started:
    """Everybody who is in, from the fund's first month on; again: nothing changes. RefusedError `roster.started` for another determination."""
    require(by, "roster.change", determination.fund.place_id, on)
    with acting("roster.start", by=by), connection.cursor() as cursor:
        fund = locked(determination.fund)
        begun = Change.objects.filter(fund=fund, reason=Reason.DETERMINED)
        first = begun.first()
        if first is None:
            cursor.execute(_START, {**_months(fund, fund.first_month), "determination": determination.pk})
            cursor.execute(_NOTE_START, [determination.number, fund.pk])
        elif first.note != determination.number:
            raise RefusedError(
                "roster.started",
                Words(
                    f"Daftar dana “{fund.name}” sudah berjalan menurut {first.note}. Ubah lewat mutasi bulanan.",
                    f"The list of the fund “{fund.name}” runs already by {first.note}. Change it by the monthly changes.",
                ),
            )
        people = begun.count()
        return Started(people, determination.people - people)


def record_changes(*, fund: Fund, month: Month, changes: pl.DataFrame, by: User | None, on: date) -> ChangeOutcome:
    """The changes (mutasi) of a month: `changes` has nik, direction ("in", "out"), reason, and may have happened_on and note.

    `month` is the first in which the list differs. What cannot be done has a fate and holds nothing back; the same lines again change nothing.
    Who comes in must be in or waiting in the newest determination and find a free place. InputError without the columns.
    """
    require(by, "roster.change", fund.place_id, on)
    lines = _lines(changes)
    with acting("roster.change", by=by):
        fund = locked(fund)
        closed = _closed(fund, month)
        if closed:
            return ChangeOutcome(lines.with_columns(fate=pl.lit(closed)), 0, 0)
        judged = judge(lines, _people(fund, month, lines["nik"]))
        left = judged.filter(pl.col("fate").is_null(), direction="out")
        _leave(left["spell"], month)
        # only now is it known which places are free: who leaves may have been about to come in later
        judged = seat(judged, _free(fund, month))
        done = judged.filter(pl.col("fate").is_null())
        come = done.filter(direction="in")
        _enter(fund, month, come)
        _note(fund, month, done)
        return ChangeOutcome(judged.select(*lines.columns, "fate"), come.height, left.height)


def fill_places(*, fund: Fund, month: Month, by: User | None, on: date) -> Filled:
    """The next of the newest determination who were never on the list come in from `month` on, up to the number that it determined.

    Whom a newer register speaks against since then is passed over.

    The quota per village holds here too. RefusedError for a month outside the fund or with a bill.
    """
    require(by, "roster.change", fund.place_id, on)
    with acting("roster.fill", by=by):
        fund = locked(fund)
        closed = _closed(fund, month)
        if closed:
            raise RefusedError(closed, FATES[closed])
        free = _free(fund, month)
        come = _next(fund, month, free)
        _enter(fund, month, come)
        told = {"direction": pl.lit("in"), "reason": pl.lit("replacement"), "happened_on": pl.lit(None, pl.Date), "note": pl.lit("")}
        _note(fund, month, come.with_columns(**told))
        return Filled(free, come.height)


def _lines(changes: pl.DataFrame) -> pl.DataFrame:
    missing = [name for name in REQUIRED if name not in changes.columns]
    if missing:
        wanted = ", ".join(missing)
        raise InputError("change.columns", Words(f"Berkas mutasi perlu kolom {wanted}.", f"The changes need the columns {wanted}."))
    whole = changes.with_columns(pl.lit(None).alias(name) for name in COLUMNS if name not in changes.columns)
    lines = whole.select(pl.col(name).cast(kind) for name, kind in COLUMNS.items()).with_row_index("line", offset=1)
    return lines.with_columns(pl.col("nik").str.strip_chars(), pl.col("note").fill_null("").str.slice(0, _NOTE))


def _closed(fund: Fund, month: Month) -> str | None:
    """Why the list of this month cannot change, as a key of FATES."""
    if not fund.first_month <= month <= fund.last_month:
        return "change.month_outside"
    return "change.month_billed" if is_billed(fund, month) else None


def _free(fund: Fund, month: Month) -> int:
    """Places that are free in this month and every later one: who comes in stays to the end of the fund."""
    determination = newest_determination(fund)
    return max(0, determination.people - fullest(fund, month)) if determination else 0


def _months(fund: Fund, first: Month) -> dict[str, Any]:
    return {"fund": fund.pk, "first": first.no, "last": fund.last_month.no}


def _people(fund: Fund, month: Month, niks: pl.Series) -> pl.DataFrame:
    """What `judge` asks about the people of these NIKs."""
    schema = {"nik": pl.String, "person_id": pl.Int64, "spell": pl.Int64, "ever": pl.Int8, "elsewhere": pl.Int8, "determined": pl.Int8}
    determination = newest_determination(fund)
    given = {**_months(fund, month), "round": fund.round_id, "determination": determination.pk if determination else None}
    frames = [pl.DataFrame(schema=schema)]
    for block in niks.drop_nulls().unique().to_frame().iter_slices(_BLOCK):
        asked = {f"nik{at}": nik for at, nik in enumerate(block["nik"])}
        frames.append(_read(f"{_PERSON} ({', '.join(f'%({name})s' for name in asked)})", {**given, **asked}, schema))
    return pl.concat(frames).with_columns(pl.col(pl.Int8).cast(pl.Boolean))


def _next(fund: Fund, month: Month, free: int) -> pl.DataFrame:
    """person_id of the first `free` people in rank order who may come in."""
    determination = newest_determination(fund)
    if not determination or not free:
        return pl.DataFrame(schema={"person_id": pl.Int64})
    ever = _read("SELECT person_id FROM roster_membership WHERE fund_id = %(fund)s", {"fund": fund.pk}, {"person_id": pl.Int64})
    elsewhere = _read(f"SELECT o.person_id {_ELSEWHERE}", _months(fund, month), {"person_id": pl.Int64})
    waiting = decided_frame(determination).filter(pl.col("outcome") != "out", "stands")
    waiting = waiting.join(pl.concat([ever, elsewhere]), on="person_id", how="anti", maintain_order="left")
    if fund.quota_per_village is not None:
        room = fund.quota_per_village - pl.col("taken").fill_null(0)
        waiting = waiting.join(fullest_by_village(fund, month), on="village", how="left", nulls_equal=True, maintain_order="left")
        waiting = waiting.filter(pl.int_range(pl.len()).over("village") < room)
    return waiting.head(free).select("person_id")


def _leave(spells: pl.Series, month: Month) -> None:
    """They end before `month`; a spell that has not begun ends before its own beginning."""
    for block in spells.to_frame("spell").iter_slices(_BLOCK):
        ends = Greatest(Value(month.no - 1), F("first_month") - 1)
        Membership.objects.filter(pk__in=block["spell"].to_list()).update(last_month=ends)


def _enter(fund: Fund, month: Month, people: pl.DataFrame) -> None:
    insert_frame(Membership, people.select(pl.lit(fund.pk).alias("fund_id"), "person_id", first_month=pl.lit(month.no)))


def _note(fund: Fund, month: Month, done: pl.DataFrame) -> None:
    columns = [pl.lit(fund.pk).alias("fund_id"), pl.lit(month.no).alias("month"), "person_id", "direction", "reason", "happened_on", "note"]
    insert_frame(Change, done.select(columns))


def _read(sql: str, given: Any, schema: Any) -> pl.DataFrame:
    return read_frame(sql, given, schema)
