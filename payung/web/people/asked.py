"""What somebody searches for is kept in their session, under a key of its own for each search: names and NIK never stand in an address or a log."""

import secrets

from django.http import HttpRequest

_HELD = "people_searches"
_MOST = 20  # searches that a person can go back to
_LONGEST = 100  # characters


def keep(request: HttpRequest, text: str) -> str:
    """The key under which the text can be had again."""
    held: dict[str, str] = request.session.get(_HELD, {})
    key = secrets.token_urlsafe(6)
    request.session[_HELD] = {**dict(list(held.items())[1 - _MOST :]), key: " ".join(text.split())[:_LONGEST]}
    return key


def kept(request: HttpRequest) -> str:
    """The text of this page's search; empty where there is none any more."""
    return str(request.session.get(_HELD, {}).get(request.GET.get("t", ""), ""))
