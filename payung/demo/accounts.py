"""One account for each role in the invented regency."""

import os
import secrets
from dataclasses import dataclass
from datetime import date

from payung.accounts.models import Assignment, Role, User
from payung.audit.actions import acting
from payung.demo import regency
from payung.places.models import Office, OfficeKind, Place, Territory

_VILLAGE = "Desa Lere"
_OFFICE = "Dinas Kesehatan"
_BRANCH = "BPJS Ketenagakerjaan Cabang Kendari"
_NAMES: dict[Role, tuple[str, str]] = {  # user name, name that others read; all invented
    Role.OWNER: ("kabid", "Wa Ode Sarlina (Kabid HI-Jamsos)"),
    Role.OPERATOR: ("operator", "Rian Saputra (Operator Disnaker)"),
    Role.VILLAGE: ("desa", "Nurhayati (Desa Lere)"),
    Role.OFFICE: ("opd", "Arman Tawulo (Dinas Kesehatan)"),
    Role.VILLAGE_AFFAIRS: ("dpmd", "Hasnia Labalo (DPMD)"),
    Role.TREASURER: ("bendahara", "Yusran Mokodompit (BPKAD)"),
    Role.BPJS_BRANCH: ("bpjs", "Fitri Handayani (BPJS Kendari)"),
    Role.HEAD: ("kadis", "La Ode Bahtiar (Kepala Dinas)"),
    Role.AUDITOR: ("auditor", "Sitti Marwah (Inspektorat)"),
    Role.ADMINISTRATOR: ("admin", "Dedi Kurnia (Administrator)"),
}


@dataclass(frozen=True)
class Account:
    """`password` as it is printed, this once."""

    username: str
    password: str
    role: Role


def make_accounts(on: date) -> list[Account]:
    """Every role once, at the regency of the demo, its village or its office. Again: the same accounts with new passwords.

    PAYUNG_DEMO_PASSWORD gives all of them one password, for tests in a browser.
    """
    place = Place.objects.get(code=regency.REGENCY)
    accounts = []
    for role, (username, name) in _NAMES.items():
        password = os.environ.get("PAYUNG_DEMO_PASSWORD") or secrets.token_urlsafe(10)
        with acting("demo.account", by=None):
            user, _ = User.objects.get_or_create(username=username, defaults={"display_name": name, "email": f"{username}@contoh.invalid"})
            user.set_password(password)
            user.save(update_fields=["password"])
            if not user.assignments.exists():
                Assignment.objects.create(user=user, role=role, since=date(on.year, 1, 1), **_where(role, place))
        accounts.append(Account(username, password, role))
    return accounts


def _where(role: Role, place: Place) -> dict[str, Place | Office]:
    if role == Role.VILLAGE:
        office = Office.objects.filter(kind=OfficeKind.VILLAGE_OFFICE, name=_VILLAGE).order_by("pk").first()
        return {"place": office.place if office else Place.objects.within(place.code).desa().order_by("code")[0]}
    if role == Role.OFFICE:
        return {"office": Office.objects.get_or_create(kind=OfficeKind.OPD, name=_OFFICE, place=place)[0]}
    if role == Role.BPJS_BRANCH:
        branch = Office.objects.get_or_create(kind=OfficeKind.BPJS_BRANCH, name=_BRANCH, place=place)[0]
        Territory.objects.get_or_create(office=branch, place=place)
        return {"office": branch}
    return {"place": place}
