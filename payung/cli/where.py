"""Which regency, round and fund a command is about, when the caller names only what is not obvious."""

from typing import Annotated, TypeVar

import typer
from django.db.models import Model, QuerySet

from payung.places.models import Office, Place
from payung.places.queries import place as find_place
from payung.planning.models import Fund
from payung.registry.models import Round
from payung.values.errors import InputError
from payung.values.month import Month
from payung.values.words import Words

PlaceOption = Annotated[
    str, typer.Option("--place", envvar="PAYUNG_PLACE", help="Kode kabupaten/kota, misalnya 74.05. Boleh kosong bila hanya ada satu.")
]
RoundOption = Annotated[str, typer.Option("--round", help="Nama pendataan. Boleh kosong bila hanya ada satu.")]
FundArgument = Annotated[str, typer.Argument(metavar="DANA", help="Nama sumber dana.")]
MonthOption = Annotated[str, typer.Option("--month", help="Bulan, misalnya 2026-01.")]

_M = TypeVar("_M", bound=Model)


def the_place(code: str) -> Place:
    """The place named, or the only one with a round."""
    if code:
        return find_place(code)
    return _only(Place.objects.filter(code__in=Round.objects.values("place")), Words("wilayah (--place)", "place (--place)"))


def the_round(place: str, name: str) -> Round:
    rounds = Round.objects.select_related("place").filter(place=the_place(place))
    return _only(rounds.filter(name=name) if name else rounds, Words("pendataan (--round)", "round (--round)"))


def the_fund(name: str, place: str = "") -> Fund:
    funds = Fund.objects.select_related("place", "round__place").filter(name__iexact=name)
    return _only(funds.filter(place=find_place(place)) if place else funds, Words(f"sumber dana “{name}”", f"fund “{name}”"))


def the_office(name: str, place: str) -> Office:
    """An office of the place or of one that lies in it, by its name."""
    found = Office.objects.filter(name__iexact=" ".join(name.split()), place__in=Place.objects.within(place))
    return _only(found, Words(f"perangkat daerah “{name}”", f"office “{name}”"))


def the_month(text: str, otherwise: Month) -> Month:
    return Month.parse(text) if text else otherwise


def _only(found: "QuerySet[_M]", what: Words) -> _M:
    first = list(found[:2])
    if len(first) == 1:
        return first[0]
    if first:
        raise InputError(
            "where.several", Words(f"Ada lebih dari satu {what.id}. Sebutkan yang dimaksud.", f"There is more than one {what.en}. Say which.")
        )
    raise InputError(
        "where.none",
        Words(f"Tidak ditemukan: {what.id}. Periksa namanya, atau buat dulu.", f"Not found: {what.en}. Check the name, or create it first."),
    )
