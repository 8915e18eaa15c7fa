"""Who is addressed by Inpres 2/2021 on a day: 24 national addressees, and every governor, regent and mayor by the places of that day."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from payung.compliance.duty_kinds import Sure, instruction
from payung.places.models import Place
from payung.values.place import Level, parent_of
from payung.values.words import Words

_CITY_FROM = 71  # second part of a code: kabupaten 01 to 69, kota from 71
GROUP_WORDS: Mapping[str, Words] = {
    "national": Words("tingkat nasional", "national"),
    "governor": Words("gubernur", "governors"),
    "regent": Words("bupati", "regents"),
    "mayor": Words("wali kota", "mayors"),
}


@dataclass(frozen=True)
class Addressee:
    """`key`: code of the place, or key of duties.yaml; `place`: the code ("": national); `mark`: how surely it is one."""

    key: str
    group: str
    words: Words
    place: str
    mark: Sure


def national_addressees(on: date) -> list[Addressee]:
    """The ministers and heads, in the order of the file; nobody before the instruction was signed."""
    if on < instruction().signed_on:
        return []
    return [Addressee(one.key, "national", one.words, "", one.mark) for one in instruction().national.values()]


def local_addressees(on: date, within: str = "") -> list[Addressee]:
    """Governors, regents and mayors, by code; `within`: of the place itself and all that lay in it on that day ("" : everybody)."""
    if on < instruction().signed_on:
        return []
    places = Place.objects.filter(level__in=(Level.PROVINCE, Level.REGENCY)).order_by("code").values_list("code", "name")
    found = [_of_place(code, name) for code, name in places if _is_there(code, on)]
    return [one for one in found if not within or one.place == within or province_on(one.place, on) == within]


def addressee_of(key: str, on: date) -> Addressee | None:
    """The one of that key; None where nobody of that day has it."""
    if key in instruction().national:
        return next((one for one in national_addressees(on) if one.key == key), None)
    place = Place.objects.filter(code=key, level__in=(Level.PROVINCE, Level.REGENCY)).first()
    there = place is not None and on >= instruction().signed_on and _is_there(key, on)
    return _of_place(place.code, place.name) if place is not None and there else None


def province_on(code: str, on: date) -> str:
    """The code of the province in which the place lay on that day."""
    province = parent_of(code, Level.PROVINCE)
    new = instruction().new_provinces.get(province)
    return new.of if new and on < new.since else province


def _is_there(code: str, on: date) -> bool:
    new = instruction().new_provinces.get(code)
    return new is None or on >= new.since


def _of_place(code: str, name: str) -> Addressee:
    if len(code) == 2:
        return Addressee(code, "governor", Words(f"Gubernur {name}", f"Governor of {name}"), code, Sure.SECONDARY)
    bare = name.removeprefix("Kabupaten ").removeprefix("Kota ")
    if int(code[3:]) >= _CITY_FROM:
        return Addressee(code, "mayor", Words(f"Wali Kota {bare}", f"Mayor of {bare}"), code, Sure.SECONDARY)
    return Addressee(code, "regent", Words(f"Bupati {bare}", f"Regent of {bare}"), code, Sure.SECONDARY)
