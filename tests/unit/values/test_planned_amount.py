import pytest

from payung.values.errors import InputError
from payung.values.money import read_rupiah
from payung.values.words import rupiah_short, tenths_and_hundredths


@pytest.mark.parametrize(
    "typed", ["604.800.000", "Rp604.800.000", " Rp 604.800.000,00 ", "604800000", "604,800,000", "604,8 juta", "Rp. 604.800.000,-", "604.8 million"]
)
def test_an_amount_is_understood_as_people_type_it(typed):
    assert read_rupiah(typed) == 604_800_000


def test_one_dot_groups_thousands():
    assert (read_rupiah("16.800"), read_rupiah("1.000.000.000"), read_rupiah("1,5 miliar")) == (16_800, 10**9, 1_500_000_000)


@pytest.mark.parametrize("typed", ["", "abc", "2.5", "604.800.00", "16.800,50", "-5", "12,345.678", "1e9"])
def test_what_could_mean_two_amounts_is_asked_again(typed):
    with pytest.raises(InputError, match=r"rupiah\.unreadable") as asked:
        read_rupiah(typed)
    assert "604.800.000" in asked.value.words.id


def test_whole_millions_are_said_short():
    assert [rupiah_short(10_000_000), rupiah_short(42_000_000, "en"), rupiah_short(16_800)] == ["Rp10 juta", "Rp42 million", "Rp16.800"]
    assert [tenths_and_hundredths(238), tenths_and_hundredths(200), tenths_and_hundredths(205, "en")] == ["2,38", "2", "2.05"]
