"""Reads of places and territories."""

from payung.places.models import Office, Place, PlaceQuerySet
from payung.values.errors import InputError
from payung.values.place import place_code
from payung.values.words import Words


def place(code: str) -> Place:
    """The place of a code with or without dots; InputError when it cannot be read or no such place is loaded."""
    dotted = place_code(code)
    found = Place.objects.filter(code=dotted).first()
    if found is None:
        raise InputError(
            "place.unknown",
            Words(
                f"Tidak ada wilayah dengan kode {dotted}. Periksa kodenya, atau muat data wilayah lebih dulu.",
                f"There is no place with the code {dotted}. Check the code, or load the places first.",
            ),
        )
    return found


def villages_of(regency: str) -> PlaceQuerySet:
    """Villages and kelurahan of a regency ("74.05"), by code, each with its district as `parent`."""
    return Place.objects.within(regency).villages().select_related("parent")


def territory_of(office: Office) -> list[str]:
    """Codes of the places an office serves, sorted; without an assigned territory it serves the place it belongs to."""
    return sorted(office.territory.values_list("place_id", flat=True)) or [office.place_id]
