"""Figures that regencies have published."""

from datetime import date

import pytest

from payung.law.contribution import contribution
from payung.law.given import Given, Payer, Programme, Sector, Segment
from payung.planning.price import PAYER_OF, lasts_only, month_price, months_bought, places_for, short_cover
from payung.values.errors import InputError
from payung.values.month import Month


def prices(source: str, first: str, months: int, **more) -> list[int]:
    start = Month.parse(first)
    return [sum(month_price(source=source, month=month, **more)) for month in start.upto(start + (months - 1))]


@pytest.mark.parametrize(
    ("source", "first", "months", "people", "amount"),
    [
        ("DBH-CHT", "2024-08", 5, 5387, 452_508_000),  # Blitar
        ("APBD", "2025-01", 12, 2829, 570_326_400),  # Manggarai Barat
        ("APBD", "2025-01", 12, 15_000, 3_024_000_000),  # Penajam Paser Utara
        ("DBH-SAWIT", "2025-01", 10, 2442, 410_256_000),  # Jambi
    ],
)
def test_published_budgets_buy_exactly_their_people(source, first, months, people, amount):
    asked = prices(source, first, months)
    assert people * sum(asked) == amount
    assert places_for(amount, asked) == people
    assert places_for(amount - 1, asked) == people - 1


def test_relief_makes_months_cheaper_for_a_donor_only():
    assert prices("CSR", "2026-03", 2) == [16_800, 8_400]
    assert prices("CSR", "2026-03", 2, sector=Sector.TRANSPORT) == [8_400, 8_400]
    assert prices("APBD", "2026-03", 2) == [16_800, 16_800]


def test_a_farmer_pays_half_in_may_2026_while_the_budget_pays_in_full():
    """PP 50/2025: not where APBN or APBD pays. The law's own test of it stands in tests/law."""
    alone = contribution(Given(Segment.BPU, Month.at(2026, 5), programmes=(Programme.JKK, Programme.JKM), payer=Payer.SELF))
    assert (alone.total, sum(month_price(source="APBD", month=Month.at(2026, 5)))) == (8_400, 16_800)


def test_staff_without_civil_service_status_cost_a_share_of_their_wage():
    """Bandung Barat 2024: (9,183 + 2,434) heads of RT and RW on a basis of 2,000,000, 0.24 % + 0.30 %."""
    asked = prices("APBD", "2024-01", 12, income=2_000_000, segment=Segment.NON_ASN)
    assert month_price(source="APBD", month=Month.at(2024, 1), income=2_000_000, segment=Segment.NON_ASN) == (4_800, 6_000)
    assert 11_617 * sum(asked) == 1_505_563_200
    assert places_for(1_505_563_200, asked) == 11_617
    with pytest.raises(InputError, match=r"contribution\.missing_wage"):
        month_price(source="APBD", month=Month.at(2024, 1), segment=Segment.NON_ASN)


def test_two_hundred_million_for_five_thousand_people():
    asked = sum(month_price(source="APBD", month=Month.at(2026, 1)))
    assert months_bought(200_000_000, 5_000, asked) == 2
    warning = lasts_only(200_000_000, 5_000, asked, date(2026, 1, 1))
    assert warning.id.startswith("Uang ini hanya cukup 2,38 bulan untuk 5.000 orang.")
    assert "hanya menerima Rp10 juta, bukan Rp42 juta" in warning.id


def test_the_class_follows_the_income():
    assert month_price(source="APBD", month=Month.at(2026, 1), income=2_000_000) == (20_000, 6_800)


def test_money_for_months():
    assert months_bought(200_000_000, 5_000, 16_800) == 2  # Luwu
    assert months_bought(2_500_000, 50, 16_800) == 2


def test_fewer_months_than_the_full_grant_needs_is_said():
    words = short_cover(2, date(2025, 9, 1))
    assert words.id == "Uang ini membeli 2 bulan. Keluarga peserta yang meninggal sebelum 3 bulan menerima Rp10.000.000, bukan Rp42.000.000."
    assert "Rp10,000,000, not Rp42,000,000" in words.en
    assert short_cover(3, date(2025, 9, 1)) is None
    assert short_cover(1, date(2025, 2, 23)) is None


def test_every_source_has_its_payer():
    from payung.planning.models import Fund

    assert set(PAYER_OF) == set(Fund.Source.values)
