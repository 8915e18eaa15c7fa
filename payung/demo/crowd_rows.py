"""A large programme as frames: the rows that the villages of a regency sent, what was found in them, and the registers that speak about them.

Nothing is read or checked here: verdicts and findings are given in the usual proportions, so that a million rows take seconds. Chance is a hash of
the row's number, so the same regency and number of people give the same rows.
"""

from datetime import date

import polars as pl

from payung.demo.names import BIRTH_PLACES, FAMILY, FEMALE, JOBS, MALE, OFFICES
from payung.intake.checks.catalog import FINDINGS
from payung.intake.checks.check import FIELDS, REGISTER_CODES
from payung.places.codes import villages

PASSES = 0.849  # of all rows; the shares are those of the demo's forty lists. One list in 33 is not accepted yet.
_VERDICTS = (("passes", 849), ("needs_fixing", 88), ("rejected", 41), ("duplicate", 22))  # of a thousand rows
_CODES = {
    "needs_fixing": ["nik.missing", "nik.malformed", "nik.damaged", "name.missing", "birth_date.missing", "birth_date.invalid"],
    "rejected": [*REGISTER_CODES.values(), "person.too_old", "person.too_young"],
    "duplicate": ["nik.duplicate"],
}
_EVIDENCE = {"person.civil_servant": "PNS", "person.village_official": "Kaur", "person.already_covered": "BPU, APBD Provinsi"}
_SILENT = 36  # of a hundred villages one in so many has sent nothing yet
_MOTHERS = [f"{first} {family}" for first in FEMALE[::3] for family in FAMILY[::7]]
_OWN = ["nik", "name", "born", "sex", "mother"]  # what makes a row the same person


def senders(regency: str) -> pl.DataFrame:
    """kind, name, place: an office of every village and some of the regency; one village in 36 has sent nothing and is not among them."""
    found = villages(regency).with_row_index("at").filter(pl.col("at") % _SILENT != _SILENT - 1)
    word = pl.when(pl.col("code").str.contains(r"\.1\d{3}$")).then(pl.lit("Kelurahan ")).otherwise(pl.lit("Desa "))
    of_villages = found.select(kind=pl.lit("village_office"), name=word + pl.col("name"), place="code")
    offices = pl.DataFrame({"name": OFFICES[:6]}).select(kind=pl.lit("opd"), name="name", place=pl.lit(regency))
    return pl.concat([of_villages, offices])


def sent_rows(regency: str, candidates: int) -> pl.DataFrame:
    """So many rows that about `candidates` of them pass, by sender and number: sender (index of `senders`), number, verdict, code ("" for none),
    value and evidence of the finding, what was written (FIELDS, nik_number) and what is understood (own_*, village_id, district).
    """
    rows = _people(regency, round(candidates / (PASSES * 32 / 33)))
    rows = _with_doubles(rows)
    return _as_written(rows)


def register_frames(rows: pl.DataFrame) -> dict[str, pl.DataFrame]:
    """kind -> entries: everybody whom a finding names, and a decile for three of five who pass."""
    found = {}
    for kind, code in REGISTER_CODES.items():
        named = rows.filter(code=code)
        found[kind] = named.select(
            nik="own_nik", name="own_name", birth_date="own_born", sex="sex_read", on=pl.date(2022, 4, 10), evidence="evidence"
        ).with_columns(on=pl.when(pl.lit(kind == "deaths")).then(pl.col("evidence").str.to_date(strict=False)).otherwise("on"))
    poor = rows.filter(pl.col("verdict") == "passes", _chance(50, 5) < 3)
    found["welfare"] = poor.select(nik="own_nik", name="own_name", birth_date="own_born", evidence=(_chance(51, 8) + 1).cast(pl.String))
    return {kind: frame.unique("nik", keep="first", maintain_order=True) for kind, frame in found.items()}


def _chance(seed: int, below: int) -> pl.Expr:
    """0 to below - 1, for each row its own."""
    return (pl.col("at").hash(seed) % below).cast(pl.Int64)


def _one_of(seed: int, words: list[str]) -> pl.Expr:
    return _chance(seed, len(words)).replace_strict(dict(enumerate(words)), return_dtype=pl.String)


def _people(regency: str, count: int) -> pl.DataFrame:
    """at, sender, number, verdict, code, and the invented person of each row."""
    homes = villages(regency).select(place="code", village="name", district="district")
    offices = senders(regency).with_row_index("sender").select("sender", "place")
    frame = pl.int_range(count, eager=True, dtype=pl.Int64).alias("at").to_frame()
    frame = frame.with_columns(sender=_chance(1, offices.height).cast(pl.UInt32), verdict=_verdict(), female=_chance(3, 100) < 42)
    # whoever an office proposes lives in any village
    anywhere = homes["place"].to_list()
    frame = frame.join(offices, on="sender", how="left", maintain_order="left")
    frame = frame.with_columns(place=pl.when(pl.col("place") == regency).then(_one_of(4, anywhere)).otherwise("place"))
    frame = frame.join(homes, on="place", how="left", maintain_order="left").sort("sender", "at")
    frame = frame.with_columns(number=pl.int_range(pl.len()).over("sender") + 7, code=_code())
    born = pl.lit(date(1959, 1, 1)) + pl.duration(days=_chance(5, 16_500))
    born = pl.when(pl.col("code") == "person.too_old").then(pl.lit(date(1944, 3, 1)) + pl.duration(days=_chance(5, 5_000))).otherwise(born)
    born = pl.when(pl.col("code") == "person.too_young").then(pl.lit(date(2008, 8, 1)) + pl.duration(days=_chance(5, 900))).otherwise(born)
    first = pl.when("female").then(_one_of(6, FEMALE)).otherwise(_one_of(6, MALE))
    second = pl.when("female").then(_one_of(7, FEMALE)).otherwise(_one_of(7, MALE))
    middle = pl.when(_chance(8, 3) == 0).then(pl.lit(" ") + second).otherwise(pl.lit(""))
    frame = frame.with_columns(
        born=born,
        name=first + middle + " " + _one_of(9, FAMILY),
        sex=pl.when("female").then(pl.lit("P")).otherwise(pl.lit("L")),
        mother=_one_of(10, _MOTHERS),
        occupation=_one_of(11, JOBS),
        income=_one_of(12, ["750000", "900000", "1000000", "1200000", "1500000", "1800000", "2500000"]),
        birth_place=_one_of(13, BIRTH_PLACES),
        address=pl.format("Dusun {} RT {}", _one_of(14, ["I", "II", "III", "IV"]), (_chance(15, 8) + 1).cast(pl.String).str.zfill(3)),
        phone=pl.when(_chance(16, 10) > 0).then(pl.format("0812{}", (_chance(17, 90_000_000) + 10_000_000))),
    )
    return frame.with_columns(nik=_nik())


def _verdict() -> pl.Expr:
    chance, upto, found = _chance(2, 1000), 0, pl.lit(None, dtype=pl.String)
    for verdict, share in _VERDICTS:
        upto += share
        found = pl.coalesce(found, pl.when(chance < upto).then(pl.lit(verdict)))
    return found


def _code() -> pl.Expr:
    """Of those who pass one in twenty-five is warned about."""
    found = pl.when(_chance(18, 25) == 0).then(pl.lit("nik.sex_differs")).otherwise(pl.lit(""))
    for verdict, codes in _CODES.items():
        found = pl.when(pl.col("verdict") == verdict).then(_one_of(19, codes)).otherwise(found)
    return found


def _nik() -> pl.Expr:
    """District, day (women plus 40), month, year, and a serial counted up for all who share them, so that no number is given out twice."""
    district = pl.col("place").str.slice(0, 8).str.replace_all(".", "", literal=True)
    day = (pl.col("born").dt.day() + pl.when("female").then(40).otherwise(0)).cast(pl.String).str.zfill(2)
    head = district + day + pl.col("born").dt.strftime("%m%y")
    return head + (pl.int_range(pl.len()).over(head) + 1).cast(pl.String).str.zfill(4)


def _with_doubles(rows: pl.DataFrame) -> pl.DataFrame:
    """Each row with the verdict `duplicate` names somebody who passes elsewhere; `evidence` says in which row."""
    offices = dict(enumerate(file_name(at, name) for at, name in enumerate(senders(rows["place"][0][:5])["name"])))
    first = rows.filter(verdict="passes").with_columns(evidence=pl.format("{}:{}", pl.col("sender").replace_strict(offices), "number"))
    chosen = rows.filter(verdict="duplicate").select("at", of=_chance(20, first.height))
    twins = chosen.join(first.with_row_index("of").with_columns(pl.col("of").cast(pl.Int64)).select("of", "evidence", *_OWN), on="of").drop("of")
    joined = rows.join(twins, on="at", how="left", suffix="_twin", maintain_order="left")
    return joined.with_columns(pl.coalesce(f"{name}_twin", name).alias(name) for name in _OWN).drop([f"{name}_twin" for name in _OWN])


def file_name(at: int, office: str) -> str:
    """ "012 Desa Lere.xlsx"."""
    return f"{at + 1:03d} {office}.xlsx"


def _as_written(rows: pl.DataFrame) -> pl.DataFrame:
    """What was understood is kept as own_*; what was written is spoilt as the code of the row says."""
    code = pl.col("code")
    rows = rows.with_columns(pl.col(name).alias(f"own_{name}") for name in _OWN)
    rows = rows.with_columns(village_id="place", sex_read="sex", age=2023 - pl.col("born").dt.year(), birth_date=pl.col("born").cast(pl.String))
    rows = rows.with_columns(
        nik=pl.when(code == "nik.malformed")
        .then(pl.col("nik").str.slice(0, 15))
        .when(code == "nik.damaged")
        .then(pl.format("{}.{}E+15", pl.col("nik").str.slice(0, 1), pl.col("nik").str.slice(1, 5)))
        .when(code != "nik.missing")
        .then("nik"),
        nik_number=code == "nik.damaged",
        name=pl.when(code != "name.missing").then("name"),
        birth_date=pl.when(code == "birth_date.invalid").then(pl.lit("31/02/1980")).when(code != "birth_date.missing").then("birth_date"),
        sex=pl.when((code == "nik.sex_differs") & (pl.col("sex") == "L"))
        .then(pl.lit("P"))
        .when(code == "nik.sex_differs")
        .then(pl.lit("L"))
        .otherwise("sex"),
    )
    column = {code: finding.column for code, finding in FINDINGS.items()}
    died = (pl.lit(date(2022, 1, 1)) + pl.duration(days=_chance(21, 700))).cast(pl.String)
    age = pl.when(code.is_in(["person.too_old", "person.too_young"])).then(pl.col("age").cast(pl.String))
    told = pl.when(code == "person.deceased").then(died).otherwise(code.replace_strict(_EVIDENCE, default=None, return_dtype=pl.String))
    rows = rows.with_columns(evidence=pl.coalesce(pl.when(code == "nik.duplicate").then("evidence"), told, age).fill_null(""))
    rows = rows.with_columns(column=code.replace_strict(column, default=""))
    value = pl.coalesce([pl.when(pl.col("column") == name).then(name) for name in ("nik", "name", "birth_date", "sex")])
    rows = rows.with_columns(pl.lit(None, dtype=pl.String).alias(name) for name in FIELDS if name not in rows.columns)
    return rows.with_columns(value=value.fill_null(""))
