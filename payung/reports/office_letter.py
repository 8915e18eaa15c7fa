"""A letter of the labour office, as a rule to BPJS Ketenagakerjaan, with tables in it; its texts come from who writes it."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from pathlib import Path

from payung.places.models import Office, OfficeKind
from payung.reports.typeset import tagged_pdf
from payung.values.place import Level, parent_of
from payung.values.words import day

_TEMPLATE = Path(__file__).with_name("office_letter.typ")


@dataclass(frozen=True)
class LetterTable:
    """`widths`: shares of the page for each column, 0 for as wide as its text; `right`: columns of numbers; `foot`: the row of sums, or none."""

    title: str
    head: Sequence[str]
    rows: Sequence[Sequence[str]]
    widths: Sequence[int]
    right: Sequence[int] = ()
    foot: Sequence[str] = ()


@dataclass(frozen=True)
class OfficeLetter:
    """`place`: the regency by its code and name; `office` signs; without `reference` the letter leaves room to write the number by hand.

    `to`: lines of the address; empty: the branch of BPJS that serves the place.
    """

    code: str
    place: str
    office: str
    subject: str
    body: Sequence[str]
    tables: Sequence[LetterTable]
    made_by: str
    on: date
    enclosed: str = "–"
    reference: str = ""
    to: Sequence[str] = ()
    end: Sequence[str] = field(default_factory=lambda: ["Atas perhatian dan kerja sama Saudara, kami ucapkan terima kasih."])


def letter_pdf(letter: OfficeLetter) -> bytes:
    """A tagged PDF (PDF/UA-1)."""
    town = letter.place.removeprefix("Kabupaten ").removeprefix("Kota ")
    told = {
        "government": f"Pemerintah {letter.place}".upper(),
        "office": letter.office.upper(),
        "signed": f"Kepala {letter.office},",
        "title": letter.subject,
        "subject": letter.subject,
        "reference": letter.reference,
        "enclosed": letter.enclosed,
        "dated": f"{town}, {day(letter.on)}",
        "footer": f"Dibuat oleh {letter.made_by} pada {day(letter.on)} dengan Payung.",
        "to": list(letter.to) or [f"Kepala {branch_of(letter.code)}", "di tempat"],
        "body": list(letter.body),
        "tables": [asdict(table) for table in letter.tables],
        "end": list(letter.end),
    }
    return tagged_pdf(_TEMPLATE, "told", told, letter.on)


def branch_of(place: str) -> str:
    """The branch of BPJS Ketenagakerjaan that serves the place."""
    served = Office.objects.filter(kind=OfficeKind.BPJS_BRANCH, territory__place__in=[place, parent_of(place, Level.PROVINCE)])
    name = served.order_by("pk").values_list("name", flat=True).first()
    if not name:
        return "BPJS Ketenagakerjaan"
    return name if "bpjs" in name.lower() else f"BPJS Ketenagakerjaan {name}"
