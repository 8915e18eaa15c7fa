"""Drawing a sample that anybody can draw again: how many, of which strata, and who, by the hash of a seed and the NIK. No database."""

from hashlib import sha256
from statistics import NormalDist

import polars as pl

from payung.planning.rank import lots
from payung.values.errors import InputError
from payung.values.words import Words

CONFIDENCES = (90, 95, 99)  # percent
ERRORS = (1, 2, 3, 5, 10)  # percent
_HUNDRED = 100


def size_for(population: int, confidence: int, error: int) -> int:
    """How many of a finite population tell a share within `error` percent at this confidence, whatever the share (the worst is one half).

    n0 = z² / (4 e²), n = n0 / (1 + (n0 - 1) / N), rounded up. InputError for numbers that are not offered.
    """
    if confidence not in CONFIDENCES or error not in ERRORS:
        raise InputError(
            "sample.size",
            Words(
                f"Pilih keyakinan {', '.join(map(str, CONFIDENCES))} persen dan kesalahan {', '.join(map(str, ERRORS))} persen.",
                f"Choose a confidence of {', '.join(map(str, CONFIDENCES))} and an error of {', '.join(map(str, ERRORS))} percent.",
            ),
        )
    z = NormalDist().inv_cdf((1 + confidence / _HUNDRED) / 2)
    endless = z * z * _HUNDRED * _HUNDRED / (4 * error * error)
    return min(population, -int(-endless // (1 + (endless - 1) / population))) if population else 0


def shares(strata: pl.DataFrame, size: int) -> pl.DataFrame:
    """`strata` (stratum, people) with `take`: size in proportion to people, the largest remainders first, of equals the first by name."""
    total = int(strata["people"].sum())
    exact = pl.col("people") * size
    shared = strata.sort("stratum").with_columns(take=exact // total, rest=exact % total)
    left = size - int(shared["take"].sum())
    order = pl.struct(-pl.col("rest"), pl.col("stratum")).rank("ordinal")
    return shared.with_columns(take=pl.col("take") + (order <= left).cast(pl.Int64)).drop("rest")


def chosen(people: pl.DataFrame, take: int, draw: str) -> pl.DataFrame:
    """The first `take` of one stratum by the hash of `draw` and their NIK; two of the same hash by the NIK."""
    drawn = people.with_columns(lots(people["nik"], draw))
    return drawn.sort("lot", "nik").head(take).drop("lot")


def fingerprint(people: pl.DataFrame) -> str:
    """SHA-256 over nik, first, last and village of everybody, by NIK and first month: another list gives another one."""
    lines = people.sort("nik", "first").select(pl.format("{}/{}/{}/{}", "nik", "first", "last", pl.col("village").fill_null(""))).to_series()
    return sha256("\n".join(lines.to_list()).encode()).hexdigest()


def draw_by_village(people: pl.DataFrame, size: int, seed: str) -> pl.DataFrame:
    """`size` people over the villages, in the order of villages and lots: stratum, person_id, nik, month (null)."""
    once = people.sort("nik", "first").unique("nik", keep="first", maintain_order=True).with_columns(stratum=pl.col("village").fill_null(""))
    counted = shares(once.group_by("stratum").agg(people=pl.len().cast(pl.Int64)), size)
    parts = dict(counted.select("stratum", "take").iter_rows())
    found = [chosen(part, parts[stratum], seed) for (stratum,), part in once.sort("stratum").group_by("stratum", maintain_order=True)]
    return pl.concat(found).select("stratum", "person_id", "nik", month=pl.lit(None, pl.Int32))


def draw_by_month(people: pl.DataFrame, months: list[int], size: int, seed: str) -> pl.DataFrame:
    """`size` people in months over these months, each month with a lot of its own; columns as `draw_by_village`."""
    parts = {month: people.filter(pl.col("first") <= month, pl.col("last") >= month).unique("nik", keep="first") for month in months}
    strata = pl.DataFrame({"stratum": [written(month) for month in months], "people": [parts[month].height for month in months]})
    take = dict(shares(strata, size).select("stratum", "take").iter_rows())
    found = [
        chosen(part, take[written(month)], f"{seed}/{written(month)}").with_columns(stratum=pl.lit(written(month)), month=pl.lit(month, pl.Int32))
        for month, part in parts.items()
    ]
    return pl.concat(found).select("stratum", "person_id", "nik", "month")


def written(month: int) -> str:
    """2026-01."""
    return f"{month // 12:04d}-{month % 12 + 1:02d}"
