"""What else is known of the people of a pair: who proposed them, and on whose list they are or were."""

from dataclasses import dataclass

from payung.registry.models import Candidate
from payung.review.answers import sides_of
from payung.review.models import Pair
from payung.roster.models import Membership
from payung.values.words import Words


@dataclass(frozen=True)
class Known:
    """Of one person: `proposed`, by whom, in which round and for which village; `listed`, the funds' lists with their months."""

    proposed: tuple[Words, ...] = ()
    listed: tuple[Words, ...] = ()


def known_of(pair: Pair) -> dict[int, Known]:
    """Person -> what is known, of the one or two people of the pair, in two reads."""
    people = sides_of(pair)
    proposed: dict[int, list[Words]] = {}
    for each in Candidate.objects.filter(person__in=people).select_related("office", "round", "village").order_by("pk"):
        home = f" ({each.village.name})" if each.village else ""
        proposed.setdefault(each.person_id, []).append(Words(*[f"{each.office.name}, {each.round.name}{home}"] * 2))
    listed: dict[int, list[Words]] = {}
    for spell in Membership.objects.filter(person__in=people).select_related("fund").order_by("first_month", "pk"):
        listed.setdefault(spell.person_id, []).append(_spell(spell))
    return {person: Known(tuple(proposed.get(person, ())), tuple(listed.get(person, ()))) for person in people}


def _spell(spell: Membership) -> Words:
    name, first, last = spell.fund.name, spell.first_month, spell.last_month
    if last is None:
        return Words(f"{name}, sejak {first.said()}", f"{name}, since {first.said('en')}")
    if last < first:
        return Words(f"{name}, dibatalkan sebelum {first.said()}", f"{name}, withdrawn before {first.said('en')}")
    return Words(f"{name}, {first.said()} sampai {last.said()}", f"{name}, {first.said('en')} to {last.said('en')}")
