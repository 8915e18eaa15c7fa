"""Reads of lists and their rows, as frames where a check follows and as counts where people look."""

from collections import Counter
from collections.abc import Collection, Iterable, Sized
from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl
from django.db import connection
from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet, Sum

from payung.accounts.models import User
from payung.accounts.sight import sight_of
from payung.audit.kept import Kept, newest_change
from payung.intake.checks.check import EARLIER, FIELDS, REGISTER_CODES, ROWS, Checked, Registers, Rules, check
from payung.intake.models import Finding, Row, RowCount, SenderColumn, SubmittedList, Upload
from payung.places.models import Office, Place
from payung.registry.bulk import as_one, one_of, read_frame
from payung.registry.models import Person, Register, RegisterUse, Round
from payung.values.month import Month
from payung.values.nik import digits
from payung.values.place import Level, level_of, parent_of
from payung.values.problem import Verdict

_REGISTER: dict[str, pl.DataType | type[pl.DataType]] = {"nik": pl.String, "on": pl.Date, "until": pl.Date, "evidence": pl.String}
TOLD: dict[str, pl.DataType | type[pl.DataType]] = {"row_id": pl.Int64, "nik": pl.String, "code": pl.String, "evidence": pl.String}
OF_AN_EMPLOYER = r"(?i)^\s*(PU|penerima upah)\b"

_REASONS: Kept[list[tuple[str, int]]] = Kept(500)  # findings are many: those of a million rows take a second to count


def remembered_columns(offices: set[Office]) -> dict[int, dict[str, str]]:
    """Office id -> header key -> field, as confirmed for that sender."""
    result: dict[int, dict[str, str]] = {}
    for office, header, name in SenderColumn.objects.filter(office__in=offices).values_list("office_id", "header", "field"):
        result.setdefault(office, {})[header] = name
    return result


def rows_of(sent: SubmittedList) -> pl.DataFrame:
    """id and the columns of ROWS of a list's rows that do not pass, as they were written."""
    return _written("l.id = %s AND r.verdict <> 'passes' ORDER BY r.id", [sent.pk]).select("id", *ROWS)


def row_written(row: Row) -> pl.DataFrame:
    """id and the columns of ROWS of one row that does not pass; empty of one that does."""
    return _written("r.id = %s AND r.verdict <> 'passes'", [row.pk]).select("id", *ROWS)


def rows_with(round: Round, niks: list[str]) -> pl.DataFrame:
    """id, list_id, verdict, codes and the columns of ROWS of every row of the round with one of these NIKs: first who passes, then as received."""
    return _written(f"l.round_id = %s AND {one_of('r.nik')} ORDER BY CASE r.verdict WHEN 'passes' THEN 0 ELSE 1 END, r.id", [round.pk, as_one(niks)])


def _written(which: str, params: list[Any]) -> pl.DataFrame:
    """`which`: the condition and order, over r (rows) and l (their lists)."""
    text = "r.as_written::text" if connection.vendor == "postgresql" else "r.as_written"
    same = {"sheet": pl.String, "row": pl.Int32, "file": pl.String, "sha256": pl.String}
    found = read_frame(
        f"""SELECT r.id, r.list_id, r.verdict, r.codes, r.sheet, r.number, l.file_name, l.sha256, {text}
            FROM intake_row r JOIN intake_submittedlist l ON l.id = r.list_id WHERE {which}""",
        params,
        {"id": pl.Int64, "list_id": pl.Int64, "verdict": pl.String, "codes": pl.String, **same, "as_written": pl.String},
    )
    written = pl.Struct({**dict.fromkeys(FIELDS, pl.String), "nik_number": pl.Boolean, "date_number": pl.Boolean})
    frame = found.with_columns(pl.col("as_written").str.json_decode(written)).unnest("as_written")
    return frame.with_columns(pl.col("nik_number", "date_number").fill_null(False)).select("id", "list_id", "verdict", "codes", *ROWS)


def newest_registers(place_code: str) -> list[Register]:
    """The version of each kind that is newest by its date, of a place or of one that it lies in."""
    above = [place_code, *(parent_of(place_code, Level(level)) for level in range(Level.PROVINCE, level_of(place_code)))]
    newest: dict[str, Register] = {}
    for register in Register.objects.filter(place__in=above, encoded=False).order_by("as_of", "id"):
        newest[register.kind] = register
    return list(newest.values())


def registers_for(place_code: str, niks: list[str]) -> Registers:
    """What the newest registers of a regency that decide over a row say of these NIKs."""
    newest = [register for register in newest_registers(place_code) if register.kind in REGISTER_CODES]
    return _registers(newest, one_of("e.nik"), as_one(niks)) if niks else Registers()


def registers_about(round: Round, kinds: Collection[str]) -> Registers:
    """What the newest registers of these kinds say of the people in a round's rows."""
    newest = [register for register in newest_registers(round.place_id) if register.kind in kinds]
    rows = "SELECT r.nik FROM intake_row r JOIN intake_submittedlist l ON l.id = r.list_id WHERE l.round_id = %s"
    return _registers(newest, f"e.nik IN ({rows})", round.pk)


def _registers(newest: list[Register], which: str, param: Any) -> Registers:
    """Of two lines about one NIK the same one is first, in whatever order they were found."""
    if not newest:
        return Registers()
    columns, marks = ", ".join(f'e."{name}"' for name in _REGISTER), _marks(newest)
    found = read_frame(
        f"SELECT e.register_id, {columns} FROM registry_registerentry e WHERE e.register_id IN ({marks}) AND {which}",
        [*(register.pk for register in newest), param],
        {"register_id": pl.Int64, **_REGISTER},
    ).sort(list(_REGISTER), nulls_last=True)
    tables = {register.kind: found.filter(pl.col("register_id") == register.pk).select(list(_REGISTER)) for register in newest}
    members = next((register for register in newest if register.kind == "active_members"), None)
    if members and tables["active_members"].height:
        tables["active_members"] = _of_others(tables["active_members"], Month.of(members.as_of))
    return Registers(tables, {register.kind: register.pk for register in newest})


def _of_others(members: pl.DataFrame, month: Month) -> pl.DataFrame:
    """Without those who are active members because a list of ours paid for them in the month of the register; an employer's line (PU) stays.

    Lists lie in a package above: the way there is the person.
    """
    stays = Q(memberships__last_month__isnull=True) | Q(memberships__last_month__gte=month)
    funds = Q(memberships__fund__first_month__lte=month, memberships__fund__last_month__gte=month)
    ours = Person.objects.filter(stays, funds, memberships__first_month__lte=month).values_list("nik", flat=True)
    paid = pl.Series("nik", list(ours), pl.String).implode()
    return members.filter(~pl.col("nik").is_in(paid) | pl.col("evidence").str.contains(OF_AN_EMPLOYER))


def told_by_registers(round: Round, codes: list[str]) -> pl.DataFrame:
    """row_id, nik, code, evidence: which rows of the round were told one of these codes."""
    sql = f"""SELECT f.row_id, r.nik, f.code, f.evidence FROM intake_finding f JOIN intake_row r ON r.id = f.row_id
              JOIN intake_submittedlist l ON l.id = r.list_id WHERE l.round_id = %s AND f.code IN ({_marks(codes)})"""
    return read_frame(sql, [round.pk, *codes], TOLD)


def niks_of(round: Round) -> pl.DataFrame:
    """row_id, nik of every row of the round with a NIK."""
    sql = "SELECT r.id, r.nik FROM intake_row r JOIN intake_submittedlist l ON l.id = r.list_id WHERE l.round_id = %s AND r.nik <> ''"
    return read_frame(sql, [round.pk], {"row_id": pl.Int64, "nik": pl.String})


def findings_of_rows(rows: list[int]) -> pl.DataFrame:
    """id and the columns of a finding of these rows."""
    columns: dict[str, pl.DataType | type[pl.DataType]] = {
        "id": pl.Int64,
        "row_id": pl.Int64,
        "code": pl.String,
        "column": pl.String,
        "value": pl.String,
        "evidence": pl.String,
    }
    names = ", ".join(f'"{name}"' for name in columns)
    return read_frame(f"SELECT {names} FROM intake_finding WHERE {one_of('row_id')}", [as_one(rows)], columns)


def _marks(values: Sized) -> str:
    return ", ".join(["%s"] * len(values))


def passing_elsewhere(round: Round, niks: list[str], but: pl.DataFrame | None = None) -> pl.DataFrame:
    """The columns of EARLIER: which of these NIKs pass already in the round, and where; `but`: rows (id) that do not count."""
    sql = f"""SELECT r.id, r.nik, l.file_name, r.number FROM intake_row r JOIN intake_submittedlist l ON l.id = r.list_id
              WHERE r.verdict = 'passes' AND l.round_id = %s AND {one_of("r.nik")}"""
    found = read_frame(sql, [round.pk, as_one(niks)], {"id": pl.Int64, **EARLIER})
    return (found if but is None else found.join(but.select("id"), on="id", how="anti")).select(list(EARLIER))


def verdict_counts(round: Round) -> dict[str, int]:
    """Rows of each verdict in a round."""
    held = Counter(dict(RowCount.objects.filter(list__round=round).values_list("verdict").annotate(n=Sum("rows"))))
    return {verdict.value: held[verdict.value] for verdict in Verdict}


def list_counts(round: Round) -> list[dict[str, Any]]:
    """Each list of a round in name order: file, sender, state, refusal, rows, and the rows of each verdict."""
    held: dict[int, dict[str, int]] = {}
    for pk, verdict, count in RowCount.objects.filter(list__round=round).values_list("list_id", "verdict").annotate(n=Sum("rows")):
        held.setdefault(pk, {})[verdict] = count
    lists = SubmittedList.objects.filter(round=round, corrects=None).select_related("office").order_by("file_name", "id")
    return [
        {
            "file": each.file_name,
            "sender": each.office.name,
            "state": each.state,
            "refusal": each.refusal_id,
            "rows": each.rows,
            **{verdict.value: held.get(each.pk, {}).get(verdict.value, 0) for verdict in Verdict},
        }
        for each in lists
    ]


def checked_rows(round: Round, lists: Collection[int] | None = None) -> Checked:
    """The rows of a round that do not pass, with their findings, as a check gives them; `lists`: only of these."""
    which = "l.round_id = %s AND l.corrects_id IS NULL AND l.state <> 'refused' AND r.verdict <> 'passes'"
    params: list[Any] = [round.pk]
    if lists is not None:
        which, params = f"{which} AND {one_of('l.id')}", [*params, as_one(sorted(lists))]
    rows = _written(f"{which} ORDER BY l.file_name, l.id, r.id", params)
    return checked(round, rows.select(list(ROWS)), rows)


def checked(round: Round, rows: pl.DataFrame, but: pl.DataFrame | None = None) -> Checked:
    """Against the newest registers and what passes already in the round; `but`: rows (id) that are being checked anew."""
    niks = rows.select(nik=digits(pl.col("nik"))).filter(pl.col("nik").str.contains("^[0-9]{16}$"))["nik"].unique().to_list()
    return check(rows, Rules(round.start, round.youngest, round.oldest), registers_for(round.place_id, niks), passing_elsewhere(round, niks, but))


def register_ages(place_code: str, on: date) -> dict[str, int]:
    """kind -> days since the register's date."""
    return {register.kind: (on - register.as_of).days for register in newest_registers(place_code)}


def register_uses(place_code: str) -> list[dict[str, Any]]:
    """Which work asked which version, oldest first: kind, version, as_of, round, work, rows, found, and the last time it did."""
    asked = RegisterUse.objects.filter(round__place__in=Place.objects.within(place_code))
    which = asked.values_list("register__kind", "register__version", "register__as_of", "round__name", "work")
    told = which.annotate(Sum("rows"), Sum("found"), last=Max("at")).order_by("last", "register__kind", "register__version")
    names = ("kind", "version", "as_of", "round", "work", "rows", "found", "last")
    return [dict(zip(names, line, strict=True)) for line in told]


def visible_lists(round: Round, *, visible_to: User | None, on: date) -> QuerySet[SubmittedList]:
    """Lists of a round, without correction sheets, whose sender the person sees: of their places, or of their own office."""
    sight = sight_of(visible_to, on)
    mine = Q() if "" in sight.places else sight.in_places("office__place") | sight.of_offices()
    return SubmittedList.objects.filter(mine, round=round, corrects=None)


def visible_rows(round: Round, *, visible_to: User | None, on: date) -> QuerySet[Row]:
    """Rows of `visible_lists`, with list and sender."""
    lists = visible_lists(round, visible_to=visible_to, on=on)
    return Row.objects.filter(list__in=lists.values("pk")).select_related("list__office")


@dataclass
class SenderCounts:
    """`counts`: rows of each verdict in all lists of an office; `refused`: files of it that could not be taken."""

    office: Office
    counts: dict[str, int]
    lists: int = 0
    refused: int = 0

    @property
    def rows(self) -> int:
        return sum(self.counts.values())


def counts_by_sender(lists: QuerySet[SubmittedList]) -> list[SenderCounts]:
    """Of these lists, each sender in name order. Two statements, whatever their number."""
    found: dict[int, SenderCounts] = {}
    home: dict[int, SenderCounts] = {}
    for sent in lists.select_related("office").order_by("office__name", "office_id"):
        counts = found.setdefault(sent.office_id, SenderCounts(sent.office, dict.fromkeys(map(str, Verdict), 0)))
        counts.lists += 1
        counts.refused += sent.state == SubmittedList.State.REFUSED
        home[sent.pk] = counts
    for pk, verdict, count in RowCount.objects.filter(list__in=lists.values("pk")).values_list("list_id", "verdict", "rows"):
        home[pk].counts[verdict] += count
    return list(found.values())


def total_of(senders: Iterable[SenderCounts]) -> dict[str, int]:
    """Rows of each verdict, of all senders together."""
    each = list(senders)
    return {verdict.value: sum(one.counts[verdict.value] for one in each) for verdict in Verdict}


def counts_by_reason(lists: QuerySet[SubmittedList]) -> list[tuple[str, int]]:
    """(code, rows that were told it), the most frequent first. That a phone or a mother's name is missing is no finding of its own: see models.py."""
    which = lists.order_by().values("pk")
    told = Finding.objects.filter(row__list__in=which).values_list("code").annotate(n=Count("id")).order_by("-n", "code")
    sql, given = which.query.sql_with_params()
    return _REASONS.get((sql, given, newest_change()), lambda: list(told))


def acceptable(round: Round) -> int:
    """Rows that accepting would make candidates: those that pass in lists that were received and whose person is no candidate yet."""
    passing = Row.objects.filter(list__round=round, list__state=SubmittedList.State.RECEIVED, verdict=Verdict.PASSES)
    if not round.candidates.exists():
        return passing.count()
    return passing.exclude(Exists(round.candidates.filter(person__nik=OuterRef("nik")))).count()


def visible_uploads(*, visible_to: User, on: date) -> QuerySet[Upload]:
    """A person's own uploads, and those into rounds of places that they see whole."""
    return Upload.objects.filter(Q(by=visible_to) | sight_of(visible_to, on).in_places("round__place")).select_related("round__place", "office", "by")


def lists_of_upload(upload: Upload) -> QuerySet[SubmittedList]:
    """The lists that an upload brought, and those that its correction sheets changed."""
    files = upload.files.filter(list__isnull=False)
    return SubmittedList.objects.filter(Q(pk__in=files.values("list")) | Q(pk__in=files.values("list__corrects")), corrects=None)
