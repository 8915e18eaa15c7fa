"""People who go from one fund to another with a date: never on two lists, never on none."""

import polars as pl
import pytest
from django.db import IntegrityError, transaction
from invented import JANUARY, TODAY, nik

from payung.accounts.models import Assignment, Role, User
from payung.billing.actions import make_bill
from payung.registry.models import Person
from payung.roster.actions import end_overlaps, record_changes, start_roster
from payung.roster.models import Change, Membership
from payung.roster.move_actions import move_people, preview_move
from payung.roster.queries import roster_on
from payung.values.errors import InputError, OutOfScopeError, RefusedError

pytestmark = pytest.mark.django_db
PRICE = 12 * 16_800
MARCH = JANUARY + 2


def listed(fund, month) -> set[str]:
    return set(roster_on(fund, month).values_list("person__nik", flat=True))


def two_funds(programme, people: int = 4, **terms):
    """APBD pays for `people`; of four more whom the tobacco fund has determined two are on its list, which begins in January too."""
    programme.candidates(people)
    apbd = programme.started(amount=people * PRICE)
    programme.candidates(2)
    terms = {"amount": 6 * PRICE, **terms}
    return apbd, programme.started(name="DBH CHT 2026", source="DBH-CHT", **terms)


def move(apbd, dbh, *niks, month=MARCH):
    return move_people(source=apbd, target=dbh, niks=niks, month=month, by=None, on=TODAY)


def test_one_list_ends_where_the_other_begins(programme):
    apbd, dbh = two_funds(programme)
    seen = preview_move(source=apbd, target=dbh, niks=[nik(0), nik(1)], month=MARCH, by=None, on=TODAY)
    assert (seen.people, seen.released, seen.needed, seen.months) == (2, 2 * 10 * 16_800, 2 * 10 * 16_800, (10, 10))
    assert Change.objects.filter(reason="other_fund").count() == 0
    done = move(apbd, dbh, nik(0), nik(1))
    assert (done.people, done.lines["fate"].to_list()) == (2, [None, None])
    for month in (MARCH + -1, MARCH):
        both = listed(apbd, month), listed(dbh, month)
        assert both[0] & both[1] == set()
        assert {nik(0), nik(1)} <= both[month == MARCH]
    told = Change.objects.filter(reason="other_fund").order_by("pk").values_list("fund", "month", "direction", "note")
    assert list(told) == [(apbd.pk, MARCH, "out", "ke dana: DBH CHT 2026")] * 2 + [(dbh.pk, MARCH, "in", "dari dana: APBD 2026")] * 2


def test_the_same_again_changes_nothing(programme):
    apbd, dbh = two_funds(programme)
    move(apbd, dbh, nik(0))
    before = (list(Membership.objects.order_by("pk").values()), Change.objects.count())
    assert move(apbd, dbh, nik(0)).lines["fate"].to_list() == ["move.already"]
    assert (list(Membership.objects.order_by("pk").values()), Change.objects.count()) == before


def test_who_cannot_move_holds_nobody_back(programme):
    apbd, dbh = two_funds(programme, amount=4 * PRICE)
    move(apbd, dbh, nik(3), month=JANUARY + 5)
    # of four places two are taken from January on and one from June on
    done = move(apbd, dbh, "9" * 16, nik(4), nik(3), nik(0), nik(0), nik(1))
    assert done.lines["fate"].to_list() == [
        "change.nik_unknown",
        "move.already",
        "move.already",
        None,
        "change.twice",
        "move.list_full",
    ]
    assert "DBH CHT 2026" in done.said("move.list_full").id


def test_whoever_the_other_fund_does_not_admit_stays(programme):
    programme.welfare({nik(0): "9", nik(1): "2", nik(4): "1", nik(5): "1"})
    apbd, dbh = two_funds(programme, highest_decile=4)
    assert move(apbd, dbh, nik(0), nik(1)).lines["fate"].to_list() == ["move.not_determined", None]
    assert nik(0) in listed(apbd, MARCH)


def test_whoever_leaves_later_does_not_move_and_comes_back(programme):
    apbd, dbh = two_funds(programme)
    lines = pl.DataFrame({"nik": [nik(0)], "direction": ["out"], "reason": ["employed"]})
    record_changes(fund=apbd, month=JANUARY + 6, changes=lines, by=None, on=TODAY)
    assert move(apbd, dbh, nik(0)).lines["fate"].to_list() == ["move.leaving"]


def test_a_month_that_has_its_bill_stays_and_so_does_one_outside(programme):
    apbd, dbh = two_funds(programme)
    make_bill(fund=dbh, month=JANUARY + 2, by=None, on=TODAY)
    with pytest.raises(RefusedError, match=r"change\.month_billed") as refused:
        move(apbd, dbh, nik(0))
    assert "DBH CHT 2026" in refused.value.words.id
    with pytest.raises(RefusedError, match=r"change\.month_outside"):
        move(apbd, dbh, nik(0), month=JANUARY + 12)
    with pytest.raises(InputError, match=r"move\.same_fund"):
        move(apbd, apbd, nik(0))
    assert move(apbd, dbh, nik(0), month=JANUARY + 3).people == 1


def test_it_takes_the_right_at_both_places(programme):
    apbd, dbh = two_funds(programme)
    auditor = User.objects.create(username="auditor", display_name="Auditor")
    Assignment.objects.create(user=auditor, role=Role.AUDITOR, place=programme.place, since=TODAY)
    with pytest.raises(OutOfScopeError):
        move_people(source=apbd, target=dbh, niks=[nik(0)], month=MARCH, by=auditor, on=TODAY)


def test_the_database_refuses_a_person_on_two_lists_in_a_month(programme):
    apbd, dbh = two_funds(programme)
    [spell] = Membership.objects.filter(fund=apbd, person__nik=nik(0))
    for first, last in ((JANUARY, None), (JANUARY + -5, JANUARY), (JANUARY + 11, JANUARY + 20)):
        with pytest.raises(IntegrityError, match=r"roster\.spells_overlap"), transaction.atomic():
            Membership.objects.create(fund=dbh, person=spell.person, first_month=first, last_month=last)
    # an open spell ends with its fund
    after = programme.fund(name="2027", first_month=JANUARY + 12)
    later = Membership.objects.create(fund=after, person=spell.person, first_month=JANUARY + 12)
    with pytest.raises(IntegrityError, match=r"roster\.spells_overlap"), transaction.atomic():
        Membership.objects.filter(pk=later.pk).update(first_month=JANUARY + 11)
    with pytest.raises(IntegrityError, match=r"roster\.spells_overlap"), transaction.atomic():
        Membership.objects.filter(pk=later.pk).update(fund=dbh, first_month=JANUARY + 3)


def test_two_numbers_of_one_human_being_are_one_spell_afterwards(programme):
    apbd, dbh = two_funds(programme)
    first, second = Person.objects.get(nik=nik(0)), Person.objects.get(nik=nik(4))
    Person.objects.filter(pk=second.pk).update(same_as=first)
    assert move(apbd, dbh, nik(0)).lines["fate"].to_list() == ["move.already"]
    end_overlaps(kept=first.pk, people=[first.pk, second.pk], note="pasangan")
    assert not (listed(apbd, MARCH) & {nik(0)} and listed(dbh, MARCH) & {nik(4)})


def test_whoever_is_determined_keeps_the_place_until_the_list_begins(programme):
    programme.candidates(3)
    apbd = programme.started(amount=3 * PRICE)
    programme.candidates(2)
    dbh = programme.fund(name="DBH CHT 2026", source="DBH-CHT", amount=3 * PRICE)
    with pytest.raises(RefusedError, match=r"move\.no_determination"):
        move(apbd, dbh, nik(0))
    determination = programme.determined(dbh)
    assert move(apbd, dbh, nik(0), nik(1)).lines["fate"].to_list() == [None, "move.list_full"]
    assert start_roster(determination=determination, by=None, on=TODAY).people == 2
    assert listed(dbh, MARCH) == {nik(0), nik(3), nik(4)}


def test_a_village_has_no_more_places_than_its_quota(programme):
    """Villages take turns: 0 and 3 of the first one's list are of one village, of which 6 is determined in the tobacco fund too."""
    programme.candidates(4)
    apbd = programme.started(amount=4 * PRICE)
    programme.candidates(3)
    dbh = programme.started(name="DBH CHT 2026", source="DBH-CHT", amount=9 * PRICE, quota_per_village=2)
    assert {nik(4), nik(5), nik(6)} == listed(dbh, JANUARY)
    assert move(apbd, dbh, nik(0), nik(3), nik(1)).lines["fate"].to_list() == [None, "move.village_full", None]
    assert {nik(0), nik(1)} <= listed(dbh, MARCH)
    assert nik(3) in listed(apbd, MARCH)


def test_a_quota_keeps_the_places_of_those_determined_until_the_list_begins(programme):
    programme.candidates(3)
    apbd = programme.started(amount=3 * PRICE)
    programme.candidates(3)
    dbh = programme.fund(name="DBH CHT 2026", source="DBH-CHT", amount=9 * PRICE, quota_per_village=1)
    programme.determined(dbh)
    assert move(apbd, dbh, nik(0), nik(1)).lines["fate"].to_list() == ["move.village_full"] * 2
