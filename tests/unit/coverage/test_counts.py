"""What triggers count is what is there, whatever is done to rows, candidates and lists."""

from collections import Counter
from datetime import date

import pytest
from invented import JANUARY, TODAY, VILLAGES, lists_of_before
from sent import send

from payung.billing.actions import make_bill, pay_bill
from payung.coverage.models import CandidateCount, CoverStep, SeveralTimes
from payung.coverage.queries import cover_by_month, coverage, funnel
from payung.intake.models import Row, RowCount
from payung.intake.queries import verdict_counts
from payung.planning.models import Fund
from payung.registry.models import Candidate, Person
from payung.roster.models import Membership
from payung.values.month import Month

pytestmark = pytest.mark.django_db


def rows_counted() -> Counter:
    return Counter({(one.list_id, one.village, one.verdict): one.rows for one in RowCount.objects.exclude(rows=0)})


def rows_there() -> Counter:
    return Counter((one.list_id, one.village_id or "", one.verdict) for one in Row.objects.all())


def on_lists(month: Month) -> Counter:
    """People by village, counted one by one."""
    spells = Membership.objects.on(month).values_list("person", "fund__round", "fund__place")
    homes = {(person, round): village for person, round, village in Candidate.objects.values_list("person", "round", "village")}
    return Counter(homes.get((person, round)) or place for person, round, place in spells)


def stepped(month: Month) -> Counter:
    found: Counter = Counter()
    running = Fund.objects.filter(first_month__lte=month, last_month__gte=month)
    for one in CoverStep.objects.filter(month__lte=month, fund__in=running):
        found[one.village] += one.people
    return +found


def test_rows_are_counted_as_they_come_change_and_go(programme):
    sent = send(programme, VILLAGES[0], passes=3, needs_fixing=2)
    other = send(programme, programme.office, rejected=1)
    assert rows_counted() == rows_there() != Counter()
    Row.objects.filter(list=sent, verdict="needs_fixing").update(verdict="duplicate")
    Row.objects.filter(list=other).update(village=VILLAGES[1])
    Row.objects.filter(list=sent, number__lte=2).update(name="Lain")
    assert rows_counted() == rows_there()
    Row.objects.filter(list=sent, number=1).delete()
    assert rows_counted() == rows_there()
    assert verdict_counts(programme.round) == {"passes": 2, "needs_fixing": 0, "rejected": 1, "duplicate": 2}


def test_candidates_are_counted_while_they_stand(programme):
    programme.candidates(7, villages=(*VILLAGES, None))
    assert sum(CandidateCount.objects.values_list("people", flat=True)) == 7
    Candidate.objects.filter(village=VILLAGES[0]).update(stands=False)
    Candidate.objects.filter(village=VILLAGES[1]).update(village=VILLAGES[2])
    there = Counter(village or "" for village in Candidate.objects.filter(stands=True).values_list("village", flat=True))
    assert Counter(dict(CandidateCount.objects.exclude(people=0).values_list("village", "people"))) == there
    assert funnel(programme.round, JANUARY).valid == 5
    assert funnel(programme.round, JANUARY, "74.05.02").valid == there[VILLAGES[2]]


def test_steps_are_the_lists_month_by_month(programme):
    programme.candidates(9, villages=(*VILLAGES, None))
    fund = programme.started()
    someone, another, third = Membership.objects.filter(fund=fund).order_by("pk")[:3]
    Membership.objects.filter(pk=someone.pk).update(last_month=JANUARY + 3)
    Membership.objects.filter(pk=another.pk).update(last_month=JANUARY + -1)
    Candidate.objects.filter(person=third.person_id).update(village=VILLAGES[2])
    for month in (JANUARY, JANUARY + 3, JANUARY + 4, JANUARY + 11, JANUARY + 12):
        assert stepped(month) == on_lists(month)
    Membership.objects.filter(pk=someone.pk).update(last_month=None)
    assert stepped(JANUARY + 4) == on_lists(JANUARY + 4)


def test_whoever_becomes_a_candidate_later_moves_to_their_village(programme):
    people = programme.candidates(2)
    fund = programme.started()
    newcomer = Person.objects.create(nik="7405000000009999", name="Baru", birth_date=date(1990, 1, 1))
    Membership.objects.create(fund=fund, person=newcomer, first_month=JANUARY)
    assert stepped(JANUARY)[programme.place.code] == 1
    Candidate.objects.create(round=programme.round, person=newcomer, office=programme.office, village_id=VILLAGES[2])
    assert stepped(JANUARY) == on_lists(JANUARY)
    assert stepped(JANUARY)[programme.place.code] == 0
    assert people.height == 2


def test_nobody_counts_twice_on_two_lists(programme):
    programme.candidates(3)
    first, second = programme.started(), programme.fund(name="CSR", first_month=JANUARY + 6, months=6)
    both = Membership.objects.filter(fund=first).first()
    assert not SeveralTimes.objects.exists()
    lists_of_before()
    Membership.objects.create(fund=second, person=both.person, first_month=JANUARY + 6)
    assert list(SeveralTimes.objects.values_list("person", flat=True)) == [both.person_id]
    assert coverage("74.05", JANUARY + 6).numerator.value == 3
    assert cover_by_month(programme.round)[JANUARY + 6] == (3, 0)
    assert funnel(programme.round, JANUARY + 6).funded == 3


def test_one_person_under_two_numbers_counts_once(programme):
    programme.candidates(3)
    programme.started()
    one, other, _ = Person.objects.order_by("pk")
    Person.objects.filter(pk=other.pk).update(same_as=one)
    found = funnel(programme.round, JANUARY)
    assert (found.valid, found.funded) == (2, 2)
    assert cover_by_month(programme.round)[JANUARY] == (2, 0)


def test_months_agree_with_the_funnel_of_each(programme, django_assert_num_queries):
    programme.candidates(9)
    fund = programme.started()
    Membership.objects.filter(pk=Membership.objects.filter(fund=fund).first().pk).update(last_month=JANUARY)
    bill = make_bill(fund=fund, month=JANUARY, by=None, on=TODAY)
    pay_bill(bill=bill, amount=bill.total, paid_on=TODAY, reference="1", by=None, on=TODAY)
    for place in ("", "74.05.01", VILLAGES[0]):
        with django_assert_num_queries(8):
            found = cover_by_month(programme.round, place)
        assert list(found) == list(JANUARY.upto(JANUARY + 11))
        for month, (listed, paid) in found.items():
            one = funnel(programme.round, month, place)
            assert (listed, paid) == (one.funded, one.paid)
