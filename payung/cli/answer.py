"""How every command speaks: an answer as text or JSON, in Indonesian or English; a refusal as one sentence and exit code 2."""

import inspect
import json
import os
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import wraps
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from payung.values.errors import InputError, PayungError
from payung.values.words import Words

if TYPE_CHECKING:  # it takes a while to load, and few commands compare people
    from payung.matching.engines import Engine


class Language(StrEnum):
    id = "id"
    en = "en"


@dataclass
class Answer:
    """`data` is what --json prints; `lines` what people read; `code` the exit code."""

    data: Any
    lines: list[str] = field(default_factory=list)
    code: int = 0


AsJson = Annotated[bool, typer.Option("--json", help="Jawaban sebagai JSON.")]
Lang = Annotated[Language, typer.Option("--lang", help="Bahasa jawaban: id atau en.")]
_OWN = (("as_json", AsJson, False), ("lang", Lang, Language.id))


def refuse(words: Words, lang: str) -> None:
    print(words.said("en" if lang == "en" else "id"), file=sys.stderr)
    raise SystemExit(2)


def _unexpected(error: Exception) -> Words:
    from django.db import DatabaseError

    if isinstance(error, DatabaseError):
        short = str(error).strip().splitlines()[0][:200] if str(error).strip() else type(error).__name__
        return Words(
            f"Basis data menolak pekerjaan ini: {short}. Tidak ada yang tersimpan setengah. Jalankan “payung doctor”.",
            f"The database refused this work: {short}. Nothing was left half-written. Run “payung doctor”.",
        )
    return Words(
        f"Terjadi gangguan yang tidak terduga ({type(error).__name__}). Tidak ada yang tersimpan setengah. "
        "Ulangi dengan PAYUNG_DEBUG=1 untuk melihat rinciannya.",
        f"Something unexpected happened ({type(error).__name__}). Nothing was left half-written. Repeat with PAYUNG_DEBUG=1 for the details.",
    )


def _show(answer: Answer, as_json: bool) -> None:
    print(json.dumps(answer.data, ensure_ascii=False, indent=1, default=str) if as_json else "\n".join(answer.lines))
    if answer.code:
        raise SystemExit(answer.code)


def command(app: typer.Typer, name: str) -> Callable[[Callable[..., Answer]], Callable[..., None]]:
    """Register a function that returns an Answer; it may take `lang`. Adds --json and --lang, prints, and words errors."""

    def register(function: Callable[..., Answer]) -> Callable[..., None]:
        signature = inspect.signature(function)

        @wraps(function)
        def run(*args: Any, as_json: bool = False, lang: Language = Language.id, **options: Any) -> None:
            if "lang" in signature.parameters:
                options["lang"] = lang.value
            try:
                answer = function(*args, **options)
            except Exception as error:
                if os.environ.get("PAYUNG_DEBUG"):
                    raise
                refuse(error.words if isinstance(error, PayungError) else _unexpected(error), lang.value)
            else:
                _show(answer, as_json)

        kept = [p for p in signature.parameters.values() if p.name != "lang"]
        added = [inspect.Parameter(n, inspect.Parameter.KEYWORD_ONLY, default=default, annotation=kind) for n, kind, default in _OWN]
        run.__signature__ = inspect.Signature(kept + added)  # type: ignore[attr-defined]
        run.__annotations__ = {p.name: p.annotation for p in kept + added}
        app.command(name)(run)
        return run

    return register


def progress() -> Progress:
    """A bar on the error stream, so that answers can be piped; silent where nobody watches."""
    console = Console(stderr=True)
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        console=console,
        disable=not console.is_terminal,
        transient=True,
    )


def read_day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise InputError(
            "date.unreadable",
            Words(
                f"Tanggal “{text}” tidak terbaca. Tulis tahun-bulan-tanggal, misalnya 2026-01-01.",
                f"The date “{text}” cannot be read. Write year-month-day, such as 2026-01-01.",
            ),
        ) from error


def read_engine(text: str) -> "Engine":
    """What compares people."""
    engines: dict[str, Engine] = {"duckdb": "duckdb", "spark": "spark"}
    if text not in engines:
        raise InputError(
            "match.engine",
            Words(f"Mesin “{text}” tidak dikenal. Pilih duckdb atau spark.", f"The engine “{text}” is unknown: duckdb or spark."),
        )
    return engines[text]


def table(rows: list[list[str]], right: set[int] = frozenset()) -> list[str]:  # type: ignore[assignment]
    """Lines of a plain table: the first row is the head, columns in `right` are numbers."""
    widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))]

    def line(row: list[str]) -> str:
        return "  ".join(cell.rjust(widths[i]) if i in right else cell.ljust(widths[i]) for i, cell in enumerate(row)).rstrip()

    return [line(rows[0]), "  ".join("─" * width for width in widths), *map(line, rows[1:])]
