"""What was promised and paid, by office and by pledge."""

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import QuerySet

from payung.places.models import Office, Place
from payung.planning.models import Fund
from payung.pledges.models import Headcount, Pledge, PledgePaid
from payung.pledges.standing import Promised, Standing, standing
from payung.values.month import Month


@dataclass(frozen=True)
class OfficeLine:
    """One office (OPD) of a fund of pledges."""

    office: Office
    standing: Standing


@dataclass(frozen=True)
class Tracked:
    """A pledge with what counts of it."""

    pledge: Pledge
    promised: Promised


@dataclass(frozen=True)
class Overview:
    """Everything of a fund in a month: `whole`, each office, each pledge; the offices in order of their names."""

    whole: Standing
    offices: list[OfficeLine]
    pledges: list[Tracked]


def overview(fund: Fund, month: Month) -> Overview:
    """How a fund of pledges stands in a month, in three statements."""
    paid: dict[int, dict[Month, int]] = defaultdict(dict)
    for pledge, paid_month, rupiah in PledgePaid.objects.filter(pledge__fund=fund).values_list("pledge", "month", "rupiah"):
        paid[pledge][paid_month] = rupiah
    tracked = [Tracked(one, _promised(one, paid[one.pk])) for one in pledges_of(fund)]
    counts = {one.office_id: one for one in Headcount.objects.filter(fund=fund).select_related("office")}
    offices = {one.pledge.office_id: one.pledge.office for one in tracked} | {pk: one.office for pk, one in counts.items()}
    by_office: dict[int, list[Promised]] = defaultdict(list)
    for one in tracked:
        by_office[one.pledge.office_id].append(one.promised)
    lines = [
        OfficeLine(office, standing(by_office[pk], counts[pk].civil_servants if pk in counts else None, month))
        for pk, office in sorted(offices.items(), key=lambda item: (item[1].name, item[0]))
    ]
    known = [one.civil_servants for one in counts.values()]
    return Overview(standing([one.promised for one in tracked], sum(known) if known else None, month), lines, tracked)


def pledges_of(fund: Fund) -> QuerySet[Pledge]:
    """In the order in which they were made."""
    return Pledge.objects.filter(fund=fund).select_related("office", "person").order_by("pledged_on", "pk")


def offices_for(fund: Fund) -> QuerySet[Office]:
    """Offices of the fund's place whose civil servants may pledge."""
    kinds = (Office.Kind.LABOUR, Office.Kind.OPD, Office.Kind.VILLAGE_OFFICE, Office.Kind.OTHER)
    return Office.objects.filter(kind__in=kinds, place__in=Place.objects.within(fund.place_id)).order_by("name", "pk")


def _promised(pledge: Pledge, paid: dict[Month, int]) -> Promised:
    giver = pledge.giver_number or pledge.giver.casefold()
    withdrawn = pledge.withdrawn_on is not None
    return Promised(pledge.office_id, giver, pledge.first_month, pledge.last_month, frozenset(paid), sum(paid.values()), withdrawn)
