"""Judging money and decisions: bills against lists and payments, lines of nobody, months outside. Frames in, findings out; no database."""

from datetime import date

import polars as pl

from payung.assurance.finding import findings, together


def month_text(column: str) -> pl.Expr:
    """A month as `told` says it in words."""
    return pl.lit("month:") + pl.col(column).cast(pl.String)


def not_listed(lines: pl.DataFrame) -> pl.DataFrame:
    """Why each line has nobody on the list: never there, before, after, or between two spells."""
    month, begins, ends = pl.col("month"), pl.col("begins"), pl.col("ends")
    code = (
        pl.when(begins.is_null())
        .then(pl.lit("billed_never_listed"))
        .when(month < begins)
        .then(pl.lit("billed_before_joining"))
        .when(month > ends)
        .then(pl.lit("billed_after_leaving"))
        .otherwise(pl.lit("billed_gap"))
    )
    text = pl.when(month < begins).then(month_text("begins")).when(month > ends).then(month_text("ends"))
    return findings(lines.sort("fund_id", "month", "person_id"), code, text=text, until=month)


def billed_twice(pairs: pl.DataFrame, lines: pl.DataFrame, funds: list[int], names: dict[int, str]) -> pl.DataFrame:
    """One finding for the second line of a person in a month: of a fund that is looked at, and of two such the later bill.

    `pairs`: two lines of one number; `lines`: all lines of people under several numbers, with `one`. `names`: funds that may be named.
    """
    swapped = pairs.select(
        bill_id="row_id", fund_id="other_fund", row_id="bill_id", other_fund="fund_id", person_id="person_id", month="month", amount="other_amount"
    )
    same = pl.concat([pairs.select(swapped.columns), swapped]).with_columns(other_person=pl.col("person_id"))
    both = pl.concat([same, _of_several(lines, same.columns)])
    seen = both.filter(pl.col("fund_id").is_in(funds))
    earlier = (pl.col("bill_id") < pl.col("row_id")) | ((pl.col("bill_id") == pl.col("row_id")) & (pl.col("person_id") < pl.col("other_person")))
    mutual = pl.col("other_fund").is_in(funds) & earlier  # told by the later one of the two
    named = pl.col("other_fund").replace_strict(names, default=None, return_dtype=pl.String)
    code = pl.when(named.is_null()).then(pl.lit("billed_twice_elsewhere")).otherwise(pl.lit("billed_twice"))
    second = seen.filter(~mutual).sort("fund_id", "month", "person_id", "row_id").unique(["bill_id", "person_id"], keep="first", maintain_order=True)
    return findings(second, code, until=pl.col("month"), text=named)


def _of_several(lines: pl.DataFrame, columns: list[str]) -> pl.DataFrame:
    other = lines.select("one", "month", row_id="bill_id", other_fund="fund_id", other_person="person_id")
    return lines.join(other, on=["one", "month"]).filter(pl.col("person_id") != pl.col("other_person")).select(columns)


def bill_people(not_billed: pl.DataFrame, prices: pl.DataFrame) -> pl.DataFrame:
    """People of the list without a line; `prices`: fund_id, month, price a person."""
    missing = not_billed.join(prices, on=["fund_id", "month"], how="left").sort("fund_id", "month", "person_id")
    return findings(missing, "not_billed", until=pl.col("month"), amount=pl.col("price").fill_null(0))


def uneven(bills: pl.DataFrame, standing: pl.DataFrame, nobody: pl.DataFrame) -> list[int]:
    """Bills on which somebody of the list must be missing: they have fewer lines of listed people than the list has people.

    Lines are one a person, and so are spells in a month, so that two equal counts are the same people. `nobody`: lines of people not on the list.
    """
    extra = nobody.group_by("bill_id").agg(extra=pl.len().cast(pl.Int64))
    held = bills.join(standing, on=["fund_id", "month"], how="left", suffix="_listed").join(extra, on="bill_id", how="left")
    listed, lines = pl.col("people_listed").fill_null(0), pl.col("lines") - pl.col("extra").fill_null(0)
    return held.filter(listed > lines)["bill_id"].to_list()


def bill_amount(bills: pl.DataFrame, standing: pl.DataFrame, prices: pl.DataFrame) -> pl.DataFrame:
    """The first that differs of: people and lines, rupiah and lines, rupiah and list times price; one finding a bill."""
    held = bills.join(standing, on=["fund_id", "month"], how="left", suffix="_listed").join(prices, on=["fund_id", "month"], how="left")
    held = held.with_columns(by_list=pl.col("people_listed").fill_null(0) * pl.col("price"))
    total, people = pl.col("total"), pl.col("people")
    differs = {
        "bill_people": (people, pl.col("lines")),
        "bill_lines": (total, pl.col("summed")),
        "bill_amount": (total, pl.col("by_list")),
    }
    found, left = [], held
    for code, (mine, other) in differs.items():
        wrong = left.filter(mine != other)
        expected = other
        by = (total - pl.col("summed")).abs() if code == "bill_people" else (mine - other).abs()
        found.append(findings(wrong, code, until=pl.col("month"), expected=expected, found=mine, amount=by, people=people))
        left = left.filter((mine == other).fill_null(True))
    return together(*found)


def bill_missing(standing: pl.DataFrame, bills: pl.DataFrame, due: pl.DataFrame) -> pl.DataFrame:
    """Months with people on the list and without a bill; `due`: fund_id, month, price, day, of the months that are due."""
    left = standing.join(due, on=["fund_id", "month"]).join(bills, on=["fund_id", "month"], how="anti").sort("fund_id", "month")
    return findings(
        left, "bill_missing", until=pl.col("month"), found=pl.col("people"), people=pl.col("people"),
        amount=pl.col("people") * pl.col("price").fill_null(0),
    )  # fmt: skip


def payment(bills: pl.DataFrame, on: date) -> pl.DataFrame:
    """Too little once the bill is due, or too much."""
    total, paid = pl.col("total"), pl.col("paid")
    short, over = bills.filter(paid < total, pl.col("due_on") < on), bills.filter(paid > total)
    given = {"until": pl.col("month"), "expected": total, "found": paid, "amount": (total - paid).abs(), "people": pl.col("people")}
    return together(findings(short, "paid_short", day=pl.col("due_on"), **given), findings(over, "paid_over", **given))


def outside(bills: pl.DataFrame, spells: pl.DataFrame) -> pl.DataFrame:
    """Bills and spells outside the months of their fund; what a spell outside cost stands in its bills."""
    months = pl.format("{} – {}", _written("begins"), _written("ends"))
    before = pl.when(pl.col("first") < pl.col("begins")).then(pl.col("first")).otherwise(pl.max_horizontal("first", pl.col("ends") + 1))
    until = pl.when(pl.col("last") > pl.col("ends")).then(pl.col("last")).otherwise(pl.min_horizontal("last", pl.col("begins") - 1))
    return together(
        findings(bills, "bill_outside", text=months, until=pl.col("month"), people=pl.col("people")),
        findings(spells, "spell_outside", text=months, month=before, until=until, amount=0),
    )


def _written(column: str) -> pl.Expr:
    """ "2026-01"."""
    number = pl.col(column)
    return pl.format("{}-{}", number // 12, (number % 12 + 1).cast(pl.String).str.zfill(2))


def changes(ended: pl.DataFrame, began: pl.DataFrame, without_reason: pl.DataFrame) -> pl.DataFrame:
    """Spells that no change explains, and changes that explain nothing."""
    note = pl.col("reason") == "correction"
    return together(
        findings(ended, "left_unrecorded", month=pl.col("last"), until=pl.col("last"), text=month_text("last"), amount=0),
        findings(began, "came_unrecorded", month=pl.col("first"), until=pl.col("last"), text=month_text("first")),
        findings(without_reason.filter(~note), "reason_missing", until=pl.col("month"), text=pl.col("reason"), amount=0),
        findings(without_reason.filter(note), "note_missing", until=pl.col("month"), amount=0),
    )


def with_amounts(found: pl.DataFrame, lines: pl.DataFrame) -> pl.DataFrame:
    """Where no rupiah are known yet: what was billed for the person by that fund in the months of the finding. `lines`: fund_id, person_id, month,
    amount."""
    numbered = found.with_row_index("at")
    open_ = numbered.filter(pl.col("amount").is_null()).select("at", "fund_id", "person_id", pl.col("month").alias("from"), "until")
    billed = open_.join(lines, on=["fund_id", "person_id"]).filter(pl.col("month") >= pl.col("from"), pl.col("month") <= pl.col("until"))
    sums = billed.group_by("at").agg(billed=pl.col("amount").sum())
    counted = numbered.join(sums, on="at", how="left", maintain_order="left")
    return counted.with_columns(amount=pl.coalesce("amount", "billed", pl.lit(0))).select(found.columns)
