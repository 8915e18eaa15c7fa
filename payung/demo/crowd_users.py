"""Who works in the large invented programme: every role in every regency, some villages, and those who see the whole province."""

import os
import secrets
import sys
from datetime import date

from django.contrib.auth.hashers import make_password

from payung.accounts.models import Assignment, Role, User
from payung.audit.actions import acting
from payung.demo.accounts import make_accounts
from payung.places.models import Office, OfficeKind, Place, Territory

_SINCE = date(2023, 1, 1)
_NAMES = {
    Role.OWNER: "kabid",
    Role.OPERATOR: "operator",
    Role.VILLAGE_AFFAIRS: "dpmd",
    Role.TREASURER: "bendahara",
    Role.HEAD: "kadis",
    Role.AUDITOR: "auditor",
    Role.ADMINISTRATOR: "admin",
}
_VILLAGES = 3  # with an account, in each regency


def make_users(regencies: list[str]) -> None:
    """`operator.7401` and so on; of the first regency also the accounts of the demo. All have one password (PAYUNG_DEMO_PASSWORD)."""
    password = os.environ.setdefault("PAYUNG_DEMO_PASSWORD", secrets.token_urlsafe(12))
    hashed = make_password(password)
    province = regencies[0][:2]

    def person(name: str, role: Role, **where: Place | Office) -> None:
        user = User.objects.create(username=name, display_name=f"{name} (karangan)", email=f"{name}@contoh.invalid", password=hashed)
        Assignment.objects.create(user=user, role=role, since=_SINCE, **where)

    with acting("demo.account", by=None):
        for code in regencies:
            place, digits = Place.objects.get(code=code), code.replace(".", "")
            for role, word in _NAMES.items():
                person(f"{word}.{digits}", role, place=place)
            for at, village in enumerate(Place.objects.within(code).desa().order_by("code")[:_VILLAGES]):
                person(f"desa{at + 1}.{digits}", Role.VILLAGE, place=village)
            office = Office.objects.filter(place=place, kind=OfficeKind.OPD).order_by("pk")[0]
            person(f"opd.{digits}", Role.OFFICE, office=office)
        whole = Place.objects.get(code=province)
        for role in (Role.OWNER, Role.HEAD, Role.AUDITOR):
            person(f"{_NAMES[role]}.{province}", role, place=whole)
        branch = Office.objects.create(kind=OfficeKind.BPJS_BRANCH, name="BPJS Ketenagakerjaan Cabang Sulawesi Tenggara", place=whole)
        Territory.objects.bulk_create(Territory(office=branch, place_id=code) for code in regencies[:6])
        person(f"bpjs.{province}", Role.BPJS_BRANCH, office=branch)
    make_accounts(date(2026, 4, 20))
    print(f"PAYUNG_DEMO_PASSWORD={password}", file=sys.stderr)
