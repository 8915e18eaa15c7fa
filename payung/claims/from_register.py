"""Cases from registers and lists: every known death of somebody who was covered that month becomes a case, once, however often it is told."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl

from payung.accounts.models import User
from payung.accounts.rights import require
from payung.accounts.sight import EVERYTHING
from payung.audit.actions import acting
from payung.claims.deaths import covered, death_cases, deaths_in, funds_around, spells_of
from payung.claims.events import kept, same_event
from payung.claims.models import Case, Report
from payung.claims.silent import of_place, silent_deaths, with_names
from payung.places.models import Office, Place
from payung.registry.bulk import insert_frame, lock_table, reserve_ids
from payung.registry.models import Person, Register
from payung.values.words import Words

OPENED = Words(
    "{n} kasus klaim baru dibuka: orangnya terlindungi pada bulan meninggalnya. {m} sudah punya kasus.",
    "{n} new claims were opened: the people were covered in the month of death. {m} have their case already.",
)


@dataclass(frozen=True)
class Opened:
    """`opened` cases; `joined`: deaths whose case was there; `withdrawn`: a human had said before that this did not happen."""

    opened: int
    joined: int
    withdrawn: int


def open_from_register(*, register: Register, by: User | None, on: date) -> Opened:
    """The deaths of a new version whose people were on a list in that month. Again, or after a report: nobody has two cases.

    Needs `case.report` at the place of the register.
    """
    require(by, "case.report", register.place_id, on)
    if register.kind != "deaths" or register.encoded:
        return Opened(0, 0, 0)
    with acting("case.register", by=by):
        funds = funds_around(register.place_id)
        by_id = {fund.pk: fund for fund in funds}
        deaths = deaths_in(register).filter(pl.col("died_on") <= on)
        there = with_names(covered(deaths, spells_of(by_id, deaths), funds), by_id)
        return _open(of_place(there, register.place_id, EVERYTHING), by, on)


def open_silent(*, place: str, people: Sequence[int], by: User | None, on: date) -> Opened:
    """Cases for these people (`one`) of the report of silent deaths; whoever is not in it any more is passed over."""
    with acting("case.silent", by=by):
        found = silent_deaths(place, visible_to=by, on=on).people.filter(pl.col("one").is_in(list(people)))
        for village in found["village"].unique():
            require(by, "case.report", village or place, on)
        return _open(found, by, on)


def _open(deaths: pl.DataFrame, by: User | None, on: date) -> Opened:
    """`deaths`: one, person, name, village, office, died_on, entry. A part of an act that is open."""
    lock_table(Case)
    _join_unknown(deaths)
    cases = death_cases()
    reported = cases.filter(pl.col("state") != Case.State.WITHDRAWN.value).unique("one", keep="first", maintain_order=True)
    withdrawn = cases.filter(state=Case.State.WITHDRAWN.value)
    known = deaths.join(reported.select("one", "case", happened="happened_on"), on="one")
    fresh = deaths.join(reported, on="one", how="anti")
    gone = fresh.join(withdrawn, left_on=["one", "died_on"], right_on=["one", "happened_on"], how="semi")
    fresh = fresh.join(gone, on="one", how="anti")
    made = _insert_cases(fresh, on)
    told = pl.when(pl.col("died_on") != pl.col("happened")).then(pl.format("tanggal {}", pl.col("died_on").dt.to_string("%Y-%m-%d")))
    _insert_reports(made.select("case", "entry", told=pl.lit("")), by, on)
    _insert_reports(_not_reported(known).select("case", "entry", told=told.otherwise(pl.lit(""))), by, on)
    return Opened(made.height, known.height, gone.height)


def _join_unknown(deaths: pl.DataFrame) -> None:
    """A case that was told by a NIK nobody knew, or by name, day and village, is now about its person."""
    unknown = Case.objects.filter(kind=Case.Kind.DEATH, person=None).exclude(state=Case.State.WITHDRAWN)
    told = [(nik, name.casefold()) for nik, name in unknown.values_list("nik", "name")]
    niks, names = {nik for nik, _ in told if nik}, {name for _, name in told}
    people = {one.pk: one for one in Person.objects.filter(pk__in=deaths["one"].to_list())} if told else {}
    for row in deaths.iter_rows(named=True):
        person = people.get(row["one"])
        if person is None or not (person.nik in niks or person.name.casefold() in names):
            continue
        case = _unknown(person, row["died_on"], row["village"])
        if case:
            case.person, case.village_id = person, case.village_id or row["village"]
            case.save(update_fields=["person", "village"])


def _unknown(person: Person, died_on: date, village: str | None) -> Case | None:
    where = Place.objects.filter(code=village).first() if village else None
    case = same_event(Case.Kind.DEATH, died_on, kept(person), "", person.name, where)
    return Case.objects.select_for_update().get(pk=case.pk) if case and case.person_id is None else None


def _insert_cases(fresh: pl.DataFrame, on: date) -> pl.DataFrame:
    """The new cases in one statement, with `case` (the id)."""
    if fresh.is_empty():
        return fresh.with_columns(case=pl.lit(None, pl.Int64))
    people = pl.DataFrame(
        list(Person.objects.filter(pk__in=fresh["one"].to_list()).values_list("pk", "birth_date")),
        schema={"one": pl.Int64, "birth_date": pl.Date},
        orient="row",
    )
    own = Office.objects.exclude(kind=Office.Kind.LABOUR).filter(pk__in=fresh["office"].drop_nulls().unique().to_list())
    office = pl.when(pl.col("office").is_in(list(own.values_list("pk", flat=True)))).then("office")
    known = Place.objects.filter(code__in=fresh["village"].drop_nulls().unique().to_list()).values_list("code", flat=True)
    village = pl.when(pl.col("village").is_in(list(known))).then("village")  # a candidate's village is not held to be one by the database
    made = fresh.join(people, on="one", maintain_order="left").with_columns(case=reserve_ids(Case, fresh.height))
    empty = {name: pl.lit("") for name in ("nik", "happened_at", "story", "ended_why")}
    state = {"kind": pl.lit(Case.Kind.DEATH.value), "cause": pl.lit(Case.Cause.UNKNOWN.value), "state": pl.lit(Case.State.OPEN.value)}
    whose: dict[str, Any] = {"id": "case", "person_id": "one", "village_id": village, "office_id": office}
    insert_frame(Case, made.select("name", "birth_date", happened_on="died_on", opened_on=pl.lit(on), **whose, **empty, **state))
    return made


def _not_reported(known: pl.DataFrame) -> pl.DataFrame:
    """Those whose line of the register is not in the case yet."""
    lines = known.filter(pl.col("entry").is_not_null())
    there = Report.objects.filter(entry__in=lines["entry"].to_list()).values_list("case", "entry")
    return lines.join(pl.DataFrame(list(there), schema={"case": pl.Int64, "entry": pl.Int64}, orient="row"), on=["case", "entry"], how="anti")


def _insert_reports(lines: pl.DataFrame, by: User | None, on: date) -> None:
    way = pl.when(pl.col("entry").is_not_null()).then(pl.lit(Report.Way.REGISTER.value)).otherwise(pl.lit(Report.Way.LABOUR_OFFICE.value))
    empty = {name: pl.lit("") for name in ("told_by", "phone")}
    who = {"on": pl.lit(on), "by_id": pl.lit(by.pk if by else None, pl.Int64), "helps": pl.lit(False)}
    insert_frame(Report, lines.select("told", way=way, case_id="case", entry_id="entry", **empty, **who))
