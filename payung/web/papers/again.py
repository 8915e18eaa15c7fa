"""A table of a page as a paper: the worker asks the page again, as the person who ordered it, on the day of the order, and writes all its rows.

So a table says in one place what stands in it and who may see it. What somebody searches for (`cari`) is not part of an order: searches find few
rows, and names and NIKs are kept nowhere.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.urls import Resolver404, ResolverMatch, resolve
from django.utils import translation

from payung.reports.actions import Order
from payung.reports.models import Paper
from payung.reports.told import Told
from payung.values.errors import OutOfScopeError
from payung.values.words import Words
from payung.web.download import XLSX
from payung.web.language import lang
from payung.web.scope import Scope

if TYPE_CHECKING:
    from payung.web.table import Table

_LEFT_OUT = ("cari", "t", "hal", "unduh")
_LONGEST = 1_500  # characters of a query
_NOT_ALLOWED = Words(
    "Halaman yang dipesan tidak lagi dapat Anda buka, jadi berkasnya tidak dibuat.",
    "You cannot open the page of this order any more, so the paper was not made.",
)


@dataclass
class Asked:
    """Rides on the request, and meets the table of the page: `take` is called instead of handing the table out."""

    take: "Callable[[Table], None]"
    met: bool = False

    def meet(self, table: "Table") -> HttpResponse:
        self.met = True
        self.take(table)
        return HttpResponse(status=204)


def order_of(scope: Scope, address: str) -> Order:
    """What is ordered by naming the page of a table with its query. Http404 where that is no table, or not one for this person."""
    parts = urlsplit(address)
    query = QueryDict(parts.query[:_LONGEST], mutable=True)
    for key in _LEFT_OUT:
        query.pop(key, None)
    found, names = _page(parts.path), list[Words]()
    if not _ask(found, parts.path, query.urlencode(), scope, lambda table: names.append(table.name)):
        raise Http404("table")
    return Order(
        "table",
        {"path": parts.path, "query": query.urlencode(), "chosen": scope.chosen},
        Words(f"{names[0].id} (Excel)", f"{names[0].en} (Excel)"),
        right=found.func.right,  # type: ignore[attr-defined]
        places=scope.sight.places,
        offices=scope.sight.offices,
    )


def write_table_again(paper: Paper, path: Path, told: Told) -> tuple[str, str]:
    """The maker of `order_of`."""
    given, names = paper.given, list[str]()
    scope = Scope(paper.asked_by, paper.asked_on, given["chosen"])

    def take(table: "Table") -> None:
        table.write(path, told)
        names.append(table.name.said(lang()))

    with translation.override(paper.lang):
        if not _ask(_page(given["path"]), given["path"], given["query"], scope, take):
            raise OutOfScopeError("paper.page_closed", _NOT_ALLOWED)
    return f"{names[0]}.xlsx", XLSX


def _page(path: str) -> ResolverMatch:
    try:
        found = resolve(path)
    except Resolver404 as error:
        raise Http404("page") from error
    if not getattr(found.func, "right", None):
        raise Http404("page")
    return found


def _ask(found: ResolverMatch, path: str, query: str, scope: Scope, take: "Callable[[Table], None]") -> bool:
    """Whether the page came to its table."""
    request: Any = HttpRequest()
    request.method, request.path, request.path_info, request.resolver_match = "GET", path, path, found
    request.META = {"SERVER_NAME": "localhost", "SERVER_PORT": "80", "QUERY_STRING": query}
    request.GET = QueryDict(f"{query}&unduh=xlsx")
    request.user, request.scope, request.session, request.htmx = scope.user, scope, {}, False
    request.paper = asked = Asked(take)
    found.func(request, *found.args, **found.kwargs)
    return asked.met
