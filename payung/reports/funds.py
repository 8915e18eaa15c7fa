"""How funds stand in a month: money, people, and what comes next; put together for the screens."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Sum

from payung.billing.models import Bill, Payment
from payung.places.models import Place
from payung.planning.models import Determination, Fund
from payung.registry.models import Candidate
from payung.roster.models import Change, Membership, Reason
from payung.values.month import Month
from payung.values.words import Words

STATES: dict[str, tuple[str, Words]] = {  # the badge of each
    "open": ("waiting", Words("belum ditetapkan", "not determined")),
    "awaiting": ("needs_fixing", Words("menunggu persetujuan", "awaiting approval")),
    "sent_back": ("rejected", Words("dikembalikan", "sent back")),
    "determined": ("passes", Words("ditetapkan", "determined")),
    "running": ("active", Words("berjalan", "running")),
    "over": ("waiting", Words("selesai", "over")),
}


@dataclass(frozen=True)
class FundState:
    """`people` on the list in the month; rupiah `paid`; `state`: a key of STATES; `last`: the newest determination, `force`: the one in force."""

    fund: Fund
    people: int
    paid: int
    state: str
    last: Determination | None
    force: Determination | None

    @property
    def left(self) -> int:
        return self.fund.amount - self.paid


@dataclass(frozen=True)
class FundFunnel:
    """People: candidates asked, those who may join, determined, on the list in the month, paid for in the month. None: not there yet."""

    candidates: int
    admitted: int | None
    determined: int | None
    listed: int
    paid: int


def fund_states(funds: Sequence[Fund], month: Month) -> list[FundState]:
    """Of each fund, in five statements however many they are."""
    paid = dict(Payment.objects.filter(bill__fund__in=funds).values_list("bill__fund").annotate(all=Sum("amount")))
    people = people_listed(funds, month)
    last: dict[int, Determination] = {}
    force: dict[int, Determination] = {}
    for one in Determination.objects.filter(fund__in=funds).select_related("approval").order_by("version"):
        last[one.fund_id] = one
        if answer_of(one) == "in_force":
            force[one.fund_id] = one
    changed = Exists(Change.objects.filter(fund=OuterRef("pk")))
    begun = set(Fund.objects.filter(changed, pk__in=list(force)).values_list("pk", flat=True))
    return [
        FundState(
            fund,
            people.get(fund.pk, 0),
            paid.get(fund.pk, 0),
            _state(fund, month, last.get(fund.pk), force.get(fund.pk), fund.pk in begun),
            last.get(fund.pk),
            force.get(fund.pk),
        )
        for fund in funds
    ]


def answer_of(determination: Determination) -> str:
    """in_force, awaiting or sent_back."""
    if determination.made_by_id is None:
        return "in_force"
    approval = getattr(determination, "approval", None)
    if approval is None:
        return "awaiting"
    return "in_force" if approval.granted else "sent_back"


def people_listed(funds: Sequence[Fund], month: Month) -> dict[int, int]:
    """By fund, people on the list in the month; a billed month's list is its bill."""
    billed = dict(Bill.objects.filter(fund__in=funds, month=month).values_list("fund_id", "people"))
    others = [fund for fund in funds if fund.pk not in billed]
    counted = Membership.objects.filter(fund__in=others).on(month).values_list("fund_id").annotate(n=Count("pk")) if others else []
    return {**billed, **dict(counted)}


def fund_funnel(state: FundState, month: Month) -> FundFunnel:
    """Of one fund."""
    fund, force = state.fund, state.force
    bill = Bill.objects.filter(fund=fund, month=month).fully_paid().first()
    paid = bill.people if bill else 0
    if force:
        return FundFunnel(force.people + force.waiting + force.out, force.people + force.waiting, force.people, state.people, paid)
    candidates = Candidate.objects.filter(round=fund.round, stands=True)
    if fund.place_id != fund.round.place_id:
        candidates = candidates.filter(village__in=Place.objects.within(fund.place_id))
    return FundFunnel(candidates.count(), None, None, state.people, paid)


def changes_by_month(fund: Fund) -> list[tuple[Month, int, int]]:
    """(month, came in, went out) of each month with changes after the first, in which the list itself came in."""
    found = Change.objects.filter(fund=fund, month__gt=fund.first_month).values_list("month", "direction").annotate(n=Count("pk")).order_by("month")
    months: dict[Month, dict[str, int]] = {}
    for month, direction, n in found:
        months.setdefault(month, {})[direction] = n
    return [(month, each.get("in", 0), each.get("out", 0)) for month, each in months.items()]


REASON_WORDS: dict[str, Words] = {
    Reason.DETERMINED: Words("menurut penetapan", "by the determination"),
    Reason.REPLACEMENT: Words("pengganti dari cadangan", "replacement from the waiting list"),
    Reason.CORRECTION: Words("koreksi", "correction"),
    Reason.DECEASED: Words("meninggal dunia", "deceased"),
    Reason.EMPLOYED: Words("sudah bekerja di perusahaan", "employed"),
    Reason.MIGRANT: Words("menjadi pekerja migran", "migrant worker"),
    Reason.MOVED: Words("pindah", "moved away"),
    Reason.SELF_PAYING: Words("membayar sendiri", "pays for themselves"),
    Reason.DUPLICATE: Words("data ganda", "duplicate"),
    Reason.NOT_ELIGIBLE: Words("tidak memenuhi syarat", "not eligible"),
    Reason.TOO_OLD: Words("lewat batas umur", "too old"),
    Reason.OTHER_FUND: Words("pindah dana", "other fund pays"),
}


def _state(fund: Fund, month: Month, last: Determination | None, force: Determination | None, begun: bool) -> str:
    if last and answer_of(last) == "awaiting":
        return "awaiting"
    if force is None:
        return "sent_back" if last else "open"
    if fund.last_month < month:
        return "over"
    return "running" if begun else "determined"
