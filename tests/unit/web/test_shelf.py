"""A file that waits to be confirmed is for whoever gave it, hidden from others on the machine, and gone when it is old."""

import os
import stat
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from payung.web.shelf import Shelf


@pytest.fixture
def shelf(settings, tmp_path) -> Shelf:
    settings.FILES = tmp_path / "files"
    return Shelf("waiting", "berkas")


def put(shelf: Shelf, name: str = "daftar.csv", note=lambda path: {"size": path.stat().st_size}):
    return shelf.put(SimpleUploadedFile(name, b"NIK;Nama\n"), 7, note)


def test_it_is_for_whoever_gave_it_and_nobody_else_looks_in(shelf):
    made = put(shelf)
    assert shelf.get(made.token, 7) == made
    assert (made.path.name, made.path.read_bytes(), made.told) == ("daftar.csv", b"NIK;Nama\n", {"size": 9})
    assert shelf.get(made.token, 8) is None
    assert shelf.get("../waiting", 7) is None
    assert stat.S_IMODE(made.path.parent.stat().st_mode) == 0o700
    shelf.clear(made.token)
    assert shelf.get(made.token, 7) is None


def test_what_cannot_be_read_leaves_nothing(shelf, tmp_path):
    with pytest.raises(ZeroDivisionError):
        put(shelf, note=lambda path: {"x": 1 // 0})
    assert list((tmp_path / "waiting").iterdir()) == []


def test_the_next_one_clears_what_is_a_day_old(shelf):
    old = put(shelf)
    os.utime(old.path.parent, (0, 0))
    new = put(shelf)
    assert (shelf.get(old.token, 7), shelf.get(new.token, 7)) == (None, new)


@pytest.mark.parametrize(("given", "kept"), [("a\\b:c?.xlsx", "b_c_.xlsx"), ("...", "berkas"), ("x" * 300 + ".csv", "x" * 120 + ".csv")])
def test_a_name_is_what_a_disk_may_hold(shelf, given, kept):
    file = SimpleUploadedFile("a", b"")
    file._name = given
    assert Path(shelf.put(file, 1, lambda path: {}).path).name == kept
