"""Judging people on lists: NIK, age, duplicates, registers, deaths, quota. Frames in, findings out; no database.

`listed` has a row for each spell on a list: id, fund_id, person_id, first, last (Month numbers, cut to the months that are looked at), nik, name,
birth_date, sex, phone, one (who is kept of several numbers), candidate_id, stands, village, and of its fund: fund_name, starts (its first day),
youngest, oldest, quota.
"""

from datetime import date

import polars as pl

from payung.assurance.catalog import MOST_OF_ONE_PHONE
from payung.assurance.finding import NONE, findings, together
from payung.registry.status import holds_on
from payung.values.nik import has_shape, is_woman, says_birth_date

PERSON = ["fund_id", "person_id"]
_SHORTEST_PHONE = 8  # digits; what is shorter is no number of a phone
REGISTER_KINDS = ("civil_servants", "village_officials", "active_members", "taspen")


def people(listed: pl.DataFrame) -> pl.DataFrame:
    """One row for each person of a fund, with `month` and `until` from the first to the last of their spells."""
    spans = listed.group_by(PERSON).agg(month=pl.col("first").min(), until=pl.col("last").max())
    return listed.unique(PERSON, keep="first", maintain_order=True).join(spans, on=PERSON, how="left", maintain_order="left")


def candidacy(listed: pl.DataFrame, without_row: pl.DataFrame) -> pl.DataFrame:
    """`without_row`: person_id, fund_id of candidates who stand and have no row that passed."""
    all_people = people(listed)
    none = all_people.filter(pl.col("candidate_id").is_null())
    fallen = all_people.filter(pl.col("stands").eq(False))
    lost = all_people.join(without_row, on=PERSON, how="semi", maintain_order="left")
    return together(findings(none, "no_candidacy"), findings(fallen, "stands_no_longer"), findings(lost, "no_row"))


def nik(listed: pl.DataFrame) -> pl.DataFrame:
    """One finding a person: the gravest."""
    everybody = people(listed)
    number = pl.col("nik")
    good = has_shape(number)
    whole = everybody.filter(good)
    said = pl.col("sex").is_in(["L", "P"]) & (is_woman(number) != (pl.col("sex") == "P"))
    born = says_birth_date(number, pl.col("birth_date"))
    return together(
        findings(everybody.filter(~good), "nik_shape"),
        findings(whole.filter(~born), "nik_birth_date", day=pl.col("birth_date")),
        findings(whole.filter(born & said), "nik_sex", text=pl.col("sex")),
    )


def nik_region(listed: pl.DataFrame, districts: frozenset[str]) -> pl.DataFrame:
    """`districts`: their codes as six digits."""
    region = pl.col("nik").str.slice(0, 6)
    unknown = people(listed).filter(has_shape(pl.col("nik")), ~region.is_in(sorted(districts)))
    return findings(unknown, "nik_region", text=region)


def age(listed: pl.DataFrame) -> pl.DataFrame:
    """Full years on the fund's first day, by the limits of the fund."""
    born, start = pl.col("birth_date").dt, pl.col("starts").dt
    before_birthday = (born.month() > start.month()) | ((born.month() == start.month()) & (born.day() > start.day()))
    aged = people(listed).with_columns(found=start.year() - born.year() - before_birthday.cast(pl.Int32))
    young = aged.filter(pl.col("found") < pl.col("youngest"))
    old = aged.filter(pl.col("found") >= pl.col("oldest"))
    return together(findings(young, "too_young", expected=pl.col("youngest")), findings(old, "too_old", expected=pl.col("oldest")))


def registers(listed: pl.DataFrame, facts: pl.DataFrame) -> pl.DataFrame:
    """`facts`: one, kind, on, until, register_id. A status counts on the person's first day on the list; one finding a person."""
    joined = people(listed).join(facts.filter(pl.col("kind").is_in(REGISTER_KINDS)), on="one", how="inner", suffix="_of_register")
    if joined.is_empty():
        return NONE
    joined = joined.with_columns(first_day=_first_day("month"))
    held = pl.concat([_holding(part) for part in joined.partition_by("first_day", "kind")])
    return findings(held.unique(PERSON, keep="first", maintain_order=True), pl.col("kind"), day=pl.col("on"))


def _holding(part: pl.DataFrame) -> pl.DataFrame:
    start: date = part["first_day"][0]
    stated = part.rename({"until": "last_month", "until_of_register": "until"})
    return stated.filter(holds_on(part["kind"][0], start)).rename({"until": "until_of_register", "last_month": "until"})


def _first_day(column: str) -> pl.Expr:
    number = pl.col(column)
    return pl.date(number // 12, number % 12 + 1, 1)


def same_person(listed: pl.DataFrame) -> pl.DataFrame:
    """Spells of one human being that share a month, on whatever lists; one finding for each person and fund."""
    several = listed.filter(pl.len().over("one") > 1).select("id", "one", *PERSON, "first", "last", "village", "fund_name")
    other = several.select("one", id_2="id", first_2="first", last_2="last", text="fund_name")
    both = several.join(other, on="one").filter(
        pl.col("id") != pl.col("id_2"), pl.col("first") <= pl.col("last_2"), pl.col("first_2") <= pl.col("last")
    )
    shared = both.with_columns(month=pl.max_horizontal("first", "first_2"), until=pl.min_horizontal("last", "last_2")).sort("month", "id", "id_2")
    return findings(shared.unique(PERSON, keep="first", maintain_order=True), "listed_twice", row_id=pl.col("id"))


def name_and_birth(listed: pl.DataFrame) -> pl.DataFrame:
    """Different people of one fund; those known to be one human being are a matter of `same_person`."""
    name = pl.col("name").str.to_uppercase().str.replace_all(r"\s+", " ").str.strip_chars()
    keyed = people(listed).with_columns(text=name)
    shared = keyed.with_columns(found=pl.col("one").n_unique().over("fund_id", "text", "birth_date")).filter(pl.col("found") > 1)
    return findings(shared.sort("fund_id", "text", "person_id"), "same_name_birth", day=pl.col("birth_date"))


def phone(listed: pl.DataFrame) -> pl.DataFrame:
    """Digits only; +62 and 62 are written as 0. The number itself is no evidence to hand around and is left out."""
    digits = pl.col("phone").str.replace_all(r"\D", "").str.replace(r"^62", "0")
    keyed = people(listed).with_columns(number=digits).filter(pl.col("number").str.len_chars() >= _SHORTEST_PHONE)
    shared = keyed.with_columns(found=pl.col("one").n_unique().over("number")).filter(pl.col("found") > MOST_OF_ONE_PHONE)
    return findings(shared.sort("number", "person_id"), "same_phone", expected=MOST_OF_ONE_PHONE)


def earliest_deaths(facts: pl.DataFrame) -> pl.DataFrame:
    """one, died_on, code, register_id, row_id: of several sources of a death the earliest day; `facts` has on (null: no day known) and as_of.

    A line without a day says that the person had died when the register was made.
    """
    dated = facts.with_columns(
        died_on=pl.coalesce("on", "as_of"), code=pl.when(pl.col("on").is_null()).then(pl.col("code") + "_undated").otherwise("code")
    )
    known = dated.filter(pl.col("died_on").is_not_null()).sort("died_on", "code", "register_id", nulls_last=True)
    return known.unique("one", keep="first", maintain_order=True).select("one", "died_on", "code", "register_id", "row_id")


def dead_listed(listed: pl.DataFrame, deaths: pl.DataFrame) -> pl.DataFrame:
    """From the month after the death, or the first on the list, to the last on it; one finding for each person and fund."""
    joined = listed.join(deaths, on="one", how="inner").with_columns(after=_month_of("died_on") + 1)
    late = joined.filter(pl.col("last") >= pl.col("after")).with_columns(month=pl.max_horizontal("first", "after"), until=pl.col("last"))
    spans = late.group_by(PERSON).agg(pl.col("month").min(), pl.col("until").max())
    once = late.drop("month", "until").unique(PERSON, keep="first", maintain_order=True).join(spans, on=PERSON, how="left", maintain_order="left")
    return findings(once, day=pl.col("died_on"))


def dead_billed(lines: pl.DataFrame, deaths: pl.DataFrame) -> pl.DataFrame:
    """`lines`: one, fund_id, person_id, month, amount of bills of people who died."""
    late = lines.join(deaths, on="one", how="inner").filter(pl.col("month") > _month_of("died_on"))
    grouped = late.group_by([*PERSON, "died_on", "code", "register_id", "row_id"], maintain_order=True).agg(
        until=pl.col("month").max(), first=pl.col("month").min(), amount=pl.col("amount").sum()
    )
    return findings(grouped, month=pl.col("first"), day=pl.col("died_on"))


def _month_of(column: str) -> pl.Expr:
    """The number of the month of a day, as Month counts."""
    day = pl.col(column).dt
    return day.year() * 12 + day.month().cast(pl.Int32) - 1


def quota(listed: pl.DataFrame, months: pl.DataFrame) -> pl.DataFrame:
    """`months`: fund_id, month, price of each month that is looked at; the price is null where there is no bill, and no rupiah are touched."""
    limited = listed.filter(pl.col("quota").is_not_null(), pl.col("village").is_not_null())
    counted = in_months(limited, months, ["fund_id", "village", "quota"])
    over = counted.filter(pl.col("people") > pl.col("quota")).sort("fund_id", "village", "month")
    excess = pl.col("people") - pl.col("quota")
    return findings(
        over,
        "over_quota",
        people=excess,
        found=pl.col("people"),
        expected=pl.col("quota"),
        amount=excess * pl.col("price").fill_null(0),
        until=pl.col("month"),
    )


def in_months(listed: pl.DataFrame, months: pl.DataFrame, by: list[str]) -> pl.DataFrame:
    """`by`, month, price and `people`: how many stand on the list in each month, without a row for each person and month."""
    spans = listed.group_by([*by, "first", "last"]).agg(pl.len().cast(pl.Int64).alias("spell"))
    standing = spans.join(months, on="fund_id").filter(pl.col("month") >= pl.col("first"), pl.col("month") <= pl.col("last"))
    return standing.group_by([*by, "month", "price"]).agg(people=pl.col("spell").sum())
