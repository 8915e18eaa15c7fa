"""Documents that people hand over: what is taken, how it lies, and that opening one stands on the trail."""

import io
import stat
import zipfile
from datetime import date
from pathlib import Path

import pytest
from django.conf import settings as django_settings

from payung.audit.models import Act
from payung.filing.actions import file_document, open_document
from payung.filing.kinds import JPEG, ODS, PDF, TABLES, TEXT, XLSX, kind_of
from payung.filing.models import Document
from payung.values.errors import InputError, ServiceError

ON = date(2026, 1, 5)
SCAN = b"%PDF-1.7\nSurat penetapan yang sudah ditandatangani"


@pytest.fixture(autouse=True)
def home(tmp_path, settings):
    settings.HOME = tmp_path
    return tmp_path


def packed(**files):
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as target:
        for name, content in files.items():
            target.writestr(name.replace("__", "/").replace("_DOT_", "."), content)
    return held.getvalue()


def test_the_content_says_what_a_file_is():
    assert kind_of(SCAN) == PDF
    assert kind_of(b"\xff\xd8\xff\xe0...") == JPEG
    assert kind_of(packed(xl__workbook_DOT_xml="<x/>")) == XLSX
    assert kind_of(packed(mimetype=ODS)) == ODS
    assert kind_of(b"NIK;NAMA\n") == TEXT
    assert kind_of(packed(anything="x")) is None
    assert kind_of(b"PK\x03\x04 no archive") is None
    assert kind_of(b"<html><script>") is None
    assert kind_of(b"MZ\x90\x00") is None


@pytest.mark.django_db
def test_a_document_lies_encrypted_and_opens_as_it_came(home):
    document = file_document(content=SCAN, name="../../SK 12<3>.exe", by=None, on=ON)
    assert (document.name, document.media_type, document.size) == ("SK 123.pdf", PDF, len(SCAN))
    (kept,) = [path for path in (home / "documents").rglob("*") if path.is_file()]
    assert b"ditandatangani" not in kept.read_bytes()
    assert stat.S_IMODE(kept.stat().st_mode) == stat.S_IMODE((home / "documents.key").stat().st_mode) == 0o600
    assert open_document(document=document, by=None) == SCAN
    assert Act.objects.filter(command="document.open", note=f"document {document.pk}").count() == 1


@pytest.mark.django_db
def test_a_changed_file_or_a_lost_key_does_not_open(home):
    document = file_document(content=SCAN, name="sk.pdf", by=None, on=ON)
    kept = home / "documents" / document.sha256[:2] / document.sha256
    whole = kept.read_bytes()
    kept.write_bytes(whole[:-4] + b"AAA=")
    with pytest.raises(ServiceError, match="document.unreadable"):
        open_document(document=document, by=None)
    kept.write_bytes(whole)
    (home / "documents.key").unlink()
    with pytest.raises(ServiceError, match="document.unreadable"):
        open_document(document=document, by=None)


@pytest.mark.django_db
def test_keys_can_be_changed(monkeypatch):
    from cryptography.fernet import Fernet

    old, new = Fernet.generate_key().decode(), Fernet.generate_key().decode()
    monkeypatch.setenv("PAYUNG_DOCUMENT_KEY", old)
    document = file_document(content=SCAN, name="sk.pdf", by=None, on=ON)
    monkeypatch.setenv("PAYUNG_DOCUMENT_KEY", f"{new},{old}")
    assert open_document(document=document, by=None) == SCAN
    assert not (Path(django_settings.HOME) / "documents.key").exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("content", "kinds", "code"),
    [
        (b"", None, "document.empty"),
        (b"<html>", None, "document.kind"),
        (SCAN, TABLES, "document.kind"),
        (b"%PDF-" + b"0" * (20 << 20), None, "document.too_large"),
    ],
)
def test_what_is_not_taken(content, kinds, code):
    given = {"kinds": kinds} if kinds else {}
    with pytest.raises(InputError, match=code):
        file_document(content=content, name="x", by=None, on=ON, **given)
    assert not Document.objects.exists()
