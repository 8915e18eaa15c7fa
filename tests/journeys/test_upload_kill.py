"""A worker that is killed while it checks an upload, whatever it is doing: another one brings it to the same end."""

from collections.abc import Callable
from pathlib import Path

import pytest
from installations import WORKER, Installation, moments

from payung.demo.make_lists import make_lists

pytestmark = pytest.mark.large

_SEND = """
import datetime, pathlib, sys
from payung.intake import uploads
from payung.intake.actions import open_round
from payung.places.models import Place
on = datetime.date(2026, 1, 1)
round = open_round(place=Place.objects.get(code="74.05"), name="2026", start=on, by=None)
made = uploads.begin_upload(round=round, by=None, on=on)
for path in sorted(pathlib.Path(sys.argv[1]).iterdir()):
    data = path.read_bytes()
    uploads.add_file(upload=made, name=path.name, size=len(data), content=[data], by=None, on=on)
uploads.send_upload(upload=made, by=None, on=on)
"""
_REQUEUE = """
import datetime
from payung.intake.tasks import requeue_uploads
print(requeue_uploads(on=datetime.date(2026, 1, 1)))
"""
_STATE = """
import hashlib
from payung.intake.models import Finding, Row, SubmittedList, Upload, UploadedFile
rows = Row.objects.order_by("list__file_name", "sheet", "number").values_list("list__file_name", "number", "nik", "verdict", "codes")
told = Finding.objects.order_by("row__list__file_name", "row__number", "code").values_list("row__list__file_name", "row__number", "code")
files = UploadedFile.objects.order_by("name").values_list("name", "state", "list__file_name")
held = [list(rows), list(told), list(files), list(SubmittedList.objects.order_by("file_name").values_list("file_name", "rows"))]
waiting = UploadedFile.objects.filter(state="waiting").count()
print(Upload.objects.get().state, Row.objects.count(), waiting, hashlib.sha256(repr(held).encode()).hexdigest())
"""

KILLS = 4


def test_a_worker_killed_again_and_again_changes_nothing(tmp_path: Path, copies: Callable[[str], Installation]) -> None:
    make_lists(tmp_path / "people", people=4_000, lists=24, seed=11)
    copies("base")
    calm, disturbed = copies("calm"), copies("disturbed")
    for installation in (calm, disturbed):
        installation.python(_SEND, str(tmp_path / "people" / "lists"))
    steps, hit = calm.steps("-c", WORKER), 0
    expected = calm.python(_STATE).split()
    assert (expected[0], expected[2]) == ("done", "0")
    for at in moments(steps // 2, KILLS):  # what is checked stays checked, so each time less is left
        hit += disturbed.kill(at, "-c", WORKER)
        disturbed.python(_REQUEUE)
    assert hit >= 3, "kills must come while the work is under way"
    disturbed.steps("-c", WORKER)
    assert disturbed.python(_STATE).split() == expected
