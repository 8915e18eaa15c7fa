"""The whole content as CSV: no table is forgotten, no row is named by a number of the database, and what is secret stays."""

import csv
import re
from datetime import date
from pathlib import Path

import pytest
from django.apps import apps
from invented import JANUARY, TODAY

from payung.accounts.models import Assignment, Role, User
from payung.claims.actions import report_event
from payung.compliance.enrolment_actions import record_arrears
from payung.places.models import Place
from payung.reports.export import _TABLES, write_export
from payung.reports.export_plain import LEFT_OUT, PLAIN, plain

pytestmark = pytest.mark.django_db
MODELS = {model._meta.label: model for model in apps.get_models() if model.__module__.startswith("payung.")}


# Whole in the file of a table that it belongs to.
JOINED = set(
    "billing_accepted billing_journal billing_reopening compliance_guest compliance_ruling compliance_followup roster_plananswer "
    "coverage_officialfile".split()
)


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def test_every_table_is_in_it_or_is_said_to_be_left_out():
    by_hand = {found for sql in _TABLES.values() for found in re.findall(r"(?:^SELECT.*? FROM) (\w+)", sql, re.DOTALL)} | JOINED
    told = {label for label, model in MODELS.items() if model._meta.db_table in by_hand}
    kinds = (told, set(PLAIN.values()), set(LEFT_OUT))
    assert set().union(*kinds) == set(MODELS)
    assert sum(map(len, kinds)) == len(MODELS), "each in one way"


def test_no_row_is_named_by_a_number_of_the_database():
    for label in PLAIN.values():
        names = {column.rpartition(' AS "')[2].rstrip('"') for column in plain(label).columns}
        assert not names & {"id", "pk", "password", "at"}
        assert not {name for name in names if name.endswith("_id")}, label


def test_payers_and_claims_are_in_it_and_the_same_twice(programme, tmp_path):
    programme.candidates(3)
    fund = programme.started()
    user = User.objects.create(username="rian", display_name="Rian", password="rahasia")
    Assignment.objects.create(user=user, role=Role.OPERATOR, place=programme.place, since=date(2025, 1, 1))
    village = Place.objects.within("74.05").desa().order_by("code").first()
    told = {"months": 3, "owed": 151_200, "paid_through": JANUARY + -4, "as_of": date(2025, 12, 1), "source": "BPJS"}
    record_arrears(entity=f"desa-{village.code}", place="74.05", **told, by=user, on=TODAY)
    report_event(kind="death", way="village", happened_on=date(2025, 12, 3), name="Warga Karangan", cause="other", village=village, by=user, on=TODAY)
    written = write_export(tmp_path / "one")
    write_export(tmp_path / "two")
    assert {path.name: path.read_bytes() for path in (tmp_path / "one").iterdir()} == {
        path.name: path.read_bytes() for path in (tmp_path / "two").iterdir()
    }
    assert set(written) == set(_TABLES) | set(PLAIN) == {path.name for path in (tmp_path / "one").iterdir()}
    (owed,) = rows(tmp_path / "one" / "arrears.csv")
    assert (owed["entity_kind"], owed["entity_place"], owed["paid_through"], owed["owed"], owed["by"]) == (
        "village",
        village.code,
        "2025-09",
        "151200",
        "rian",
    )
    assert [row["user"] for row in rows(tmp_path / "one" / "assignments.csv")] == ["rian"]
    (case,) = rows(tmp_path / "one" / "cases.csv")
    assert (case["name"], case["happened_on"], case["village"]) == ("Warga Karangan", "2025-12-03", village.code)
    (report,) = rows(tmp_path / "one" / "reports.csv")
    assert (report["case_name"], report["way"], report["by"]) == ("Warga Karangan", "village", "rian")
    assert [row["name"] for row in rows(tmp_path / "one" / "funds.csv")] == [fund.name]
    assert not any(b"rahasia" in path.read_bytes() for path in (tmp_path / "one").iterdir())
