"""Inviting people, giving them roles and taking them away: what an administrator sees and what a POST does."""

import re
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse
from invented import VILLAGES

from payung.accounts.models import Assignment, Invitation, Role, User
from payung.audit.models import Act
from payung.places.models import Office, OfficeKind, Place
from payung.reports.table_book import write_table
from payung.values.words import Words

pytestmark = pytest.mark.django_db
INVITED = {"display_name": "Wayan Sudiarta", "username": "wayan", "email": "", "role": "village", "where": f"p:{VILLAGES[0]}"}


@pytest.fixture
def admin(as_role) -> Client:
    return as_role(Role.ADMINISTRATOR)


@pytest.fixture
def far(users) -> User:
    user = User.objects.create(username="jauh", display_name="Orang Jauh")
    Assignment.objects.create(user=user, role=Role.OPERATOR, place_id="74.04", since=date(2026, 1, 1))
    return user


def test_the_table_says_who_works_where(admin, users, far):
    page = admin.get(reverse("account:users")).content.decode()
    assert "Petugas Bendahara" in page
    assert "Operator Disnaker · Kabupaten Konawe Selatan" in page
    assert "Petugas OPD · Dinas Kesehatan" in page
    assert "Orang Jauh" not in page
    assert "Belum mengikuti undangan" in page
    assert admin.get(reverse("account:users") + "?cari=bendahara").content.decode().count('data-title="Nama"') == 1
    assert admin.get(reverse("account:users") + "?keadaan=off").content.decode().count('data-title="Nama"') == 0


def test_as_many_statements_for_many_people_as_for_few(admin, users, django_assert_max_num_queries):
    for number in range(45):
        one = User.objects.create(username=f"u{number}", display_name=f"Orang {number}")
        Assignment.objects.create(user=one, role=Role.OPERATOR, place_id="74.05", since=date(2026, 1, 1))
    with django_assert_max_num_queries(16):
        admin.get(reverse("account:users"))


def test_an_invited_person_has_the_role_and_the_link_is_shown_once(admin, users):
    page = admin.post(reverse("account:invite"), INVITED)
    text = page.content.decode()
    link = re.search(r"/undangan/[\w-]+/", text)[0]
    assert text.count(link) == 2  # to copy, and in the text for WhatsApp
    assert "<path d=" in text
    made = User.objects.get(username="wayan")
    assert [(held.role, held.place_id) for held in made.assignments.all()] == [("village", VILLAGES[0])]
    assert Client().get(link).status_code == 200
    assert link.split("/")[2] not in admin.get(reverse("account:user", args=[made.pk])).content.decode()
    act = Act.objects.get(command="user.invite")
    assert act.actor == users[Role.ADMINISTRATOR]
    assert act.note == ""


def test_sending_it_twice_invites_once(admin):
    admin.post(reverse("account:invite"), INVITED)
    page = admin.post(reverse("account:invite"), INVITED).content.decode()
    assert "sudah dipakai" in page
    assert Invitation.objects.count() == 1


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"display_name": ""}, "Isi bagian ini"),
        ({"username": "dua kata"}, "tanpa spasi"),
        ({"where": ""}, "pilih satu"),
        ({"where": "p:99.99"}, "tidak ada"),
        ({"where": "o:999999999999999999"}, "tidak ada"),
        ({"role": "office"}, "Pilih kantornya"),
        ({"until": "kapan-kapan"}, "2026-04-20"),
        ({"until": "2020-01-01"}, "Hari terakhir lebih awal"),
        ({"where": "p:74.04", "role": "operator"}, "tidak berwenang"),
        ({"where": "p:74", "role": "operator"}, "tidak berwenang"),
    ],
)
def test_what_is_wrong_is_said_at_the_field_and_nothing_is_made(admin, users, change, said):
    before = User.objects.count()
    page = admin.post(reverse("account:invite"), {**INVITED, **change}).content.decode()
    wrong = re.findall(r'class="wrong">([^<]*)|role="alert">(.*?)</div>', page, re.S)
    assert any(said in "".join(one) for one in wrong), wrong
    assert User.objects.count() == before


def test_places_to_choose_are_those_of_the_administrator(admin):
    name = Place.objects.get(code=VILLAGES[0]).name
    Office.objects.create(kind=OfficeKind.OPD, name="Kantor Jauh", place_id="74.04")
    found = admin.get(reverse("account:places"), {"place": name}).content.decode()
    assert f"p:{VILLAGES[0]}" in found
    assert "Kantor Jauh" not in admin.get(reverse("account:places"), {"place": "Kantor"}).content.decode()
    without_script = admin.post(reverse("account:invite"), {**INVITED, "where": "", "place": name, "search": "1"}).content.decode()
    assert f"p:{VILLAGES[0]}" in without_script
    assert 'value="Wayan Sudiarta"' in without_script
    assert 'class="wrong"' not in without_script


def test_a_role_is_given_and_ended(admin, users):
    person = users[Role.TREASURER]
    here = reverse("account:user", args=[person.pk])
    assert admin.post(reverse("account:assign", args=[person.pk]), {"role": "auditor", "where": "p:74.05"}).url == here
    again = admin.post(reverse("account:assign", args=[person.pk]), {"role": "auditor", "where": "p:74.05"})
    assert "sudah memegang" in again.content.decode()
    given = person.assignments.get(role="auditor")
    for _ in range(2):
        assert admin.post(reverse("account:end", args=[given.pk])).url == here
    given.refresh_from_db()
    assert given.until == date(2026, 4, 20)
    old = person.assignments.get(role="treasurer")
    admin.post(reverse("account:end", args=[old.pk]))
    old.refresh_from_db()
    assert old.until == date(2026, 4, 19)
    assert list(Act.objects.filter(command="role.end").values_list("actor", flat=True)) == [users[Role.ADMINISTRATOR].pk] * 2


def test_a_new_invitation_ends_password_and_sessions(admin, users):
    person = users[Role.TREASURER]
    person.set_password("sawah hijau di lereng")
    person.save()
    theirs = Client()
    theirs.post(reverse("account_login"), {"login": "treasurer", "password": "sawah hijau di lereng"})
    assert theirs.get("/").status_code == 200
    page = admin.post(reverse("account:invite_again", args=[person.pk])).content.decode()
    assert "/undangan/" in page
    assert theirs.get("/").status_code == 302


def test_an_account_is_switched_off_and_on(admin, users):
    person = users[Role.TREASURER]
    for active in ("0", "0", "1"):
        admin.post(reverse("account:activate", args=[person.pk]), {"active": active})
        person.refresh_from_db()
        assert person.is_active is (active == "1")


def test_ones_own_account_is_for_others_to_decide(admin, users):
    me = users[Role.ADMINISTRATOR]
    page = admin.get(reverse("account:user", args=[me.pk])).content.decode()
    assert "akun Anda sendiri" in page
    assert "Beri peran" not in page
    assert admin.post(reverse("account:activate", args=[me.pk]), {"active": "0"}).status_code == 422
    assert admin.post(reverse("account:invite_again", args=[me.pk])).status_code == 422
    assert "Peran sendiri" in admin.post(reverse("account:assign", args=[me.pk]), {"role": "owner", "where": "p:74.05"}).content.decode()
    assert admin.post(reverse("account:end", args=[me.assignments.get().pk])).status_code == 422
    assert me.assignments.get().until is None


def test_my_account_says_my_roles(as_role):
    page = as_role(Role.OFFICE).get(reverse("account:own")).content.decode()
    assert "Petugas OPD" in page
    assert "Dinas Kesehatan" in page
    assert reverse("account_change_password") in page


def test_users_download_as_a_workbook(admin):
    answer = admin.get(reverse("account:users") + "?unduh=xlsx")
    assert answer.headers["Content-Type"].endswith("spreadsheetml.sheet")
    assert answer.content[:2] == b"PK"


def test_the_workbook_of_nothing_opens():
    assert write_table("Pengguna", [(Words("Nama", "Name"), "text")], [])[:2] == b"PK"
