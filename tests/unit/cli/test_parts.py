"""Each command is found in the file that the table names, and nowhere else."""

import sys
from importlib import import_module
from subprocess import run

import pytest
import typer

from payung.cli.main import ABOVE, WITH_DATABASE, WITHOUT_DATABASE, build

PARTS = {**WITHOUT_DATABASE, **WITH_DATABASE}


def names(app: typer.Typer) -> set[str]:
    return {one.name or "" for one in (*app.registered_commands, *app.registered_groups)}


@pytest.mark.parametrize("part", PARTS)
def test_a_file_adds_what_the_table_says(part):
    app = typer.Typer()
    import_module(f"payung.cli.{part}").add_to(app)
    assert names(app) == set(PARTS[part])


def test_asked_for_nothing_that_is_known_all_are_there():
    every = {command for commands in PARTS.values() for command in commands}
    assert names(build("")) == names(build("tidak-ada")) == every
    assert names(build("bill")) == set(PARTS["money"])
    assert names(build("demo")) == set()
    assert {"demo", "bench"} == ABOVE


@pytest.mark.parametrize("words", [["check", "--help"], ["match", "--help"], ["law", "--help"], ["bench", "--help"]])
def test_what_needs_no_database_starts_no_django(words):
    code = "import sys; from payung.config.command import build; build(sys.argv[1]); print('django.db.models' in sys.modules)"
    assert run([sys.executable, "-c", code, words[0]], capture_output=True, text=True, check=True).stdout.strip() == "False"
