"""The form that writes down a universe figure: what people type is kept, and what is wrong with it stands at its field."""

from dataclasses import dataclass, field
from datetime import date

from django.http import HttpRequest

from payung.values.errors import InputError
from payung.values.money import number_of
from payung.values.words import Words

_NO_DATE = Words("Isi tanggal keadaan angka ini, misalnya 31 Agustus.", "Give the day of which the figure speaks, such as 31 August.")
_AHEAD = Words("Tanggal itu belum tiba.", "That day is still ahead.")
_NO_SOURCE = Words(
    "Tulis dari mana angka ini, misalnya Sakernas Agustus 2025, BPS.", "Write where the figure is from, such as Sakernas August 2025, BPS."
)
FIELD_OF = {"universe.differs": "value", "universe.unreadable": "value"}
_LONGEST = 200  # letters of a source


@dataclass
class UniverseForm:
    """Every field as typed; `wrong`: field -> sentence."""

    place: str = ""
    definition: str = ""
    value: str = ""
    source: str = ""
    as_of: str = ""
    wrong: dict[str, Words] = field(default_factory=dict)

    @classmethod
    def of(cls, request: HttpRequest) -> "UniverseForm":
        given = [request.POST.get(name, "").strip()[:_LONGEST] for name in ("place", "definition", "value", "source", "as_of")]
        place, definition, value, source, as_of = given
        return cls(place, definition, value, source, as_of)

    def read(self, on: date) -> tuple[int, date] | None:
        """Value and day; None where one cannot be read, which `wrong` then tells."""
        value, day = 0, None
        try:
            value = number_of(self.value)
        except InputError as error:
            self.wrong["value"] = error.words
        try:
            day = date.fromisoformat(self.as_of)
        except ValueError:
            self.wrong["as_of"] = _NO_DATE
        if day and day > on:
            self.wrong["as_of"] = _AHEAD
        if not self.source:
            self.wrong["source"] = _NO_SOURCE
        return None if self.wrong or day is None else (value, day)
