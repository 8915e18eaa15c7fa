"""The commands of `payung`, put together. Only some need no database; Django starts when another one is asked for."""

import typer

WITHOUT_DATABASE = frozenset({"check", "match", "law", "bench", "demo"})


def build(asked: str) -> typer.Typer:
    """All commands; of check, match and law only the one `asked` for where it is one of them, so that it starts sooner."""
    app = typer.Typer(
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
        rich_markup_mode=None,
        help="Payung: satu daftar yang benar, disepakati, dan dapat dibayar per sumber dana dan bulan.",
    )
    if asked not in ("law", "match"):
        from payung.cli import check

        check.add_to(app)
    if asked not in ("law", "check"):
        from payung.cli import encode, match

        encode.add_to(match.add_to(app))
    if asked not in ("check", "match"):
        from payung.cli import law_figures

        law_figures.add_to(app)
    if asked not in WITHOUT_DATABASE:
        from payung.config.start import start

        start()
        from payung.cli import figures, lists, machine, money, registers, review

        for part in (machine, lists, registers, review, money, figures):
            part.add_to(app)
    return app
