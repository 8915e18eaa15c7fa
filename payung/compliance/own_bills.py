"""What Payung's own bills know of a payer's arrears: of funds whose budget a village or an office holds, due before a day and not paid in full."""

from dataclasses import dataclass, field
from datetime import date

from django.db.models import Q, Sum
from django.db.models.functions import Coalesce

from payung.billing.arrears import Arrears, arrears_of
from payung.billing.models import Bill
from payung.law.given import Segment
from payung.places.models import OfficeKind, Place
from payung.values.month import Month
from payung.values.place import Level


@dataclass
class OwnArrears:
    """`months` due and not paid in full, `owed` rupiah of them; `segment` of the funds, for the law of arrears."""

    months: set[Month] = field(default_factory=set)
    owed: int = 0
    segment: Segment = Segment.BPU

    def law(self, on: date) -> Arrears | None:
        """What the last months in a row lead to."""
        return arrears_of(self.months, on, self.segment)


def own_arrears(place: str, on: date) -> dict[str, OwnArrears]:
    """Key of an entity in the place -> what it owes by our bills on that day. In one statement; payments after the day do not count."""
    holders = Q(fund__place__level=Level.VILLAGE) | Q(fund__owner__kind__in=[OfficeKind.OPD, OfficeKind.VILLAGE_OFFICE])
    bills = Bill.objects.filter(holders, due_on__lt=on, fund__place__in=Place.objects.within(place))
    paid = Coalesce(Sum("payments__amount", filter=Q(payments__paid_on__lte=on)), 0)
    columns = (
        "fund__place_id",
        "fund__place__level",
        "fund__owner_id",
        "fund__owner__kind",
        "fund__owner__place_id",
        "fund__segment",
        "month",
        "total",
    )
    found: dict[str, OwnArrears] = {}
    for code, level, owner, kind, seat, segment, month, total, done in bills.values_list(*columns).annotate(paid=paid):
        if done >= total:
            continue
        key = f"kantor-{owner}" if kind == OfficeKind.OPD else f"desa-{code if level == Level.VILLAGE else seat}"
        one = found.setdefault(key, OwnArrears(segment=Segment(segment)))
        one.months.add(month)
        one.owed += total - done
    return found
