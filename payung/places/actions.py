"""Writes to places, offices and territories. `by` is who acts (None: the command line).

Offices and territories are on the audit trail: the caller, who stands above it, writes them inside `audit.actions.acting`.
"""

from collections.abc import Iterable

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import connection, transaction

from payung.places.codes import all_places
from payung.places.models import Office, OfficeKind, Place, Territory

_UPSERT = """
INSERT INTO places_place (code, name, level, parent_id) VALUES (%s, %s, %s, %s)
ON CONFLICT (code) DO UPDATE SET name = excluded.name WHERE places_place.name <> excluded.name
"""


@transaction.atomic
def load_places(*, by: AbstractBaseUser | None) -> None:
    """Every place of the shipped file is there under its present name; doing it again changes nothing. Places that left the file stay."""
    rows = all_places().select("code", "name", "level", "parent").rows()
    with connection.cursor() as cursor:
        cursor.executemany(_UPSERT, rows)


@transaction.atomic
def open_office(*, kind: OfficeKind, name: str, place: Place, by: AbstractBaseUser | None) -> Office:
    """The office of that kind and name at that place, made if there is none."""
    office, _ = Office.objects.get_or_create(kind=kind, name=" ".join(name.split()), place=place)
    return office


@transaction.atomic
def assign_territory(*, office: Office, places: Iterable[Place], by: AbstractBaseUser | None) -> None:
    """The office serves these places too; those it serves already stay."""
    Territory.objects.bulk_create([Territory(office=office, place=place) for place in places], ignore_conflicts=True)
