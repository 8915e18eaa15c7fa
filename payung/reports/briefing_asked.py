"""What a briefing or a report is asked about, and who asks: its sections are gathered from this alone."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from payung.accounts.models import User
from payung.coverage.definitions import Pair
from payung.coverage.measure import Figure
from payung.coverage.pairs import figure_of_pair, figures_inside
from payung.places.queries import place as place_of
from payung.planning.models import Fund
from payung.registry.models import Round
from payung.values.month import Month
from payung.values.place import within


@dataclass(frozen=True)
class Asked:
    """`first` to `last`: the months (of a briefing one); `typed`: what the office adds in its own words; `visible_to`: whose sight it is."""

    place: str
    first: Month
    last: Month
    numerator: str
    denominator: str
    visible_to: User | None
    on: date
    typed: Mapping[str, Any] = field(default_factory=dict)
    address: str = ""

    @property
    def month(self) -> Month:
        return self.last

    @cached_property
    def place_name(self) -> str:
        return place_of(self.place).name if self.place else "Indonesia"

    @cached_property
    def rounds(self) -> list[Round]:
        """The newest round of each place that this one lies in or that lies in it."""
        newest: dict[str, Round] = {}
        for one in Round.objects.select_related("place").order_by("start", "pk"):
            if within(one.place_id, self.place) or within(self.place, one.place_id):
                newest[one.place_id] = one
        return sorted(newest.values(), key=lambda one: one.place_id)

    @cached_property
    def round(self) -> Round | None:
        """The one round that the place is of; None for a place of several."""
        return self.rounds[0] if len(self.rounds) == 1 else None

    @cached_property
    def funds(self) -> list[Fund]:
        """Funds whose place lies here, or in whose place this lies, and that pay within the year of the last month."""
        first, last = Month.at(self.last.year, 1), Month.at(self.last.year, 12)
        found = Fund.objects.filter(first_month__lte=last, last_month__gte=first).select_related("place").order_by("first_month", "name")
        return [fund for fund in found if within(fund.place_id, self.place) or within(self.place, fund.place_id)]

    @property
    def pair(self) -> Pair:
        """The definitions. Errors: RefusedError for two that do not go together."""
        return Pair(self.numerator, self.denominator)

    @cached_property
    def figure(self) -> Figure:
        """The coverage that heads everything, by the definitions that were asked for."""
        return figure_of_pair(self.place, self.month, self.pair, on=self.on, round=self.round)

    @cached_property
    def inside(self) -> list[Figure]:
        """The same of every place one level below."""
        return figures_inside(self.place, self.month, self.pair, on=self.on)
