"""Rows, their findings and the use of registers, from what a check gave to the tables. Always inside somebody's act."""

from collections.abc import Mapping

import polars as pl
from django.db import connection

from payung.intake.checks.check import FIELDS, REGISTER_CODES, ROWS, Checked
from payung.intake.models import Finding, Row, SubmittedList
from payung.intake.queries import checked, findings_of_rows
from payung.places.codes import match_villages
from payung.registry.bulk import as_one, insert_frame, one_of, reserve_ids, update_frame
from payung.registry.models import RegisterUse, Round

_SILENT = ["occupation.missing", "phone.missing", "mother.missing"]  # the empty cell says it; see models.py


def row_columns(round: Round, found: Checked, home: dict[str, str | None]) -> pl.DataFrame:
    """The columns of intake_row that a check decides, with seq, sha256, sheet and row. `home`: SHA-256 -> the village whose office sent it."""
    text = {"name": ("name_read", 200), "birth_place": ("birth_place_read", 100), "sex": ("sex_read", 1), "occupation": ("occupation", 120)}
    named = match_villages(found.rows, round.place_id)
    sent = pl.col("sha256").replace_strict(list(home), list(home.values()), default=None, return_dtype=pl.String)
    return named.select(
        "seq",
        "sha256",
        "sheet",
        number="row",
        as_written=as_written(),
        nik=pl.when(pl.col("nik_state") == "ok").then(pl.col("nik_digits")).otherwise(pl.lit("")),
        birth_date="born",
        village_id=pl.coalesce("village_code", sent),
        income="income_read",
        verdict="verdict",
        codes="codes",
        **{name: pl.col(column).fill_null("").str.slice(0, length) for name, (column, length) in text.items()},
    )


def write_rows(round: Round, found: Checked, lists: dict[str, int], home: dict[str, str | None]) -> None:
    """New rows with their findings. `lists`: SHA-256 -> id of the list; `home` as `row_columns` takes it."""
    frame = row_columns(round, found, home)
    frame = frame.with_columns(
        id=reserve_ids(Row, frame.height),
        list_id=pl.col("sha256").replace_strict(list(lists), list(lists.values()), return_dtype=pl.Int64),
    )
    insert_frame(Row, frame.drop("seq", "sha256"))
    write_findings(findings_of(found, frame.select("seq", "id")))


def findings_of(found: Checked, ids: pl.DataFrame) -> pl.DataFrame:
    """The columns of intake_finding. `ids`: seq -> id of the row."""
    told = found.findings.filter(~pl.col("code").is_in(_SILENT)).join(ids, on="seq", how="inner", maintain_order="left")
    return told.select(
        "code",
        "column",
        row_id="id",
        value=pl.col("value").fill_null("").str.slice(0, 300),
        evidence=pl.col("evidence").fill_null("").str.slice(0, 300),
    )


def write_findings(findings: pl.DataFrame) -> None:
    insert_frame(Finding, findings)


def rewrite_findings(findings: pl.DataFrame, rows: list[int]) -> None:
    """From now on these rows are told `findings` (columns as `findings_of`). What was told already stays as it stands."""
    there, same = findings_of_rows(rows), ["row_id", "code", "column", "value", "evidence"]
    gone = there.join(findings, on=same, how="anti")["id"].to_list()
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM intake_finding WHERE {one_of('id')}", [as_one(gone)])
    write_findings(findings.join(there, on=same, how="anti", maintain_order="left"))


def note_use(round: Round, work: str, versions: Mapping[str, int], rows: int, codes: pl.Series) -> None:
    """That a work asked these versions (kind -> key) about so many rows. `codes`: what the registers told, one for each row and code."""
    told = dict(codes.value_counts().iter_rows())
    RegisterUse.objects.bulk_create(
        RegisterUse(register_id=version, round=round, work=work, rows=rows, found=told.get(REGISTER_CODES[kind], 0))
        for kind, version in versions.items()
    )


def write_corrected(round: Round, original: SubmittedList, before: pl.DataFrame, after: pl.DataFrame, home: str | None) -> pl.DataFrame:
    """id, verdict of the rows of a list that say something else than before: written, checked and told anew. The list waits for acceptance again.

    `before`: id and the columns of ROWS; `after`: the columns of ROWS in the same order. `home`: the village whose office sent the list.
    """
    changed = after.with_columns(before["id"]).join(before, on=["id", *ROWS], how="anti", nulls_equal=True, maintain_order="left")
    found = checked(round, changed.select(list(ROWS)), changed)
    frame = row_columns(round, found, {original.sha256: home}).with_columns(changed["id"])
    update_frame(Row, frame.drop("seq", "sha256", "sheet", "number"))
    rewrite_findings(findings_of(found, frame.select("seq", "id")), changed["id"].to_list())
    note_use(round, "list.correct", found.versions, found.asked, found.findings["code"])
    original.state = SubmittedList.State.RECEIVED
    original.save(update_fields=["state"])
    return frame.select("id", "verdict")


def as_written() -> pl.Expr:
    """The fields as the sheet had them, as JSON without what is empty or false."""
    everything = pl.struct(*FIELDS, "nik_number", "date_number").struct.json_encode()
    return everything.str.replace_all(r'"[a-z_]+":(?:null|false),?', "").str.replace(r",\}$", "}")
