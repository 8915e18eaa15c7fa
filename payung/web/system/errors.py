"""Pages for what was refused, is not there or broke; with a number that the log knows, and nobody's name."""

import logging
import secrets
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from payung.web.language import lang

log = logging.getLogger("payung.web")


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "errors/forbidden.html", status=403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "errors/not_found.html", status=404)


def broken(request: HttpRequest) -> HttpResponse:
    """Without the frame, which might be what broke."""
    from django.template.loader import get_template

    number = secrets.token_hex(4)
    log.error("page.broken", extra={"number": number, "path": request.path})
    return HttpResponse(get_template("errors/broken.html").render({"number": number, "lang": lang()}), status=500)


def csrf_failure(request: HttpRequest, reason: str = "", **_: Any) -> HttpResponse:
    return render(request, "errors/csrf.html", status=403)
