"""The prosecutor's register: who is ready to be handed over, how each SKK stands, and what a year of them has brought back."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.db.models import Q, QuerySet

from payung.accounts.models import User
from payung.compliance.enrolment import entities_of
from payung.compliance.enrolment_models import Referral, Skk, SkkStep
from payung.compliance.entity_sight import entity_sight
from payung.compliance.following import Followed, Next, follow
from payung.compliance.promise import PromiseState, state_of
from payung.places.models import Place
from payung.values.errors import OutOfScopeError
from payung.values.words import Words

READ = "skk.read"


class Outcome(StrEnum):
    """How an SKK stands: paid in full (lunas), by instalments (angsur), closed without everything being paid (tutup), or open (belum)."""

    PAID = "paid"
    INSTALMENTS = "instalments"
    CLOSED = "closed"
    OPEN = "open"


OUTCOMES: dict[Outcome, Words] = {
    Outcome.PAID: Words("lunas", "paid"),
    Outcome.INSTALMENTS: Words("angsur", "instalments"),
    Outcome.CLOSED: Words("tutup", "closed"),
    Outcome.OPEN: Words("belum", "open"),
}


@dataclass(frozen=True)
class SkkState:
    """One SKK on a day; `paid`: rupiah until then; `broken`: a promised part was not paid by its day."""

    skk: Skk
    paid: int
    steps: tuple[SkkStep, ...]
    broken: bool = False

    @property
    def remaining(self) -> int:
        return max(0, int(self.skk.amount) - self.paid)

    @property
    def summonses(self) -> list[SkkStep]:
        return [step for step in self.steps if step.kind == SkkStep.Kind.SUMMONS]

    @property
    def outcome(self) -> Outcome:
        kinds = {step.kind for step in self.steps}
        if not self.remaining:
            return Outcome.PAID
        if SkkStep.Kind.CLOSED in kinds:
            return Outcome.CLOSED
        return Outcome.INSTALMENTS if SkkStep.Kind.INSTALMENTS in kinds else Outcome.OPEN

    @property
    def year(self) -> int:
        """Of the SKK, or of the handing over while it is not issued."""
        return int((self.skk.dated or self.skk.referral.on).year)


@dataclass(frozen=True)
class SkkYear:
    """What became of the SKKs of a year: how many, by outcome; rupiah handed over, paid and remaining."""

    year: int
    count: int
    outcomes: dict[Outcome, int]
    amount: int
    paid: int

    @property
    def remaining(self) -> int:
        return self.amount - self.paid


def ready_for_skk(place: str, on: date, *, visible_to: User | None) -> list[Followed]:
    """Entities of the place to which three letters were written whose days are over, without payment and without a promise that still runs."""
    lines = [line for line in entities_of(place, on, visible_to=visible_to, right=READ) if line.owed]
    return [one for one in follow(lines, on).values() if one.next == Next.READY]


def skk_states(place: str, on: date, *, visible_to: User | None) -> list[SkkState]:
    """Every SKK of the place that the person sees, the newest handing over first, then by entity; in a bounded number of statements."""
    return [_state(skk, on) for skk in _seen(place, on, visible_to)]


def skk_state(pk: int, on: date, *, visible_to: User | None) -> SkkState:
    """OutOfScopeError `skk.unknown` where there is none, or none that is seen."""
    skk = _seen("", on, visible_to).filter(pk=pk).first()
    if skk is None:
        raise OutOfScopeError("skk.unknown", Words("SKK itu tidak ada.", "There is no such SKK."))
    return _state(skk, on)


def referral_of(pk: int, on: date, *, visible_to: User | None) -> tuple[Referral, list[SkkState]]:
    """A handing over with its SKKs, if the person sees all of them; else OutOfScopeError `skk.unknown`."""
    states = [_state(skk, on) for skk in _seen("", on, visible_to).filter(referral=pk).order_by("pk")]
    if not states or len(states) != Skk.objects.filter(referral=pk).count():
        raise OutOfScopeError("skk.unknown", Words("Penyerahan itu tidak ada.", "There is no such handing over."))
    return states[0].skk.referral, states


def skk_years(states: Iterable[SkkState]) -> list[SkkYear]:
    """Totals per year, the newest first. What remains of closed ones counts as remaining."""
    held: dict[int, list[SkkState]] = {}
    for one in states:
        held.setdefault(one.year, []).append(one)
    return [
        SkkYear(
            year,
            len(of),
            {outcome: sum(one.outcome == outcome for one in of) for outcome in Outcome},
            sum(one.skk.amount for one in of),
            sum(one.paid for one in of),
        )
        for year, of in sorted(held.items(), reverse=True)
    ]


def _seen(place: str, on: date, user: User | None) -> "QuerySet[Skk]":
    sight = entity_sight(user, on, right=READ)
    found = Skk.objects.filter(sight.of_entities("entity"), Q(referral__on__lte=on), entity__place__in=Place.objects.within(place))
    whole = found.select_related("referral__place", "entity__place__parent", "entity__office").prefetch_related(
        "steps", "payments", "entity__commitments"
    )
    return whole.order_by("-referral__on", "-referral", "pk")


def _state(skk: Skk, on: date) -> SkkState:
    payments = [(each.paid_on, each.amount) for each in skk.payments.all() if each.paid_on <= on]
    steps = sorted((step for step in skk.steps.all() if step.happened_on <= on), key=lambda step: (step.happened_on, step.pk))
    promises = sorted((one for one in skk.entity.commitments.all() if skk.referral.on <= one.promised_on <= on), key=lambda one: one.pk)
    broken = False
    if promises and not skk.closed_on:
        last = promises[-1]
        paid = sum(rupiah for day, rupiah in payments if day >= last.promised_on)
        broken = state_of(last.amount, last.parts, last.due_on, paid, on) == PromiseState.BROKEN
    return SkkState(skk, sum(rupiah for _, rupiah in payments), tuple(steps), broken)
