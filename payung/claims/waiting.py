"""Families of a fund whose claims are open, for what its arrears hold back (billing.blocked)."""

from datetime import date

from payung.billing.blocked import deaths_of
from payung.claims.models import Case
from payung.planning.models import Fund


def events_of(fund: Fund) -> dict[int, date]:
    """Person on the fund's list -> day of the death or accident: of open cases, and of deaths that the list knows and nobody reported.

    Where a case exists it counts alone: one that ended, or was withdrawn, waits for nothing.
    """
    found = deaths_of(fund)
    listed = dict(fund.memberships.values_list("person_id", "person__same_as_id"))
    by_one: dict[int, list[int]] = {}
    for person, same in listed.items():
        by_one.setdefault(same or person, []).append(person)
    known = Case.objects.filter(person__isnull=False).order_by("pk").values_list("person_id", "person__same_as_id", "happened_on", "state")
    for person, same, day, state in known:
        for number in by_one.get(same or person, []):
            if state == Case.State.OPEN:
                found[number] = day
            elif found.get(number) == day or state == Case.State.CLOSED:
                found.pop(number, None)
    return found
