"""Starting a list, changing it month by month, filling the places that become free. `by` is who acts (None: the command line), `on` the day of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl
from django.db import transaction
from django.db.models import F, Value
from django.db.models.functions import Greatest

from payung.accounts.models import User
from payung.accounts.rights import require
from payung.audit.actions import acting
from payung.planning.models import Determination, Fund
from payung.planning.queries import decided_frame, determination_in_force, locked
from payung.registry.bulk import insert_frame, read_frame
from payung.registry.queries import once, several_numbers, standings_against, with_kept
from payung.roster.changes import COLUMNS, FATES, REQUIRED, ChangeOutcome, Spell, judge, overlaps, seat
from payung.roster.gate import alone
from payung.roster.models import Change, Membership, Reason
from payung.roster.queries import first_open_month, free_places, fullest_by_village, is_billed
from payung.values.errors import InputError, RefusedError
from payung.values.month import Month
from payung.values.words import Words

_NOT_APPROVED = Words(
    "Penetapan {number} belum disetujui. Daftar peserta mulai setelah orang kedua menyetujuinya.",
    "Determination {number} is not approved yet. The list begins once a second person has approved it.",
)
_BLOCK = 10_000  # values in one statement
_NOTE = 300  # characters: what its column holds

# spells on another fund's list with one of the months from %(first)s to %(last)s
_ELSEWHERE = """FROM roster_membership o JOIN planning_fund f ON f.id = o.fund_id
    WHERE o.fund_id <> %(fund)s AND o.first_month <= %(last)s AND f.last_month >= %(first)s
    AND (o.last_month IS NULL OR (o.last_month >= %(first)s AND o.last_month >= o.first_month))"""

# of everybody asked: the number they are asked by, the number that is kept, whose spell it is or who was determined, and what speaks for and against
_PERSON = f"""SELECT a.nik, a.one, COALESCE(a.listed, a.decided, a.id),
    (SELECT m.id FROM roster_membership m WHERE m.fund_id = %(fund)s AND m.person_id = a.listed
        AND (m.last_month IS NULL OR (m.last_month >= %(first)s AND m.last_month >= m.first_month)) ORDER BY m.first_month LIMIT 1),
    CASE WHEN EXISTS (SELECT 1 FROM roster_membership m WHERE m.fund_id = %(fund)s AND m.person_id IN {{numbers}}) THEN 1 ELSE 0 END,
    CASE WHEN EXISTS (SELECT 1 {_ELSEWHERE} AND o.person_id IN {{numbers}}) THEN 1 ELSE 0 END,
    CASE WHEN a.decided IS NOT NULL THEN 1 ELSE 0 END
    FROM (SELECT a.nik AS nik, a.id AS id, a.one AS one,
        (SELECT m.person_id FROM roster_membership m WHERE m.fund_id = %(fund)s AND m.person_id IN {{numbers}}
            AND (m.last_month IS NULL OR (m.last_month >= %(first)s AND m.last_month >= m.first_month)) ORDER BY m.first_month LIMIT 1) AS listed,
        (SELECT MIN(c.person_id) FROM registry_candidate c WHERE c.round_id = %(round)s AND c.person_id IN {{numbers}} AND EXISTS (SELECT 1
            FROM planning_decided d WHERE d.determination_id = %(determination)s AND d.candidate_id = c.id AND d.outcome <> 'out')) AS decided
        FROM (SELECT p.nik, p.id, COALESCE(p.same_as_id, p.id) AS one FROM registry_person p WHERE p.nik IN {{niks}}) a) a"""
_NUMBERS = "(SELECT t.id FROM registry_person t WHERE t.id = a.one OR t.same_as_id = a.one)"


@dataclass(frozen=True)
class Started:
    """`people` on the list from its first month; `elsewhere` were determined too, but by then another fund paid for them, a register was known to
    speak against them, or they were found to be there under another number.
    """

    people: int
    elsewhere: int


@dataclass(frozen=True)
class Ended:
    """A spell that ended early: `month` is the first without it, `until` the month in which it would have ended (None: stays to the end of the fund),
    `stays` the spell that covers the person instead.
    """

    spell: Membership
    month: Month
    until: Month | None
    stays: Membership | None = None


@dataclass(frozen=True)
class Filled:
    """`free` places there were; `people` came in, in rank order."""

    free: int
    people: int


def start_roster(*, determination: Determination, by: User | None, on: date) -> Started:
    """Everybody who is in, from the fund's first month on; again: nothing changes.

    Errors: RefusedError `roster.started` for another determination, `roster.not_approved` for one that somebody made and nobody approved.
    """
    require(by, "roster.change", determination.fund.place_id, on)
    with acting("roster.start", by=by):
        alone()
        fund = locked(determination.fund)
        if not fund.determinations.in_force().filter(pk=determination.pk).exists():
            raise RefusedError("roster.not_approved", _NOT_APPROVED.filled(number=determination.number))
        begun = Change.objects.filter(fund=fund, reason=Reason.DETERMINED)
        first = begun.first()
        if first is None:
            decided = decided_frame(determination).filter(pl.col("outcome") == "in")
            come = _who_may(fund, fund.first_month, decided).sort("person_id")
            _enter(fund, fund.first_month, come)
            _note(fund, fund.first_month, come.with_columns(_told(Reason.DETERMINED, determination.number)))
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
    Who comes in must be in or waiting in the determination in force and find a free place. InputError without the columns.
    """
    require(by, "roster.change", fund.place_id, on)
    with acting("roster.change", by=by):
        alone()
        return enter_changes(locked(fund), month, changes)


def enter_changes(fund: Fund, month: Month, changes: pl.DataFrame) -> ChangeOutcome:
    """What `record_changes` does, for a decision that has asked for the right to it, opened the act and locked the fund (gate.alone before it)."""
    lines = _lines(changes)
    if closed := why_closed(fund, month):
        return ChangeOutcome(lines.with_columns(fate=pl.lit(closed)), 0, 0)
    judged = judge(lines, _people(fund, month, lines["nik"]))
    left = judged.filter(pl.col("fate").is_null(), direction="out")
    _leave(left["spell"], month)
    # only now is it known which places are free: who leaves may have been about to come in later
    judged = seat(judged, free_places(fund, month))
    done = judged.filter(pl.col("fate").is_null())
    come = done.filter(direction="in")
    _enter(fund, month, come)
    _note(fund, month, done)
    return ChangeOutcome(judged.select(*lines.columns, "fate"), come.height, left.height)


def preview_changes(*, fund: Fund, month: Month, changes: pl.DataFrame, by: User | None, on: date) -> ChangeOutcome:
    """What `record_changes` would do now, with its errors; nothing stays of it."""
    with transaction.atomic():
        outcome = record_changes(fund=fund, month=month, changes=changes, by=by, on=on)
        transaction.set_rollback(True)
    return outcome


def fill_places(*, fund: Fund, month: Month, by: User | None, on: date) -> Filled:
    """The next of the determination in force who were never on the list come in from `month` on, up to the number that it determined.

    Whom a newer register speaks against since then is passed over.

    The quota per village holds here too. RefusedError for a month outside the fund or with a bill.
    """
    require(by, "roster.change", fund.place_id, on)
    with acting("roster.fill", by=by):
        alone()
        fund = locked(fund)
        free = free_places(fund, month)
        return Filled(free, take_waiting(fund, month).height)


def take_waiting(fund: Fund, month: Month) -> pl.DataFrame:
    """What `fill_places` does: person_id of those who came in, in rank order. A part of a decision, as `enter_changes`."""
    if closed := why_closed(fund, month):
        raise RefusedError(closed, FATES[closed])
    come = _next(fund, month, free_places(fund, month))
    _enter(fund, month, come)
    _note(fund, month, come.with_columns(_told(Reason.REPLACEMENT)))
    return come


def end_overlaps(*, kept: int, people: Sequence[int], note: str) -> list[Ended]:
    """Of the spells of one human being under several numbers (ids of `people`, `kept` among them) those end that would cover a month twice.

    A part of a decision: whoever calls it has asked for the right to it and opened the act. What has its bill stays.
    """
    spells = _spells(people)
    held = [
        Spell(one.pk, one.person_id, one.first_month, one.last_month or one.fund.last_month, first_open_month(one.fund)) for one in spells.values()
    ]
    ended = [Ended(spells[end.id], end.month, spells[end.id].last_month, spells[end.stays]) for end in overlaps(held, kept)]
    return _end(ended, Reason.DUPLICATE, None, note)


def end_cover(*, people: Sequence[int], since: Month | None, until: date | None, reason: Reason, happened_on: date | None, note: str) -> list[Ended]:
    """All spells of these people end from the month `since` on (None: from the first that may still change), unless that month begins after `until`.

    A part of a decision, as `end_overlaps`.
    """
    ended = []
    for spell in _spells(people).values():
        free = max(first_open_month(spell.fund), spell.first_month)
        month = max(free, since) if since else free
        if month <= min(spell.last_month or spell.fund.last_month, spell.fund.last_month) and not (until and until < month.first_day):
            ended.append(Ended(spell, month, spell.last_month))
    return _end(ended, reason, happened_on, note)


def resume(*, ended: Ended, note: str) -> Membership | str:
    """The new spell with which whoever left by mistake comes back, from the first month that may still change; a key of FATES where they cannot.

    A part of a decision, as `end_overlaps`.
    """
    alone()
    alone()
    fund, person = locked(ended.spell.fund), ended.spell.person
    month = max(first_open_month(fund), ended.month)
    if month > min(ended.until or fund.last_month, fund.last_month):
        return "change.month_billed"
    line = pl.DataFrame({"nik": [person.nik], "direction": ["in"], "reason": [Reason.CORRECTION.value], "note": [note]})
    lines = _lines(line)
    judged = seat(judge(lines, _people(fund, month, lines["nik"])), free_places(fund, month))
    if fate := judged["fate"][0]:
        return str(fate)
    _note(fund, month, judged.with_columns(person_id=pl.lit(person.pk)))
    return Membership.objects.create(fund=fund, person=person, first_month=month, last_month=ended.until)


def _spells(people: Sequence[int]) -> dict[int, Membership]:
    """By id, what these people's spells are, now that nobody else can change them."""
    listed = Membership.objects.filter(person__in=people)
    funds = {fund.pk: fund for fund in Fund.objects.select_for_update().filter(pk__in=listed.values("fund")).order_by("pk")}
    found = {spell.pk: spell for spell in listed.select_related("person").order_by("pk")}
    for spell in found.values():
        spell.fund = funds[spell.fund_id]
    return {pk: spell for pk, spell in found.items() if spell.last_month is None or spell.last_month >= spell.first_month}


def _end(ended: list[Ended], reason: Reason, happened_on: date | None, note: str) -> list[Ended]:
    for one in ended:
        _leave(pl.Series([one.spell.pk]), one.month)
        told = {"direction": "out", "reason": reason.value, "happened_on": happened_on, "note": note[:_NOTE]}
        schema = {"person_id": pl.Int64, "direction": pl.String, "reason": pl.String, "happened_on": pl.Date, "note": pl.String}
        _note(one.spell.fund, one.month, pl.DataFrame([{"person_id": one.spell.person_id, **told}], schema=schema))
    return ended


def _lines(changes: pl.DataFrame) -> pl.DataFrame:
    missing = [name for name in REQUIRED if name not in changes.columns]
    if missing:
        wanted = ", ".join(missing)
        raise InputError("change.columns", Words(f"Berkas mutasi perlu kolom {wanted}.", f"The changes need the columns {wanted}."))
    whole = changes.with_columns(pl.lit(None).alias(name) for name in COLUMNS if name not in changes.columns)
    lines = whole.select(pl.col(name).cast(kind) for name, kind in COLUMNS.items()).with_row_index("line", offset=1)
    return lines.with_columns(pl.col("nik").str.strip_chars(), pl.col("note").fill_null("").str.slice(0, _NOTE))


def why_closed(fund: Fund, month: Month) -> str | None:
    """Why the list of this month cannot change, as a key of FATES."""
    if not fund.first_month <= month <= fund.last_month:
        return "change.month_outside"
    return "change.month_billed" if is_billed(fund, month) else None


def _months(fund: Fund, first: Month) -> dict[str, Any]:
    return {"fund": fund.pk, "first": first.no, "last": fund.last_month.no}


def _people(fund: Fund, month: Month, niks: pl.Series) -> pl.DataFrame:
    """What `judge` asks about the people of these NIKs; of somebody with several numbers all count as one."""
    schema = {"nik": pl.String, **dict.fromkeys(("one", "person_id", "spell"), pl.Int64)}
    schema |= dict.fromkeys(("ever", "elsewhere", "determined"), pl.Int8)
    determination = determination_in_force(fund)
    given = {**_months(fund, month), "round": fund.round_id, "determination": determination.pk if determination else None}
    frames = [pl.DataFrame(schema=schema)]
    for block in niks.drop_nulls().unique().to_frame().iter_slices(_BLOCK):
        asked = {f"nik{at}": nik for at, nik in enumerate(block["nik"])}
        sql = _PERSON.format(numbers=_NUMBERS, niks=f"({', '.join(f'%({name})s' for name in asked)})")
        frames.append(read_frame(sql, {**given, **asked}, schema))
    barred = standings_against(month.first_day, fund.last_month.last_day)["one"]
    return pl.concat(frames).with_columns(pl.col(pl.Int8).cast(pl.Boolean), barred=pl.col("one").is_in(barred.implode())).drop("one")


def _who_may(fund: Fund, month: Month, people: pl.DataFrame) -> pl.DataFrame:
    """Those of `people` (person_id, …) who may come in from `month` on, once each: no other fund pays, no register is known to speak against them."""
    numbers = several_numbers()
    elsewhere = with_kept(read_frame(f"SELECT o.person_id {_ELSEWHERE}", _months(fund, month), {"person_id": pl.Int64}), numbers)
    may = with_kept(people, numbers).join(elsewhere, on="one", how="anti", maintain_order="left")
    may = may.join(standings_against(month.first_day, fund.last_month.last_day), on="one", how="anti", maintain_order="left")
    return once(may, numbers)


def _next(fund: Fund, month: Month, free: int) -> pl.DataFrame:
    """person_id of the first `free` people in rank order who may come in; those to whom a plan gave a place of another fund come last."""
    determination = determination_in_force(fund)
    if not determination or not free:
        return pl.DataFrame(schema={"person_id": pl.Int64})
    ever = read_frame("SELECT person_id FROM roster_membership WHERE fund_id = %(fund)s", {"fund": fund.pk}, {"person_id": pl.Int64})
    decided, numbers = decided_frame(determination).filter(pl.col("outcome") != "out"), several_numbers()
    decided = decided.sort(pl.col("reason") == "waiting.other_fund", maintain_order=True)  # for them another fund keeps a place
    gone = pl.concat([ever, decided.filter(~pl.col("stands")).select("person_id")])
    waiting = _who_may(fund, month, decided).join(with_kept(gone, numbers), on="one", how="anti", maintain_order="left")
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


def _told(reason: Reason, note: str = "") -> list[pl.Expr]:
    """Direction, reason, day and note of everybody who comes in for one reason."""
    return [
        pl.lit("in").alias("direction"),
        pl.lit(reason.value).alias("reason"),
        pl.lit(None, pl.Date).alias("happened_on"),
        pl.lit(note).alias("note"),
    ]
