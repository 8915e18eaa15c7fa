"""The history of a person, a row or a list in plain words: who did what and when, from the trail."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db.models import Model

from payung.audit.models import Act, Op
from payung.audit.queries import Change, histories
from payung.intake.checks.catalog import VERDICTS
from payung.intake.models import Row, SubmittedList
from payung.places.models import Place
from payung.registry.models import Candidate, Person
from payung.reports.person import Dossier
from payung.review.models import Answer, Decision
from payung.roster.models import Membership
from payung.values.month import Month
from payung.values.nik import mask, mask_in
from payung.values.problem import Verdict
from payung.values.words import Words, day, rupiah

TITLES: dict[str, Words] = {
    "nik": Words("NIK", "NIK"),
    "name": Words("Nama", "Name"),
    "birth_date": Words("Tanggal lahir", "Birth date"),
    "birth_place": Words("Tempat lahir", "Birth place"),
    "sex": Words("Jenis kelamin", "Sex"),
    "mother": Words("Nama ibu kandung", "Mother's name"),
    "phone": Words("Nomor HP", "Phone"),
    "address": Words("Alamat", "Address"),
    "village_id": Words("Desa", "Village"),
    "occupation": Words("Pekerjaan", "Occupation"),
    "income": Words("Penghasilan", "Income"),
    "verdict": Words("Hasil pemeriksaan", "Result of the check"),
}
SEXES = {"L": Words("laki-laki", "male"), "P": Words("perempuan", "female")}
MACHINE = Words("Petugas di komputer server", "Somebody at the server itself")
OUTSIDE = Words("Sistem", "The system")
_ANSWERS = {
    Answer.SAME: Words("menyatakan pasangan ini orang yang sama", "found this pair to be one person"),
    Answer.DIFFERENT: Words("menyatakan pasangan ini dua orang yang berbeda", "found this pair to be two people"),
    Answer.UNSURE: Words("belum yakin tentang pasangan ini", "was not sure about this pair"),
    Answer.OPEN: Words("menarik kembali jawaban tentang pasangan ini", "took back the answer about this pair"),
}
_ACCEPTED, _RECEIVED = SubmittedList.State.ACCEPTED, SubmittedList.State.RECEIVED


@dataclass
class Event:
    """One line of a timeline; `act`: what it belongs to."""

    at: datetime
    who: Words
    what: Words
    detail: Words | None = None
    act: int | None = field(default=None, repr=False)


def of_person(held: Dossier) -> list[Event]:
    """Everything on the trail about a person, the newest first."""
    spells = list(Membership.objects.filter(person__in=[each.pk for each in held.numbers]).select_related("fund"))
    events = [  # what follows from what in one act: the last first
        *(_decided(decision) for decision in held.decisions),
        *_rows_of("roster_membership", spells, _spell),
        *_rows_of("registry_candidate", held.candidacies, _candidate),
        *_rows_of("registry_person", held.numbers, _person),
        *_rows_of("intake_row", held.rows, _row),
    ]
    return sorted(events, key=lambda event: event.at, reverse=True)


def of_row(row: Row) -> list[Event]:
    """What happened to one row of a list, and through which correction sheet."""
    events = list(_rows_of("intake_row", [row], _row))
    sheets = _sheets(row.list, [event.act for event in events if event.act])
    for event in events:
        if name := sheets.get(event.act or 0):
            event.detail = Words(f"Lewat lembar perbaikan “{name}”.", f"By the correction sheet “{name}”.")
    return sorted(events, key=lambda event: event.at, reverse=True)


def of_list(sent: SubmittedList) -> list[Event]:
    """Received, corrected, accepted."""
    events = list(_rows_of("intake_submittedlist", [sent], _list))
    for sheet in sent.corrections.all():
        name, rows = sheet.file_name, sheet.rows
        told = Words(f"Lembar perbaikan “{name}”: {rows} baris berubah.", f"Correction sheet “{name}”: {rows} rows changed.")
        for change in histories("intake_submittedlist", [sheet.pk])[sheet.pk]:
            if change.op == Op.INSERT:
                events.append(Event(change.at, _who(change), Words("memperbaiki daftar ini", "corrected this list"), told))
    return sorted(events, key=lambda event: event.at, reverse=True)


def _decided(decision: Decision) -> Event:
    signed, reason = Words(decision.signed, decision.signed), Words(f"“{decision.reason}”", f"“{decision.reason}”")
    return Event(decision.at, signed, _ANSWERS[Answer(decision.answer)], reason)


def _sheets(sent: SubmittedList, acts: Sequence[int]) -> dict[int, str]:
    """Act -> the correction sheet that came in it."""
    found: dict[int, str] = {}
    sheets = {sheet.pk: sheet.file_name for sheet in sent.corrections.all()}
    for pk, changes in histories("intake_submittedlist", list(sheets)).items():
        found |= {change.act.pk: sheets[pk] for change in changes if change.act and change.act.pk in acts}
    return found


_Say = Callable[[Any, Change, Mapping[str, Any]], Iterator[Words]]


def _rows_of(table: str, rows: Sequence[Model], say: _Say) -> list[Event]:
    """`say` tells of a row, a change and the values right after it; what says nothing is left out."""
    told = histories(table, [row.pk for row in rows])
    events = []
    for row in rows:
        now = {column.attname: getattr(row, column.attname) for column in row._meta.concrete_fields}
        for change in told[row.pk]:
            events += [Event(change.at, _who(change), words, None, change.act.pk if change.act else None) for words in say(row, change, now)]
            if change.op == Op.UPDATE:
                now = {**now, **(change.old or {})}
    return events


def _who(change: Change) -> Words:
    act: Act | None = change.act
    if act is None:
        return OUTSIDE
    return Words(act.actor.display_name, act.actor.display_name) if act.actor else MACHINE


def _person(person: Person, change: Change, now: Mapping[str, Any]) -> Iterator[Words]:
    if change.op == Op.INSERT:
        yield Words("mencatat orang ini untuk pertama kali", "entered this person for the first time")
        return
    old = change.old or {}
    if "same_as_id" in old:
        if now.get("same_as_id"):
            yield Words("menggabungkan nomor ini dengan nomor lain dari orang yang sama", "joined this number with another of the same person")
        else:
            yield Words("memisahkan kembali nomor ini dari orang lain", "took this number apart from another person again")
    yield from _changes(old, now)


def _candidate(candidate: Candidate, change: Change, now: Mapping[str, Any]) -> Iterator[Words]:
    name, office = candidate.round.name, candidate.office.name
    old = change.old or {}
    if change.op == Op.INSERT:
        yield Words(f"menerima usulan {office} dalam {name}", f"accepted the proposal of {office} in {name}")
    elif "stands" in old:
        falls = not now.get("stands")
        yield (
            Words(f"menggugurkan usulan dalam {name}", f"let the proposal in {name} fall")
            if falls
            else Words(f"memulihkan usulan dalam {name}", f"restored the proposal in {name}")
        )
    yield from _changes(old, now)


def _row(row: Row, change: Change, now: Mapping[str, Any]) -> Iterator[Words]:
    where = Words(f"baris {row.number} “{row.list.file_name}”", f"row {row.number} of “{row.list.file_name}”")
    if change.op == Op.INSERT:
        result = VERDICTS[Verdict(str(now["verdict"]))]
        yield Words(f"menerima {where.id}, hasilnya {result.id}", f"received {where.en}, the result: {result.en}")
        return
    for words in _changes(change.old or {}, now):
        yield Words(f"memperbaiki {where.id}: {_lower(words.id)}", f"corrected {where.en}: {_lower(words.en)}")


def _spell(spell: Membership, change: Change, now: Mapping[str, Any]) -> Iterator[Words]:
    fund, first, last = spell.fund.name, _month(now.get("first_month")), _month(now.get("last_month"))
    if change.op == Op.INSERT and first:
        yield Words(f"memasukkan ke daftar {fund} mulai {first.said()}", f"put on the list of {fund} from {first.said('en')}")
    elif "last_month" in (change.old or {}):
        if last is None:
            yield Words(f"mengembalikan ke daftar {fund}", f"put back on the list of {fund}")
        elif first and last < first:
            yield Words(f"mengeluarkan dari daftar {fund} sebelum bulan pertama", f"took off the list of {fund} before the first month")
        else:
            yield Words(f"mengeluarkan dari daftar {fund} sesudah {last.said()}", f"took off the list of {fund} after {last.said('en')}")


def _list(sent: SubmittedList, change: Change, now: Mapping[str, Any]) -> Iterator[Words]:
    if change.op == Op.INSERT:
        if sent.corrects_id:
            yield Words("menerima lembar perbaikan ini", "received this correction sheet")
        else:
            yield Words("menerima daftar ini", "received this list")
    elif "state" in (change.old or {}):
        state = now.get("state")
        if state == _ACCEPTED:
            yield Words("menerima baris yang lolos sebagai calon", "accepted the rows that pass as candidates")
        elif state == _RECEIVED:
            yield Words("membuka daftar ini lagi untuk diterima", "opened this list again for acceptance")


def _changes(old: Mapping[str, Any], now: Mapping[str, Any]) -> Iterator[Words]:
    """ "Tanggal lahir diubah dari 1 Mei 1980 menjadi 2 Mei 1980", for each column that has a title."""
    for column, before in old.items():
        if column not in TITLES:
            continue
        title, was, became = TITLES[column], said_value(column, before), said_value(column, now.get(column))
        if was.id == "–":
            yield Words(f"{title.id} diisi: {became.id}", f"{title.en} filled in: {became.en}")
        elif was != became:
            yield Words(f"{title.id} diubah dari {was.id} menjadi {became.id}", f"{title.en} changed from {was.en} to {became.en}")


def said_value(column: str, value: Any) -> Words:
    """A value of a person or row as people read it; numbers masked."""
    if value in (None, ""):
        return Words("–", "–")
    if column == "birth_date":
        born = value if isinstance(value, date) else date.fromisoformat(str(value)[:10])
        return Words(day(born), day(born, "en"))
    if column == "sex":
        return SEXES.get(str(value), Words(str(value), str(value)))
    if column == "verdict":
        return VERDICTS[Verdict(str(value))]
    if column == "income":
        return Words(rupiah(int(value)), rupiah(int(value), "en"))
    if column == "village_id":
        name = Place.objects.filter(code=value).values_list("name", flat=True).first() or str(value)
        return Words(name, name)
    text = mask(str(value)) if column == "nik" else mask_in(str(value))
    return Words(text, text)


def _month(value: Any) -> Month | None:
    return value if value is None or isinstance(value, Month) else Month(int(value))


def _lower(text: str) -> str:
    return text if text.startswith("NIK") else text[:1].lower() + text[1:]
