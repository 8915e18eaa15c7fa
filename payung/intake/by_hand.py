"""One row at a time, by a form: a correction goes the way of a correction sheet, a new person the way of a list; both are checked at once."""

from collections.abc import Mapping
from datetime import date
from hashlib import sha256

import polars as pl
from django.db.models import F, Max

from payung.accounts.models import User
from payung.audit.actions import acting
from payung.audit.models import Act
from payung.intake.actions import village_of
from payung.intake.checks.check import FIELDS, ROWS
from payung.intake.corrections import CORRECTIONS, apply_corrections
from payung.intake.models import Row, SubmittedList
from payung.intake.queries import checked, row_written
from payung.intake.senders import require_sender
from payung.intake.writing import note_use, write_corrected, write_rows
from payung.places.models import Office
from payung.registry.models import Round
from payung.values.errors import InputError, RefusedError
from payung.values.words import Words

_LONGEST = 300  # characters of one field
_SHEET = "Formulir"


def correct_row(*, row: Row, fields: Mapping[str, str], by: User | None, on: date) -> tuple[Row, Act]:
    """The row with these fields (field -> text; an emptied text empties it), checked again, and the act that did it. The same texts change nothing.

    RefusedError `row.passes` if it passes by now.
    """
    given = _given(fields)
    original = row.list
    require_sender(by, original.office, on)
    with acting("list.correct", by=by, note=f"{original.pk}:{row.number}") as act:
        Round.objects.select_for_update().get(pk=original.round_id)
        before = row_written(row)
        if before.is_empty():
            raise RefusedError("row.passes", Words("Baris ini sudah lolos, tidak perlu diperbaiki.", "This row passes already and needs no fixing."))
        line = {"sha256": original.sha256, "sheet": row.sheet.strip(), "row": row.number, "held": list(given), **given}
        flags = {"nik_number": False, "date_number": False}
        correction = pl.DataFrame([{**dict.fromkeys(CORRECTIONS), **line, **flags}], schema=CORRECTIONS)
        after = apply_corrections(before.select(list(ROWS)), correction).rows
        write_corrected(original.round, original, before, after, village_of(original.office))
    row.refresh_from_db()
    return row, act


def add_person(*, round: Round, office: Office, fields: Mapping[str, str], by: User | None, on: date) -> tuple[Row, Act]:
    """A new row in the list that the office's forms make up, checked like any other, and the act. The same person again is a duplicate of themselves
    and not written: RefusedError `row.there`.
    """
    given = _given(fields)
    if not given.get("name") and not given.get("nik"):
        raise InputError("row.empty", Words("Tulis sedikitnya NIK dan nama.", "Write at least the NIK and the name."))
    require_sender(by, office, on)
    with acting("list.add", by=by) as act:
        Round.objects.select_for_update().get(pk=round.pk)
        sent = _form_list(round, office)
        held = Row.objects.filter(list=sent)
        if any({name: row.as_written.get(name) for name in given} == given for row in held):
            raise RefusedError("row.there", Words("Orang ini sudah Anda tambahkan.", "You have added this person already."))
        number = (held.aggregate(last=Max("number"))["last"] or 0) + 1
        line = {"file": sent.file_name, "sha256": sent.sha256, "sheet": _SHEET, "row": number, **given, "nik_number": False, "date_number": False}
        found = checked(round, pl.DataFrame([{**dict.fromkeys(ROWS), **line}], schema=ROWS))
        write_rows(round, found, {sent.sha256: sent.pk}, {sent.sha256: village_of(office)})
        note_use(round, "list.receive", found.versions, found.asked, found.findings["code"])
        SubmittedList.objects.filter(pk=sent.pk).update(rows=F("rows") + 1, state=SubmittedList.State.RECEIVED)
    return Row.objects.select_related("list__office").get(list=sent, sheet=_SHEET, number=number), act


def reveal_row(*, row: Row, by: User | None, on: date) -> str:
    """The NIK as it was written, of a row whose sender the person may act for; that they looked is on the trail."""
    require_sender(by, row.list.office, on)
    with acting("nik.reveal", by=by, note=f"intake_row {row.pk}"):
        return str(row.as_written.get("nik", ""))


def _form_list(round: Round, office: Office) -> SubmittedList:
    """One for each office and round. It is no file; its fingerprint is made of what it is."""
    mark = sha256(f"form {round.pk} {office.pk}".encode()).hexdigest()
    given = {"office": office, "file_name": f"{_SHEET} {office.name}"[:255], "size": 0, "state": SubmittedList.State.RECEIVED}
    return SubmittedList.objects.get_or_create(round=round, sha256=mark, defaults=given)[0]


def _given(fields: Mapping[str, str]) -> dict[str, str | None]:
    unknown = set(fields) - set(FIELDS)
    if unknown:
        raise InputError("row.unknown_field", Words("Isian ini tidak dikenal.", "This field is not known."))
    return {name: " ".join(text.replace("\0", "").split())[:_LONGEST] or None for name, text in fields.items()}
