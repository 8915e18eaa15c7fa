"""The large invented programme, made small: what it promises to hold holds, so that a page measured on it shows what real data would."""

import pytest
from django.db.models import Count, F, Sum

from payung.accounts.models import Assignment, Role
from payung.billing.models import Bill
from payung.demo.crowd_work import TODAY, make_crowd
from payung.intake.models import Finding, Row, SubmittedList
from payung.planning.models import Decided, Determination, Fund
from payung.registry.models import Candidate, Person, RegisterEntry, Round
from payung.roster.models import Change, Membership
from payung.roster.queries import roster_on
from payung.values.errors import RefusedError
from payung.values.month import Month


@pytest.mark.django_db
def test_a_large_programme_is_whole_and_made_once():
    make_crowd(1_200, regencies=2)
    rows_are_whole()
    money_is_right()
    assert set(Assignment.objects.values_list("role", flat=True)) == set(Role.values)
    with pytest.raises(RefusedError, match="crowd.not_empty"):
        make_crowd(10)
    assert Round.objects.count() == 2


def rows_are_whole():
    verdicts = dict(Row.objects.values_list("verdict").annotate(Count("id")))
    assert verdicts.keys() == {"passes", "needs_fixing", "rejected", "duplicate"}
    assert 0.8 < verdicts["passes"] / sum(verdicts.values()) < 0.9
    assert Finding.objects.filter(row__verdict="passes").exclude(code="nik.sex_differs").count() == 0
    assert Row.objects.exclude(verdict="passes").filter(findings=None).count() == 0
    assert Person.objects.count() == Candidate.objects.count() >= 1_100
    assert set(SubmittedList.objects.values_list("state", flat=True)) == {"received", "accepted", "refused"}
    assert RegisterEntry.objects.filter(register__kind="deaths", on=None).count() == 0


def money_is_right():
    bills = Bill.objects.annotate(listed=Count("lines"), sum_jkk=Sum("lines__jkk"), sum_jkm=Sum("lines__jkm"))
    assert bills.count() == 2 * (36 + 4)
    assert bills.exclude(listed=F("people"), sum_jkk=F("jkk"), sum_jkm=F("jkm")).count() == 0
    for fund in Fund.objects.all():
        assert roster_on(fund, Month.of(TODAY)).count() == fund.bills.get(month=Month.of(TODAY)).people
    assert Decided.objects.count() == sum(one.people + one.waiting + one.out for one in Determination.objects.all())
    assert Change.objects.filter(direction="out").count() == Membership.objects.filter(last_month__isnull=False).count() > 0
