"""Papers: ordered once for the same content, made by a worker that may be killed at any moment, fetched, and gone after thirty days."""

import json
import logging
import shutil
import tempfile
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import date, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db.models.functions import Now

from payung.accounts.models import User
from payung.audit.actions import acting
from payung.audit.kept import newest_change
from payung.filing.kept import digest_of_file, keep_file, kept_at
from payung.reports.makers import MAKERS
from payung.reports.models import Paper
from payung.reports.queries import may_fetch, tell
from payung.reports.tasks import enqueue
from payung.reports.told import Told
from payung.values.errors import OutOfScopeError, PayungError, RefusedError
from payung.values.words import Lang, Words

log = logging.getLogger("payung.reports")
DAYS = 30  # that a paper is kept
_MOST = 10  # papers of one person that wait or are made at once
_OLD = 60 * 60  # seconds after which a file that belongs to no paper is the rest of a making that was killed
_OFTEN = 0.5  # seconds between two notes of how far it is
_S = Paper.State

_NOT_YOURS = Words(
    "Berkas ini bukan pesanan Anda, atau Anda tidak lagi berwenang mengambilnya.",
    "You did not order this paper, or you are not entitled to fetch it any more.",
)
_GONE = Words("Berkas ini tidak ada lagi. Pesan lagi dari halamannya.", "This paper is not here any more. Order it again from its page.")
_BUSY = Words(
    "{n} berkas pesanan Anda masih dibuat. Tunggu sampai ada yang selesai, lalu pesan lagi.",
    "{n} papers that you ordered are still being made. Wait until one is ready, then order again.",
)
_BROKEN = Words(
    "Berkas ini tidak dapat dibuat karena gangguan pada Payung. Pesan sekali lagi; bila tetap gagal, hubungi administrator.",
    "This paper could not be made because of a fault in Payung. Order it once more; if that fails too, tell an administrator.",
)


@dataclass(frozen=True)
class Order:
    """What is ordered; the fields are those of Paper."""

    kind: str
    given: dict[str, Any]
    title: Words
    right: str
    full: bool = False
    about: str = ""
    places: Sequence[str] = ()
    offices: Sequence[int] = field(default=())


def folder() -> Path:
    """Where the files of papers lie; nobody else on the machine may look into it."""
    path = Path(settings.HOME) / "papers"
    path.mkdir(parents=True, exist_ok=True, mode=0o700)
    return path


def order_paper(order: Order, *, by: User, on: date, lang: Lang) -> Paper:
    """The paper that will be made. The same order while it waits, or after it was made from data that has not changed since, gives the same paper."""
    written = json.dumps([{**asdict(order), "title": ""}, by.pk, on.isoformat(), lang], sort_keys=True, default=list)
    key = sha256(written.encode()).hexdigest()
    with acting("paper.order", by=by, note=f"{order.kind}{', full' if order.full else ''} {order.about}".strip()):
        User.objects.select_for_update().get(pk=by.pk)  # of two orders of one person, one comes first
        data = _data()
        mine = Paper.objects.filter(asked_by=by)
        same = mine.filter(order=key).exclude(state=_S.FAILED).order_by("-pk")
        for paper in same:
            if paper.state == _S.WAITING or (paper.data == data and (paper.state == _S.MAKING or kept_at(paper.sha256, folder()).is_file())):
                return paper
        if mine.filter(state__in=[_S.WAITING, _S.MAKING]).count() >= _MOST:
            raise RefusedError("paper.too_many", _BUSY.counting(n=_MOST))
        paper = Paper.objects.create(
            **{name: getattr(order, name) for name in ("kind", "given", "right", "full", "about")},
            places=list(order.places),
            offices=list(order.offices),
            title_id=order.title.id[:200],
            title_en=order.title.en[:200],
            lang=lang,
            asked_by=by,
            asked_on=on,
            order=key,
            data=data,
        )
        enqueue(paper)
        return paper


def make_paper(*, paper_id: int) -> None:
    """Makes what waits, or what a worker that was killed had begun. Two at once make it twice, and the first one's file is the paper's."""
    paper = Paper.objects.select_related("asked_by").filter(pk=paper_id, state__in=[_S.WAITING, _S.MAKING]).first()
    if paper is None:
        return
    with acting("paper.make", by=paper.asked_by):
        Paper.objects.filter(pk=paper.pk, state__in=[_S.WAITING, _S.MAKING]).update(state=_S.MAKING, data=_data(), started_at=Now())
    try:
        with tempfile.TemporaryDirectory(prefix="making-", dir=folder()) as drafts:
            draft = Path(drafts) / "paper"
            name, media_type = MAKERS[paper.kind](paper, draft, _telling(paper.pk))
            digest, size = digest_of_file(draft), draft.stat().st_size
            keep_file(draft, digest, folder(), private=True)
    except PayungError as error:
        _fail(paper, error.words)
        log.warning("paper.failed", extra={"code": error.code, "paper": paper.pk})
        return
    except Exception:
        _fail(paper, _BROKEN)
        raise
    _end(paper, state=_S.READY, sha256=digest, size=size, name=name[:200], media_type=media_type)


def _telling(paper: int) -> Told:
    last = 0.0

    def told(done: int, whole: int) -> None:
        nonlocal last
        if time.monotonic() - last > _OFTEN:
            last = time.monotonic()
            tell(paper, done, whole)

    return told


def _fail(paper: Paper, why: Words) -> None:
    _end(paper, state=_S.FAILED, sentence_id=why.id[:600], sentence_en=why.en[:600])


def _end(paper: Paper, **fields: Any) -> None:
    with acting("paper.make", by=paper.asked_by):
        Paper.objects.filter(pk=paper.pk, state=_S.MAKING).update(ended_at=Now(), **fields)


def fetch_paper(paper: Paper, *, by: User, on: date) -> Path:
    """The file. With full NIKs that is an act; without the right it is as if the paper were not there."""
    if not may_fetch(paper, by=by, on=on):
        raise OutOfScopeError("paper.not_yours", _NOT_YOURS)
    kept = kept_at(paper.sha256, folder())
    if paper.state != _S.READY or not kept.is_file():
        raise RefusedError("paper.gone", _GONE)
    if paper.full:
        with acting("nik.reveal", by=by, note=f"paper {paper.pk}, {paper.kind} {paper.about}".strip()):
            pass
    return kept


def clear_papers(*, now: datetime) -> int:
    """Papers older than `DAYS` go, and files that no paper has; how many papers. For whoever starts a worker; again: nothing changes."""
    with acting("paper.clear", by=None):
        gone, _ = Paper.objects.filter(at__lt=now - timedelta(days=DAYS)).delete()
    held = set(Paper.objects.exclude(sha256="").values_list("sha256", flat=True))
    for path in folder().glob("*/*"):
        if path.name not in held and time.time() - path.stat().st_mtime > _OLD:
            path.unlink(missing_ok=True)
    for path in folder().glob("making-*"):
        if time.time() - path.stat().st_mtime > _OLD:
            shutil.rmtree(path, ignore_errors=True)
    return gone


def _data() -> str:
    """A fingerprint that is another one after any change of the data."""
    return sha256(repr(newest_change()).encode()).hexdigest()
