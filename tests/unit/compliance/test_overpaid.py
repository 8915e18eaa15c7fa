"""Months billed after a death: who, which months, how much, and how far it has come back."""

from datetime import date

import polars as pl
import pytest
from invented import JANUARY, TODAY, nik

from payung.accounts.models import Assignment, Role, User
from payung.billing.actions import make_bill
from payung.billing.overpaid import months_said
from payung.compliance.models import OverpaidStep
from payung.compliance.overpaid import overpaid_people, record_step
from payung.roster.actions import record_changes
from payung.values.errors import InputError, OutOfScopeError

pytestmark = pytest.mark.django_db
APRIL = JANUARY + 3
DAY = date(2026, 3, 25)


@pytest.fixture
def fund(programme):
    """Six people, billed for January to March."""
    programme.candidates(6)
    fund = programme.started()
    for month in range(3):
        make_bill(fund=fund, month=JANUARY + month, by=None, on=TODAY)
    return fund


def leave(fund, number: int, reason: str, day: date | None, direction: str = "out", month=APRIL) -> None:
    line = pl.DataFrame({"nik": [nik(number)], "direction": [direction], "reason": [reason], "happened_on": pl.Series([day], dtype=pl.Date)})
    assert record_changes(fund=fund, month=month, changes=line, by=None, on=DAY).problems == []


def told() -> dict[str, tuple[int, int, bool]]:
    return {one.nik: (len(one.months), one.rupiah, one.before_start) for one in overpaid_people(visible_to=None, on=DAY)}


def test_a_death_before_the_start_raises_all_billed_months(fund):
    leave(fund, 0, "deceased", date(2025, 12, 11))
    assert told() == {nik(0): (3, 50_400, True)}


def test_months_after_the_month_of_the_event_count_and_no_others(fund):
    leave(fund, 0, "deceased", date(2026, 1, 31))
    leave(fund, 1, "employed", date(2026, 2, 1))
    leave(fund, 2, "self_paying", date(2026, 3, 1))
    leave(fund, 3, "moved", date(2026, 1, 5))
    leave(fund, 4, "deceased", None)
    assert told() == {nik(0): (2, 33_600, False), nik(1): (1, 16_800, False)}


def test_a_mistake_that_was_taken_back_is_none(fund):
    leave(fund, 0, "deceased", date(2025, 12, 11))
    leave(fund, 0, "correction", None, "in")
    assert told() == {}


def test_it_goes_from_open_to_asked_back_to_compensated_once_each(fund):
    leave(fund, 0, "deceased", date(2025, 12, 11))
    leave(fund, 1, "deceased", date(2026, 2, 11))
    state = lambda: [(one.nik, one.state.value, one.reference) for one in overpaid_people(visible_to=None, on=DAY)]  # noqa: E731
    first = overpaid_people(visible_to=None, on=DAY)[:1]
    for expected in (3, 0):
        assert record_step(people=first, kind=OverpaidStep.Kind.ASKED, reference="560/12", by=None, on=DAY) == expected
    assert state() == [(nik(1), "open", ""), (nik(0), "asked", "560/12")]
    with pytest.raises(InputError, match=r"overpaid\.reference"):
        record_step(people=first, kind=OverpaidStep.Kind.COMPENSATED, reference=" ", by=None, on=DAY)
    record_step(people=first, kind=OverpaidStep.Kind.COMPENSATED, reference="B/77", by=None, on=DAY)
    assert state() == [(nik(1), "open", ""), (nik(0), "compensated", "B/77")]


def test_only_those_entitled_note_it_and_others_see_their_own_place(fund, programme):
    leave(fund, 0, "deceased", date(2025, 12, 11))
    auditor = User.objects.create(username="auditor", display_name="Auditor")
    Assignment.objects.create(user=auditor, role=Role.AUDITOR, since=date(2026, 1, 1), place=programme.place)
    seen = overpaid_people(visible_to=auditor, on=DAY)
    assert len(seen) == 1
    with pytest.raises(OutOfScopeError, match=r"right\.missing"):
        record_step(people=seen, kind=OverpaidStep.Kind.ASKED, reference="1", by=auditor, on=DAY)
    stranger = User.objects.create(username="stranger", display_name="Orang lain")
    assert overpaid_people(visible_to=stranger, on=DAY) == []


def test_months_are_said_in_runs():
    assert months_said([JANUARY.no, JANUARY.no + 1, JANUARY.no + 4]) == "Januari 2026–Februari 2026, Mei 2026"
