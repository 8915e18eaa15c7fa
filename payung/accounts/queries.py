"""Where a person works on a day, and what they see there."""

from collections.abc import Iterator
from datetime import date

from payung.accounts.models import Assignment, Role, User
from payung.places.models import Territory
from payung.values.place import within


def visible_places(user: User, on: date) -> list[str]:
    """Codes whose places (and all places in them) the person may see; [""] is the nation, [] nothing.

    Somebody of an office (OPD) sees the office's own people, wherever they live, and no place: see `visible_offices`.
    """
    codes = {code for role, code in _scopes(user, on) if role != Role.OFFICE}
    return sorted(code for code in codes if not any(code != other and within(code, other) for other in codes))


def visible_offices(user: User, on: date) -> list[int]:
    """Keys of the offices whose own lists and people the person may see."""
    held = user.assignments.valid(on).filter(role=Role.OFFICE)
    return sorted(set(held.values_list("office_id", flat=True)))


def can_see(user: User, place_code: str, on: date) -> bool:
    return any(within(place_code, code) for code in visible_places(user, on))


def roles_at(user: User, place_code: str, on: date) -> set[Role]:
    """The roles the person holds for that place; an office's only at the place of the office itself, not in the places below."""
    return {role for role, code in _scopes(user, on) if (place_code == code if role == Role.OFFICE else within(place_code, code))}


def _scopes(user: User, on: date) -> Iterator[tuple[Role, str]]:
    """Each role with each place it holds for; a branch of BPJS works in the territory of its office."""
    held = list(user.assignments.valid(on).select_related("office"))
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
