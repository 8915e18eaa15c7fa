"""Who sent a list: known by the name of its file ("01 Desa Lapoa.xlsx" is the village office of Lapoa)."""

import re
from collections.abc import Sequence
from pathlib import Path

import polars as pl

from payung.accounts.models import User
from payung.audit.actions import acting
from payung.places.codes import match_villages
from payung.places.models import Office, OfficeKind, Place

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


def senders_of(paths: Sequence[Path], place: Place, *, by: User | None) -> dict[Path, Office]:
    """The office of each file, opened where there is none. The longest possible name that is a village of the regency counts, and there its office
    sits; where none is, the shortest.
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
    if missing:
        with acting("office.open", by=by):
            Office.objects.bulk_create([Office(kind=kind, name=name, place_id=home) for kind, name, home in missing], ignore_conflicts=True)
        offices = there()
    return {path: offices[wanted[name]] for path, name in names.items()}


def sender_named(*, name: str, place: Place, by: User | None) -> Office:
    """The office of that name, as a file of that name would make it known."""
    return senders_of([Path(f"{name}.xlsx")], place, by=by)[Path(f"{name}.xlsx")]
