"""What holds for every page of somebody who is signed in: nothing of it stays in a cache, a session ends, and without a second factor nothing opens.

idle       SESSION_IDLE seconds without a page (settings.py)
absolute   SESSION_COOKIE_AGE seconds after signing in, however busy
"""

import time
from collections.abc import Callable
from typing import Any

from allauth.mfa.adapter import get_adapter as factors
from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from payung.accounts.models import User
from payung.accounts.queries import ask_once
from payung.values.words import Words
from payung.web.page import say, to_sign_in

SINCE, SEEN, FACTOR = "since", "seen", "factor"
_EVERY = 60  # seconds between two notes of when somebody was last seen: each is a write
_OVER = Words(
    "Anda keluar otomatis demi keamanan. Masuk lagi; pekerjaan yang sudah disimpan tetap ada.",
    "You were signed out for safety. Sign in again; what you saved is still there.",
)
# What may be opened before there is a second factor: setting one up, proving who one is for it, leaving, the language.
_BEFORE = {"second_factor", "account_logout", "account_reauthenticate", "language", "alive", "ready"}


class AccountGuard:
    def __init__(self, answer: Callable[[HttpRequest], HttpResponse]) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self._ended(request) or self.answer(request)
        response.headers.setdefault("Cache-Control", "no-store")
        response.headers.setdefault("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
        return response

    def process_view(self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any) -> HttpResponse | None:
        """Leads whoever lacks a second factor to setting one up."""
        if not settings.MFA_REQUIRED or not isinstance(request.user, User) or request.session.get(FACTOR):
            return None
        if factors().is_mfa_enabled(request.user):
            request.session[FACTOR] = True
            return None
        request.needs_factor = True  # type: ignore[attr-defined]
        match = request.resolver_match
        if match and (match.url_name in _BEFORE or view.__module__.startswith("allauth.mfa.")):
            return None
        if getattr(request, "htmx", False):
            return HttpResponse(status=204, headers={"HX-Refresh": "true"})
        return redirect("account:second_factor")

    def _ended(self, request: HttpRequest) -> HttpResponse | None:
        if not isinstance(request.user, User):
            return None
        ask_once(request.user)
        now, since, seen = time.time(), request.session.get(SINCE, 0), request.session.get(SEEN, 0)
        if now - since > settings.SESSION_COOKIE_AGE or now - seen > settings.SESSION_IDLE:
            logout(request)
            say(request, _OVER, wrong=True)
            return to_sign_in(request)
        if now - seen > _EVERY:
            request.session[SEEN] = now
        return None
