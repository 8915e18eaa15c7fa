"""Addressees by date, duties with their state and score on any day, reports by quarter, evidence that is kept and taken back."""

from datetime import date

import pytest
from invented import Programme

from payung.accounts.models import Assignment, Role, User
from payung.compliance.addressees import addressee_of, local_addressees, national_addressees, province_on
from payung.compliance.duties import board_of, duty_states, evidence_of, national_board, the_addressee
from payung.compliance.duty_actions import Told, first_month, open_evidence, record_evidence, take_back
from payung.compliance.duty_kinds import Rhythm, Sure, instruction
from payung.compliance.duty_state import FULL, DutyState, Shown, duties_on, formula, score
from payung.compliance.models import DutyEvidence
from payung.compliance.regulation_actions import Terms, end_instrument, enter_instrument
from payung.places.models import Place
from payung.values.errors import InputError, OutOfScopeError, RefusedError

ON = date(2026, 4, 20)
LOCAL = instruction().duties_of("regent", "74.05")


def user(role: Role, place: str) -> User:
    made = User.objects.create(username=f"{role}-{place}", display_name="Petugas")
    Assignment.objects.create(user=made, role=role, place_id=place, since=date(2020, 1, 1))
    return made


def state_of(key: str, on: date = ON, place: str = "74.05") -> DutyState:
    return next(one.state for one in duty_states(place, on) if one.duty.key == key)


def record(duty: str, on: date = ON, **told: object) -> DutyEvidence:
    return record_evidence(addressee="74.05", duty=duty, told=Told(**{"counts_from": on, **told}), by=None, on=on)  # type: ignore[arg-type]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("on", "governors", "all_of_them"),
    [(date(2021, 3, 24), 0, 0), (date(2021, 12, 31), 34, 572), (date(2022, 6, 30), 37, 575), (date(2022, 12, 8), 38, 576), (ON, 38, 576)],
)
def test_addressees_by_date(on, governors, all_of_them):
    local = local_addressees(on)
    groups = [one.group for one in local]
    assert groups.count("governor") == governors
    assert len(local) + len(national_addressees(on)) == all_of_them
    if governors:
        assert (groups.count("regent"), groups.count("mayor"), len(national_addressees(on))) == (416, 98, 24)


def test_the_national_addressees_nobody_has_named_are_marked():
    named = instruction().national.values()
    assert sum(one.mark == Sure.UNVERIFIED for one in named) == 13
    assert all(one.mark in (Sure.SECONDARY, Sure.UNVERIFIED) for one in named)


@pytest.mark.django_db
def test_before_the_new_provinces_their_regencies_lay_in_papua():
    before, after = date(2022, 1, 1), ON
    assert province_on("93.01", before) == "91"
    assert {one.key for one in local_addressees(before, "91")} >= {"91", "93.01", "94.01", "95.01"}
    assert "93.01" not in {one.key for one in local_addressees(after, "91")}
    assert next(one.key for one in local_addressees(after, "93")) == "93"
    assert addressee_of("93", before) is None


@pytest.mark.django_db
def test_who_is_a_regent_and_who_a_mayor():
    assert addressee_of("74.05", ON).words.id == "Bupati Konawe Selatan"
    assert addressee_of("74.71", ON).words.id == "Wali Kota Kendari"
    assert addressee_of("74", ON).group == "governor"
    assert addressee_of("74.05.01", ON) is None


def test_every_duty_has_a_source_and_a_mark_and_the_permits_are_not_verified():
    duties = instruction().duties
    assert all(duty.source.title for duty in duties.values())
    assert duties["permits"].mark == Sure.UNVERIFIED
    assert not [duty.key for duty in duties.values() if duty.mark == Sure.SOURCE]  # the text was not read
    assert "resmi" in instruction().score.note.id


def test_a_duty_of_nobody_is_not_invented():
    assert instruction().duties_of("national", "menlu") == []
    assert [duty.key for duty in instruction().duties_of("national", "menko_pmk")] == ["president_report"]


def shown(duty: str, on: date, **more: object) -> Shown:
    return Shown(1, duty, **{"period": "", "counts_from": on, **more})  # type: ignore[arg-type]


def test_the_score_is_the_formula():
    """20 × 100 % (regulation) + 20 × 0 (budget late) + 20 × 40 % + the rest nothing, over the weights 100."""
    given = [shown("regulation", date(2024, 1, 1)), shown("non_asn", date(2026, 4, 1), part=4, whole=10)]
    found = duties_on(LOCAL, given, ON)
    assert sum(one.duty.weight for one in found) == 100
    assert score(found) == 2800
    assert "20 × 100 %" in formula(found).id
    assert "20 × 40 %" in formula(found).id
    assert formula(found).id.endswith("= 28 %")


def test_a_figure_grows_old():
    fresh = duties_on(LOCAL, [shown("vulnerable", date(2025, 4, 20), part=1, whole=2)], ON)
    old = duties_on(LOCAL, [shown("vulnerable", date(2025, 4, 19), part=1, whole=2)], ON)
    states = [next(one for one in found if one.duty.key == "vulnerable") for found in (fresh, old)]
    assert [(one.state, one.achieved) for one in states] == [(DutyState.PARTLY, FULL // 2), (DutyState.OLD, 0)]


def test_the_budget_is_that_of_the_year():
    held = [shown("budget", date(2025, 12, 1), period="2026")]
    by_year = {year: next(one for one in duties_on(LOCAL, held, date(year, 3, 1)) if one.duty.key == "budget").state for year in (2022, 2026, 2027)}
    assert by_year == {2022: DutyState.LATE, 2026: DutyState.MET, 2027: DutyState.LATE}
    this_year = next(one for one in duties_on(LOCAL, [], date(2021, 11, 1)) if one.duty.key == "budget")
    assert this_year.state == DutyState.WAITING


@pytest.mark.parametrize(("on", "missing"), [(date(2026, 4, 10), 0), (date(2026, 4, 11), 1)])
def test_a_report_is_due_on_the_tenth_after_the_quarter(on, missing):
    before = [shown("report", date(2026, 1, 9), period=one) for one in ("2025-Q1", "2025-Q2", "2025-Q3", "2025-Q4")]
    one = next(one for one in duties_on(LOCAL, before, on) if one.duty.rhythm == Rhythm.QUARTER)
    last = one.periods[-1]
    assert (last.key, last.due_on) == ("2026-Q1", date(2026, 4, 10))
    assert (last.missing, last.late) == (bool(missing), missing)
    assert (one.state == DutyState.LATE) is bool(missing)


def test_a_late_report_counts_half():
    keys = ("2025-Q1", "2025-Q2", "2025-Q3")
    days = [date(2025, 4, 10), date(2025, 7, 10), date(2025, 10, 10)]
    given = [shown("report", when, period=key) for key, when in zip(keys, days, strict=True)]
    late = duties_on(LOCAL, [*given, shown("report", date(2026, 1, 11), period="2025-Q4")], date(2026, 2, 1))
    report = next(one for one in late if one.duty.key == "report")
    assert report.state == DutyState.MET
    assert report.achieved == 8750
    assert [one.late for one in report.periods if one.key == "2025-Q4"] == [1]


def test_the_first_quarter_counted_is_the_one_after_the_letter():
    report = next(one for one in duties_on(LOCAL, [], date(2022, 1, 10)) if one.duty.key == "report")
    assert [one.key for one in report.periods] == ["2021-Q4"]
    assert report.state == DutyState.WAITING


@pytest.mark.parametrize(
    ("text", "month"), [("2026-Q1", "2026-01"), ("2026-Q4", "2026-10"), ("2026-H2", "2026-07"), ("2026-H3", None), ("2026", None)]
)
def test_periods_as_they_are_written(text, month):
    found = first_month(text)
    assert (f"{found.year}-{found.month:02d}" if found else None) == month


# --- with a database ---


def test_a_regulation_meets_the_duty_while_it_is_in_force(programme: Programme):
    terms = Terms(title="Perlindungan pekerja", number="24", year=2021, signed_on=date(2021, 6, 1))
    made = enter_instrument(place=programme.place, kind="perbup", terms=terms, by=None, on=ON)
    assert state_of("regulation") == DutyState.OPEN
    record("regulation", instrument=made, counts_from=date(2021, 6, 1))
    assert state_of("regulation") == DutyState.MET
    assert state_of("regulation", date(2021, 5, 31)) == DutyState.OPEN  # not yet on that day
    end_instrument(instrument=made, last_day=date(2026, 3, 31), why="dicabut", by=None, on=ON)
    assert state_of("regulation") == DutyState.OLD
    assert state_of("regulation", date(2026, 3, 31)) == DutyState.MET


def test_evidence_needs_what_the_duty_asks_for(programme: Programme):
    elsewhere = enter_instrument(place=Place.objects.get(code="74.04"), kind="perbup", terms=Terms("Tentang", "1", 2024), by=None, on=ON)
    wrong = {
        "duty.instrument": [("regulation", {}), ("regulation", {"instrument": elsewhere}), ("permits", {"reference": "1"})],
        "duty.budget": [("budget", {"period": "2026"}), ("budget", {"amount": 5, "period": "26"})],
        "duty.count": [("non_asn", {"part": 3}), ("non_asn", {"part": 3, "whole": 2})],
        "duty.period": [("report", {}), ("report", {"period": "2026-H1"}), ("report", {"period": "2026-Q2"})],
        "duty.day": [("non_asn", {"part": 1, "whole": 2, "counts_from": date(2026, 4, 21)})],
        "duty.unknown": [("enforcement", {"reference": "1"})],
    }
    for code, given in wrong.items():
        for duty, told in given:
            with pytest.raises(InputError, match=code):
                record(duty, **told)
    with pytest.raises(InputError, match="duty.addressee"):
        record_evidence(addressee="74.05.01", duty="report", told=Told(ON), by=None, on=ON)
    assert not DutyEvidence.objects.exists()


def test_the_same_evidence_again_changes_nothing(programme: Programme):
    assert record("non_asn", part=40, whole=42) == record("non_asn", part=40, whole=42)
    assert DutyEvidence.objects.count() == 1


def test_a_mistake_is_taken_back_and_stays_on_record(programme: Programme):
    one = record("report", counts_from=date(2026, 4, 8), period="2026-Q1")
    report = next(each for each in duty_states("74.05", ON) if each.duty.key == "report")
    assert report.periods[-1].received_on == date(2026, 4, 8)
    with pytest.raises(InputError, match="duty.why"):
        take_back(evidence=one, why=" ", by=None, on=ON)
    take_back(evidence=one, why="laporan kabupaten lain", by=None, on=ON)
    with pytest.raises(RefusedError, match="duty.taken_back"):
        take_back(evidence=one, why="lagi", by=None, on=ON)
    report = next(each for each in duty_states("74.05", ON) if each.duty.key == "report")
    assert report.periods[-1].received_on is None
    assert [each.taken_back_why for each in evidence_of("74.05", ON)] == ["laporan kabupaten lain"]


def test_a_scan_is_kept_encrypted(programme: Programme, tmp_path):
    content = b"%PDF-1.7 DPA 2026"
    told = Told(ON, period="2026", amount=604_800_000)
    one = record_evidence(addressee="74.05", duty="budget", told=told, content=content, name="dpa.pdf", by=None, on=ON)
    assert open_evidence(evidence=one, by=None, on=ON) == content
    assert not [path for path in tmp_path.rglob("*") if path.is_file() and content in path.read_bytes()]


def test_who_sees_and_enters_what(programme: Programme):
    record("non_asn", part=1, whole=2)
    here, elsewhere, province, nation = user(Role.OWNER, "74.05"), user(Role.OWNER, "74.04"), user(Role.HEAD, "74"), user(Role.HEAD, "11")
    assert duty_states("74.05", ON, visible_to=here)
    assert duty_states("74.05.01.2003", ON, visible_to=here) == duty_states("74.05", ON)
    assert duty_states("74.05", ON, visible_to=elsewhere) == []
    assert duty_states("74.05", ON, visible_to=user(Role.VILLAGE, "74.05.01.2003")) == []
    assert duty_states("", ON) == []
    assert {one.addressee.key for one in board_of("74", ON, visible_to=here)} == {"74.05"}
    assert len(board_of("74", ON, visible_to=province)) == 18
    assert national_board(ON, visible_to=nation) == []
    assert len(national_board(ON)) == 24
    with pytest.raises(OutOfScopeError, match="duty.not_seen"):
        the_addressee("74.05", ON, visible_to=elsewhere)
    with pytest.raises(OutOfScopeError, match="duty.not_seen"):
        the_addressee("menaker", ON, visible_to=province)
    for who in (elsewhere, province):
        with pytest.raises(OutOfScopeError, match="right.missing"):
            record_evidence(addressee="74.05", duty="non_asn", told=Told(ON, part=1, whole=3), by=who, on=ON)


def test_the_board_of_the_nation_takes_few_statements(programme: Programme, django_assert_max_num_queries):
    record("non_asn", part=1, whole=2)
    with django_assert_max_num_queries(4):
        found = board_of("", ON)
        assert len(found) == 552
        assert sum(one.score for one in found if one.addressee.key == "74.05") == 1000  # 20 × 50 % of 100
