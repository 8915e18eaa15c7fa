"""Money: told against expected, BPJS's time and fine, two independent people, no bank data."""

from datetime import date, timedelta

import pytest
from claimed import claimed
from django.db import IntegrityError, transaction

from payung.accounts.models import Role
from payung.claims.clock import clock_of
from payung.claims.confirm import agreement, confirm
from payung.claims.models import Case, Confirmation, Flag, Step, Told
from payung.claims.payment import end_without_money, money_of, record_told
from payung.claims.state import state_of
from payung.values.errors import InputError, OutOfScopeError, RefusedError

pytestmark = pytest.mark.django_db
SUBMITTED = date(2026, 4, 22)  # a Wednesday: three working days later it is Monday, 27 April
ON = date(2026, 4, 30)
LINES = {"DEATH": 20_000_000, "PERIODIC": 12_000_000, "FUNERAL": 10_000_000}


@pytest.fixture
def one(programme):
    made = claimed(programme)
    made.submitted(SUBMITTED)
    return made


def state(one, on=ON):
    return state_of(Case.objects.select_related("person", "village", "office").get(pk=one.case.pk), on=on)


def paid(one, on: date = date(2026, 4, 27), **amounts: int):
    for line, amount in {**LINES, **amounts}.items():
        why = "" if amount == LINES[line] else "Menurut BPJS"
        record_told(case=one.case, line=line, amount=amount, paid_on=on, number="KEP-1", why=why, by=None, on=ON)


def asked(one, by, heir, **more):
    given = {"way": "visit", "has_come": True, "amount": 42_000_000, "on": ON, **more}
    return confirm(case=one.case, heir=heir, by=by, **given)


def test_what_is_expected_comes_from_the_law(one):
    money = money_of(state(one))
    assert {line.line: line.expected for line in money.lines} == LINES
    assert (money.expected, money.told, money.paid, money.all_paid) == (42_000_000, 0, 0, False)


def test_a_difference_must_be_explained(one):
    with pytest.raises(InputError, match="told.why") as refused:
        record_told(case=one.case, line="DEATH", amount=15_000_000, by=None, on=ON)
    assert "Rp20.000.000" in refused.value.words.id
    record_told(case=one.case, line="DEATH", amount=15_000_000, why="Sebagian masih diperiksa", by=None, on=ON)
    [line] = [line for line in money_of(state(one)).lines if line.told]
    assert (line.difference, line.told.why) == (-5_000_000, "Sebagian masih diperiksa")


def test_decided_then_paid_and_the_step_is_done_with_the_last_line(one):
    for line, amount in LINES.items():
        record_told(case=one.case, line=line, amount=amount, by=None, on=ON)
    assert money_of(state(one)).paid == 0
    assert not Step.objects.filter(key="pay").exists()
    for told in list(Told.objects.all()):
        record_told(case=one.case, line=told.line, amount=told.amount, paid_on=date(2026, 4, 29), replaces=told.pk, by=None, on=ON)
    assert money_of(state(one)).all_paid
    assert Step.objects.get(key="pay").on == date(2026, 4, 29)


def test_of_two_officers_who_tell_the_same_line_the_second_is_refused(one):
    bpjs, operator = one.user(Role.BPJS_BRANCH), one.user(Role.OPERATOR)
    first = record_told(case=one.case, line="DEATH", amount=20_000_000, by=bpjs, on=ON)
    assert record_told(case=one.case, line="DEATH", amount=20_000_000, by=operator, on=ON) == first  # the same again
    with pytest.raises(RefusedError, match="told.newer") as refused:
        record_told(case=one.case, line="DEATH", amount=1, why="salah", by=operator, on=ON)
    assert "Bpjs_Branch" in refused.value.words.id
    record_told(case=one.case, line="DEATH", amount=1, why="salah", replaces=first.pk, by=operator, on=ON)
    assert [told.amount for told in Told.objects.order_by("pk")] == [20_000_000, 1]


def test_a_late_payment_costs_the_law_s_fine_for_each_day(one):
    assert clock_of(state(one, date(2026, 4, 27))).days_late == 0
    running = clock_of(state(one, date(2026, 4, 29)))
    assert (running.by, running.days_late, running.fine, running.running) == (date(2026, 4, 27), 2, 840_000, True)  # 2 × 1 % × 42 million
    assert {step["mark"] for step in running.steps} == {"source"}
    paid(one, date(2026, 4, 28))
    settled = clock_of(state(one, date(2026, 6, 1)))
    assert (settled.days_late, settled.fine, settled.running) == (1, 420_000, False)


def test_each_line_is_late_by_its_own_day(one):
    record_told(case=one.case, line="FUNERAL", amount=10_000_000, paid_on=date(2026, 4, 24), by=None, on=ON)
    record_told(case=one.case, line="DEATH", amount=20_000_000, paid_on=date(2026, 4, 30), by=None, on=ON)
    assert clock_of(state(one)).fine == 960_000  # three days of 1 % of 20 million, and of 12 million that BPJS has not told yet


def test_a_work_death_has_seven_working_days(programme):
    one = claimed(programme, cause="work")
    one.submitted(SUBMITTED)
    assert clock_of(state(one)).by == date(2026, 5, 4)


def test_before_the_papers_are_with_bpjs_there_is_no_clock_and_no_money(programme):
    one = claimed(programme)
    assert clock_of(state(one)) is None
    with pytest.raises(RefusedError, match="told.too_early"):
        record_told(case=one.case, line="DEATH", amount=20_000_000, by=None, on=ON)


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"line": "JHT"}, "told.line"),
        ({"amount": -1, "why": "x"}, "told.amount"),
        ({"paid_on": ON + timedelta(days=1)}, "told.day"),
        ({"paid_on": date(2026, 4, 9)}, "told.day"),
        ({"number": "Rek. BRI 0123456789"}, "text.bank"),
        ({"why": "ke 1234 5678 9012"}, "text.bank"),
    ],
)
def test_what_cannot_be_told_is_refused(one, given, code):
    with pytest.raises(InputError, match=code):
        record_told(**{"case": one.case, "line": "DEATH", "amount": 20_000_000, "by": None, "on": ON, **given})
    assert not Told.objects.exists()


def test_two_independent_people_close_the_case(one):
    heir, village, operator = one.relative(), one.user(Role.VILLAGE), one.user(Role.OPERATOR)
    record_told(case=one.case, line="FUNERAL", amount=10_000_000, paid_on=date(2026, 4, 24), by=None, on=ON)
    with pytest.raises(RefusedError, match="confirm.not_paid"):
        asked(one, village, heir)
    for line in ("DEATH", "PERIODIC"):
        record_told(case=one.case, line=line, amount=LINES[line], paid_on=date(2026, 4, 27), by=None, on=ON)
    asked(one, village, heir)
    assert "1 orang lagi" in agreement(state(one), money_of(state(one))).missing.id
    asked(one, village, heir)  # pressed twice: the same answer
    asked(one, village, heir, on=ON + timedelta(days=1))  # the same person again is not a second one
    assert Case.objects.get().state == "open"
    asked(one, operator, heir, way="phone")
    case = Case.objects.get()
    assert (case.state, case.closed_on) == ("closed", ON)
    assert Step.objects.get(key="confirm").by == operator
    with pytest.raises(RefusedError, match="case.over"):
        asked(one, one.user(Role.OWNER), heir)


def test_two_of_the_same_village_are_not_independent(one):
    heir = one.relative()
    paid(one)
    for name in ("kades", "sekdes"):
        asked(one, one.user(Role.VILLAGE, name), heir)
    assert Case.objects.get().state == "open"
    assert "dari luar desa" in agreement(state(one), money_of(state(one))).missing.id
    asked(one, one.user(Role.OPERATOR), heir)
    assert Case.objects.get().state == "closed"


def test_whoever_helps_the_family_does_not_confirm(one):
    heir, helper = one.relative(), one.user(Role.VILLAGE)
    one.helped_by(helper)
    paid(one)
    with pytest.raises(RefusedError, match="confirm.helper"):
        asked(one, helper, heir)
    with pytest.raises(IntegrityError, match="claims.confirmed_by_helper"), transaction.atomic():
        Confirmation.objects.create(case=one.case, heir=heir, way="visit", has_come=True, amount=1, on=ON, by=helper)


def test_an_heir_who_says_less_keeps_the_case_open_and_tells_the_auditor(one):
    heir, village, operator = one.relative(), one.user(Role.VILLAGE), one.user(Role.OPERATOR)
    paid(one)
    asked(one, village, heir)
    asked(one, operator, heir, has_come=False, amount=15_000_000)
    assert Case.objects.get().state == "open"
    assert Flag.objects.get(key="less_came").found == "n=27000000;cases="
    asked(one, operator, heir, on=ON + timedelta(days=3))
    assert Case.objects.get().state == "closed"


def test_what_was_heard_before_bpjs_corrected_its_sum_accuses_nobody(one):
    heir, village, operator = one.relative(), one.user(Role.VILLAGE), one.user(Role.OPERATOR)
    paid(one, DEATH=19_000_000)
    asked(one, village, heir, amount=41_000_000)
    before = Told.objects.get(line="DEATH")
    record_told(case=one.case, line="DEATH", amount=20_000_000, paid_on=ON, replaces=before.pk, by=operator, on=ON)
    assert not Flag.objects.exists()
    asked(one, operator, heir)
    assert Case.objects.get().state == "open"  # the village heard of less, and asks again
    asked(one, village, heir, on=ON + timedelta(days=1))
    assert Case.objects.get().state == "closed"


def test_several_heirs_together_have_all_of_it(one):
    wife, child = one.relative(), one.child()
    village, operator = one.user(Role.VILLAGE), one.user(Role.OPERATOR)
    paid(one)
    for user in (village, operator):
        asked(one, user, wife, amount=21_000_000)
        assert Case.objects.get().state == "open"
        asked(one, user, child, amount=21_000_000)
    assert Case.objects.get().state == "closed"


def test_another_answer_on_the_same_day_and_strangers_are_refused(one, programme):
    heir, operator = one.relative(), one.user(Role.OPERATOR)
    paid(one)
    asked(one, operator, heir)
    with pytest.raises(RefusedError, match="confirm.today"):
        asked(one, operator, heir, amount=1)
    other = claimed(programme).relative(name="Keluarga lain")
    gone = one.relative(name="Salah tulis", crossed_out="bukan keluarga")
    for heir in (other, gone, None):
        with pytest.raises(InputError, match="confirm.heir"):
            asked(one, operator, heir)
    with pytest.raises(OutOfScopeError):
        asked(one, one.user(Role.BPJS_BRANCH), one.relative(name="Ibu"))  # whoever pays does not confirm


def test_nothing_is_due_as_bpjs_answered(one):
    bpjs = one.user(Role.BPJS_BRANCH)
    with pytest.raises(InputError, match="reason.missing"):
        end_without_money(case=one.case, why=" ", by=bpjs, on=ON)
    told = record_told(case=one.case, line="DEATH", amount=20_000_000, by=bpjs, on=ON)
    with pytest.raises(RefusedError, match="case.has_money"):
        end_without_money(case=one.case, why="Surat 12", by=bpjs, on=ON)
    record_told(case=one.case, line="DEATH", amount=0, why="Surat 12", replaces=told.pk, by=bpjs, on=ON)
    ended = end_without_money(case=one.case, why="Surat 12: peserta tidak terdaftar", by=bpjs, on=ON)
    assert (ended.state, ended.closed_on) == ("refused", ON)
    assert Step.objects.get(key="pay").reason == "Surat 12: peserta tidak terdaftar"
    assert end_without_money(case=one.case, why="lagi", by=bpjs, on=ON) == ended
    with pytest.raises(OutOfScopeError):
        end_without_money(case=one.case, why="x", by=one.user(Role.VILLAGE), on=ON)


def test_an_injured_person_confirms_themselves(programme):
    one = claimed(programme)
    Case.objects.filter(pk=one.case.pk).update(kind="accident")
    one.case.refresh_from_db()
    one.submitted(SUBMITTED)
    with pytest.raises(InputError, match="told.why"):
        record_told(case=one.case, line="PARTIAL", amount=24_000_000, paid_on=ON, by=None, on=ON)
    record_told(case=one.case, line="PARTIAL", amount=24_000_000, paid_on=ON, why="Penetapan cacat BPJS", by=None, on=ON)
    for role in (Role.VILLAGE, Role.OPERATOR):
        confirm(case=one.case, heir=None, way="visit", has_come=True, amount=24_000_000, by=one.user(role), on=ON)
    assert Case.objects.get().state == "closed"
    assert one.case.relatives.count() == 1


def test_no_table_of_claims_has_a_place_for_an_account():
    from django.apps import apps

    words = ("account", "bank", "rekening", "iban", "card")
    fields = [f"{model.__name__}.{field.name}" for model in apps.get_app_config("claims").get_models() for field in model._meta.get_fields()]
    assert [name for name in fields if any(word in name.lower() for word in words)] == []
