"""Data terbuka: aggregates of a regency for everybody, once its owner has switched them on. What is answered is kept until figures change."""

from collections.abc import Callable
from typing import TypeVar

from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from payung.coverage.disclosure import FEWEST
from payung.coverage.opened import OpenFigures, OpenRow, newest_state, open_figures, open_places, publication_of
from payung.reports.open_data import open_csv, open_metadata, open_metadata_json
from payung.values.month import Month
from payung.values.place import Level
from payung.values.words import percent
from payung.web.clock import today
from payung.web.download import disposition
from payung.web.language import lang
from payung.web.page import public

_Made = TypeVar("_Made")
_CSV, _JSON = "text/csv; charset=utf-8", "application/json"
_SECONDS = 86_400  # what is kept is of a state that never changes
_ELSEWHERE = "public, max-age=3600"  # files are the same for everybody: others may keep them for an hour


@public
@require_GET
def places(request: HttpRequest) -> HttpResponse:
    """Every regency whose figures are open."""
    return render(request, "open/places.html", {"places": open_places()})


@public
@require_GET
def figures(request: HttpRequest, code: str) -> HttpResponse:
    """The newest month as a table, and where the files are."""
    key, make = _wanted(code)
    said = lang()

    def page() -> tuple[OpenFigures, list[tuple[OpenRow, OpenRow]]]:
        found = make()
        rows = [row for row in found.rows if found.months and row.month == found.months[-1] and row.level <= Level.DISTRICT]
        return found, list(zip(rows[::2], rows[1::2], strict=True))

    found, pairs = _kept(f"{key}-page", page)
    lines = [
        (listed, paid, "–" if listed.people is None else percent(listed.people, listed.whole.value, said), listed.whole) for listed, paid in pairs
    ]
    told = open_metadata(found, said)
    return render(
        request, "open/figures.html", {"found": found, "lines": lines, "told": told, "fewest": FEWEST, "month": max(found.months, default=None)}
    )


@public
@require_GET
def data(request: HttpRequest, code: str) -> HttpResponse:
    """Every place, month and definition as CSV; ?untuk=excel with semicolons."""
    key, make = _wanted(code)
    excel = request.GET.get("untuk") == "excel"
    content = _kept(f"{key}-{excel}", lambda: open_csv(make(), excel=excel))
    return _file(content, _CSV, f"cakupan {code}{' excel' if excel else ''}.csv")


@public
@require_GET
def metadata(request: HttpRequest, code: str) -> HttpResponse:
    """What must be known to read the data; ?bahasa=en in English."""
    key, make = _wanted(code)
    said = "en" if request.GET.get("bahasa") == "en" else "id"
    return _file(_kept(f"{key}-{said}", lambda: open_metadata_json(make(), said)), _JSON, f"metadata {code}.json")  # type: ignore[arg-type]


def _wanted(code: str) -> tuple[str, Callable[[], OpenFigures]]:
    """What names the open figures of the place, and how they are had; Http404 where they are not open, or no figure was ever prepared."""
    publication, state = publication_of(code), newest_state()
    if publication is None or state is None:
        raise Http404("open")
    until = Month.of(today())
    return f"open-{code}-{publication.pk}-{state.pk}-{until}", lambda: open_figures(publication, state, until=until)


def _kept(key: str, make: Callable[[], _Made]) -> _Made:
    found: _Made | None = cache.get(key)
    if found is None:
        found = make()
        cache.set(key, found, _SECONDS)
    return found


def _file(content: bytes, kind: str, name: str) -> HttpResponse:
    return HttpResponse(content, content_type=kind, headers={"Content-Disposition": disposition(name), "Cache-Control": _ELSEWHERE})
