"""Which people somebody sees, for pages, searches, counts and for showing a NIK: one notion of it."""

from datetime import date

from django.db.models import Exists, OuterRef, QuerySet

from payung.accounts.models import User
from payung.accounts.sight import Sight, sight_of
from payung.registry.models import Candidate, Person


def candidates_in(sight: Sight) -> QuerySet[Candidate]:
    """Candidates of a round or a village that is seen, or proposed by an office whose people are seen."""
    return Candidate.objects.filter(sight.in_places("round__place", "village") | sight.of_offices())


def people_in(sight: Sight) -> QuerySet[Person]:
    """People of whom one candidacy is seen, under this number or under another of the same human being.

    Nobody comes onto a fund's list who was no candidate, so whoever is on one is seen where their candidacy is.
    """
    if "" in sight.places:
        return Person.objects.all()
    seen = candidates_in(sight)
    own, under_another = seen.filter(person=OuterRef("pk")), seen.filter(person__same_as=OuterRef("pk"))
    return Person.objects.filter(Exists(own) | Exists(under_another))


def visible_people(visible_to: User | None, on: date) -> QuerySet[Person]:
    """`people_in` of what the person sees that day; nobody named sees everybody."""
    return people_in(sight_of(visible_to, on))
