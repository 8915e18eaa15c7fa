import pytest

from payung.values.errors import InputError
from payung.values.money import number_of, rupiah_of


@pytest.mark.parametrize(
    "typed", ["50.400.000", "50,400,000", "50400000", "Rp50.400.000", "Rp 50.400.000,00", "rp. 50.400.000,-", " 50 400 000 ", "50.400.000.00"]
)
def test_rupiah_are_read_however_an_office_writes_them(typed):
    assert rupiah_of(typed) == 50_400_000


@pytest.mark.parametrize("typed", ["", "lima puluh juta", "50,4 juta", "50.40", "5.04.000", "50.400,000", "-50.400", "1e6", "٥٠", "1" * 16])
def test_what_could_be_read_in_two_ways_is_refused(typed):
    with pytest.raises(InputError) as refused:
        rupiah_of(typed)
    assert refused.value.code == "rupiah.unreadable"


def test_a_decimal_is_no_whole_number():
    assert (number_of("161.206"), number_of("161,206"), number_of("161206")) == (161_206, 161_206, 161_206)
    for typed in ("161,2", "161.206,50", "Rp5", ""):
        with pytest.raises(InputError):
            number_of(typed)
