"""Every page says who may see it: `@page("list.read")`, or `@public`. A test walks through all addresses and asks for it.

not signed in                 to the sign-in page, and back afterwards
signed in, right not held     403, with what to do
of another place              404, as if it did not exist
InputError, RefusedError      the sentence: above the form it came from, as a message, or on a page of its own
"""

import logging
from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme

from payung.accounts.models import User
from payung.values.errors import OutOfScopeError, PayungError, ServiceError
from payung.values.words import Words
from payung.web.language import lang
from payung.web.scope import Scope, scope_of

log = logging.getLogger("payung.web")
View = Callable[..., HttpResponse]


class PageRequest(HttpRequest):
    """A request that a `page` receives: signed in, with its scope."""

    user: User
    scope: Scope


def page(right: str, *, writes: str = "") -> Callable[[View], View]:
    """`right`: a key of RIGHTS that somebody must hold somewhere to see the page; `writes`: one that a POST takes besides.

    Where they must hold it is asked by the action, of the place it is about; what a page shows is narrowed by what they see (`scope.sight`).
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not request.user.is_authenticated:
                return to_sign_in(request)
            scope = scope_of(request)
            needed = [right] if not writes or request.method in ("GET", "HEAD") else [right, writes]
            if not all(scope.may_anywhere(one) for one in needed):
                log.warning("page.refused", extra={"code": needed[-1], "user": request.user.pk, "path": request.path, "method": request.method})
                return render(request, "errors/forbidden.html", status=403)
            try:
                return view(request, *args, **kwargs)
            except OutOfScopeError as error:
                log.warning("page.out_of_scope", extra={"code": error.code, "user": request.user.pk, "path": request.path})
                raise Http404(error.code) from error
            except ServiceError as error:
                log.error("page.service", extra={"code": error.code})
                return _told(request, error.words, 503)
            except PayungError as error:
                return _told(request, error.words, 422)

        answer.right, answer.writes = right, writes  # type: ignore[attr-defined]
        return answer

    return decorate


def public(view: View) -> View:
    """A page for everybody, signed in or not."""
    view.right = None  # type: ignore[attr-defined]
    return view


def signed_in(view: View) -> View:
    """A page about oneself, whatever one's role."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return view(request, *args, **kwargs) if request.user.is_authenticated else to_sign_in(request)

    answer.right = ""  # type: ignore[attr-defined]
    return answer


def say(request: HttpRequest, words: Words, *, wrong: bool = False) -> None:
    """A message on the next page."""
    (messages.error if wrong else messages.success)(request, words.said(lang()))


def back(request: HttpRequest, otherwise: str, *args: Any) -> HttpResponse:
    """To the page of ours that the form named as `next`, or to `otherwise` (a route)."""
    wanted = request.POST.get("next", "")
    if wanted and url_has_allowed_host_and_scheme(wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()):
        return redirect(wanted)
    return redirect(otherwise, *args)


def to_sign_in(request: HttpRequest) -> HttpResponse:
    """To the sign-in page, and back to this one afterwards."""
    from django.contrib.auth.views import redirect_to_login

    if getattr(request, "htmx", False):  # a part of a page cannot become the sign-in page
        return HttpResponse(status=204, headers={"HX-Refresh": "true"})
    return cast(HttpResponse, redirect_to_login(request.get_full_path() if request.method == "GET" else "/"))


def _told(request: HttpRequest, words: Words, status: int) -> HttpResponse:
    """The sentence: in a message on the page the form came from, else on a page of its own."""
    if getattr(request, "htmx", False):
        response = render(request, "parts/toast.html", {"sentence": words.said(lang())}, status=200)
        response.headers["HX-Retarget"], response.headers["HX-Reswap"] = "#toasts", "beforeend"
        return response
    if request.method == "POST" and request.POST.get("next"):
        say(request, words, wrong=True)
        return back(request, "home:home")
    return render(request, "errors/refused.html", {"sentence": words.said(lang())}, status=status)
