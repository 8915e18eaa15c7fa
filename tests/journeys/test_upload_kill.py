"""A worker that is killed while it checks an upload, whatever it is doing: another one brings it to the same end."""

import random
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import psycopg
import pytest
from installations import Installation

from payung.demo.make_lists import make_lists

pytestmark = pytest.mark.large

_SEND = """
import datetime, pathlib, sys
import django
django.setup()
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
# groups of two files, so that there are more moments between them than kills
_WORKER = """
import sys
import django
django.setup()
from django.core.management import execute_from_command_line
from payung.intake import uploads
uploads._GROUP_FILES = 2
execute_from_command_line(["django", *sys.argv[1:]])
"""
_REQUEUE = """
import datetime
import django
django.setup()
from payung.intake.tasks import requeue_uploads
print(requeue_uploads(on=datetime.date(2026, 1, 1)))
"""
_STATE = """
import hashlib
import django
django.setup()
from payung.intake.models import Finding, Row, SubmittedList, Upload, UploadedFile
rows = Row.objects.order_by("list__file_name", "sheet", "number").values_list("list__file_name", "number", "nik", "verdict", "codes")
told = Finding.objects.order_by("row__list__file_name", "row__number", "code").values_list("row__list__file_name", "row__number", "code")
files = UploadedFile.objects.order_by("name").values_list("name", "state", "list__file_name")
held = [list(rows), list(told), list(files), list(SubmittedList.objects.order_by("file_name").values_list("file_name", "rows"))]
waiting = UploadedFile.objects.filter(state="waiting").count()
print(Upload.objects.get().state, Row.objects.count(), waiting, hashlib.sha256(repr(held).encode()).hexdigest())
"""


def python(installation: Installation, *words: str) -> list[str]:
    environment = {**installation.environment, "DJANGO_SETTINGS_MODULE": "payung.config.settings"}
    done = subprocess.run([sys.executable, *words], env=environment, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr
    return done.stdout.split()


def worker(installation: Installation, *more: str) -> "subprocess.Popen[bytes]":
    environment = {**installation.environment, "DJANGO_SETTINGS_MODULE": "payung.config.settings"}
    words = [sys.executable, "-c", _WORKER, "db_worker", "--interval", "0.05", "--no-startup-delay", *more]
    return subprocess.Popen(words, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def waiting(installation: Installation) -> int:
    """Files that are not checked yet."""
    asked = "SELECT COUNT(*) FROM intake_uploadedfile WHERE state = 'waiting'"
    if url := installation.environment.get("DATABASE_URL"):
        with psycopg.connect(url) as there:
            return there.execute(asked).fetchone()[0]
    there = sqlite3.connect(installation.home / "payung.sqlite3", timeout=60)
    with closing(there):
        return there.execute(asked).fetchone()[0]


def test_a_worker_killed_again_and_again_changes_nothing(tmp_path: Path, copies: Callable[[str], Installation]) -> None:
    make_lists(tmp_path / "people", people=12_000, lists=40, seed=11)
    copies("base")
    calm, disturbed, moments = copies("calm"), copies("disturbed"), random.Random(8)
    for installation in (calm, disturbed):
        python(installation, "-c", _SEND, str(tmp_path / "people" / "lists"))
    assert worker(calm, "--batch").wait(300) == 0
    expected = python(calm, "-c", _STATE)
    assert (expected[0], expected[2]) == ("done", "0")

    broken_off = 0
    while (before := waiting(disturbed)) and broken_off < 8:
        process = worker(disturbed, "--batch")
        while waiting(disturbed) == before and process.poll() is None:
            time.sleep(0.02)
        time.sleep(moments.uniform(0, 0.1))  # into the next group
        process.send_signal(signal.SIGKILL)
        process.wait(60)
        broken_off += waiting(disturbed) > 0
        python(disturbed, "-c", _REQUEUE)
    assert broken_off >= 2, "some kills must come while the work is under way"
    assert worker(disturbed, "--batch").wait(300) == 0
    assert python(disturbed, "-c", _STATE) == expected
