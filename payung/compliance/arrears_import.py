"""Taking in a file about payers: every row that can be used becomes what was said of an entity as of a day; the others are kept with their reason.

A row is its entity's by the NPP, else by the code of the village, else by the name, with the district where several bear it. An employer that is
not known yet is opened where the row, or whoever gives the file, says that it is one.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from re import search, sub

from payung.accounts.models import User
from payung.accounts.rights import require
from payung.audit.actions import acting
from payung.compliance.arrears_file import FIELDS, ReadArrears, Row, read_arrears
from payung.compliance.enrolment import EntityLine, entities_of, newest
from payung.compliance.enrolment_actions import RECORD, employer_row, read_source, rows_of
from payung.compliance.enrolment_models import ArrearsColumn, ArrearsFact, ArrearsFile, EnrolmentFact, Entity, RefusedRow
from payung.compliance.entity_sight import entity_sight
from payung.intake.read.header import UNUSED, header_key
from payung.law.due import due
from payung.law.given import Programme, Segment
from payung.places.actions import open_office
from payung.places.models import Office, OfficeKind, Place
from payung.values.errors import InputError
from payung.values.month import Month
from payung.values.words import Words

_COMPANY = r"\b(pt|cv|ud|pd|fa|firma|koperasi|yayasan|perum|toko|persero|tbk)\b"
_BEFORE = r"^(pemerintah desa|pemdes|desa|ds)\b\.?\s*"
_ENROLMENT: dict[str, object] = {"npp": "", "since": None, "workers": None, "registered": None}
_DISTRICT = r"^(kecamatan|kec)\b\.?\s*"


@dataclass(frozen=True)
class Imported:
    """`file`: the import; `again`: it was there already, and nothing changed."""

    file: ArrearsFile
    again: bool = False


@dataclass
class _Board:
    """The entities of the place by everything by which a row may name them; `npps`: by the number last known."""

    lines: list[EntityLine]
    names: dict[str, list[EntityLine]] = field(default_factory=dict)
    npps: dict[str, EntityLine] = field(default_factory=dict)
    codes: dict[str, EntityLine] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for line in self.lines:
            self.names.setdefault(_plain(line.name), []).append(line)
            if line.npp:
                self.npps[line.npp] = line
            if line.kind == "village":
                self.codes[line.place.replace(".", "")] = line

    def of(self, row: Row, kind: str) -> list[EntityLine]:
        """Whom the row may mean."""
        if row.npp and row.npp in self.npps:
            return [self.npps[row.npp]]
        if row.code and (line := self.codes.get(sub(r"\D", "", row.code))):
            return [line]
        found = [line for line in self.names.get(_plain(row.name), []) if not kind or line.kind == kind]
        if len(found) > 1 and row.district:
            found = [line for line in found if _plain(line.district_name) == _plain(row.district, _DISTRICT)]
        return found


def remembered_columns(place: str) -> dict[str, str]:
    """Header key -> field, as it was confirmed for files of that place."""
    return dict(ArrearsColumn.objects.filter(place=place).values_list("title", "field"))


def remember_columns(*, place: Place, columns: Mapping[str, str], by: User | None, on: date) -> None:
    """`columns`: title -> field (a key of FIELDS, or "unused"). InputError `arrears.column` for another field."""
    require(by, RECORD, place.pk, on)
    for title, name in columns.items():
        if name not in FIELDS and name != UNUSED:
            raise InputError(
                "arrears.column",
                Words(
                    f"Kolom “{title}” disebut “{name}”. Pilih salah satu: {', '.join(FIELDS)}, {UNUSED}.",
                    f"The column “{title}” is called “{name}”. Choose one of: {', '.join(FIELDS)}, {UNUSED}.",
                ),
            )
    with acting("columns.remember", by=by):
        for title, name in columns.items():
            ArrearsColumn.objects.update_or_create(place=place, title=header_key(title)[:120], defaults={"field": name})


def read_for(place: str, path: Path) -> ReadArrears:
    """The file with what is remembered for the place."""
    return read_arrears(path, remembered_columns(place))


def import_arrears(*, place: Place, read: ReadArrears, as_of: date, source: str, kind: str = "", by: User | None, on: date) -> Imported:
    """The rows of a file about entities of the place, as of a day; the same file again changes nothing.

    `kind`: what all its rows are (village, opd, employer; "" where they or their names say it). Errors: InputError `entity.fact` for a source or a
    day that cannot be.
    """
    require(by, RECORD, place.code, on)
    source = read_source(source, as_of, on)
    with acting("arrears.import", by=by):
        Place.objects.select_for_update().get(pk=place.pk)  # of two people with one file, one comes first
        known = ArrearsFile.objects.filter(place=place, sha256=read.sha256).first()
        if known is not None:
            return Imported(known, again=True)
        taken, refused = _sorted(place, read.rows, kind, by, on)
        file = ArrearsFile.objects.create(
            place=place,
            sha256=read.sha256,
            file_name=read.name[:150],
            source=source,
            as_of=as_of,
            rows=len(read.rows),
            taken=len(read.rows) - len(refused),
            on=on,
            by=by,
        )
        RefusedRow.objects.bulk_create(
            RefusedRow(file=file, sheet=row.sheet[:100], row=row.row, named=row.name or row.npp or row.code, why=row.why) for row in refused
        )
        _say(file, taken, by)
    return Imported(file)


def _sorted(place: Place, rows: Iterable[Row], kind: str, by: User | None, on: date) -> tuple[dict[int, tuple[Entity, Row]], list[Row]]:
    """Key of the entity -> its entity and row (several with other numbers added up); and the rows that cannot be used."""
    board = _Board(entities_of(place.code, on, visible_to=by, right=RECORD))
    may_open = by is None or bool(entity_sight(by, on, right=RECORD).everything)
    named: list[tuple[Row, EntityLine | None]] = []
    refused: list[Row] = []
    for row in rows:
        found = board.of(row, row.kind or kind)
        if row.why or len(found) > 1:
            refused.append(replace(row, why=row.why or "several"))
        elif found:
            named.append((row, found[0]))
        elif may_open and _is_employer(row, kind):
            named.append((row, None))
        else:
            refused.append(replace(row, why="unknown"))
    entities = rows_of([line for _, line in named if line])
    taken: dict[int, tuple[Entity, Row]] = {}
    for row, line in named:
        entity = _with_class(entities[line.key], row) if line else _opened(place, row, by)
        before = taken.get(entity.pk)
        if before and (not row.npp or row.npp in before[1].npp.split(", ")):
            refused.append(replace(row, why="twice"))
        else:
            taken[entity.pk] = (entity, _together(before[1], row) if before else row)
    return taken, refused


def _together(one: Row, other: Row) -> Row:
    """Two numbers (NPP) of one entity."""
    through = [each for each in (one.paid_through, other.paid_through) if each]
    return replace(
        one,
        npp=", ".join([one.npp, other.npp])[:30],
        months=max(one.months or 0, other.months or 0),
        owed=(one.owed or 0) + (other.owed or 0),
        paid_through=min(through, default=None),
        registered=_sum(one.registered, other.registered),
        workers=_sum(one.workers, other.workers),
    )


def _sum(one: int | None, other: int | None) -> int | None:
    return None if one is None and other is None else (one or 0) + (other or 0)


def _is_employer(row: Row, kind: str) -> bool:
    if row.kind or kind:
        return (row.kind or kind) == "employer" and bool(row.name)
    return bool(search(_COMPANY, row.name.casefold()))


def _opened(place: Place, row: Row, by: User | None) -> Entity:
    office: Office = open_office(kind=OfficeKind.EMPLOYER, name=row.name, place=place, by=by)
    return employer_row(office, row.industry, row.size)


def _with_class(entity: Entity, row: Row) -> Entity:
    if entity.kind == Entity.Kind.EMPLOYER and (row.industry or row.size) and entity.office:
        return employer_row(entity.office, row.industry, row.size)
    return entity


def _say(file: ArrearsFile, taken: Mapping[int, tuple[Entity, Row]], by: User | None) -> None:
    """What a row leaves out stays as it was known."""
    said = {"as_of": file.as_of, "source": file.source, "file": file, "on": file.on, "by": by}
    before = newest(EnrolmentFact.objects.filter(entity__in=list(taken)), file.as_of)
    enrolments = []
    for entity, row in taken.values():
        known = before.get(entity.pk)
        fresh = {name: getattr(row, name) or getattr(known, name, empty) for name, empty in _ENROLMENT.items()}
        if known is None or not known.enrolled or any(getattr(known, name) != value for name, value in fresh.items()):
            enrolments.append(EnrolmentFact(entity=entity, enrolled=True, **fresh, **said))
    EnrolmentFact.objects.bulk_create(enrolments)
    owing = [(entity, row, row.owed) for entity, row in taken.values() if row.owed is not None]
    ArrearsFact.objects.bulk_create(
        ArrearsFact(entity=entity, months=_months(row, file.as_of), owed=owed, paid_through=row.paid_through, **said) for entity, row, owed in owing
    )


def _months(row: Row, as_of: date) -> int:
    return (row.months or months_until(row.paid_through, as_of)) if row.owed else 0


def months_until(paid_through: Month | None, as_of: date) -> int:
    """Months that were due before the day and come after the last paid one, by the due days of employers; at least one."""
    last = Month.of(as_of) + -1
    while due(Segment.PU, Programme.JKM, last).due_on >= as_of:
        last += -1
    return max(1, last - paid_through) if paid_through else 1


def _plain(name: str, before: str = _BEFORE) -> str:
    return " ".join(sub(r"[^\w]+", " ", sub(before, "", name.casefold().strip())).split())
