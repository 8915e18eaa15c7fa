"""Who sent a list: known by the name of its file ("01 Desa Lapoa.xlsx" is the village office of Lapoa); and on whose behalf a person may send."""

import re
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

import polars as pl

from payung.accounts.models import Role, User
from payung.accounts.queries import roles_at, visible_offices, visible_places
from payung.audit.actions import acting
from payung.places.codes import match_villages
from payung.places.models import Office, OfficeKind, Place
from payung.values.errors import OutOfScopeError
from payung.values.place import Level, level_of
from payung.values.words import Words

_FOR_ANYBODY = {Role.OPERATOR, Role.VILLAGE_AFFAIRS}  # at their places
_LEADING = re.compile(r"^[\W_\d]+")
_TRAILING = re.compile(
    r"(?:[\s.-]*\(\d+\)|[\s.-]+(?:bom|perbaikan|revisi|rev|final|fix|fixed|baru|terbaru|copy|salinan|tahun|bpjs|20\d\d|v?\d+))$", re.IGNORECASE
)
_VILLAGE = re.compile(r"(desa|ds|kelurahan|kel)\b[.\s]*", re.IGNORECASE)


def possible_names(stem: str) -> list[str]:
    """ "01 Desa Lapoa - perbaikan (2)" -> "Desa Lapoa - perbaikan (2)", "Desa Lapoa - perbaikan", "Desa Lapoa".

    Words that people put behind a name come off one by one, because a village may be called so: Desa Tanah Baru, Desa Makmur 2.
    """
    name = _LEADING.sub("", re.sub(r"[_\s]+", " ", stem)).strip(" -.,") or stem.strip() or "?"
    names = [name[:150]]
    while (shorter := _TRAILING.sub("", name).strip(" -.,")) and shorter != name:
        name = shorter
        names.append(name[:150])
    return names


def senders_of(paths: Sequence[Path], place: Place, *, by: User | None, opened: bool = True) -> dict[Path, Office]:
    """The office of each file, opened where there is none; unless they are to be `opened`, only of those that have one.

    The longest possible name that is a village of the regency counts, and there its office sits; where none is, the shortest.
    """
    possible = {path: possible_names(path.stem) for path in paths}
    unlike = sorted({name for names in possible.values() for name in names})
    asked = pl.DataFrame(
        {"name": unlike, "village": [name if _VILLAGE.match(name) else None for name in unlike], "district": [None] * len(unlike)},
        schema={"name": pl.String, "village": pl.String, "district": pl.String},
    )
    homes = dict(match_villages(asked, place.code).select("name", "village_code").iter_rows())
    names = {path: next((name for name in tried if homes[name]), tried[-1]) for path, tried in possible.items()}
    kinds = {name: OfficeKind.VILLAGE_OFFICE if _VILLAGE.match(name) else OfficeKind.OPD for name in names.values()}
    wanted = {name: (kind, name, homes[name] or place.code) for name, kind in kinds.items()}

    def there() -> dict[tuple[str, str, str], Office]:
        found = Office.objects.filter(name__in=wanted, place_id__in={home for _, _, home in wanted.values()}).select_related("place")
        return {(office.kind, office.name, office.place_id): office for office in found}

    offices = there()
    missing = [key for key in wanted.values() if key not in offices]
    if missing and opened:
        with acting("office.open", by=by):
            Office.objects.bulk_create([Office(kind=kind, name=name, place_id=home) for kind, name, home in missing], ignore_conflicts=True)
        offices = there()
    return {path: offices[wanted[name]] for path, name in names.items() if wanted[name] in offices}


def sender_named(*, name: str, place: Place, by: User | None) -> Office:
    """The office of that name, as a file of that name would make it known."""
    return senders_of([Path(f"{name}.xlsx")], place, by=by)[Path(f"{name}.xlsx")]


def may_send_for(user: User | None, on: date) -> Callable[[Office], bool]:
    """Whether a person may send and correct lists of an office: an operator those of every office at their places, a village's operator those of the
    village office, an OPD's operator those of the OPD. Nobody named is the owner of the machine.
    """
    held: dict[str, set[Role]] = {}
    own = set(visible_offices(user, on)) if user else set()

    def may(office: Office) -> bool:
        if user is None or office.pk in own:
            return True
        if office.place_id not in held:
            held[office.place_id] = roles_at(user, office.place_id, on)
        roles = held[office.place_id]
        return bool(roles & _FOR_ANYBODY) or (Role.VILLAGE in roles and office.kind == OfficeKind.VILLAGE_OFFICE)

    return may


def require_sender(user: User | None, office: Office, on: date) -> None:
    """OutOfScopeError `sender.not_yours` unless `may_send_for`."""
    if not may_send_for(user, on)(office):
        raise OutOfScopeError("sender.not_yours", not_yours(office))


def not_yours(office: Office) -> Words:
    return Words(
        f"Anda tidak berwenang mengirim untuk {office.name}. Minta operator dinas yang mengirimkannya.",
        f"You are not entitled to send for {office.name}. Ask the labour office's operator to send it.",
    )


def sends_for_anybody(user: User | None, place_code: str, on: date) -> bool:
    """Whether the names of a person's files say who sent them, or they send only for their own office or village."""
    return user is None or bool(roles_at(user, place_code, on) & _FOR_ANYBODY)


def own_offices(user: User, place_code: str, on: date) -> list[Office]:
    """The offices that a person sends for themselves in a regency: their OPDs, and their villages' offices, opened where there is none."""
    offices = Office.objects.filter(pk__in=visible_offices(user, on), place__in=Place.objects.within(place_code))
    found = list(offices.select_related("place"))
    for code in visible_places(user, on):
        if level_of(code) == Level.VILLAGE and code.startswith(f"{place_code}.") and Role.VILLAGE in roles_at(user, code, on):
            found.append(village_office(code, by=user))
    return found


def village_office(code: str, *, by: User | None) -> Office:
    """The office of a village; of several with other spellings the first."""
    offices = Office.objects.filter(kind=OfficeKind.VILLAGE_OFFICE, place=code).select_related("place").order_by("pk")
    if office := offices.first():
        return office
    place = Place.objects.get(code=code)
    with acting("office.open", by=by):
        name = f"{'Kelurahan' if code.split('.')[-1].startswith('1') else 'Desa'} {place.name}"
        return Office.objects.get_or_create(kind=OfficeKind.VILLAGE_OFFICE, place=place, name=name)[0]
