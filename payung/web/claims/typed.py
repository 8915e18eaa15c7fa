"""What is typed on the pages of a case beside texts: days, whole numbers, rupiah; what cannot be read is said in one sentence."""

from datetime import date

from django.http import HttpRequest

from payung.values.errors import InputError
from payung.values.money import rupiah_of
from payung.values.words import Words


def day_of(request: HttpRequest, name: str) -> date | None:
    """None where nothing is typed; InputError `date.unreadable`."""
    typed = request.POST.get(name, "").strip()
    if not typed:
        return None
    try:
        return date.fromisoformat(typed)
    except ValueError as error:
        raise InputError(
            "date.unreadable", Words("Tanggal ini tidak terbaca. Pilih dari kalender.", "This day cannot be read. Choose it.")
        ) from error


def needed_day(request: HttpRequest, name: str) -> date:
    """InputError `date.missing`."""
    found = day_of(request, name)
    if found is None:
        raise InputError("date.missing", Words("Isi tanggalnya.", "Give the day."))
    return found


def whole_of(request: HttpRequest, name: str) -> int | None:
    """A whole number of at most nine digits, else None."""
    typed = request.POST.get(name, "").strip()
    return int(typed) if typed.isdecimal() and len(typed) < 10 else None


def money_of(request: HttpRequest, name: str) -> int:
    """Whole rupiah, "0" too; InputError `rupiah.unreadable`."""
    return rupiah_of(request.POST.get(name, ""))
