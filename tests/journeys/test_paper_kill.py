"""A worker that is killed while it makes a thick paper, whatever it is doing: another one makes it, once, and no rests stay."""

from collections.abc import Callable
from pathlib import Path

import pytest
from installations import WORKER, Installation, moments
from pypdf import PdfReader

pytestmark = pytest.mark.large

_ORDER = """
import datetime, sys
sys.path.insert(0, sys.argv[1])
from invented import begin
from payung.accounts.models import Assignment, User
from payung.reports.actions import Order, order_paper
from payung.values.words import Words
programme, on = begin(), datetime.date(2026, 4, 20)
programme.candidates(6_000)
one = programme.determined(programme.fund(amount=10**10))
user = User.objects.create(username="rian", display_name="Rian")
Assignment.objects.create(user=user, role="operator", place_id="74.05", since=datetime.date(2026, 1, 1))
for _ in range(2):
    given = {"determination": one.pk, "outcome": "in", "form": "pdf"}
    order_paper(Order("annex", given, Words("L", "A"), right="fund.read", full=True, places=["74.05"]), by=user, on=on, lang="id")
"""
_REQUEUE = """
import datetime, os
from payung.reports.actions import clear_papers, folder
from payung.reports.models import Paper
from payung.reports.tasks import requeue_papers
print(Paper.objects.get().state)
for rest in folder().glob("making-*"):
    os.utime(rest, (0, 0))
requeue_papers()
clear_papers(now=datetime.datetime(2026, 4, 20, tzinfo=datetime.UTC))
"""


def test_killed_again_and_again_it_is_made_once_and_whole(tmp_path: Path, copies: Callable[[str], Installation]) -> None:
    base = copies("base")
    base.python(_ORDER, str(Path(__file__).parents[1] / "unit"))
    calm, papers, states = copies("calm"), base.home / "papers", list[str]()
    for at in moments(calm.steps("-c", WORKER) - 2, 3):  # the last two are the worker's own
        assert base.kill(at, "-c", WORKER)
        states += base.python(_REQUEUE).splitlines()
    assert "making" in states, "some kills must come while the work is under way"
    base.python(WORKER)
    assert base.python(_REQUEUE).split() == ["ready"]  # the same order twice is one paper
    assert not list(papers.glob("making-*"))
    (made,) = (path for path in papers.glob("*/*"))
    sheets = PdfReader(made).pages
    assert len(sheets) == 177
    assert "Lembar ke-177 dari 177" in sheets[176].extract_text()
    assert "sampai lembar ini: 6.000" in sheets[176].extract_text()
