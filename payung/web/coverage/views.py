"""Cakupan: how many of those who should be covered are, by two definitions side by side, each number with what it divides."""

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET

from payung.coverage.actions import record_universe
from payung.coverage.measure import DENOMINATORS, NUMERATORS, Figure
from payung.coverage.models import Universe
from payung.coverage.series import coverage_by_month, coverage_inside, figure_of
from payung.places.models import Place
from payung.reports.coverage_map import coverage_map
from payung.reports.month_charts import Point, month_labels, share_line
from payung.reports.one_page import write_one_page
from payung.reports.overview import one_page_of
from payung.values.errors import PayungError
from payung.values.month import Month
from payung.values.place import Level, level_of, parent_of, within
from payung.values.words import Lang, Words, hundredths
from payung.web.coverage.forms import FIELD_OF, UniverseForm
from payung.web.download import PDF, attachment
from payung.web.language import lang
from payung.web.page import PageRequest, page, say
from payung.web.scope import Scope
from payung.web.table import Column, Table

NATION = "ID"  # how an address names the nation, whose code is empty
_MOST_MONTHS = 12
_NAMES = {
    "listed": Words("Di daftar peserta", "On a list"),
    "paid": Words("Iurannya lunas", "Contribution paid"),
    "universe_bpjs": Words("Semesta pekerja (BPJS Ketenagakerjaan)", "Universe of workers (BPJS Ketenagakerjaan)"),
    "employed_bps": Words("Penduduk bekerja (BPS)", "Employed people (BPS)"),
    "labour_force_bps": Words("Angkatan kerja (BPS)", "Labour force (BPS)"),
    "villages": Words("Desa: yang sudah mengirim daftar", "Villages: those that sent a list"),
}
_LEVELS = {
    Level.NATION: Words("provinsi", "province"),
    Level.PROVINCE: Words("kabupaten/kota", "regency"),
    Level.REGENCY: Words("kecamatan", "district"),
    Level.DISTRICT: Words("desa", "village"),
    Level.VILLAGE: Words("desa", "village"),
}


@dataclass(frozen=True)
class Definition:
    """One way to count: a numerator and a denominator of coverage.measure."""

    numerator: str
    denominator: str

    @classmethod
    def of(cls, request: PageRequest, number: str, otherwise: "Definition") -> "Definition":
        part, whole = request.GET.get(f"pembilang{number}", ""), request.GET.get(f"penyebut{number}", "")
        return cls(part if part in NUMERATORS else otherwise.numerator, whole if whole in DENOMINATORS else otherwise.denominator)

    @property
    def words(self) -> Words:
        if self.denominator == "villages":
            return _NAMES["villages"]
        part, whole = _NAMES[self.numerator], _NAMES[self.denominator]
        return Words(f"{part.id} ÷ {whole.id}", f"{part.en} ÷ {whole.en}")


def _code(scope: Scope) -> str | None:
    """The place that the page is about ("" is the nation); None for whoever sees no place."""
    wanted = scope.chosen.get("wilayah", "")
    if wanted == NATION and scope.sight.covers(""):
        return ""
    if wanted and scope.sight.covers(wanted) and Place.objects.filter(code=wanted).exists():
        return wanted
    if scope.place is not None:
        return scope.place.code
    return min(scope.sight.places, key=len, default=None)


def _above(scope: Scope, code: str) -> list[tuple[str, str]]:
    """(address code, name) of the places that this one lies in and that the person sees, from the widest."""
    codes = [parent_of(code, Level(level)) for level in range(Level.NATION, level_of(code))]
    seen = [one for one in codes if scope.sight.covers(one)]
    names = dict(Place.objects.filter(code__in=seen).values_list("code", "name"))
    return [(one or NATION, names.get(one, "Indonesia")) for one in seen]


@page("coverage.read")
@require_GET
def coverage(request: PageRequest) -> HttpResponse:
    """The figure of a place in a month, its development, and the places in it as map and table."""
    scope, said = request.scope, lang()
    code = _code(scope)
    if code is None:
        return render(request, "coverage/coverage.html", {"code": None})
    first = Definition.of(request, "", Definition("paid", "universe_bpjs"))
    second = Definition.of(request, "2", Definition("listed", "universe_bpjs"))
    figures = [figure_of(code, scope.month, one.numerator, one.denominator, scope.round, on=scope.on) for one in (first, second)]
    inside = [_inside(scope, code, one) for one in (first, second)]
    table = _table(request, code, figures, inside)
    if table.wants_xlsx:
        return table.xlsx()
    by_month = _by_month(scope, code, first)
    title = Words("Cakupan per {name}", "Coverage by {name}").said(said, name=_LEVELS[level_of(code)].said(said))
    context = {
        "code": code,
        "name": figures[0].place_name,
        "above": _above(scope, code),
        "definitions": [(number, one, figure) for number, one, figure in zip(("", "2"), (first, second), figures, strict=True)],
        "numerators": [(key, _NAMES[key]) for key in NUMERATORS],
        "denominators": [(key, _NAMES[key]) for key in DENOMINATORS],
        "by_month": by_month,
        "chart": _chart(by_month, first, said),
        "map": coverage_map(code, inside[0], f"{title}, {figures[0].place_name}, {scope.month.said(said)}", said) if inside[0] else "",
        "table": table if inside[0] else None,
        "table_title": title,
        "may_record": scope.may("register.import", code),
        "may_report": _may_report(scope) and scope.round is not None and code == scope.round.place_id,
    }
    return render(request, "coverage/coverage.html", context)


def _inside(scope: Scope, code: str, one: Definition) -> list[Figure]:
    return coverage_inside(code, scope.month, one.numerator, one.denominator, on=scope.on) if one.denominator != "villages" else []


def _by_month(scope: Scope, code: str, one: Definition) -> list[tuple[Month, Figure]]:
    """Up to this month or the chosen one."""
    last = max(scope.month, Month.of(scope.on))
    months = [month for month in scope.months if month <= last][-_MOST_MONTHS:]
    if one.denominator == "villages" or not months:
        return []
    return list(zip(months, coverage_by_month(code, months, one.numerator, one.denominator, on=scope.on), strict=True))


def _chart(by_month: Sequence[tuple[Month, Figure]], one: Definition, said: Lang) -> str:
    labels = month_labels([month.said(said) for month, _ in by_month])
    points = [
        Point(label, hundredths(figure.numerator.value or 0, figure.denominator.value) if figure.denominator.value else None, figure.percent(said))
        for label, (_, figure) in zip(labels, by_month, strict=True)
    ]
    return share_line(one.words.said(said), points, said, key="months")


def _table(request: PageRequest, code: str, figures: Sequence[Figure], inside: Sequence[Sequence[Figure]]) -> Table:
    said, level = lang(), _LEVELS[level_of(code)]
    other = {one.place: one for one in inside[1]}
    address = reverse("coverage:coverage")
    kept = "".join(f"&{key}={request.GET[key]}" for key in ("pembilang", "penyebut", "pembilang2", "penyebut2") if _known(request.GET.get(key, "")))

    def row(one: Figure) -> dict[str, Any]:
        two = other.get(one.place)
        return {
            "name": one.place_name,
            "address": f"{address}?wilayah={one.place}{kept}",
            "people": one.numerator.value,
            "universe": one.denominator.value,
            "share": one.percent(said),
            "people_2": two.numerator.value if two else None,
            "share_2": two.percent(said) if two else "–",
            "source": one.denominator.said(said) if one.denominator.value is not None else "",
            "by": hundredths(one.numerator.value or 0, one.denominator.value) if one.denominator.value else None,
            "by_2": hundredths(two.numerator.value or 0, two.denominator.value) if two and two.denominator.value else None,
        }

    month = request.scope.month
    return Table(
        request,
        Words(f"Cakupan per {level.id} {figures[0].place_name} {month.said()}", f"Coverage by {level.en} {figures[0].place_name} {month.said('en')}"),
        [
            Column("name", Words(level.id.capitalize(), level.en.capitalize()), sort="name", href="address"),
            Column("people", Words("Pembilang ①", "Numerator ①"), "number", sort="people"),
            Column("universe", Words("Penyebut ①", "Denominator ①"), "number", sort="universe"),
            Column("share", Words("Cakupan ①", "Coverage ①"), "percent", sort="by"),
            Column("people_2", Words("Pembilang ②", "Numerator ②"), "number", sort="people_2"),
            Column("share_2", Words("Cakupan ②", "Coverage ②"), "percent", sort="by_2"),
            Column("source", Words("Penyebut ① dan sumbernya", "Denominator ① and its source"), extra=True),
        ],
        [row(one) for one in inside[0]],
    )


def _known(key: str) -> bool:
    return key in NUMERATORS or key in DENOMINATORS


def _may_report(scope: Scope) -> bool:
    return scope.round is not None and scope.may("report.make") and scope.sight.covers(scope.round.place_id)


@page("report.make")
@require_GET
def report(request: PageRequest) -> HttpResponse:
    """The one page of the round's place in the chosen month, in the language that the address names."""
    scope = request.scope
    if scope.round is None or not _may_report(scope):
        raise Http404("report")
    said: Lang = "en" if request.GET.get("bahasa") == "en" else "id"
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "page.pdf"
        write_one_page(one_page_of(scope.round, scope.month, made_by=scope.user.display_name, on=scope.on), path, said)
        content = path.read_bytes()
    name = "laporan satu halaman" if said == "id" else "one-page report"
    return attachment(content, PDF, f"{name} {scope.round.place_id} {scope.month}.pdf")


@page("register.import", writes="register.import")
def universe(request: PageRequest) -> HttpResponse:
    """Writes down how many workers a place has, as somebody else published it."""
    scope = request.scope
    code = _code(scope)
    if code is None or not scope.may("register.import", code):
        raise Http404("universe")
    level = min(level_of(code) + 1, Level.VILLAGE)
    places = list(Place.objects.within(code).filter(level__lte=level).order_by("level", "code")) if code else list(Place.objects.provinces())
    form = UniverseForm.of(request) if request.method == "POST" else UniverseForm(place=code, definition="universe_bpjs")
    if request.method == "POST" and (answer := _record(request, form, code)):
        return answer
    context = {
        "form": form,
        "places": places,
        "definitions": [(key, _NAMES[key]) for key in DENOMINATORS if key != "villages"],
        "known": [(one, _NAMES[one.definition]) for one in Universe.objects.filter(place=code).order_by("definition", "-as_of", "-pk")],
        "name": next((one.name for one in places if one.code == code), "Indonesia"),
    }
    return render(request, "coverage/universe.html", context, status=422 if form.wrong else 200)


def _record(request: PageRequest, form: UniverseForm, code: str) -> HttpResponse | None:
    scope = request.scope
    given, place = form.read(scope.on), Place.objects.filter(code=form.place or code).first()
    if place is None or not within(place.code, code) or not scope.sight.covers(place.code):
        raise Http404("place")
    if given is None:
        return None
    try:
        made = record_universe(
            place=place, definition=form.definition, value=given[0], source=form.source, as_of=given[1], by=scope.user, on=scope.on
        )
    except PayungError as error:
        if error.code not in FIELD_OF:
            raise
        form.wrong[FIELD_OF[error.code]] = error.words
        return None
    name = _NAMES[made.definition]
    say(request, Words(f"Tercatat untuk {place.name}: {name.id}.", f"Recorded for {place.name}: {name.en}."))
    return redirect(f"{reverse('coverage:coverage')}?wilayah={place.code}")
