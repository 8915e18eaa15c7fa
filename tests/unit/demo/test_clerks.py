"""How clerks write one person: the forms that stand in real lists come out, and a slip is a slip."""

from datetime import date

import polars as pl
import pytest

from payung.demo.chance import Chance
from payung.demo.clerks import date_again, name_again, nik_again

NIK = "7405011206770841"
MANY = 20_000


def written(name: str) -> set[str]:
    rows = pl.select(at=pl.int_range(MANY), name=pl.lit(name), sex=pl.lit("L"))
    return set(name_again(rows, "name", Chance(1), "second")["name"])


@pytest.mark.parametrize(
    ("name", "forms"),
    [
        ("Muhammad Yusuf", {"Muh. Yusuf", "Mohamad Yusuf", "Muhammad Jusuf", "Yusuf", "Muhammad", "Yusuf Muhammad", "Muhammad Y.", "Moh. Yusuf"}),
        ("Abdul Rahman", {"Abd. Rahman", "AbdulRahman", "Abdurrahman", "H. Abdul Rahman", "Abdul Rahman, S.Pd."}),
        ("Siti Nurhayati", {"St. Nurhayati", "Sitti Nurhayati", "Siti Nur hayati"}),
        ("La Ode Hasan", {"Laode Hasan", "L.O. Hasan", "Ode Hasan", "Hasan La Ode"}),
        ("Wa Ode Tjahaja", {"Waode Tjahaja", "Wa Ode Cahaja"}),
        ("Soekarno Djafar", {"Sukarno Djafar", "Soekarno Jafar", "Sukarno Jafar"}),
        ("Nur Hayati", {"NurHayati", "Nurhayati"}),
    ],
)
def test_a_name_is_written_in_these_ways(name, forms):
    assert forms - written(name) == set()


def test_a_name_is_never_lost():
    assert not {name for name in written("Nur") if not name.strip(" .,")}
    assert None not in written("Ani Lestari")


def niks(kind: str) -> set[str | None]:
    rows = pl.select(at=pl.int_range(MANY), nik=pl.lit(NIK))
    return set(rows.select(nik_again(Chance(1), "second", {kind: 1.0})).to_series())


def apart(one: str, other: str) -> int:
    return sum(a != b for a, b in zip(one, other, strict=True))


@pytest.mark.parametrize(("kind", "digits"), [("one digit", 1), ("two digits", 2)])
def test_so_many_digits_are_wrong(kind, digits):
    assert {apart(NIK, nik) for nik in niks(kind)} == {digits}


def test_neighbouring_digits_are_swapped():
    """Or one is wrong, where both were the same."""
    found = niks("swapped")
    assert {tuple(sorted(nik)) for nik in found if apart(NIK, nik) == 2} == {tuple(sorted(NIK))}
    assert {apart(NIK, nik) for nik in found} == {1, 2}


def test_niks_are_the_same_missing_cut_or_of_another_district():
    assert (niks("same"), niks("missing")) == ({NIK}, {None})
    assert niks("damaged") == {NIK[:15], NIK[:12] + "0000"}
    moved = niks("moved")
    assert {nik[6:12] for nik in moved} == {NIK[6:12]}
    assert NIK[:6] not in {nik[:6] for nik in moved}


def test_dates_slip_and_remain_dates():
    born = date(1977, 6, 12)
    rows = pl.select(at=pl.int_range(MANY), birth_date=pl.lit(born))
    found = set(rows.select(date_again(Chance(1), "second")).to_series())
    assert {None, born, date(1977, 12, 6), date(1977, 6, 22), date(1977, 5, 12), date(1978, 6, 12), date(1987, 6, 12), date(1977, 1, 1)} <= found
    assert len(found) < 20
