"""Targets of plans, each bound to a numerator and a denominator, and how far a place is from them.

Two targets stand in one column only if they are shares of the same pair: `TargetColumn` refuses any other, and nothing else holds several targets.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from payung.accounts.models import User
from payung.accounts.sight import sight_of
from payung.coverage.definitions import MARKS, Pair, national_targets, schemes
from payung.coverage.measure import Figure
from payung.coverage.models import Target
from payung.coverage.official import NATION
from payung.law.figure import figure
from payung.values.errors import RefusedError
from payung.values.place import Level, level_of, parent_of
from payung.values.words import Lang, Words, number, percent

_ALL = 100 * 100  # hundredths of a per cent


@dataclass(frozen=True)
class TargetOf:
    """A target of a plan for a place ("" is the nation) by the end of a year. `own`: set for the place that was asked about, not for one above it.

    `pk` 0: it stands among the law's figures, and `mark` says how surely it is known there.
    """

    pk: int
    place: str
    place_name: str
    scheme: str
    year: int
    pair: Pair
    hundredths: int
    source: str
    page: str
    known_on: date
    own: bool
    mark: Words | None = None

    @property
    def scheme_words(self) -> Words:
        return schemes()[self.scheme]

    def said(self, lang: Lang = "id") -> str:
        """ "52,15 %"."""
        return percent(self.hundredths, _ALL, lang)

    @property
    def footnote(self) -> Words:
        """What it is a share of, whose it is, and where it stands."""
        pair = self.pair.words
        sure = (f"; {self.mark.id}", f"; {self.mark.en}") if self.mark else ("", "")
        return Words(
            f"Target {self.scheme_words.id} {self.year} untuk {self.place_name}: {self.said()}, yaitu {pair.id} ({self.source}{sure[0]}).",
            f"Target of {self.scheme_words.en} for {self.year}, {self.place_name}: {self.said('en')}, which is {pair.en} ({self.source}{sure[1]}).",
        )

    def people_missing(self, figure: Figure) -> int | None:
        """People whom the place lacks to the target, 0 where it is reached; None without a figure. A begun person is a whole one."""
        part, whole = figure.numerator.value, figure.denominator.value
        if part is None or not whole:
            return None
        return max(0, -(-whole * self.hundredths // _ALL) - part)

    def gap_words(self, figure: Figure) -> Words:
        """ "kurang 1.234 orang", "tercapai" or "–"."""
        missing = self.people_missing(figure)
        if missing is None:
            return Words("–", "–")
        if not missing:
            return Words("tercapai", "reached")
        return Words(f"kurang {number(missing)}", f"{number(missing, 'en')} short")


@dataclass(frozen=True)
class TargetColumn:
    """Targets that may be compared: all of one pair. RefusedError `target.mixed` for any that is of another."""

    pair: Pair
    targets: tuple[TargetOf, ...]

    def __post_init__(self) -> None:
        if any(one.pair != self.pair for one in self.targets):
            raise RefusedError("target.mixed", _MIXED)


def targets_of(
    place_code: str, year: int, *, visible_to: User | None = None, on: date | None = None, known: date | None = None
) -> list[TargetColumn]:
    """What plans want of the place by the end of the year: its own targets first, then those of the places it lies in; one column for each pair.

    `visible_to`: somebody who sees neither the place nor anything in it gets none; a plan's target itself is public. `on`: the day of their rights.
    """
    if visible_to is not None and not _sees(visible_to, place_code, on or date(year, 12, 31)):
        return []
    codes = [parent_of(place_code, Level(level)) for level in range(level_of(place_code), Level.NATION, -1)]
    found = _in_force(known).filter(year=year)
    here = [*found.filter(place__in=codes), *found.filter(place__isnull=True)]
    told = [_told(one, place_code) for one in sorted(here, key=lambda one: (-len(one.place_id or ""), one.scheme, one.pk))]
    recorded = {(one.scheme, one.pair) for one in told if not one.place}
    return columns_of([*told, *(one for one in _of_the_law(place_code, year, known) if (one.scheme, one.pair) not in recorded)])


def all_targets(place_code: str, *, known: date | None = None) -> list[TargetOf]:
    """Every target set for the place itself, by year."""
    found = _in_force(known)
    return [
        _told(one, place_code) for one in (found.filter(place=place_code) if place_code else found.filter(place__isnull=True)).order_by("year", "pk")
    ]


def columns_of(targets: Sequence[TargetOf]) -> list[TargetColumn]:
    """The targets by their pairs, in the order in which the pairs first come."""
    held: dict[Pair, list[TargetOf]] = {}
    for one in targets:
        held.setdefault(one.pair, []).append(one)
    return [TargetColumn(pair, tuple(those)) for pair, those in held.items()]


def _of_the_law(asked: str, year: int, known: date | None) -> list[TargetOf]:
    """National targets that stand among the law's figures, as far as they are known for the year; one that was recorded takes its place."""
    found = []
    for one in national_targets():
        value = figure(one.figure).find(date(year, 12, 31))
        if value is not None and (known is None or value.from_ <= known):
            scheme = one.scheme_in(year)
            mark = MARKS.get(str(value.mark))
            terms = ("", NATION, scheme, year, one.pair, value.number, value.cited or value.title.id, "", value.from_)
            found.append(TargetOf(0, *terms, own=not asked, mark=mark))
    return found


def _in_force(known: date | None) -> "QuerySet[Target]":
    corrections = Target.objects.filter(corrects__isnull=False)
    if known is not None:
        corrections = corrections.filter(known_on__lte=known)
    found = Target.objects.select_related("place").exclude(pk__in=corrections.values("corrects"))
    return found if known is None else found.filter(known_on__lte=known)


def _told(one: Target, asked: str) -> TargetOf:
    code = one.place_id or ""
    name = one.place.name if one.place else NATION
    terms = (one.scheme, one.year, Pair.parse(one.pair), one.hundredths, one.source, one.page, one.known_on)
    return TargetOf(one.pk, code, name, *terms, own=code == asked)


def _sees(user: User, place_code: str, on: date) -> bool:
    sight = sight_of(user, on)
    return sight.covers(place_code) or any(not place_code or code.startswith(f"{place_code}.") for code in sight.places)


_MIXED = Words("Target yang definisinya berbeda tidak berdiri dalam satu kolom.", "Targets of different definitions do not stand in one column.")
