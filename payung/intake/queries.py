"""Reads of lists and their rows, as frames where a check follows and as counts where people look."""

from collections import Counter
from collections.abc import Collection, Sized
from datetime import date
from typing import Any

import polars as pl
from django.db import connection
from django.db.models import Count, Max, Q, Sum

from payung.intake.checks.check import EARLIER, FIELDS, REGISTER_CODES, ROWS, Checked, Registers, Rules, check
from payung.intake.models import Row, SenderColumn, SubmittedList
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


def remembered_columns(offices: set[Office]) -> dict[int, dict[str, str]]:
    """Office id -> header key -> field, as confirmed for that sender."""
    result: dict[int, dict[str, str]] = {}
    for office, header, name in SenderColumn.objects.filter(office__in=offices).values_list("office_id", "header", "field"):
        result.setdefault(office, {})[header] = name
    return result


def rows_of(sent: SubmittedList) -> pl.DataFrame:
    """id and the columns of ROWS of a list's rows that do not pass, as they were written."""
    return _written("l.id = %s AND r.verdict <> 'passes' ORDER BY r.id", [sent.pk]).select("id", *ROWS)


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
    held = Counter(dict(Row.objects.filter(list__round=round).values_list("verdict").annotate(n=Count("id"))))
    return {verdict.value: held[verdict.value] for verdict in Verdict}


def list_counts(round: Round) -> list[dict[str, Any]]:
    """Each list of a round in name order: file, sender, state, refusal, rows, and the rows of each verdict."""
    held: dict[int, dict[str, int]] = {}
    for pk, verdict, count in Row.objects.filter(list__round=round).values_list("list_id", "verdict").annotate(n=Count("id")):
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


def checked_rows(round: Round) -> Checked:
    """The rows of a round that do not pass, with their findings, as a check gives them."""
    parts = [
        rows_of(sent)
        for sent in SubmittedList.objects.filter(round=round, corrects=None).exclude(state=SubmittedList.State.REFUSED).order_by("file_name", "id")
    ]
    rows = pl.concat([part.select(list(ROWS)) for part in parts if part.height] or [pl.DataFrame(schema=ROWS)])
    ids = pl.concat([part["id"] for part in parts if part.height] or [pl.Series("id", [], dtype=pl.Int64)])
    return checked(round, rows, ids.to_frame())


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
