"""Which villages, offices and employers somebody sees on the board of entities.

village officer            the village itself
officer of an office       the office itself; where the office has a territory, as BKPSDM has, every office (OPD) of it
village affairs (DPMD)     the villages of their place, no office
everybody else who may     everything in their place; of a branch of BPJS: in its territory
"""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from payung.accounts.models import Role, User
from payung.accounts.queries import assignments_on, offices_of, scopes_of
from payung.accounts.rights import RIGHTS
from payung.accounts.sight import ALL, NOTHING
from payung.compliance.enrolment_models import EntityKind
from payung.places.models import OfficeKind, Territory

KIND_OF_OFFICE = {OfficeKind.OPD: EntityKind.OPD, OfficeKind.LABOUR: EntityKind.OPD, OfficeKind.EMPLOYER: EntityKind.EMPLOYER}
READ = "entity.read"


@dataclass(frozen=True)
class EntitySight:
    """Codes of places with all that lies in them ("" is the nation): of everything, of villages, of offices (OPD); and offices seen by their key."""

    everything: tuple[str, ...] = ()
    villages: tuple[str, ...] = ()
    opd: tuple[str, ...] = ()
    offices: tuple[int, ...] = ()

    def of_villages(self, way: str = "") -> Q:
        """Rows whose village, by that way to it, is seen."""
        return _in((*self.everything, *self.villages), way)

    def of_offices(self, way: str = "") -> Q:
        """Rows of an office that is seen, by that way to it."""
        dot = f"{way}__" if way else ""
        opd = Q(**{f"{dot}kind__in": [kind for kind, one in KIND_OF_OFFICE.items() if one == EntityKind.OPD]})
        own = Q(**{f"{dot}pk__in": self.offices}) if self.offices else NOTHING
        return _in(self.everything, f"{dot}place") | (_in(self.opd, f"{dot}place") & opd) | own

    def of_entities(self, way: str = "") -> Q:
        """Rows of an Entity that is seen, by that way to it."""
        dot = f"{way}__" if way else ""
        return (Q(**{f"{dot}kind": "village"}) & self.of_villages(f"{dot}place")) | (
            Q(**{f"{dot}office__isnull": False}) & self.of_offices(f"{dot}office")
        )


def entity_sight(user: User | None, on: date, *, right: str = READ) -> EntitySight:
    """By those of their roles that hold `right`. Nobody named means the owner of the machine at the command line, who sees everything."""
    if user is None:
        return EntitySight(("",))
    held = [each for each in assignments_on(user, on) if each.role in RIGHTS[right]]
    places: dict[str, list[str]] = {"everything": [], "villages": []}
    for role, code in scopes_of(held):
        if role != Role.OFFICE:
            places["villages" if role in (Role.VILLAGE, Role.VILLAGE_AFFAIRS) else "everything"].append(code)
    offices = offices_of(held)
    served = list(Territory.objects.filter(office__in=offices).values_list("place_id", flat=True)) if offices else []
    return EntitySight(tuple(places["everything"]), tuple(places["villages"]), tuple(served), tuple(offices))


def _in(codes: tuple[str, ...], way: str) -> Q:
    if "" in codes:
        return ALL
    found, key = NOTHING, f"{way}__code" if way else "code"
    for code in codes:
        found |= Q(**{key: code}) | Q(**{f"{key}__startswith": f"{code}."})
    return found
