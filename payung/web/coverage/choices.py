"""What a page of coverage is asked about: the place, one or two pairs of definitions, and since when figures of others are known."""

from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest

from payung.coverage.definitions import Pair, denominators, numerators, segments
from payung.places.models import Place
from payung.values.errors import PayungError
from payung.values.place import Level, level_of, parent_of
from payung.values.words import Words
from payung.web.scope import Scope

NATION = "ID"  # how an address names the nation, whose code is empty


@dataclass(frozen=True)
class Choice:
    """One pair as it was chosen: `pair`, or the sentence that refuses it. `number` ("" or "2") is that of its fields."""

    number: str
    numerator: str
    denominator: str
    segment: str
    of_all: bool
    pair: Pair | None
    refused: Words | None

    @classmethod
    def of(cls, request: HttpRequest, number: str, otherwise: Pair) -> "Choice":
        given = request.GET
        part, whole = given.get(f"pembilang{number}", ""), given.get(f"penyebut{number}", "")
        segment = given.get(f"segmen{number}", otherwise.segment if not part and not whole else "")
        chosen = (
            part if part in numerators() else otherwise.numerator,
            whole if whole in denominators() else otherwise.denominator,
            segment if segment in segments() else "",
            bool(given.get(f"semua{number}")) or (otherwise.of_all and not part and not whole),
        )
        try:
            return cls(number, *chosen, Pair(*chosen), None)
        except PayungError as error:
            return cls(number, *chosen, None, error.words)

    @property
    def words(self) -> Words:
        if self.pair:
            return self.pair.words
        part, whole = numerators()[self.numerator].title, denominators()[self.denominator].title
        return Words(f"{part.id} ÷ {whole.id}", f"{part.en} ÷ {whole.en}")

    @property
    def query(self) -> str:
        """The pair as the fields of an address, without their number."""
        more = (f"&segmen={self.segment}" if self.segment else "") + ("&semua=1" if self.of_all else "")
        return f"pembilang={self.numerator}&penyebut={self.denominator}{more}"


def place_asked(scope: Scope) -> str | None:
    """The place that the page is about ("" is the nation); None for whoever sees no place."""
    wanted = scope.chosen.get("wilayah", "")
    if wanted == NATION and scope.sight.covers(""):
        return ""
    if wanted and scope.sight.covers(wanted) and Place.objects.filter(code=wanted).exists():
        return wanted
    if scope.place is not None:
        return scope.place.code
    return min(scope.sight.places, key=len, default=None)


def above(scope: Scope, code: str) -> list[tuple[str, str]]:
    """(address code, name) of the places that this one lies in and that the person sees, from the widest."""
    codes = [parent_of(code, Level(level)) for level in range(Level.NATION, level_of(code))]
    seen = [one for one in codes if scope.sight.covers(one)]
    names = dict(Place.objects.filter(code__in=seen).values_list("code", "name"))
    return [(one or NATION, names.get(one, "Indonesia")) for one in seen]


def known_on(request: HttpRequest, on: date) -> date | None:
    """The day of knowing in the address (?diketahui=2025-12-31); None: today."""
    try:
        day = date.fromisoformat(request.GET.get("diketahui", ""))
    except ValueError:
        return None
    return day if day < on else None


def all_numerators() -> list[tuple[str, Words]]:
    return [(code, one.title) for code, one in numerators().items()]


def all_denominators() -> list[tuple[str, Words]]:
    return [(code, one.title) for code, one in denominators().items()]
