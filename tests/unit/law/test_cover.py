from datetime import date

import pytest

from payung.law.cover import early_death_grant, full_death_grant, months_for_full_death_grant, months_for_scholarship
from payung.law.figure import figure
from payung.law.read_figures import Mark
from payung.values.errors import RefusedError

BEFORE, AFTER = date(2025, 2, 23), date(2025, 2, 24)


def test_the_full_death_grant_needs_three_months_since_24_february_2025() -> None:
    assert months_for_full_death_grant(BEFORE).number == 0
    assert months_for_full_death_grant(AFTER).number == 3
    assert months_for_full_death_grant(AFTER).mark == Mark.SECONDARY


def test_the_grant_is_42_million_or_10_within_the_first_months() -> None:
    assert full_death_grant(AFTER).number == 42_000_000
    assert full_death_grant(date(2019, 12, 1)).number == 24_000_000
    assert early_death_grant(AFTER).number == 10_000_000
    with pytest.raises(RefusedError):
        early_death_grant(BEFORE)


def test_the_scholarship_needs_36_paid_months_since_2_december_2019() -> None:
    assert months_for_scholarship(date(2019, 12, 1)).number == 60
    assert months_for_scholarship(date(2019, 12, 2)).number == 36


def test_the_ages_of_registration() -> None:
    assert figure("registration.age_from").on(AFTER).number == 18
    assert figure("registration.age_below").on(AFTER).number == 65
