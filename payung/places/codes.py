"""Every place of the country by its Kemendagri code, as frames, and village names resolved to codes. No database.

Codes and names: Kepmendagri 300.2.2-2138/2025, generated into data/ by scripts/places/generate.py.
"""

import lzma
from functools import cache
from pathlib import Path

import polars as pl

from payung.values.place import Level

_DATA = Path(__file__).parent / "data"
_KIND = r"^(?:(?:DESA|DS|KELURAHAN|KEL|KECAMATAN|KEC) )+"


@cache
def all_places() -> pl.DataFrame:
    """code, name, level (1 province to 4 village), parent (code one level up, null for a province), sorted by code: 91,599 rows."""
    places = pl.read_csv(lzma.decompress((_DATA / "places.csv.xz").read_bytes()), schema={"code": pl.String, "name": pl.String})
    level = pl.col("code").str.count_matches(".", literal=True).cast(pl.Int8) + 1
    return places.with_columns(level=level, parent=pl.col("code").str.extract(r"^(.+)\.\d+$"))


@cache
def known_district_prefixes() -> pl.Series:
    """The six digits a NIK may begin with: every district of today, and those we know to have existed earlier (Papua before it was divided).

    Earlier codes of other provinces are not in it: a NIK whose district is missing here is a reason to look twice, no proof of an error.
    """
    today = all_places().filter(level=Level.DISTRICT)["code"].str.replace_all(".", "", literal=True)
    former = pl.read_csv(_DATA / "former_districts.csv", comment_prefix="#", has_header=False, schema={"code": pl.String})["code"]
    return pl.concat([today, former]).unique().sort().alias("prefix")


@cache
def bps_regencies() -> pl.DataFrame:
    """kemendagri ("74.02"), bps ("7403"), name: all 514 regencies and cities. BPS numbers as of 2018, so Papua still as 91 and 94."""
    return pl.read_csv(_DATA / "bps_regencies.csv", schema={"kemendagri": pl.String, "bps": pl.String, "name": pl.String})


def villages(regency: str) -> pl.DataFrame:
    """code, name, district_code, district of every village and kelurahan of a regency ("74.05"), sorted by code."""
    inside = all_places().filter(pl.col("code").str.starts_with(f"{regency}."))
    districts = inside.filter(level=Level.DISTRICT).select(district_code="code", district="name")
    found = inside.filter(level=Level.VILLAGE).select("code", "name", district_code="parent")
    return found.join(districts, on="district_code", how="left", maintain_order="left")


def village_names(regency: str) -> list[str]:
    """Each name once, sorted: what a dropdown offers."""
    return sorted(set(villages(regency)["name"]))


def match_villages(frame: pl.DataFrame, regency: str) -> pl.DataFrame:
    """`frame` with village_code added, from its columns village and district as people write them ("Kel. Tinanggea", "Kec. Moramo Utara", null).

    A village is known by its name within the district that was written, else by a name that only one village of the regency bears;
    village_code is null where neither holds. Rows keep their order and their other columns.
    """
    known = villages(regency).select("code", _village=_key("name"), _district=_key("district"))
    written = frame.select("village", "district").unique().with_columns(_village=_key("village"), _district=_key("district"))
    near = written.join(_unambiguous(known, "_village", "_district"), on=["_village", "_district"], how="left")
    both = near.join(_unambiguous(known, "_village"), on="_village", how="left", suffix="_anywhere")
    codes = both.select("village", "district", village_code=pl.coalesce("code", "code_anywhere"))
    return frame.join(codes, on=["village", "district"], how="left", nulls_equal=True, maintain_order="left")


def _key(column: str) -> pl.Expr:
    """A name as compared: "Desa  Soka'an" -> "SOKAAN", "KEL. AMBENG-AMBENG" -> "AMBENG AMBENG"; empty becomes null."""
    plain = pl.col(column).str.to_uppercase().str.replace_all(r"['’`\"]", "").str.replace_all(r"[^A-Z0-9]+", " ").str.strip_chars()
    name = plain.str.replace(_KIND, "")
    return pl.when(name != "").then(name)


def _unambiguous(known: pl.DataFrame, *keys: str) -> pl.DataFrame:
    """The keys that only one village bears, with its code."""
    return known.group_by(keys).agg(pl.col("code").first(), pl.len().alias("bearers")).filter(pl.col("bearers") == 1).drop("bearers")
