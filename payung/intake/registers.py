"""Reference registers from files: deaths, civil servants, village officials, active members, Taspen, welfare.

They are read like lists: header words in any order, NIK cleaned the same way.
"""

from dataclasses import dataclass
from pathlib import Path

import polars as pl

from payung.intake.checks.clean import read_dates, read_name
from payung.intake.read.cells import OF_A_REGISTER
from payung.intake.read.files import read_files
from payung.intake.read.one import ReadFile
from payung.intake.read.refusals import NO_ROWS
from payung.values import nik
from payung.values.errors import InputError
from payung.values.words import Words


@dataclass(frozen=True)
class Shape:
    """What a register must hold, where the date stands that counts, and what is told of a person it holds."""

    title: Words
    needs: frozenset[str]
    on: str | None
    told: tuple[str, ...]


KINDS: dict[str, Shape] = {
    "deaths": Shape(Words("Daftar kematian", "Deaths"), frozenset({"nik"}), "died_on", ("died_on",)),
    "civil_servants": Shape(Words("Daftar ASN, TNI, POLRI", "Civil servants and forces"), frozenset({"nik"}), None, ("kind",)),
    "village_officials": Shape(Words("Daftar perangkat desa", "Village officials"), frozenset({"nik"}), None, ("occupation", "position")),
    "active_members": Shape(Words("Daftar peserta aktif", "Active members"), frozenset({"nik"}), "active_since", ("segment", "payer")),
    "taspen": Shape(Words("Daftar Taspen", "Taspen"), frozenset({"name"}), None, ("office",)),
    "welfare": Shape(Words("Daftar kesejahteraan (DTSEN)", "Welfare"), frozenset({"nik", "decile"}), None, ("decile",)),
}
COLUMNS = {"nik": pl.String, "name": pl.String, "birth_date": pl.Date, "on": pl.Date, "evidence": pl.String}


def kind_of(name: str) -> Shape:
    if name in KINDS:
        return KINDS[name]
    raise InputError(
        "register.unknown",
        Words(
            f"Daftar acuan “{name}” tidak dikenal. Pilihannya: {', '.join(KINDS)}.",
            f"The register “{name}” is unknown. Choose one of: {', '.join(KINDS)}.",
        ),
    )


def _column(columns: dict[str, list[str | None]], name: str | None, height: int) -> pl.Series:
    return pl.Series(columns[name], dtype=pl.String) if name in columns else pl.repeat(None, height, dtype=pl.String, eager=True)


def _refuse_cut_niks(numbers: pl.Series, file: ReadFile, shape: Shape) -> None:
    """Of exact numbers one in ten ends in 0; where it is more than one in three, the spreadsheet cut them, and they would name other people."""
    cut = int(numbers.str.ends_with("0").sum())
    if cut > 1 and cut * 3 > len(numbers):
        raise InputError(
            "register.nik_damaged",
            Words(
                f"{shape.title.id} “{file.name}”: angka terakhir NIK hilang karena Excel menyimpannya sebagai bilangan. "
                "Minta berkas dengan kolom NIK sebagai teks.",
                f"{shape.title.en} “{file.name}”: the last digits of the NIKs are lost because the spreadsheet kept them as numbers. Ask for the NIK "
                f"as text.",
            ),
        )


def _frame(file: ReadFile, shape: Shape) -> pl.DataFrame:
    frames = []
    for sheet in file.sheets:
        height, held = len(sheet.rows), sheet.columns
        if not shape.needs <= held.keys():
            continue
        frames.append(
            pl.DataFrame(
                {
                    "nik": _column(held, "nik", height),
                    "name": _column(held, "name", height),
                    "birth_date": _column(held, "birth_date", height),
                    "on": _column(held, shape.on, height),
                    "number": pl.Series(sheet.date_number, dtype=pl.Boolean),
                    "nik_number": pl.Series(sheet.nik_number, dtype=pl.Boolean),
                    **{f"told_{key}": _column(held, key, height) for key in shape.told},
                }
            )
        )
    if not frames:
        wanted = ", ".join(sorted(shape.needs))
        raise InputError(
            "register.no_columns",
            Words(
                f"{shape.title.id} “{file.name}” tidak punya kolom yang diperlukan ({wanted}).",
                f"The register “{file.name}” lacks the columns it needs ({wanted}).",
            ),
        )
    frame = pl.concat(frames)
    _refuse_cut_niks(frame.filter("nik_number")["nik"], file, shape)
    frame = frame.with_columns(on=read_dates(frame["on"]), birth_date=read_dates(frame["birth_date"], frame["number"]))
    told = [pl.col(f"told_{key}") if key != shape.on else pl.col("on").dt.to_string("%Y-%m-%d") for key in shape.told]
    digits = nik.digits(pl.col("nik"))
    return frame.select(
        nik=pl.when(digits.str.contains(r"^[0-9]{16}$")).then(digits),
        name=read_name(pl.col("name")),
        birth_date="birth_date",
        on="on",
        evidence=pl.concat_str(told, separator=", ", ignore_nulls=True),
    )


def read_registers(given: dict[str, Path]) -> dict[str, pl.DataFrame]:
    """kind -> frame with COLUMNS. A register that cannot be read is an InputError: checking without it would pass people it should stop."""
    shapes = {kind: kind_of(kind) for kind in given}
    result = {}
    for kind, file in zip(given, read_files(list(given.values()), wanted=frozenset({"nik", "name"}), limits=OF_A_REGISTER), strict=True):
        if file.refusal is not None and file.refusal[0] == NO_ROWS.code:
            result[kind] = pl.DataFrame(schema=COLUMNS)  # nobody stands in it, which is an answer
            continue
        if file.refusal is not None:
            raise InputError(
                "register.unreadable",
                Words(f"{shapes[kind].title.id} “{file.name}”: {file.refusal[1].id}", f"{shapes[kind].title.en} “{file.name}”: {file.refusal[1].en}"),
            )
        result[kind] = _frame(file, shapes[kind])
    return result
