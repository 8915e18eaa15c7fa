from datetime import date

import polars as pl
from people import ON, crowd, nik, people

from payung.matching.keys import keys_of, looked_for
from payung.matching.match import match
from payung.matching.prepare import prepared

BORN = date(1979, 2, 3)


def ready(**fields: object) -> dict[str, object]:
    return prepared(people({"id": "x", **fields}), ON).row(0, named=True)


def test_birth_date_and_sex_are_taken_from_the_nik_where_the_list_has_none():
    row = ready(nik=nik(740501, BORN, 4, woman=True), name="Erni")
    assert (row["birth_date"], row["sex"], row["year"], row["month_day"]) == ("19790203", "P", "1979", "0203")


def test_the_list_comes_before_the_nik():
    row = ready(nik=nik(740501, BORN, 4, woman=True), birth_date=date(1979, 3, 2), sex="Laki-laki")
    assert (row["birth_date"], row["sex"]) == ("19790302", "L")


def test_a_card_of_somebody_young_is_of_this_century():
    assert ready(nik=nik(740501, date(2004, 5, 6), 1))["birth_date"] == "20040506"
    assert ready(nik=nik(740501, date(1924, 5, 6), 1))["birth_date"] == "19240506"


def test_a_nik_that_the_spreadsheet_broke_says_nothing():
    assert ready(nik="7.40512E+15")["nik"] is None
    assert ready(nik="belum ada")["nik"] is None
    assert ready(nik=f"'{nik(740501, BORN, 4)[:6]} {nik(740501, BORN, 4)[6:]}")["nik"] == nik(740501, BORN, 4)


def test_a_date_and_its_exchange_share_a_key():
    one, other = (prepared(people({"name": "Erni", "birth_date": born}), ON)["turned"].item() for born in (BORN, date(1979, 3, 2)))
    assert one == other


def test_names_in_two_columns():
    row = ready(given_name="Siti", surname="Aminah Latif")
    assert (row["given"], row["family"], row["joined"]) == ("sitiamina", "latif", "sitiaminalatif")


def test_phones_are_compared_by_their_end():
    assert ready(phone="+62 812-3456-7890")["phone"] == ready(phone="081234567890")["phone"] == "234567890"


def test_dashes_and_blanks_are_nothing():
    row = ready(name="-", mother="  ", village="--", address=".")
    assert all(row[name] is None for name in ("given", "joined", "mother", "place", "address"))


def test_villages_with_and_without_the_word():
    assert ready(village="Desa Lapoa")["place"] == ready(village="LAPOA")["place"] == ready(village="Kel. Lapoa")["place"]


def pairs_looked_at(frame: pl.DataFrame) -> int:
    keyed, _ = looked_for([prepared(frame, ON)])
    counts = (keyed[0][key].drop_nulls().value_counts(name="rows")["rows"].cast(pl.Int64) for key in keys_of(keyed[0]))
    return sum(int((rows * (rows - 1) // 2).sum()) for rows in counts)


def test_a_crowd_of_one_name_is_told_and_not_compared():
    """However many share all that is known, the work stays bounded and the others are still found."""
    same = people({"name": "Nur"}).drop("id").select(pl.all().repeat_by(60_000).explode()).with_row_index("id").cast({"id": pl.String})
    lost: list[int] = []
    again = crowd(50).with_columns(id=pl.format("again {}", "id"))
    found = match(pl.concat([same, crowd(50), again]), on=ON, told=lost.append)
    assert lost == [60_000]
    assert {(left, right) for left, right in found.select("left_id", "right_id").rows()} >= {(f"s{n}", f"again s{n}") for n in range(50)}


def test_work_grows_with_the_list():
    """Everybody born on one day in one village: what is looked at for a person does not grow with their number."""

    def looked_at(count: int) -> float:
        rows = pl.DataFrame({"id": [f"{n}" for n in range(count)], "name": [f"Nama{n % 97} Keluarga{n % 89}" for n in range(count)]})
        return pairs_looked_at(rows.with_columns(birth_date=pl.lit(BORN), village=pl.lit("Lapoa"), mother=pl.lit("Siti"))) / count

    assert looked_at(80_000) <= 1.5 * looked_at(10_000)
    assert looked_at(80_000) < 15
