"""Two people look at a list: whoever made it final cannot approve it, and nothing begins before somebody else has."""

from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction
from invented import JANUARY, TODAY, Programme

from payung.accounts.models import Assignment, Role, User
from payung.audit.models import Entry
from payung.planning.actions import approve, determine, revise_fund, send_back
from payung.planning.models import Approval, Determination
from payung.planning.queries import determination_in_force, newest_determination, preview_ranking
from payung.roster.actions import fill_places, start_roster
from payung.roster.models import Membership
from payung.values.errors import InputError, OutOfScopeError, RefusedError

pytestmark = pytest.mark.django_db
PRICE = 12 * 16_800


@pytest.fixture
def heads(programme: Programme) -> list[User]:
    """Two who may lock and approve at the place."""
    made = [User.objects.create(username=f"kepala{n}", display_name=f"Kepala {n}") for n in (1, 2)]
    for user in made:
        Assignment.objects.create(user=user, role=Role.HEAD, place=programme.place, since=date(2025, 1, 1))
    return made


def locked(programme: Programme, by: User, number: str = "SK 1", **terms) -> Determination:
    programme.candidates(5)
    fund = programme.fund(**{"amount": 2 * PRICE, **terms})
    return determine(fund=fund, number=number, decided_on=TODAY, by=by, on=TODAY).determination


def test_a_second_person_approves_and_the_list_begins(programme, heads):
    one = locked(programme, heads[0])
    assert one.made_by == heads[0]
    with pytest.raises(RefusedError, match=r"roster\.not_approved") as refused:
        start_roster(determination=one, by=None, on=TODAY)
    assert "belum disetujui" in refused.value.words.id
    assert determination_in_force(one.fund) is None
    approve(determination=one, by=heads[1], on=TODAY)
    assert determination_in_force(one.fund) == one
    assert start_roster(determination=one, by=None, on=TODAY).people == 2


def test_whoever_made_it_is_told_why_they_cannot(programme, heads):
    one = locked(programme, heads[0])
    for answer in (
        lambda: approve(determination=one, by=heads[0], on=TODAY),
        lambda: send_back(determination=one, reason="x", by=heads[0], on=TODAY),
    ):
        with pytest.raises(RefusedError, match=r"determination\.own") as refused:
            answer()
        assert "orang lain" in refused.value.words.id
    assert not Approval.objects.exists()


def test_the_database_refuses_ones_own_too(programme, heads):
    one = locked(programme, heads[0])
    with pytest.raises(IntegrityError, match=r"planning\.own_determination"), transaction.atomic():
        Approval.objects.create(determination=one, by=heads[0], on=TODAY, granted=True)
    Approval.objects.create(determination=one, by=heads[1], on=TODAY, granted=True)


def test_an_answer_stands_and_is_on_the_trail(programme, heads):
    one = locked(programme, heads[0])
    answer = approve(determination=one, by=heads[1], on=TODAY)
    with pytest.raises(IntegrityError, match="append_only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE planning_approval SET granted = %s WHERE id = %s", [False, answer.pk])
    assert Entry.objects.filter(table_name="planning_approval", row_id=answer.pk, act__actor=heads[1]).exists()


def test_twice_is_once_and_a_second_answer_is_refused(programme, heads):
    one = locked(programme, heads[0])
    assert approve(determination=one, by=heads[1], on=TODAY) == approve(determination=one, by=heads[1], on=TODAY)
    with pytest.raises(RefusedError, match=r"determination\.answered"):
        send_back(determination=one, reason="terlambat", by=heads[1], on=TODAY)
    assert Approval.objects.count() == 1


def test_only_who_is_entitled_there(programme, heads):
    one = locked(programme, heads[0])
    owner = User.objects.create(username="kabid", display_name="Kabid")
    Assignment.objects.create(user=owner, role=Role.OWNER, place=programme.place, since=date(2025, 1, 1))
    elsewhere = User.objects.create(username="lain", display_name="Kepala lain")
    Assignment.objects.create(user=elsewhere, role=Role.HEAD, place_id="74.04", since=date(2025, 1, 1))
    for user in (owner, elsewhere):
        with pytest.raises(OutOfScopeError):
            approve(determination=one, by=user, on=TODAY)


def test_sent_back_needs_a_reason_and_makes_room_for_a_new_version(programme, heads):
    one = locked(programme, heads[0])
    with pytest.raises(InputError, match=r"determination\.reason"):
        send_back(determination=one, reason="  ", by=heads[1], on=TODAY)
    send_back(determination=one, reason="Nomor SK salah", by=heads[1], on=TODAY)
    again = determine(fund=one.fund, number="SK 2", decided_on=TODAY, by=heads[0], on=TODAY).determination
    assert (again.version, newest_determination(one.fund)) == (2, again)
    approve(determination=again, by=heads[1], on=TODAY)
    assert determination_in_force(one.fund) == again


def test_a_version_that_waits_fills_no_place(programme, heads):
    programme.candidates(3)
    fund = programme.fund(amount=3 * PRICE)
    start_roster(determination=programme.determined(fund), by=None, on=TODAY)
    programme.candidates(2)
    waiting = determine(fund=fund, number="SK 2", decided_on=TODAY, by=heads[0], on=TODAY).determination
    assert determination_in_force(fund).number == "SK 1"
    fill_places(fund=fund, month=JANUARY, by=None, on=TODAY)
    assert Membership.objects.count() == 3
    approve(determination=waiting, by=heads[1], on=TODAY)
    assert determination_in_force(fund) == waiting


def test_made_at_the_command_line_it_is_in_force_at_once(programme, heads):
    one = locked(programme, None)
    assert start_roster(determination=one, by=None, on=TODAY).people == 2
    with pytest.raises(RefusedError, match=r"determination\.no_maker"):
        approve(determination=one, by=heads[1], on=TODAY)


def test_a_list_that_moved_on_is_not_locked(programme, heads):
    programme.candidates(5)
    fund = programme.fund(amount=9 * PRICE)
    with pytest.raises(RefusedError, match=r"determination\.moved") as refused:
        determine(fund=fund, number="SK 1", decided_on=TODAY, people=4, by=heads[0], on=TODAY)
    assert "sekarang 5 orang, bukan 4" in refused.value.words.id
    assert not Determination.objects.exists()


def revised(fund, **terms):
    own = {
        "months": 12,
        "youngest": 18,
        "oldest": 65,
        "last_year_first": True,
        "highest_decile": None,
        "quota_per_village": None,
        "most_people": None,
    }
    return revise_fund(fund=fund, by=None, on=TODAY, **{**own, **terms})


def test_terms_change_until_the_list_is_locked_and_again_when_it_comes_back(programme, heads):
    programme.candidates(5)
    fund = revised(programme.fund(amount=5 * PRICE), months=6, most_people=3)
    ranking = preview_ranking(fund)
    assert (fund.months, ranking.places, ranking.count("in")) == (6, 3, 3)
    one = determine(fund=fund, number="SK 1", decided_on=TODAY, by=heads[0], on=TODAY).determination
    with pytest.raises(RefusedError, match=r"fund\.settled"):
        revised(fund)
    send_back(determination=one, reason="terlalu sedikit", by=heads[1], on=TODAY)
    assert revised(fund, quota_per_village=1).quota_per_village == 1
    with pytest.raises(InputError):
        revised(fund, youngest=70)
