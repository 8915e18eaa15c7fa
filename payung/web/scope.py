"""What a page is about: who asks, on which day, and which round, place and month they have chosen.

Chosen once in an address (?pendataan=3&wilayah=74.05.01&bulan=2026-03) it holds for the following pages of that person; whatever is not
visible to them is taken for not chosen.
"""

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.db.models import Q
from django.http import HttpRequest

from payung.accounts.models import ROLE_WORDS, Assignment, Role, User
from payung.accounts.queries import assignments_on, holds_at, offices_of, places_of, scopes_of
from payung.accounts.rights import RIGHTS
from payung.accounts.sight import Sight
from payung.places.models import Place
from payung.planning.models import Fund
from payung.registry.models import Round
from payung.values.errors import InputError
from payung.values.month import Month
from payung.values.place import within
from payung.values.words import Words
from payung.web.clock import today
from payung.web.language import lang

_CHOICES = ("pendataan", "wilayah", "bulan")


@dataclass
class Scope:
    """Of one request; everything is asked from the database once and only when somebody wants to know."""

    user: User
    on: date
    chosen: dict[str, str]

    @cached_property
    def assignments(self) -> list[Assignment]:
        return assignments_on(self.user, self.on)

    @cached_property
    def held(self) -> list[tuple[Role, str]]:
        """Each role with each place it holds for: a page may ask `may` of every row."""
        return list(scopes_of(self.assignments))

    @cached_property
    def sight(self) -> Sight:
        return Sight(tuple(places_of(self.held)), tuple(offices_of(self.assignments)))

    @cached_property
    def roles(self) -> set[Role]:
        """Every role held today, wherever."""
        return {Role(each.role) for each in self.assignments}

    @property
    def role_words(self) -> list[Words]:
        """The same as they are said, in the order of the roles."""
        return [ROLE_WORDS[role] for role in Role if role in self.roles]

    @cached_property
    def rounds(self) -> list[Round]:
        """Rounds that the person has to do with: of a place they see, or of one that theirs lies in; the newest first."""
        sight = self.sight
        if "" in sight.places:
            found = Q()
        else:
            above = {code[:end] for code in sight.places for end in (2, 5, 8) if len(code) > end}
            found = sight.in_places("place") | Q(place__in=above)
            if sight.offices:
                found |= Q(lists__office__in=sight.offices) | Q(place__offices__in=sight.offices)
        return list(Round.objects.filter(found).select_related("place").distinct().order_by("-start", "-pk"))

    @cached_property
    def round(self) -> Round | None:
        wanted = self.chosen.get("pendataan", "")
        return next((round for round in self.rounds if str(round.pk) == wanted), next(iter(self.rounds), None))

    @cached_property
    def place(self) -> Place | None:
        """The place that the page is about: the chosen one, or the widest that the person sees in the round's place."""
        if self.round is None:
            return None
        wanted, top = self.chosen.get("wilayah", ""), self.round.place_id
        if wanted and within(wanted, top) and self.sight.covers(wanted) and (found := Place.objects.filter(code=wanted).first()):
            return found
        if self.sight.covers(top):
            return self.round.place
        inside = sorted((code for code in self.sight.places if within(code, top)), key=len)
        return Place.objects.filter(code=inside[0]).first() if inside else None

    @property
    def here(self) -> str:
        """The code of `place`, or of the round's place for whoever sees no place in it; "" without a round."""
        return self.place.code if self.place else self.round.place_id if self.round else ""

    @cached_property
    def paid_for(self) -> tuple[Month, Month] | None:
        """The first and the last month for which a fund of the round pays."""
        pairs = list(Fund.objects.filter(round=self.round).values_list("first_month", "last_month"))
        return (min(first for first, _ in pairs), max(last for _, last in pairs)) if pairs else None

    @cached_property
    def month(self) -> Month:
        """The chosen month; else this one, or the nearest for which a fund of the round pays."""
        try:
            return Month.parse(self.chosen.get("bulan", ""))
        except InputError:
            now = Month.of(self.on)
            return min(max(now, self.paid_for[0]), self.paid_for[1]) if self.paid_for else now

    @cached_property
    def months(self) -> list[Month]:
        """The months that the round's funds pay for, for the switch; the chosen one at least."""
        first, last = self.paid_for or (self.month, self.month)
        return list(min(first, self.month).upto(max(last, self.month)))

    def may(self, action: str, place_code: str | None = None) -> bool:
        """Whether the person may do it there; without a place, at the place of the round."""
        if place_code is None:
            place_code = self.round.place_id if self.round else ""
        return any(role in RIGHTS[action] and holds_at(role, code, place_code) for role, code in self.held)

    def may_anywhere(self, action: str) -> bool:
        return not RIGHTS[action].isdisjoint(self.roles)


def scope_of(request: HttpRequest) -> Scope:
    """Of a signed-in person; made once for each request."""
    made: Scope | None = getattr(request, "scope", None)
    if made is None:
        given = {name: request.GET[name] for name in _CHOICES if name in request.GET}
        held: dict[str, str] = request.session.get("scope", {})
        if any(held.get(name) != value for name, value in given.items()):
            held = {**held, **given}
            request.session["scope"] = held
        assert isinstance(request.user, User)
        made = Scope(request.user, today(), held)
        request.scope = made  # type: ignore[attr-defined]
    return made


def of_page(request: HttpRequest) -> dict[str, Any]:
    """For every template: `lang`, and of whoever is signed in `scope` and the `navigation`."""
    from payung.web.navigation import groups

    user = getattr(request, "user", None)
    if not isinstance(user, User) or getattr(request, "needs_factor", False):
        return {"lang": lang()}
    scope = scope_of(request)
    return {"lang": lang(), "scope": scope, "navigation": groups(scope, request.path)}
