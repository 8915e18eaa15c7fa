"""What tests say of villages, offices and employers as payers."""

from datetime import date
from typing import Any

from payung.accounts.models import Assignment, Role, User
from payung.compliance.enrolment_models import ArrearsFact, EnrolmentFact, Entity
from payung.places.models import Office, OfficeKind, Place
from payung.values.month import Month

REGENCY = "74.05"
SAID_ON = date(2026, 3, 31)
SOURCE = "BPJS Cabang Kendari (karangan)"


def desa(count: int = 336) -> list[str]:
    """Codes of the first villages of the regency."""
    return list(Place.objects.within(REGENCY).desa().order_by("code").values_list("code", flat=True)[:count])


def entity_of(of: str | Office) -> Entity:
    """The row of a village (by its code) or of an office."""
    if isinstance(of, Office):
        kind = "employer" if of.kind == OfficeKind.EMPLOYER else "opd"
        return Entity.objects.get_or_create(office=of, defaults={"kind": kind, "place_id": of.place_id})[0]
    return Entity.objects.get_or_create(kind="village", place_id=of)[0]


def enrol(of: str | Office, on: date = SAID_ON, **more: Any) -> Entity:
    entity = entity_of(of)
    EnrolmentFact.objects.create(entity=entity, as_of=on, source=SOURCE, on=on, **{"enrolled": True, "npp": f"NPP{entity.pk:05d}", **more})
    return entity


def owe(of: str | Office, months: int, rupiah: int, on: date = SAID_ON, **more: Any) -> Entity:
    """`months` up to the last one that was due by the day."""
    entity = entity_of(of)
    given = {"months": months, "owed": rupiah, "paid_through": Month.of(on) + (-1 - months), **more}
    ArrearsFact.objects.create(entity=entity, as_of=on, source=SOURCE, on=on, **given)
    return entity


def office(name: str, kind: str = "opd", place: str = REGENCY) -> Office:
    return Office.objects.create(kind=kind, name=name, place_id=place)


def somebody(role: Role, *, place: str = "", of: Office | None = None) -> User:
    user = User.objects.create(username=f"{role}-{place or of}", display_name=f"Petugas {role.label}")
    Assignment.objects.create(user=user, role=role, since=date(2026, 1, 1), **({"office": of} if of else {"place_id": place}))
    return user
