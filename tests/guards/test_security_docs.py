"""docs/rights.md says what the code says, docs/security.md names only what is there."""

import ast
import importlib.util
import re
from pathlib import Path

from tree import ROOT

from payung.accounts.models import Role
from payung.accounts.rights import RIGHTS

SECURITY = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
STATES = ("met", "partly", "not met", "operator", "n/a")


def rows() -> list[list[str]]:
    """Cells of every requirement: number, requirement, state, evidence."""
    lines = [line for line in SECURITY.splitlines() if re.match(r"\| \d", line)]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


def test_the_table_of_rights_is_that_of_the_code():
    where = importlib.util.spec_from_file_location("write_rights", ROOT / "scripts" / "write_rights.py")
    assert where
    assert where.loader
    script = importlib.util.module_from_spec(where)
    where.loader.exec_module(script)
    text = (ROOT / "docs" / "rights.md").read_text(encoding="utf-8")
    assert text == script.text(), "run scripts/write_rights.py"
    assert all(f"| `{right}` |" in text for right in RIGHTS)
    assert all(f" {role.value} |" in text for role in Role)


def test_whoever_freezes_a_list_needs_another_to_approve_it():
    assert RIGHTS["determination.approve"]
    assert RIGHTS["determination.freeze"].isdisjoint(RIGHTS["payment.record"])
    assert RIGHTS["user.invite"].isdisjoint(RIGHTS["determination.freeze"] | RIGHTS["payment.record"])


def test_every_requirement_has_its_state_and_what_is_met_its_evidence():
    found = rows()
    assert len(found) > 80
    assert [row for row in found if len(row) != 4 or not row[2].startswith(STATES)] == []
    assert [row[0] for row in found if row[2].startswith("met") and "`" not in row[3] and "there are none" not in row[2]] == []


def test_every_chapter_of_the_standard_is_there():
    assert re.findall(r"^## V(\d+) ", SECURITY, re.M) == [str(number) for number in range(1, 15)]


def functions(path: Path) -> set[str]:
    return {node.name for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.FunctionDef)}


def test_what_is_named_as_evidence_exists():
    named = [name.partition("::") for name in re.findall(r"`([\w./-]+(?:::\w+)?)`", SECURITY)]
    paths = [(ROOT / path, test) for path, _, test in named if "/" in path or "." in path]
    assert len(paths) > 50
    assert [str(path) for path, _ in paths if not path.exists()] == []
    assert [test for path, test in paths if test and test not in functions(path)] == []
