"""Saying what is known of a village, office or employer. `by` is who acts (None: the command line), `on` the day of the act.

An entity is named by its key (Entity.key) and must lie in `place` and be seen by whoever acts; else OutOfScopeError `entity.unknown`.
"""

from collections.abc import Collection
from datetime import date

from payung.accounts.models import User
from payung.accounts.rights import require
from payung.audit.actions import acting
from payung.compliance.enrolment import EntityLine, entities_of
from payung.compliance.enrolment_models import ArrearsFact, EnrolmentFact, Entity, EntityKind
from payung.compliance.industries import INDUSTRIES
from payung.law.join import Size
from payung.places.actions import open_office
from payung.places.models import Office, OfficeKind, Place
from payung.values.errors import InputError, OutOfScopeError
from payung.values.month import Month
from payung.values.words import Words

RECORD = "entity.record"
LONGEST_SOURCE, _LONGEST_NAME, _LONGEST_NPP = 150, 200, 30
_UNKNOWN = Words("{n} entitas tidak ada di wilayah ini, atau bukan untuk Anda.", "{n} entities are not in this place, or not yours.")


def lines_for(keys: Collection[str], *, place: str, right: str, by: User | None, on: date) -> list[EntityLine]:
    """The lines of these keys, each once, in the order of the board, for whoever holds the right where each lies."""
    wanted = set(keys)
    found = [line for line in entities_of(place, on, visible_to=by, right=right) if line.key in wanted]
    if lost := len(wanted) - len(found):
        raise OutOfScopeError("entity.unknown", _UNKNOWN.filled(n=lost))
    for code in {line.place for line in found}:
        require(by, right, code, on)
    return found


def rows_of(lines: Collection[EntityLine]) -> dict[str, Entity]:
    """Key -> row, made where there is none; inside an act."""
    bare = [line for line in lines if line.pk is None]
    Entity.objects.bulk_create((Entity(kind=line.kind, place_id=line.place, office_id=line.office) for line in bare), ignore_conflicts=True)
    codes = {line.place for line in lines if line.kind == EntityKind.VILLAGE}
    offices = {line.office for line in lines if line.office}
    there = Entity.objects.filter(kind=EntityKind.VILLAGE, place__in=codes) | Entity.objects.filter(office__in=offices)
    return {each.key: each for each in there.select_related("office")}


def record_enrolment(
    *,
    entity: str,
    place: str,
    enrolled: bool,
    npp: str = "",
    since: date | None = None,
    workers: int | None = None,
    registered: int | None = None,
    as_of: date,
    source: str,
    by: User | None,
    on: date,
) -> EnrolmentFact:
    """What was said of its enrolment as of a day; the same again changes nothing. Errors: InputError `entity.fact` for what cannot be."""
    source = read_source(source, as_of, on)
    npp = "".join(npp.split()).upper()
    _refuse(len(npp) > _LONGEST_NPP, Words(f"NPP paling panjang {_LONGEST_NPP} huruf.", f"An NPP has at most {_LONGEST_NPP} characters."))
    _refuse(
        not enrolled and bool(npp or since),
        Words("Yang belum terdaftar tidak punya NPP atau tanggal daftar.", "Whoever is not enrolled has no NPP and no day of enrolment."),
    )
    _refuse(
        since is not None and since > as_of, Words("Tanggal daftar sesudah tanggal keterangan.", "The day of enrolment is after the day of the word.")
    )
    _refuse(
        workers is not None and registered is not None and registered > workers,
        Words("Pekerja terdaftar lebih banyak daripada semua pekerja.", "More workers are enrolled than there are."),
    )
    said = {"enrolled": enrolled, "npp": npp, "since": since, "workers": workers, "registered": registered, "source": source}
    with acting(RECORD, by=by):
        row = _locked(entity, place, by, on)
        known = EnrolmentFact.objects.filter(entity=row, as_of=as_of).order_by("-pk").first()
        if known and all(getattr(known, name) == value for name, value in said.items()):
            return known
        return EnrolmentFact.objects.create(entity=row, as_of=as_of, on=on, by=by, **said)


def record_arrears(
    *, entity: str, place: str, months: int, owed: int, paid_through: Month | None = None, as_of: date, source: str, by: User | None, on: date
) -> ArrearsFact:
    """What was said that it owes as of a day (0 and 0: nothing); the same again changes nothing. Errors: InputError `entity.fact`."""
    source = read_source(source, as_of, on)
    _refuse(
        not ((months == 0 and owed == 0) or (months > 0 and owed > 0)),
        Words("Isi jumlah bulan dan rupiahnya, atau nol untuk keduanya.", "Give both the months and the rupiah, or nought for both."),
    )
    _refuse(
        paid_through is not None and months > 0 and Month.of(as_of) - paid_through < months,
        Words(
            "Jumlah bulan tidak cocok dengan bulan terakhir yang dibayar.",
            "So many months cannot be owed when that was the last month paid.",
        ),
    )
    said = {"months": months, "owed": owed, "paid_through": paid_through, "source": source}
    with acting(RECORD, by=by):
        row = _locked(entity, place, by, on)
        known = ArrearsFact.objects.filter(entity=row, as_of=as_of).order_by("-pk").first()
        if known and all(getattr(known, name) == value for name, value in said.items()):
            return known
        return ArrearsFact.objects.create(entity=row, as_of=as_of, on=on, by=by, **said)


def record_employer(*, place: Place, name: str, industry: str = "", size: str = "", by: User | None, on: date) -> Entity:
    """An employer by its name at the place, with its industry (KBLI section) and size; known already, these are kept anew where they are given.

    Errors: InputError `entity.employer` for a name, industry or size that cannot be.
    """
    require(by, RECORD, place.code, on)
    name = " ".join(name.split())
    if not 1 <= len(name) <= _LONGEST_NAME or (industry and industry not in INDUSTRIES) or (size and size not in list(Size)):
        raise InputError(
            "entity.employer",
            Words(
                "Isi nama pemberi kerja, lapangan usaha, dan skala dari daftar.", "Give the employer’s name, and industry and size from the lists."
            ),
        )
    with acting("entity.employer", by=by):
        office = open_office(kind=OfficeKind.EMPLOYER, name=name, place=place, by=by)
        return employer_row(office, industry, size)


def employer_row(office: Office, industry: str, size: str) -> Entity:
    """Inside an act."""
    row, _ = Entity.objects.get_or_create(office=office, defaults={"kind": EntityKind.EMPLOYER, "place_id": office.place_id})
    given = {"industry": industry or row.industry, "size": size or row.size}
    if any(getattr(row, name) != value for name, value in given.items()):
        row.industry, row.size = given["industry"], given["size"]
        row.save(update_fields=list(given))
    return row


def read_source(source: str, as_of: date, on: date) -> str:
    """Who said it. InputError `entity.fact` without one, or for a day that has not come."""
    source = " ".join(source.split())
    _refuse(
        not 1 <= len(source) <= LONGEST_SOURCE,
        Words(f"Isi sumber keterangannya, paling panjang {LONGEST_SOURCE} huruf.", f"Give the source, at most {LONGEST_SOURCE} characters."),
    )
    _refuse(as_of > on, Words("Tanggal keterangan belum tiba.", "The day of the information has not come."))
    return source


def _locked(key: str, place: str, by: User | None, on: date) -> Entity:
    (line,) = lines_for([key], place=place, right=RECORD, by=by, on=on)
    return Entity.objects.select_for_update(of=("self",)).get(pk=rows_of([line])[key].pk)


def _refuse(wrong: bool, words: Words) -> None:
    if wrong:
        raise InputError("entity.fact", words)
