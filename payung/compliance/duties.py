"""How addressees of Inpres 2/2021 stand with their duties on a day, scoped by what somebody sees."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.db.models import Q, QuerySet

from payung.accounts.models import User
from payung.accounts.sight import sight_to
from payung.compliance.addressees import Addressee, addressee_of, local_addressees, national_addressees
from payung.compliance.duty_kinds import Rhythm, instruction
from payung.compliance.duty_state import DutyOn, DutyState, PeriodOn, Shown, duties_on, formula, score
from payung.compliance.in_force import COUNTS, in_force
from payung.compliance.models import DutyEvidence
from payung.values.errors import OutOfScopeError
from payung.values.place import Level, level_of, parent_of
from payung.values.words import Words

_NOT_SEEN = Words("Penerima instruksi itu tidak ada, atau di luar wilayah Anda.", "There is no such addressee, or it is outside your area.")


@dataclass(frozen=True)
class AddresseeOn:
    """An addressee with its duties on a day; `unread`: nothing is known of what is asked of it."""

    addressee: Addressee
    duties: Sequence[DutyOn]

    @property
    def unread(self) -> bool:
        return not self.duties

    @cached_property
    def score(self) -> int | None:
        """Hundredths of a per cent; Payung's own, see duties.yaml."""
        return score(self.duties)

    @cached_property
    def formula(self) -> Words | None:
        return formula(self.duties)

    @cached_property
    def counts(self) -> Counter[DutyState]:
        return Counter(one.state for one in self.duties)

    @property
    def overdue(self) -> int:
        return self.counts[DutyState.LATE]

    @cached_property
    def reports(self) -> Sequence[PeriodOn]:
        """Quarters of the report, the oldest first; nothing for whoever owes none."""
        return next((one.periods for one in self.duties if one.duty.rhythm == Rhythm.QUARTER), ())

    @property
    def last_report(self) -> PeriodOn | None:
        return next((one for one in reversed(self.reports) if one.received_on), None)


def duty_states(place_code: str, on: date, *, visible_to: User | None = None) -> list[DutyOn]:
    """Each duty of the governor, regent or mayor of that place, in the order of duties.yaml.

    Of a district or village: those of its regency. Nothing for the nation, for a place that is no addressee on that day, or one not seen.
    """
    code = place_code if level_of(place_code) <= Level.REGENCY else parent_of(place_code, Level.REGENCY)
    who = addressee_of(code, on) if code else None
    if who is None or not sight_to(visible_to, "duty.read", on).covers(code):
        return []
    return list(_standing([who], on)[0].duties)


def the_addressee(key: str, on: date, *, visible_to: User | None = None) -> AddresseeOn:
    """The addressee of that key with its duties; OutOfScopeError `duty.not_seen` where there is none, or none that is seen."""
    who = addressee_of(key, on)
    if who is None or not sight_to(visible_to, "duty.read", on).covers(who.place):
        raise OutOfScopeError("duty.not_seen", _NOT_SEEN)
    return _standing([who], on)[0]


def board_of(within: str, on: date, *, visible_to: User | None = None) -> list[AddresseeOn]:
    """Everybody of that province, regency or nation ("") who is seen: governors, regents and mayors by code."""
    sight = sight_to(visible_to, "duty.read", on)
    return _standing([one for one in local_addressees(on, within) if sight.covers(one.place)], on)


def national_board(on: date, *, visible_to: User | None = None) -> list[AddresseeOn]:
    """The national addressees, for whoever sees the nation."""
    return _standing(national_addressees(on), on) if sight_to(visible_to, "duty.read", on).covers("") else []


def evidence_of(key: str, on: date) -> QuerySet[DutyEvidence]:
    """Everything that was entered for an addressee until that day, what was taken back too; the newest first."""
    found = DutyEvidence.objects.filter(addressee=key, on__lte=on)
    return found.select_related("instrument", "document", "by", "taken_back_by").order_by("-counts_from", "-pk")


def evidence_seen(number: int, on: date, *, visible_to: User | None = None) -> DutyEvidence:
    """One evidence of an addressee that is seen; OutOfScopeError `duty.not_seen`."""
    one = DutyEvidence.objects.select_related("document").filter(pk=number).first()
    if one is None or not sight_to(visible_to, "duty.read", on).covers(one.place_id or ""):
        raise OutOfScopeError("duty.not_seen", _NOT_SEEN)
    return one


def _standing(who: Sequence[Addressee], on: date) -> list[AddresseeOn]:
    """One statement, however many there are."""
    shown: dict[str, list[Shown]] = {}
    for one in _evidence(who, on):
        lapsed = one.instrument is not None and in_force(one.instrument, on).standing not in COUNTS
        given = Shown(one.pk, one.duty, one.period, one.counts_from, one.part, one.whole, lapsed)
        shown.setdefault(one.addressee, []).append(given)
    asked = instruction()
    return [AddresseeOn(one, duties_on(asked.duties_of(one.group, one.key), shown.get(one.key, []), on)) for one in who]


def _evidence(who: Sequence[Addressee], on: date) -> Iterable[DutyEvidence]:
    found = DutyEvidence.objects.filter(taken_back_on=None, counts_from__lte=on).select_related("instrument")
    few = [one.key for one in who]
    # a list of hundreds of keys is longer than reading the rest as well
    return found.filter(Q(addressee__in=few)) if len(few) <= 50 else found
