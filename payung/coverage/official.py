"""Figures of others as they are known: of one place and definition, of many places at once, and with the row and file they were read from.

They were published by their sources, so whoever may read coverage reads them of any place. `known` is the day of knowing: what was recorded later,
corrections too, is not there yet.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from payung.coverage.definitions import definition, denominators
from payung.coverage.measure import Part, published, text_of
from payung.coverage.models import OfficialFigure
from payung.values.month import Month
from payung.values.words import Words

NATION = "Indonesia"


@dataclass(frozen=True)
class Official:
    """One figure. `place` "" is the nation; `file` (with sheet and row) where it was imported; `corrects` the key of the one it puts right."""

    pk: int
    place: str
    place_name: str
    definition: str
    segment: str
    value: int
    as_of: date
    source: str
    publisher: str
    published_on: date | None
    page: str
    known_on: date
    corrects: int | None
    file: int | None
    file_name: str
    sheet: str
    row: int | None

    @property
    def words(self) -> Words:
        """What it counts."""
        return text_of(self.definition, self.segment)

    @property
    def part(self) -> Part:
        """As a side of a share."""
        return published(self.value, self.definition, self.segment, self.source, self.as_of, self.pk)


def official_figures(place_code: str, definition: str, *, known: date | None = None, segment: str | None = None) -> list[Official]:
    """Of the place itself ("" is the nation), oldest first; without `segment` of all segments and of each. InputError for an unknown definition."""
    _known(definition)
    found = OfficialFigure.objects.of_place(place_code).known(known).filter(definition=definition)
    if segment is not None:
        found = found.filter(segment=segment)
    return told(found.order_by("as_of", "pk"))


def official_history(place_code: str) -> list[Official]:
    """Everything recorded of the place, corrected rows too, in the order in which it came to be known."""
    return told(OfficialFigure.objects.of_place(place_code).order_by("known_on", "pk"))


def official_by_place(places: Collection[str], definition: str, month: Month, *, segment: str = "", known: date | None = None) -> dict[str, Official]:
    """Of each of these places (never the nation) the newest figure of a day before the month's end; places without one are missing."""
    _known(definition)
    found = OfficialFigure.objects.known(known).filter(place__in=places, definition=definition, segment=segment, as_of__lte=month.last_day)
    return {one.place: one for one in told(found.order_by("as_of", "pk"))}


def official_on(place_code: str, definition: str, month: Month, *, segment: str = "", known: date | None = None) -> Official | None:
    """The newest figure of the place of a day before the month's end."""
    there = [one for one in official_figures(place_code, definition, known=known, segment=segment) if one.as_of <= month.last_day]
    return there[-1] if there else None


def denominators_of(place_code: str, *, known: date | None = None) -> list[Official]:
    """Every denominator known of the place itself, oldest first."""
    codes = [code for code, one in denominators().items() if not one.own]
    return told(OfficialFigure.objects.of_place(place_code).known(known).filter(definition__in=codes).order_by("as_of", "pk"))


def official_row(pk: int) -> Official | None:
    """One figure by its key."""
    return next(iter(told(OfficialFigure.objects.filter(pk=pk))), None)


def told(figures: "Iterable[OfficialFigure]") -> list[Official]:
    """Rows as they are handed out."""
    rows = figures.select_related("place", "file") if hasattr(figures, "select_related") else figures
    return [
        Official(
            one.pk,
            one.place_id or "",
            one.place.name if one.place else NATION,
            one.definition,
            one.segment,
            one.value,
            one.as_of,
            one.source,
            one.publisher,
            one.published_on,
            one.page,
            one.known_on,
            one.corrects_id,
            one.file_id,
            one.file.name if one.file else "",
            one.sheet,
            one.row,
        )
        for one in rows
    ]


def _known(code: str) -> None:
    definition(code)
