"""The register of regulations and agreements: what is in force on a day, what ends soon, under which numbers each is cited."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Q, QuerySet

from payung.accounts.models import User
from payung.accounts.sight import sight_to
from payung.compliance.duty_models import AGREEMENTS, InstrumentKind
from payung.compliance.in_force import COUNTS, InForce, in_force
from payung.compliance.models import Citation, Instrument, Ruling
from payung.values.errors import OutOfScopeError
from payung.values.place import Level, level_of, parent_of
from payung.values.words import Words

KIND_WORDS: Mapping[str, Words] = {
    InstrumentKind.INPRES: Words("Inpres", "Presidential instruction (Inpres)"),
    InstrumentKind.PERDA: Words("Perda", "Regional regulation (Perda)"),
    InstrumentKind.PERGUB: Words("Pergub", "Governor's regulation (Pergub)"),
    InstrumentKind.PERBUP: Words("Perbup", "Regent's regulation (Perbup)"),
    InstrumentKind.PERWALI: Words("Perwali", "Mayor's regulation (Perwali)"),
    InstrumentKind.SE: Words("Surat edaran (SE)", "Circular letter (SE)"),
    InstrumentKind.SK: Words("Keputusan (SK)", "Decree (SK)"),
    InstrumentKind.OTHER: Words("Peraturan lain", "Other regulation"),
    InstrumentKind.MOU: Words("Nota kesepakatan (MoU)", "Memorandum of understanding (MoU)"),
    InstrumentKind.PKS: Words("Perjanjian kerja sama (PKS)", "Cooperation agreement (PKS)"),
    InstrumentKind.KSO: Words("Kerja sama operasional (KSO)", "Operational agreement (KSO)"),
}


@dataclass(frozen=True)
class CitationOn:
    """`right`: held to be right on that day (None: nobody has said which of several is); `ruling`: who said so last, and why."""

    citation: Citation
    right: bool | None
    ruling: Ruling | None

    @property
    def words(self) -> Words:
        """ "Perbup 24/2021"."""
        return cited(self.citation.kind, self.citation.number, self.citation.year)


@dataclass(frozen=True)
class InstrumentOn:
    """A regulation or agreement as it stands on a day."""

    instrument: Instrument
    force: InForce
    citations: Sequence[CitationOn] = field(default_factory=tuple)

    @property
    def words(self) -> Words:
        """How it is cited: the citation that is right on that day."""
        right = next((one for one in self.citations if one.right), None)
        return right.words if right else cited(self.instrument.kind, self.instrument.number, self.instrument.year)

    @property
    def doubtful(self) -> bool:
        """Cited under several numbers, and nobody has said which is right."""
        return len(self.citations) > 1 and not any(one.right for one in self.citations)


def cited(kind: str, number: str, year: int) -> Words:
    """The year is not said twice where the number ends with it."""
    name = KIND_WORDS[kind]
    short = Words(name.id.split(" (")[-1].rstrip(")") if " (" in name.id else name.id, name.en.split(" (")[-1].rstrip(")"))
    whole = number if number.endswith(str(year)) else f"{number}/{year}"
    return Words(f"{short.id} {whole}", f"{short.en} {whole}")


def instruments_seen(*, visible_to: User | None, on: date) -> QuerySet[Instrument]:
    """Those of the places in which the person may read the register, and the nation's for everybody who may anywhere; by kind, year and number."""
    sight = sight_to(visible_to, "regulation.read", on)
    found = Instrument.objects.filter(sight.in_places("place") | (Q(place=None) if sight.places else Q(pk__in=[])))
    return found.select_related("place", "document", "by").order_by("place", "kind", "-year", "number", "pk")


def regulations_of(place_code: str, on: date, *, visible_to: User | None = None) -> list[InstrumentOn]:
    """Regulations of the place that were signed by that day, with how they stand on it; of a village or district: those of its regency.

    "" : the nation's. What has ended is there too, `force` says so.
    """
    return _of(place_code, on, visible_to, agreements=False)


def agreements_of(place_code: str, on: date, *, visible_to: User | None = None) -> list[InstrumentOn]:
    """The same of agreements (MoU, PKS, KSO)."""
    return _of(place_code, on, visible_to, agreements=True)


def in_force_on(place_code: str, on: date, *, visible_to: User | None = None) -> list[InstrumentOn]:
    """Regulations and agreements of the place that are in force on that day."""
    found = regulations_of(place_code, on, visible_to=visible_to) + agreements_of(place_code, on, visible_to=visible_to)
    return [one for one in found if one.force.standing in COUNTS]


def ending(found: Iterable[InstrumentOn]) -> list[InstrumentOn]:
    """Those that end within 90 days or ended within the last 90, the soonest first: 0, 30, 60, 90 stand in `force.alarm`."""
    near = [one for one in found if one.force.alarm is not None and (one.force.left or 0) >= -90 and one.instrument.ended_on is None]
    return sorted(near, key=lambda one: one.force.left or 0)


def the_instrument(number: int, on: date, *, visible_to: User | None = None) -> InstrumentOn:
    """One that is seen; OutOfScopeError `regulation.not_seen`."""
    one = instruments_seen(visible_to=visible_to, on=on).filter(pk=number).first()
    if one is None:
        raise OutOfScopeError(
            "regulation.not_seen",
            Words(
                "Peraturan atau perjanjian itu tidak ada, atau di luar wilayah Anda.",
                "There is no such regulation or agreement, or not in your area.",
            ),
        )
    return standing_on([one], on)[0]


def standing_on(found: Sequence[Instrument], on: date) -> list[InstrumentOn]:
    """Each with its citations and how it stands on that day; two statements for all of them."""
    citations = Citation.objects.filter(instrument__in=[one.pk for one in found], on__lte=on).select_related("by").order_by("pk")
    rulings: dict[int, Ruling] = {}
    for ruling in (
        Ruling.objects.filter(citation__instrument__in=[one.pk for one in found], on__lte=on).select_related("citation", "by").order_by("pk")
    ):
        rulings[ruling.citation.instrument_id] = ruling
    held: dict[int, list[Citation]] = {}
    for one in citations:
        held.setdefault(one.instrument_id, []).append(one)
    return [InstrumentOn(one, in_force(one, on), _judged(held.get(one.pk, []), rulings.get(one.pk))) for one in found]


def _judged(citations: Sequence[Citation], ruling: Ruling | None) -> list[CitationOn]:
    """The last ruling decides over all of them; a single citation needs none."""
    if ruling is None:
        return [CitationOn(one, True if len(citations) == 1 else None, None) for one in citations]
    return [CitationOn(one, one.pk == ruling.citation_id, ruling if one.pk == ruling.citation_id else None) for one in citations]


def _of(place_code: str, on: date, visible_to: User | None, *, agreements: bool) -> list[InstrumentOn]:
    code = place_code if level_of(place_code) <= Level.REGENCY else parent_of(place_code, Level.REGENCY)
    found = instruments_seen(visible_to=visible_to, on=on).filter(place=code or None)
    found = found.filter(kind__in=AGREEMENTS) if agreements else found.exclude(kind__in=AGREEMENTS)
    signed = found.filter(Q(signed_on__lte=on) | Q(signed_on=None, year__lte=on.year))
    return standing_on(list(signed), on)
