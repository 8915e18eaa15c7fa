"""Check rows against each other and against the registers: one verdict for every row, and every finding as data.

Codes, kinds and verdicts are those of catalog.py. A row without NIK, a person under two NIKs and registers without NIK are
not decided here by likeness; a human does that.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

import polars as pl

from payung.intake.checks.catalog import FINDINGS, codes_of
from payung.intake.checks.clean import with_values
from payung.places.codes import known_district_prefixes
from payung.registry.status import holds_on
from payung.values import nik
from payung.values.problem import Severity, Verdict

FIELDS = (
    "nik",
    "name",
    "birth_place",
    "birth_date",
    "birth",
    "sex",
    "address",
    "village",
    "district",
    "occupation",
    "phone",
    "mother",
    "income",
    "kk",
    "rt_rw",
    "email",
    "disability",
)
KEYS = {"file": pl.String, "sha256": pl.String, "sheet": pl.String, "row": pl.Int32}
ROWS = {**KEYS, **dict.fromkeys(FIELDS, pl.String), "nik_number": pl.Boolean, "date_number": pl.Boolean}
EARLIER = {"nik": pl.String, "file": pl.String, "row": pl.Int32}

REGISTER_CODES = {
    "deaths": "person.deceased",
    "civil_servants": "person.civil_servant",
    "village_officials": "person.village_official",
    "active_members": "person.already_covered",
}


@dataclass(frozen=True)
class Rules:
    """What depends on the fund or the round: the first day of cover and the ages admitted on it (under `oldest`)."""

    start: date
    youngest: int = 18
    oldest: int = 65


@dataclass(frozen=True)
class Checked:
    """`rows`: the columns of ROWS in their order with `seq`, the values of `with_values`, `codes` (separated by spaces) and `verdict`.

    `findings`: seq, code, column, value, evidence. `versions` of the registers asked, as Registers has them.
    """

    rows: pl.DataFrame
    findings: pl.DataFrame
    versions: Mapping[str, int] = field(default_factory=dict)

    @property
    def asked(self) -> int:
        """Rows about which a register could be asked: those with a NIK."""
        return int((self.rows["nik_state"] == "ok").sum())

    def counts(self) -> dict[str, int]:
        """Rows of each verdict; their sum is the number of rows."""
        held = dict(self.rows.group_by("verdict").len().iter_rows())
        return {verdict.value: held.get(verdict.value, 0) for verdict in Verdict}


@dataclass(frozen=True)
class Registers:
    """Reference registers by kind; each a frame with nik, on (date or null), evidence (what it says of the person) and, if it has one, until.

    `versions`: kind -> key of the version, of registers that are kept in the database.
    """

    tables: Mapping[str, pl.DataFrame] = field(default_factory=dict)
    versions: Mapping[str, int] = field(default_factory=dict)

    def standing(self, kind: str, start: date) -> pl.DataFrame:
        """The entries of a register that speak against cover from `start` (registry/status.py)."""
        table = self.tables[kind]
        if "until" not in table.columns:
            table = table.with_columns(until=pl.lit(None, pl.Date))
        return table.filter(holds_on(kind, start))

    def holds(self, kind: str, start: date) -> pl.DataFrame:
        """One line a NIK: nik, evidence, of the entries that stand."""
        if kind not in self.tables:
            return pl.DataFrame(schema={"nik": pl.String, "evidence": pl.String})
        table = self.standing(kind, start).filter(pl.col("nik").is_not_null())
        return table.unique("nik", keep="first", maintain_order=True).select("nik", "evidence")


def _age(born: pl.Expr, on: date) -> pl.Expr:
    """Whole years on that day."""
    before = (born.dt.month() > on.month) | ((born.dt.month() == on.month) & (born.dt.day() > on.day))
    return on.year - born.dt.year().cast(pl.Int32) - before.cast(pl.Int32)


def _missing(column: str) -> pl.Expr:
    return pl.col(column).is_null() | ~pl.col(column).str.contains(r"[\p{L}0-9]")


def _holds(frame: pl.DataFrame, registers: Registers, rules: Rules) -> dict[str, pl.Expr]:
    """The condition of each code but `nik.duplicate`, over the columns of `with_values` and `age`."""
    ok, born = pl.col("nik_state") == "ok", pl.col("born")
    digits = pl.col("nik_digits")
    listed = {code: ok & digits.is_in(registers.holds(kind, rules.start)["nik"].implode()) for kind, code in REGISTER_CODES.items()}
    return {
        **{f"nik.{state}": pl.col("nik_state") == state for state in ("missing", "malformed", "damaged")},
        "name.missing": pl.col("name_read").is_null(),
        "birth_date.missing": _missing("born_text"),
        "birth_date.invalid": ~_missing("born_text") & born.is_null(),
        **listed,
        "person.too_young": pl.col("age") < rules.youngest,
        "person.too_old": pl.col("age") >= rules.oldest,
        "nik.sex_differs": ok & (nik.is_woman(digits) != (pl.col("sex_read") == "P")),
        "nik.birth_date_differs": ok & ~nik.says_birth_date(digits, born),
        "nik.place_unknown": ok & ~digits.str.slice(0, 6).is_in(known_district_prefixes().implode()),
        **{f"{column}.missing": _missing(column) for column in ("occupation", "phone", "mother")},
    }


def _duplicates(frame: pl.DataFrame, earlier: pl.DataFrame) -> pl.DataFrame:
    """Adds `duplicate` and `first_file`, `first_row`: the row that holds the NIK already, of `earlier` lists or of this frame."""
    clean = pl.col("nik_state").eq("ok") & ~pl.any_horizontal(codes_of(Severity.BLOCKING, Severity.EXCLUDING))
    here = frame.filter(clean).select("nik_digits", first_file="file", first_row="row", first_seq="seq")
    before = earlier.select(nik_digits="nik", first_file="file", first_row=pl.col("row").cast(pl.Int32), first_seq=pl.lit(-1, pl.Int64))
    keepers = pl.concat([before, here]).unique("nik_digits", keep="first", maintain_order=True)
    joined = frame.join(keepers, on="nik_digits", how="left", maintain_order="left")
    return joined.with_columns((pl.col("nik_state").eq("ok") & (pl.col("first_seq") < pl.col("seq"))).fill_null(False).alias("nik.duplicate"))


def check(rows: pl.DataFrame, rules: Rules, registers: Registers | None = None, earlier: pl.DataFrame | None = None) -> Checked:
    """`rows`: the columns of ROWS, in the order in which the first of two equal NIKs is kept.

    `earlier`: NIKs (columns of EARLIER) that pass already elsewhere.
    """
    registers = registers or Registers()
    frame = with_values(rows.with_row_index("seq").with_columns(pl.col("seq").cast(pl.Int64)))
    frame = frame.with_columns(age=_age(pl.col("born"), rules.start))
    holds = _holds(frame, registers, rules)
    frame = frame.with_columns(condition.fill_null(False).alias(code) for code, condition in holds.items())
    frame = _duplicates(frame, earlier if earlier is not None else pl.DataFrame(schema=EARLIER))
    found = [code for code in FINDINGS if code in frame.columns]
    verdict = (
        pl.when(pl.any_horizontal(codes_of(Severity.BLOCKING)))
        .then(pl.lit(Verdict.NEEDS_FIXING.value))
        .when(pl.any_horizontal(codes_of(Severity.EXCLUDING)))
        .then(pl.lit(Verdict.REJECTED.value))
        .when(pl.col("nik.duplicate"))
        .then(pl.lit(Verdict.DUPLICATE.value))
        .otherwise(pl.lit(Verdict.PASSES.value))
    )
    codes = pl.concat_str([pl.when(pl.col(code)).then(pl.lit(code)) for code in found], separator=" ", ignore_nulls=True)
    frame = frame.with_columns(verdict=verdict, codes=codes)
    return Checked(frame.drop(*found, "first_file", "first_row", "first_seq"), _findings(frame, registers, rules), registers.versions)


def _findings(frame: pl.DataFrame, registers: Registers, rules: Rules) -> pl.DataFrame:
    """One line a row and code: seq, code, column, value, evidence."""
    bad = frame.filter(pl.col("codes") != "")
    evidence = {
        "nik.duplicate": pl.format("{}:{}", "first_file", "first_row"),
        "person.too_young": pl.max_horizontal("age", 0).cast(pl.String),
        "person.too_old": pl.col("age").cast(pl.String),
    }
    parts = []
    for code, finding in FINDINGS.items():
        if code not in frame.columns:
            continue
        value = pl.col("born_text" if finding.column == "birth_date" else finding.column)
        part = bad.filter(pl.col(code)).select(
            "seq", "nik_digits", code=pl.lit(code), column=pl.lit(finding.column), value=value, evidence=evidence.get(code, pl.lit(None, pl.String))
        )
        kind = next((kind for kind, told in REGISTER_CODES.items() if told == code), None)
        if kind:
            part = part.drop("evidence").join(
                registers.holds(kind, rules.start), left_on="nik_digits", right_on="nik", how="left", maintain_order="left"
            )
        parts.append(part.select("seq", "code", "column", "value", "evidence"))
    return pl.concat(parts).sort("seq", maintain_order=True)
