"""Funds, what money buys before one is opened, the ranking with any criteria, scenarios: shown, narrowed, kept."""

from io import BytesIO

import pytest
from django.test import Client
from invented import VILLAGES, nik
from python_calamine import CalamineWorkbook

from payung.accounts.models import Assignment, Role, User
from payung.planning.models import Determination, Fund
from payung.registry.models import Person, Round

pytestmark = pytest.mark.django_db
PRICE = 12 * 16_800
TERMS = {
    "nama": "APBD 2026",
    "sumber": "APBD",
    "jumlah": "Rp604.800.000",
    "mulai": "2026-05",
    "bulan": "12",
    "umur_dari": "18",
    "umur_sampai": "65",
    "tahun_lalu": "on",
}


def text(response) -> str:
    return response.content.decode()


def own(fund: Fund, **changed) -> dict[str, str]:
    return {"umur_dari": "18", "umur_sampai": "65", "desil": "", "kuota": "", "tahun_lalu": "on", **changed}


def test_a_fund_is_opened_by_form_and_stands_in_the_list(programme, as_role):
    client = as_role(Role.OWNER)
    answer = client.post("/dana/buka/", {**TERMS, "desil": "4", "kuota": "20"})
    fund = Fund.objects.get()
    assert (answer.status_code, answer.url) == (302, f"/dana/{fund.pk}/urutan/")
    assert (fund.amount, fund.months, fund.highest_decile, fund.quota_per_village, fund.place) == (604_800_000, 12, 4, 20, programme.place)
    shown = text(client.get("/dana/"))
    for words in ("APBD 2026", "Rp604.800.000", "belum ditetapkan", "0,00 %"):
        assert words in shown
    client.post("/dana/buka/", {**TERMS, "desil": "4", "kuota": "20"})
    assert Fund.objects.count() == 1


def test_before_it_is_opened_it_says_what_the_money_buys(programme, as_role):
    client = as_role(Role.OWNER)
    part = text(client.post("/dana/nilai/", {**TERMS, "jumlah": "570.326.400"}))
    for words in ("2.829", "Rp570.326.400", "Rp16.800", "Rp10.000", "Rp6.800", "PP 44/2015"):
        assert words in part
    short = text(client.post("/dana/nilai/", {**TERMS, "jumlah": "200.000.000", "orang": "5000"}))
    assert "2,38 bulan" in short
    assert "ahli waris hanya menerima Rp10 juta" in short
    calculated = client.post("/dana/buka/", {**TERMS, "hitung": "1"})
    assert "3.000" in text(calculated)
    assert not Fund.objects.exists()


def test_what_is_typed_wrong_is_said_at_its_field(programme, as_role):
    answer = as_role(Role.OWNER).post("/dana/buka/", {**TERMS, "jumlah": "banyak", "umur_dari": "70", "bulan": ""})
    assert answer.status_code == 422
    for words in ("Jumlah “banyak” tidak terbaca", "Harus lebih besar dari umur paling muda", "Isian ini perlu diisi"):
        assert words in text(answer)


def test_a_name_that_is_taken_is_said_above_the_form(programme, as_role):
    programme.fund()
    answer = as_role(Role.OWNER).post("/dana/buka/", TERMS)
    assert (answer.status_code, "sudah ada dengan ketentuan lain" in text(answer)) == (422, True)


@pytest.mark.parametrize("role", [Role.VILLAGE, Role.OFFICE, Role.ADMINISTRATOR])
def test_funds_are_not_for_everybody(programme, as_role, role):
    fund = programme.fund()
    client = as_role(role)
    assert {client.get(path).status_code for path in ("/dana/", f"/dana/{fund.pk}/", f"/dana/{fund.pk}/urutan/", "/penetapan/")} == {403}


@pytest.mark.parametrize("role", [Role.TREASURER, Role.AUDITOR, Role.HEAD])
def test_who_only_reads_opens_and_changes_nothing(programme, as_role, role):
    fund = programme.fund()
    client = as_role(role)
    assert client.get("/dana/").status_code == 200
    posts = {"/dana/buka/": TERMS, f"/dana/{fund.pk}/kriteria/": own(fund), f"/dana/{fund.pk}/skenario/": {"bulan": "3"}}
    assert {client.post(path, given).status_code for path, given in posts.items()} == {403}


def test_another_regency_does_not_exist(programme, users):
    fund = programme.fund()
    programme.candidates(3)
    stranger = User.objects.create(username="lain", display_name="Kabid lain")
    Assignment.objects.create(user=stranger, role=Role.OWNER, place_id="74.04", since=fund.first_month.first_day)
    client = Client()
    client.force_login(stranger, backend="allauth.account.auth_backends.AuthenticationBackend")
    one = programme.determined(fund)
    for path in (f"/dana/{fund.pk}/", f"/dana/{fund.pk}/urutan/", f"/dana/{fund.pk}/skenario/", f"/penetapan/{one.pk}/", f"/peserta/?dana={fund.pk}"):
        assert client.get(path).status_code == 404, path
    for path in (f"/dana/{fund.pk}/kunci/", f"/dana/{fund.pk}/kriteria/", f"/penetapan/{one.pk}/lampiran/"):
        assert client.post(path, {"nomor": "x", "tanggal": "2026-01-01", "orang": "3"}).status_code in (403, 404), path
    assert client.get(f"/penetapan/{one.pk}/berita-acara.pdf").status_code == 404
    for path in ("/dana/", "/penetapan/", "/peserta/"):
        assert "APBD 2026" not in text(client.get(path)), path


def test_a_fund_shows_how_far_from_candidate_to_cover(programme, as_role):
    programme.candidates(10)
    fund = programme.started(amount=4 * PRICE)
    shown = text(as_role(Role.OWNER).get(f"/dana/{fund.pk}/"))
    for words in ("calon diurutkan", "ditetapkan", "di daftar peserta", "SK 1", "Umur 18 sampai di bawah 65 tahun", "berjalan"):
        assert words in shown


def test_the_ranking_has_a_reason_for_everybody_and_masks_their_nik(programme, as_role):
    programme.candidates(6)
    fund = programme.fund(amount=2 * PRICE)
    shown = text(as_role(Role.OWNER).get(f"/dana/{fund.pk}/urutan/"))
    assert shown.count("cadangan: anggaran habis pada urutan 2") == 4
    assert shown.count("masuk: urutan") == 2
    assert '<tr class="cut">' in shown
    assert not [n for n in range(6) if nik(n) in shown]


def test_the_ranking_sorts_by_names_and_shows_everybody_their_own(programme, as_role):
    programme.candidates(60)
    fund, called = programme.fund(), dict(Person.objects.values_list("nik", "name"))
    assert len(set(called.values())) == 60
    client = as_role(Role.OWNER)
    down = client.get(f"/dana/{fund.pk}/urutan/", {"urut": "-name"}).context["table"].rows
    assert [row["name"] for row in down] == sorted(called.values(), reverse=True)[:50]
    second = client.get(f"/dana/{fund.pk}/urutan/", {"hal": "2"}).context["table"].rows
    assert [row["name"] for row in second] == [called[row["nik"]] for row in second]
    assert len(second) == 10


def test_trying_criteria_ranks_again_and_keeps_nothing(programme, as_role):
    people = programme.candidates(6)
    programme.welfare({number: str(3 if at < 4 else 9) for at, number in enumerate(people["nik"])})
    fund = programme.fund(amount=10 * PRICE)
    client = as_role(Role.OWNER)
    tried = client.get(f"/dana/{fund.pk}/urutan/", own(fund, desil="5"))
    assert tried.context["counts"] == {"in": 4, "waiting": 0, "out": 2}
    assert text(tried).count("tidak: desil 9, paling tinggi 5") == 2
    assert "Ini percobaan" in text(tried)
    assert "Kunci daftar" not in text(tried)
    assert client.get(f"/dana/{fund.pk}/urutan/").context["counts"] == {"in": 6, "waiting": 0, "out": 0}
    fund.refresh_from_db()
    assert fund.highest_decile is None


def test_criteria_that_cannot_be_are_said_and_the_funds_own_hold(programme, as_role):
    programme.candidates(2)
    fund = programme.fund()
    answer = as_role(Role.OWNER).get(f"/dana/{fund.pk}/urutan/", own(fund, umur_dari="70"))
    assert "Harus lebih besar dari umur paling muda" in text(answer)
    assert answer.context["counts"]["in"] == 2


def test_a_ranking_follows_what_is_accepted_meanwhile(programme, as_role):
    programme.candidates(2)
    fund, client = programme.fund(), as_role(Role.OWNER)
    assert client.get(f"/dana/{fund.pk}/urutan/").context["total"] == 2
    programme.candidates(3)
    assert client.get(f"/dana/{fund.pk}/urutan/").context["total"] == 5


def test_tried_criteria_become_the_funds_until_it_is_determined(programme, as_role):
    programme.candidates(6)
    fund, client = programme.fund(), as_role(Role.OWNER)
    client.post(f"/dana/{fund.pk}/kriteria/", own(fund, kuota="1"))
    fund.refresh_from_db()
    assert fund.quota_per_village == 1
    programme.determined(fund)
    answer = client.post(f"/dana/{fund.pk}/kriteria/", own(fund, kuota="2", next=f"/dana/{fund.pk}/urutan/"), follow=True)
    assert "sudah punya penetapan" in text(answer)
    fund.refresh_from_db()
    assert fund.quota_per_village == 1


def test_outcomes_and_villages_narrow_the_ranking_and_its_workbook(programme, as_role):
    programme.candidates(9)
    fund, client = programme.fund(amount=4 * PRICE), as_role(Role.OWNER)
    path = f"/dana/{fund.pk}/urutan/"
    assert client.get(path, {"hasil": "waiting"}).context["table"].count == 5
    assert client.get(path, {"desa": VILLAGES[0]}).context["table"].count == 3
    book = CalamineWorkbook.from_filelike(BytesIO(client.get(path, {"unduh": "xlsx", "hasil": "in"}).content))
    rows = book.get_sheet_by_index(0).to_python(skip_empty_area=False)[3:]
    assert len(rows) == 4
    assert all("••••" in row[2] for row in rows)
    by_village = client.get(path, {"tampil": "desa"})
    assert [row["all"] for row in by_village.context["table"].rows] == [3, 3, 3]
    assert "<svg" in text(by_village)


def test_pages_speak_english(programme, as_role):
    programme.candidates(3)
    fund, client = programme.fund(), as_role(Role.OWNER)
    client.post("/bahasa/", {"language": "en"})
    assert "Whom this money pays for" in text(client.get(f"/dana/{fund.pk}/urutan/"))
    assert "Children&#x27;s scholarship" in text(client.get(f"/dana/{fund.pk}/skenario/"))
    assert "Amount of" not in text(client.get("/dana/buka/"))
    assert "How many months" in text(client.get("/dana/buka/"))


@pytest.mark.parametrize("people", [3, 120])
def test_statements_do_not_grow_with_the_people(programme, as_role, django_assert_max_num_queries, people):
    programme.candidates(people)
    fund, client = programme.started(amount=60 * PRICE), as_role(Role.OWNER)
    client.get("/dana/")
    for path, most in (("/dana/", 24), (f"/dana/{fund.pk}/", 30), (f"/dana/{fund.pk}/urutan/", 32), (f"/dana/{fund.pk}/skenario/", 34)):
        with django_assert_max_num_queries(most):
            assert client.get(path).status_code == 200


def test_many_funds_take_no_more_statements_than_one(programme, as_role, django_assert_max_num_queries):
    for n in range(30):
        programme.fund(name=f"Dana {n}")
    client = as_role(Role.OWNER)
    client.get("/dana/")
    with django_assert_max_num_queries(24):
        client.get("/dana/")
    assert (Round.objects.count(), Determination.objects.count()) == (1, 0)
