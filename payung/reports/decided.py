"""What all papers of a determination say of it: sums, letterhead, who signs, villages, and what an amendment changed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import polars as pl
from django.db.models import Q

from payung.correspondence.models import Letterhead
from payung.correspondence.queries import rule_of
from payung.law.given import Segment
from payung.places.models import Office, OfficeKind, Place
from payung.planning.actions import DeterminedSummary, summary_of
from payung.planning.models import Decided, Determination, Fund
from payung.planning.queries import price_in, versions_compared, why_decided
from payung.planning.signed import list_fingerprint, number_of, papers_letterhead, people_in, short
from payung.reports.letters import labour_office
from payung.reports.paper import Block, Signatory
from payung.values.errors import PayungError
from payung.values.nik import mask
from payung.values.place import Level, parent_of
from payung.values.spelled import rupiah_spelled, spelled
from payung.values.words import Words, day, number, rupiah

_GONE = Words("tidak lagi di antara calon", "no longer among the candidates")
_ELECTED = ("bupati", "wali kota", "walikota", "gubernur")


@dataclass(frozen=True)
class Village:
    """`people` who are in and live there, and what all their months cost in rupiah."""

    name: str
    district: str
    people: int
    cost: int


@dataclass(frozen=True)
class Moved:
    """Somebody who came in or went out by an amendment, NIK masked."""

    nik: str
    name: str
    village: str
    why: Words


class Told:
    """One determination as its papers tell it, on the day they are printed."""

    def __init__(self, determination: Determination, on: date) -> None:
        self.determination, self.on = determination, on
        self.fund: Fund = determination.fund
        self.place: Place = determination.fund.place

    @cached_property
    def summary(self) -> DeterminedSummary:
        return summary_of(self.determination)

    @cached_property
    def lines(self) -> tuple[int, int] | None:
        """JKK and JKM of everybody for all months; None where the figures of today do not give the price that was determined."""
        try:
            months = [price_in(self.fund, month) for month in self.fund.first_month.upto(self.fund.last_month)]
        except PayungError:
            return None
        jkk, jkm = (sum(side) * self.summary.people for side in zip(*months, strict=True))
        return (jkk, jkm) if jkk + jkm == self.summary.cost else None

    @cached_property
    def fingerprint(self) -> str:
        return short(list_fingerprint(self.determination))

    @cached_property
    def letterhead(self) -> Letterhead | None:
        return papers_letterhead(self.fund)

    @property
    def town(self) -> str:
        return self.letterhead.town if self.letterhead else self.place.name.removeprefix("Kabupaten ").removeprefix("Kab. ").removeprefix("Kota ")

    @property
    def office(self) -> str:
        return self.letterhead.name if self.letterhead else labour_office(self.place.code)

    @property
    def government(self) -> str:
        return self.letterhead.government if self.letterhead else f"Pemerintah {self.place.name}"

    @property
    def workers(self) -> str:
        return "pegawai non-ASN" if self.fund.segment == Segment.NON_ASN else "pekerja rentan"

    @property
    def period(self) -> str:
        return f"{self.fund.first_month.said()} sampai {self.fund.last_month.said()}"

    def number(self, kind: str) -> str:
        """Of a paper; dots where none was taken yet."""
        return number_of(self.determination, kind) or "........................"

    def signatory(self, kind: str, otherwise: str, lead: Sequence[str] = ()) -> Signatory:
        rule = rule_of(self.letterhead, kind)
        return Signatory(rule.title or otherwise, rule.name, rule.staff_number, lead) if rule else Signatory(otherwise, lead=lead)

    def head(self, kind: str = "") -> list[Block]:
        """The letterhead; none above what the elected head signs, whose papers bear the title alone."""
        if kind and self.signatory(kind, "").title.lower().startswith(_ELECTED):
            return []
        contact = [self.letterhead.address, self.letterhead.contact] if self.letterhead else []
        lines = [self.government.upper(), self.office.upper(), *(one for one in contact if one)]
        return [Block("head", rows=[[line] for line in lines])]

    def dated(self, on: date | None = None) -> str:
        return f"{self.town}, {day(on or self.on)}"

    @cached_property
    def villages(self) -> list[Village]:
        """By their codes; whoever's village is not known comes last."""
        counts = people_in(self.determination).group_by("village").agg(pl.len()).sort("village", nulls_last=True)
        names = {one.code: one for one in Place.objects.filter(code__in=counts["village"].drop_nulls().to_list()).select_related("parent")}
        return [self._village(names.get(code) if code else None, people) for code, people in counts.iter_rows()]

    @cached_property
    def branch(self) -> str:
        """The BPJS branch that serves the place."""
        inside = [self.place.code, *(parent_of(self.place.code, Level(level)) for level in range(1, self.place.level))]
        served = Q(territory__place__in=inside) | Q(territory=None, place__in=inside)
        found = Office.objects.filter(served, kind=OfficeKind.BPJS_BRANCH).order_by("pk").first()
        return found.name if found else "BPJS Ketenagakerjaan Kantor Cabang ........................"

    @cached_property
    def moved(self) -> tuple[list[Moved], list[Moved]]:
        """Who came in and who went out by this amendment; nobody where it amends nothing."""
        old = self.determination.amends
        return amendment_changes(self.determination, old) if old else ([], [])

    def _village(self, place: Place | None, people: int) -> Village:
        name, district = (place.name, place.parent.name if place.parent else "") if place else ("desa belum diketahui", "")
        return Village(name, district, people, people * self.summary.price)


def amendment_changes(new: Determination, old: Determination, *, most: int | None = None) -> tuple[list[Moved], list[Moved]]:
    """Who is in by `new` and was not by `old`, and who was and is not any more, each with why; of each side the first `most`."""
    came, went = (found[:most] for found in versions_compared(new, old))
    why, left = why_decided(new), list(went)
    others = new.decided.filter(candidate__in=[line.candidate_id for line in left]) if most else new.decided.exclude(outcome="in")
    now = {line.candidate_id: line for line in others.select_related("candidate__person")}
    return (
        [_moved(line, why(line)) for line in came],
        [_moved(line, why(now[line.candidate_id]) if line.candidate_id in now else _GONE) for line in left],
    )


def moved_counts(new: Determination, old: Determination) -> tuple[int, int]:
    """How many came in and went out."""
    came, went = versions_compared(new, old)
    return came.count(), went.count()


def people_block(moved: Sequence[Moved]) -> Block:
    """The rows of a table of people."""
    rows = [[f"{number(no)}.", one.nik, one.name, one.village, one.why.said()] for no, one in enumerate(moved, 1)]
    return Block("people", rows=rows)


def money(value: int) -> str:
    """ "Rp16.800 (enam belas ribu delapan ratus rupiah)"."""
    return f"{rupiah(value)} ({rupiah_spelled(value)})"


def people_told(value: int) -> str:
    """ "3.000 (tiga ribu) orang"."""
    return f"{number(value)} ({spelled(value)}) orang"


def _moved(line: Decided, why: Words) -> Moved:
    person, village = line.candidate.person, line.candidate.village
    return Moved(mask(person.nik), person.name, village.name if village else "–", why)
