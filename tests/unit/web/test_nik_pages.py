"""A masked NIK is shown in full to whoever may, and that is an act."""

from datetime import date

import pytest
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from django.urls import reverse
from invented import VILLAGES, nik

from payung.accounts.models import Assignment, Role, User
from payung.accounts.rights import RIGHTS
from payung.audit.models import Act
from payung.intake.models import Row, SubmittedList
from payung.registry.models import Candidate
from payung.values.words import Words
from payung.web.table import Column, Table

pytestmark = pytest.mark.django_db
MAY = RIGHTS["nik.reveal"]


@pytest.fixture
def people(programme) -> list[int]:
    programme.candidates(3)
    return programme.people


@pytest.fixture
def row(programme) -> Row:
    sent = SubmittedList.objects.create(
        round=programme.round, office=programme.office, file_name="d.xlsx", sha256="a" * 64, size=1, state="received", rows=1
    )
    return Row.objects.create(list=sent, sheet="Lembar", number=2, as_written={"nik": "7405 12"}, village_id=VILLAGES[0], verdict="needs_fixing")


def ask(client: Client, person: int, **more):
    return client.post(reverse("account:nik_of_person", args=[person]), **more)


@pytest.mark.parametrize("role", [role for role in Role if role != Role.OFFICE])
def test_who_may_see_it_sees_it_and_it_is_an_act(as_role, users, people, role):
    answer = ask(as_role(role), people[0], headers={"hx-request": "true"})
    assert answer.status_code == (200 if role in MAY else 403)
    assert (nik(0) in answer.content.decode()) is (role in MAY)
    acts = [(act.command, act.note, act.actor) for act in Act.objects.filter(command="nik.reveal")]
    assert acts == ([("nik.reveal", f"person {people[0]}", users[role])] if role in MAY else [])


def test_the_act_names_nobody(as_role, people):
    ask(as_role(Role.OPERATOR), people[0])
    assert nik(0) not in str(list(Act.objects.values()))


def test_a_village_sees_its_own_only(as_role, people):
    client = as_role(Role.VILLAGE)
    assert [ask(client, person).status_code for person in people] == [200, 404, 404]
    assert Act.objects.filter(command="nik.reveal").count() == 1


def test_an_office_sees_whom_it_proposed(as_role, users, people):
    client = as_role(Role.OFFICE)
    assert ask(client, people[0]).status_code == 404
    Candidate.objects.filter(person=people[0]).update(office=users[Role.OFFICE].assignments.get().office)
    assert ask(client, people[0]).status_code == 200


def test_the_right_counts_only_where_the_role_is_held(people):
    """Operator there and owner here: who is seen here is not shown in full."""
    user = User.objects.create(username="dua", display_name="Dua Peran")
    Assignment.objects.create(user=user, role=Role.OPERATOR, place_id="74.04", since=date(2026, 1, 1))
    Assignment.objects.create(user=user, role=Role.OWNER, place_id="74.05", since=date(2026, 1, 1))
    client = Client()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert ask(client, people[0]).status_code == 404


def test_a_row_shows_what_was_written(as_role, row):
    address = reverse("account:nik_of_row", args=[row.pk])
    assert "7405 12" in as_role(Role.VILLAGE).post(address, headers={"hx-request": "true"}).content.decode()
    assert as_role(Role.HEAD).post(address).status_code == 403
    assert Act.objects.get(command="nik.reveal").note == f"row {row.pk}"
    row.village_id = VILLAGES[2]
    row.save()
    assert as_role(Role.VILLAGE).post(address).status_code == 404


def test_without_scripts_it_is_a_page_of_its_own(as_role, people):
    page = ask(as_role(Role.AUDITOR), people[0])
    assert "jejak audit" in page.content.decode()
    assert page.headers["Cache-Control"] == "no-store"
    assert as_role(Role.AUDITOR).get(reverse("account:nik_of_person", args=[people[0]])).status_code == 405


def test_a_table_offers_the_button_where_the_row_has_an_address():
    request = RequestFactory().get("/")
    rows = [{"nik": nik(1), "reveal": "/nik/orang/1/"}, {"nik": nik(2)}]
    table = Table(request, Words("Orang", "People"), [Column("nik", Words("NIK", "NIK"), "nik")], rows)
    page = render_to_string("parts/table.html", {"table": table, "request": request})
    assert page.count("Tampilkan NIK 7405••••••••0001") == 1
    assert page.count('hx-post="/nik/orang/1/"') == 1
    assert nik(1) not in page
    assert nik(2) not in page
