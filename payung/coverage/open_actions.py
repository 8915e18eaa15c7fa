"""Switching the open figures of a regency on and off. `by` is who acts (None: the command line), `on` the day of the act."""

from datetime import date

from payung.accounts.models import User
from payung.accounts.rights import require
from payung.audit.actions import acting
from payung.coverage.cube_actions import prepare_figures
from payung.coverage.models import Publication
from payung.places.models import Place
from payung.values.errors import InputError
from payung.values.place import Level
from payung.values.words import Words

_LONGEST = 60  # characters: what the column of the licence holds


def publish(*, place: Place, licence: str, by: User | None, on: date) -> Publication:
    """From now on everybody may read the figures of the regency, under these terms of use. Figures are prepared first, so that there are some.

    InputError for what is no regency, or without terms.
    """
    require(by, "open.publish", place.code, on)
    licence = " ".join(licence.split())
    if place.level != Level.REGENCY:
        raise InputError("open.not_a_regency", Words("Data terbuka diterbitkan per kabupaten/kota.", "Open data are published by regency."))
    if not 1 <= len(licence) <= _LONGEST:
        raise InputError(
            "open.no_licence",
            Words(
                f"Tulis ketentuan pemakaian datanya, paling panjang {_LONGEST} huruf, misalnya CC BY 4.0.",
                f"Write the terms of use of the data in at most {_LONGEST} characters, such as CC BY 4.0.",
            ),
        )
    prepare_figures(by=by, on=on)
    with acting("open.publish", by=by):
        return Publication.objects.create(place=place, open=True, licence=licence, on=on, by=by)


def withdraw(*, place: Place, by: User | None, on: date) -> Publication:
    """From now on nobody reads them without signing in. What others have taken away, they keep."""
    require(by, "open.publish", place.code, on)
    with acting("open.withdraw", by=by):
        return Publication.objects.create(place=place, open=False, on=on, by=by)
