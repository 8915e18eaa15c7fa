"""Whose name may be public, who stands on the list, and which figures are agreed."""

from datetime import date

import pytest
from invented import VILLAGES, nik

from payung.accounts.models import Assignment, Role, User
from payung.audit.models import Act
from payung.claims.actions import report_event
from payung.claims.family import Told as Kin
from payung.claims.family import add_relative, set_guardian
from payung.claims.handover import agreed_figures, consents_of, give_consent, handed_over, open_consent
from payung.claims.models import Case, Confirmation, Told
from payung.values.errors import InputError, OutOfScopeError, RefusedError

pytestmark = pytest.mark.django_db
ON, DIED = date(2026, 4, 20), date(2026, 2, 18)
SCAN = b"%PDF-1.7\nsurat persetujuan"
YEAR = {"first": date(2026, 1, 1), "last": date(2026, 12, 31)}


@pytest.fixture
def people(programme):
    programme.candidates(4)
    return programme


def death(number=0) -> Case:
    return report_event(kind="death", way="village", happened_on=DIED, nik=nik(number), cause="other", by=None, on=ON).case


def add(case, relation="SPOUSE", name="Istri", **more):
    return add_relative(case=case, told=Kin(relation, name, **more), by=None, on=ON)


def paid(case, paid_on=date(2026, 3, 3), **lines) -> None:
    for line, amount in (lines or {"DEATH": 20_000_000, "FUNERAL": 10_000_000}).items():
        Told.objects.create(case=case, line=line, amount=amount, paid_on=paid_on, on=ON)


def seen(**more):
    return handed_over(**{**YEAR, "visible_to": None, "on": ON, **more})


def test_a_yes_takes_the_signed_paper_and_a_no_takes_none(people):
    case = death()
    wife = add(case)
    with pytest.raises(InputError, match="consent.not_signed"):
        give_consent(relative=wife, name_public=True, picture_public=False, by=None, on=ON)
    assert consents_of(case) == {}
    give_consent(relative=wife, name_public=False, picture_public=False, by=None, on=ON)
    assert not consents_of(case)[wife.pk].name_public
    given = give_consent(relative=wife, name_public=True, picture_public=False, content=SCAN, name="izin.pdf", by=None, on=ON)
    assert consents_of(case)[wife.pk] == given
    assert open_consent(consent=given, by=None, on=ON) == SCAN
    assert Act.objects.filter(command="document.open").count() == 1
    give_consent(relative=wife, name_public=False, picture_public=False, by=None, on=ON)  # taken back
    assert not consents_of(case)[wife.pk].name_public
    with pytest.raises(InputError, match="consent.no_paper"):
        open_consent(consent=consents_of(case)[wife.pk], by=None, on=ON)


def test_for_a_minor_the_guardian_signs(people):
    case = death()
    child = add(case, "CHILD", "Anak", birth_date=date(2015, 1, 1))
    with pytest.raises(RefusedError, match="consent.guardian"):
        give_consent(relative=child, name_public=True, picture_public=False, content=SCAN, name="izin.pdf", by=None, on=ON)
    set_guardian(relative=child, guardian=add(case, birth_date=date(1990, 1, 1)), by=None, on=ON)
    assert give_consent(relative=child, name_public=True, picture_public=False, content=SCAN, name="izin.pdf", by=None, on=ON).name_public


def test_consent_may_come_when_the_case_is_closed_but_not_from_a_stranger(people):
    case = death()
    wife = add(case)
    Case.objects.filter(pk=case.pk).update(state=Case.State.CLOSED)
    assert give_consent(relative=wife, name_public=False, picture_public=False, by=None, on=ON).pk
    auditor = User.objects.create(username="auditor", display_name="Auditor")
    Assignment.objects.create(user=auditor, role=Role.AUDITOR, place_id="74.05", since=date(2026, 1, 1))
    with pytest.raises(OutOfScopeError):
        give_consent(relative=wife, name_public=False, picture_public=False, by=auditor, on=ON)


def test_only_paid_cases_of_those_days_stand_on_the_list(people):
    one, two, three = (death(number) for number in range(3))
    paid(one)
    paid(two, paid_on=date(2025, 12, 30))
    Told.objects.create(case=three, line="DEATH", amount=1, on=ON)  # decided, not paid
    assert [each.case for each in seen()] == [one]
    paid(two, paid_on=date(2026, 1, 2), FUNERAL=10_000_000)
    assert {each.case for each in seen()} == {one, two}
    assert [each.case for each in seen(last=date(2026, 1, 31))] == [two]
    Case.objects.filter(pk=one.pk).update(state=Case.State.WITHDRAWN)
    assert [each.case for each in seen()] == [two]


def test_the_newest_word_of_bpjs_counts_once_and_each_year_of_a_scholarship(people):
    case = death()
    paid(case, DEATH=20_000_000)
    paid(case, paid_on=date(2026, 3, 4), DEATH=19_000_000)
    paid(case, SCHOLARSHIP=1_500_000)
    paid(case, paid_on=date(2026, 4, 1), SCHOLARSHIP=2_000_000)
    told = seen()[0]
    assert told.lines == {"DEATH": 19_000_000, "SCHOLARSHIP": 3_500_000}
    assert (told.rupiah, told.paid_on) == (22_500_000, date(2026, 4, 1))


def test_figures_are_agreed_where_the_case_is_closed(people):
    one, two = death(0), death(1)
    wife = add(one)
    add(one, "CHILD", "Anak", birth_date=date(2000, 1, 1))
    add(two, name="Istri lain")
    paid(one)
    paid(two)
    assert agreed_figures(seen()).cases == 0
    operator = User.objects.create(username="operator", display_name="Operator")
    Confirmation.objects.create(case=one, heir=wife, way="visit", has_come=True, amount=30_000_000, on=ON, by=operator)
    Case.objects.filter(pk=one.pk).update(state=Case.State.CLOSED, closed_on=ON)
    figures = agreed_figures(seen())
    assert (figures.cases, figures.heirs, figures.rupiah, figures.left_out) == (1, 1, 30_000_000, 1)
    assert figures.lines == {"DEATH": 20_000_000, "FUNERAL": 10_000_000}


def test_heirs_stand_on_the_list_before_anybody_has_heard_from_them(people):
    case = death()
    wife = add(case)
    add(case, "SIBLING", "Adik")
    paid(case)
    handed = seen()[0]
    assert [who.relative for who in handed.receivers] == [wife]
    assert (handed.name_public, handed.agreed) == (False, False)
    give_consent(relative=wife, name_public=True, picture_public=True, content=SCAN, name="izin.pdf", by=None, on=ON)
    handed = seen()[0]
    assert (handed.name_public, handed.receivers[0].picture_public) == (True, True)


def test_everybody_sees_only_their_own_cases(people):
    one, two = death(0), death(1)
    paid(one)
    paid(two)
    village = User.objects.create(username="desa", display_name="Desa")
    Assignment.objects.create(user=village, role=Role.VILLAGE, place_id=VILLAGES[0], since=date(2026, 1, 1))
    assert [each.case for each in seen(visible_to=village)] == [one]
    assert [each.case for each in seen(place=VILLAGES[1])] == [two]
