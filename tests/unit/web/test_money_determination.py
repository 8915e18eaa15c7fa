"""Locking, approving, sending back, papers: who may, what is written once, what stays masked."""

from datetime import date
from io import BytesIO

import pytest
from django.test import Client
from invented import Programme, nik
from pypdf import PdfReader
from python_calamine import CalamineWorkbook

from payung.accounts.models import Assignment, Role, User
from payung.audit.models import Act
from payung.planning.actions import approve, determine
from payung.planning.models import Approval, Determination, Fund
from payung.roster.models import Membership

pytestmark = pytest.mark.django_db
PRICE = 12 * 16_800
TODAY = date(2026, 4, 20)


def text(response) -> str:
    return response.content.decode()


@pytest.fixture
def fund(programme: Programme) -> Fund:
    programme.candidates(5)
    return programme.fund(amount=3 * PRICE)


def lock(client: Client, fund: Fund, number: str = "SK 7", people: int = 3):
    given = {"nomor": number, "tanggal": "2026-01-05", "orang": people, "next": f"/dana/{fund.pk}/urutan/"}
    return client.post(f"/dana/{fund.pk}/kunci/", given, follow=True)


def test_the_owner_locks_and_the_head_approves(fund, as_role):
    owner, head = as_role(Role.OWNER), as_role(Role.HEAD)
    page = text(owner.get(f"/dana/{fund.pk}/urutan/"))
    assert "Kunci daftar 3 orang" in page
    assert "biaya Rp604.800 dari Rp604.800. 2 orang cadangan" in page
    assert "menunggu persetujuan" in text(lock(owner, fund))
    one = Determination.objects.get()
    assert (one.number, one.people, one.made_by.username) == ("SK 7", 3, "owner")
    waiting = text(head.get("/penetapan/"))
    assert "Menunggu persetujuan Anda" in waiting
    assert "SK 7" in waiting
    assert "Setujui 3 orang" in text(head.get(f"/penetapan/{one.pk}/"))
    for _ in range(2):
        assert "disetujui" in text(head.post(f"/penetapan/{one.pk}/jawab/", {"jawab": "setuju"}, follow=True))
    assert Approval.objects.get().granted
    assert "Menunggu persetujuan Anda" not in text(head.get("/penetapan/"))


def test_locking_twice_makes_one_determination(fund, as_role):
    owner = as_role(Role.OWNER)
    for _ in range(2):
        assert lock(owner, fund).status_code == 200
    assert Determination.objects.count() == 1


def test_a_list_that_is_not_the_one_that_was_seen_is_not_locked(fund, as_role):
    assert "Belum ada yang dikunci" in text(lock(as_role(Role.OWNER), fund, people=2))
    assert not Determination.objects.exists()


def test_who_locked_it_is_told_that_somebody_else_approves(fund, as_role):
    head = as_role(Role.HEAD)
    lock(head, fund)
    one = Determination.objects.get()
    page = text(head.get(f"/penetapan/{one.pk}/"))
    assert "Anda sendiri yang mengunci daftar ini" in page
    assert "Setujui 3 orang" not in page
    refused = head.post(f"/penetapan/{one.pk}/jawab/", {"jawab": "setuju", "next": f"/penetapan/{one.pk}/"}, follow=True)
    assert "Persetujuan harus dari orang lain" in text(refused)
    assert not Approval.objects.exists()


@pytest.mark.parametrize("role", [Role.OPERATOR, Role.TREASURER, Role.OWNER, Role.AUDITOR])
def test_only_the_head_answers(fund, as_role, role):
    lock(as_role(Role.OWNER), fund)
    assert as_role(role).post(f"/penetapan/{Determination.objects.get().pk}/jawab/", {"jawab": "setuju"}).status_code == 403
    assert not Approval.objects.exists()


def test_a_head_of_another_place_finds_nothing(fund, as_role):
    lock(as_role(Role.OWNER), fund)
    other = User.objects.create(username="jauh", display_name="Kepala jauh")
    Assignment.objects.create(user=other, role=Role.HEAD, place_id="74.04", since=TODAY)
    client = Client()
    client.force_login(other, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert client.post(f"/penetapan/{Determination.objects.get().pk}/jawab/", {"jawab": "setuju"}).status_code == 404
    assert "SK 7" not in text(client.get("/penetapan/"))


def test_sent_back_says_why_and_a_new_version_follows(fund, as_role, programme):
    owner, head = as_role(Role.OWNER), as_role(Role.HEAD)
    lock(owner, fund)
    one = Determination.objects.get()
    empty = head.post(f"/penetapan/{one.pk}/jawab/", {"jawab": "kembalikan", "alasan": " ", "next": f"/penetapan/{one.pk}/"}, follow=True)
    assert "Isi alasannya" in text(empty)
    head.post(f"/penetapan/{one.pk}/jawab/", {"jawab": "kembalikan", "alasan": "Desa Lere belum lengkap"})
    assert "Desa Lere belum lengkap" in text(owner.get(f"/penetapan/{one.pk}/"))
    programme.candidates(4)
    lock(owner, fund, "SK 8")
    newer = Determination.objects.get(number="SK 8")
    shown = text(owner.get(f"/penetapan/{newer.pk}/"))
    assert "Dibanding versi sebelumnya" in shown
    assert newer.version == 2


def test_the_list_begins_only_by_what_is_approved(fund, as_role, users):
    lock(as_role(Role.OWNER), fund)
    one, operator = Determination.objects.get(), as_role(Role.OPERATOR)
    assert "Mulai daftar peserta" not in text(operator.get(f"/penetapan/{one.pk}/"))
    assert "belum disetujui" in text(operator.post(f"/penetapan/{one.pk}/mulai/"))
    approve(determination=one, by=users[Role.HEAD], on=TODAY)
    assert "Mulai daftar peserta 3 orang" in text(operator.get(f"/penetapan/{one.pk}/"))
    for _ in range(2):
        operator.post(f"/penetapan/{one.pk}/mulai/")
    assert Membership.objects.count() == 3


def test_the_annex_is_masked_and_full_only_for_who_may_and_on_the_trail(fund, as_role, programme):
    one = programme.determined(fund)
    path = f"/penetapan/{one.pk}/lampiran/"
    owner, operator = as_role(Role.OWNER), as_role(Role.OPERATOR)
    masked = CalamineWorkbook.from_filelike(BytesIO(owner.get(path, {"bentuk": "xlsx"}).content)).get_sheet_by_index(0).to_python()
    assert [row[1] for row in masked[-3:]] == [nik_masked for nik_masked in (row[1] for row in masked[-3:]) if "•" in nik_masked]
    assert owner.post(path, {"bentuk": "xlsx"}).status_code == 403
    assert not Act.objects.filter(command="nik.reveal").exists()
    answer = operator.post(path, {"bentuk": "xlsx"})
    full = CalamineWorkbook.from_filelike(BytesIO(answer.content)).get_sheet_by_index(0).to_python()
    assert {row[1] for row in full[-3:]} <= {nik(n) for n in range(5)}
    assert answer["Cache-Control"] == "no-store"
    assert Act.objects.get(command="nik.reveal").actor.username == "operator"


def test_papers_say_people_money_criteria_and_sheets(fund, as_role, programme):
    one, owner = programme.determined(fund), as_role(Role.OWNER)
    minutes = PdfReader(BytesIO(owner.get(f"/penetapan/{one.pk}/berita-acara.pdf").content))
    words = " ".join(" ".join(page.extract_text() for page in minutes.pages).split())
    for part in ("BERITA ACARA PENETAPAN PESERTA", "Rp604.800", "Umur 18 sampai di bawah 65 tahun", "Yang menyetujui", "Halaman 1 dari 1"):
        assert part in words
    annex = PdfReader(BytesIO(owner.get(f"/penetapan/{one.pk}/lampiran/", {"bentuk": "pdf"}).content))
    words = " ".join(" ".join(page.extract_text() for page in annex.pages).split())
    assert "Lembar ke-1 dari 1" in words
    assert "3 (Rp604.800)" in words
    assert not [n for n in range(5) if nik(n) in words]


@pytest.mark.parametrize("people", [3, 120])
def test_statements_do_not_grow_with_the_people(programme, as_role, users, django_assert_max_num_queries, people):
    programme.candidates(people)
    fund = programme.fund(amount=60 * PRICE)
    one = determine(fund=fund, number="SK 1", decided_on=TODAY, by=users[Role.OWNER], on=TODAY).determination
    head = as_role(Role.HEAD)
    head.get("/penetapan/")
    for path, most in (("/penetapan/", 24), (f"/penetapan/{one.pk}/", 28)):
        with django_assert_max_num_queries(most):
            assert head.get(path).status_code == 200
