"""What was asked of an entity and what it answered: letters 1, 2, 3, promises, payments, the prosecutor's office; and what comes next.

Letters count from the day on which nothing was owed any more: by what was said, by payment, or because an SKK ended.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from django.db.models import Max, QuerySet

from payung.accounts.models import User
from payung.compliance.enrolment import EntityLine, EntityState
from payung.compliance.enrolment_models import ArrearsFact, ArrearsLetter, ArrearsPayment, Commitment, LetterStep, Skk
from payung.compliance.entity_sight import entity_sight
from payung.compliance.promise import PromiseState, state_of
from payung.places.models import Place

LAST = 3
_MANY = 500  # keys in one statement


class Next(StrEnum):
    """What comes next: nothing, the next letter, or waiting for the day of the last one, for a promise or for the prosecutor's office.

    READY: three letters led to nothing, so the arrears may be handed over; USED_UP: so did three letters about enrolment.
    """

    NOTHING = "nothing"
    LETTER = "letter"
    WAITING = "waiting"
    PROMISED = "promised"
    READY = "ready"
    USED_UP = "used_up"
    SKK = "skk"


@dataclass(frozen=True)
class Followed:
    """One entity: `letters` of the present series, the first first; its newest `promise`; `skk`: the open one; `paid`: days and rupiah."""

    line: EntityLine
    on: date
    letters: tuple[ArrearsLetter, ...] = ()
    promise: Commitment | None = None
    skk: Skk | None = None
    paid: tuple[tuple[date, int], ...] = ()

    @property
    def kind(self) -> ArrearsLetter.Kind | None:
        """What a letter would ask for."""
        kinds = {EntityState.ARREARS: ArrearsLetter.Kind.PAY, EntityState.NOT_ENROLLED: ArrearsLetter.Kind.ENROL}
        return kinds.get(self.line.state)

    @property
    def promise_state(self) -> PromiseState | None:
        one = self.promise
        if one is None:
            return None
        return state_of(one.amount, one.parts, one.due_on, sum(rupiah for day, rupiah in self.paid if day >= one.promised_on), self.on)

    @property
    def next(self) -> Next:
        if self.skk:
            return Next.SKK
        if self.kind is None:
            return Next.NOTHING
        if self.promise_state == PromiseState.RUNNING:
            return Next.PROMISED
        if self.letters and self.letters[-1].due_on >= self.on:
            return Next.WAITING
        if len(self.letters) < LAST:
            return Next.LETTER
        return Next.READY if self.kind == ArrearsLetter.Kind.PAY else Next.USED_UP


@dataclass
class _Held:
    letters: list[ArrearsLetter] = field(default_factory=list)
    promise: Commitment | None = None
    skk: Skk | None = None
    settled: date | None = None
    paid: list[tuple[date, int]] = field(default_factory=list)

    def settle(self, day: date) -> None:
        self.settled = max(day, self.settled or day)

    def take(self, found: ArrearsLetter | Commitment | Skk | ArrearsPayment, on: date) -> None:
        if isinstance(found, ArrearsLetter):
            self.letters.append(found)
        elif isinstance(found, Commitment):
            self.promise = found
        elif isinstance(found, ArrearsPayment):
            self.paid.append((found.paid_on, found.amount))
        elif found.closed_on and found.closed_on <= on:
            self.settle(found.closed_on)
        else:
            self.skk = found


def follow(lines: Collection[EntityLine], on: date) -> dict[str, Followed]:
    """Key -> where each stands on that day, in six statements."""
    held = {line.pk: _Held() for line in lines if line.pk}
    if held:
        _read(held, on)
    return {line.key: _followed(line, held.get(line.pk or 0, _Held()), on) for line in lines}


def _read(held: dict[int, _Held], on: date) -> None:
    narrow = {"entity__in": list(held)} if len(held) < _MANY else {}  # of more: what is read of others is dropped
    promises = Commitment.objects.filter(promised_on__lte=on, **narrow).order_by("promised_on", "pk")
    payments = ArrearsPayment.objects.filter(paid_on__lte=on, **narrow).order_by("paid_on", "pk")
    letters = ArrearsLetter.objects.filter(on__lte=on, **narrow).prefetch_related("steps").order_by("on", "pk")
    skks = Skk.objects.filter(referral__on__lte=on, **narrow).select_related("referral").order_by("pk")
    nothing = ArrearsFact.objects.filter(owed=0, as_of__lte=on, **narrow).values_list("entity").annotate(last=Max("as_of"))
    everything: list[ArrearsLetter | Commitment | Skk | ArrearsPayment] = [*letters, *promises, *skks, *payments]
    for found in everything:
        if one := held.get(found.entity_id):
            one.take(found, on)
    for entity, day in nothing:
        if one := held.get(entity):
            one.settle(day)


def _followed(line: EntityLine, held: _Held, on: date) -> Followed:
    bare = Followed(line, on, promise=held.promise, skk=held.skk, paid=tuple(held.paid))
    series = [one for one in held.letters if one.kind == bare.kind and (held.settled is None or one.on > held.settled)]
    answered = max((at for at, one in enumerate(series) if _answered(one, held.paid)), default=-1)
    promise = held.promise if held.promise and not (held.settled and held.promise.promised_on <= held.settled) else None
    return Followed(line, on, tuple(series[answered + 1 :]), promise, held.skk, tuple(held.paid))


def _answered(letter: ArrearsLetter, paid: Iterable[tuple[date, int]]) -> bool:
    """Whether everything that it asked for was paid afterwards."""
    return letter.kind == ArrearsLetter.Kind.PAY and sum(rupiah for day, rupiah in paid if day >= letter.on) >= letter.owed


def letters_seen(*, place: str, visible_to: User | None, on: date) -> "QuerySet[ArrearsLetter]":
    """Letters to entities of the place that the person sees, the newest day first, then as they are numbered."""
    found = ArrearsLetter.objects.filter(entity_sight(visible_to, on).of_entities("entity"))
    return (
        found.filter(entity__place__in=Place.objects.within(place))
        .select_related("entity__place__parent", "entity__office")
        .prefetch_related("steps")
        .order_by("-on", "pk")
    )


def happened(letter: ArrearsLetter, kind: LetterStep.Kind) -> date | None:
    """The day on which it was sent, or received; with its steps at hand no statement."""
    return next((step.happened_on for step in letter.steps.all() if step.kind == kind), None)
