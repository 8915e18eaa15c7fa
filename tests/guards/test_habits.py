"""Small files, telling names, documented reads and writes, no money in Python, both languages, migrations that fit the models."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.management import call_command
from tree import ROOT, package_files, parsed, said

LONGEST = 400
FORBIDDEN = {"utils", "helpers", "services", "managers", "signals", "common", "core"}
MONEY = ("planning", "roster", "exchange", "billing", "coverage", "reports")
# What is 1,000 or more in Python and no money: file and number -> what it counts.
NO_MONEY = {
    ("payung/planning/fund_actions.py", 1_000_000): "people of a village, at most",
    ("payung/planning/fund_actions.py", 2199): "a year",
    ("payung/roster/actions.py", 10_000): "values in one statement",
    ("payung/roster/triggers.py", 120_000): "a month number after every other",
    ("payung/exchange/sipp.py", 10_000): "rows of a file that SIPP takes",
    ("payung/exchange/text_book.py", 1980): "a year",
    ("payung/exchange/text_book.py", 32_767): "characters that a cell takes",
    ("payung/coverage/cube_actions.py", 5_000): "places written in one statement",
    ("payung/coverage/numbers.py", 1_023): "kinds of work that fit into ten bits",
    ("payung/coverage/numbers.py", 1_000_000_000): "from here on numbers of sets hold for one look",
    ("payung/coverage/packed.py", 1_023): "as in numbers.py",
    ("payung/coverage/whole.py", 200_000): "rows read at once",
    ("payung/reports/looks.py", 1_000_000): "rows of one sheet",
    ("payung/reports/payment_pack.py", 25_000): "people whom a PDF names",
}


def test_files_stay_small():
    assert [said(path) for path in package_files() if len(path.read_text(encoding="utf-8").splitlines()) > LONGEST] == []


def test_no_module_is_a_drawer_for_anything():
    assert [said(path) for path in package_files() if FORBIDDEN & {*path.relative_to(ROOT).parts, path.stem}] == []


def numbers(*packages: str) -> Iterator[tuple[Path, int, int | float]]:
    """File, line and value of every number written in Python."""
    for path in package_files(*packages):
        for node in ast.walk(parsed(path)):
            if isinstance(node, ast.Constant) and type(node.value) in (int, float):
                yield path, node.lineno, node.value


def test_python_holds_no_amount():
    large = [(said(path), value, line) for path, line, value in numbers(*MONEY) if type(value) is int and value >= 1000]
    assert [f"{name}:{line}: {value}" for name, value, line in large if (name, value) not in NO_MONEY] == []
    assert set(NO_MONEY) - {(name, value) for name, value, _ in large} == set()  # no longer there: take it off the list


def test_money_is_counted_in_whole_rupiah():
    assert [said(path, line) for path, line, value in numbers("planning", "roster", "billing") if type(value) is float] == []


def test_every_module_says_what_it_is_for():
    assert [said(path) for path in package_files() if path.name not in ("__init__.py", "apps.py") and not ast.get_docstring(parsed(path))] == []


def test_reads_and_writes_say_what_they_mean():
    """A public function of more than five lines has a docstring; a shorter one can be read."""
    public = [
        (path, node)
        for path in package_files()
        if path.name in ("actions.py", "queries.py")
        for node in parsed(path).body
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_")
    ]
    long = [(path, node) for path, node in public if (node.end_lineno or 0) - node.body[0].lineno >= 5]
    assert len(public) > 20
    assert [said(path, node.lineno) for path, node in long if not ast.get_docstring(node)] == []


def sentences() -> Iterator[tuple[str, str, str]]:
    """Where, Indonesian and English of every Words that is written out as two texts."""
    for path in package_files():
        for node in ast.walk(parsed(path)):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Words":
                given = [*node.args, *(keyword.value for keyword in node.keywords)]
                if len(given) == 2 and all(isinstance(part, ast.Constant) for part in given):
                    yield said(path, node.lineno), given[0].value, given[1].value


def test_every_sentence_stands_in_both_languages():
    """Neither is empty alone, a whole sentence is not the same in both, and both have the same blanks to fill."""
    written = list(sentences())
    assert len(written) > 100
    assert [where for where, indonesian, english in written if bool(indonesian.strip()) != bool(english.strip())] == []
    assert [where for where, indonesian, english in written if indonesian == english and len(english.split()) > 3] == []
    assert [where for where, indonesian, english in written if set(re.findall(r"{(\w*)", indonesian)) != set(re.findall(r"{(\w*)", english))] == []


@pytest.mark.django_db
def test_migrations_fit_the_models():
    try:
        call_command("makemigrations", check=True, dry_run=True, verbosity=1)
    except SystemExit:
        pytest.fail("the models have changed: write the migration")
