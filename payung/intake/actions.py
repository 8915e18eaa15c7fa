"""Taking lists in: receive (file kept, rows checked and written), apply correction sheets, accept; and registers, new versions of which
check again whom they concern (again.py).

Files are taken in portions of some thirty thousand rows, each in one transaction: a process that is killed leaves whole portions, and
running it again takes the rest, because a file that is there already is passed over.
"""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
from django.db import connection
from django.db.models import CharField

from payung.accounts.models import User
from payung.accounts.rights import require
from payung.audit.actions import acting
from payung.filing.kept import keep_file
from payung.intake.again import Rechecked, check_again
from payung.intake.checks.check import FIELDS, REGISTER_CODES, ROWS
from payung.intake.corrections import apply_corrections, corrections_frame
from payung.intake.frame import rows_frame
from payung.intake.models import SenderColumn, SubmittedList
from payung.intake.queries import checked, register_ages, remembered_columns, rows_of
from payung.intake.read.files import read_files
from payung.intake.read.header import UNUSED, Vocabulary
from payung.intake.read.one import ReadFile, fingerprint
from payung.intake.read.refusals import DAMAGED
from payung.intake.registers import old_words
from payung.intake.senders import may_send_for, not_yours, require_sender, senders_of
from payung.intake.writing import note_use, write_corrected, write_rows
from payung.places.models import Office, Place
from payung.registry.bulk import insert_frame
from payung.registry.models import Register, RegisterEntry, Round
from payung.registry.names import parts_of_new_people
from payung.values.errors import InputError, OutOfScopeError, RefusedError
from payung.values.place import Level
from payung.values.words import Words, day

_PORTION = 35_000  # rows in one transaction


@dataclass
class Outcome:
    """What became of one file: `state` checked, refused or there; `told`: why, or what its sender should know."""

    state: str
    told: list[Words] = field(default_factory=list)
    sent: SubmittedList | None = None
    corrected: int = 0


@dataclass
class Received:
    """What became of the files of one call: lists taken, refused (file, sentence), there already, corrections applied (rows), notes.

    A note is about a file, or about all of them where it names none.
    """

    taken: list[SubmittedList] = field(default_factory=list)
    refused: list[tuple[str, Words]] = field(default_factory=list)
    there: list[str] = field(default_factory=list)
    corrected: int = 0
    notes: list[tuple[str, Words]] = field(default_factory=list)
    rows: int = 0
    outcomes: dict[Path, Outcome] = field(default_factory=dict)

    def outcome(self, file: ReadFile, state: str, *told: Words, sent: SubmittedList | None = None, corrected: int = 0) -> None:
        before = self.outcomes.get(file.path)
        self.outcomes[file.path] = Outcome(state, [*(before.told if before else []), *told], sent, corrected)

    def refuse(self, file: ReadFile, why: Words) -> None:
        self.refused.append((file.name, why))
        self.outcome(file, "refused", why)

    def note(self, file: ReadFile, words: Words) -> None:
        self.notes.append((file.name, words))
        self.outcomes.setdefault(file.path, Outcome("checked")).told.append(words)


def open_round(*, place: Place, name: str, start: date, by: User | None, youngest: int = 18, oldest: int = 65, on: date | None = None) -> Round:
    """The round of that name in that regency; made if there is none. A round that exists with another start is refused.

    `on`: the day on which somebody opens it, where that is not its first day.
    """
    require(by, "round.open", place.code, on or start)
    with acting("round.open", by=by):
        round, _ = Round.objects.get_or_create(place=place, name=name, defaults={"start": start, "youngest": youngest, "oldest": oldest})
    if round.start != start:
        raise RefusedError(
            "round.other_start",
            Words(
                f"Pendataan “{name}” sudah ada dengan tanggal mulai {round.start:%d-%m-%Y}. Pakai tanggal itu, atau beri nama lain.",
                f"The round “{name}” exists with the start date {round.start}. Use that date or another name.",
            ),
        )
    return round


def remember_columns(*, office: Office, columns: dict[str, str], by: User | None, on: date) -> None:
    """What headers (header key -> field) mean in this sender's lists from now on."""
    require_sender(by, office, on)
    unknown = sorted(set(columns.values()) - {*FIELDS, UNUSED})
    if unknown:
        raise InputError(
            "columns.unknown_field",
            Words(
                f"Kolom {', '.join(unknown)} tidak dikenal. Pilihannya: {', '.join(FIELDS)}.",
                f"Unknown field {', '.join(unknown)}. Choose among: {', '.join(FIELDS)}.",
            ),
        )
    with acting("columns.remember", by=by):
        for header, name in columns.items():
            SenderColumn.objects.update_or_create(office=office, header=header, defaults={"field": name})


def import_register(
    *,
    place: Place,
    kind: str,
    frame: pl.DataFrame,
    path: Path,
    source: str,
    as_of: date,
    by: User | None,
    owner: str = "",
    legal_basis: str = "",
    coverage: str = "",
    encoded: bool = False,
    told: Callable[[Rechecked], None] = lambda _: None,
    on: date | None = None,
) -> Register:
    """A new version of a register; `frame` as intake.registers reads it. The same file again changes nothing. `encoded`: see the model.

    `on` is the day of the act, on which `by` must hold the right (none given: that of the register).

    In the same transaction the rows it concerns are checked again, in every round of the place and of what lies in it; `told` hears of each round.
    """
    require(by, "register.import", place.code, on or as_of)
    sha256, _ = fingerprint(path)
    lengths = {"source": 200, "owner": 200, "legal_basis": 300, "coverage": 300}
    given = {"source": source, "owner": owner, "legal_basis": legal_basis, "coverage": coverage}
    stands: dict[str, Any] = {name: " ".join(text.split())[: lengths[name]] for name, text in given.items()} | {"as_of": as_of, "encoded": encoded}
    there = Register.objects.filter(place=place, kind=kind)
    existing = there.filter(sha256=sha256).first()
    if existing:
        return _same_register(existing, stands)
    keep_file(path, sha256)
    with acting("register.import", by=by):
        Place.objects.select_for_update(no_key=True).get(pk=place.pk)  # one version after the other
        register = Register.objects.create(
            place=place, kind=kind, version=there.count() + 1, file_name=path.name[-255:], sha256=sha256, rows=frame.height, **stands
        )
        cut = {field.name: field.max_length for field in RegisterEntry._meta.local_concrete_fields if isinstance(field, CharField)}
        short = [pl.col(name).str.slice(0, length) for name, length in cut.items() if name in frame.columns]
        lines = frame.with_columns(pl.col("evidence").fill_null("")).with_columns(short)
        insert_frame(RegisterEntry, lines.with_columns(register_id=pl.lit(register.pk)))
        if kind in REGISTER_CODES and not encoded:
            for round in Round.objects.filter(place__in=Place.objects.within(place.code)).order_by("pk"):
                told(check_again(round, [kind]))
    return register


def _same_register(existing: Register, stands: dict[str, Any]) -> Register:
    if all(getattr(existing, name) == value for name, value in stands.items()):
        return existing
    raise RefusedError(
        "register.known",
        Words(
            f"Berkas ini sudah tersimpan dari {existing.source}, keadaan {day(existing.as_of)}. Tidak ada yang diubah.",
            f"This file is kept already, from {existing.source}, as of {day(existing.as_of, 'en')}. Nothing was changed.",
        ),
    )


def recheck(*, round: Round, by: User | None, on: date) -> Rechecked:
    """Checks again whose rows were told something else than the newest registers say; again: nothing changes."""
    require(by, "list.recheck", round.place_id, on)
    with acting("list.recheck", by=by):
        return check_again(round)


def receive_lists(
    *,
    round: Round,
    paths: Sequence[Path],
    by: User | None,
    on: date,
    office: Office | None = None,
    words: Vocabulary | None = None,
    told: Callable[[int], None] = lambda _: None,
) -> Received:
    """Files in name order. `office`: who sent them all; otherwise each sender is known by its file name. `told` hears how many files are done."""
    result, files = Received(), sorted(paths, key=lambda path: (path.name, str(path)))
    senders = dict.fromkeys(files, office) if office else senders_of(files, round.place, by=by)
    remembered = remembered_columns(set(senders.values()))
    portion: list[ReadFile] = []
    sheets: list[ReadFile] = []
    held = 0
    for done, file in enumerate(read_files(files, words=words, remembered=lambda path: remembered.get(senders[path].pk, {})), 1):
        portion.append(file)
        held += sum(len(sheet.rows) for sheet in file.sheets)
        if held >= _PORTION or done == len(files):
            take_files(round=round, files=[file for file in portion if not file.corrects], senders=senders, result=result, by=by, on=on)
            sheets += [file for file in portion if file.corrects]
            portion, held = [], 0
            told(done)
    take_files(round=round, files=sheets, senders=senders, result=result, by=by, on=on)  # after all lists: what one corrects may be among them
    asked = {kind: days for kind, days in register_ages(round.place_id, on).items() if kind in REGISTER_CODES}
    if (result.rows or result.corrected) and (old := old_words(asked)):
        result.notes.append(("", old))
    return result


def take_files(*, round: Round, files: list[ReadFile], senders: dict[Path, Office], result: Received, by: User | None, on: date) -> None:
    """Files that were read, in one transaction; `result` hears what became of each. Every sender must be one that the person may send for."""
    if not files:
        return
    allowed = may_send_for(by, on)
    for office in {senders[file.path] for file in files}:
        if not allowed(office):
            raise OutOfScopeError("sender.not_yours", not_yours(office))
    with acting("list.receive", by=by):
        Round.objects.select_for_update().get(pk=round.pk)  # of two who receive the same person at once one must see the other
        _take(round, files, senders, result, allowed, on)


def _take(round: Round, portion: list[ReadFile], senders: dict[Path, Office], result: Received, allowed: Callable[[Office], bool], on: date) -> None:
    """One portion: what is there already is passed over, the rest is kept, checked and written. A file that was refused is tried again."""
    known = {sent.sha256: sent for sent in SubmittedList.objects.filter(round=round, sha256__in=[file.sha256 for file in portion])}
    fresh = _fresh(portion, known, result)
    with ThreadPoolExecutor(8) as pool:  # waiting for the disk, once for each file
        list(pool.map(lambda file: keep_file(file.path, file.sha256), fresh))
    lists = {file.sha256: _list_of(round, file, senders[file.path], known.get(file.sha256), on) for file in fresh}
    SubmittedList.objects.bulk_create([made for file in fresh if not file.corrects and (made := lists[file.sha256]).pk is None])
    for file in fresh:
        if file.sha256 in known and not (file.refusal and file.refusal[0] == known[file.sha256].refusal):
            lists[file.sha256].save()
    _refuse_unread(fresh, result)
    plain = [file for file in fresh if not file.refusal and not file.corrects]
    for file in plain:
        result.taken.append(lists[file.sha256])
        result.outcome(file, "checked", sent=lists[file.sha256])
    if plain:
        rows = rows_frame(plain)
        result.rows += rows.height
        found = checked(round, rows)
        home = {sha256: village_of(made.office) for sha256, made in lists.items()}
        write_rows(round, found, {sha256: made.pk for sha256, made in lists.items()}, home)
        note_use(round, "list.receive", found.versions, found.asked, found.findings["code"])
    for file in fresh:
        if file.corrects and not file.refusal:
            _correct(round, file, lists[file.sha256], result, allowed)


def _fresh(portion: list[ReadFile], known: dict[str, SubmittedList], result: Received) -> list[ReadFile]:
    """The files that the round does not have yet, each once. `known`: SHA-256 -> what it has."""
    there = {sha256 for sha256, sent in known.items() if sent.state != SubmittedList.State.REFUSED}
    fresh: list[ReadFile] = []
    for file in portion:
        if not file.sha256:  # it could not even be opened
            result.refuse(file, DAMAGED.words)
        elif file.sha256 in there:
            result.there.append(file.name)
            result.outcome(file, "there", sent=known.get(file.sha256))
        else:
            there.add(file.sha256)
            for note in file.notes:
                result.note(file, note)
            fresh.append(file)
    return fresh


def _refuse_unread(fresh: list[ReadFile], result: Received) -> None:
    for file in fresh:
        if file.refusal:
            result.refuse(file, file.refusal[1])


def _list_of(round: Round, file: ReadFile, office: Office, refused: SubmittedList | None, on: date) -> SubmittedList:
    """A new list, or in the place of the refusal of the same file."""
    state = SubmittedList.State.REFUSED if file.refusal else SubmittedList.State.RECEIVED
    code, words = file.refusal or ("", Words("", ""))
    return SubmittedList(
        pk=refused.pk if refused else None,
        round=round,
        office=office,
        file_name=file.name[-255:],
        sha256=file.sha256,
        size=file.size,
        state=state,
        refusal=code,
        refusal_id=words.id[:400],
        refusal_en=words.en[:400],
        rows=sum(len(sheet.rows) for sheet in file.sheets),
        received_on=on,
    )


def village_of(office: Office) -> str | None:
    """The village whose office this is."""
    return office.place_id if office.place.level == Level.VILLAGE else None


def _correct(round: Round, file: ReadFile, sent: SubmittedList, result: Received, allowed: Callable[[Office], bool]) -> None:
    """A correction sheet came back: exactly the rows it names change, if they do not pass already."""
    original = SubmittedList.objects.filter(round=round, sha256=file.corrects).select_related("office__place").first()
    if original is None or not allowed(original.office):  # of somebody else's list nobody learns whether it is there
        return result.refuse(
            file,
            Words(
                "Lembar perbaikan ini untuk daftar yang belum diterima. Kirim dulu daftar aslinya.",
                "This correction sheet belongs to a list that was not received. Send the original list first.",
            ),
        )
    before = rows_of(original)
    corrected = apply_corrections(before.select(list(ROWS)), corrections_frame([file]))
    changed = write_corrected(round, original, before, corrected.rows, village_of(original.office)).height
    _note_correction(file, corrected.unknown, changed, result)
    sent.corrects, sent.state, sent.rows = original, SubmittedList.State.ACCEPTED, changed
    sent.save()
    result.corrected += changed
    result.outcome(file, "checked", sent=sent, corrected=changed)


def _note_correction(file: ReadFile, unknown: list[tuple[str | None, int | None]], changed: int, result: Received) -> None:
    """What a sheet named without effect: rows that pass by now or that its list does not have, or a sheet that says the same as before."""
    if unknown:
        rows = len(unknown)
        told = Words(
            f"{rows} baris lembar ini bukan lagi baris yang perlu diperbaiki, jadi tidak diubah.",
            f"{rows} rows of this sheet need no fixing any more and were not changed.",
        )
        result.note(file, told)
    if not changed:
        told = Words("Lembar ini tidak mengubah apa pun: isinya sama seperti sebelumnya.", "This sheet changes nothing: it says the same as before.")
        result.note(file, told)


_PERSON = """
INSERT INTO registry_person (nik, name, birth_date, birth_place, sex, mother, phone, address, village_id)
SELECT r.nik, r.name, r.birth_date, r.birth_place, r.sex, {mother}, {phone}, {address}, r.village_id
FROM intake_row r JOIN intake_submittedlist l ON l.id = r.list_id
WHERE l.round_id = %s AND l.state = 'received' AND r.verdict = 'passes' ORDER BY r.id
ON CONFLICT (nik) DO UPDATE SET
    {filled}, village_id = COALESCE(registry_person.village_id, excluded.village_id)
WHERE {empty} OR (registry_person.village_id IS NULL AND excluded.village_id IS NOT NULL)
"""
_MAY_BE_EMPTY = ("birth_place", "sex", "mother", "phone", "address")
_FILLED = ", ".join(f"{name} = CASE WHEN registry_person.{name} = '' THEN excluded.{name} ELSE registry_person.{name} END" for name in _MAY_BE_EMPTY)
_EMPTY = " OR ".join(f"(registry_person.{name} = '' AND excluded.{name} <> '')" for name in _MAY_BE_EMPTY)

_CANDIDATE = """
INSERT INTO registry_candidate (round_id, person_id, office_id, village_id, occupation, income)
SELECT l.round_id, p.id, l.office_id, r.village_id, r.occupation, r.income
FROM intake_row r JOIN intake_submittedlist l ON l.id = r.list_id JOIN registry_person p ON p.nik = r.nik
WHERE l.round_id = %s AND l.state = 'received' AND r.verdict = 'passes' ORDER BY r.id
ON CONFLICT (round_id, person_id) DO NOTHING
"""


def accept_lists(*, round: Round, by: User | None, on: date) -> int:
    """New candidates: every passing row of the lists received. What is known of a person already stays, what was empty is filled."""
    require(by, "list.accept", round.place_id, on)
    written = "r.as_written->>'{}'" if connection.vendor == "postgresql" else "json_extract(r.as_written, '$.{}')"
    lengths = {"mother": 200, "phone": 40, "address": 300}
    cells = {name: f"substr(COALESCE({written.format(name)}, ''), 1, {length})" for name, length in lengths.items()}
    person = _PERSON.format(**cells, filled=_FILLED, empty=_EMPTY)
    with acting("list.accept", by=by), connection.cursor() as cursor:
        Round.objects.select_for_update().get(pk=round.pk)  # what is received meanwhile waits for the next acceptance
        if connection.vendor == "postgresql":  # it has not looked yet at what was just written, and would plan for empty tables
            cursor.execute("SET LOCAL enable_nestloop = off")
        with parts_of_new_people():
            cursor.execute(person, [round.pk])
        cursor.execute(_CANDIDATE, [round.pk])
        made: int = cursor.rowcount
        SubmittedList.objects.filter(round=round, state=SubmittedList.State.RECEIVED).update(state=SubmittedList.State.ACCEPTED)
    return made
