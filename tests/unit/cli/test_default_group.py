"""The first command of such a group is meant wherever the words do not begin with the name of another."""

from pathlib import Path
from typing import Annotated

import pytest
import typer

from payung.cli.answer import Answer, command
from payung.cli.default_group import DefaultGroup
from payung.config.command import UsageError, misused

OutOption = Annotated[Path, typer.Option("--out", help="Hasil.")]


@pytest.fixture
def payung():
    app = typer.Typer(add_completion=False, rich_markup_mode=None)
    group = typer.Typer(cls=DefaultGroup, no_args_is_help=True)

    @command(group, "files")
    def files(left: Path, out: OutOption, right: Annotated[Path | None, typer.Argument()] = None) -> Answer:
        """Cari yang sama."""
        return Answer({}, [f"files {left} {right} {out}"])

    @command(group, "encode")
    def encode(left: Path, out: OutOption) -> Answer:
        """Sandikan."""
        return Answer({}, [f"encode {left} {out}"])

    app.add_typer(group, name="match")
    app.command("other")(lambda: None)
    found = typer.main.get_command(app)
    return lambda *words: found.main(list(words), prog_name="payung", standalone_mode=False)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("a.csv --out p", "files a.csv None p"),
        ("--out p a.csv b.csv", "files a.csv b.csv p"),
        ("encode a.csv --out p", "encode a.csv p"),
        ("./encode --out p", "files encode None p"),
        ("a.csv encode --out p", "files a.csv encode p"),
    ],
)
def test_which_command_is_meant(payung, capsys, words, said):
    payung("match", *words.split())
    assert capsys.readouterr().out.strip() == said


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("a.csv", "Perintah ini belum lengkap: --out belum diisi. Lihat “payung match --help”."),
        ("a.csv --foo", "Pilihan --foo tidak dikenal. Lihat “payung match --help”."),
        ("encode --foo", "Pilihan --foo tidak dikenal. Lihat “payung match encode --help”."),
    ],
)
def test_errors_name_what_was_typed(payung, words, said):
    with pytest.raises(UsageError) as refused:
        payung("match", *words.split())
    assert misused(refused.value, "id") == said


def test_help_shows_the_first_command_and_names_the_others(payung, capsys):
    payung("match", "--help")
    told = capsys.readouterr().out
    assert "Usage: payung match [OPTIONS]" in told
    assert "Cari yang sama." in told
    assert "--out" in told
    assert "payung match encode  Sandikan." in told
    assert "files" not in told
