"""Which answers hold, and whom a pair is about: what decisions and their effects read."""

from collections.abc import Iterable, Mapping, Sequence

from django.db.models import Q, QuerySet

from payung.registry.models import Candidate, Person
from payung.review.models import Answer, Decision, Pair


def sides_of(pair: Pair) -> list[int]:
    """Ids of the one or two people a pair is about."""
    return [pair.person_id, *([pair.other_id] if pair.other_id else [])]


def numbers_of(people: Iterable[int]) -> list[int]:
    """Ids of everybody who is one person with one of these, themselves among them."""
    ones = {one or pk for pk, one in Person.objects.filter(pk__in=list(people)).values_list("pk", "same_as")}
    return sorted(Person.objects.filter(Q(pk__in=ones) | Q(same_as__in=ones)).values_list("pk", flat=True))


def places_of(people: Iterable[int]) -> list[str]:
    """Codes of the places whose affair these people are: those of the rounds they are candidates in, else where they live, else the nation."""
    people = list(people)
    rounds = Candidate.objects.filter(person__in=people).values_list("round__place", flat=True)
    homes = Person.objects.filter(pk__in=people, village__isnull=False).values_list("village", flat=True)
    return sorted(set(rounds)) or sorted(str(code) for code in set(homes)) or [""]


def last_decision(pair: Pair) -> Decision | None:
    """The newest decision of a pair, taking back included; its answer is what holds."""
    return Decision.objects.filter(pair=pair).select_related("by", "kept").order_by("-number").first()


def in_force(pairs: QuerySet[Pair], *, answers: Sequence[str] = (), but: Decision | None = None) -> list[Decision]:
    """The answers to these pairs that hold, newest first: of each pair the last that was not taken back (`but` counts as taken back)."""
    found = Decision.objects.filter(pair__in=pairs, takes_back=None, taken_back_by=None)
    if but:
        found = found.exclude(pk=but.pk)
    newest: dict[int, Decision] = {}
    for decision in found.select_related("pair__entry", "by").order_by("-pk"):
        newest.setdefault(decision.pair_id, decision)
    return [decision for decision in newest.values() if not answers or decision.answer in answers]


def different_among(ones: Mapping[int, int]) -> Decision | None:
    """An answer by which two of these people (id -> who is kept), who would all be one, are different people."""
    held = in_force(Pair.objects.filter(person__in=list(ones), other__in=list(ones)), answers=[Answer.DIFFERENT])
    return next((decision for decision in held), None)
