"""Reads a table of official figures: xlsx, xls, ods or csv; one figure a row, or a column for each definition. A bad row holds no good one back.

A place is known by its name or its code of the Ministry of Home Affairs. Numbers of BPS are other numbers for many regencies: they count in a column
that is said to hold them, never by themselves.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import polars as pl
import yaml

from payung.coverage.definitions import definitions, segments
from payung.coverage.official_places import Places, places_in
from payung.intake.checks.clean import read_dates
from payung.intake.read.cells import OF_A_LIST
from payung.intake.read.files import read_files
from payung.intake.read.header import UNUSED, Vocabulary, header_key
from payung.intake.read.one import FIGURES, ReadFile, SheetRows
from payung.intake.read.refusals import NO_HEADER
from payung.values.errors import InputError
from payung.values.money import number_of
from payung.values.month import Month
from payung.values.words import MONTHS, Words

_EMPTY = frozenset({"", "-", "–", "—", "...", "…", "na", "n/a", "null"})
_TOTALS = frozenset({"jumlah", "total", "semua", "semua segmen", "all"})
_SEGMENTS = {
    "pu": "PU", "penerima upah": "PU", "bpu": "BPU", "bukan penerima upah": "BPU", "jakon": "JAKON", "jasa konstruksi": "JAKON",
    "konstruksi": "JAKON", "pmi": "PMI", "pekerja migran": "PMI", "pekerja migran indonesia": "PMI",
}  # fmt: skip
_YEAR = re.compile(r"(?:19|20)\d\d")
_MONTH_NAMES = {name.lower(): at + 1 for lang in ("id", "en") for at, name in enumerate(MONTHS[lang])}


@dataclass(frozen=True)
class Default:
    """What the form says of rows that do not say it: `place` also bounds them ("": the nation and all in it)."""

    place: str
    as_of: date
    definition: str = ""
    segment: str = ""


@dataclass(frozen=True)
class Line:
    """One figure that was read; `place` "" is the nation."""

    sheet: str
    row: int
    place: str
    definition: str
    segment: str
    as_of: date
    value: int
    page: str


@dataclass(frozen=True)
class Problem:
    """A figure that could not be read, and why."""

    sheet: str
    row: int
    words: Words


@dataclass(frozen=True)
class ReadOfficial:
    """`seen`: each title and the field it was taken for (None: not used); `asks`: no column of figures was found, so somebody must say which."""

    sha256: str
    lines: tuple[Line, ...]
    problems: tuple[Problem, ...]
    seen: tuple[tuple[str, str | None], ...]
    asks: bool


@cache
def _headers() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load(Path(__file__).with_name("official_columns.yaml").read_text(encoding="utf-8"))
    return found


@cache
def fields() -> dict[str, Words]:
    """What a column may be said to hold."""
    plain = {
        "place": Words("Nama wilayah", "Name of the place"),
        "place_code": Words("Kode wilayah (Kemendagri)", "Place code (Home Affairs)"),
        "bps_code": Words("Kode wilayah (BPS)", "Place code (BPS)"),
        "segment": Words("Segmen", "Segment"),
        "definition": Words("Yang dihitung (kode definisi)", "What is counted (code of a definition)"),
        "as_of": Words("Tanggal keadaan", "Day of the figure"),
        "month": Words("Bulan", "Month"),
        "year": Words("Tahun", "Year"),
        "value": Words("Jumlah", "Number"),
        "page": Words("Halaman atau tabel", "Page or table"),
    }
    return {**plain, **_figure_fields(), UNUSED: Words("Tidak dipakai", "Not used")}


def _figure_fields() -> dict[str, Words]:
    found = {}
    for code, one in definitions().items():
        if one.own:
            continue
        title = one.title
        if not one.of_one:
            found[code] = Words(f"Angka: {title.id}", f"Figures: {title.en}")
        for segment in one.segments:
            found[f"{code}@{segment}"] = Words(f"Angka: {title.id}, {segment}", f"Figures: {title.en}, {segment}")
    return found


def read_official(path: Path, default: Default, confirmed: Mapping[str, str] | None = None) -> ReadOfficial:
    """`confirmed`: header key -> field, as somebody said of this publisher's tables.

    Errors: InputError for a file that cannot be read at all.
    """
    words = Vocabulary.of(_headers()).remembering(confirmed or {})
    file = next(iter(read_files([path], words=words, wanted=FIGURES, limits=OF_A_LIST)))
    if file.refusal is not None:
        if file.refusal[0] == NO_HEADER.code and len(file.titles) > 1:
            return ReadOfficial(file.sha256, (), (), tuple((text, words.exactly(text)) for text in file.titles), True)
        raise InputError(*file.refusal)
    places = places_in(default.place)
    lines: list[Line] = []
    problems: list[Problem] = []
    for sheet in file.sheets:
        for found in _sheet_lines(sheet, default, places):
            (lines if isinstance(found, Line) else problems).append(found)  # type: ignore[arg-type]
    kept, twice = _each_once(lines)
    seen = tuple(_seen(file))
    asks = not any(name == "value" or name in _figure_fields() for _, name in seen)
    return ReadOfficial(file.sha256, tuple(kept), tuple(sorted([*problems, *twice], key=lambda one: (one.sheet, one.row))), seen, asks)


def _seen(file: ReadFile) -> list[tuple[str, str | None]]:
    found: dict[str, tuple[str, str | None]] = {}
    for text, name in (pair for sheet in file.sheets for pair in sheet.seen):
        if (key := header_key(text)) and (key not in found or found[key][1] is None):
            found[key] = (" ".join(text.split())[:120], name if name in fields() else None)
    return list(found.values())


def _sheet_lines(sheet: SheetRows, default: Default, places: Places) -> Iterator[Line | Problem]:
    columns = {name: values for name, values in sheet.columns.items() if name in fields()}
    days = _days(columns, len(sheet.rows), default)
    figures = [name for name in columns if name in _figure_fields()]
    for at, row in enumerate(sheet.rows):
        cells = {name: values[at] for name, values in columns.items()}
        if all((cells.get(name) or "").strip().lower() in _EMPTY for name in ("value", *figures)):
            continue
        try:
            place = places.of(cells.get("place"), cells.get("place_code"), cells.get("bps_code"))
            day = days[at]
            if day is None:
                raise InputError("official.day", _NO_DAY)
        except InputError as error:
            yield Problem(sheet.name, row, error.words)
            continue
        yield from _row_lines(sheet.name, row, cells, place, day, default, figures)


def _row_lines(
    sheet: str, row: int, cells: dict[str, str | None], place: str, day: date, default: Default, figures: list[str]
) -> Iterator[Line | Problem]:
    told = [(name, cells[name] or "") for name in figures]
    if "value" in cells:
        told.append(("", cells["value"] or ""))
    for name, text in told:
        if text.strip().lower() in _EMPTY:
            continue
        try:
            code, segment = _what(name, cells, default)
            yield Line(sheet, row, place, code, segment, day, number_of(text), (cells.get("page") or "")[:300])
        except InputError as error:
            yield Problem(sheet, row, error.words)


def _what(name: str, cells: dict[str, str | None], default: Default) -> tuple[str, str]:
    """Definition and segment: of the column, else of the row, else of the form."""
    code, _, segment = name.partition("@")
    code = code or (cells.get("definition") or "").strip() or default.definition
    written = (cells.get("segment") or "").strip()
    if not segment and written:
        segment = _segment(written)
    elif not segment:
        segment = default.segment
    one = definitions().get(code)
    if one is None or one.own:
        raise InputError("official.definition", _NO_DEFINITION)
    if (segment and segment not in one.segments) or (one.of_one and not segment):
        raise InputError(
            "official.segment", Words(f"“{one.title.id}” tidak dicatat untuk segmen itu.", f"“{one.title.en}” is not kept for that segment.")
        )
    return code, segment


def _segment(text: str) -> str:
    key = " ".join(re.sub(r"[^a-z]+", " ", text.lower()).split())
    if key in _TOTALS:
        return ""
    if key in _SEGMENTS:
        return _SEGMENTS[key]
    inside = [code for code in segments() if code.lower() in key.split()]
    if len(inside) == 1:
        return inside[0]
    raise InputError(
        "official.segment_unknown",
        Words(
            f"Segmen “{text[:40]}” tidak dikenal. Tulis PU, BPU, JAKON, PMI, atau Jumlah.",
            f"The segment “{text[:40]}” is not known. Write PU, BPU, JAKON, PMI or Total.",
        ),
    )


def _days(columns: Mapping[str, list[str | None]], rows: int, default: Default) -> list[date | None]:
    """Of each row: its day, its month's last day, the form's day in its year, or the form's day."""
    empty: list[str | None] = [None] * rows
    written = columns.get("as_of", empty)
    read = read_dates(pl.Series("as_of", written, dtype=pl.String), None, default.as_of.year % 100 + 1).to_list() if "as_of" in columns else empty
    found: list[date | None] = []
    for day, text, month, year in zip(read, written, columns.get("month", empty), columns.get("year", empty), strict=True):
        found.append(day if text and text.strip() else _day_of(month, year, default.as_of))
    return found


def _day_of(month: str | None, year: str | None, otherwise: date) -> date | None:
    """ "Juni 2024", "2024-06", "6" with a year, a year alone; None where it cannot be read."""
    month, year = (month or "").strip(), (year or "").strip()
    if not month and not year:
        return otherwise
    named = _YEAR.search(year) or _YEAR.search(month)
    at = int(named[0]) if named else otherwise.year
    if not month:
        return Month.at(at, otherwise.month).last_day if named and _last(otherwise) else otherwise.replace(year=at) if named else None
    words = re.findall(r"[a-z]+", month.lower())
    whole = next(
        (number for name, number in _MONTH_NAMES.items() if words and (name == words[0] or (len(words[0]) >= 3 and name[:3] == words[0]))), None
    )
    if whole is None:
        digits = re.fullmatch(r"(?:(?:19|20)\d\d[-/.])?(\d{1,2})(?:[-/.](?:19|20)\d\d)?(?:-\d\d)?", month)
        whole = int(digits[1]) if digits and 1 <= int(digits[1]) <= 12 else None
    return None if whole is None else Month.at(at, whole).last_day


def _last(day: date) -> bool:
    return day == Month.of(day).last_day


def _each_once(lines: list[Line]) -> tuple[list[Line], list[Problem]]:
    """The first of two equal figures; where they differ, the second is told and the first stands."""
    kept: dict[tuple[str, str, str, date], Line] = {}
    twice = []
    for one in lines:
        first = kept.setdefault((one.place, one.definition, one.segment, one.as_of), one)
        if first.value != one.value:
            twice.append(
                Problem(
                    one.sheet,
                    one.row,
                    Words(
                        f"Angka untuk wilayah, hal, dan tanggal ini sudah ada di baris {first.row} dan berbeda; baris {first.row} yang dipakai.",
                        f"Row {first.row} has another figure for this place, definition and day; row {first.row} counts.",
                    ),
                )
            )
    return list(kept.values()), twice


_NO_DAY = Words("Tanggal atau bulannya tidak terbaca. Tulis misalnya Juni 2024.", "The day or month cannot be read. Write it like June 2024.")
_NO_DEFINITION = Words(
    "Tidak diketahui apa yang dihitung. Pilih definisinya di formulir, atau isi kolomnya.",
    "It is not known what is counted. Choose the definition in the form, or fill its column.",
)
