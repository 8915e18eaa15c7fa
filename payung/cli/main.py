"""The command `payung`. Only `check` and `law` need no database; Django starts when another command is asked for."""

import sys

import typer

from payung.cli import check

_WITHOUT_DATABASE = {"check"}


def build(with_database: bool) -> typer.Typer:
    app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None,
                      help="Payung: satu daftar yang benar, disepakati, dan dapat dibayar per sumber dana dan bulan.")
    check.add_to(app)
    if with_database:
        from payung.config.start import start

        start()
        from payung.cli import figures, lists, machine, money

        for part in (machine, lists, money, figures):
            part.add_to(app)
    return app


def main() -> None:
    asked = next((word for word in sys.argv[1:] if not word.startswith("-")), "")
    build(with_database=asked not in _WITHOUT_DATABASE)()


if __name__ == "__main__":
    main()
