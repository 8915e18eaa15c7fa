"""Who acts in a case: by the village in which the person lived, or as an officer of the office whose staff the person was."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from payung.accounts.models import Role, User
from payung.accounts.queries import holds_at, scopes, visible_offices
from payung.accounts.rights import RIGHTS
from payung.claims.models import Case
from payung.places.models import Office
from payung.values.errors import OutOfScopeError
from payung.values.words import Words

_REFUSED = Words(
    "Anda tidak berwenang melakukan ini dalam kasus ini. Minta administrator memberi Anda peran yang sesuai.",
    "You are not entitled to do this in this case. Ask an administrator for the role it takes.",
)


@dataclass(frozen=True)
class Held:
    """The roles that somebody holds on a day, asked once for many cases; `everything`: the owner of the machine."""

    roles: tuple[tuple[Role, str], ...] = ()
    offices: frozenset[int] = frozenset()
    everything: bool = False

    def at(self, case: Case) -> set[Role]:
        """Their roles in this case."""
        return self.of(case.village_id or "", case.office)

    def of(self, village: str, office: Office | None) -> set[Role]:
        """For somebody who lived in that village ("": nobody knows) and was staff of that office: their roles at the village, and the office's."""
        if self.everything:
            return set(Role)
        home = village or (str(office.place_id) if office else "")
        found = {role for role, code in self.roles if role != Role.OFFICE and holds_at(role, code, home)}
        return found | ({Role.OFFICE} if office and office.pk in self.offices else set())


def held_by(by: User | None, on: date) -> Held:
    """Nobody named means the owner of the machine at the command line."""
    return Held(everything=True) if by is None else Held(tuple(scopes(by, on)), frozenset(visible_offices(by, on)))


def home_of(case: Case) -> str:
    """The code of the place that a case belongs to; "" where nothing is known of it."""
    if case.village_id:
        return str(case.village_id)
    return str(case.office.place_id) if case.office else ""


def may_for(by: User | None, right: str, village: str, office: Office | None, on: date) -> bool:
    """Whether they may do it for somebody of whom there is no case yet; see Held.of."""
    return not RIGHTS[right].isdisjoint(held_by(by, on).of(village, office))


def require_for(by: User | None, right: str, village: str, office: Office | None, on: date) -> None:
    """OutOfScopeError `right.missing` unless `may_for`."""
    if not may_for(by, right, village, office, on):
        raise OutOfScopeError("right.missing", _REFUSED)


def may_in(case: Case, right: str, by: User | None, on: date) -> bool:
    """Whether one of their roles in this case may do it."""
    return not RIGHTS[right].isdisjoint(held_by(by, on).at(case))


def require_in(case: Case, right: str, by: User | None, on: date) -> None:
    """OutOfScopeError `right.missing` unless `may_in`."""
    if not may_in(case, right, by, on):
        raise OutOfScopeError("right.missing", _REFUSED)


def any_of(roles: Collection[Role], case: Case, by: User | None, on: date) -> bool:
    """Whether somebody holds one of these roles in the case."""
    return not held_by(by, on).at(case).isdisjoint(roles)
