from datetime import date

import pytest
from invented import JANUARY, TODAY, VILLAGES, nik

from payung.accounts.models import Assignment, Role, User
from payung.billing.actions import make_bill
from payung.places.models import Office, OfficeKind, Place
from payung.registry.models import Candidate
from payung.review.actions import decide
from payung.review.queries import counts, item, paid_twice, queue
from payung.values.errors import InputError

pytestmark = pytest.mark.django_db


def shown(user=None, **narrowed):
    return queue(visible_to=user, on=TODAY, **narrowed)


def numbers(user=None, **narrowed) -> list[int]:
    return [each.pair.pk for each in shown(user, **narrowed)]


def user(role: Role, name: str, **where) -> User:
    made = User.objects.create(username=name)
    Assignment.objects.create(user=made, role=role, since=date(2025, 1, 1), **where)
    return made


def test_money_first_then_the_dead_then_the_likelier(programme, found, line):
    a, b, c, d, e, f = programme.candidates(6)["id"]
    fund = programme.started(amount=4 * 12 * 16_800)
    listed = set(fund.memberships.values_list("person", flat=True))
    on, off = sorted(listed), sorted({a, b, c, d, e, f} - listed)
    make_bill(fund=fund, month=JANUARY, by=None, on=TODAY)
    found((off[0], off[1], 0.99), (on[0], line("taspen"), 0.6), (off[1], line("deaths"), 0.7), (on[1], on[2], 0.8), (on[3], off[0], 0.9))
    ordered = shown()
    kinds = [(each.pair.kind, each.money, each.pair.probability) for each in ordered]
    left = 11 * 16_800
    assert kinds == [("taspen", left, 0.6), ("", left, 0.8), ("deaths", 0, 0.7), ("", 0, 0.99), ("", 0, 0.9)]
    assert counts(visible_to=None, on=TODAY).money == 2 * left


def test_who_is_determined_for_a_list_that_has_not_begun_counts_too(programme, found):
    a, b = programme.candidates(2)["id"]
    programme.determined(programme.fund(months=6))
    found((a, b, 0.9))
    assert [each.money for each in shown()] == [6 * 16_800]


def test_pairs_of_a_group_name_each_other(programme, found, line):
    a, b, c, d, e = programme.candidates(5)["id"]
    first, second, third, alone = found((a, b, 0.99), (b, line("taspen"), 0.8), (c, a, 0.6), (d, e, 0.97))
    assert [(each.pair, sorted(each.others)) for each in shown()] == [
        (second, [first.pk, third.pk]),
        (first, [second.pk, third.pk]),
        (third, [first.pk, second.pk]),
        (alone, []),
    ]


def test_an_unsure_pair_stays_at_the_end_and_an_answered_one_goes(programme, found):
    a, b, c, d, e, f = programme.candidates(6)["id"]
    first, second, third = found((a, b, 0.99), (c, d, 0.9), (e, f, 0.8))
    decide(pair=first, answer="unsure", reason="KTP belum ada", by=None, on=TODAY)
    decide(pair=second, answer="different", reason="dua orang", by=None, on=TODAY)
    assert [(each.pair, each.answer) for each in shown()] == [(third, "open"), (first, "unsure")]
    told = counts(visible_to=None, on=TODAY)
    assert (told.waiting, told.unsure, told.same, told.different) == (2, 1, 0, 1)
    assert [each.reason for each in item(number=second.pk, visible_to=None, on=TODAY).decisions] == ["dua orang"]


def test_a_page_of_the_queue(programme, found):
    ids = programme.candidates(8)["id"]
    found(*((ids[at], ids[at + 1], 0.9 - at / 100) for at in range(0, 8, 2)))
    assert numbers(limit=2) + numbers(limit=2, offset=2) == numbers()
    assert len(numbers()) == 4


def test_everybody_sees_the_pairs_of_their_places_and_offices(programme, found):
    a, b, c, d = programme.candidates(4, villages=VILLAGES[:2])["id"]
    opd = Office.objects.create(kind=OfficeKind.OPD, name="Dinas Perikanan", place=programme.place)
    Candidate.objects.filter(person=c).update(office=opd)
    in_one, mixed, alone = found((a, c, 0.9), (a, b, 0.8), (b, d, 0.7))
    village = user(Role.VILLAGE, "desa", place=Place.objects.get(code=VILLAGES[0]))
    assert set(numbers(village)) == {in_one.pk, mixed.pk}
    assert set(numbers(user(Role.OPERATOR, "operator", place=programme.place))) == {in_one.pk, mixed.pk, alone.pk}
    assert set(numbers(user(Role.OFFICE, "opd", office=opd))) == {in_one.pk}
    assert numbers(user(Role.OPERATOR, "lain", place=Place.objects.get(code="74.02"))) == []
    assert set(numbers(place=VILLAGES[1])) == {mixed.pk, alone.pk}
    with pytest.raises(InputError, match=r"pair\.unknown"):
        item(number=alone.pk, visible_to=village, on=TODAY)


def test_whoever_sees_the_nation_sees_every_pair(programme, found):
    a, b = programme.candidates(2)["id"]
    [only] = found((a, b, 0.9))
    assert numbers(user(Role.AUDITOR, "bpk")) == [only.pk]


def test_a_number_is_shown_to_those_who_may_see_it(programme, found, line):
    [a] = programme.candidates(1)["id"]
    found((a, line("deaths", nik=nik(77)), 0.9))
    for role, niks in ((Role.OPERATOR, (nik(0), nik(77))), (Role.OWNER, ("7405••••••••0000", "7405••••••••0077"))):
        [one] = shown(user(role, role.value, place=programme.place))
        assert (one.left.nik, one.right.nik) == niks


def test_both_sides_with_what_speaks_and_where_it_stands(programme, found, line):
    [a] = programme.candidates(1)["id"]
    found((a, line("taspen", mother="Ani", evidence="Puskesmas Laeya", on=date(2023, 3, 1), until=date(2025, 11, 30)), 0.95))
    [one] = shown()
    assert one.likely.id == "sangat mungkin orang yang sama"
    assert [(part.speaks, part.words.id) for part in one.said][-1] == ("against", "nama ibu beda")
    assert one.right.told.id == "Daftar Taspen: Disdukcapil, keadaan 1 Desember 2025, sejak 1 Maret 2023 sampai 30 November 2025, Puskesmas Laeya"
    assert (one.right.mother, one.right.nik, one.left.village) == ("Ani", "", "")


def test_no_month_is_certain_where_the_register_knows_no_day(programme, found, line):
    programme.candidates(1)
    fund = programme.started()
    make_bill(fund=fund, month=JANUARY, by=None, on=TODAY)
    unknown, until = found((programme.people[0], line("taspen"), 0.9), (programme.people[0], line("civil_servants", on=date(2020, 1, 1)), 0.8))
    assert paid_twice(unknown) == []
    assert [str(each.month) for each in paid_twice(until)] == ["2026-01"]
