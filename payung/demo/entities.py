"""Villages, offices and employers of the demo regency as payers: not enrolled, in arrears, letters sent, promises, one SKK; all invented."""

from datetime import date
from hashlib import sha256
from typing import Any

from payung.audit.actions import acting
from payung.compliance.answer_actions import hand_over, number_skk, record_arrears_payment, record_commitment, summon
from payung.compliance.arrears_file import ReadArrears, Row
from payung.compliance.arrears_import import import_arrears
from payung.compliance.enrolment_actions import record_employer
from payung.compliance.enrolment_models import LetterStep
from payung.compliance.industries import INDUSTRIES, SIZES
from payung.compliance.letter_actions import note_letters, write_arrears_letters
from payung.places.actions import open_office
from payung.places.models import OfficeKind, Place
from payung.values.month import Month
from payung.values.words import Words

_SOURCE = "BPJS Ketenagakerjaan (karangan untuk peragaan, invented for the demo)"
_OFFICES = (
    "Dinas Kesehatan",
    "Dinas Pendidikan",
    "Dinas Perikanan",
    "Dinas Pertanian",
    "Dinas Perhubungan",
    "Dinas Lingkungan Hidup",
    "BKPSDM",
    "Satpol PP",
)
_FIRMS = ("PT Karangan Makmur", "CV Rekaan Jaya", "UD Peraga Bersama", "Koperasi Contoh Sejahtera", "Yayasan Misal Mulia", "Toko Umpama")
_ENROLLED, _OWING, _LATE = 190, 60, 6  # of 336 villages; of the owing so many were written to three times
_MONTHLY = 12 * 16_800  # a dozen officials
_FIRST, _SECOND = date(2026, 1, 5), date(2026, 4, 6)  # days of the two files
_LETTERS = (date(2026, 1, 12), date(2026, 2, 2), date(2026, 2, 23))
_HANDED = date(2026, 3, 16)


def follow_entities(place: Place) -> Words | None:
    """Again: nothing changes, and nothing is told."""
    with acting("demo", by=None):
        for name in _OFFICES:
            open_office(kind=OfficeKind.OPD, name=name, place=place, by=None)
        for number in range(11):  # employers that BPJS does not know
            name, size = f"{_FIRMS[number % 6]} {number + 101}", list(SIZES)[number % 3]
            record_employer(place=place, name=name, industry="AGI"[number % 3], size=str(size), by=None, on=_FIRST)
    villages = list(Place.objects.within(place.code).desa().select_related("parent").order_by("code"))
    chosen = [one for at, one in enumerate(villages) if at * _ENROLLED % len(villages) < _ENROLLED]  # spread over all districts
    first = [*_villages(chosen, months=2, at=Month.at(2025, 10)), *_offices(), *_firms()]
    if _take(place, first, "tunggakan 2025-12.xlsx", date(2025, 12, 31), _FIRST):
        return None
    late = [f"desa-{village.code}" for village in chosen[:_LATE]]
    for day in _LETTERS:
        made = write_arrears_letters(place=place, entities=late, by=None, on=day)
        keys = [letter.pk for letter in made.letters]
        note_letters(place=place.code, letters=keys, kind=LetterStep.Kind.SENT, happened_on=day, note="kurir", by=None, on=day)
        note_letters(place=place.code, letters=keys[:4], kind=LetterStep.Kind.RECEIVED, happened_on=day, note="sekretaris desa", by=None, on=day)
    _take(place, _villages(chosen, months=5, at=Month.at(2025, 10)), "tunggakan 2026-03.xlsx", date(2026, 3, 14), date(2026, 3, 15))
    _answers(place, late)
    write_arrears_letters(place=place, entities=[f"desa-{village.code}" for village in chosen[_LATE : _LATE + 9]], by=None, on=_SECOND)
    return Words(
        f"{_ENROLLED} desa terdaftar, {_OWING} menunggak; {_LATE} sudah disurati tiga kali, satu diserahkan kepada kejaksaan (karangan).",
        f"{_ENROLLED} villages are enrolled, {_OWING} in arrears; {_LATE} were written to three times, one was handed over (invented).",
    )


def _answers(place: Place, late: list[str]) -> None:
    promised, broken, handed = late[0], late[1], late[2]
    terms: dict[str, Any] = {"amount": _MONTHLY, "by": None, "on": _HANDED}
    record_commitment(entity=promised, place=place.code, promised_on=_HANDED, due_on=date(2026, 4, 30), said_by="Kades, lewat telepon", **terms)
    record_commitment(entity=broken, place=place.code, promised_on=_HANDED, due_on=date(2026, 4, 1), parts=2, said_by="surat", **terms)
    referral = hand_over(place=place, entities=[handed], to="Kejaksaan Negeri Konawe Selatan", by=None, on=_HANDED)
    skk = referral.skks.get()
    number_skk(skk=skk, number="SKK-01/KARANGAN/2026", dated=date(2026, 3, 20), by=None, on=date(2026, 3, 20))
    for day, came in ((date(2026, 3, 27), False), (date(2026, 4, 8), True)):
        summon(skk=skk, happened_on=day, came=came, who="Bendahara desa" if came else "", by=None, on=day)
    paid_on = date(2026, 4, 10)
    record_arrears_payment(entity=handed, place=place.code, amount=_MONTHLY, paid_on=paid_on, reference="BKU-DEMO-1", by=None, on=paid_on)


def _villages(chosen: list[Place], *, months: int, at: Month) -> list[Row]:
    """Of those enrolled the first owe since `at`, the more the earlier they stand."""
    rows = []
    for number, village in enumerate(chosen):
        owing = number < _OWING
        owed = months + number % 7 if owing else 0
        said = {"months": owed, "owed": owed * _MONTHLY, "paid_through": at + (-(number % 7)) if owing else None}
        counts = {"workers": 12, "registered": 9 + number % 4}
        rows.append(_row(number, village.name, village.parent.name if village.parent else "", "village", f"SD{number:06d}", **said, **counts))
    return rows


def _offices() -> list[Row]:
    known = _OFFICES[:5]
    return [
        _row(
            number,
            name,
            "",
            "opd",
            f"OP{number:06d}",
            months=3 * (number == 1),
            owed=3 * _MONTHLY * (number == 1),
            workers=40,
            registered=31 + number,
        )
        for number, name in enumerate(known)
    ]


def _firms() -> list[Row]:
    rows = []
    for number in range(36):
        name, industry, size = f"{_FIRMS[number % 6]} {number + 1}", "ACFGHIQS"[number % 8], list(SIZES)[(number * 7) % 4]
        owed = (number % 5 == 0) * (1 + number % 9)
        workers = 6 + number * 3
        terms = {"industry": industry if industry in INDUSTRIES else "", "size": str(size), "workers": workers, "registered": workers - number % 6}
        rows.append(_row(number, name, "", "employer", f"PK{number:06d}", months=owed, owed=owed * _MONTHLY * 2, **terms))
    return rows


def _row(number: int, name: str, district: str, kind: str, npp: str, **said: object) -> Row:
    return Row("karangan", number + 2, name, "", district, kind, npp, **said)  # type: ignore[arg-type]


def _take(place: Place, rows: list[Row], name: str, as_of: date, on: date) -> bool:
    """Whether it was taken in before."""
    read = ReadArrears(name, sha256(name.encode()).hexdigest(), rows, ())
    return import_arrears(place=place, read=read, as_of=as_of, source=_SOURCE, by=None, on=on).again
