"""The command `payung`."""

import typer

from payung.cli import check

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None,
                  help="Payung: satu daftar yang benar, disepakati, dan dapat dibayar per sumber dana dan bulan.")
check.add_to(app)


@app.callback()
def _root() -> None:
    """Payung: satu daftar yang benar, disepakati, dan dapat dibayar per sumber dana dan bulan."""


def main() -> None:
    app()


if __name__ == "__main__":
    main()
