"""The report of claims by place: cases, rupiah, days to the money, reasons, and contributions against benefits."""

from datetime import date, timedelta

import pytest
from invented import JANUARY, VILLAGES, nik

from payung.accounts.models import Assignment, Role, User
from payung.billing.actions import make_bill, pay_bill
from payung.billing.models import Bill
from payung.claims.actions import report_event
from payung.claims.case_actions import nothing_due, withdraw
from payung.claims.figures import claims_figures, half_year
from payung.claims.models import Case, Step, Told
from payung.places.models import Place

pytestmark = pytest.mark.django_db
ON = date(2026, 4, 20)


@pytest.fixture
def fund(programme):
    """Nine people of three villages in two districts; January is paid, February is not."""
    programme.candidates(9)
    fund = programme.started()
    for month in (JANUARY, JANUARY + 1):
        make_bill(fund=fund, month=month, by=None, on=ON)
    january = Bill.objects.get(month=JANUARY)
    pay_bill(bill=january, amount=january.total, paid_on=date(2026, 1, 12), reference="SP2D", by=None, on=ON)
    return fund


def died(at: int, on: date = date(2026, 3, 1), **more) -> Case:
    return report_event(**{"kind": "death", "way": "village", "happened_on": on, "nik": nik(at), "by": None, "on": ON, **more}).case


def paid(case: Case, amount: int, on: date, line: str = "DEATH") -> None:
    Told.objects.create(case=case, line=line, amount=amount, paid_on=on, on=on)


def figures(place: str = "74.05", first=JANUARY, last=JANUARY + 5, visible_to=None):
    return claims_figures(place, first, last, visible_to=visible_to, on=ON)


def test_cases_money_and_days_by_place(fund):
    one, two, three = died(0), died(1), died(2, kind="accident")
    paid(one, 32_000_000, date(2026, 3, 11))
    paid(one, 10_000_000, date(2026, 3, 21), "FUNERAL")
    paid(two, 42_000_000, date(2026, 3, 31))
    nothing_due(case=three, why="Surat", by=None, on=ON)
    withdraw(case=died(3), why="Salah", by=None, on=ON)
    found = figures()
    lines = {line.code: line for line in found.lines}
    assert set(lines) == {"74.05.01", "74.05.02"}
    first, second = lines["74.05.01"], lines["74.05.02"]
    assert (first.deaths, first.accidents, first.open, first.paid, first.benefits) == (2, 0, 2, 2, 84_000_000)
    assert (first.days, first.median, first.p90) == ([20, 30], 20, 30)
    assert (second.accidents, second.refused, second.paid, second.median) == (1, 1, 0, None)
    assert (found.whole.cases, found.whole.benefits, found.whole.contributions) == (3, 84_000_000, 9 * 16_800)
    assert (first.contributions, second.contributions) == (6 * 16_800, 3 * 16_800)
    assert dict(found.by_line) == {"DEATH": (2, 74_000_000), "FUNERAL": (1, 10_000_000)}
    assert {line.code for line in figures("74.05.01").lines} == set(VILLAGES[:2])
    assert first.name == Place.objects.get(code="74.05.01").name


def test_months_outside_do_not_count(fund):
    one = died(0)
    paid(one, 10_000_000, date(2026, 3, 11))
    paid(one, 32_000_000, date(2026, 7, 2))
    march = figures(first=JANUARY + 2, last=JANUARY + 2)
    assert (march.whole.cases, march.whole.benefits, march.whole.paid, march.whole.contributions) == (0, 10_000_000, 0, 0)
    july = figures(first=JANUARY + 6, last=JANUARY + 11)
    assert (july.whole.benefits, july.whole.paid, july.whole.days) == (32_000_000, 1, [123])


def test_median_and_p90_are_nearest_ranks(fund):
    for at in range(9):
        paid(died(at), 1, date(2026, 3, 1) + timedelta(days=at + 1))
    whole = figures().whole
    assert (sorted(whole.days), whole.median, whole.p90) == (list(range(1, 10)), 5, 9)


def test_reasons_of_delay_are_counted(fund):
    case = died(0)
    for reason in ("Akta belum terbit", "Akta belum terbit", "Ahli waris di luar pulau"):
        Step.objects.create(case=case, key="certificate", state="delayed", owner=Role.VILLAGE, reason=reason, on=ON)
    assert figures().reasons == [("Akta belum terbit", 2), ("Ahli waris di luar pulau", 1)]


def test_a_village_sees_its_own_and_no_other_money(fund):
    died(0), died(1)
    user = User.objects.create(username="desa", display_name="Desa")
    Assignment.objects.create(user=user, role=Role.VILLAGE, since=date(2026, 1, 1), place_id=VILLAGES[0])
    found = figures(visible_to=user)
    assert (found.whole.cases, found.whole.contributions) == (1, 3 * 16_800)


def test_somebody_of_no_known_village_stands_by_themselves(fund):
    Case.objects.create(kind="death", name="Tanpa desa", happened_on=date(2026, 3, 1), opened_on=ON)
    assert [(line.code, line.name, line.deaths) for line in figures().lines if line.deaths] == [("", "", 1)]


@pytest.mark.parametrize(("month", "first"), [(JANUARY, JANUARY), (JANUARY + 5, JANUARY), (JANUARY + 6, JANUARY + 6), (JANUARY + 11, JANUARY + 6)])
def test_half_years(month, first):
    assert half_year(month) == (first, first + 5)
