"""Lists of two villages and an OPD, received and accepted in the invented programme."""

from datetime import date
from pathlib import Path

from invented import TODAY, VILLAGES, Programme
from openpyxl import Workbook

from payung.intake.actions import accept_lists, receive_lists
from payung.places.models import Office, Place

HEAD = ["NIK", "Nama", "Tanggal Lahir", "JK", "Desa", "Pekerjaan", "No HP", "Nama Ibu Kandung"]
BORN = date(1985, 5, 17)


def number(serial: int) -> str:
    """A NIK of somebody born on BORN that can be one."""
    return f"740501170585{serial:04d}"


def book(path: Path, rows: list[tuple[str, str, str]], village: str) -> Path:
    """`rows`: NIK, name, birth date."""
    sheet = (held := Workbook()).active
    sheet.append(HEAD)
    for nik, name, born in rows:
        sheet.append([nik, name, born, "L", village, "Petani", "", "Asnia"])
    held.save(path)
    return path


def received(programme: Programme, folder: Path) -> dict[str, Office]:
    """Three lists: of the first village of VILLAGES (five rows), of the second one (two rows) and of the OPD Dinas Kesehatan (one row)."""
    first, second = (Place.objects.get(code=code).name for code in VILLAGES[:2])
    born = f"{BORN:%d-%m-%Y}"
    rows = [
        (number(1), "Budi Santoso", born),
        (number(2), "Sitti Aminah", born),
        (number(3)[:15], "Husain Latif", born),
        (number(1), "Budi Santoso", born),
        (number(4), "Anak Muda", "17-05-2015"),
    ]
    paths = [book(folder / f"Desa {first}.xlsx", rows, first)]
    paths.append(book(folder / f"Desa {second}.xlsx", [(number(11), "Wa Ode Rahasia", born), (number(12), "La Rahman", born)], second))
    paths.append(book(folder / "Dinas Kesehatan.xlsx", [(number(21), "Perawat Dinas", born)], ""))
    receive_lists(round=programme.round, paths=paths, by=None, on=TODAY)
    return {office.name: office for office in Office.objects.filter(name__in=[path.stem for path in paths])}


def accepted(programme: Programme) -> int:
    return accept_lists(round=programme.round, by=None, on=TODAY)
