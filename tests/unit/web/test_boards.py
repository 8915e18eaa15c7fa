from datetime import date
from html import unescape
from io import BytesIO

import pytest
from invented import VILLAGES
from openpyxl import load_workbook
from pypdf import PdfReader
from sent import send

from payung.accounts.models import Assignment, Role, User
from payung.compliance.models import Reminder
from payung.places.models import Office, OfficeKind, Place
from payung.registry.models import Round

pytestmark = pytest.mark.django_db
READERS = {Role.OWNER, Role.OPERATOR, Role.VILLAGE_AFFAIRS, Role.BPJS_BRANCH, Role.HEAD, Role.AUDITOR}
DAY = "2026-04-20"
PAGES = ["/papan/", "/papan/opd/", "/papan/pengingat/"]


def text(response) -> str:
    assert response.status_code == 200, response.content[:300]
    return unescape(response.content.decode())


def name(code: str) -> str:
    return Place.objects.get(code=code).name


@pytest.mark.parametrize("page", PAGES)
def test_who_may_see_the_boards(as_role, page):
    assert {role for role in Role if as_role(role).get(page).status_code == 200} == READERS


def test_the_board_says_who_sent_and_who_did_not(as_role, programme):
    send(programme, VILLAGES[0], passes=40, needs_fixing=2)
    shown = text(as_role(Role.VILLAGE_AFFAIRS).get("/papan/"))
    assert "1 dari 336 desa sudah mengirim." in shown
    assert "0,30 %" in shown
    assert "74.05.01" in shown
    assert "perlu perbaikan" in text(as_role(Role.VILLAGE_AFFAIRS).get("/papan/?keadaan=needs_fixing"))
    assert name(VILLAGES[0]) in text(as_role(Role.HEAD).get("/papan/?keadaan=needs_fixing"))
    assert name(VILLAGES[1]) not in text(as_role(Role.HEAD).get("/papan/?keadaan=needs_fixing&kecamatan=74.05.01"))
    assert "2 April 2026" in text(as_role(Role.HEAD).get("/papan/?kecamatan=74.05.01&urut=-rows"))


def test_a_district_has_its_villages_and_the_search_its_name(as_role, programme):
    shown = text(as_role(Role.OPERATOR).get("/papan/?kecamatan=74.05.02"))
    assert f">{name(VILLAGES[2])}" in shown
    assert "1–24 dari 24" in shown
    assert "1–1 dari 1" in text(as_role(Role.OPERATOR).get(f"/papan/?cari={name(VILLAGES[2])[:7]}&kecamatan=74.05.02"))


def test_senders_without_a_village_stand_apart(as_role, programme):
    send(programme, Office.objects.create(kind=OfficeKind.VILLAGE_OFFICE, name="Desa Wonua Kongga", place=programme.place), passes=3)
    shown = text(as_role(Role.OPERATOR).get("/papan/"))
    assert "Desa Wonua Kongga" in shown
    assert "0 dari 336 desa" in shown


def test_another_place_is_never_on_the_board(as_role, programme, users):
    camat = User.objects.create(username="camat", display_name="Camat")
    Assignment.objects.create(user=camat, role=Role.OPERATOR, place_id="74.05.02", since=date(2026, 1, 1))
    send(programme, VILLAGES[0], passes=1)
    client = as_role(Role.OPERATOR)
    client.force_login(camat, backend="allauth.account.auth_backends.AuthenticationBackend")
    shown = text(client.get("/papan/"))
    assert "0 dari 24 desa" in shown
    assert name(VILLAGES[0]) not in shown
    assert "74.05.01" not in shown
    assert client.post("/papan/ingatkan/desa", {"pilih": [VILLAGES[0]]}).status_code == 404
    assert client.post("/papan/batas", {"batas": "2026-04-30"}).status_code == 404
    assert Reminder.objects.count() == 0
    assert Round.objects.get().lists_due_on is None


def test_the_board_as_a_workbook(as_role, programme):
    send(programme, VILLAGES[0], passes=4)
    sheet = load_workbook(BytesIO(as_role(Role.BPJS_BRANCH).get("/papan/?kecamatan=74.05.01&urut=-rows&unduh=xlsx").content)).active
    rows = list(sheet.iter_rows(values_only=True))
    assert [rows[3][0], rows[3][4]] == [name(VILLAGES[0]), 4]
    assert len([row for row in rows[3:] if row[0]]) == 22


def test_the_deadline_is_set_shown_and_taken_away(as_role, programme):
    client = as_role(Role.OWNER)
    for _ in range(2):
        assert client.post("/papan/batas", {"batas": "2026-04-30"}).status_code == 302
    assert "Daftar ditunggu sampai 30 April 2026: 10 hari lagi." in text(client.get("/papan/opd/"))
    Round.objects.update(lists_due_on=date(2026, 4, 18))
    shown = text(client.get("/papan/?keadaan=not_sent"))
    assert "sudah lewat 2 hari" in shown
    assert "lewat batas" in shown
    client.post("/papan/batas", {"batas": ""})
    assert Round.objects.get().lists_due_on is None


@pytest.mark.parametrize("written", ["30/04/2026", "2026-02-30", "2026-04-19"])
def test_a_deadline_that_cannot_be_is_told_on_the_board(as_role, programme, written):
    client = as_role(Role.OPERATOR)
    response = client.post("/papan/batas", {"batas": written, "next": "/papan/"}, follow=True)
    assert "batas waktu" in text(response).lower()
    assert Round.objects.get().lists_due_on is None


def test_only_owner_and_operator_set_the_deadline(as_role):
    may = {role for role in READERS if as_role(role).post("/papan/batas", {"batas": "2026-04-30"}).status_code == 302}
    assert may == {Role.OWNER, Role.OPERATOR}


def test_chosen_villages_are_reminded_once_a_day(as_role, programme):
    client = as_role(Role.VILLAGE_AFFAIRS)
    send(programme, VILLAGES[1], needs_fixing=3)
    for _ in range(2):
        response = client.post("/papan/ingatkan/desa", {"pilih": VILLAGES[:2], "nomor": "560/7/2026"})
        assert response["Location"] == f"/papan/pengingat/{DAY}/"
    assert Reminder.objects.count() == 2
    shown = text(client.get(f"/papan/pengingat/{DAY}/"))
    assert "3 baris di dalamnya masih perlu diperbaiki" in shown
    assert f"Yth. Kepala Desa {name(VILLAGES[0])}" in shown
    pages = PdfReader(BytesIO(client.get(f"/papan/pengingat/{DAY}/surat.pdf").content)).pages
    assert ["560/7/2026" in page.extract_text() for page in pages] == [True, True]
    messages = client.get(f"/papan/pengingat/{DAY}/pesan.txt").content.decode()
    assert messages.count("Yth. Kepala Desa") == 2
    one = Reminder.objects.get(village=VILLAGES[0])
    assert len(PdfReader(BytesIO(client.get(f"/papan/pengingat/{one.pk}/surat.pdf").content)).pages) == 1
    board = text(client.get("/papan/?kecamatan=74.05.01&urut=-reminded_on"))
    assert "20 April 2026" in board
    assert "ke-1" in board
    assert name(VILLAGES[0]) in text(client.get("/papan/pengingat/"))


def test_all_that_have_not_sent_in_one_go(as_role, programme):
    send(programme, VILLAGES[0], passes=1)
    send(programme, VILLAGES[1], needs_fixing=1)
    client = as_role(Role.OPERATOR)
    client.post("/papan/ingatkan/desa", {"siapa": "belum"})
    assert Reminder.objects.filter(kind="not_sent").count() == 334
    client.post("/papan/ingatkan/desa", {"siapa": "perbaikan"})
    assert list(Reminder.objects.filter(kind="corrections").values_list("village", "rows")) == [(VILLAGES[1], 1)]


def test_offices_have_their_board_and_their_reminders(as_role, programme):
    opd = Office.objects.create(kind=OfficeKind.OPD, name="RSUD", place=programme.place)
    client = as_role(Role.OWNER)
    assert "0 dari 2 OPD sudah mengirim." in text(client.get("/papan/opd/"))
    client.post("/papan/ingatkan/opd", {"pilih": [opd.pk]})
    assert [each.office for each in Reminder.objects.all()] == [opd]
    assert "RSUD" in text(client.get(f"/papan/pengingat/{DAY}/"))


def test_nobody_chosen_is_said(as_role):
    assert "Pilih dulu" in text(as_role(Role.OWNER).post("/papan/ingatkan/desa", {"next": "/papan/"}, follow=True))


def test_who_only_reads_cannot_remind(as_role):
    for role in READERS - {Role.OWNER, Role.OPERATOR, Role.VILLAGE_AFFAIRS}:
        assert as_role(role).post("/papan/ingatkan/desa", {"pilih": VILLAGES}).status_code == 403
        assert "Ingatkan" not in text(as_role(role).get("/papan/"))
    assert Reminder.objects.count() == 0


@pytest.mark.parametrize("wrong", ["2026-04-21", "2026-13-41"])
def test_a_day_without_reminders_is_not_there(as_role, wrong):
    assert as_role(Role.OWNER).get(f"/papan/pengingat/{wrong}/").status_code == 404
    assert as_role(Role.OWNER).get("/papan/pengingat/1/surat.pdf").status_code == 404


def test_an_installation_without_a_round_teaches(as_role):
    Round.objects.all().delete()
    for page in PAGES[:2]:
        assert "Belum ada pendataan" in text(as_role(Role.OWNER).get(page))


def test_in_english(as_role, programme):
    client = as_role(Role.OWNER)
    client.post("/bahasa/", {"language": "en"})
    assert "0 of 336 villages have sent." in text(client.get("/papan/"))


@pytest.mark.parametrize("page", PAGES)
def test_statements_do_not_grow_with_the_data(as_role, programme, page, django_assert_max_num_queries):
    client = as_role(Role.OPERATOR)
    client.get(page)
    with django_assert_max_num_queries(24):
        client.get(page)
    for code in Place.objects.within("74.05.01").desa().values_list("code", flat=True):
        send(programme, code, needs_fixing=1)
    client.post("/papan/ingatkan/desa", {"siapa": "perbaikan"})
    with django_assert_max_num_queries(24):
        client.get(page)
