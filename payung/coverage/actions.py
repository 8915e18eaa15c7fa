"""Writing down what others have published. `by` is who acts (None: the command line), `on` the day of the act."""

from datetime import date

from payung.accounts.models import User
from payung.accounts.rights import require
from payung.audit.actions import acting
from payung.coverage.measure import DENOMINATORS
from payung.coverage.models import Universe
from payung.places.models import Place
from payung.values.errors import InputError, RefusedError
from payung.values.words import Words, number

# Villages are counted from the places themselves.
_GIVEN = [name for name in DENOMINATORS if name != "villages"]
_MOST = 10**12
_LONGEST_SOURCE = 200  # characters: what its column holds


def record_universe(*, place: Place, definition: str, value: int, source: str, as_of: date, by: User | None, on: date) -> Universe:
    """A figure of `source` for `as_of`; the same again changes nothing, a newer one stands beside the older.

    Errors: InputError for an unknown definition, a value or a source that cannot be; RefusedError where the source has given another value for the
    day.
    """
    require(by, "register.import", place.code, on)
    source = " ".join(source.split())
    if definition not in _GIVEN or not 1 <= value <= _MOST or not 1 <= len(source) <= _LONGEST_SOURCE:
        raise InputError(
            "universe.unreadable",
            Words(
                f"Isi definisi ({', '.join(_GIVEN)}), jumlah 1 sampai {number(_MOST)}, dan sumbernya, paling panjang {_LONGEST_SOURCE} huruf.",
                f"Give a definition ({', '.join(_GIVEN)}), a number from 1 to {number(_MOST, 'en')}, and its source in at most {_LONGEST_SOURCE} "
                "characters.",
            ),
        )
    with acting("universe.record", by=by):
        found, _ = Universe.objects.get_or_create(place=place, definition=definition, source=source, as_of=as_of, defaults={"value": value})
    if found.value != value:
        raise RefusedError(
            "universe.differs",
            Words(
                f"Sumber ini sudah tercatat dengan {number(found.value)} untuk tanggal itu. Untuk pembetulan, tulis sumber pembetulannya.",
                f"This source stands with {number(found.value, 'en')} for that day. For a correction, name the source of the correction.",
            ),
        )
    return found
