"""Where places stand: what was published, ranked and priced."""

from datetime import date

import pytest
from invented import JANUARY, TODAY

from payung.billing.actions import make_bill, pay_bill
from payung.coverage.actions import Source, record_official, set_target
from payung.coverage.definitions import Pair
from payung.coverage.standing import ACTIVE, PAID, ranked, standing_of
from payung.places.models import Place
from payung.values.month import Month

pytestmark = pytest.mark.django_db
DECEMBER = Month.at(2021, 12)
ON = date(2025, 12, 20)
# Only the sums of these seven provinces are published (2,745,510 of 6,806,375, December 2021); the rows are invented so that they add up to them.
SEVEN = {
    "71": (412_300, 1_020_000),
    "72": (331_050, 1_110_375),
    "73": (1_180_400, 2_420_000),
    "74": (301_260, 905_000),
    "75": (121_500, 380_000),
    "76": (99_000, 421_000),
    "81": (300_000, 550_000),
}


def official(place: str, definition: str, value: int, as_of: date, source: str = "BPJS Ketenagakerjaan", on: date = ON, **more):
    there = Place.objects.get(code=place) if place else None
    return record_official(place=there, definition=definition, value=value, source=Source(source), as_of=as_of, by=None, on=on, **more).figure


@pytest.fixture
def seven():
    for place, (active, universe) in SEVEN.items():
        official(place, "active_bpjs", active, DECEMBER.last_day)
        official(place, "universe_bpjs", universe, DECEMBER.last_day)


def test_seven_provinces_are_ranked_and_the_others_are_no_zeros(seven):
    assert (sum(active for active, _ in SEVEN.values()), sum(universe for _, universe in SEVEN.values())) == (2_745_510, 6_806_375)
    found = standing_of("73", DECEMBER, on=ON)
    assert found.pair == ACTIVE
    assert found.figure.percent() == "48,78 %"
    assert [(peer.place, peer.position) for peer in found.rank.rows if peer.position] == [
        ("81", 1), ("73", 2), ("71", 3), ("74", 4), ("75", 5), ("72", 6), ("76", 7),
    ]  # fmt: skip
    assert (found.rank.position, found.rank.ranked, found.rank.peers) == (2, 7, 38)
    assert found.rank.words.id == "peringkat 2 dari 7"
    assert "31 wilayah belum ada angkanya; tidak diperingkat dan tidak dianggap nol." in found.rank.footnote.id
    assert sum(peer.position is None for peer in found.rank.rows) == 31
    assert found.gap == 2_420_000 - 1_180_400


def test_figures_of_other_days_and_sources_are_told_beside_the_rank(seven):
    official("73", "universe_bpjs", 2_500_000, date(2021, 12, 1), source="surat Kacab")
    official("73", "active_bpjs", 1_000_000, date(2021, 11, 30))
    found = standing_of("76", Month.at(2021, 12), on=ON).rank
    assert "Penyebutnya dari tanggal" not in found.footnote.id  # the newer ones of 73 are of 31 December still
    official("76", "universe_bpjs", 430_000, date(2021, 11, 30), source="surat Kacab")
    january = standing_of("76", Month.at(2022, 1), on=ON)
    official("76", "universe_bpjs", 431_000, date(2022, 1, 31), source="surat Kacab")
    later = standing_of("76", Month.at(2022, 1), on=ON)
    assert january.figure.percent() == "23,52 %"
    assert later.figure.percent() == "22,97 %"
    assert "Penyebutnya dari tanggal yang berbeda, 31 Desember 2021 sampai 31 Januari 2022." in later.rank.footnote.id
    assert "Penyebutnya dari sumber yang berbeda." in later.rank.footnote.id


def test_equal_shares_have_one_position_and_a_place_without_figure_none(seven):
    official("82", "active_bpjs", 600_000, DECEMBER.last_day)
    official("82", "universe_bpjs", 1_100_000, DECEMBER.last_day)  # as 300,000 of 550,000
    found = standing_of("11", DECEMBER, on=ON, pair=ACTIVE).rank
    assert [peer.position for peer in found.rows if peer.position] == [1, 1, 3, 4, 5, 6, 7, 8]
    assert (found.position, found.words.id) == (None, "–")
    assert ranked([], "11").position is None


def test_the_gap_is_priced_by_the_law_of_the_month(seven):
    closing = standing_of("76", DECEMBER, on=ON).closing
    assert (closing.people, closing.price, closing.months) == (322_000, 16_800, 12)
    assert closing.cost == 322_000 * 16_800 * 12
    assert (closing.point_people, closing.point_cost) == (4_210, 4_210 * 16_800 * 12)
    assert "Rp16.800 × 12 bulan: iuran JKK dan JKM BPU kelas terendah Desember 2021" in closing.footnote.id
    before_the_law = standing_of("76", Month.at(2010, 1), on=ON).closing
    assert (before_the_law.price, before_the_law.cost) == (None, None)


def test_targets_of_the_same_pair_are_compared_and_others_stand_apart(seven):
    for scheme, pair, hundredths in (("UCJ", ACTIVE, 5215), ("RPJMN", Pair("rpjmn_covered", "rpjmn_universe"), 3215)):
        set_target(place=None, scheme=scheme, year=2021, pair=pair, hundredths=hundredths, source=Source("Kemendagri"), by=None, on=ON)
    found = standing_of("73", DECEMBER, on=ON)
    assert [(one.target.scheme, one.missing) for one in found.targets] == [("UCJ", 1_262_030 - 1_180_400)]
    assert found.targets[0].cost == (1_262_030 - 1_180_400) * 16_800 * 12
    assert [one.scheme for one in found.other_targets] == ["RPJMN"]


def test_own_counts_with_their_trend_and_the_absorption_of_budgets(programme):
    programme.candidates(9)
    fund = programme.started(amount=9 * 16_800 * 12)
    bill = make_bill(fund=fund, month=JANUARY, by=None, on=TODAY)
    pay_bill(bill=bill, amount=bill.total, paid_on=TODAY, reference="1", by=None, on=TODAY)
    official("74.05", "universe_bpjs", 90, date(2025, 8, 31))
    found = standing_of("74.05", JANUARY, on=TODAY)
    assert (found.pair, found.figure.percent()) == (PAID, "10,00 %")
    assert [figure.percent() for _, figure in found.trend.points][-2:] == ["0,00 %", "10,00 %"]
    assert (found.absorption.budget, found.absorption.paid, found.absorption.funds) == (9 * 16_800 * 12, 9 * 16_800, 1)
    assert "8,33 %" in found.absorption.footnote.id
    assert standing_of("72", JANUARY, on=TODAY).absorption.funds == 0
    assert standing_of("", JANUARY, on=TODAY).rank is None


def test_a_standing_takes_a_bounded_number_of_statements(seven, django_assert_max_num_queries):
    with django_assert_max_num_queries(20):
        standing_of("73", DECEMBER, on=ON)
