"""The shipped file of places, the BPS bridge, and villages found by the names people write."""

import polars as pl
import pytest

from payung.places.codes import all_places, bps_regencies, known_district_prefixes, match_villages, villages
from payung.values.place import Level, level_of, parent_of


def matched(rows: list[tuple[str | None, str | None]], regency: str = "74.05") -> list[str | None]:
    frame = pl.DataFrame(rows, schema={"village": pl.String, "district": pl.String}, orient="row")
    return match_villages(frame, regency)["village_code"].to_list()


@pytest.mark.parametrize(("level", "count"), [(Level.PROVINCE, 38), (Level.REGENCY, 514), (Level.DISTRICT, 7_285), (Level.VILLAGE, 83_762)])
def test_the_decree_s_counts(level: Level, count: int) -> None:
    assert all_places().filter(level=level).height == count


def test_every_code_is_unique_sorted_named_and_has_its_parent() -> None:
    places = all_places()
    codes = places["code"]
    assert codes.is_unique().all()
    assert codes.to_list() == sorted(codes)
    assert places.filter(pl.col("name").is_null() | (pl.col("name") == "")).is_empty()
    assert places.filter(pl.col("parent").is_null())["level"].unique().to_list() == [Level.PROVINCE]
    assert places["parent"].drop_nulls().is_in(codes.implode()).all()


def test_level_and_parent_agree_with_the_values_package() -> None:
    for code, level, parent in all_places().sample(200, seed=1).select("code", "level", "parent").rows():
        assert (level, parent or "") == (level_of(code), parent_of(code))


def test_konawe_selatan() -> None:
    found = villages("74.05")
    kinds = found["code"].str.slice(9, 1).value_counts().sort("code").rows()
    assert kinds == [("1", 15), ("2", 336)]
    assert found["district_code"].n_unique() == 25
    assert found.row(0) == ("74.05.01.1001", "Tinanggea", "74.05.01", "Tinanggea")
    assert villages("74.99").is_empty()


def test_a_nik_may_begin_with_a_district_of_today_or_of_papua_before_it_was_divided() -> None:
    known = known_district_prefixes()
    assert known.is_unique().all()
    assert known.str.contains(r"^\d{6}$").all()
    assert {"740501", "930101", "910101", "920139"} <= set(known)
    assert not {"000000", "740599", "930199"} & set(known)


def test_the_bps_bridge_is_one_to_one() -> None:
    bridge = bps_regencies()
    assert bridge["kemendagri"].to_list() == all_places().filter(level=Level.REGENCY)["code"].to_list()
    assert bridge["bps"].is_unique().all()
    assert bridge["bps"].str.contains(r"^\d{4}$").all()
    assert bridge.filter(pl.col("kemendagri").str.replace(".", "", literal=True) != pl.col("bps")).height == 199
    numbers = dict(bridge.select("kemendagri", "bps").rows())
    assert [numbers[code] for code in ("74.02", "74.05", "31.71", "96.03")] == ["7403", "7405", "3173", "9108"]


@pytest.mark.parametrize(
    ("village", "district", "code"),
    [
        ("DESA LERE", None, "74.05.21.2003"),
        ("Ds. Lere", "Kec. Kolono", "74.05.21.2003"),
        ("Kel. Tinanggea", "Tinanggea", "74.05.01.1001"),
        ("KELURAHAN  TINANGGEA", "Kec. Tinanggea", "74.05.01.1001"),
        ("tinanggea.", "kecamatan tinanggea", "74.05.01.1001"),
        ("Tinanggea", None, "74.05.01.1001"),
        ("Tinanggea", "Kec. Salah Tulis", "74.05.01.1001"),
        ("Desa Entah", "Tinanggea", None),
        ("", "Tinanggea", None),
        ("Desa", "Tinanggea", None),
        (None, "Tinanggea", None),
        (None, None, None),
    ],
)
def test_a_village_as_it_is_written(village: str | None, district: str | None, code: str | None) -> None:
    assert matched([(village, district)]) == [code]


def test_a_name_borne_twice_needs_its_district() -> None:
    found = villages("74.05")
    name = found.filter(pl.col("name").is_duplicated() & pl.struct("name", "district").is_unique())["name"][0]
    twins = found.filter(name=name)
    assert matched([(name, None), (name, "Kec. Entah")]) == [None, None]
    assert matched([(f"Desa {name}", f"Kec. {district}") for district in twins["district"]]) == twins["code"].to_list()


def test_every_village_of_the_country_with_its_district_is_found_but_for_namesakes_in_one_district() -> None:
    regencies = all_places().filter(level=Level.REGENCY)["code"]
    frames = {code: villages(code).rename({"name": "village"}) for code in regencies.sample(25, seed=3)}
    for regency, frame in frames.items():
        found = match_villages(frame, regency)
        assert found.filter(pl.col("village_code").is_not_null() & (pl.col("village_code") != pl.col("code"))).is_empty()
        lost = found.filter(pl.col("village_code").is_null())
        assert lost.height <= frame.height * 0.01, regency


def test_rows_and_other_columns_stay_as_they_were() -> None:
    frame = pl.DataFrame({"nik": ["3", "1", "2"], "village": ["Tinanggea", None, "Tinanggea"], "district": [None, None, "Tinanggea"]})
    found = match_villages(frame, "74.05")
    assert found.drop("village_code").equals(frame)
    assert match_villages(frame.clear(), "74.05").columns == ["nik", "village", "district", "village_code"]


def test_a_million_rows_are_found() -> None:
    rows = villages("74.05").select(village="KEL. " + pl.col("name"), district="Kec. " + pl.col("district"))
    frame = rows.sample(1_000_000, with_replacement=True, seed=5)
    found = match_villages(frame, "74.05")
    assert found.height == 1_000_000
    assert found["village_code"].null_count() < 1_000_000 * 0.05
