"""Where a person works on a day and what they see there; who lies in somebody's places; invitations and tried passwords."""

from collections.abc import Collection, Iterable, Iterator
from datetime import date, datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from payung.accounts.lockout import Limit, until
from payung.accounts.models import Assignment, Attempt, Invitation, Role, User
from payung.places.models import Office, Place, Territory
from payung.values.place import within


def visible_places(user: User, on: date) -> list[str]:
    """Codes whose places (and all places in them) the person may see; [""] is the nation, [] nothing.

    Somebody of an office (OPD) sees the office's own people, wherever they live, and no place: see `visible_offices`.
    """
    return places_of(scopes(user, on))


def places_of(held: Iterable[tuple[Role, str]]) -> list[str]:
    """The places of these roles, none that lies in another; an office's role counts for no place."""
    codes = {code for role, code in held if role != Role.OFFICE}
    return sorted(code for code in codes if not any(code != other and within(code, other) for other in codes))


def visible_offices(user: User, on: date) -> list[int]:
    """Keys of the offices whose own lists and people the person may see."""
    return offices_of(assignments_on(user, on))


def offices_of(assignments: Iterable[Assignment]) -> list[int]:
    return sorted({each.office_id for each in assignments if each.role == Role.OFFICE and each.office_id})


def can_see(user: User, place_code: str, on: date) -> bool:
    return any(within(place_code, code) for code in visible_places(user, on))


def roles_at(user: User, place_code: str, on: date) -> set[Role]:
    """The roles the person holds for that place; an office's only at the place of the office itself, not in the places below."""
    return {role for role, code in scopes(user, on) if holds_at(role, code, place_code)}


def holds_at(role: Role, code: str, place_code: str) -> bool:
    """Whether a role that is held for the place `code` counts at the other one."""
    return place_code == code if role == Role.OFFICE else within(place_code, code)


def places_of_roles(user: User, roles: Collection[Role], on: date) -> list[str]:
    """Codes of the places for which the person holds one of these roles; [""] is the nation. An office's role counts for no place."""
    return places_of((role, code) for role, code in scopes(user, on) if role in roles)


def users_in(codes: Collection[str]) -> QuerySet[User]:
    """People of whom one assignment, also one that has ended or not begun, lies in these places; [""] is everybody."""
    if "" in codes:
        return User.objects.all()
    return User.objects.filter(Exists(Assignment.objects.filter(lying_in(codes), user=OuterRef("pk"))))


def lies_elsewhere(user: User, codes: Collection[str], on: date) -> bool:
    """Whether the person holds, or will hold, a role outside of these places: then whoever has only these may not switch them off."""
    alive = user.assignments.filter(Q(until=None) | Q(until__gte=on)).select_related("place", "office")
    held = (code for each in alive for code in codes_of(Role(each.role), each.place, each.office))
    return any(not any(within(code, one) for one in codes) for code in held)


def codes_of(role: Role, place: Place | None, office: Office | None) -> list[str]:
    """Where an assignment of this role would hold, and so whose administrators decide over it: [""] is the nation."""
    if place:
        return [place.code]
    if office is None:
        return [""]
    served = list(office.territory.values_list("place_id", flat=True)) if role == Role.BPJS_BRANCH else []
    return served or [office.place_id]


def lying_in(codes: Collection[str]) -> Q:
    """Assignments at one of these places, or at an office that sits there."""
    found = Q(pk__in=[])
    for code in codes:
        for way in ("place", "office__place"):
            lies = Q(**{f"{way}__code": code}) | Q(**{f"{way}__code__startswith": f"{code}."})
            found |= lies if way == "place" else lies & Q(place=None)
    return found


def newest_invitation(user: User) -> Invitation | None:
    return user.invitations.select_related("use").order_by("-pk").first()


def invitation_of(token_hash: str, now: datetime) -> Invitation | None:
    """The invitation that this token opens now: the newest of its person, not used, not expired, of somebody who may sign in."""
    found = Invitation.objects.filter(token_hash=token_hash, expires__gt=now, use=None, user__is_active=True).select_related("user").first()
    return found if found and newest_invitation(found.user) == found else None


def locked_until(keys: dict[Limit, str], now: datetime, before: int | None = None) -> datetime | None:
    """Until when no password is tried for the account or from the address of `keys`; `before`: only attempts with a smaller number count."""
    ends = []
    for limit, key in keys.items():
        tried = Attempt.objects.filter(key=key, at__gt=now - limit.window)
        if before is not None:
            tried = tried.filter(pk__lt=before)
        if end := until(sorted(tried.values_list("at", flat=True)), limit, now):
            ends.append(end)
    return max(ends, default=None)


def assignments_on(user: User, on: date) -> list[Assignment]:
    """In force on that day, each with its office; asked of the database anew unless `ask_once` was said of the user."""
    known = {} if user.known_assignments is None else user.known_assignments
    if on not in known:
        known[on] = list(user.assignments.valid(on).select_related("office"))
    return known[on]


def ask_once(user: User) -> None:
    """For a user object that lives as long as one answer to one request: what they may is looked up once for all of it."""
    user.known_assignments = {}


def scopes(user: User, on: date) -> Iterator[tuple[Role, str]]:
    """Each role with each place it holds for; a branch of BPJS works in the territory of its office."""
    return scopes_of(assignments_on(user, on))


def scopes_of(held: list[Assignment]) -> Iterator[tuple[Role, str]]:
    branches = [each.office_id for each in held if each.role == Role.BPJS_BRANCH]
    territory = list(Territory.objects.filter(office__in=branches).values_list("office_id", "place_id"))
    for each in held:
        for code in _codes(each, territory):
            yield Role(each.role), code


def _codes(held: Assignment, territory: list[tuple[int, str]]) -> list[str]:
    if held.place_id:
        return [held.place_id]
    if held.role == Role.BPJS_BRANCH:
        return [code for office, code in territory if office == held.office_id]
    if held.office:
        return [held.office.place_id]
    return [""]
