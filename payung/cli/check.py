"""payung check: from spreadsheets to verdicts and correction sheets, without a database."""

import json
import os
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import polars as pl
import typer

from payung.cli.answer import Answer, command, progress, read_day
from payung.intake.checks.catalog import FINDINGS, LIKELY, equation
from payung.intake.checks.check import Registers, Rules
from payung.intake.folder import FolderChecked, check_folder, list_files
from payung.intake.read.files import vocabulary
from payung.intake.registers import read_registers
from payung.reports.fix_sheet import write_fix_sheets
from payung.reports.workbook import write_result_workbook
from payung.values.errors import InputError
from payung.values.words import Lang, Words, number

_WITHOUT_ASKING = 20_000  # rows: so many are looked through for likely doubles in a second or two, a hundred thousand would double the time
_UNLOOKED = Words(
    "• Kemungkinan ganda tidak dicari karena lebih dari 20.000 baris. Tambahkan --likely untuk mencarinya.",
    "• Likely doubles were not looked for in more than 20,000 rows. Add --likely to look for them.",
)


def register_paths(given: list[str]) -> dict[str, Path]:
    """["deaths=FILE", …] -> kind -> path."""
    result = {}
    for text in given:
        kind, mark, path = text.partition("=")
        if not mark:
            raise InputError(
                "register.not_named",
                Words(
                    f"“{text}”: tulis jenis daftar acuan dan berkasnya, misalnya deaths=kematian.csv.",
                    f"“{text}”: write the kind of register and its file, such as deaths=deaths.csv.",
                ),
            )
        if kind in result or Path(path).is_dir():
            raise InputError(
                "register.twice",
                Words(f"“{text}”: sebutkan satu berkas untuk setiap jenis daftar acuan.", f"“{text}”: name one file for each kind of register."),
            )
        list_files([Path(path)])
        result[kind] = Path(path)
    return result


def _write(path: Path, text: str) -> None:
    """Whole or not at all, however the process ends."""
    draft = path.with_name(path.name + ".part")
    draft.write_text(text, encoding="utf-8")
    os.replace(draft, path)


def summary_of(result: FolderChecked) -> dict[str, Any]:
    codes = result.checked.rows.filter(pl.col("codes") != "")["codes"].str.split(" ").explode().value_counts()
    return {
        "rows": result.checked.rows.height,
        "verdicts": result.checked.counts(),
        "codes": dict(sorted(codes.iter_rows())),
        "files": len(result.files),
        "corrected": result.corrected,
        "refused": [
            {"file": f.name, "code": f.refusal[0], "sentence": f.refusal[1].id, "sentence_en": f.refusal[1].en} for f in result.refused if f.refusal
        ],
        "notes": [{"file": name, "sentence": words.id, "sentence_en": words.en} for name, words in result.notes],
    }


def _lines(summary: dict[str, Any], sheets: list[Path], out: Path, lang: Lang) -> list[str]:
    key = "sentence_en" if lang == "en" else "sentence"
    lines = [equation(summary["verdicts"], lang), ""]
    told = Counter({code: n for code, n in summary["codes"].items() if FINDINGS[code].severity != "warning" or code in LIKELY})
    lines += [f"{number(n, lang):>9}  {FINDINGS[code].title.said(lang)}" for code, n in told.most_common()]
    lines += (
        [""]
        + [f"✗ {refused['file']}: {refused[key]}" for refused in summary["refused"]]
        + [f"• {note['file']}: {note[key]}" for note in summary["notes"]]
        + ([] if summary["likely"] else [_UNLOOKED.said(lang)])
    )
    lines += [
        f"{len(sheets)} lembar perbaikan di {out / 'fix'}" if lang == "id" else f"{len(sheets)} correction sheets in {out / 'fix'}",
        f"Semua baris: {out / 'rows.csv'}" if lang == "id" else f"All rows: {out / 'rows.csv'}",
    ]
    return lines


def add_to(app: typer.Typer) -> None:
    @command(app, "check")
    def check(
        paths: Annotated[list[Path], typer.Argument(metavar="PATH…", help="Berkas atau folder daftar (xlsx, xls, ods, csv).")],
        out: Annotated[Path, typer.Option("--out", help="Folder hasil.")],
        register: Annotated[
            list[str] | None, typer.Option("--register", metavar="JENIS=BERKAS", help="Daftar acuan, misalnya deaths=kematian.csv; boleh diulang.")
        ] = None,
        start: Annotated[str, typer.Option("--start", help="Tanggal mulai perlindungan, misalnya 2026-01-01 (bila kosong: hari ini).")] = "",
        workbook: Annotated[
            Path | None, typer.Option("--xlsx", help="Tulis juga semua baris dengan keputusan dan alasannya ke berkas xlsx ini.")
        ] = None,
        columns: Annotated[Path | None, typer.Option("--columns", help="Kata judul kolom tambahan (bentuk: columns.yaml).")] = None,
        likely: Annotated[
            bool | None, typer.Option("--likely/--no-likely", help="Cari juga kemungkinan ganda dan beririsan (bila kosong: sampai 20.000 baris).")
        ] = None,
        lang: Lang = "id",
    ) -> Answer:
        """Periksa daftar tanpa basis data: setiap baris mendapat satu keputusan, setiap berkas satu lembar perbaikan."""
        files = list_files(paths, but=out)
        notes: list[tuple[str, Words]] = []
        registers = Registers(read_registers(register_paths(register or []), lambda name, note: notes.append((name, note))))
        rules = Rules(read_day(start) if start else date.today())
        with progress() as bar:
            task = bar.add_task("Membaca" if lang == "id" else "Reading", total=len(files))
            result = check_folder(files, rules, registers, words=vocabulary(columns), told=lambda done: bar.update(task, completed=done))
        result.notes[:0] = notes
        looked = result.checked.rows.height <= _WITHOUT_ASKING if likely is None else likely
        if looked:
            from payung.intake.checks.likely import with_likely  # brings a database engine along, which most checks can do without

            result.checked = with_likely(result.checked, registers, rules.start)
        out.mkdir(parents=True, exist_ok=True)
        draft = out / "rows.csv.part"
        result.checked.rows.select("file", "sheet", "row", "verdict", "codes").write_csv(draft)
        os.replace(draft, out / "rows.csv")
        sheets = write_fix_sheets(result.checked, out / "fix", lang=lang)
        if workbook:
            write_result_workbook(result.checked, workbook, lang)
        summary = {**summary_of(result), "start": rules.start.isoformat(), "likely": looked}
        _write(out / "summary.json", json.dumps(summary, ensure_ascii=False, indent=1))
        if not result.files and not result.corrected:
            raise InputError(
                "check.nothing_read",
                Words(
                    "\n".join(f"{f.name}: {f.refusal[1].id}" for f in result.refused if f.refusal),
                    "\n".join(f"{f.name}: {f.refusal[1].en}" for f in result.refused if f.refusal),
                ),
            )
        return Answer(summary, _lines(summary, sheets, out, lang))
