"""An order is made once, survives the end of its worker at any moment, and goes after thirty days with its file."""

import os
import time
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from payung.accounts.models import Assignment, Role, User
from payung.audit.actions import acting
from payung.filing.kept import keep_content, kept_at
from payung.reports import actions
from payung.reports.actions import Order, clear_papers, fetch_paper, folder, make_paper, order_paper
from payung.reports.models import Paper
from payung.reports.tasks import requeue_papers
from payung.values.errors import OutOfScopeError, RefusedError
from payung.values.words import Words

pytestmark = pytest.mark.django_db
ON = date(2026, 4, 20)
WANTED = Order("test", {"a": 1}, Words("Contoh", "Example"), right="fund.read", places=["74.05"])


@pytest.fixture
def somebody() -> User:
    user = User.objects.create(username="rian", display_name="Rian")
    Assignment.objects.create(user=user, role=Role.OWNER, place_id="74.05", since=date(2026, 1, 1))
    return user


@pytest.fixture
def made(monkeypatch) -> list[int]:
    """Papers that a maker was asked for; each is another text."""
    asked: list[int] = []

    def make(paper: Paper, path: Path, told) -> tuple[str, str]:
        asked.append(paper.pk)
        path.write_text(f"isi {len(asked)}", encoding="utf-8")
        return "contoh.txt", "text/plain"

    monkeypatch.setitem(actions.MAKERS, "test", make)
    return asked


def ordered(by: User, **changed) -> Paper:
    return order_paper(Order(**{**WANTED.__dict__, **changed}), by=by, on=ON, lang="id")


def queued() -> int:
    return DBTaskResult.objects.filter(status="READY").count()


def test_the_same_order_for_the_same_data_is_one_paper(somebody, made):
    first = ordered(somebody)
    assert ordered(somebody) == first
    make_paper(paper_id=first.pk)
    with acting("nik.reveal", by=somebody):  # changes nothing
        pass
    assert ordered(somebody) == first
    assert (queued(), made, Paper.objects.count()) == (1, [first.pk], 1)
    assert ordered(somebody, given={"a": 2}) != first
    with acting("list.accept", by=None):
        pass
    newer = ordered(somebody)
    assert newer != first
    assert ordered(somebody) == newer


def test_another_person_another_day_another_language_is_another_paper(somebody, made):
    other = User.objects.create(username="ani")
    papers = [ordered(somebody), ordered(other), order_paper(WANTED, by=somebody, on=date(2026, 4, 21), lang="id")]
    papers.append(order_paper(WANTED, by=somebody, on=ON, lang="en"))
    assert len({paper.pk for paper in papers}) == 4


def test_one_whose_file_was_lost_is_made_again(somebody, made):
    first = ordered(somebody)
    make_paper(paper_id=first.pk)
    first.refresh_from_db()
    kept_at(first.sha256, folder()).unlink()
    with pytest.raises(RefusedError):
        fetch_paper(first, by=somebody, on=ON)
    assert ordered(somebody) != first


def test_the_file_is_what_was_made_and_only_its_owner_has_it(somebody, made):
    paper = ordered(somebody)
    make_paper(paper_id=paper.pk)
    paper.refresh_from_db()
    assert (paper.state, paper.name, paper.size) == ("ready", "contoh.txt", 5)
    assert fetch_paper(paper, by=somebody, on=ON).read_text(encoding="utf-8") == "isi 1"
    with pytest.raises(OutOfScopeError):
        fetch_paper(paper, by=User.objects.create(username="ani"), on=ON)
    assert [path.name for path in folder().iterdir()] == [paper.sha256[:2]]  # no drafts are left


def test_twice_at_once_is_one_file(somebody, made, monkeypatch):
    paper = ordered(somebody)
    maker = actions.MAKERS["test"]

    def slow(one: Paper, path: Path, told) -> tuple[str, str]:
        monkeypatch.setitem(actions.MAKERS, "test", maker)
        make_paper(paper_id=one.pk)  # another worker is faster
        return maker(one, path, told)

    monkeypatch.setitem(actions.MAKERS, "test", slow)
    make_paper(paper_id=paper.pk)
    make_paper(paper_id=paper.pk)  # there: nothing is made
    paper.refresh_from_db()
    assert made == [paper.pk] * 2
    assert fetch_paper(paper, by=somebody, on=ON).read_text(encoding="utf-8") == "isi 1"


def test_a_refusal_is_told_and_a_fault_is_too(somebody, monkeypatch):
    def refuse(*_):
        raise RefusedError("test.no", Words("Tidak bisa.", "It cannot be."))

    monkeypatch.setitem(actions.MAKERS, "test", refuse)
    first = ordered(somebody)
    make_paper(paper_id=first.pk)
    first.refresh_from_db()
    assert (first.state, first.sentence_id) == ("failed", "Tidak bisa.")
    monkeypatch.setitem(actions.MAKERS, "test", lambda *_: 1 / 0)
    second = ordered(somebody)  # what failed may be ordered again
    with pytest.raises(ZeroDivisionError):
        make_paper(paper_id=second.pk)
    second.refresh_from_db()
    assert (second.state, "hubungi administrator" in second.sentence_id) == ("failed", True)


def test_nobody_fills_the_queue_alone(somebody, made):
    for n in range(10):
        ordered(somebody, given={"a": n})
    with pytest.raises(RefusedError):
        ordered(somebody, given={"a": 99})
    assert ordered(somebody, given={"a": 3}).given == {"a": 3}


def test_what_a_dead_worker_had_begun_waits_again(somebody, made):
    waiting, begun = ordered(somebody), ordered(somebody, given={"a": 2})
    Paper.objects.filter(pk=begun.pk).update(state="making")
    DBTaskResult.objects.filter(args_kwargs__args__0=begun.pk).update(status="RUNNING")
    assert [requeue_papers(), requeue_papers()] == [1, 0]
    assert queued() == 2
    for paper in (waiting, begun):
        make_paper(paper_id=paper.pk)
    assert set(Paper.objects.values_list("state", flat=True)) == {"ready"}
    assert requeue_papers() == 0


def test_after_thirty_days_it_is_gone_and_so_is_what_nobody_has(somebody, made):
    old, young = ordered(somebody), ordered(somebody, given={"a": 2})
    for paper in (old, young):
        make_paper(paper_id=paper.pk)
        paper.refresh_from_db()
    received = keep_content([b"isi 1"])  # the same bytes, sent by somebody: never taken away
    rest = folder() / "making-x"
    rest.mkdir()
    paths = [kept_at(paper.sha256, folder()) for paper in (old, young)]
    for path in (rest, *paths):
        os.utime(path, (0, time.time() - 7200))
    Paper.objects.filter(pk=old.pk).update(at=timezone.now() - timedelta(days=31))
    assert [clear_papers(now=timezone.now()), clear_papers(now=timezone.now())] == [1, 0]
    assert [path.exists() for path in (rest, *paths)] == [False, False, True]
    assert received == old.sha256
    assert kept_at(received).exists()


def test_the_database_keeps_what_is_said_of_papers(somebody, made):
    paper = ordered(somebody)
    for broken in ({"state": "lost"}, {"state": "ready"}, {"state": "failed"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Paper.objects.filter(pk=paper.pk).update(**broken)
    with pytest.raises(IntegrityError), transaction.atomic():
        Paper.objects.create(**{f.name: getattr(paper, f.name) for f in Paper._meta.fields if f.name not in ("id", "at")})
