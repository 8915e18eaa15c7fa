"""What an administrator chooses from: the people, places and offices in their own places."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch, Q, QuerySet

from payung.accounts.models import Assignment, User
from payung.accounts.queries import lying_in, users_in
from payung.accounts.rights import places_where
from payung.places.models import Office, Place

MOST = 12


@dataclass(frozen=True)
class Where:
    """`key`: "p:74.05" of a place, "o:12" of an office; `inside`: names of what it lies in, the nearest first."""

    key: str
    name: str
    inside: tuple[str, ...]


def visible_users(*, visible_to: User | None, on: date) -> QuerySet[User]:
    """People with a role, also a past one, in the places where the person administers; each with those of their `assignments` that lie there."""
    codes = places_where(visible_to, "user.read", on)
    held = Assignment.objects.select_related("place", "office").order_by("since", "pk")
    if "" not in codes:
        held = held.filter(lying_in(codes))
    return users_in(codes).prefetch_related(Prefetch("assignments", held, to_attr="held"))


def assignable(text: str, *, visible_to: User | None, on: date) -> list[Where]:
    """Places and offices where the person may give a role, whose name holds the text; the widest places first, then offices."""
    codes, text = places_where(visible_to, "role.assign", on), text.strip()
    places = Place.objects.filter(_within(codes, "code")).select_related("parent__parent")
    offices = Office.objects.filter(_within(codes, "place__code")).select_related("place")
    if text:
        places, offices = places.filter(name__icontains=text), offices.filter(name__icontains=text)
    found = [Where(f"p:{one.code}", one.name, _names(one)) for one in places.order_by("level", "code")[:MOST]]
    if not text:
        found = found[:4]
    return found + [Where(f"o:{one.pk}", one.name, (one.place.name,)) for one in offices.order_by("name", "pk")[:MOST]]


def _names(place: Place) -> tuple[str, ...]:
    above = [place.parent, place.parent.parent if place.parent else None]
    return tuple(one.name for one in above if one)


def _within(codes: Collection[str], way: str) -> Q:
    found = Q(pk__in=[])
    for code in codes:
        if not code:
            return Q()
        found |= Q(**{way: code}) | Q(**{f"{way}__startswith": f"{code}."})
    return found
