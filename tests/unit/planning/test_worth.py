"""What money buys, and what scenarios mean."""

from datetime import date

from payung.law.read_figures import Mark
from payung.planning.scenario import scenario
from payung.planning.worth import worth
from payung.values.month import Month

JANUARY = Month.at(2026, 1)


def told(months: int, people: int | None = None, amount: int = 604_800_000, eligible: int = 0):
    return scenario("x", amount=amount, prices=(16_800,) * months, people=people, eligible=eligible, on=date(2026, 1, 1))


def test_a_published_budget_says_its_people_and_cost():
    found = worth(source="APBD", amount=570_326_400, first_month=Month.at(2025, 1), months=12)
    assert (found.people, found.cost, found.left, found.price) == (2_829, 570_326_400, 0, 201_600)
    assert found.warning is None
    assert [(rate.first, rate.last, rate.jkk, rate.jkm) for rate in found.rates] == [(Month.at(2025, 1), Month.at(2025, 12), 10_000, 6_800)]
    assert "PP 44/2015" in found.rates[0].cited


def test_too_many_people_for_the_money_is_said_in_months_and_grants():
    found = worth(source="APBD", amount=200_000_000, first_month=JANUARY, months=12, people=5_000)
    assert found.hundredths == 238
    assert "2,38 bulan" in found.warning.id
    assert "ahli waris hanya menerima Rp10 juta" in found.warning.id
    assert "2.38 months" in found.warning.en


def test_fewer_months_than_three_are_warned_of_too():
    assert "2 bulan" in worth(source="APBD", amount=10**9, first_month=JANUARY, months=2).warning.id
    assert worth(source="APBD", amount=10**9, first_month=JANUARY, months=3).warning is None


def test_a_relief_shows_as_a_second_rate_with_its_mark():
    found = worth(source="CSR", amount=10**9, first_month=Month.at(2026, 3), months=2)
    assert [rate.total for rate in found.rates] == [16_800, 8_400]
    assert found.mark != Mark.SOURCE


def test_a_year_reaches_the_full_grant_and_counts_in_full():
    found = told(12)
    assert (found.people, found.cost, found.left, found.affordable) == (3_000, 604_800_000, 0, True)
    assert [one.state for one in found.consequences] == ["passes", "passes", "waiting"]
    death, target, scholarship = (one.what.id for one in found.consequences)
    assert "Santunan penuh 9 dari 12 bulan" in death
    assert "3.000 orang dihitung penuh" in target
    assert "3 kali dana seperti ini" in scholarship


def test_three_months_end_as_the_full_grant_begins_and_count_by_half():
    found = told(3, people=1_000)
    assert [one.state for one in found.consequences] == ["needs_fixing", "needs_fixing", "waiting"]
    assert "1.000 orang × 3 bulan dihitung 500 orang" in found.consequences[1].what.id
    assert {one.mark for one in found.consequences[:2]} == {Mark.SECONDARY}


def test_two_months_leave_families_a_part():
    assert told(2).consequences[0].state == "rejected"
    assert "Rp10.000.000, bukan Rp42.000.000" in told(2).consequences[0].what.id


def test_no_more_people_than_there_are_and_what_is_missing_is_said():
    assert (told(3, eligible=4_388).people, told(3).people) == (4_388, 12_000)
    short = told(12, people=5_000)
    assert not short.affordable
    assert (short.missing, short.lasts.id) == (403_200_000, "hanya 7,20 bulan untuk 5.000 orang")
