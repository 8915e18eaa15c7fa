"""Figures that others are made to have published about the invented regency and its neighbours, so that the pages of coverage have something to show.

Every number here is invented and carries a source that says so.
"""

from datetime import date

from payung.coverage.actions import Source, record_official, record_share, set_target
from payung.coverage.definitions import Pair
from payung.demo import regency
from payung.places.models import Place

_SOURCE = Source(regency.UNIVERSE_SOURCE, "karangan")
_ACTIVE = {date(2024, 6, 30): 168, date(2024, 12, 31): 181, date(2025, 6, 30): 203, date(2025, 12, 31): 236}  # of a thousand of the universe
_SEGMENTS = {"PU": 61, "BPU": 27, "JAKON": 11, "PMI": 1}  # of a hundred of the active members
_UNIVERSE = {date(2024, 6, 30): 94, date(2024, 12, 31): 96, date(2025, 6, 30): 98}  # of a hundred of the newest
_EMPLOYED = {date(2024, 8, 31): 97, date(2025, 8, 31): 100}  # of a hundred
_PEERS = 11  # regencies beside it of which there is a figure
_TARGET = 4000  # hundredths of a per cent


def record_figures() -> None:
    """Active members by segment, employed people, the neighbours' figures, two targets, and two percentages that do not agree."""
    place, on = Place.objects.get(code=regency.REGENCY), regency.TODAY
    universe = regency.invented_universe()[regency.REGENCY]
    for day, thousandth in _ACTIVE.items():
        active = universe * thousandth // 1000
        parts = {segment: active * share // 100 for segment, share in _SEGMENTS.items()}
        for segment, people in {"": sum(parts.values()), **parts}.items():
            record_official(place=place, definition="active_bpjs", segment=segment, value=people, source=_SOURCE, as_of=day, by=None, on=on)
    for definition, days in (("universe_bpjs", _UNIVERSE), ("employed_bps", _EMPLOYED)):
        for day, hundredth in days.items():
            people = universe * hundredth // 100
            record_official(place=place, definition=definition, value=people, source=_SOURCE, as_of=day, by=None, on=on)
    _record_neighbours(place, on)
    _record_targets_and_press(place, universe, on)


def _record_neighbours(place: Place, on: date) -> None:
    beside = Place.objects.within(regency.REGENCY[:2]).regencies().exclude(pk=place.pk).order_by("code")[:_PEERS]
    for at, each in enumerate(beside):
        universe = 41_000 + 17_300 * (at * 5 % 7)
        figures = {"universe_bpjs": universe, "active_bpjs": universe * (14 + at * 7 % 23) // 100}
        for definition, people in figures.items():
            record_official(place=each, definition=definition, value=people, source=_SOURCE, as_of=regency.UNIVERSE_AS_OF, by=None, on=on)


def _record_targets_and_press(place: Place, universe: int, on: date) -> None:
    active, paid = Pair("active_bpjs", "universe_bpjs"), Pair("paid", "universe_bpjs")
    set_target(place=place, scheme="RPJMD", year=2026, pair=active, hundredths=_TARGET, source=_SOURCE, by=None, on=on)
    set_target(place=place, scheme="LOCAL", year=2026, pair=paid, hundredths=300, source=_SOURCE, by=None, on=on)
    people = universe * 236 // 1000
    for percent, title in (("24", "berita karangan A"), ("31,5", "berita karangan B")):
        source = Source(title, "karangan")
        record_share(place=place, as_of=regency.UNIVERSE_AS_OF, source=source, part=people, percent=percent, by=None, on=on)
