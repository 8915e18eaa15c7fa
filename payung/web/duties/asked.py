"""What the pages of duties and regulations are asked for: as of which day, by whom, where somebody may enter something."""

from datetime import date
from typing import Any

from django.http import HttpRequest

from payung.accounts.rights import places_where
from payung.places.models import Place
from payung.values.errors import InputError
from payung.values.place import Level
from payung.values.words import Words
from payung.web.page import PageRequest

_EARLIEST, _YEARS_AHEAD = date(2015, 1, 1), 5
_MOST_CHOICES = 60


def as_of(request: PageRequest) -> date:
    """?per=2026-03-31; today where nothing, or nothing that can be, is asked."""
    today = request.scope.on
    try:
        asked = date.fromisoformat(request.GET.get("per", ""))
    except ValueError:
        return today
    return asked if _EARLIEST <= asked <= date(today.year + _YEARS_AHEAD, 12, 31) else today


def places_to_enter(request: PageRequest, right: str) -> list[tuple[str, str]] | None:
    """Provinces and regencies (code, name) where the person may, for a choice; None for so many that the code is typed.

    Whoever may in a province may in each of its regencies.
    """
    codes = places_where(request.user, right, request.scope.on)
    if "" in codes:
        return None
    found: list[Any] = [
        one for code in codes for one in Place.objects.within(code).filter(level__lte=Level.REGENCY).order_by("code").values_list("code", "name")
    ]
    return found if len(found) <= _MOST_CHOICES else None


def place_named(text: str) -> Place:
    """A province or regency by its code; InputError `place.unknown`."""
    found = Place.objects.filter(code=text.strip(), level__lte=Level.REGENCY).first()
    if found is None:
        raise InputError("place.unknown", Words("Pilih provinsi atau kabupaten/kotanya.", "Choose the province or regency."))
    return found


def number_of(request: HttpRequest, name: str) -> int | None:
    """A key that was chosen."""
    typed = request.POST.get(name, "")
    return int(typed) if typed.isdecimal() and len(typed) < 12 else None


def file_of(request: HttpRequest, name: str) -> dict[str, Any]:
    """`content` and `name` of a handed-over file; nothing where there is none."""
    given = request.FILES.get(name)
    return {"content": given.read(), "name": given.name or ""} if given is not None else {}
