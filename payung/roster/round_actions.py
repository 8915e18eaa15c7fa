"""A month's round of changes: opening it, marking people, taking the dead of a register, and a village's word that it is complete.

Marks are proposals: nobody leaves a list by them before a plan is approved (plan_actions.py).
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl
from django.db import connection

from payung.accounts.models import User
from payung.accounts.rights import may, require
from payung.accounts.sight import sight_to
from payung.audit.actions import acting
from payung.places.models import Place
from payung.planning.models import Fund
from payung.planning.queries import locked
from payung.registry.bulk import insert_frame
from payung.registry.models import Register
from payung.roster.actions import why_closed
from payung.roster.changes import FATES
from payung.roster.marks import LEAVING, State, lacks, settle, wrong
from payung.roster.models import ChangeRound, Mark, RoundAnswer, RoundDay
from payung.roster.queries import roster_on
from payung.roster.round_queries import Addressee, answer_of, asked_frame, death_registers, is_closed, marks_frame, may_answer, people_asked
from payung.values.errors import InputError, OutOfScopeError, RefusedError
from payung.values.month import Month
from payung.values.place import Level, level_of, parent_of, within
from payung.values.words import Words

_NOTE = 300  # characters: what its column holds
_NAMED = 3  # people whom a refusal names
_CLOSED = Words(
    "Mutasi bulan ini sudah ditutup karena tagihannya sudah dibuat. Tandai orangnya di mutasi bulan berikutnya.",
    "This round is closed because the month has its bill. Mark the person in the next month's round.",
)
DEATHS_MARKED = Words(
    "{n} orang di daftar peserta baru ditandai meninggal di mutasi bulanan yang terbuka.",
    "{n} people on rosters are newly marked as dead in the open rounds of monthly changes.",
)
_NOT_YOURS = Words("Orang ini tidak ada di daftar Anda.", "This person is not on your list.")

# everybody on the list that the round asks about whom a version of a register holds, and who does not bear this very mark of it
_DEAD = """INSERT INTO roster_mark (round_id, person_id, kind, happened_on, note, side, register_id, "on")
    SELECT %(round)s, d.person_id, 'deceased', d.died, '', 'register', %(register)s, %(on)s FROM
        (SELECT m.person_id AS person_id, MIN(e."on") AS died FROM roster_membership m JOIN registry_person p ON p.id = m.person_id
            JOIN registry_registerentry e ON e.register_id = %(register)s AND e.nik = p.nik
            WHERE m.fund_id = %(fund)s AND m.first_month <= %(shown)s AND (m.last_month IS NULL OR m.last_month >= %(shown)s)
            GROUP BY m.person_id) d
    WHERE NOT EXISTS (SELECT 1 FROM roster_mark k WHERE k.round_id = %(round)s AND k.person_id = d.person_id AND k.side = 'register'
        AND k.kind = 'deceased' AND COALESCE(k.happened_on, '0001-01-01') = COALESCE(d.died, '0001-01-01')
        AND k.id = (SELECT MAX(l.id) FROM roster_mark l WHERE l.round_id = %(round)s AND l.person_id = d.person_id AND l.side = 'register'))
    ORDER BY d.person_id"""
# whom an earlier version of the same source held and this one does not
_ALIVE = """INSERT INTO roster_mark (round_id, person_id, kind, note, side, register_id, "on")
    SELECT %(round)s, k.person_id, 'still', '', 'register', %(register)s, %(on)s FROM roster_mark k
        JOIN registry_register r ON r.id = k.register_id JOIN registry_person p ON p.id = k.person_id
    WHERE k.round_id = %(round)s AND k.side = 'register' AND k.kind = 'deceased' AND r.source = %(source)s AND r.place_id = %(place)s
        AND k.id = (SELECT MAX(l.id) FROM roster_mark l WHERE l.round_id = %(round)s AND l.person_id = k.person_id AND l.side = 'register')
        AND NOT EXISTS (SELECT 1 FROM registry_registerentry e WHERE e.register_id = %(register)s AND e.nik = p.nik)
    ORDER BY k.person_id"""


@dataclass(frozen=True)
class Opened:
    """`people` are asked about; `carried` of them bear marks of the round before that had no effect yet, `dead` stand in a register of deaths."""

    round: ChangeRound
    people: int
    carried: int
    dead: int


def set_round_day(*, place: Place, day: int, by: User | None, on: date) -> RoundDay:
    """The day of the month on which the place asks. InputError for one that not every month has."""
    require(by, "changes.open", place.code, on)
    if not 1 <= day <= 28:
        raise InputError("round.day", Words("Isi tanggal 1 sampai 28.", "Give a day from 1 to 28."))
    with acting("changes.day", by=by):
        return RoundDay.objects.update_or_create(place=place, defaults={"day": day})[0]


def open_round(*, fund: Fund, month: Month, by: User | None, on: date) -> Opened:
    """Asks about the list before `month`; again: the round that is there.

    What was said in the round before and had no effect yet is taken over, and the dead of the registers are marked.
    Errors: RefusedError for a month outside the fund, with a bill, or too far ahead, and `round.nobody` for a list that has not begun.
    """
    require(by, "changes.open", fund.place_id, on)
    with acting("changes.open", by=by):
        fund = locked(fund)
        known = ChangeRound.objects.filter(fund=fund, month=month).select_related("fund__place", "fund__round").first()
        if known:
            return Opened(known, asked_frame(known).height, 0, take_deaths(known, on))
        _check_month(fund, month, on)
        made = ChangeRound.objects.create(fund=fund, month=month, opened_on=on, opened_by=by)
        people = roster_on(fund, made.shown).count()
        if not people:
            raise RefusedError(
                "round.nobody",
                Words(f"Daftar dana “{fund.name}” belum dimulai.", f"The list of the fund “{fund.name}” has not begun yet."),
            )
        return Opened(made, people, _carry(made), take_deaths(made, on))


def _check_month(fund: Fund, month: Month, on: date) -> None:
    if closed := why_closed(fund, month):
        raise RefusedError(closed, FATES[closed])
    if month > Month.of(on) + 1:
        raise RefusedError(
            "round.too_early",
            Words(
                f"Mutasi {month.said()} paling cepat dibuka sebulan sebelumnya.",
                f"The changes of {month.said('en')} can be opened in the month before at the earliest.",
            ),
        )


def _carry(round: ChangeRound) -> int:
    """People whose marks of the round before are taken over: who should leave, or somebody must decide, and is on the list still."""
    before = ChangeRound.objects.filter(fund=round.fund_id, month__lt=round.month).order_by("-month").first()
    if before is None:
        return 0
    marks = marks_frame(before)
    waiting = settle(marks, before.month).filter(pl.col("state") != State.STAYS.value)
    waiting = waiting.join(asked_frame(round), on="person_id", how="semi")
    days = dict(Mark.objects.filter(round=before).values_list("pk", "on"))
    taken = marks.unique(["person_id", "side"], keep="last").join(waiting.select("person_id"), on="person_id", how="semi").sort("id")
    columns: list[Any] = ["person_id", "kind", "happened_on", "note", "side", pl.col("register").alias("register_id"), pl.col("by").alias("by_id")]
    on = pl.col("id").replace_strict(days, return_dtype=pl.Date) if taken.height else pl.lit(None, pl.Date)
    insert_frame(Mark, taken.select(pl.lit(round.pk).alias("round_id"), *columns, on=on))
    return waiting.height


def take_deaths(round: ChangeRound, on: date, registers: list[Register] | None = None) -> int:
    """How many people the registers of deaths (or these versions) newly mark as dead, by their exact NIK. A part of an act that is open."""
    place = round.fund.place_id
    above = [parent_of(place, Level(level)) for level in range(Level.PROVINCE, level_of(place))]
    found = 0
    for register in death_registers(place, above) if registers is None else registers:
        given: dict[str, Any] = {"round": round.pk, "fund": round.fund_id, "shown": round.shown.no, "register": register.pk, "on": on}
        with connection.cursor() as cursor:
            cursor.execute(_ALIVE, {**given, "source": register.source, "place": register.place_id})
            cursor.execute(_DEAD, given)
            found += max(0, cursor.rowcount)
    return found


def propose_deaths(*, register: Register, by: User | None, on: date) -> int:
    """What a new version of a register of deaths says of people on lists becomes marks of the rounds that are open; how many it marks newly."""
    require(by, "register.import", register.place_id, on)
    if register.kind != "deaths" or register.encoded:
        return 0
    with acting("changes.deaths", by=by):
        rounds = ChangeRound.objects.filter(month__gte=Month.of(on)).select_related("fund")
        near = [one for one in rounds if within(one.fund.place_id, register.place_id) and not is_closed(one)]
        return sum(take_deaths(one, on, [register]) for one in near)


def propose_to_round(*, round: ChangeRound, by: User | None, on: date) -> int:
    """The same of all newest registers of deaths for one round. RefusedError `round.closed`."""
    require(by, "changes.open", round.fund.place_id, on)
    with acting("changes.deaths", by=by):
        require_open(round)
        return take_deaths(round, on)


def mark(*, round: ChangeRound, person: int, kind: str, happened_on: date | None = None, note: str = "", by: User | None, on: date) -> Mark:
    """What the person who acts says of somebody on their list; the same again changes nothing.

    Errors: OutOfScopeError `mark.not_yours` for whoever is not theirs to mark, InputError `mark.wrong` with the reason, RefusedError `round.closed`.
    """
    with acting("changes.mark", by=by):
        require_open(round)
        listed = people_asked(round, by, on, right="changes.mark").filter(person=person).first()
        if listed is None:
            raise OutOfScopeError("mark.not_yours", _NOT_YOURS)
        if why := wrong(kind, happened_on, listed.person.birth_date, on):
            raise InputError("mark.wrong", why)
        said = {"kind": kind, "happened_on": happened_on if kind in LEAVING else None, "note": " ".join(note.split())[:_NOTE]}
        side = side_of(round, by, on)
        last = Mark.objects.filter(round=round, person=person, side=side).order_by("-pk").first()
        if last and all(getattr(last, name) == value for name, value in said.items()):
            return last
        return Mark.objects.create(round=round, person_id=person, side=side, by=by, on=on, **said)


def side_of(round: ChangeRound, by: User | None, on: date) -> Mark.Side:
    """For which side the person speaks who taps a mark."""
    if may(by, "changes.open", round.fund.place_id, on):
        return Mark.Side.OPERATOR
    return Mark.Side.VILLAGE if sight_to(by, "changes.mark", on).places else Mark.Side.OFFICE


def send_answer(*, round: ChangeRound, to: Addressee, by: User | None, on: date) -> RoundAnswer:
    """The village or office says that its marks are complete: whoever bears none works as before. Without a new mark the same answer again.

    Errors: OutOfScopeError for an addressee that is not theirs, RefusedError `round.incomplete` while a death lacks its day or "lainnya" its words,
    RefusedError `round.closed`.
    """
    with acting("changes.send", by=by):
        ChangeRound.objects.select_for_update().get(pk=round.pk)
        require_open(round)
        people = list(people_asked(round, by, on, to=to)) if may_answer(by, round, to, on) else []
        if not people:
            raise OutOfScopeError("round.addressee", Words("Daftar itu bukan daftar Anda.", "That list is not yours."))
        asked = {one.person_id for one in people}
        marks = marks_frame(round).filter(pl.col("person_id").is_in(asked), pl.col("side") != Mark.Side.REGISTER.value)
        newest = marks.unique("person_id", keep="last", maintain_order=True)
        _require_complete(newest, {one.person_id: one.person.name for one in people})
        last_mark: int = max(marks["id"], default=0)
        known = answer_of(round, to)
        if known and (known.last_mark, known.people) == (last_mark, len(people)):
            return known
        told = {"people": len(people), "marked": newest.height, "leaving": int(newest["kind"].is_in(LEAVING).sum()), "last_mark": last_mark}
        whose = {"village_id": to.village} if to.village else {"office_id": to.office}
        return RoundAnswer.objects.create(round=round, by=by, on=on, **whose, **told)


def require_open(round: ChangeRound) -> None:
    """RefusedError `round.closed` once the month has its bill."""
    if is_closed(round):
        raise RefusedError("round.closed", _CLOSED)


def _require_complete(marks: pl.DataFrame, names: dict[int, str]) -> None:
    short = [names[row["person_id"]] for row in marks.iter_rows(named=True) if lacks(row["kind"], row["happened_on"], row["note"])]
    if short:
        shown = ", ".join(short[:_NAMED])
        raise RefusedError(
            "round.incomplete",
            Words(
                f"Belum dapat dikirim: {len(short)} orang masih perlu tanggal meninggal atau keterangan ({shown}). Lengkapi, lalu kirim.",
                f"It cannot be sent yet: {len(short)} people still need a day of death or a few words ({shown}). Complete them, then send.",
            ),
        )
