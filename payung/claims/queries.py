"""Cases that somebody sees, and what stands in them."""

from datetime import date

from django.db.models import Q, QuerySet

from payung.accounts.models import User
from payung.accounts.sight import sight_of
from payung.claims.events import NIK_DIGITS
from payung.claims.models import Case
from payung.values.errors import OutOfScopeError
from payung.values.words import Words


def cases_seen(*, visible_to: User | None, on: date) -> QuerySet[Case]:
    """Cases of people who lived in the places seen, of an office's own staff, and those that the person reported; the newest first."""
    sight = sight_of(visible_to, on)
    own = Q(reports__by=visible_to) if visible_to is not None else Q(pk__in=[])
    found = Case.objects.filter(sight.in_places("village") | sight.of_offices() | own)
    return found.select_related("person", "village__parent", "office").order_by("-opened_on", "-pk").distinct()


def the_case(number: int, *, visible_to: User | None, on: date) -> Case:
    """The case of that key; OutOfScopeError `case.not_seen` where there is none, or none that is seen."""
    case = cases_seen(visible_to=visible_to, on=on).filter(pk=number).first()
    if case is None:
        raise OutOfScopeError(
            "case.not_seen", Words("Kasus itu tidak ada, atau di luar wilayah Anda.", "There is no such case, or it is outside your area.")
        )
    return case


def searched(cases: QuerySet[Case], text: str) -> QuerySet[Case]:
    """Those of the number, the whole NIK, or a name in which the text stands: of the person, as it was told, or of whoever told it."""
    text = text.strip()
    bare = text.lstrip("#").replace(" ", "")
    if not text:
        return cases
    if bare.isdecimal() and len(bare) == NIK_DIGITS:
        return cases.filter(Q(nik=bare) | Q(person__nik=bare) | Q(person__others__nik=bare))
    if bare.isdecimal() and len(bare) < 10:
        return cases.filter(pk=int(bare))
    return cases.filter(Q(name__icontains=text) | Q(person__name__icontains=text) | Q(reports__told_by__icontains=text)).distinct()
