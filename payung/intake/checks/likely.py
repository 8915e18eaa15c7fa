"""What likeness says of rows: probably the person of another row, probably a person of a register. Warnings only: a human decides.

A NIK that is equal needs no likeness: check.py has decided it.
"""

from datetime import date

import polars as pl

from payung.intake.checks.catalog import DUPLICATE, FINDINGS, OVERLAP
from payung.intake.checks.check import Checked, Registers
from payung.matching.match import match
from payung.matching.prepare import FIELDS

_DECILES = "welfare"  # says nothing against cover


def with_likely(checked: Checked, registers: Registers, start: date) -> Checked:
    """The same with the codes and findings of likeness. Evidence: "file:row" of the likeliest other row, or what the register says of its person."""
    people = _people(checked.rows)
    found = pl.concat([_doubles(people, checked.rows, start), _overlaps(people, registers, start)])
    if found.is_empty():
        return checked
    order = {code: at for at, code in enumerate(FINDINGS)}
    more = dict(found.group_by("seq").agg("code").iter_rows())
    codes = [
        " ".join(sorted([*codes.split(), *more.get(seq, ())], key=order.__getitem__)) if seq in more else codes
        for seq, codes in checked.rows.select("seq", "codes").iter_rows()
    ]
    named = found.join(checked.rows.select("seq", value="name"), on="seq").select(checked.findings.columns)
    at = pl.col("code").replace_strict(list(order), list(order.values()), return_dtype=pl.Int64)
    findings = pl.concat([checked.findings, named]).sort("seq", at, maintain_order=True)
    return Checked(checked.rows.with_columns(codes=pl.Series(codes, dtype=pl.String)), findings, checked.versions)


def _people(rows: pl.DataFrame) -> pl.DataFrame:
    read = {"name": "name_read", "birth_date": "born", "sex": "sex_read", "birth_place": "birth_place_read"}
    return rows.select("mother", "address", "village", "phone", id="seq", nik=pl.when(pl.col("nik_state") == "ok").then("nik_digits"), **read)


def _likeliest(pairs: pl.DataFrame, code: str, column: str) -> pl.DataFrame:
    """seq, code, column, evidence: one for each row, of its likeliest pair. `pairs`: seq, probability, evidence."""
    best = pairs.sort("probability", descending=True, maintain_order=True).unique("seq", keep="first", maintain_order=True)
    return best.select("seq", code=pl.lit(code), column=pl.lit(column), evidence="evidence")


def _another_nik(pairs: pl.DataFrame, left: pl.DataFrame, right: pl.DataFrame) -> pl.DataFrame:
    niks = pairs.join(left.select(left_id="id", left_nik="nik"), on="left_id", maintain_order="left")
    niks = niks.join(right.select(right_id="id", right_nik="nik"), on="right_id", maintain_order="left")
    return niks.filter((pl.col("left_nik") != pl.col("right_nik")).fill_null(True))


def _doubles(people: pl.DataFrame, rows: pl.DataFrame, start: date) -> pl.DataFrame:
    pairs = _another_nik(match(people, on=start), people, people).select("left_id", "right_id", "probability")
    both = pl.concat([pairs.select("probability", seq=one, other=other) for one, other in (("left_id", "right_id"), ("right_id", "left_id"))])
    where = rows.select(other="seq", evidence=pl.format("{}:{}", "file", "row"))
    return _likeliest(both.join(where, on="other", maintain_order="left"), DUPLICATE, FINDINGS[DUPLICATE].column)


def _overlaps(people: pl.DataFrame, registers: Registers, start: date) -> pl.DataFrame:
    tables = [registers.standing(kind, start) for kind in registers.tables if kind != _DECILES]
    listed = pl.concat([pl.DataFrame(schema={"nik": pl.String, "name": pl.String, "evidence": pl.String}), *tables], how="diagonal_relaxed")
    listed = listed.filter(pl.col("name").is_not_null()).with_row_index("id").with_columns(pl.col("id").cast(pl.Int64))
    known = listed.select("id", *(name for name in FIELDS if name in listed.columns))
    pairs = _another_nik(match(people, known, on=start), people, listed)
    told = listed.select(right_id="id", evidence=pl.concat_str("name", "evidence", separator=", ", ignore_nulls=True))
    return _likeliest(pairs.join(told, on="right_id", maintain_order="left").rename({"left_id": "seq"}), OVERLAP, FINDINGS[OVERLAP].column)
