"""Briefings and reports that somebody sees."""

from datetime import date

from django.db.models import QuerySet

from payung.accounts.models import User
from payung.accounts.rights import may
from payung.accounts.sight import sight_of
from payung.reports.models import Edition, Sending
from payung.values.errors import InputError, OutOfScopeError
from payung.values.words import Words

_NOT_SEEN = Words(
    "Paparan atau laporan itu tidak ada, atau di luar wilayah Anda.", "There is no such briefing or report, or it is outside your area."
)
READ_BY = {Edition.Kind.BRIEFING: "briefing.read"}  # every other kind: report.read


def editions_seen(*, visible_to: User | None, on: date) -> QuerySet[Edition]:
    """Of the places that the person sees, the newest first; whether they may read each kind there, `edition_on` asks."""
    found = Edition.objects.filter(sight_of(visible_to, on).in_places("place"))
    return found.select_related("place", "by", "facts").order_by("-at", "-pk")


def briefings_seen(*, visible_to: User | None, on: date) -> QuerySet[Edition]:
    """Briefings alone."""
    return editions_seen(visible_to=visible_to, on=on).filter(kind=Edition.Kind.BRIEFING)


def edition_on(key: int, *, visible_to: User | None, on: date) -> Edition:
    """The edition of that key; OutOfScopeError `edition.not_seen`."""
    found = editions_seen(visible_to=visible_to, on=on).filter(pk=key).first()
    if found is None or not may(visible_to, READ_BY.get(Edition.Kind(found.kind), "report.read"), found.place_id, on):
        raise OutOfScopeError("edition.not_seen", _NOT_SEEN)
    return found


def edition_of_number(number: str) -> Edition:
    """For the command line. InputError `edition.unknown`."""
    place = number.split("/")[0]
    for one in Edition.objects.filter(place=place).select_related("place"):
        if one.number == number.strip():
            return one
    raise InputError("edition.unknown", Words(f"Nomor {number} tidak ditemukan.", f"There is no number {number}."))


def sendings_of(edition: Edition) -> QuerySet[Sending]:
    """The newest first."""
    return edition.sendings.select_related("document", "by", "receipt").order_by("-sent_on", "-pk")


def sending_on(key: int, *, visible_to: User | None, on: date) -> Sending:
    """The sending of that key; OutOfScopeError `edition.not_seen`."""
    found = Sending.objects.select_related("edition__place", "document").filter(pk=key).first()
    if found is None:
        raise OutOfScopeError("edition.not_seen", _NOT_SEEN)
    edition_on(found.edition_id, visible_to=visible_to, on=on)
    return found
