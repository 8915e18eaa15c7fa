"""Indonesian for everybody, English for whoever switches; what a browser prefers is not asked."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.functional import lazy

from payung.values.words import Lang, Words


def lang() -> Lang:
    """The language of the page that is being made."""
    return "en" if (translation.get_language() or "").startswith("en") else "id"


def later(words: Words) -> Any:
    """A text that is put into the language of the page when it is shown, for labels that are made once."""
    return lazy(lambda: words.said(lang()), str)()


class LanguageMiddleware:
    """The language of the cookie that the switch sets."""

    def __init__(self, answer: Callable[[HttpRequest], HttpResponse]) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        wanted = "en" if request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME) == "en" else "id"
        with translation.override(wanted):
            response = self.answer(request)
        response.headers.setdefault("Content-Language", wanted)
        return response
