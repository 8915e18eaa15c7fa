"""The pages of a determination's papers: steps, numbers, scans, versions; who may do what."""

from datetime import date
from io import BytesIO

import docx
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from invented import TODAY, Programme
from pypdf import PdfReader

from payung.accounts.models import Role
from payung.correspondence.models import Letterhead, PaperRule
from payung.planning.actions import determine
from payung.planning.models import Determination, Signing
from payung.planning.signed import list_fingerprint, short
from payung.planning.signing import sign
from payung.registry.models import Person

pytestmark = pytest.mark.django_db
DAY = date(2026, 4, 20)
PRICE = 12 * 16_800
HEAD = {"pemerintah": "Pemerintah Kabupaten", "kantor": "Disnaker", "alamat": "Jalan Karangan 1", "kontak": "", "tempat": "Andoolo"}


@pytest.fixture
def one(programme: Programme) -> Determination:
    programme.candidates(3)
    return programme.determined(programme.fund(amount=3 * PRICE))


def pages(one: Determination) -> str:
    return f"/penetapan/{one.pk}/naskah/"


def scan(name: str = "sk.pdf", content: bytes = b"%PDF-1.7 signed") -> dict:
    return {"nomor": "SK 1", "tanggal": "2026-01-05", "penanda_tangan": "H. Karangan", "berkas": SimpleUploadedFile(name, content)}


def test_papers_download_in_both_forms_and_show_a_picture(one, as_role):
    owner = as_role(Role.OWNER)
    pdf = owner.get(f"{pages(one)}decree.pdf")
    assert "decree" not in pdf["Content-Disposition"]
    assert "SK 1" in PdfReader(BytesIO(pdf.content)).pages[0].extract_text()
    word = docx.Document(BytesIO(owner.get(f"{pages(one)}decree.docx").content))
    assert any("NOMOR SK 1" in paragraph.text for paragraph in word.paragraphs)
    assert owner.get(f"{pages(one)}decree.png")["Content-Type"] == "image/png"
    assert owner.get(f"{pages(one)}decree.pdf?lihat=1")["Content-Disposition"].startswith("inline")
    assert owner.get(f"{pages(one)}other.pdf").status_code == 404


def test_the_annex_bears_the_fingerprint_of_the_decree(one, as_role):
    annex = as_role(Role.OWNER).get(f"/penetapan/{one.pk}/lampiran/?bentuk=pdf")
    words = " ".join(PdfReader(BytesIO(annex.content)).pages[0].extract_text().split())
    assert f"Sidik daftar: {short(list_fingerprint(one))}" in words
    assert "3 orang × Rp201.600 (Januari 2026 sampai Desember 2026) = Rp604.800" in words


def test_a_scan_is_handed_in_once_and_opened_by_whoever_may(one, as_role):
    owner = as_role(Role.OWNER)
    assert "Serahkan pindaian bertanda tangan" in owner.get(pages(one)).content.decode()
    owner.post(f"{pages(one)}decree/tanda-tangan/", scan())
    signing = Signing.objects.get()
    assert (signing.number, str(signing.signed_on), signing.by.display_name) == ("SK 1", "2026-01-05", str(signing.by))
    shown = owner.get(pages(one)).content.decode()
    assert "5 Januari 2026, H. Karangan" in shown
    answer = owner.post(f"{pages(one)}decree/tanda-tangan/", scan(content=b"%PDF-1.7 other"))
    assert answer.status_code == 422
    assert "tidak berubah lagi" in answer.content.decode()
    assert as_role(Role.AUDITOR).get(f"{pages(one)}decree/pindaian/").content == b"%PDF-1.7 signed"
    assert as_role(Role.TREASURER).get(f"{pages(one)}decree/pindaian/").status_code == 403
    assert as_role(Role.OPERATOR).post(f"{pages(one)}minutes/tanda-tangan/", scan()).status_code == 403


def test_what_is_not_a_scan_is_said(one, as_role):
    owner = as_role(Role.OWNER)
    answer = owner.post(f"{pages(one)}decree/tanda-tangan/", scan("sk.pdf", b"<html>"))
    assert (answer.status_code, "Jenis berkas ini tidak diterima" in answer.content.decode()) == (422, True)
    owner.post(f"{pages(one)}decree/tanda-tangan/", {"nomor": "SK 1"})
    assert not Signing.objects.exists()


def test_the_owner_sets_letterhead_and_numbers_and_takes_one(one, as_role):
    owner, address = as_role(Role.OWNER), f"/dana/{one.fund_id}/kop-surat/"
    assert "Kop surat belum diatur" in owner.get(pages(one)).content.decode()
    wrong = owner.post(address, {**HEAD, "cover_letter-pola": "400/{n}"})
    assert wrong.status_code == 422
    assert not Letterhead.objects.exists()  # nothing half-kept
    owner.post(address, {**HEAD, "cover_letter-pola": "400/{n}/{year}", "decree-jabatan": "Bupati", "decree-nama": "H. Karangan"})
    assert PaperRule.objects.get(kind="decree").name == "H. Karangan"
    owner.post(f"{pages(one)}cover_letter/nomor/")
    assert "400/1/2026" in owner.get(pages(one)).content.decode()
    assert as_role(Role.TREASURER).post(f"{pages(one)}cover_letter/nomor/").status_code == 403
    assert as_role(Role.OPERATOR).post(address, HEAD).status_code == 403


def test_a_signed_list_asks_for_a_reason_and_shows_both_versions(one, as_role, programme):
    sign(determination=one, kind="decree", number="SK 1", signed_on=TODAY, signer="X", content=b"%PDF-1.7", name="a.pdf", by=None, on=TODAY)
    Person.objects.filter(pk=programme.people[0]).update(name="Nama Dibetulkan")
    owner = as_role(Role.OWNER)
    assert "berbeda dari yang ditandatangani" in owner.get(pages(one)).content.decode()
    lock = {"nomor": "SK 2", "tanggal": "2026-04-20", "orang": 3}
    assert "Isi alasan perubahan" in owner.post(f"/dana/{one.fund_id}/kunci/", lock).content.decode()
    owner.post(f"/dana/{one.fund_id}/kunci/", {**lock, "alasan": "Ejaan nama"})
    new = Determination.objects.get(number="SK 2")
    shown = owner.get(pages(new)).content.decode()
    assert "mengubah SK 1: Ejaan nama" in shown
    assert "SK ditandatangani 20 Desember 2025" in shown


def test_steps_say_what_to_do_now(programme, as_role, users):
    programme.candidates(2)
    made = determine(fund=programme.fund(), number="SK 1", decided_on=DAY, by=users[Role.OWNER], on=DAY).determination
    shown = as_role(Role.OWNER).get(f"/penetapan/{made.pk}/").content.decode()
    now = shown.split('aria-current="step"')[1][:200]
    assert "Disetujui orang kedua" in now
    assert "Serahkan pindaian" not in as_role(Role.OWNER).get(pages(made)).content.decode()
