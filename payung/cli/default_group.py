"""A group of commands whose first one needs no name: `payung match a.csv` is the first command, `payung match encode a.csv` another."""

from typing import Any

from typer.core import TyperGroup

from payung.values.words import Words

_OTHERS = Words("Perintah lain", "Other commands")


class DefaultGroup(TyperGroup):
    """For typer.Typer(cls=DefaultGroup). Words that begin with none of the group's names go to its first command, whose name nobody sees: its help
    and its errors speak of the group. A file that is called like a command is given with its folder (`./encode`).
    """

    @property
    def first(self) -> tuple[str, Any]:
        return next(iter(self.commands.items()))

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        if args and args[0] not in self.commands and args[0] not in self.get_help_option_names(ctx):
            args = [self.first[0], *args]
        return super().parse_args(ctx, args)

    def resolve_command(self, ctx: Any, args: list[str]) -> tuple[str | None, Any, list[str]]:
        name, command, rest = super().resolve_command(ctx, args)
        return ("" if command is self.first[1] else name), command, rest

    def collect_usage_pieces(self, ctx: Any) -> list[str]:
        return list(self.first[1].collect_usage_pieces(ctx))

    def format_help_text(self, ctx: Any, formatter: Any) -> None:
        self.first[1].format_help_text(ctx, formatter)

    def format_options(self, ctx: Any, formatter: Any) -> None:
        self.first[1].format_options(ctx, formatter)
        with formatter.section(f"{_OTHERS.id} / {_OTHERS.en}"):
            formatter.write_dl([(f"{ctx.command_path} {name}", each.get_short_help_str()) for name, each in list(self.commands.items())[1:]])
