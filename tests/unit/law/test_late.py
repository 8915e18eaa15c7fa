from datetime import date

import pytest

from payung.law.late import months_late

DUE = date(2026, 1, 15)


@pytest.mark.parametrize(
    ("paid_on", "months"),
    [
        (date(2026, 1, 1), 0),
        (DUE, 0),
        (date(2026, 1, 16), 1),
        (date(2026, 2, 15), 1),
        (date(2026, 2, 16), 2),
        (date(2027, 1, 15), 12),
        (date(2027, 1, 16), 13),
    ],
)
def test_a_month_begun_counts_whole(paid_on: date, months: int) -> None:
    assert months_late(DUE, paid_on) == months


def test_the_day_after_the_end_of_a_month_is_late() -> None:
    assert months_late(date(2026, 1, 31), date(2026, 2, 1)) == 1
