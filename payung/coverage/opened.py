"""Open figures of a regency: what everybody may read, once its owner has switched them on. Aggregates only, of prepared figures."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Max

from payung.coverage.cube import COUNTED, Question, people_of
from payung.coverage.disclosure import hidden_cells
from payung.coverage.measure import DENOMINATORS, Part, universe
from payung.coverage.models import CoverState, Publication, Universe
from payung.places.models import Place
from payung.planning.models import Fund
from payung.values.month import Month
from payung.values.place import parent_of

MOST_MONTHS = 36
_GIVEN = [name for name in DENOMINATORS if name != "villages"]  # the first that is known of a place is told


@dataclass(frozen=True)
class OpenRow:
    """`people` and `whole` with their definitions; `people` is None where the number is hidden (disclosure.py), and then nothing is divided by it."""

    place: str
    name: str
    level: int
    month: Month
    numerator: str
    people: int | None
    denominator: str
    whole: Part


@dataclass(frozen=True)
class OpenFigures:
    """Of a regency with its districts and villages, as they were known at `state`."""

    place: Place
    publication: Publication
    state: CoverState
    months: tuple[Month, ...]
    rows: tuple[OpenRow, ...]

    @property
    def key(self) -> str:
        """Names these figures: whatever else has the same key says the same."""
        return f"{self.place.code}-{self.state.pk}-{self.publication.pk}"


def publication_of(place: str) -> Publication | None:
    """The newest switching of a place that holds; None where it is closed."""
    newest = Publication.objects.filter(place=place).select_related("place").order_by("-pk").first()
    return newest if newest and newest.open else None


def open_places() -> list[Place]:
    """Places whose figures are open, by code."""
    newest = Publication.objects.values("place").annotate(newest=Max("pk")).values("newest")
    return list(Place.objects.filter(code__in=Publication.objects.filter(pk__in=newest, open=True).values("place")).order_by("code"))


def newest_state() -> CoverState | None:
    """What is known now, as figures were last prepared."""
    return CoverState.objects.order_by("pk").last()


def open_figures(publication: Publication, state: CoverState, *, until: Month) -> OpenFigures:
    """Every place of the regency, every month up to `until` that a fund has paid for (MOST_MONTHS of them), every numerator that we count."""
    top = publication.place
    places = list(Place.objects.within(top.code).filter(level__gte=top.level).order_by("code"))
    spans = Fund.objects.filter(place__in=[top.code, *(one.code for one in places)]).values_list("first_month", "last_month")
    first, last = min((span[0] for span in spans), default=until), min(max((span[1] for span in spans), default=until), until)
    months = tuple(first.upto(last))[-MOST_MONTHS:]
    codes = [one.code for one in places]
    people = {numerator: people_of(codes, months, Question(numerator, known=state.pk)) for numerator in COUNTED} if months else {}
    wholes = _wholes(codes, months)
    rows = [
        OpenRow(one.code, one.name, one.level, month, numerator, told, *wholes[one.code, month])
        for month in months
        for one, counts in _told(places, people, month)
        for numerator, told in zip(COUNTED, counts, strict=True)
    ]
    return OpenFigures(top, publication, state, months, tuple(rows))


def _told(places: list[Place], people: dict[str, dict[tuple[str, Month], int]], month: Month) -> list[tuple[Place, list[int | None]]]:
    values = {one.code: [people[numerator][one.code, month] for numerator in COUNTED] for one in places}
    children: dict[str, list[str]] = {}
    for one in places[1:]:
        children.setdefault(parent_of(one.code), []).append(one.code)
    hidden = hidden_cells(values, children)
    return [(one, [None if (one.code, at) in hidden else number for at, number in enumerate(values[one.code])]) for one in places]


def _wholes(codes: list[str], months: tuple[Month, ...]) -> dict[tuple[str, Month], tuple[str, Part]]:
    """For each place and month the newest figure of a day before the month's end, by the first definition that has one."""
    known: dict[str, list[Universe]] = {}
    for one in Universe.objects.filter(place__in=codes).order_by("as_of", "pk"):
        known.setdefault(one.place_id or "", []).append(one)
    return {(code, month): _whole(known.get(code, []), month.last_day) for code in codes for month in months}


def _whole(known: list[Universe], day: date) -> tuple[str, Part]:
    for definition in _GIVEN:
        fitting = [one for one in known if one.definition == definition and one.as_of <= day]
        if fitting:
            newest = fitting[-1]
            return definition, universe(newest.value, definition, newest.source, newest.as_of)
    return _GIVEN[0], universe(None, _GIVEN[0])
