"""A register of a million lines that all have one name is imported, and a newer one checks twenty thousand people again.

Neither is timed: work that grew with the square of the lines would not end.
"""

from datetime import date
from pathlib import Path

import pytest

from payung.intake.actions import import_register, open_round, receive_lists
from payung.intake.again import Rechecked
from payung.intake.registers import read_registers
from payung.places.models import Place
from payung.registry.models import RegisterEntry

pytestmark = [pytest.mark.large, pytest.mark.django_db]

START = date(2026, 1, 1)


def imported(path: Path, as_of: date) -> list[Rechecked]:
    """What was checked again."""
    told: list[Rechecked] = []
    frame = read_registers({"deaths": path})["deaths"]
    place = Place.objects.get(code="74.05")
    import_register(place=place, kind="deaths", frame=frame, path=path, source="uji", as_of=as_of, by=None, told=told.append)
    return told


def test_a_million_identical_names(tmp_path: Path) -> None:
    path = tmp_path / "kematian.csv"
    path.write_text("Nama;Tanggal Lahir;Tanggal Meninggal\n" + "Muhammad;12-06-1977;3 Mei 2025\n" * 1_000_000, encoding="utf-8")
    imported(path, START)
    assert RegisterEntry.objects.count() == 1_000_000


def test_twenty_thousand_are_checked_again_in_a_hundred_thousand(tmp_path: Path) -> None:
    niks = [f"740501{n % 28 + 1:02d}{n // 28 % 12 + 1:02d}80{n % 10_000:04d}" for n in range(100_000)]
    rows = [f"{nik};Orang;{nik[6:8]}-{nik[8:10]}-1980;L;Lapoa;Tinanggea;Petani;08;Asnia" for nik in niks]
    head = "NIK;Nama;Tanggal Lahir;JK;Desa;Kecamatan;Pekerjaan;No HP;Ibu Kandung"
    path = tmp_path / "Desa Lapoa.csv"
    path.write_text("\n".join([head, *rows]), encoding="utf-8")
    round = open_round(place=Place.objects.get(code="74.05"), name="2026", start=START, by=None)
    receive_lists(round=round, paths=[path], by=None, on=START)
    dead = sorted(set(niks))[::4]
    register = tmp_path / "kematian.csv"
    register.write_text("\n".join(["NIK;Nama", *(f"{nik};Orang" for nik in dead)]), encoding="utf-8")
    told = imported(register, START)
    assert told[0].people == len(dead) > 20_000
