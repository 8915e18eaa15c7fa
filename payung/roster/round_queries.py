"""The monthly rounds of changes: who is asked, what was said of whom, who has answered."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import polars as pl
import yaml
from django.db.models import Prefetch, QuerySet

from payung.accounts.models import User
from payung.accounts.sight import Sight, sight_of, sight_to
from payung.places.models import Office, OfficeKind, Place
from payung.planning.models import Fund
from payung.registry.bulk import read_frame
from payung.registry.models import Candidate, Register
from payung.roster.marks import MARKS, State, settle
from payung.roster.models import ChangeRound, Mark, Membership, RoundAnswer, RoundDay
from payung.roster.queries import first_open_month, funds_listed, is_billed, roster_on
from payung.values.errors import OutOfScopeError
from payung.values.month import Month
from payung.values.words import Words

_ASKED = {
    "person_id": pl.Int64,
    "nik": pl.String,
    "name": pl.String,
    "birth_date": pl.Date,
    "village": pl.String,
    "office": pl.Int64,
    "first_month": pl.Int32,
}


@dataclass(frozen=True)
class Addressee:
    """Who answers for their people: a village (its code) or an office (its key)."""

    village: str = ""
    office: int | None = None

    @classmethod
    def of(cls, text: str) -> "Addressee":
        """ "desa:74.05.01.2003" or "opd:12"; OutOfScopeError for anything else."""
        way, _, key = text.partition(":")
        if way == "desa" and key:
            return cls(village=key)
        if way == "opd" and key.isdecimal():
            return cls(office=int(key))
        raise OutOfScopeError("round.addressee", Words("Pengisi daftar itu tidak ada.", "There is nobody of that name to fill in the list."))

    def __str__(self) -> str:
        return f"desa:{self.village}" if self.village else f"opd:{self.office}"

    @property
    def candidates(self) -> dict[str, Any]:
        """Which candidates of the fund's round are theirs."""
        return {"village": self.village} if self.village else {"office": self.office}


@dataclass(frozen=True)
class BoardLine:
    """One that is asked: people on the list, of them `marked` one by one, `leaving`, and `open` to the operator; `answer`: their newest, if any."""

    to: Addressee
    name: str
    district: str
    people: int
    marked: int
    leaving: int
    open: int
    answer: RoundAnswer | None


@cache
def _default_day() -> int:
    return int(yaml.safe_load((Path(__file__).parent / "round_day.yaml").read_text(encoding="utf-8"))["day"])


def round_day(place: str) -> int:
    """The day of the month on which the place asks about the list of the month after."""
    return RoundDay.objects.filter(place=place).values_list("day", flat=True).first() or _default_day()


def month_to_ask(fund: Fund, on: date) -> Month | None:
    """The month that a round opened on that day would change: the next one once the day has come, and none with a bill; None: none is left."""
    due = Month.of(on) + (1 if on.day >= round_day(fund.place_id) else 0)
    month = max(due, first_open_month(fund))
    return month if month <= fund.last_month else None


def rounds_seen(*, visible_to: User | None, on: date) -> QuerySet[ChangeRound]:
    """Rounds of the funds on whose lists there may be people whom the person sees, the newest month first."""
    funds = funds_listed(visible_to=visible_to, on=on)
    found = ChangeRound.objects.filter(fund__in=funds.order_by().values("pk")).select_related("fund__place", "fund__round", "opened_by")
    return found.order_by("-month", "fund__name", "pk")


def round_on(number: int, *, visible_to: User | None, on: date) -> ChangeRound:
    """The round of that key; OutOfScopeError `round.not_seen` where there is none, or none that is seen."""
    found = rounds_seen(visible_to=visible_to, on=on).filter(pk=number).first()
    if found is None:
        raise OutOfScopeError("round.not_seen", Words("Mutasi bulan itu tidak ada.", "There is no such round of changes."))
    return found


def is_closed(round: ChangeRound) -> bool:
    """Whether the month has its bill: then nothing that is said any more changes its list."""
    return is_billed(round.fund, round.month)


def people_asked(round: ChangeRound, user: User | None, on: date, *, right: str = "", to: Addressee | None = None) -> QuerySet[Membership]:
    """Who is on the list that the round asks about and is seen (with `right`: by roles that have it), by name; of one addressee if given."""
    sight = sight_to(user, right, on) if right else sight_of(user, on)
    fund = round.fund
    of_round = Candidate.objects.filter(round_id=fund.round_id).select_related("village", "office")
    listed = roster_on(fund, round.shown).select_related("person").prefetch_related(Prefetch("person__candidacies", of_round, to_attr="of_round"))
    if not sight.covers(fund.place_id):
        seen = of_round.filter(sight.in_places("village") | sight.of_offices())
        listed = listed.filter(person__in=seen.values("person"))
    if to is not None:
        listed = listed.filter(person__in=of_round.filter(**to.candidates).values("person"))
    return listed.order_by("person__name", "person_id")


def asked_frame(round: ChangeRound) -> pl.DataFrame:
    """Everybody whom the round asks about: person_id, nik, name, birth_date, village, office (an OPD that proposed them, or null), first_month."""
    sql = """SELECT m.person_id, p.nik, p.name, p.birth_date, c.village_id, o.id, m.first_month
        FROM roster_membership m JOIN registry_person p ON p.id = m.person_id
        LEFT JOIN registry_candidate c ON c.person_id = m.person_id AND c.round_id = %s
        LEFT JOIN places_office o ON o.id = c.office_id AND o.kind = %s
        WHERE m.fund_id = %s AND m.first_month <= %s AND (m.last_month IS NULL OR m.last_month >= %s)
        ORDER BY c.village_id, p.name, p.nik"""
    shown = round.shown.no
    return read_frame(sql, [round.fund.round_id, OfficeKind.OPD, round.fund_id, shown, shown], _ASKED)


def marks_frame(round: ChangeRound) -> pl.DataFrame:
    """Every mark of the round, with the columns of marks.MARKS, register and by (keys), in their order."""
    sql = """SELECT id, person_id, kind, happened_on, note, side, register_id, by_id FROM roster_mark WHERE round_id = %s ORDER BY id"""
    return read_frame(sql, [round.pk], {**MARKS, "register": pl.Int64, "by": pl.Int64})


def settled(round: ChangeRound) -> pl.DataFrame:
    """What the marks come to (marks.settle), of whoever is asked about."""
    return settle(marks_frame(round), round.month).join(asked_frame(round), on="person_id", maintain_order="left")


def newest_marks(round: ChangeRound, people: Collection[int]) -> dict[int, dict[str, Mark]]:
    """By person and side, the newest mark."""
    found: dict[int, dict[str, Mark]] = {}
    for mark in Mark.objects.filter(round=round, person__in=people).select_related("by", "register").order_by("pk"):
        found.setdefault(mark.person_id, {})[mark.side] = mark
    return found


def marks_before(round: ChangeRound, people: Collection[int]) -> dict[int, Mark]:
    """By person, what was last said of them in an earlier round of the fund, by a human."""
    earlier = Mark.objects.filter(round__fund=round.fund_id, round__month__lt=round.month, person__in=people).exclude(side=Mark.Side.REGISTER)
    return {mark.person_id: mark for mark in earlier.select_related("by", "round").order_by("round__month", "pk")}


def death_registers(place: str, codes_above: Collection[str]) -> list[Register]:
    """The newest version of each source of deaths at the place or at one that it lies in."""
    newest: dict[tuple[str, str], Register] = {}
    for register in Register.objects.filter(kind="deaths", place__in=[place, *codes_above], encoded=False).order_by("as_of", "pk"):
        newest[register.place_id, register.source] = register
    return list(newest.values())


def addressees_of(user: User | None, round: ChangeRound, on: date) -> list[Addressee]:
    """For whom the person answers in this round: the villages of which they see all and may mark, and their own offices."""
    sight = sight_to(user, "changes.mark", on)
    asked = asked_frame(round)
    villages = [Addressee(village=code) for code in asked["village"].drop_nulls().unique().sort() if sight.covers(code)]
    held = set(asked["office"].drop_nulls())
    offices = [Addressee(office=one) for one in sorted(held) if sight.covers(round.fund.place_id) or one in sight.offices]
    return [*villages, *offices]


def answer_of(round: ChangeRound, to: Addressee) -> RoundAnswer | None:
    """The newest answer of a village or an office."""
    return RoundAnswer.objects.filter(round=round, **to.candidates).select_related("by").order_by("-pk").first()


def village_board(round: ChangeRound, *, visible_to: User | None, on: date) -> list[BoardLine]:
    """Every village with people on the list that is seen, by code."""
    sight, asked = sight_of(visible_to, on), _with_states(round)
    codes = [code for code in asked["village"].drop_nulls().unique().sort() if sight.covers(code)]
    names = {code: (name, above or "") for code, name, above in Place.objects.filter(code__in=codes).values_list("code", "name", "parent__name")}
    answers = {one.village_id: one for one in _answers(round) if one.village_id}
    counted = {row["village"]: row for row in _counted(asked, "village").iter_rows(named=True)}
    return [_line(Addressee(village=code), names.get(code, (code, "")), counted[code], answers.get(code)) for code in codes]


def office_board(round: ChangeRound, *, visible_to: User | None, on: date) -> list[BoardLine]:
    """Every OPD whose people are on the list and that is seen, by name."""
    sight, asked = sight_of(visible_to, on), _with_states(round)
    held = Office.objects.filter(sight.in_places("place") | sight.of_offices("pk"), pk__in=asked["office"].drop_nulls().unique().to_list())
    answers = {one.office_id: one for one in _answers(round) if one.office_id}
    counted = {row["office"]: row for row in _counted(asked, "office").iter_rows(named=True)}
    return [_line(Addressee(office=one.pk), (one.name, ""), counted[one.pk], answers.get(one.pk)) for one in held.order_by("name")]


def without_village(round: ChangeRound) -> int:
    """People on the list whose village is not known, so that no village is asked about them."""
    return asked_frame(round)["village"].null_count()


def _with_states(round: ChangeRound) -> pl.DataFrame:
    marks = marks_frame(round)
    human = marks.filter(pl.col("side") != Mark.Side.REGISTER.value)["person_id"].unique()
    states = settle(marks, round.month).select("person_id", "state")
    return asked_frame(round).join(states, on="person_id", how="left").with_columns(marked=pl.col("person_id").is_in(human.implode()))


def _counted(asked: pl.DataFrame, way: str) -> pl.DataFrame:
    leaving, opened = [State.LEAVES.value, State.LATER.value], [State.ASKS.value, State.DISAGREE.value]
    return (
        asked.filter(pl.col(way).is_not_null())
        .group_by(way)
        .agg(people=pl.len(), marked=pl.col("marked").sum(), leaving=pl.col("state").is_in(leaving).sum(), open=pl.col("state").is_in(opened).sum())
    )


def _line(to: Addressee, named: tuple[str, str], counted: dict[str, Any], answer: RoundAnswer | None) -> BoardLine:
    return BoardLine(to, named[0], named[1], counted["people"], counted["marked"], counted["leaving"], counted["open"], answer)


def _answers(round: ChangeRound) -> Iterable[RoundAnswer]:
    """Oldest first, so that the newest of each stays."""
    return RoundAnswer.objects.filter(round=round).select_related("by").order_by("pk")


def may_answer(user: User | None, round: ChangeRound, to: Addressee, on: date) -> bool:
    """Whether the person may mark the people of this addressee."""
    sight: Sight = sight_to(user, "changes.mark", on)
    if to.village:
        return sight.covers(to.village)
    return sight.covers(round.fund.place_id) or to.office in sight.offices
