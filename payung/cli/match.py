"""payung match: who stands in a list twice, or in two lists; needs no database."""

import os
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import polars as pl
import typer

from payung.cli.answer import Answer, command, read_engine
from payung.cli.default_group import DefaultGroup
from payung.intake.people_files import People, fields_given, read_people
from payung.matching.match import match as find_pairs
from payung.matching.words import CHANCES, in_words
from payung.reports.matches import write_matches
from payung.values.errors import InputError
from payung.values.words import Lang, Words, number

_SEEN = Words("Kolom “{file}”: {columns}.", "Columns of “{file}”: {columns}.")
UNDATED = Words(
    "• “{file}”: {rows} tanggal lahir tidak terbaca; baris itu dibandingkan tanpa tanggal.",
    "• “{file}”: {rows} birth dates cannot be read; those rows are compared without a date.",
)
_LOST = Words(
    "• {rows} baris tidak dapat dibandingkan: kosong, atau sama dengan terlalu banyak baris lain. Tambahkan kolom NIK, tanggal lahir, atau desa.",
    "• {rows} rows cannot be compared: nothing is known of them, or what too many others share. Add a column with NIK, birth date or village.",
)


def read_list(path: Path, given: list[str], id_column: str) -> People:
    """A list in which at least a NIK or a name stands: InputError `match.no_columns`, and those of `read_people`."""
    people = read_people(path, fields_given(given), id_column)
    if not {"nik", "name", "given_name", "surname"} & {*people.columns}:
        raise InputError(
            "match.no_columns",
            Words(
                f"“{path.name}” tidak punya kolom NIK atau nama. Sebutkan kolomnya, misalnya --map name=Pemilik.",
                f"“{path.name}” has no column with NIK or name. Name the column, such as --map name=Owner.",
            ),
        )
    return people


def check_map(given: list[str], sides: list[People]) -> None:
    """A column that no file has is a slip of the hand: comparing without it would answer something else."""
    used = {title for side in sides for title in side.columns.values()}
    missing = [title for title in fields_given(given) if title not in used]
    if missing:
        raise InputError(
            "match.no_column",
            Words(
                f"Kolom {', '.join(f'“{title}”' for title in missing)} tidak ada di berkas. Kolom yang dikenal: {', '.join(sorted(used))}.",
                f"No file has the column {', '.join(f'“{title}”' for title in missing)}. Known columns: {', '.join(sorted(used))}.",
            ),
        )


def write_pairs(pairs: pl.DataFrame, out: Path, lang: Lang) -> None:
    """left_id, right_id, probability, and why in words; whole or not at all."""
    out.parent.mkdir(parents=True, exist_ok=True)
    draft = out.with_name(out.name + ".part")
    said = {why: in_words(why, lang) for why in pairs["why"].unique()}
    pairs.with_columns(why=pl.col("why").replace_strict(list(said), list(said.values()), return_dtype=pl.String)).write_csv(draft)
    os.replace(draft, out)


def _lines(pairs: pl.DataFrame, sides: list[People], lost: int, lang: Lang, files: list[Path]) -> list[str]:
    lines = []
    for side, file in zip(sides, files, strict=True):
        lines.append(_SEEN.said(lang, file=file.name, columns=", ".join(f"{field} = {title}" for field, title in side.columns.items())))
    told = Words("{pairs} pasangan dari {rows} baris.", "{pairs} pairs of {rows} rows.")
    if len(sides) > 1:
        told = Words("{pairs} pasangan dari {rows} × {others} baris.", "{pairs} pairs of {rows} × {others} rows.")
    counts = [number(side.rows.height, lang) for side in sides]
    lines += ["", told.said(lang, pairs=number(pairs.height, lang), rows=counts[0], others=counts[-1])]
    below = 1.01
    for least, words in CHANCES:
        count = pairs.filter(pl.col("probability").is_between(least, below, closed="left")).height
        if count:
            lines.append(f"{number(count, lang):>9}  {words.said(lang)}")
        below = least
    lines += [UNDATED.said(lang, file=file.name, rows=number(side.undated, lang)) for side, file in zip(sides, files, strict=True) if side.undated]
    return [*lines, *([_LOST.said(lang, rows=number(lost, lang))] if lost else [])]


def add_to(app: typer.Typer) -> None:
    """The group `match`: what is here, and what is encoded."""
    matches = typer.Typer(cls=DefaultGroup, no_args_is_help=True, rich_markup_mode=None, help="Cari siapa yang mungkin orang yang sama.")

    @command(matches, "lists")
    def lists(
        left: Annotated[Path, typer.Argument(metavar="DAFTAR", help="Daftar (csv, xlsx, xls, ods).")],
        out: Annotated[Path, typer.Option("--out", help="Berkas pasangan: left_id, right_id, probability, why.")],
        right: Annotated[
            Path | None, typer.Argument(metavar="[DAFTAR LAIN]", help="Daftar kedua; tanpa ini dicari yang ganda di dalam daftar pertama.")
        ] = None,
        map: Annotated[
            list[str] | None, typer.Option("--map", metavar="ISI=KOLOM", help="Arti sebuah kolom, misalnya name=Pemilik; boleh diulang.")
        ] = None,
        id: Annotated[str, typer.Option("--id", metavar="KOLOM", help="Kolom pengenal baris (bila kosong: nomor baris di lembar).")] = "",
        threshold: Annotated[float, typer.Option("--threshold", min=0, max=1, help="Peluang paling kecil sebuah pasangan.")] = 0.5,
        engine: Annotated[str, typer.Option("--engine", help="duckdb | spark")] = "duckdb",
        workbook: Annotated[Path | None, typer.Option("--xlsx", help="Tulis juga jawaban per baris ke berkas xlsx ini.")] = None,
        lang: Lang = "id",
    ) -> Answer:
        """Cari siapa yang mungkin orang yang sama: di dalam satu daftar, atau di dua daftar. Setiap pasangan dengan peluang dan alasannya."""
        chosen = read_engine(engine)
        files = [left, *([right] if right else [])]
        sides = [read_list(file, map or [], id) for file in files]
        check_map(map or [], sides)
        lost: list[int] = [0]
        pairs = find_pairs(
            sides[0].rows,
            sides[1].rows if right else None,
            on=date.today(),
            threshold=threshold,
            engine=chosen,
            told=lambda rows: lost.append(rows),
        )
        write_pairs(pairs, out, lang)
        if workbook:
            write_matches(workbook, pairs, sides[0].rows, sides[1].rows if right else None, lang)
        data: dict[str, Any] = {
            "pairs": pairs.height,
            "rows": [side.rows.height for side in sides],
            "columns": [side.columns for side in sides],
            "undated": [side.undated for side in sides],
            "not_compared": lost[-1],
            "out": str(out),
        }
        return Answer(data, _lines(pairs, sides, lost[-1], lang, files))

    app.add_typer(matches, name="match")
    from payung.cli import encode  # it stands on this file

    encode.add_to(matches)
