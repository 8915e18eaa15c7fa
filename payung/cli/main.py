"""The commands of `payung`, put together. Only some need no database; Django starts when another one is asked for."""

import typer

from payung.cli import check, law_figures

WITHOUT_DATABASE = frozenset({"check", "law", "bench", "demo"})


def build(with_database: bool) -> typer.Typer:
    app = typer.Typer(
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
        rich_markup_mode=None,
        help="Payung: satu daftar yang benar, disepakati, dan dapat dibayar per sumber dana dan bulan.",
    )
    check.add_to(app)
    law_figures.add_to(app)
    if with_database:
        from payung.config.start import start

        start()
        from payung.cli import figures, lists, machine, money

        for part in (machine, lists, money, figures):
            part.add_to(app)
    return app
