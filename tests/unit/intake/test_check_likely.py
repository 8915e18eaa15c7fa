"""Likely doubles and overlaps of a folder, against the truth about invented lists."""

from datetime import date
from pathlib import Path

import polars as pl
import pytest

from payung.demo.make_lists import make_lists
from payung.intake.checks.catalog import DUPLICATE, OVERLAP
from payung.intake.checks.check import Checked, Registers, Rules
from payung.intake.checks.likely import with_likely
from payung.intake.folder import check_folder, list_files
from payung.intake.registers import read_registers

START = date(2026, 1, 1)


@pytest.fixture(scope="module")
def regency(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("regency")
    make_lists(folder, people=3_000, lists=24, seed=31, start=START)
    return folder


@pytest.fixture(scope="module")
def checked(regency: Path) -> tuple[Checked, Checked]:
    """Before and after likeness."""
    kinds = ("deaths", "civil_servants", "village_officials", "active_members", "taspen", "welfare")
    registers = Registers(read_registers({kind: regency / "registers" / f"{kind}.csv" for kind in kinds}))
    plain = check_folder(list_files([regency / "lists"]), Rules(START), registers).checked
    return plain, with_likely(plain, registers, START)


def rows_with(code: str, checked: Checked) -> set[tuple[str, int]]:
    told = checked.rows.filter(pl.col("codes").str.split(" ").list.contains(code))
    return set(told.select("file", "row").iter_rows())


def test_verdicts_and_other_codes_stay(checked):
    plain, likely = checked
    assert likely.rows["verdict"].to_list() == plain.rows["verdict"].to_list()
    bare = likely.rows["codes"].str.replace_all(rf"({DUPLICATE}|{OVERLAP})", "").str.replace_all(" +", " ").str.strip_chars()
    assert bare.to_list() == plain.rows["codes"].to_list()
    assert likely.findings.filter(~pl.col("code").is_in([DUPLICATE, OVERLAP])).equals(plain.findings)


def test_people_under_two_niks_are_found(regency, checked):
    truth = pl.read_csv(regency / "truth" / "same_person.csv")
    wanted = {tuple(row) for side in "ab" for row in truth.select(f"file_{side}", f"row_{side}").iter_rows()}
    found = rows_with(DUPLICATE, checked[1])
    people = pl.read_csv(regency / "truth" / "rows.csv").select("file", "row", "person")
    several = people.filter(pl.len().over("person") > 1)
    assert len(wanted & found) >= 0.97 * len(wanted) > 20
    assert len(found & set(several.select("file", "row").iter_rows())) >= 0.95 * len(found)


def test_people_of_a_register_without_nik_are_found(regency, checked):
    truth = pl.read_csv(regency / "truth" / "overlap.csv")
    wanted, found = set(truth.select("file", "row").iter_rows()), rows_with(OVERLAP, checked[1])
    assert len(wanted & found) >= 0.95 * len(wanted) > 10


def test_the_evidence_names_the_other(checked):
    _, likely = checked
    doubles = likely.findings.filter(pl.col("code") == DUPLICATE)
    files = set(likely.rows["file"])
    assert doubles.height == len(rows_with(DUPLICATE, likely))
    assert all(evidence.rpartition(":")[0] in files and evidence.rpartition(":")[2].isdigit() for evidence in doubles["evidence"])
    overlaps = likely.findings.filter(pl.col("code") == OVERLAP)
    assert overlaps["evidence"].null_count() == 0


def test_nobody_to_compare_with():
    nobody = check_folder([], Rules(START), Registers()).checked
    assert with_likely(nobody, Registers(), START).rows.is_empty()
