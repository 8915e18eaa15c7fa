"""Which case an event is already, however it was told: by the person, by a NIK nobody knew then, or by name, day and village."""

from datetime import date

from django.db.models import Q, QuerySet

from payung.accounts.models import User
from payung.claims.cover import numbers_of
from payung.claims.models import Case
from payung.places.models import Place
from payung.registry.models import Person
from payung.registry.search import find_people

NIK_DIGITS = 16


def digits(nik: str) -> str:
    return "".join(letter for letter in nik if letter.isdigit())[:NIK_DIGITS]


def known(nik: str, *, visible_to: User | None, on: date) -> Person | None:
    """The human being with this whole NIK, under the number that is kept; None for whom the reporter does not see: a NIK reveals no name."""
    number = digits(nik)
    if len(number) != NIK_DIGITS:
        return None
    found = Person.objects.filter(pk__in=find_people(number, visible_to=visible_to, on=on).ids, nik=number).select_related("same_as").first()
    return kept(found)


def kept(person: Person | None) -> Person | None:
    """Of one human being under several numbers the one that is kept."""
    return (person.same_as or person) if person else None


def cases_of_event(kind: str, happened_on: date) -> QuerySet[Case]:
    """Cases that may be of it: a person dies once, whatever day was told; of accidents each day may have one."""
    cases = Case.objects.filter(kind=kind).exclude(state=Case.State.WITHDRAWN)
    return cases.filter(happened_on=happened_on) if kind == Case.Kind.ACCIDENT else cases


def same_event(kind: str, happened_on: date, person: Person | None, nik: str, name: str, village: Place | None) -> Case | None:
    """The case of this event, whoever told it. One without a person is it too, by the NIK or by name, day and village."""
    cases, number = cases_of_event(kind, happened_on), digits(nik)
    if person:
        theirs = cases.filter(person__in=numbers_of(person)).first()
        if theirs:
            return theirs
        niks = Person.objects.filter(pk__in=numbers_of(person)).values("nik")
        unknown = cases.filter(person=None)
        return unknown.filter(nik__in=niks).first() or _named(unknown.filter(nik=""), happened_on, name or person.name, village)
    if number:
        return cases.filter(Q(person=None, nik=number) | Q(person__nik=number)).first()
    return _named(cases, happened_on, name, village)


def _named(cases: QuerySet[Case], happened_on: date, name: str, village: Place | None) -> Case | None:
    """Without a NIK the same name on the same day in the same village is the same event."""
    if not name:
        return None
    return cases.filter(Q(name__iexact=name) | Q(person__name__iexact=name), happened_on=happened_on, village=village).first()


def alike(case: Case, cases: QuerySet[Case]) -> list[Case]:
    """Others of these cases that may be the same event: the same human being, or the same name within a month. A human decides."""
    near = Q(pk__in=[])
    if case.person:
        near |= Q(person__in=numbers_of(case.person), kind=case.kind)
    name = case.person.name if case.person else case.name
    near |= Q(name__iexact=name, kind=case.kind) | Q(person__name__iexact=name, kind=case.kind)
    others = cases.filter(near).exclude(pk=case.pk).exclude(state=Case.State.WITHDRAWN)
    return [one for one in others if abs((one.happened_on - case.happened_on).days) <= 31]
