"""What an auditor should look at: seen in figures, raised once, answered by an auditor, shown to nobody else."""

from datetime import date, timedelta

import pytest
from claimed import DIED, REPORTED, claimed

from payung.accounts.models import Role
from payung.claims.actions import report_event
from payung.claims.models import Flag, Relative
from payung.claims.red_flags import HELPED_CASES, digits, flags_seen, raise_flags, record_outcome, told
from payung.places.models import Place
from payung.roster.models import Membership
from payung.values.errors import InputError, OutOfScopeError, RefusedError
from payung.values.month import Month

pytestmark = pytest.mark.django_db
ON = date(2026, 5, 4)


@pytest.fixture
def one(programme):
    return claimed(programme)


def raised():
    return {(flag.case_id, flag.key): flag for flag in raise_flags(by=None, on=ON)}


def other_case(name: str, village: str, **more):
    return report_event(
        **{"kind": "death", "way": "village", "happened_on": DIED, "name": name, "village": Place.objects.get(code=village), "by": None, **more},
        on=REPORTED,
    ).case


def test_a_calm_case_has_no_flag(one):
    one.relative(phone="0812 0000 0001")
    assert raised() == {}


def test_several_heirs_with_one_phone_are_seen_also_across_cases(one):
    one.relative(phone="0812-0000-0001")
    one.child(phone="+62 812 0000 0001")
    found = raised()
    flag = found[one.case.pk, "one_phone"]
    assert flag.found == f"n=2;cases={one.case.pk}"
    far = other_case("Orang Uji", one.case.village_id)
    Relative.objects.create(case=far, relation="SPOUSE", name="Suami Uji", phone="081200000001")
    more = raised()
    assert set(more) == {(one.case.pk, "one_phone"), (far.pk, "one_phone")}
    assert f"3 ahli waris memakai satu nomor telepon. Kasus: {one.case.pk}, {far.pk}." == told(more[far.pk, "one_phone"]).id
    assert raised() == {}  # nothing new is seen


def test_a_crossed_out_line_does_not_count(one):
    one.relative(phone="081200000001")
    one.child(phone="081200000001", crossed_out="salah orang")
    assert raised() == {}


def test_an_heir_s_phone_that_is_the_helper_s_is_seen(one):
    one.helped_by(one.user(Role.VILLAGE), phone="081200000001")
    one.relative(phone="081200000001")
    assert (one.case.pk, "helper_phone") in raised()


def test_an_heir_who_reports_is_no_middleman(one):
    case = other_case("Orang Uji", one.case.village_id, phone="081200000001", way="helper")
    Relative.objects.create(case=case, relation="SPOUSE", name="Suami Uji", phone="081200000001")
    assert raised() == {}


def test_a_helper_over_many_cases_is_seen_from_the_fifth_on(one):
    helper = one.user(Role.VILLAGE)
    one.helped_by(helper)
    for number in range(HELPED_CASES - 2):
        other_case(f"Orang Uji {number}", one.case.village_id, helps=True, by=helper)
    assert raised() == {}
    other_case("Orang Uji akhir", one.case.village_id, helps=True, by=helper)
    found = raised()
    assert {key for _, key in found} == {"one_helper"}
    assert len(found) == HELPED_CASES
    assert f"membantu {HELPED_CASES} kasus" in told(found[one.case.pk, "one_helper"]).id


@pytest.mark.parametrize(("died", "days"), [(date(2026, 3, 31), 89), (date(2026, 4, 1), None)])
def test_coming_onto_a_list_alone_shortly_before_the_death_is_seen(programme, died, days):
    one = claimed(programme, first=Month.at(2025, 10), died=died, paid=0)
    assert raised() == {}
    Membership.objects.update(first_month=Month.at(2026, 1))
    found = raised()
    assert set(found) == ({(one.case.pk, "new_member")} if days else set())
    if days:
        assert told(found[one.case.pk, "new_member"]).id == f"Masuk daftar sendiri, {days} hari sebelum meninggal dunia."


def test_whoever_came_with_the_whole_list_is_not_new(programme):
    claimed(programme, first=Month.at(2026, 3), paid=0)
    assert raised() == {}


def test_what_is_kept_names_nobody(one):
    one.relative(phone="081200000001", name="Siti Rahasia")
    one.child(phone="081200000001")
    [flag] = raised().values()
    assert "Siti" not in flag.found + told(flag).id
    assert "0812" not in flag.found + told(flag).id


def test_the_auditor_answers_once_and_more_that_is_seen_asks_again(one):
    auditor, other = one.user(Role.AUDITOR), one.user(Role.AUDITOR, "auditor-dua")
    one.relative(phone="081200000001")
    one.child(phone="081200000001")
    [flag] = raise_flags(by=auditor, on=ON)
    with pytest.raises(InputError, match="flag.note"):
        record_outcome(flag=flag, outcome="explained", by=auditor, on=ON)
    with pytest.raises(InputError, match="flag.outcome"):
        record_outcome(flag=flag, outcome="guilty", by=auditor, on=ON)
    done = record_outcome(flag=flag, outcome="explained", note="Satu rumah, satu ponsel", by=auditor, on=ON)
    assert record_outcome(flag=flag, outcome="explained", note="Satu rumah, satu ponsel", by=auditor, on=ON) == done
    with pytest.raises(RefusedError, match="flag.answered"):
        record_outcome(flag=flag, outcome="in_order", by=other, on=ON)
    assert raise_flags(by=auditor, on=ON) == []
    assert [each.outcome for each in flags_seen(visible_to=auditor, on=ON)] == ["explained"]
    one.child(name="Adik", phone="081200000001")
    [again] = raise_flags(by=auditor, on=ON + timedelta(days=1))
    assert [each.pk for each in flags_seen(visible_to=auditor, on=ON)] == [again.pk]


def test_only_an_auditor_of_the_place_looks_and_answers(one):
    operator = one.user(Role.OPERATOR)
    one.relative(phone="081200000001")
    one.child(phone="081200000001")
    with pytest.raises(OutOfScopeError):
        raise_flags(by=operator, on=ON)
    [flag] = raised().values()
    with pytest.raises(OutOfScopeError):
        record_outcome(flag=flag, outcome="in_order", by=operator, on=ON)
    assert Flag.objects.count() == 1


def test_one_number_however_it_is_written():
    assert digits("+62 812-3") == digits("0812 3") == "08123"
