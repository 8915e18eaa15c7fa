"""What a person sees, as conditions of the database: the same for pages, counts, choices, downloads and searches."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from payung.accounts.models import Role, User
from payung.accounts.queries import visible_offices, visible_places
from payung.accounts.rights import RIGHTS, places_where
from payung.values.place import within

NOTHING = Q(pk__in=[])
ALL = ~NOTHING  # not Q(), which vanishes beside another condition: Q() | x is x


@dataclass(frozen=True)
class Sight:
    """`places`: codes of the places seen with all that lies in them ("" is the nation); `offices`: offices whose own lists and people are seen."""

    places: tuple[str, ...]
    offices: tuple[int, ...] = ()

    def covers(self, code: str) -> bool:
        """Whether the whole place of this code is seen."""
        return any(within(code, seen) for seen in self.places)

    def in_places(self, *ways: str) -> Q:
        """Rows whose place, by any of these ways to it (such as "village" or "round__place"; "" of places themselves), is seen."""
        found = NOTHING
        for code in self.places:
            if not code:
                return ALL
            for way in ways:
                key = f"{way}__code" if way else "code"
                found |= Q(**{key: code}) | Q(**{f"{key}__startswith": f"{code}."})
        return found

    def of_offices(self, way: str = "office") -> Q:
        """Rows of an office that is seen."""
        return Q(**{f"{way}__in": self.offices}) if self.offices else NOTHING


EVERYTHING = Sight(("",))


def sight_of(user: User | None, on: date) -> Sight:
    """Nobody named means the owner of the machine at the command line, who sees everything."""
    return EVERYTHING if user is None else Sight(tuple(visible_places(user, on)), tuple(visible_offices(user, on)))


def sight_to(user: User | None, action: str, on: date) -> Sight:
    """What the person sees by those of their roles that may do it: where they may, as a condition of the database."""
    if user is None:
        return EVERYTHING
    offices = visible_offices(user, on) if Role.OFFICE in RIGHTS[action] else []
    return Sight(tuple(places_where(user, action, on)), tuple(offices))
