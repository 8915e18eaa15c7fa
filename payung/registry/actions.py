"""Writes about people by themselves: for now that somebody was shown a NIK."""

from datetime import date

from payung.accounts.models import User
from payung.accounts.sight import sight_to
from payung.audit.actions import acting
from payung.registry.visible import people_in
from payung.values.errors import OutOfScopeError
from payung.values.words import Words

NOT_SEEN = Words("Orang ini di luar wilayah Anda.", "This person is outside your area.")


def reveal_nik(*, person: int, on: date, by: User | None) -> str:
    """The NIK in full; the act says whose it was, by key. OutOfScopeError unless a role with that right sees the person."""
    with acting("nik.reveal", by=by, note=f"person {person}"):
        nik = people_in(sight_to(by, "nik.reveal", on)).filter(pk=person).values_list("nik", flat=True).first()
        if nik is None:
            raise OutOfScopeError("person.not_seen", NOT_SEEN)
        return nik
