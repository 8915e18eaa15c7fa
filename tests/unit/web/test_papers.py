"""What takes long is ordered, made by a worker, and fetched by whoever ordered it and still may: nobody else."""

import re
import stat
from datetime import date
from io import BytesIO

import pytest
from django.test import Client
from django_tasks_db.models import DBTaskResult
from invented import Programme, nik
from pypdf import PdfReader
from python_calamine import CalamineWorkbook

from payung.accounts.models import Role
from payung.audit.models import Act
from payung.planning.models import Determination
from payung.reports import actions
from payung.reports.models import Paper
from payung.reports.tasks import make
from payung.web import download, table
from payung.web.money import papers, roster, roster_papers

pytestmark = pytest.mark.django_db
PRICE = 12 * 16_800


def text(response) -> str:
    return response.content.decode()


def content(response) -> bytes:
    return b"".join(response) if response.streaming else response.content


def worker() -> None:
    """What `db_worker` would do with everything in the queue, the most urgent first."""
    for task in DBTaskResult.objects.filter(status="READY", task_path=make.module_path):
        make.call(*task.args_kwargs["args"])
        task.delete()


@pytest.fixture
def one(programme: Programme, monkeypatch) -> Determination:
    """Three people in and two who wait, where one that can be had at once has two people."""
    monkeypatch.setattr(papers, "AT_ONCE", 2)
    programme.candidates(5)
    return programme.determined(programme.fund(amount=3 * PRICE))


def test_a_short_list_is_answered_at_once_and_a_long_one_is_ordered(one, as_role):
    owner, path = as_role(Role.OWNER), f"/penetapan/{one.pk}/lampiran/"
    assert content(owner.get(path, {"bentuk": "xlsx", "hasil": "waiting"}))[:2] == b"PK"
    refused = owner.get(path, {"bentuk": "pdf"})
    assert refused.status_code == 422
    assert "memuat 3 orang dan dibuat di latar belakang" in text(refused)
    page = text(owner.get(f"/penetapan/{one.pk}/"))
    assert "Pesan PDF" in page
    assert "Pesanan saya" not in page
    page = text(owner.post(f"{path}pesan/", {"bentuk": "pdf"}, follow=True))
    assert "Halaman ini boleh ditutup" in page
    assert "menunggu giliran" in page
    assert "every 1s" in page


def test_ordered_made_and_fetched(one, as_role):
    owner = as_role(Role.OWNER)
    owner.post(f"/penetapan/{one.pk}/lampiran/pesan/", {"bentuk": "pdf"})
    paper = Paper.objects.get()
    assert owner.get(f"/berkas/{paper.pk}/").status_code == 302  # not ready: back to the list, which says so
    worker()
    again = owner.post(f"/penetapan/{one.pk}/lampiran/pesan/", {"bentuk": "pdf"}, follow=True)
    assert "sudah dibuat dari data yang sama" in text(again)
    page = text(owner.get("/berkas/"))
    assert page.count("Lampiran SK 1 (PDF)") == 1
    assert "siap diunduh" in page
    assert "every 1s" not in page
    answer = owner.get(f"/berkas/{paper.pk}/")
    words = " ".join(" ".join(sheet.extract_text() for sheet in PdfReader(BytesIO(content(answer))).pages).split())
    assert "3 (Rp604.800)" in words
    assert not [n for n in range(5) if nik(n) in words]
    assert answer["Cache-Control"] == "no-store"
    assert not Act.objects.filter(command="nik.reveal").exists()
    assert 'filename="lampiran SK 1 NIK disamarkan.pdf"' in answer["Content-Disposition"]


def test_nobody_else_finds_it_whatever_they_may(one, as_role):
    as_role(Role.OWNER).post(f"/penetapan/{one.pk}/lampiran/pesan/", {"bentuk": "xlsx"})
    worker()
    paper = Paper.objects.get(state="ready")
    for role in (Role.OPERATOR, Role.AUDITOR, Role.ADMINISTRATOR):
        other = as_role(role)
        assert [other.get(f"/berkas/{paper.pk}/").status_code, other.post(f"/berkas/{paper.pk}/").status_code] == [404, 404]
        assert "Lampiran SK 1" not in text(other.get("/berkas/")) + text(other.get("/berkas/kemajuan/"))
        assert "Pesanan saya" not in text(other.get(f"/penetapan/{one.pk}/"))
    assert Client().get(f"/berkas/{paper.pk}/").status_code == 302


def test_full_numbers_take_the_right_and_each_fetching_is_an_act(one, as_role, users):
    path = f"/penetapan/{one.pk}/lampiran/"
    assert as_role(Role.OWNER).post(path, {"bentuk": "xlsx"}).status_code == 403
    operator = as_role(Role.OPERATOR)
    operator.post(path, {"bentuk": "xlsx"})
    worker()
    paper = Paper.objects.get()
    assert not Act.objects.filter(command="nik.reveal").exists()
    assert operator.get(f"/berkas/{paper.pk}/").status_code == 404  # a link fetches none
    for _ in range(2):
        book = CalamineWorkbook.from_filelike(BytesIO(content(operator.post(f"/berkas/{paper.pk}/"))))
    rows = book.get_sheet_by_index(0).to_python()
    assert [row[0] for row in rows[-3:]] == [1, 2, 3]
    assert {row[1] for row in rows[-3:]} <= {nik(n) for n in range(5)}
    acts = Act.objects.filter(command="nik.reveal")
    assert [act.note for act in acts] == [f"paper {paper.pk}, annex determination:{one.pk}"] * 2
    kept = actions.kept_at(paper.sha256, actions.folder())
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert stat.S_IMODE(actions.folder().stat().st_mode) == 0o700
    users[Role.OPERATOR].assignments.update(role=Role.OWNER)  # sees the fund, and no numbers
    assert operator.post(f"/berkas/{paper.pk}/").status_code == 404
    assert acts.count() == 2


def test_whoever_lost_the_right_or_the_place_fetches_nothing(one, as_role, users):
    owner = as_role(Role.OWNER)
    owner.post(f"/penetapan/{one.pk}/lampiran/pesan/", {"bentuk": "xlsx"})
    worker()
    address = f"/berkas/{Paper.objects.get().pk}/"
    assert owner.get(address).status_code == 200
    mine = users[Role.OWNER].assignments
    for change in ({"place_id": "74.04"}, {"place_id": "74.05", "role": Role.ADMINISTRATOR}, {"role": Role.OWNER, "until": date(2026, 4, 19)}):
        mine.update(**change)
        assert owner.get(address).status_code == 404
    mine.update(until=None)
    assert owner.get(address).status_code == 200


def test_a_long_table_is_ordered_from_its_page(as_role, programme, monkeypatch):
    programme.candidates(3)
    monkeypatch.setattr(table, "_COUNTED", 2)
    monkeypatch.setattr(download, "MOST_ROWS", 2)
    operator, path = as_role(Role.OPERATOR), f"/dana/{programme.fund().pk}/urutan/"
    page = text(operator.get(path))
    assert "Pesan Excel" in page
    address = re.search(r'name="halaman" value="([^"]+)"', page)[1]
    assert "Halaman ini boleh ditutup" in text(operator.post("/berkas/pesan/", {"halaman": f"{address}?hal=2&cari={nik(1)}"}, follow=True))
    paper = Paper.objects.get()
    assert nik(1) not in str(paper.given)
    worker()
    book = CalamineWorkbook.from_filelike(BytesIO(content(operator.get(f"/berkas/{paper.pk}/")))).get_sheet_by_index(0).to_python()
    assert len(book) == 6  # title, nothing, heads, three people
    assert nik(1) not in str(book)


@pytest.mark.parametrize("address", ["/", "/berkas/", "/nowhere/", "/pengguna/", "https://example.org/", "", "//"])
def test_only_a_table_that_one_may_see_can_be_ordered(as_role, programme, address):
    assert as_role(Role.TREASURER).post("/berkas/pesan/", {"halaman": address}).status_code == 404
    assert not Paper.objects.exists()


def test_a_page_that_closed_meanwhile_makes_no_paper(as_role, programme, users):
    operator = as_role(Role.OPERATOR)
    operator.post("/berkas/pesan/", {"halaman": "/penetapan/"})
    users[Role.OPERATOR].assignments.update(role=Role.ADMINISTRATOR)
    worker()
    paper = Paper.objects.get(state="failed")
    assert "tidak lagi dapat Anda buka" in paper.sentence_id
    assert paper.sentence_id in text(operator.get("/berkas/"))


def test_how_far_it_is_stands_on_the_page(one, as_role, monkeypatch):
    owner = as_role(Role.OWNER)
    owner.post(f"/penetapan/{one.pk}/lampiran/pesan/", {"bentuk": "xlsx"})
    seen = []

    def look(paper, path, told):
        told(2, 3)
        seen.append(text(owner.get("/berkas/kemajuan/", {"tentang": f"determination:{one.pk}"})))
        return actual(paper, path, told)

    actual = actions.MAKERS["annex"]
    monkeypatch.setitem(actions.MAKERS, "annex", look)
    worker()
    assert '<progress max="3" value="2"' in seen[0]
    assert "2 dari 3 · halaman ini boleh ditutup" in seen[0]
    assert "siap diunduh" in text(owner.get("/berkas/kemajuan/"))


def test_a_long_roster_is_ordered_masked_by_everybody_and_in_full_by_who_may(programme, as_role, monkeypatch):
    monkeypatch.setattr(roster_papers, "AT_ONCE", 2)
    monkeypatch.setattr(roster, "AT_ONCE", 2)
    programme.candidates(4)
    fund = programme.started(amount=10**9)
    owner, operator = as_role(Role.OWNER), as_role(Role.OPERATOR)
    query = {"dana": fund.pk, "bulan": "2026-02"}
    page = text(owner.get("/peserta/", query))
    assert "Pesan PDF" in page
    assert "Unduh PDF" not in page
    assert "dibuat di latar belakang" in text(owner.get("/peserta/unduh/", query))
    owner.post("/peserta/pesan/", query)
    operator.get("/peserta/", query)
    operator.post("/peserta/unduh/", {**query, "bentuk": "xlsx"})
    assert "Persempit pencariannya" in text(operator.post("/peserta/unduh/", {**query, "cari": "Warga"}))
    worker()
    masked, full = Paper.objects.order_by("pk")
    assert (masked.full, full.full, masked.given["month"]) == (False, True, "2026-02")
    words = PdfReader(BytesIO(content(owner.get(f"/berkas/{masked.pk}/")))).pages[0].extract_text()
    assert "sampai lembar ini: 4 (Rp67.200)" in words
    assert nik(0) not in words
    book = CalamineWorkbook.from_filelike(BytesIO(content(operator.post(f"/berkas/{full.pk}/")))).get_sheet_by_index(0).to_python()
    assert {row[0] for row in book[-4:]} == {nik(n) for n in range(4)}
    village = as_role(Role.VILLAGE)  # sees a village of the fund alone
    village.post("/peserta/pesan/", query)
    worker()
    page = PdfReader(BytesIO(content(village.get(f"/berkas/{Paper.objects.latest('pk').pk}/")))).pages[0].extract_text()
    assert "sampai lembar ini: 2" in page
    assert "Rp" not in page
