"""Reporting an event, and what becomes of it first. `by` is who acts (None: the command line), `on` the day of the act."""

from dataclasses import dataclass
from datetime import date

from payung.accounts.models import User
from payung.audit.actions import acting
from payung.claims.allowed import may_for, require_for, require_in
from payung.claims.cover import numbers_of
from payung.claims.events import NIK_DIGITS, cases_of_event, digits, kept, known, same_event
from payung.claims.models import Case, Report
from payung.places.models import Office, Place
from payung.registry.bulk import lock_table
from payung.registry.models import Candidate, Person, RegisterEntry
from payung.values.errors import InputError, RefusedError
from payung.values.words import Words

_LONGEST_NAME, _LONGEST_STORY = 200, 1000  # characters: what their columns hold


@dataclass(frozen=True)
class Reported:
    """The case of the event, and whether this report opened it (False: somebody had reported it before)."""

    case: Case
    opened: bool


def report_event(
    *,
    kind: str,
    way: str,
    happened_on: date,
    person: Person | None = None,
    nik: str = "",
    name: str = "",
    birth_date: date | None = None,
    village: Place | None = None,
    office: Office | None = None,
    cause: str = Case.Cause.UNKNOWN,
    happened_at: str = "",
    story: str = "",
    told_by: str = "",
    phone: str = "",
    helps: bool = False,
    entry: RegisterEntry | None = None,
    by: User | None,
    on: date,
) -> Reported:
    """The event's case, opened if nobody reported it before; a later report joins it and changes nothing that stands there.

    Errors: InputError for what cannot be (a day in the future, neither NIK nor name); OutOfScopeError for a place that is not the reporter's.
    """
    person = kept(person) or known(nik, visible_to=by, on=on)
    home = village or _village_of(person)
    office = office or _office_of(person)
    require_for(by, "case.report", home.code if home else "", office, on)
    _check(kind, happened_on, person, nik, name, on)
    with acting("case.report", by=by):
        lock_table(Case)  # two officers at once would each miss the other's case: without a person no constraint tells them apart
        case, opened = _case(kind, happened_on, person, nik, " ".join(name.split())[:_LONGEST_NAME], birth_date, home, on)
        if opened:
            case.cause, case.happened_at, case.story, case.office = (
                cause,
                happened_at[:_LONGEST_NAME],
                story[:_LONGEST_STORY],
                office,
            )
            case.save(update_fields=["cause", "happened_at", "story", "office"])
        differs = "" if opened else _differences(case, happened_on, cause, happened_at, story)
        if not (entry and Report.objects.filter(case=case, entry=entry).exists()):
            Report.objects.create(
                case=case, way=way, told_by=told_by.strip()[:120], phone=phone.strip()[:40], helps=helps, entry=entry, told=differs, on=on, by=by
            )
        return Reported(case, opened)


def may_report(person: Person, *, by: User | None, on: date) -> bool:
    """Whether they may report what happened to this person: of their village, or their office's own staff."""
    home = _village_of(person)
    return may_for(by, "case.report", home.code if home else "", _office_of(person), on)


def _village_of(person: Person | None) -> Place | None:
    newest = _newest(person)
    return newest.village if newest else None


def _office_of(person: Person | None) -> Office | None:
    newest = _newest(person)
    return newest.office if newest and newest.office.kind != Office.Kind.LABOUR else None


def _newest(person: Person | None) -> Candidate | None:
    if person is None:
        return None
    found = Candidate.objects.filter(person__in=numbers_of(person)).select_related("village", "office")
    return found.order_by("-round__start", "-pk").first()


def _check(kind: str, happened_on: date, person: Person | None, nik: str, name: str, on: date) -> None:
    if kind not in Case.Kind.values:
        raise InputError("case.kind", Words("Pilih: meninggal atau kecelakaan kerja.", "Choose: death or work accident."))
    if happened_on > on:
        raise InputError("case.in_future", Words("Tanggal kejadian belum tiba. Periksa tanggalnya.", "That day has not come yet. Check the date."))
    if person and happened_on < person.birth_date:
        raise InputError("case.before_birth", Words("Tanggal itu sebelum orangnya lahir.", "That day is before the person was born."))
    if person is None and nik.strip() and len(digits(nik)) != NIK_DIGITS:
        raise InputError("case.nik", Words("NIK harus 16 angka. Periksa, atau kosongkan.", "A NIK has 16 digits. Check it, or leave it empty."))
    if person is None and not name.strip():
        said = Words(
            "NIK ini tidak ada di data. Isi juga nama, supaya petugas dapat mencarinya.",
            "This NIK is not in the data. Give the name too, so that an officer can look for the person.",
        )
        raise InputError("case.nobody", said if nik else Words("Isi NIK atau nama.", "Give a NIK or a name."))


def _case(
    kind: str, happened_on: date, person: Person | None, nik: str, name: str, birth_date: date | None, village: Place | None, on: date
) -> tuple[Case, bool]:
    found = same_event(kind, happened_on, person, nik, name, village)
    if found:
        return _joined(found, person), False
    told = {
        "kind": kind,
        "person": person,
        "nik": "" if person else digits(nik),
        "name": name or (person.name if person else ""),
        "birth_date": birth_date or (person.birth_date if person else None),
        "happened_on": happened_on,
        "village": village,
        "opened_on": on,
    }
    return Case.objects.create(**told), True


def _joined(case: Case, person: Person | None) -> Case:
    """A case that was about nobody known is now about this person."""
    if person is None or case.person_id:
        return case
    case = Case.objects.select_for_update().get(pk=case.pk)
    case.person, case.village, case.office = person, case.village or _village_of(person), case.office or _office_of(person)
    case.save(update_fields=["person", "village", "office"])
    return case


def _differences(case: Case, happened_on: date, cause: str, happened_at: str, story: str) -> str:
    """What a later report says otherwise, as the officer reads it."""
    said = []
    if happened_on != case.happened_on:
        said.append(f"tanggal {happened_on.isoformat()}")
    if cause not in (case.cause, Case.Cause.UNKNOWN):
        said.append(f"sebab {cause}")
    said += [text for text in (happened_at, story) if text and text not in (case.happened_at, case.story)]
    return "; ".join(said)[:_LONGEST_STORY]


def link_person(*, case: Case, person: Person, by: User | None, on: date) -> Case:
    """Says whose case it is, where the report named nobody whom the data know.

    Errors: RefusedError `case.linked` where it is somebody else's already, `case.known_event` where that person has a case of this event.
    """
    require_in(case, "case.handle", by, on)
    with acting("case.link", by=by):
        lock_table(Case)  # as report_event does, and before the row
        case = Case.objects.select_for_update().get(pk=case.pk)
        if case.person_id == person.pk:
            return case
        if case.person_id:
            raise RefusedError("case.linked", Words("Kasus ini sudah milik orang lain.", "This case is somebody else's already."))
        person = kept(person) or person
        other = cases_of_event(case.kind, case.happened_on).filter(person__in=numbers_of(person)).first()
        if other:
            raise RefusedError(
                "case.known_event",
                Words(
                    f"Peristiwa orang ini sudah ada di kasus nomor {other.pk}. Batalkan laporan ini dan lanjutkan di sana.",
                    f"This person's event is case number {other.pk} already. Withdraw this report and go on there.",
                ),
            )
        case.person, case.village = person, case.village or _village_of(person)
        case.office = case.office or _office_of(person)
        case.save(update_fields=["person", "village", "office"])
        return case
