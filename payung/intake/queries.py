"""Reads of lists and their rows, as frames where a check follows and as counts where people look."""

from collections import Counter
from datetime import date
from typing import Any

import polars as pl
from django.db import connection
from django.db.models import Count

from payung.intake.checks.check import EARLIER, FIELDS, REGISTER_CODES, ROWS, Checked, Registers, Rules, check
from payung.intake.models import Row, SenderColumn, SubmittedList
from payung.places.models import Office
from payung.registry.bulk import read_frame
from payung.registry.models import Register, Round
from payung.values.nik import digits
from payung.values.place import Level, level_of, parent_of
from payung.values.problem import Verdict

_REGISTER = {"nik": pl.String, "on": pl.Date, "evidence": pl.String}


def remembered_columns(offices: set[Office]) -> dict[int, dict[str, str]]:
    """Office id -> header key -> field, as confirmed for that sender."""
    result: dict[int, dict[str, str]] = {}
    for office, header, name in SenderColumn.objects.filter(office__in=offices).values_list("office_id", "header", "field"):
        result.setdefault(office, {})[header] = name
    return result


def rows_of(sent: SubmittedList) -> pl.DataFrame:
    """id and the columns of ROWS of a list's rows that do not pass, as they were written."""
    text = "as_written::text" if connection.vendor == "postgresql" else "as_written"
    found = read_frame(
        f"SELECT id, sheet, number, {text} FROM intake_row WHERE list_id = %s AND verdict <> 'passes' ORDER BY id",
        [sent.pk],
        {"id": pl.Int64, "sheet": pl.String, "row": pl.Int32, "as_written": pl.String},
    )
    written = pl.Struct({**dict.fromkeys(FIELDS, pl.String), "nik_number": pl.Boolean, "date_number": pl.Boolean})
    frame = found.with_columns(pl.col("as_written").str.json_decode(written)).unnest("as_written")
    return frame.with_columns(pl.col("nik_number", "date_number").fill_null(False), file=pl.lit(sent.file_name), sha256=pl.lit(sent.sha256)).select(
        "id", *ROWS
    )


def newest_registers(place_code: str) -> list[Register]:
    """The version of each kind that is newest by its date, of a place or of one that it lies in."""
    above = [place_code, *(parent_of(place_code, Level(level)) for level in range(Level.PROVINCE, level_of(place_code)))]
    newest: dict[str, Register] = {}
    for register in Register.objects.filter(place__in=above).order_by("as_of", "id"):
        newest[register.kind] = register
    return list(newest.values())


def registers_for(place_code: str, niks: list[str]) -> Registers:
    """What the newest registers of a regency that decide over a row say of these NIKs."""
    kinds = {register.pk: register.kind for register in newest_registers(place_code) if register.kind in REGISTER_CODES}
    if not kinds or not niks:
        return Registers()
    marks = ", ".join(["%s"] * len(kinds))
    found = read_frame(
        f'SELECT register_id, nik, "on", evidence FROM registry_registerentry WHERE register_id IN ({marks}) AND {_one_of("nik")}',
        [*kinds, _many(niks)],
        {"register_id": pl.Int64, **_REGISTER},
    )
    return Registers({kind: found.filter(pl.col("register_id") == pk).select(list(_REGISTER)) for pk, kind in kinds.items()})


def passing_elsewhere(round: Round, niks: list[str], but: pl.DataFrame | None = None) -> pl.DataFrame:
    """The columns of EARLIER: which of these NIKs pass already in the round, and where; `but`: rows (id) that do not count."""
    sql = f"""SELECT r.id, r.nik, l.file_name, r.number FROM intake_row r JOIN intake_submittedlist l ON l.id = r.list_id
              WHERE r.verdict = 'passes' AND l.round_id = %s AND {_one_of("r.nik")}"""
    found = read_frame(sql, [round.pk, _many(niks)], {"id": pl.Int64, **EARLIER})
    return (found if but is None else found.join(but.select("id"), on="id", how="anti")).select(list(EARLIER))


def _one_of(column: str) -> str:
    return f"{column} = ANY(%s)" if connection.vendor == "postgresql" else f"{column} IN (SELECT value FROM json_each(%s))"


def _many(values: list[str]) -> object:
    """One parameter for any number of values."""
    if connection.vendor == "postgresql":
        return values
    return "[" + ",".join(f'"{value}"' for value in values) + "]"  # digits only, nothing to escape


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
