"""The commands of `payung`, put together. Only the file of the command that is asked for is read, so that it starts soon."""

from collections.abc import Mapping
from importlib import import_module

import typer

WITHOUT_DATABASE: Mapping[str, tuple[str, ...]] = {"check": ("check",), "match": ("match",), "law_figures": ("law",)}
"""Files of this package -> the commands they add. These need no database."""
WITH_DATABASE: Mapping[str, tuple[str, ...]] = {
    "machine": ("setup", "doctor", "export"),
    "lists": ("list",),
    "registers": ("register",),
    "review": ("review",),
    "funds": ("fund",),
    "money": ("rank", "determine", "roster", "bill", "pay"),
    "plan": ("plan",),
    "bills": ("code", "posting", "reconcile", "month", "ledger"),
    "exchange": ("exchange",),
    "pledges": ("pledge",),
    "radar": ("radar",),
    "entities": ("entity",),
    "cases": ("case",),
    "claims": ("claims",),
    "case_files": ("family", "papers", "handover"),
    "claim_steps": ("task", "payout", "flag"),
    "scholars": ("scholar",),
    "figures": ("universe",),
    "coverage": ("coverage",),
    "briefings": ("briefing", "report"),
    "duties": ("duty",),
    "regulations": ("regulation",),
    "meetings": ("meeting", "followup", "outreach"),
    "open_data": ("prepare-figures", "open-data"),
    "audit": ("audit",),
    "serve": ("serve",),
    "users": ("user",),
}
ABOVE = frozenset({"bench", "demo"})
"""Commands that config.command adds: they stand above this package, and start Django themselves."""


def build(asked: str) -> typer.Typer:
    """The command `asked` for, its Django started where it needs one; all commands where it is none of them."""
    app = typer.Typer(
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
        rich_markup_mode=None,
        help="Payung: satu daftar yang benar, disepakati, dan dapat dibayar per sumber dana dan bulan.",
    )
    # With a single command typer takes it for the whole program; this makes a group of it, and shows nowhere.
    app.callback()(lambda: None)
    every = {**WITHOUT_DATABASE, **WITH_DATABASE}
    wanted = [name for name, commands in every.items() if asked in commands] or ([] if asked in ABOVE else list(every))
    if not WITH_DATABASE.keys().isdisjoint(wanted):
        from payung.config.start import start

        start()
    for name in wanted:
        import_module(f"payung.cli.{name}").add_to(app)
    return app
