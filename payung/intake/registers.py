"""Reference registers from files: deaths, civil servants, village officials, active members, Taspen, welfare.

They are read like lists: header words in any order, NIK, names and dates cleaned the same way. Without a NIK a register is still one,
if it names people and their birth dates: nobody is stopped by it, but an officer can compare.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from payung.intake.checks.check import REGISTER_CODES
from payung.intake.checks.clean import read_dates, read_name, with_values
from payung.intake.read.cells import OF_A_REGISTER
from payung.intake.read.files import read_files
from payung.intake.read.one import ReadFile, SheetRows
from payung.intake.read.refusals import NO_HEADER, NO_ROWS
from payung.values.errors import InputError
from payung.values.words import Lang, Words, age, number

Told = Callable[[str, Words], None]  # hears of a file (by name) what its reader should know


@dataclass(frozen=True)
class ReadRegister:
    """`frame` with COLUMNS; `seen`: each title of the sheets that were used and the field it was taken for; `notes`: what could not be read."""

    frame: pl.DataFrame
    seen: list[tuple[str, str | None]]
    notes: list[Words]


@dataclass(frozen=True)
class Shape:
    """`on`, `until`: the columns of the first and the last day; `told`: what is told of a person it holds; `also`: a column it needs beside people.

    `fresh`: so many days after its date it is not yet old.
    """

    title: Words
    fresh: int
    on: str | None
    told: tuple[str, ...]
    until: str | None = "until"
    also: str | None = None


# How old a register may be before we call it old is OUR choice, no rule says it: a month for what changes daily and decides (deaths, active
# members), a quarter for appointments, half a year for offices that change with elections and for deciles that are computed twice a year.
KINDS: dict[str, Shape] = {
    "deaths": Shape(Words("Daftar kematian", "Deaths"), 31, "died_on", ("died_on",), until=None),
    "civil_servants": Shape(Words("Daftar ASN, TNI, POLRI", "Civil servants and forces"), 92, "since", ("kind",)),
    "village_officials": Shape(Words("Daftar perangkat desa", "Village officials"), 183, "since", ("occupation", "position")),
    "active_members": Shape(Words("Daftar peserta aktif", "Active members"), 31, "since", ("segment", "payer")),
    "taspen": Shape(Words("Daftar Taspen", "Taspen"), 92, "since", ("office",)),
    "welfare": Shape(Words("Daftar kesejahteraan (DTSEN)", "Welfare"), 183, None, ("decile",), until=None, also="decile"),
}
COLUMNS = {
    "nik": pl.String,
    "name": pl.String,
    "birth_date": pl.Date,
    "birth_place": pl.String,
    "sex": pl.String,
    "mother": pl.String,
    "village": pl.String,
    "phone": pl.String,
    "on": pl.Date,
    "until": pl.Date,
    "evidence": pl.String,
}
_PERSON = ("nik", "name", "birth_place", "birth_date", "birth", "sex", "mother", "village", "phone")
_WHOLE_NIK = r"^[0-9]{16}$"
_LAST_YEAR = 60  # of a status; "98" is the last century's, "26" and a pension in "59" are of this one
_NEEDED = {"decile": Words("desil", "decile")}
_MOST_SEEN = 12


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


def is_old(kind: str, days: int) -> bool:
    return days > KINDS[kind].fresh


def old_words(ages: Mapping[str, int]) -> Words | None:
    """`ages`: kind -> days. One sentence that names the old ones and their age; None where there are none."""
    old = [(KINDS[kind].title, age(days)) for kind, days in ages.items() if is_old(kind, days)]
    if not old:
        return None
    return Words(
        f"Sudah lama, minta yang baru: {'; '.join(f'{_in_a_sentence(title.id)} berumur {how.id}' for title, how in old)}.",
        f"Old by now, ask for new ones: {'; '.join(f'{_in_a_sentence(title.en)} {how.en} old' for title, how in old)}.",
    )


def missing_words(kinds: Collection[str]) -> Words | None:
    """One sentence that names the registers not among `kinds`; None where all are there."""
    missing = [shape.title for kind, shape in KINDS.items() if kind not in kinds]
    if not missing:
        return None
    return Words(
        f"Belum dimuat, jadi belum diperiksa: {'; '.join(_in_a_sentence(title.id) for title in missing)}.",
        f"Not imported, so not checked: {'; '.join(_in_a_sentence(title.en) for title in missing)}.",
    )


def _in_a_sentence(title: str) -> str:
    return title[0].lower() + title[1:]


def read_registers(given: Mapping[str, Path], told: Told = lambda _, __: None) -> dict[str, pl.DataFrame]:
    """kind -> frame with COLUMNS. `told` hears what of a file could not be read.

    Errors: InputError for a register that cannot be read or has nothing usable: checking without it would pass people it should stop.
    """
    return {kind: read.frame for kind, read in _read_each(given, told).items()}


def read_register(kind: str, path: Path) -> ReadRegister:
    """One register with what was understood of it, to be looked at before it is imported. Errors as `read_registers`."""
    return _read_each({kind: path}, lambda _, __: None)[kind]


def _read_each(given: Mapping[str, Path], told: Told) -> dict[str, ReadRegister]:
    shapes = {kind: kind_of(kind) for kind in given}
    result = {}
    for kind, file in zip(given, read_files(list(given.values()), wanted=frozenset({"nik", "name"}), limits=OF_A_REGISTER), strict=True):
        notes: list[Words] = []

        def tell(name: str, note: Words, notes: list[Words] = notes) -> None:
            notes.append(note)
            told(name, note)

        for note in file.notes:
            tell(file.name, note)
        if file.refusal is not None and file.refusal[0] == NO_ROWS.code:
            result[kind] = ReadRegister(pl.DataFrame(schema=COLUMNS), [], notes)  # nobody stands in it, which is an answer
            continue
        if file.refusal is not None:
            _refuse_unreadable(file, shapes[kind])
        frame = _frame(file, kind, shapes[kind], tell)
        used = [sheet for sheet in file.sheets if _usable(frozenset(sheet.columns), shapes[kind])]
        result[kind] = ReadRegister(frame, list(dict.fromkeys(one for sheet in used for one in sheet.seen)), notes)
    return result


def _refuse_unreadable(file: ReadFile, shape: Shape) -> None:
    assert file.refusal is not None
    code, why = file.refusal
    if code == NO_HEADER.code:
        why = Words(*(f"{_wanted(shape, lang)} {_met(file.titles, lang)}" for lang in ("id", "en")))
    raise InputError("register.unreadable", Words(f"{shape.title.id} “{file.name}”: {why.id}", f"{shape.title.en} “{file.name}”: {why.en}"))


def _wanted(shape: Shape, lang: Lang) -> str:
    also = _NEEDED[shape.also].said(lang) if shape.also else ""
    if lang == "en":
        return f"It needs the columns NIK, or name and birth date{f', and {also}' if also else ''}."
    return f"Perlu kolom NIK, atau nama dan tanggal lahir{f', serta {also}' if also else ''}."


def _met(titles: list[str], lang: Lang) -> str:
    if not titles:
        return "Judul kolom tidak ditemukan." if lang == "id" else "No column titles were found."
    shown = ", ".join(f"“{title}”" for title in titles[:_MOST_SEEN])
    return f"Yang ada: {shown}. Perbaiki judul kolomnya, lalu ulangi." if lang == "id" else f"There are: {shown}. Correct the titles and try again."


def _usable(held: frozenset[str], shape: Shape) -> bool:
    names_people = "nik" in held or ("name" in held and bool({"birth_date", "birth"} & held))
    return names_people and (shape.also is None or shape.also in held)


def _frame(file: ReadFile, kind: str, shape: Shape, told: Told) -> pl.DataFrame:
    used = [sheet for sheet in file.sheets if _usable(frozenset(sheet.columns), shape)]
    if not used:
        met = [title for sheet in file.sheets for title, _ in sheet.seen]
        raise InputError(
            "register.no_columns",
            Words(
                f"{shape.title.id} “{file.name}” tidak punya kolom yang diperlukan. {_wanted(shape, 'id')} {_met(met, 'id')}",
                f"The register “{file.name}” lacks the columns it needs. {_wanted(shape, 'en')} {_met(met, 'en')}",
            ),
        )
    for sheet in file.sheets:
        if sheet not in used:
            told(file.name, _note_sheet(sheet))
    written = pl.concat(_written(sheet, shape) for sheet in used)
    _refuse_cut_niks(written.filter("nik_number")["nik"], file, shape)
    read = _read(written, shape)
    _refuse_nobody(read, file, shape)
    titles = {field: title for sheet in reversed(used) for title, field in sheet.seen}
    _tell_dates(read, "birth_date", titles.get("birth_date", titles.get("birth")), file, told)
    _tell_dates(read, "on", titles.get(shape.on), file, told)
    _tell_dates(read, "until", titles.get(shape.until), file, told)
    _tell_ends(read, file, told)
    if kind in REGISTER_CODES:
        _tell_niks(read["nik"], file, told)
    return read.select(list(COLUMNS))


def _written(sheet: SheetRows, shape: Shape) -> pl.DataFrame:
    """The cells as text: those of a person, on_text, until_text and told_0, told_1 … in the order of `shape.told`."""
    height, held = len(sheet.rows), sheet.columns

    def column(name: str | None) -> pl.Series:
        return pl.Series(held[name], dtype=pl.String) if name in held else pl.repeat(None, height, dtype=pl.String, eager=True)

    return pl.DataFrame(
        {
            **{name: column(name) for name in _PERSON},
            "income": column(None),
            "nik_number": pl.Series(sheet.nik_number, dtype=pl.Boolean),
            "date_number": pl.Series(sheet.date_number, dtype=pl.Boolean),
            "on_text": column(shape.on),
            "until_text": column(shape.until),
            **{f"told_{at}": column(name) for at, name in enumerate(shape.told)},
        }
    )


def _read(written: pl.DataFrame, shape: Shape) -> pl.DataFrame:
    """COLUMNS, and what was written where a date is read: birth_date_text, on_text, until_text; `backwards`: the end lay before the beginning."""
    frame = with_values(written)
    on, until = (_status_dates(frame[name]) for name in ("on_text", "until_text"))
    told = [pl.col(f"told_{at}") if name != shape.on else pl.col("on").dt.to_string("%Y-%m-%d") for at, name in enumerate(shape.told)]
    frame = frame.with_columns(on=on, until=until).with_columns(backwards=(pl.col("until") < pl.col("on")).fill_null(False))
    return frame.select(
        nik=pl.when(pl.col("nik_digits").str.contains(_WHOLE_NIK)).then("nik_digits"),
        name="name_read",
        birth_date="born",
        birth_place="birth_place_read",
        sex="sex_read",
        mother=read_name(pl.col("mother")),
        village=read_name(pl.col("village")),
        phone="phone",
        on="on",
        until=pl.when(~pl.col("backwards")).then("until"),
        evidence=pl.concat_str(told, separator=", ", ignore_nulls=True),
        birth_date_text="born_text",
        on_text="on_text",
        until_text=pl.when(~pl.col("backwards")).then("until_text"),
        backwards="backwards",
    )


def _status_dates(text: pl.Series) -> pl.Series:
    """A bare number of five digits is the day as a spreadsheet counts it, whatever the cell was."""
    return read_dates(text, pl.repeat(True, len(text), dtype=pl.Boolean, eager=True), _LAST_YEAR)


def _note_sheet(sheet: SheetRows) -> Words:
    rows = len(sheet.rows)
    return Words(
        f"Lembar “{sheet.name}” ({number(rows)} baris) tidak dipakai: kolomnya tidak cukup untuk mengenali orang.",
        f"The sheet “{sheet.name}” ({number(rows, 'en')} rows) was not used: its columns are not enough to know people by.",
    )


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


def _refuse_nobody(read: pl.DataFrame, file: ReadFile, shape: Shape) -> None:
    known = read.select((pl.col("nik").is_not_null() | (pl.col("name").is_not_null() & pl.col("birth_date").is_not_null())).any()).item()
    if not known:
        rows = read.height
        raise InputError(
            "register.nobody",
            Words(
                f"{shape.title.id} “{file.name}”: tidak satu pun dari {number(rows)} barisnya berisi NIK 16 angka, atau nama dengan tanggal "
                "lahir yang terbaca. Periksa kolomnya, lalu ulangi.",
                f"{shape.title.en} “{file.name}”: not one of its {number(rows, 'en')} rows has a NIK of 16 digits, or a name with a birth date "
                "that can be read. Check its columns and try again.",
            ),
        )


def _tell_dates(read: pl.DataFrame, field: str, title: str | None, file: ReadFile, told: Told) -> None:
    lost = read.filter(pl.col(f"{field}_text").str.contains(r"[\p{L}0-9]") & pl.col(field).is_null())
    if lost.height:
        sample = lost.item(0, f"{field}_text")[:40]
        told(
            file.name,
            Words(
                f"{number(lost.height)} tanggal di kolom “{title}” tidak terbaca, misalnya “{sample}”. Barisnya tetap dipakai, seolah tanggal itu "
                "kosong.",
                f"{number(lost.height, 'en')} dates in the column “{title}” cannot be read, such as “{sample}”. Their rows count as if it were "
                "empty.",
            ),
        )


def _tell_ends(read: pl.DataFrame, file: ReadFile, told: Told) -> None:
    backwards = int(read["backwards"].sum())
    if backwards:
        told(
            file.name,
            Words(
                f"{number(backwards)} baris berakhir sebelum mulai. Tanggal berakhirnya tidak dipakai.",
                f"{number(backwards, 'en')} rows end before they begin. Their end was not used.",
            ),
        )


def _tell_niks(niks: pl.Series, file: ReadFile, told: Told) -> None:
    """Of a register that decides by NIK."""
    without = niks.null_count()
    if without == len(niks):
        told(
            file.name,
            Words(
                "Daftar ini tanpa NIK, jadi tidak menghentikan siapa pun dengan sendirinya. Orangnya perlu dibandingkan petugas lewat nama dan "
                "tanggal lahir.",
                "This register has no NIK, so it stops nobody by itself. An officer must compare its people by name and birth date.",
            ),
        )
    elif without:
        told(
            file.name,
            Words(
                f"{number(without)} baris tanpa NIK 16 angka tidak menghentikan siapa pun dengan sendirinya.",
                f"{number(without, 'en')} rows without a NIK of 16 digits stop nobody by themselves.",
            ),
        )
