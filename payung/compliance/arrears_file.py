"""A file about payers as rows: who, its NPP, months and rupiah owed, workers. Any titles, mapped once; a row that cannot be read says why."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from payung.intake.read.cells import OF_A_LIST
from payung.intake.read.files import read_files
from payung.intake.read.header import Vocabulary
from payung.intake.read.one import ReadFile, SheetRows
from payung.intake.read.refusals import NO_HEADER
from payung.law.join import Size
from payung.values.errors import InputError
from payung.values.money import rupiah_of
from payung.values.month import Month
from payung.values.words import MONTHS, Words

FIELDS: dict[str, Words] = {
    "name": Words("Nama desa, OPD, atau perusahaan", "Name of the village, office or employer"),
    "code": Words("Kode desa", "Village code"),
    "district": Words("Kecamatan", "District"),
    "kind": Words("Jenis (desa, OPD, PK/BU)", "Kind (village, office, employer)"),
    "npp": Words("NPP atau nomor wadah", "NPP or number of the group"),
    "months": Words("Jumlah bulan menunggak", "Months owed"),
    "owed": Words("Jumlah tunggakan", "Rupiah owed"),
    "paid_through": Words("Bulan terakhir yang dibayar", "Last month paid"),
    "workers": Words("Jumlah pekerja", "Workers"),
    "registered": Words("Pekerja terdaftar", "Workers enrolled"),
    "since": Words("Terdaftar sejak", "Enrolled since"),
    "industry": Words("Lapangan usaha (KBLI)", "Industry (KBLI)"),
    "size": Words("Skala usaha", "Size of the enterprise"),
}
WHY: dict[str, Words] = {
    "unknown": Words("tidak ada desa, OPD, atau pemberi kerja dengan nama itu", "no village, office or employer of that name"),
    "several": Words("namanya cocok dengan lebih dari satu; tambahkan kecamatan atau kode", "its name fits several; add the district or the code"),
    "twice": Words("entitas ini sudah ada di baris lain dengan NPP yang sama", "this entity stands in another row with the same NPP"),
    "owed": Words("jumlah tunggakan kosong atau tidak terbaca", "the rupiah owed are missing or cannot be read"),
    "months": Words("jumlah bulan menunggak tidak ada atau tidak terbaca", "the months owed are missing or cannot be read"),
    "workers": Words("jumlah pekerja tidak terbaca, atau yang terdaftar lebih banyak", "the workers cannot be read, or more are enrolled"),
    "since": Words("tanggal terdaftar tidak terbaca", "the day of enrolment cannot be read"),
}
_WANTED = frozenset({"name", "code", "npp"})
_KINDS = {"desa": "village", "pemerintah desa": "village", "opd": "opd", "dinas": "opd", "skpd": "opd"}
_EMPLOYER = frozenset({"pk", "bu", "pk/bu", "pkbu", "perusahaan", "badan usaha", "pemberi kerja", "swasta", "employer"})
_SIZES = {"mikro": Size.MICRO, "kecil": Size.SMALL, "menengah": Size.MEDIUM, "besar": Size.LARGE, **{size.value.lower(): size for size in Size}}
_SHORT = {name[:3].casefold(): at for names in MONTHS.values() for at, name in enumerate(names, 1)} | {"agt": 8, "agu": 8, "des": 12, "okt": 10}
_LONGEST_NAME, _LONGEST_NPP, _MOST_MONTHS = 200, 30, 1200


@dataclass(frozen=True)
class Row:
    """One row as read; `why`: a key of WHY where it cannot be used. `owed` None: the row says nothing of arrears."""

    sheet: str
    row: int
    name: str
    code: str
    district: str
    kind: str
    npp: str
    months: int | None = None
    owed: int | None = None
    paid_through: Month | None = None
    workers: int | None = None
    registered: int | None = None
    since: date | None = None
    industry: str = ""
    size: str = ""
    why: str = ""


@dataclass(frozen=True)
class ReadArrears:
    """`seen`: each title of the file and the field that it was taken for."""

    name: str
    sha256: str
    rows: list[Row]
    seen: tuple[tuple[str, str | None], ...]


@cache
def vocabulary() -> Vocabulary:
    """Ours alone: a file of payers names no person."""
    return Vocabulary.of(yaml.safe_load(Path(__file__).with_name("arrears.yaml").read_text(encoding="utf-8")))


def read_arrears(path: Path, remembered: Mapping[str, str] | None = None) -> ReadArrears:
    """`remembered`: header key -> field as somebody confirmed it.

    Errors: InputError `arrears.unreadable` for a file that is no table, `arrears.columns` with the titles that it has where no column names the
    payers.
    """
    file = _read(path, remembered)
    if file.refusal is not None:
        code, why = file.refusal
        if code == NO_HEADER.code:
            _refuse_columns(file.titles)
        raise InputError("arrears.unreadable", Words(f"Berkas “{file.name}”: {why.id}", f"The file “{file.name}”: {why.en}"))
    rows = [row for sheet in file.sheets for row in _rows(sheet)]
    return ReadArrears(file.name, file.sha256, rows, tuple(dict.fromkeys(pair for sheet in file.sheets for pair in sheet.seen)))


def titles_of_file(path: Path) -> list[tuple[str, str | None]]:
    """The titles of a file of which no column may be known, each with the field it would be taken for."""
    file, words = _read(path, None), vocabulary()
    seen = [pair for sheet in file.sheets for pair in sheet.seen]
    return list(dict.fromkeys(seen)) or [(title, words.exactly(title) or words.by_rule(title)) for title in file.titles]


def month_of(text: str) -> Month | None:
    """ "2025-11", "11-2025", "202511", "Nov 2025", "2025-11-01", "30/11/2025" -> November 2025; None for anything else."""
    plain = " ".join(text.casefold().replace("/", "-").replace(".", "-").split())
    if found := re.fullmatch(r"([a-z]{3})[a-z]*[ -]*(\d{4})", plain):
        at = _SHORT.get(found[1])
        return Month.at(int(found[2]), at) if at else None
    for shape in (
        r"(?P<y>\d{4})-?(?P<m>\d{2})",
        r"(?P<m>\d{1,2})-(?P<y>\d{4})",
        r"(?P<y>\d{4})-(?P<m>\d{2})-\d{2}",
        r"\d{1,2}-(?P<m>\d{1,2})-(?P<y>\d{4})",
    ):
        if (found := re.fullmatch(shape, plain)) and 1 <= int(found["m"]) <= 12 and int(found["y"]) > 0:
            return Month.at(int(found["y"]), int(found["m"]))
    return None


def _read(path: Path, remembered: Mapping[str, str] | None) -> ReadFile:
    given = dict(remembered or {})
    return next(iter(read_files([path], words=vocabulary(), wanted=_WANTED, limits=OF_A_LIST, remembered=lambda _: given)))


def _rows(sheet: SheetRows) -> Iterable[Row]:
    empty = [None] * len(sheet.rows)
    columns = {field: sheet.columns.get(field, empty) for field in FIELDS}
    for at, number in enumerate(sheet.rows):
        yield _row(sheet.name, number, {field: " ".join((held[at] or "").split()) for field, held in columns.items()})


def _row(sheet: str, number: int, cells: Mapping[str, str]) -> Row:
    why = ""
    values: dict[str, Any] = {}
    for field, read, wrong in _READ:
        try:
            values[field] = read(cells[field]) if cells[field] else None
        except (InputError, ValueError):
            why = why or wrong
            values[field] = None
    size = _SIZES.get(cells["size"].casefold())
    return Row(
        sheet,
        number,
        cells["name"][:_LONGEST_NAME],
        cells["code"],
        cells["district"],
        _kind(cells["kind"]),
        cells["npp"].upper()[:_LONGEST_NPP],
        **values,
        industry=_industry(cells["industry"]),
        size=size.value if size else "",
        why=why or _missing(values),
    )


def _missing(values: Mapping[str, object]) -> str:
    """What does not fit together. Nothing of arrears at all is a row that only says who is enrolled."""
    owed, months = values["owed"], values["months"]
    if months and not owed:
        return "owed"
    if owed and not months and not values["paid_through"]:
        return "months"
    workers, registered = values["workers"], values["registered"]
    return "workers" if isinstance(workers, int) and isinstance(registered, int) and registered > workers else ""


def _months(text: str) -> int:
    found = re.fullmatch(r"(\d{1,4})\s*(bulan|bln|bl|months?)?\.?", text.casefold())
    if not found or int(found[1]) > _MOST_MONTHS:
        raise ValueError(text)
    return int(found[1])


def _month(text: str) -> Month:
    found = month_of(text)
    if found is None:
        raise ValueError(text)
    return found


def _count(text: str) -> int:
    if not re.fullmatch(r"\d{1,3}(\.\d{3})*|\d{1,7}", text):
        raise ValueError(text)
    return int(text.replace(".", ""))


def _day(text: str) -> date:
    if found := re.fullmatch(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})", text):
        return date(int(found[3]), int(found[2]), int(found[1]))
    return date.fromisoformat(text)


_READ: tuple[tuple[str, Callable[[str], Any], str], ...] = (
    ("owed", rupiah_of, "owed"),
    ("months", _months, "months"),
    ("paid_through", _month, "months"),
    ("workers", _count, "workers"),
    ("registered", _count, "workers"),
    ("since", _day, "since"),
)


def _kind(text: str) -> str:
    plain = text.casefold().strip(" .")
    return "employer" if plain in _EMPLOYER else _KINDS.get(plain, "")


def _industry(text: str) -> str:
    """The letter of the section; a number of KBLI says its section only by a table that is not kept here."""
    return text[:1].upper() if re.fullmatch(r"[A-Ua-u]([. -].*)?", text) else ""


def _refuse_columns(titles: list[str]) -> None:
    met = ", ".join(f"“{title}”" for title in list(dict.fromkeys(titles))[:12]) or "–"
    raise InputError(
        "arrears.columns",
        Words(
            f"Berkas ini perlu kolom nama (desa, OPD, atau perusahaan), dan tunggakannya. Judul yang ada: {met}. Sebutkan kolom mana yang "
            "dimaksud, atau perbaiki judulnya, lalu ulangi.",
            f"The file needs a column of names (village, office or employer), and what they owe. Its titles are: {met}. Say which column is meant, "
            "or correct the titles, and try again.",
        ),
    )
