"""Uploads: files arrive one by one and are kept, wait, are read and checked in the background, some after somebody said what their columns mean.

The check takes files in groups, each group in one transaction with what became of its files: a process that is killed leaves whole groups, and
running it again takes just the files that still wait. Two at once do the same: each looks, behind the lock on the round, which of its files wait.
"""

import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from django.conf import settings
from django.db.models.functions import Now

from payung.accounts.models import User
from payung.audit.actions import acting
from payung.filing.kept import keep_content, lay_out
from payung.intake.actions import Outcome, Received, remember_columns, take_files
from payung.intake.columns import must_ask, titles_of
from payung.intake.models import Upload, UploadedFile
from payung.intake.queries import remembered_columns
from payung.intake.read.files import read_files, vocabulary
from payung.intake.read.header import UNUSED, header_key
from payung.intake.read.one import ReadFile
from payung.intake.read.refusals import DAMAGED, EMPTY, NO_HEADER
from payung.intake.senders import may_send_for, not_yours, require_sender, sender_named, senders_of, sends_for_anybody
from payung.intake.tasks import enqueue
from payung.places.models import Office
from payung.registry.models import Round
from payung.values.errors import InputError, OutOfScopeError, RefusedError
from payung.values.place import within
from payung.values.words import Words, number

_GROUP_FILES, _GROUP_ROWS = 8, 3_000  # taken in one transaction: small enough to show how it goes on, large enough to be quick
_S, _F = Upload.State, UploadedFile.State


def begin_upload(*, round: Round, by: User | None, on: date, office: Office | None = None, sender: str = "") -> Upload:
    """An upload to which files are added. `office`: who sent all of them; `sender`: the same by name; without both the names of the files say it,
    which takes somebody who sends for others. An office of another regency is refused.
    """
    if office is None and not sends_for_anybody(by, round.place_id, on):
        raise OutOfScopeError(
            "sender.missing", Words("Pilih kantor atau desa yang mengirim daftar ini.", "Choose the office or village that sends this list.")
        )
    with acting("upload.begin", by=by):
        if office is None and sender.strip():
            office = sender_named(name=sender.strip()[:150], place=round.place, by=by)
        if office is not None:
            require_sender(by, office, on)
            if not within(office.place_id, round.place_id):
                raise OutOfScopeError("sender.elsewhere", not_yours(office))
        return Upload.objects.create(round=round, by=by, office=office)


def add_file(*, upload: Upload, name: str, size: int, content: Iterable[bytes], by: User | None, on: date) -> UploadedFile:
    """The file kept under its fingerprint; one that is too large is refused and not kept. The same file again, as after a broken connection, once."""
    _require_own(upload, by)
    if upload.state != _S.COLLECTING:
        raise RefusedError("upload.sent", Words("Kiriman ini sudah diperiksa. Mulai kiriman baru.", "This was checked already. Start a new upload."))
    name = clean_name(name)
    if upload.files.count() >= settings.UPLOAD_MOST_FILES:
        raise InputError("upload.too_many_files", too_many())
    if refusal := _at_the_door(size):
        with acting("upload.add", by=by):
            return upload.files.create(name=name, size=size, state=_F.REFUSED, sentence_id=refusal.id, sentence_en=refusal.en)
    sha256 = keep_content(content)
    with acting("upload.add", by=by):
        return upload.files.get_or_create(name=name, sha256=sha256, defaults={"size": size})[0]


def send_upload(*, upload: Upload, by: User | None, on: date) -> None:
    """The upload waits for its check. Again: nothing changes."""
    _require_own(upload, by)
    with acting("upload.send", by=by):
        held = Upload.objects.select_for_update().get(pk=upload.pk)
        if held.state != _S.COLLECTING:
            return
        _wait(held, on)


def resume_upload(*, upload: Upload, by: User | None, on: date) -> None:
    """A check that was broken off, or of which nothing is heard, waits in the queue once more."""
    _require_own(upload, by)
    with acting("upload.resume", by=by):
        held = Upload.objects.select_for_update().get(pk=upload.pk)
        if held.state in (_S.WAITING, _S.CHECKING, _S.STOPPED):
            _wait(held, on)


def _wait(upload: Upload, on: date) -> None:
    upload.state = _S.WAITING
    upload.save(update_fields=["state"])
    enqueue(upload, on)


def stop_upload(*, upload_id: int) -> None:
    """What was checked stays checked; whoever sent it may let it go on."""
    with acting("upload.stop", by=None):
        Upload.objects.filter(pk=upload_id).exclude(state=_S.DONE).update(state=_S.STOPPED)


def confirm_columns(*, upload: Upload, files: Iterable[UploadedFile], meanings: Mapping[str, str], by: User | None, on: date) -> None:
    """What the titles (header key -> field, or "unused") of these files mean, which have the same ones; the check goes on with them.

    Remembered for each of their senders is what was asked, and what means something else than it was taken for.
    """
    _require_own(upload, by)
    fields = [name for name in meanings.values() if name != UNUSED]
    twice = {name for name in fields if fields.count(name) > 1}
    if twice:
        raise InputError(
            "columns.field_twice",
            Words(
                "Dua judul tidak boleh berarti kolom yang sama. Pilih “Tidak dipakai” untuk salah satunya.",
                "Two titles cannot mean the same column. Choose “Not used” for one of them.",
            ),
        )
    with acting("columns.remember", by=by):
        held = Upload.objects.select_for_update().get(pk=upload.pk)
        asked = list(held.files.filter(pk__in=[file.pk for file in files], state=_F.ASKING).select_related("office"))
        new = {key: meaning for key, meaning in meanings.items() if asked and _is_new(asked[0], key, meaning)}
        for office in {file.office for file in asked if file.office}:
            remember_columns(office=office, columns=new, by=by, on=on)
        held.files.filter(pk__in=[file.pk for file in asked]).update(state=_F.WAITING)
        if asked:
            _wait(held, on)


def _is_new(file: UploadedFile, key: str, meaning: str) -> bool:
    told = {header_key(text): (name, how) for text, name, how in file.titles}
    taken, how = told.get(key, (None, "unknown"))
    return how in ("guessed", "unknown") or meaning != (taken or UNUSED)


def check_files(*, upload_id: int, on: date) -> None:
    """Reads, checks and writes the files that wait. See the head of this file for what happens when it is killed or run twice."""
    upload = Upload.objects.select_related("round__place", "office__place", "by").filter(pk=upload_id).first()
    if upload is None or upload.state in (_S.DONE, _S.COLLECTING):
        return
    with acting("list.receive", by=upload.by):
        Upload.objects.filter(pk=upload.pk).update(state=_S.CHECKING, ended_at=None)
        Upload.objects.filter(pk=upload.pk, started_at=None).update(started_at=Now())
    waiting = list(upload.files.filter(state=_F.WAITING).order_by("name", "pk"))
    with tempfile.TemporaryDirectory(prefix="payung-") as folder:
        files = {lay_out(file.sha256, Path(folder), str(file.pk), file.name): file for file in waiting}
        _check_all(upload, files, on)
    with acting("list.receive", by=upload.by):
        held = Upload.objects.select_for_update().get(pk=upload.pk)
        states = set(held.files.values_list("state", flat=True))
        if _F.WAITING not in states:  # else somebody said meanwhile what columns mean, and the next task is at it
            held.state, held.ended_at = (_S.ASKING if _F.ASKING in states else _S.DONE), Now()
            held.save(update_fields=["state", "ended_at"])


def _check_all(upload: Upload, files: dict[Path, UploadedFile], on: date) -> None:
    job = _Job(upload, files, may_send_for(upload.by, on), on)
    job.senders = dict.fromkeys(files, upload.office) if upload.office else job.named(list(files), opened=False)
    job.remembered = remembered_columns(set(job.senders.values()))
    sheets: list[ReadFile] = []
    for group in _groups(read_files(list(files), remembered=job.columns)):
        for file in group:
            file.name = files[file.path].name
        sheets += [file for file in group if file.corrects]
        _take_group(job, [file for file in group if not file.corrects])
    for sheet in sheets:  # after all lists: what one corrects may be among them
        _take_group(job, [sheet])


@dataclass
class _Job:
    """One run of a check; `senders`: of the files whose office is there already."""

    upload: Upload
    files: dict[Path, UploadedFile]
    allowed: Callable[[Office], bool]
    on: date
    senders: dict[Path, Office] = field(default_factory=dict)
    remembered: dict[int, dict[str, str]] = field(default_factory=dict)

    def named(self, paths: list[Path], *, opened: bool) -> dict[Path, Office]:
        """The office that a file's name says."""
        names = {path: Path(f"{Path(self.files[path].name).stem or '?'}.x") for path in paths}
        offices = senders_of(list(set(names.values())), self.upload.round.place, by=self.upload.by, opened=opened)
        return {path: offices[name] for path, name in names.items() if name in offices}

    def columns(self, path: Path) -> dict[str, str]:
        return self.remembered.get(self.senders[path].pk, {}) if path in self.senders else {}


def _groups(files: Iterator[ReadFile]) -> Iterator[list[ReadFile]]:
    group: list[ReadFile] = []
    rows = 0
    for file in files:
        group.append(file)
        rows += sum(len(sheet.rows) for sheet in file.sheets)
        if len(group) >= _GROUP_FILES or rows >= _GROUP_ROWS:
            yield group
            group, rows = [], 0
    if group:
        yield group


def _take_group(job: _Job, group: list[ReadFile]) -> None:
    """One transaction: the files of the group that still wait, and what became of each."""
    if not group:
        return
    with acting("list.receive", by=job.upload.by):
        Round.objects.select_for_update().get(pk=job.upload.round_id)
        held = {file.pk: file for file in UploadedFile.objects.filter(pk__in=[job.files[file.path].pk for file in group], state=_F.WAITING)}
        waits = {file.path: held[pk] for file in group if (pk := job.files[file.path].pk) in held}
        result, taken = Received(), []
        new = [file.path for file in group if file.path in waits and file.path not in job.senders and _names_sender(file)]
        job.senders.update(job.named(new, opened=True))
        for file in group:
            if file.path in waits and not _set_aside(job, file, waits[file.path], result):
                taken.append(file)
        take_files(round=job.upload.round, files=taken, senders=job.senders, result=result, by=job.upload.by, on=job.on)
        lines = [_noted(waits[path], outcome) for path, outcome in result.outcomes.items()]
        UploadedFile.objects.bulk_update(lines, ["state", "sentence_id", "sentence_en", "office", "list", "corrected", "titles"])


def _names_sender(file: ReadFile) -> bool:
    """A photo that was sent by mistake opens no office of its name."""
    return file.refusal is None or file.refusal[0] == NO_HEADER.code


def _set_aside(job: _Job, file: ReadFile, line: UploadedFile, result: Received) -> bool:
    """Whether a file is not taken now: of nobody known, of somebody else, or with columns that a person must look at."""
    office = line.office = job.senders.get(file.path)
    titles = titles_of(file, vocabulary(), job.columns(file.path))
    line.titles = [[title.text, title.field, title.how] for title in titles]
    if office is None:
        result.refuse(file, file.refusal[1] if file.refusal else DAMAGED.words)
    elif not job.allowed(office):
        result.refuse(file, not_yours(office))
    elif must_ask(file, titles):
        result.outcome(file, "asking")
    return file.path in result.outcomes


_THERE = Words("Berkas yang sama sudah diterima sebelumnya. Tidak ada yang diubah.", "The same file was received before. Nothing was changed.")


def _noted(line: UploadedFile, outcome: Outcome) -> UploadedFile:
    told = [_THERE] if outcome.state == "there" else outcome.told
    line.state, line.corrected = outcome.state, outcome.corrected
    line.sentence_id, line.sentence_en = (" ".join(getattr(words, lang) for words in told)[:600] for lang in ("id", "en"))
    line.list = outcome.sent if outcome.sent and outcome.state == "checked" else None
    return line


def clean_name(name: str) -> str:
    """A file's name as it is kept and shown: no folders, nothing that cannot be seen, at most 150 characters, its ending whole."""
    plain = "".join(ch for ch in name.replace("\\", "/").rsplit("/", 1)[-1] if ch.isprintable()).strip().lstrip(".") or "berkas"
    stem, dot, ending = plain.rpartition(".")
    return f"{stem[:140]}{dot}{ending[:8]}" if stem else plain[:150]


def _at_the_door(size: int) -> Words | None:
    """Why a file is not even kept."""
    if size == 0:
        return EMPTY.words
    if size > settings.UPLOAD_MOST_BYTES:
        most = settings.UPLOAD_MOST_BYTES >> 20
        return Words(
            f"Berkas ini lebih besar dari {number(most)} MB dan tidak disimpan. Hapus gambar di dalamnya atau bagi daftarnya, lalu kirim lagi.",
            f"This file is larger than {number(most, 'en')} MB and was not kept. Remove pictures from it or split the list, and send it again.",
        )
    return None


def too_many() -> Words:
    most = settings.UPLOAD_MOST_FILES
    return Words(f"Sekali kirim paling banyak {most} berkas. Kirim sisanya sesudah ini.", f"At most {most} files at once. Send the rest after this.")


def _require_own(upload: Upload, by: User | None) -> None:
    if by is not None and upload.by_id != by.pk:
        raise OutOfScopeError("upload.not_yours", Words("Kiriman ini milik orang lain.", "This upload is somebody else's."))


def asked_groups(files: Iterable[UploadedFile]) -> list[tuple[list[UploadedFile], list[list[str | None]]]]:
    """Files that wait to hear what their columns mean, those with the same titles together: (files, titles)."""
    groups: dict[tuple[str, ...], list[UploadedFile]] = {}
    for file in files:
        if file.state == _F.ASKING:
            groups.setdefault(tuple(header_key(title[0]) for title in file.titles), []).append(file)
    return [(group, group[0].titles) for group in groups.values()]
