"""Showing the NIK of one row of a list, which is an act."""

from datetime import date

from django.db.models import QuerySet

from payung.accounts.models import User
from payung.accounts.sight import Sight, sight_to
from payung.audit.actions import acting
from payung.intake.models import Row
from payung.values.errors import OutOfScopeError
from payung.values.words import Words

NOT_SEEN = Words("Baris ini di luar wilayah Anda.", "This row is outside your area.")


def rows_in(sight: Sight) -> QuerySet[Row]:
    """Rows of a list of a round that is seen, of people of a village that is seen, or sent by an office whose lists are seen."""
    return Row.objects.filter(sight.in_places("list__round__place", "village") | sight.of_offices("list__office"))


def reveal_nik_of_row(*, row: int, on: date, by: User | None) -> str:
    """As it is understood, or as it was written where it cannot be a NIK. OutOfScopeError unless a role with that right sees the row."""
    with acting("nik.reveal", by=by, note=f"row {row}"):
        found = rows_in(sight_to(by, "nik.reveal", on)).filter(pk=row).first()
        if found is None:
            raise OutOfScopeError("row.not_seen", NOT_SEEN)
        return found.nik or str(found.as_written.get("nik", ""))
