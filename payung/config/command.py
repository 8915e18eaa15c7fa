"""The console command: what cli/ offers, and the demo and benchmarks, which stand above everything."""

import sys
from typing import Any

import typer

from payung.cli import main as cli
from payung.values.errors import PayungError
from payung.values.words import Lang, Words

# Typer brings its own copy of click's errors and names only this one; what it is made from is the base of them all.
UsageError: type[Exception] = typer.BadParameter.__mro__[1]
_MISUSED: dict[str, Words] = {
    "MissingParameter": Words("Perintah ini belum lengkap: {what} belum diisi.", "This command is not complete: {what} is missing."),
    "NoSuchOption": Words("Pilihan {what} tidak dikenal.", "The option {what} is not known."),
    "BadParameter": Words("Isian {what} tidak terbaca.", "{what} cannot be read."),
    "UsageError": Words("Perintah ini tidak dikenal.", "This command is not known."),
}
_HELP = Words("Lihat “{path} --help”.", "See “{path} --help”.")


def build(asked: str) -> typer.Typer:
    """The commands; Django has started if the one `asked` for needs a database."""
    app = cli.build(asked)
    from payung.demo.command import add_to

    add_to(app)
    return app


def misused(error: Any, lang: str) -> str:
    """What is wrong with the words of a command, as one sentence, and where to look."""
    param = getattr(error, "param", None)
    named = getattr(error, "option_name", None) or (param.opts[0] if param and param.param_type_name == "option" else getattr(param, "metavar", None))
    words = next(_MISUSED[kind.__name__] for kind in type(error).__mro__ if kind.__name__ in _MISUSED)
    path = error.ctx.command_path.rstrip() if error.ctx else "payung"
    language: Lang = "en" if lang == "en" else "id"
    return f"{words.said(language, what=named or '–')} {_HELP.said(language, path=path)}"


def main() -> None:
    words = sys.argv[1:]
    lang = "en" if "--lang=en" in words or ("--lang" in words and "en" in words) else "id"
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]  # a name that the terminal cannot show stops nothing
    try:
        command = typer.main.get_command(build(next((word for word in words if not word.startswith("-")), "")))
        sys.exit(command.main(prog_name="payung", standalone_mode=False) or 0)
    except UsageError as error:
        if type(error).__name__ == "NoArgsIsHelpError":
            print(error)
        else:
            print(misused(error, lang), file=sys.stderr)
        sys.exit(2)
    except PayungError as error:
        print(error.words.said("en" if lang == "en" else "id"), file=sys.stderr)
        sys.exit(2)
    except typer.Abort:
        sys.exit(130)


if __name__ == "__main__":
    main()
