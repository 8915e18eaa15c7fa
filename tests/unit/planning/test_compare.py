"""Scenarios side by side: families, BPJS's measure, a point of coverage, differences; and the published figures of regencies."""

from datetime import date

import polars as pl
import pytest

from payung.planning.assign import Pot
from payung.planning.compare import Option, Rates, changed, differences, families, measure, outcomes_together
from payung.planning.price import lasts_only, month_price, months_bought, places_for
from payung.planning.rank import Criteria, rank
from payung.values.month import Month

ON = date(2026, 1, 1)
YEAR = (16_800,) * 12


def option(key="a", people=1000, months=12, universe=None, rates=Rates()):  # noqa: B008
    prices = (16_800,) * months
    told = families(people, months, rates, ON), measure(people, months, ON), universe
    return Option(key, Criteria(ON), people * sum(prices), months, None, people, 0, 0, prices, *told)


def test_a_thousand_people_for_three_months_count_as_five_hundred():
    assert measure(1000, 3, ON) == 500 * 100
    assert [measure(1000, months, ON) for months in (6, 12)] == [1000 * 100] * 2


@pytest.mark.parametrize(("months", "full"), [(12, 9), (6, 3), (4, 1), (3, 0), (1, 0)])
def test_deaths_after_the_third_month_have_the_full_grant(months, full):
    assert families(1000, months, Rates(), ON).share == (full, months)


def test_before_the_rule_of_three_months_every_death_had_it():
    told = families(1000, 3, Rates(deaths=400), date(2024, 1, 1))
    assert told.share == (3, 3)
    assert told.deaths == told.full_deaths == 100


def test_expected_cases_follow_from_the_rates_that_were_typed():
    """4 of 1,000 a year: 1,000 people for 12 months have 4 deaths, 3 of them after month 3; 3 × 42 + 1 × 10 million."""
    told = families(1000, 12, Rates(deaths=400, accidents=150, accident_cost=2_000_000), ON)
    assert (told.deaths, told.full_deaths, told.accidents) == (400, 300, 150)
    assert told.grants == 3 * 42_000_000 + 10_000_000
    assert told.accident_cost == 3_000_000
    few = families(1000, 3, Rates(deaths=400), ON)
    assert (few.deaths, few.full_deaths, few.grants) == (100, 0, 10_000_000)
    assert families(1000, 12, Rates(), ON).deaths is None


def test_one_more_point_of_coverage_costs_a_hundredth_of_the_universe():
    assert option(universe=161_206).point == 1613 * 12 * 16_800
    assert option().point is None


def test_differences_are_said():
    first, second = option(people=20), option("b", people=40, months=3)
    moved = pl.DataFrame({"id": range(20), "before": ["waiting"] * 20, "after": ["in"] * 20})
    told = [words.id for words in differences(first, second, moved)]
    assert told == [
        "20 orang lebih banyak yang masuk: 20 orang jadi masuk, 0 orang tidak lagi.",
        "Perlindungannya 9 bulan lebih pendek.",
        "Biayanya Rp2.016.000 lebih kecil.",
        "Dari keluarga peserta baru yang meninggal, 0,00 % menerima santunan penuh, bukan 75,00 %.",
    ]
    assert [words.en for words in differences(first, first, moved.head(0))] == ["The same people are in."]


def people(count: int, barred: int = 0) -> pl.DataFrame:
    """Invented: the first `barred` of them are too old."""
    at = pl.int_range(count, eager=True).alias("id").to_frame()
    return at.with_columns(
        nik=pl.format("7405{}", pl.col("id").cast(pl.String).str.zfill(12)),
        person_id="id",
        name=pl.lit("Orang Karangan"),
        birth_date=pl.when(pl.col("id") < barred).then(pl.date(1950, 1, 1)).otherwise(pl.date(1985, 5, 17)),
        village=pl.lit("74.05.01.2003"),
        decile=(pl.col("id") % 10 + 1).cast(pl.UInt8),
        last_year=pl.lit(False),
        elsewhere=pl.lit(False),
    )


def test_who_changes_between_two_scenarios():
    candidates = people(10)
    one, two = (rank(candidates, Criteria(ON, highest_decile=highest), 4, draw="t") for highest in (None, 2))
    moved = changed(one, two)
    assert moved.filter(pl.col("before") == "in").height == 2
    whole = outcomes_together([("a", one), ("b", two)])
    assert whole.filter("changes").height == moved.height == 8
    assert whole.columns[:4] == ["id", "person_id", "nik", "village"]


def test_the_funnel_of_jember():
    """2023: 74,918 collected, 49,888 valid, 20,097 funded (40.3 % of the valid), with invented people; stable under re-run and order of rows."""
    candidates, price = people(74_918, barred=74_918 - 49_888), sum(YEAR)
    pot = Pot(0, 20_097 * price + price - 1, price)
    ranked = rank(candidates, Criteria(ON), pot.places, draw="jember")
    counts = dict(ranked["outcome"].value_counts().iter_rows())
    assert counts == {"in": 20_097, "waiting": 49_888 - 20_097, "out": 74_918 - 49_888}
    assert ranked["position"].to_list() == list(range(1, 74_919))
    again = rank(candidates.sample(fraction=1, shuffle=True, seed=5), Criteria(ON), pot.places, draw="jember")
    assert again.select("id", "position", "outcome", "reason").equals(ranked.select("id", "position", "outcome", "reason"))


def test_what_manggarai_barat_and_two_hundred_million_buy():
    """2,829 people for a year cost Rp570,326,400; Rp200,000,000 for 5,000 people buys 2 full months, and the family must be warned."""
    monthly = sum(month_price(source="APBD", month=Month.at(2026, 1)))
    assert 2829 * 12 * monthly == 570_326_400
    assert places_for(570_326_400, YEAR) == 2829
    assert months_bought(200_000_000, 5000, monthly) == 2
    warning = lasts_only(200_000_000, 5000, monthly, ON)
    assert warning
    assert "2,38 bulan untuk 5.000 orang" in warning.id
    assert option(people=5000, months=2).families.share == (0, 2)
