"""Peta cakupan: a place with what lies in it as map, gap bars and a table whose lines show the months; each place opens the one below."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from payung.coverage.cube import COUNTED, Question, people_of
from payung.coverage.measure import DENOMINATORS, NUMERATORS, Figure
from payung.coverage.queries import coverage, funnel
from payung.coverage.series import coverage_inside
from payung.places.models import Place
from payung.reports.coverage_map import coverage_map_svg
from payung.reports.funnel import Stage, funnel_svg
from payung.reports.gap_bars import Gap, gap_bars_svg
from payung.reports.sparkline import sparkline_svg
from payung.values.month import Month
from payung.values.place import Level, level_of, parent_of, within
from payung.values.words import Words
from payung.web.download import attachment
from payung.web.language import lang
from payung.web.page import PageRequest, page

NATION = "ID"  # how an address names the nation, whose code is empty
SVG = "image/svg+xml"
SPANS = (12, 24, 36)  # months
_MOST_BARS = 12
_BELOW = (
    Words("provinsi", "province"),
    Words("kabupaten/kota", "regency"),
    Words("kecamatan", "district"),
    Words("desa/kelurahan", "village"),
    Words("desa/kelurahan", "village"),
)
_TITLE = Words("Cakupan menurut {level} di {name}, {month}", "Coverage by {level} in {name}, {month}")
_TREND = Words("{name}, {n} bulan", "{name}, {n} months")
_STAGES = (
    Words("baris daftar terkumpul", "rows of lists collected"),
    Words("calon sah", "valid candidates"),
    Words("di daftar peserta", "on a list"),
    Words("iuran bulan itu lunas", "contribution of the month paid"),
)


@dataclass(frozen=True)
class Asked:
    """What a map is about, as its address says it."""

    code: str
    numerator: str
    denominator: str
    months: tuple[Month, ...]

    @classmethod
    def of(cls, request: PageRequest, code: str) -> "Asked":
        """Http404 for a place that the person does not see."""
        real = "" if code == NATION else code
        if not request.scope.sight.covers(real) or (real and not Place.objects.filter(code=real).exists()):
            raise Http404("place")
        part, whole, span = (request.GET.get(name, "") for name in ("pembilang", "penyebut", "rentang"))
        last = request.scope.month
        count = next((one for one in SPANS if str(one) == span), SPANS[0])
        return cls(
            real,
            part if part in COUNTED else "listed",
            whole if whole in DENOMINATORS and whole != "villages" else "universe_bpjs",
            tuple((last + (1 - count)).upto(last)),
        )

    @property
    def month(self) -> Month:
        return self.months[-1]

    def query(self) -> str:
        return f"?pembilang={self.numerator}&penyebut={self.denominator}&rentang={len(self.months)}"


@page("coverage.read")
@require_GET
def whole(request: PageRequest) -> HttpResponse:
    """The map of the widest place that the person sees, or why there is none."""
    scope = request.scope
    code = scope.place.code if scope.place else min(scope.sight.places, key=len, default=None)
    if code is None:
        return render(request, "coverage/map.html", {"asked": None})
    return _shown(request, Asked.of(request, code or NATION))


@page("coverage.read")
@require_GET
def place(request: PageRequest, code: str) -> HttpResponse:
    """The map of one place."""
    return _shown(request, Asked.of(request, code))


@page("coverage.read")
@require_GET
def drawn(request: PageRequest, code: str) -> HttpResponse:
    """The map alone, as a file."""
    asked = Asked.of(request, code)
    svg = coverage_map_svg(asked.code, _inside(request, asked), title=_title(request, asked, _whole(request, asked)), lang=lang(), width=960)
    if not svg:
        raise Http404("map")
    return attachment(svg, SVG, f"peta cakupan {code} {asked.month}.svg")


def _shown(request: PageRequest, asked: Asked) -> HttpResponse:
    said, figure, inside = lang(), _whole(request, asked), _inside(request, asked)
    title = _title(request, asked, figure)
    context = {
        "asked": asked,
        "code": asked.code or NATION,
        "figure": figure,
        "above": _above(request, asked),
        "title": title,
        "below": _BELOW[level_of(asked.code)],
        "map": coverage_map_svg(asked.code, inside, title=title, lang=said, width=720, address=lambda code: _address(code, asked)),
        "gaps": gap_bars_svg(_gaps(inside, asked), lang=said),
        "lines": _lines(inside, asked),
        "funnel": _funnel(request, asked),
        "numerators": [(key, NUMERATORS[key].said(said, month=asked.month.said(said))) for key in COUNTED],
        "denominators": [(key, words) for key, words in DENOMINATORS.items() if key != "villages"],
        "spans": SPANS,
    }
    return render(request, "coverage/map.html", context)


def _whole(request: PageRequest, asked: Asked) -> Figure:
    return coverage(asked.code, asked.month, asked.numerator, asked.denominator, on=request.scope.on)


def _inside(request: PageRequest, asked: Asked) -> list[Figure]:
    return coverage_inside(asked.code, asked.month, asked.numerator, asked.denominator, on=request.scope.on)


def _title(request: PageRequest, asked: Asked, figure: Figure) -> str:
    said = lang()
    return _TITLE.said(said, level=_BELOW[level_of(asked.code)].said(said), name=figure.place_name, month=asked.month.said(said))


def _address(code: str, asked: Asked) -> str:
    return f"{reverse('coverage:map', args=[code or NATION])}{asked.query()}"


def _above(request: PageRequest, asked: Asked) -> list[tuple[str, str]]:
    """(address, name) of the places that this one lies in and that the person sees, from the widest."""
    codes = [one for at in range(level_of(asked.code)) if request.scope.sight.covers(one := parent_of(asked.code, Level(at)))]
    names = dict(Place.objects.filter(code__in=codes).values_list("code", "name"))
    return [(_address(one, asked), names.get(one, "Indonesia")) for one in codes]


def _gaps(inside: Sequence[Figure], asked: Asked) -> list[Gap]:
    """The places that lack most people; those whose denominator nobody has given are in the table only."""
    known = [one for one in inside if one.gap is not None]
    most = sorted(known, key=lambda one: -(one.gap or 0))[:_MOST_BARS]
    return [Gap(one.place_name, one.numerator.value or 0, one.denominator.value, _address(one.place, asked)) for one in most]


def _lines(inside: Sequence[Figure], asked: Asked) -> list[tuple[Figure, str, str]]:
    """Each place with its address ("" for a village, which has none below it) and its months as a line."""
    said = lang()
    people = people_of([one.place for one in inside], asked.months, Question(asked.numerator))
    return [
        (
            one,
            _address(one.place, asked) if level_of(one.place) < Level.VILLAGE else "",
            sparkline_svg(
                [people[one.place, month] for month in asked.months],
                title=_TREND.said(said, name=one.place_name, n=len(asked.months)),
                lang=said,
            ),
        )
        for one in inside
    ]


def _funnel(request: PageRequest, asked: Asked) -> str:
    """Of the chosen round, where the place lies in its regency."""
    round = request.scope.round
    if round is None or not asked.code or not within(asked.code, round.place_id):
        return ""
    seen = funnel(round, asked.month, asked.code)
    stages = zip(_STAGES, (seen.collected, seen.valid, seen.funded, seen.paid), strict=True)
    return funnel_svg([Stage(words, people) for words, people in stages], lang=lang())
