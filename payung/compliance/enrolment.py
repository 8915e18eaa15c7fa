"""The board of entities: villages, offices (OPD) and employers that are not enrolled, enrolled, or in arrears, as known on any day.

A village or office of which nobody has said anything counts as not enrolled. What an entity owes is what Payung's own bills say where they say
that it owes; else what the newest information says, less what was paid since. Nothing is calculated forward from an old one: it keeps its day.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TypeVar

from django.db.models import F, QuerySet, Sum, Window
from django.db.models.functions import RowNumber

from payung.accounts.models import User
from payung.compliance.enrolment_models import ArrearsFact, ArrearsPayment, EnrolmentFact, Entity, EntityKind
from payung.compliance.entity_sight import KIND_OF_OFFICE, READ, EntitySight, entity_sight
from payung.compliance.own_bills import OwnArrears, own_arrears
from payung.places.models import Office, OfficeKind, Place
from payung.values.month import Month
from payung.values.words import Words

OUR_BILLS = Words("tagihan di Payung", "bills in Payung")
_Fact = TypeVar("_Fact", EnrolmentFact, ArrearsFact)


class EntityState(StrEnum):
    """Where an entity stands; whoever owes is in `ARREARS`."""

    NOT_ENROLLED = "not_enrolled"
    ENROLLED = "enrolled"
    ARREARS = "arrears"


@dataclass(frozen=True)
class EntityLine:
    """One entity as known on a day. `key`: see Entity.key; `place`: code of the village, or of where the office sits; `pk` of its row.

    `workers`, `registered`: who work for it, and of them those enrolled (None: not known); `owed`: rupiah, `months` owed, `paid_through` the last
    paid month; `as_of` and `source` of the newest information ("" : nobody has said anything); `from_bills`: what it owes is from our bills.
    """

    key: str
    kind: EntityKind
    name: str
    place: str
    district: str = ""
    district_name: str = ""
    pk: int | None = None
    office: int | None = None
    industry: str = ""
    size: str = ""
    enrolled: bool = False
    npp: str = ""
    since: date | None = None
    workers: int | None = None
    registered: int | None = None
    paid_through: Month | None = None
    months: int = 0
    owed: int = 0
    as_of: date | None = None
    source: str = ""
    from_bills: bool = False

    @property
    def state(self) -> EntityState:
        if self.owed:
            return EntityState.ARREARS
        return EntityState.ENROLLED if self.enrolled else EntityState.NOT_ENROLLED


@dataclass(frozen=True)
class EntityCount:
    """Of one kind: how many there are, how many of them are enrolled (also those in arrears), how many owe, and the months and rupiah they owe."""

    total: int = 0
    enrolled: int = 0
    arrears: int = 0
    months: int = 0
    rupiah: int = 0

    @property
    def not_enrolled(self) -> int:
        return self.total - self.enrolled


def entities_of(place_code: str, on: date, *, kind: str | None = None, visible_to: User | None = None, right: str = READ) -> list[EntityLine]:
    """Every entity of the place that the person sees, as known on that day: villages by code, then offices and employers by name.

    `kind`: only those of it (village, opd, employer); `right`: what the person sees by their roles that hold it.
    """
    sight = entity_sight(visible_to, on, right=right)
    lines = _bare(place_code, sight, kind)
    if not lines:
        return []
    held = _Known(place_code, on)
    return [held.told(line) for line in lines]


def enrolment_counts(place_code: str, on: date, *, visible_to: User | None = None) -> dict[str, EntityCount]:
    """Per kind (village, opd, employer) of what the person sees in the place on that day."""
    return counts_of(entities_of(place_code, on, visible_to=visible_to))


def counts_of(lines: Iterable[EntityLine]) -> dict[str, EntityCount]:
    """The same of lines at hand."""
    held: dict[str, list[EntityLine]] = {kind.value: [] for kind in EntityKind}
    for line in lines:
        held[line.kind].append(line)
    return {kind: _count(of) for kind, of in held.items()}


def _count(lines: Collection[EntityLine]) -> EntityCount:
    owing = [line for line in lines if line.owed]
    enrolled = sum(line.state != EntityState.NOT_ENROLLED for line in lines)
    return EntityCount(len(lines), enrolled, len(owing), sum(line.months for line in owing), sum(line.owed for line in owing))


def _bare(place: str, sight: EntitySight, kind: str | None) -> list[EntityLine]:
    """Who there is, without what is known."""
    lines: list[EntityLine] = []
    if kind in (None, EntityKind.VILLAGE):
        desa = Place.objects.within(place).desa().filter(sight.of_villages()).order_by("code")
        for code, name, above, district in desa.values_list("code", "name", "parent_id", "parent__name"):
            lines.append(EntityLine(f"desa-{code}", EntityKind.VILLAGE, name, code, above, district))
    kinds = [office for office, one in KIND_OF_OFFICE.items() if kind in (None, one)]
    if kinds:
        offices = Office.objects.filter(sight.of_offices(), kind__in=kinds, place__in=Place.objects.within(place)).order_by("kind", "name", "pk")
        for pk, of, name, code in offices.values_list("pk", "kind", "name", "place_id"):
            lines.append(EntityLine(f"kantor-{pk}", KIND_OF_OFFICE[OfficeKind(of)], name, code, office=pk))
    return lines


class _Known:
    """What was said and paid of the entities of a place until a day, each read in one statement."""

    def __init__(self, place: str, on: date) -> None:
        self.on = on
        self.entities: dict[str, Entity] = {each.key: each for each in Entity.objects.filter(place__in=Place.objects.within(place))}
        here = Entity.objects.filter(place__in=Place.objects.within(place))
        self.enrolments = newest(EnrolmentFact.objects.filter(entity__in=here), on)
        self.arrears = newest(ArrearsFact.objects.filter(entity__in=here), on)
        self.bills = own_arrears(place, on)
        self.paid = _paid_since(here, on)

    def told(self, bare: EntityLine) -> EntityLine:
        entity = self.entities.get(bare.key)
        pk = entity.pk if entity else None
        said, owes = self.enrolments.get(pk or 0), self.arrears.get(pk or 0)
        enrolled = bool(said and said.enrolled) or bool(owes and (said is None or said.as_of <= owes.as_of))  # whoever owes is enrolled
        parts = {**_enrolment(said), "enrolled": enrolled, **self._owed(owes, self.bills.get(bare.key), pk)}
        newest_fact = max((one for one in (said, owes) if one), key=lambda one: one.as_of, default=None)
        if newest_fact and not parts.get("from_bills"):
            parts |= {"as_of": newest_fact.as_of, "source": newest_fact.source}
        if owes and owes.owed and not parts.get("from_bills"):  # what is asked for rests on this
            parts |= {"as_of": owes.as_of, "source": owes.source}
        own = {"pk": pk, "industry": entity.industry, "size": entity.size} if entity else {}
        return EntityLine(**{**vars(bare), **own, **parts})

    def _owed(self, owes: ArrearsFact | None, bills: OwnArrears | None, pk: int | None) -> dict[str, object]:
        if bills:
            first = min(bills.months)
            own = {"months": len(bills.months), "owed": bills.owed, "paid_through": first + -1}
            return {**own, "enrolled": True, "as_of": self.on, "source": OUR_BILLS.id, "from_bills": True}
        if owes is None:
            return {}
        left = max(0, owes.owed - sum(amount for day, amount in self.paid.get(pk or 0, ()) if day > owes.as_of))
        return {"months": owes.months if left else 0, "owed": left, "paid_through": owes.paid_through}


def _enrolment(said: EnrolmentFact | None) -> dict[str, object]:
    names = ("enrolled", "npp", "since", "workers", "registered")
    return {name: getattr(said, name) for name in names} if said else {}


def newest(facts: "QuerySet[_Fact]", on: date) -> dict[int, _Fact]:
    """Key of the entity -> what was said last of it, as of the day or before; of two of one day the one that was entered last."""
    order = [F("as_of").desc(), F("pk").desc()]
    ranked = facts.filter(as_of__lte=on).annotate(rank=Window(RowNumber(), partition_by=F("entity"), order_by=order))
    return {each.entity_id: each for each in ranked.filter(rank=1)}


def _paid_since(entities: "QuerySet[Entity]", on: date) -> Mapping[int, list[tuple[date, int]]]:
    """Key of the entity -> days and rupiah of what it paid until the day."""
    found: dict[int, list[tuple[date, int]]] = {}
    paid = ArrearsPayment.objects.filter(entity__in=entities, paid_on__lte=on).values("entity", "paid_on").annotate(sum=Sum("amount"))
    for each in paid.order_by("paid_on"):
        found.setdefault(each["entity"], []).append((each["paid_on"], each["sum"]))
    return found
