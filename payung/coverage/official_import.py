"""Taking a table of official figures in: what is new, what stood there already, what corrects an older figure. One transaction, one insert."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from payung.accounts.models import User
from payung.accounts.rights import require
from payung.audit.actions import acting
from payung.coverage.actions import Source
from payung.coverage.models import OfficialColumn, OfficialFigure, OfficialFile
from payung.coverage.official_file import Line, Problem, ReadOfficial, fields
from payung.filing.kept import keep_file
from payung.places.models import Place
from payung.values.errors import InputError
from payung.values.words import Words

_Key = tuple[str, str, str, date]


@dataclass(frozen=True)
class Imported:
    """Figures that came in, that stood there with the same value, and that stand beside an older one now; rows that could not be read."""

    new: int
    same: int
    corrected: int
    problems: tuple[Problem, ...]
    file: OfficialFile | None

    @property
    def words(self) -> Words:
        """One sentence."""
        told = Words(
            "{new} angka baru, {same} sudah ada, {corrected} pembetulan, {left} baris tidak terbaca.",
            "{new} new figures, {same} were there, {corrected} corrections, {left} rows not read.",
        )
        return told.counting(new=self.new, same=self.same, corrected=self.corrected, left=len(self.problems))


def columns_known(publisher: str) -> dict[str, str]:
    """Header key -> field, as it was said of this publisher's tables."""
    return dict(OfficialColumn.objects.filter(publisher=_publisher(publisher)).values_list("header", "field"))


def remember_columns(*, publisher: str, columns: Mapping[str, str], place: str, by: User | None, on: date) -> None:
    """What titles (header keys) mean in this publisher's tables from now on. InputError for a field that does not exist."""
    require(by, "register.import", place, on)
    if unknown := sorted(set(columns.values()) - set(fields())):
        raise InputError("official.unknown_field", Words(f"Isi kolom {unknown[0]} tidak dikenal.", f"The field {unknown[0]} is not known."))
    with acting("official.remember", by=by):
        for header, name in columns.items():
            OfficialColumn.objects.update_or_create(publisher=_publisher(publisher), header=header[:120], defaults={"field": name})


def import_official(*, read: ReadOfficial, path: Path, name: str, source: Source, place: str, by: User | None, on: date) -> Imported:
    """The figures of a table that was read for `place`. The same table again changes nothing.

    Another value of the same source, place, definition, segment and day corrects the older one from `on` on.
    Errors: InputError without a source, or where not one figure could be read.
    """
    require(by, "register.import", place, on)
    told = source.columns()
    if not 1 <= len(told["source"]) <= 200:
        raise InputError("official.source", Words("Tulis dari mana tabel ini.", "Write where this table is from."))
    if not read.lines:
        raise InputError(
            "official.nothing",
            Words("Tidak ada satu angka pun yang terbaca. Periksa kolom dan barisnya.", "Not one figure could be read. Check its columns and rows."),
        )
    ahead = [one for one in read.lines if one.as_of > on]
    lines = [one for one in read.lines if one.as_of <= on]
    problems = (*read.problems, *(Problem(one.sheet, one.row, _AHEAD) for one in ahead))
    keep_file(path, read.sha256)
    with acting("official.import", by=by):
        known = _known(lines, told["source"])
        fresh = [one for one in lines if (held := known.get(_key(one))) is None or held.value != one.value]
        file = OfficialFile.objects.filter(sha256=read.sha256).first()
        if fresh and file is None:
            where = Place.objects.get(code=place) if place else None
            file = OfficialFile.objects.create(sha256=read.sha256, name=name[-255:], place=where, on=on)
        OfficialFigure.objects.bulk_create(_figure(one, known.get(_key(one)), told, file, on) for one in fresh)
    corrected = sum(_key(one) in known for one in fresh)
    return Imported(len(fresh) - corrected, len(lines) - len(fresh), corrected, problems, file)


def _known(lines: list[Line], source: str) -> dict[_Key, OfficialFigure]:
    """What this source says today of the days in the table."""
    there = OfficialFigure.objects.known(None).filter(source=source, as_of__in={one.as_of for one in lines})
    return {(one.place_id or "", one.definition, one.segment, one.as_of): one for one in there}


def _key(one: Line) -> _Key:
    return one.place, one.definition, one.segment, one.as_of


def _figure(one: Line, corrects: OfficialFigure | None, told: Mapping[str, object], file: OfficialFile | None, on: date) -> OfficialFigure:
    stands = {**told, "page": one.page or told["page"]}
    return OfficialFigure(
        place_id=one.place or None,
        definition=one.definition,
        segment=one.segment,
        value=one.value,
        as_of=one.as_of,
        known_on=on,
        corrects=corrects,
        file=file,
        sheet=one.sheet[:100],
        row=one.row,
        **stands,
    )


def _publisher(text: str) -> str:
    return " ".join(text.split())[:120]


_AHEAD = Words("Tanggal angka ini belum tiba.", "The day of this figure is still ahead.")
