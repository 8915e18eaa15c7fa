"""A work accident: what is due by the law's table, when it is reported, and what arrears do to it."""

from datetime import date, timedelta

import pytest
from invented import JANUARY, nik

from payung.claims.actions import report_event
from payung.claims.case_actions import nothing_due, record_injury, tell_facts, withdraw
from payung.claims.case_answer import answer_of
from payung.claims.models import Case, Injury, Step
from payung.values.errors import InputError, RefusedError

pytestmark = pytest.mark.django_db
DAY = date(2026, 1, 10)
ON = date(2026, 1, 11)
THUMB = {"parts": [{"code": "thumb_right"}]}


def told(kind="accident", happened_on=DAY, **more) -> Case:
    return report_event(kind=kind, way="village", happened_on=happened_on, nik=nik(0), by=None, on=max(ON, happened_on), **more).case


@pytest.fixture
def listed(programme):
    programme.candidates(1)
    return programme.started


def test_the_thumb_of_a_right_handed_worker_with_a_wage_of_two_million(listed):
    listed(segment="NON_ASN", income=2_000_000)
    case = told()
    record_injury(case=case, given=THUMB, by=None, on=ON)
    answer = answer_of(case, on=ON).answer
    assert (answer.verdict, dict(answer.lines), answer.total) == ("due", {"PARTIAL": 24_000_000}, 24_000_000)
    record_injury(case=case, given={**THUMB, "left_handed": True}, by=None, on=ON)
    assert answer_of(case, on=ON).answer.total == 19_200_000


def test_before_the_doctors_paper_treatment_is_the_answer(listed):
    listed()
    told_ = answer_of(told(), on=ON)
    assert (told_.answer.verdict, told_.answer.total) == ("due", 0)
    assert "Pengobatan dijamin" in told_.answer.steps[0]["id"]
    assert "surat dokter" in told_.answer.doubts[0].id


def test_stage_one_is_due_after_twice_twenty_four_hours_and_stage_two_after_recovery(listed):
    listed()
    case = told()
    (first,) = answer_of(case, on=ON).deadlines
    assert (first.stage, first.by, first.left, first.late) == (1, DAY + timedelta(days=2), 1, False)
    assert answer_of(case, on=DAY + timedelta(days=3)).deadlines[0].late
    record_injury(case=case, given=THUMB, settled_on=ON, by=None, on=ON)
    assert [(one.stage, one.by) for one in answer_of(case, on=ON).deadlines] == [(1, first.by), (2, ON + timedelta(days=2))]
    Step.objects.create(case=case, key="report_1", state="done", owner="operator", on=ON)
    done = answer_of(case, on=DAY + timedelta(days=30)).deadlines[0]
    assert (done.done_on, done.late) == (ON, False)


def test_a_death_by_work_has_its_deadline_too_and_another_has_none(listed):
    listed()
    case = told("death", cause="work")
    assert [one.stage for one in answer_of(case, on=ON).deadlines] == [1, 2]
    other = tell_facts(case=case, cause="other", happened_on=DAY, by=None, on=ON)
    assert answer_of(other, on=ON).deadlines == ()


def test_arrears_hold_the_money_back_and_too_many_end_the_right(listed):
    listed()  # nobody pays
    april = told(happened_on=date(2026, 4, 1))
    record_injury(case=april, given=THUMB, by=None, on=april.happened_on)
    waits = answer_of(april, on=april.happened_on)
    assert (waits.answer.verdict, waits.answer.now) == ("waits", 0)
    assert waits.answer.later == waits.answer.total > 0
    assert "Januari 2026 sampai Maret 2026" in waits.answer.heal[0].id
    june = told(happened_on=date(2026, 6, 20))
    record_injury(case=june, given=THUMB, by=None, on=june.happened_on)
    lost = answer_of(june, on=june.happened_on)
    assert (lost.answer.verdict, lost.answer.total) == ("nothing", 0)
    assert "Hubungi BPJS Ketenagakerjaan" in lost.ask[0].id


def test_whoever_was_on_no_list_is_told_where_to_ask(listed):
    case = told()
    record_injury(case=case, given=THUMB, by=None, on=ON)
    found = answer_of(case, on=ON)
    assert (found.answer.verdict, found.answer.total) == ("unknown", 0)
    assert found.ask


def test_what_the_table_does_not_know_is_refused_and_the_same_again_changes_nothing(listed):
    listed()
    case = told()
    with pytest.raises(InputError, match="accident"):
        record_injury(case=case, given={"parts": [{"code": "tail"}]}, by=None, on=ON)
    with pytest.raises(InputError, match="case.settled_on"):
        record_injury(case=case, given=THUMB, settled_on=DAY - timedelta(days=1), by=None, on=ON)
    assert not Injury.objects.exists()
    first = record_injury(case=case, given=THUMB, by=None, on=ON)
    assert record_injury(case=case, given=THUMB, by=None, on=ON) == first
    with pytest.raises(RefusedError, match="case.no_accident"):
        record_injury(case=told("death"), given=THUMB, by=None, on=ON)


def test_an_accident_of_a_day_that_has_its_case_cannot_be_moved_onto_it(listed):
    listed()
    first, second = told(), told(happened_on=DAY + timedelta(days=1))
    with pytest.raises(RefusedError, match="case.known_event"):
        tell_facts(case=second, cause="work", happened_on=first.happened_on, by=None, on=ON)


def test_a_withdrawn_case_stays_and_a_true_report_opens_another(listed):
    listed()
    case = told("death")
    with pytest.raises(InputError, match="case.why"):
        withdraw(case=case, why=" ", by=None, on=ON)
    gone = withdraw(case=case, why="Orangnya hidup", by=None, on=ON)
    assert (gone.state, gone.ended_why, gone.closed_on) == ("withdrawn", "Orangnya hidup", ON)
    assert withdraw(case=case, why="Orangnya hidup", by=None, on=ON) == gone
    with pytest.raises(RefusedError, match="case.ended"):
        tell_facts(case=case, cause="work", happened_on=DAY, by=None, on=ON)
    assert told("death") != case


def test_a_case_without_a_right_ends_with_its_reason_and_is_not_reported_anew(listed):
    listed()
    case = told("death")
    ended = nothing_due(case=case, why="Surat BPJS 12/2026", by=None, on=ON)
    assert ended.state == "refused"
    assert told("death") == case
    with pytest.raises(RefusedError, match="case.ended"):
        withdraw(case=case, why="Salah", by=None, on=ON)


def test_the_answer_follows_what_is_told_later(listed):
    listed(first_month=JANUARY + -12, months=24)
    case = told("death")
    assert "Sebab kematian belum diisi" in answer_of(case, on=ON).answer.doubts[0].id
    assert answer_of(case, on=ON).answer.verdict == "nothing"  # twelve months in arrears
    work = tell_facts(case=case, cause="work", happened_on=DAY, happened_at="di laut", by=None, on=ON)
    assert (work.happened_at, answer_of(work, on=ON).answer.doubts) == ("di laut", ())
