"""Cakupan: how many of those who should be covered are, by two definitions side by side, each number with what it divides."""

import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from payung.coverage.cube import COUNTED
from payung.coverage.definitions import MARKS, PLACES_OF_COUNT, Pair, definition, definitions, segments
from payung.coverage.evidence import evidence_of
from payung.coverage.measure import Figure
from payung.coverage.pairs import figure_of_pair, figures_by_month, figures_inside
from payung.places.queries import place as place_of
from payung.reports.coverage_map import coverage_map
from payung.reports.month_charts import Point, month_labels, share_line
from payung.reports.one_page import write_one_page
from payung.reports.overview import one_page_of
from payung.values.month import Month
from payung.values.place import Level, level_of
from payung.values.words import Lang, Words, hundredths
from payung.web.coverage.choices import NATION, Choice, above, all_denominators, all_numerators, known_on, place_asked
from payung.web.download import PDF, attachment
from payung.web.language import lang
from payung.web.page import PageRequest, page
from payung.web.scope import Scope
from payung.web.table import Column, Table

_MOST_MONTHS = 12
FIRST, SECOND = Pair("paid", "universe_bpjs"), Pair("listed", "universe_bpjs")
LEVELS = {
    Level.NATION: Words("provinsi", "province"),
    Level.PROVINCE: Words("kabupaten/kota", "regency"),
    Level.REGENCY: Words("kecamatan", "district"),
    Level.DISTRICT: Words("desa", "village"),
    Level.VILLAGE: Words("desa", "village"),
}
_KEPT = ("pembilang", "penyebut", "segmen", "semua")


@page("coverage.read")
@require_GET
def coverage(request: PageRequest) -> HttpResponse:
    """The figure of a place in a month, its development, and the places in it as map and table."""
    scope, said = request.scope, lang()
    code = place_asked(scope)
    if code is None:
        return render(request, "coverage/coverage.html", {"code": None})
    known = known_on(request, scope.on)
    choices = [Choice.of(request, "", FIRST), Choice.of(request, "2", SECOND)]
    name = place_of(code).name if code else "Indonesia"
    figures = [figure_of_pair(code, scope.month, one.pair, on=scope.on, known=known, round=scope.round) if one.pair else None for one in choices]
    inside = [figures_inside(code, scope.month, one.pair, on=scope.on, known=known) if one.pair else [] for one in choices]
    table = _table(request, code, name, inside)
    if table.wants_xlsx:
        return table.xlsx()
    by_month = _by_month(scope, code, choices[0].pair)
    title = Words("Cakupan per {name}", "Coverage by {name}").said(said, name=LEVELS[level_of(code)].said(said))
    context = {
        "code": code,
        "name": name,
        "here": "coverage:coverage",
        "above": above(scope, code),
        "definitions": [(one.number, one, figure) for one, figure in zip(choices, figures, strict=True)],
        "numerators": all_numerators(),
        "denominators": all_denominators(),
        "segments": list(segments()),
        "known": known,
        "by_month": by_month,
        "chart": _chart(by_month, choices[0], said),
        "map": coverage_map(code, inside[0], f"{title}, {name}, {scope.month.said(said)}", said) if inside[0] else "",
        "table": table if inside[0] else None,
        "table_title": title,
        "may_record": scope.may("register.import", code),
        "may_report": _may_report(scope) and scope.round is not None and code == scope.round.place_id,
    }
    return render(request, "coverage/coverage.html", context)


@page("coverage.read")
@require_GET
def how(request: PageRequest) -> HttpResponse:
    """Lihat cara hitung: one figure with the definitions of both sides and the rows it comes from."""
    scope = request.scope
    code = place_asked(scope)
    if code is None:
        return render(request, "coverage/coverage.html", {"code": None})
    choice, known = Choice.of(request, "", FIRST), known_on(request, scope.on)
    context: dict[str, Any] = {"code": code, "choice": choice, "above": above(scope, code), "known": known, "here": "coverage:coverage"}
    if choice.pair is None:
        return render(request, "coverage/how.html", context, status=422)
    found = evidence_of(code, scope.month, choice.pair, on=scope.on, known=known, round=scope.round)
    sides = [
        (definition(one), part, MARKS[definition(one).now.mark], PLACES_OF_COUNT[definition(one).at])
        for one, part in ((choice.numerator, found.figure.numerator), (choice.denominator, found.figure.denominator))
    ]
    villages = _villages(request, found.figure.place_name, found.villages)
    if villages.wants_xlsx:
        return villages.xlsx()
    may_lists = scope.may_anywhere("list.read")
    context |= {"evidence": found, "figure": found.figure, "sides": sides, "villages": villages, "may_lists": may_lists, "home": code or NATION}
    return render(request, "coverage/how.html", context)


def _villages(request: PageRequest, name: str, rows: Sequence[Any]) -> Table:
    return Table(
        request,
        Words(f"Orang menurut desa, {name}", f"People by village, {name}"),
        [
            Column("name", Words("Desa", "Village"), sort="name"),
            Column("code", Words("Kode", "Code"), sort="code"),
            Column("people", Words("Orang", "People"), "number", sort="people"),
        ],
        [{"name": one.name, "code": one.code, "people": one.people} for one in rows],
    )


@page("coverage.read")
@require_GET
def registry(request: PageRequest) -> HttpResponse:
    """Every definition: what it counts, what it leaves out, whose wording it is, and its versions."""
    sides = [("numerator", Words("Pembilang", "Numerators")), ("denominator", Words("Penyebut", "Denominators"))]
    told = [
        (
            title,
            [
                (one, one.now.in_month(request.scope.month), MARKS[one.now.mark], PLACES_OF_COUNT[one.at])
                for one in definitions().values()
                if one.side == side
            ],
        )
        for side, title in sides
    ]
    return render(request, "coverage/definitions.html", {"sides": told, "segments": segments(), "here": "coverage:definitions"})


def _by_month(scope: Scope, code: str, pair: Pair | None) -> list[tuple[Month, Figure]]:
    """Up to this month or the chosen one."""
    last = max(scope.month, Month.of(scope.on))
    months = [month for month in scope.months if month <= last][-_MOST_MONTHS:]
    if pair is None or (pair.numerator not in COUNTED and definition(pair.numerator).own):
        return []
    return figures_by_month(code, months, pair, on=scope.on)[-_MOST_MONTHS:]


def _chart(by_month: Sequence[tuple[Month, Figure]], one: Choice, said: Lang) -> str:
    labels = month_labels([month.said(said) for month, _ in by_month])
    points = [Point(label, _hundredths(figure), figure.percent(said)) for label, (_, figure) in zip(labels, by_month, strict=True)]
    return share_line(one.words.said(said), points, said, key="months")


def _hundredths(figure: Figure | None) -> int | None:
    if figure is None or figure.numerator.value is None or not figure.denominator.value:
        return None
    return hundredths(figure.numerator.value, figure.denominator.value)


def _table(request: PageRequest, code: str, name: str, inside: Sequence[Sequence[Figure]]) -> Table:
    said, level = lang(), LEVELS[level_of(code)]
    other = {one.place: one for one in inside[1]}
    address = reverse("coverage:coverage")
    keys = [f"{key}{number}" for number in ("", "2") for key in _KEPT]
    kept = "".join(f"&{key}={request.GET[key]}" for key in keys if _known(request.GET.get(key, "")))

    def row(one: Figure) -> dict[str, Any]:
        two = other.get(one.place)
        return {
            "name": one.place_name,
            "address": f"{address}?wilayah={one.place}{kept}",
            "people": one.numerator.value,
            "universe": one.denominator.value,
            "share": one.percent(said),
            "gap": one.gap,
            "people_2": two.numerator.value if two else None,
            "share_2": two.percent(said) if two else "–",
            "source": one.denominator.said(said) if one.denominator.value is not None else "",
            "by": _hundredths(one),
            "by_2": _hundredths(two),
        }

    month = request.scope.month
    return Table(
        request,
        Words(f"Cakupan per {level.id} {name} {month.said()}", f"Coverage by {level.en} {name} {month.said('en')}"),
        [
            Column("name", Words(level.id.capitalize(), level.en.capitalize()), sort="name", href="address"),
            Column("people", Words("Pembilang ①", "Numerator ①"), "number", sort="people"),
            Column("universe", Words("Penyebut ①", "Denominator ①"), "number", sort="universe"),
            Column("share", Words("Cakupan ①", "Coverage ①"), "percent", sort="by"),
            Column("gap", Words("Belum ①", "Missing ①"), "number", sort="gap", extra=True),
            Column("people_2", Words("Pembilang ②", "Numerator ②"), "number", sort="people_2"),
            Column("share_2", Words("Cakupan ②", "Coverage ②"), "percent", sort="by_2"),
            Column("source", Words("Penyebut ① dan sumbernya", "Denominator ① and its source"), extra=True),
        ],
        [row(one) for one in inside[0]],
    )


def _known(key: str) -> bool:
    return key in definitions() or key in segments() or key == "1"


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
