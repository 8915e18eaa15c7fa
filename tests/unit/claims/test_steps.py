"""The steps of a case: whose turn, until when, who sees what is late; nobody enters what another has entered."""

from datetime import date, timedelta

import pytest
from claimed import DIED, REPORTED, claimed

from payung.accounts.models import Role
from payung.claims.case_actions import tell_cause
from payung.claims.inbox import tasks_of
from payung.claims.models import Case, Paper, Step
from payung.claims.state import state_of
from payung.claims.step_actions import enter_step
from payung.claims.steps import Standing, lines_of
from payung.values.errors import InputError, OutOfScopeError, RefusedError
from payung.values.month import Month

pytestmark = pytest.mark.django_db


@pytest.fixture
def one(programme):
    return claimed(programme)


def lines(case: Case, on: date):
    return {line.stage.key: line for line in lines_of(state_of(Case.objects.get(pk=case.pk), on=on))}


def keys(by, on, **more):
    return {(task.line.stage.key, task.own) for task in tasks_of(by=by, on=on, **more)}


def test_what_the_data_show_is_done_without_an_entry(one):
    found = lines(one.case, REPORTED)
    assert {key for key, line in found.items() if line.standing == Standing.DONE} == {"find", "cause"}
    assert found["leave"].standing == Standing.OPEN  # still on the list of May
    assert {key for key, line in found.items() if line.standing == Standing.WAITS} == {"submit", "pay", "confirm"}
    assert "settle" not in found


def test_bpjs_has_three_working_days_and_for_a_death_by_the_work_seven(programme):
    other, work = claimed(programme), claimed(programme, cause="work")
    for each in (other, work):
        each.submitted(date(2026, 4, 22))  # a Wednesday
    assert lines(other.case, date(2026, 4, 22))["pay"].due_on == date(2026, 4, 27)
    assert lines(work.case, date(2026, 4, 22))["pay"].due_on == date(2026, 5, 4)  # 1 May is a holiday
    assert "report_1" in lines(work.case, date(2026, 4, 22))
    assert lines(other.case, date(2026, 4, 27))["pay"].standing == Standing.OPEN
    assert lines(other.case, date(2026, 4, 28))["pay"].days_late == 1


def test_what_is_late_is_passed_on_and_later_further_on(one):
    village, operator, owner = (one.user(role) for role in (Role.VILLAGE, Role.OPERATOR, Role.OWNER))
    due = lines(one.case, REPORTED)["heirs"].due_on
    assert due == REPORTED + timedelta(days=7)
    assert ("heirs", True) in keys(village, due)
    assert "heirs" not in {key for key, _ in keys(operator, due)}
    assert ("heirs", False) in keys(operator, due + timedelta(days=1))
    assert "heirs" not in {key for key, _ in keys(owner, due + timedelta(days=7))}
    assert ("heirs", False) in keys(owner, due + timedelta(days=8))


def test_a_case_older_than_14_days_without_papers_escalates_also_when_they_were_put_off(one):
    owner, village = one.user(Role.OWNER), one.user(Role.VILLAGE)
    enter_step(
        case=one.case, key="papers", state="delayed", why="Akta masih di Disdukcapil", due_on=date(2026, 6, 1), by=village, on=date(2026, 4, 20)
    )
    assert "papers" not in {key for key, _ in keys(owner, REPORTED + timedelta(days=14))}
    [task] = [task for task in tasks_of(by=owner, on=REPORTED + timedelta(days=15)) if task.line.stage.key == "papers"]
    assert task.stuck
    assert "14 hari" in task.why.id
    assert task.line.entry.reason == "Akta masih di Disdukcapil"
    one.papers_here()
    enter_step(case=one.case, key="papers", state="done", by=village, on=REPORTED + timedelta(days=15))
    assert "papers" not in {key for key, _ in keys(owner, REPORTED + timedelta(days=15))}


def test_each_sees_their_own_cases_only(one):
    far = one.user(Role.VILLAGE, "desa-lain", village="74.05.02.2001")
    treasurer, auditor = one.user(Role.TREASURER), one.user(Role.AUDITOR)
    assert tasks_of(by=far, on=REPORTED) == []
    assert tasks_of(by=treasurer, on=REPORTED) == []
    assert tasks_of(by=auditor, on=REPORTED + timedelta(days=60)) == []
    assert {key for key, _ in keys(None, REPORTED, whose=Role.VILLAGE)} == {"certificate", "heirs", "papers"}


def test_arrears_are_a_task_of_the_treasurer_with_the_months(programme):
    one = claimed(programme, paid=2)  # March was due and is not paid
    treasurer = one.user(Role.TREASURER)
    [task] = tasks_of(by=treasurer, on=REPORTED)
    assert task.line.stage.key == "settle"
    assert "Maret 2026" in task.hint.id
    with pytest.raises(RefusedError, match="step.by_data"):
        enter_step(case=one.case, key="settle", state="done", by=treasurer, on=REPORTED)
    enter_step(case=one.case, key="settle", state="delayed", why="Menunggu SP2D", due_on=date(2026, 4, 30), by=treasurer, on=REPORTED)
    assert lines(one.case, REPORTED)["settle"].due_on == date(2026, 4, 30)


def test_an_entry_says_who_when_and_why_and_the_newest_counts(one):
    village = one.user(Role.VILLAGE)
    one.relative()
    enter_step(case=one.case, key="heirs", state="delayed", why="Istri di rantau", due_on=date(2026, 4, 25), by=village, on=REPORTED)
    made = enter_step(case=one.case, key="heirs", state="done", by=village, on=date(2026, 4, 24), done_on=date(2026, 4, 23))
    assert list(Step.objects.order_by("pk").values_list("state", "by", "on", "reason")) == [
        ("delayed", village.pk, REPORTED, "Istri di rantau"),
        ("done", village.pk, date(2026, 4, 23), ""),
    ]
    assert enter_step(case=one.case, key="heirs", state="done", by=village, on=date(2026, 4, 24)) == made  # pressed twice
    assert Step.objects.count() == 2


def test_the_second_officer_is_told_who_was_first(one):
    first, second = one.user(Role.VILLAGE), one.user(Role.OPERATOR)
    one.relative()
    enter_step(case=one.case, key="heirs", state="done", by=first, on=REPORTED)
    for state in ("done", "skipped"):
        with pytest.raises(RefusedError, match="step.over") as refused:
            enter_step(case=one.case, key="heirs", state=state, why="sudah", by=second, on=REPORTED)
        assert "Village" in refused.value.words.id
    assert Step.objects.count() == 1


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"key": "heirs", "state": "done"}, "step.no_family"),
        ({"key": "papers", "state": "done"}, "step.papers"),
        ({"key": "submit", "state": "done"}, "step.papers"),
        ({"key": "pay", "state": "done"}, "step.by_data"),
        ({"key": "confirm", "state": "skipped", "why": "x"}, "step.needed"),
        ({"key": "certificate", "state": "delayed", "due_on": date(2026, 5, 1)}, "reason.missing"),
        ({"key": "certificate", "state": "delayed", "why": "antre"}, "step.day"),
        ({"key": "certificate", "state": "delayed", "why": "antre", "due_on": date(2027, 5, 1)}, "step.day"),
        ({"key": "certificate", "state": "done", "done_on": DIED - timedelta(days=1)}, "step.day"),
        ({"key": "certificate", "state": "done", "done_on": REPORTED + timedelta(days=1)}, "step.day"),
        ({"key": "certificate", "state": "skipped", "why": "rek BRI 1234-01-000567-50-1"}, "text.bank"),
        ({"key": "certificate", "state": "due"}, "step.unknown"),
        ({"key": "else", "state": "done"}, "step.unknown"),
        ({"key": "report_1", "state": "done"}, "step.not_here"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_stays(one, given, code):
    with pytest.raises((InputError, RefusedError), match=code):
        enter_step(case=one.case, by=None, on=REPORTED, **given)
    assert not Step.objects.exists()


def test_papers_are_complete_only_when_none_is_missing(one):
    one.papers_here()
    Paper.objects.filter(case=one.case, key="death_certificate").update(state=Paper.State.ASKED)
    with pytest.raises(RefusedError, match="step.papers") as refused:
        enter_step(case=one.case, key="papers", state="done", by=None, on=REPORTED)
    assert "1 berkas" in refused.value.words.id
    Paper.objects.filter(state=Paper.State.ASKED).update(state=Paper.State.NOT_NEEDED)
    with pytest.raises(RefusedError, match="step.papers"):
        enter_step(case=one.case, key="submit", state="done", by=None, on=REPORTED)
    enter_step(case=one.case, key="papers", state="done", by=None, on=REPORTED)
    enter_step(case=one.case, key="submit", state="done", by=None, on=REPORTED)
    assert lines(one.case, REPORTED)["pay"].standing == Standing.OPEN


def test_a_step_belongs_to_somebody(one):
    bpjs, village, head = one.user(Role.BPJS_BRANCH), one.user(Role.VILLAGE), one.user(Role.HEAD)
    with pytest.raises(RefusedError, match="step.not_yours"):
        enter_step(case=one.case, key="certificate", state="done", by=bpjs, on=REPORTED)
    with pytest.raises(OutOfScopeError):
        enter_step(case=one.case, key="certificate", state="done", by=head, on=REPORTED)
    with pytest.raises(OutOfScopeError):
        enter_step(case=one.case, key="certificate", state="done", by=one.user(Role.VILLAGE, "lain", village="74.05.02.2001"), on=REPORTED)
    assert enter_step(case=one.case, key="certificate", state="done", by=village, on=REPORTED).owner == Role.VILLAGE


def test_the_law_s_day_is_not_put_off(one):
    one.submitted(date(2026, 4, 22))
    bpjs = one.user(Role.BPJS_BRANCH)
    enter_step(case=one.case, key="pay", state="delayed", why="Verifikasi ahli waris", due_on=date(2026, 6, 1), by=bpjs, on=date(2026, 4, 28))
    pay = lines(one.case, date(2026, 4, 28))["pay"]
    assert (pay.due_on, pay.standing, pay.entry.reason) == (date(2026, 4, 27), Standing.LATE, "Verifikasi ahli waris")


def test_the_cause_changes_the_course_until_money_was_told(programme):
    one = claimed(programme, cause="unknown")
    assert lines(one.case, REPORTED)["cause"].standing == Standing.OPEN
    tell_cause(case=one.case, cause="work", by=one.user(Role.VILLAGE), on=REPORTED)
    found = lines(one.case, REPORTED)
    assert found["cause"].standing == Standing.DONE
    assert found["report_1"].stage.by_law
    Case.objects.filter(pk=one.case.pk).update(state="withdrawn")
    with pytest.raises(RefusedError, match="case.ended"):
        tell_cause(case=one.case, cause="other", by=None, on=REPORTED)


def test_the_same_number_of_questions_for_one_case_and_for_many(programme, django_assert_max_num_queries):
    for number in range(6):
        claimed(programme, first=Month.at(2026, 1), paid=number % 3)
    with django_assert_max_num_queries(16):
        assert len(tasks_of(by=None, on=REPORTED + timedelta(days=30))) > 20
