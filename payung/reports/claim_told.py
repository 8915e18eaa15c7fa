"""What all papers of a claim say of it: who died, where, the office that helps, the branch that pays. In Indonesian, as they are signed and read."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from payung.claims.allowed import home_of
from payung.claims.complaint import complaint_line
from payung.claims.heirs import RELATION_WORDS, Heirs
from payung.claims.known import Known
from payung.claims.models import Case, Relative
from payung.claims.paper_kinds import PaperKind
from payung.claims.papers import Checklist, Line
from payung.claims.words import case_name
from payung.correspondence.models import Letterhead
from payung.correspondence.queries import letterhead_of
from payung.places.models import Place
from payung.reports.letters import labour_office
from payung.reports.office_letter import branch_of
from payung.reports.paper import Block
from payung.values.nik import mask
from payung.values.place import Level, level_of, parent_of
from payung.values.words import day

DOTS = "." * 40


@dataclass(frozen=True)
class ClaimTold:
    """`full`: NIKs stand in full, which whoever asks for the paper may see and has on the trail; else they are masked."""

    papers: Checklist
    on: date
    full: bool = False

    @property
    def known(self) -> Known:
        return self.papers.known

    @property
    def case(self) -> Case:
        return self.known.case

    @property
    def heirs(self) -> Heirs | None:
        return self.known.heirs

    @property
    def name(self) -> str:
        return case_name(self.case)

    @property
    def late(self) -> str:
        """The word before the name of somebody who died."""
        sex = self.case.person.sex if self.case.person else ""
        return {"L": "almarhum", "P": "almarhumah"}.get(sex, "almarhum/almarhumah")

    @property
    def person_nik(self) -> str:
        return self.nik(self.case.person.nik if self.case.person else self.case.nik)

    @property
    def born(self) -> str:
        told = self.case.birth_date or (self.case.person.birth_date if self.case.person else None)
        return day(told) if told else DOTS

    def nik(self, text: str) -> str:
        """A NIK as this paper shows it; dots to write on where nobody has told it."""
        return (text if self.full else mask(text)) if text else DOTS

    def relative(self, one: Relative) -> str:
        """ "Wa Ode Sitti, istri atau suami, lahir 1 Maret 1980, NIK …"."""
        born = f", lahir {day(one.birth_date)}" if one.birth_date else ""
        return f"{one.name}, {RELATION_WORDS[one.relation].id}{born}, NIK {self.nik(one.nik)}"

    @cached_property
    def regency(self) -> Place | None:
        code = home_of(self.case)
        wanted = parent_of(code, Level.REGENCY) if code and level_of(code) > Level.REGENCY else code
        return Place.objects.filter(code=wanted).first() if wanted else None

    @property
    def place(self) -> str:
        return self.regency.name if self.regency else "Kabupaten/Kota ...................."

    @cached_property
    def letterhead(self) -> Letterhead | None:
        return letterhead_of(self.regency) if self.regency else None

    @property
    def office(self) -> str:
        return self.letterhead.name if self.letterhead else labour_office(self.regency.code if self.regency else "")

    @property
    def contact(self) -> str:
        """Where the family reaches the office, as its letterhead has it."""
        return ", ".join(one for one in (self.letterhead.address, self.letterhead.contact) if one) if self.letterhead else ""

    @property
    def town(self) -> str:
        return self.letterhead.town if self.letterhead else self.place.removeprefix("Kabupaten ").removeprefix("Kota ")

    @cached_property
    def branch(self) -> str:
        return branch_of(self.regency.code) if self.regency else "BPJS Ketenagakerjaan"

    @property
    def village(self) -> str:
        return self.case.village.name if self.case.village else "...................."

    @property
    def district(self) -> str:
        parent = self.case.village.parent if self.case.village else None
        return parent.name if parent else "...................."

    @property
    def village_is(self) -> str:
        """ "Desa", or "Kelurahan" by the village's code."""
        return "Kelurahan" if self.case.village and self.case.village.code.split(".")[-1].startswith("1") else "Desa"

    def office_head(self) -> Block:
        """The letterhead of the office."""
        government = self.letterhead.government if self.letterhead else f"Pemerintah {self.place}"
        lines = [government.upper(), self.office.upper(), *([self.contact] if self.contact else [])]
        return Block("head", rows=[[line] for line in lines])

    def village_head(self) -> Block:
        """Above what a village signs."""
        return Block("head", rows=[[f"Pemerintah {self.place} · Kecamatan {self.district}".upper()], [f"{self.village_is} {self.village}".upper()]])

    def dated(self, at: str = "") -> str:
        return f"{at or self.town}, {day(self.on)}"

    @property
    def complaint(self) -> str:
        """ "175 (Layanan Masyarakat BPJS Ketenagakerjaan)"."""
        line = complaint_line()
        return f"{line.number} ({line.name.id})"


def paper_title(kind: PaperKind, whose: str = "") -> str:
    """ "KTP ahli waris: Wa Ode Sitti" as papers name it."""
    form = f" (Formulir {kind.form})" if kind.form and kind.form not in kind.title.id else ""
    return f"{kind.title.id}{form}{f': {whose}' if whose else ''}"


def grouped(lines: Iterable[Line]) -> list[tuple[PaperKind, str]]:
    """One entry a kind, with its title and everybody whose paper it is."""
    told: dict[str, list[Line]] = {}
    for line in lines:
        told.setdefault(line.kind.key, []).append(line)
    return [(group[0].kind, paper_title(group[0].kind, ", ".join(one.relative.name for one in group if one.relative))) for group in told.values()]
