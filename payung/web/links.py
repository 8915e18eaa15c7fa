"""Addresses of other areas' pages, for links beside what an area shows."""

from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from payung.web.scope import Scope


def link(route: str, *args: Any, **query: Any) -> str:
    """link("people:rows", desa="74.05.01.2003") -> "/baris/?desa=74.05.01.2003"; parts of the query without a value are left out."""
    address = reverse(route, args=args)
    held = {name: value for name, value in query.items() if value not in ("", None)}
    return f"{address}?{urlencode(held)}" if held else address


def link_for(scope: Scope, right: str, route: str, *args: Any, **query: Any) -> str:
    """The same for whoever has the right that the page takes; else ""."""
    return link(route, *args, **query) if scope.may_anywhere(right) else ""


def person_address(scope: Scope, person: int) -> str:
    """The page of a person, for whoever may read people; else ""."""
    return link_for(scope, "person.read", "people:person", person)
