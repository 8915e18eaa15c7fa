from datetime import date

from payung.billing.arrears import arrears_of
from payung.law.read_figures import Mark
from payung.values.month import Month

APRIL = Month.at(2026, 4)


def test_nothing_due_leads_to_nothing():
    assert arrears_of(set(), date(2026, 4, 20)) is None


def test_one_month_still_leaves_two_and_says_by_which_article():
    late = arrears_of({APRIL}, date(2026, 4, 20))
    assert (late.months, late.left, late.since, late.lost_after) == (1, 2, APRIL, date(2026, 7, 15))
    assert [(step.source, step.mark) for step in late.steps] == [("PP 44/2015 Pasal 39", Mark.SOURCE), ("PP 44/2015 Pasal 42", Mark.SOURCE)]
    assert "tunggakan dilunasi" in late.steps[0].words.id


def test_a_month_paid_in_between_begins_a_new_run():
    assert arrears_of({APRIL + -3, APRIL + -1, APRIL}, date(2026, 4, 20)).since == APRIL + -1


def test_more_than_the_limit_loses_the_right_and_needs_no_day_any_more():
    late = arrears_of({APRIL + -step for step in range(4)}, date(2026, 4, 20))
    assert (late.months, late.left, late.lost_after) == (4, -1, None)
    assert "tidak berhak atas JKM" in late.steps[1].words.id


def test_a_day_beyond_the_known_holidays_is_not_guessed():
    far = Month.at(2100, 11)
    assert arrears_of({far}, date(2100, 12, 1)).lost_after is None
