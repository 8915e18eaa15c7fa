import io
from datetime import date
from pathlib import Path

import pytest
import xlsxwriter
from entities import REGENCY, desa, enrol, office, somebody

from payung.accounts.models import Role
from payung.compliance.arrears_file import month_of, read_arrears, titles_of_file
from payung.compliance.arrears_import import import_arrears, months_until, read_for, remember_columns
from payung.compliance.enrolment import EntityState, enrolment_counts, entities_of
from payung.compliance.enrolment_models import ArrearsFact, ArrearsFile, EnrolmentFact, RefusedRow
from payung.places.models import Office, OfficeKind, Place
from payung.values.errors import InputError, OutOfScopeError
from payung.values.month import Month

pytestmark = pytest.mark.django_db
ON = date(2026, 4, 20)
AS_OF = date(2026, 3, 31)
HEAD = ["No", "Nama Desa", "Kecamatan", "NPP", "Bulan Menunggak", "Tunggakan (Rp)"]


def book(tmp_path: Path, rows: list[list[object]], head: list[str] = HEAD, name: str = "tunggakan.xlsx") -> Path:
    content = io.BytesIO()
    with xlsxwriter.Workbook(content) as made:
        sheet = made.add_worksheet()
        sheet.write(0, 0, "DAFTAR TUNGGAKAN IURAN")
        for line, row in enumerate([head, *rows], 2):
            for at, cell in enumerate(row):
                sheet.write(line, at, cell)
    path = tmp_path / name
    path.write_bytes(content.getvalue())
    return path


def take(path: Path, **terms):
    given = {"place": Place.objects.get(code=REGENCY), "as_of": AS_OF, "source": "BPJS Cabang Kendari", "by": None, "on": ON}
    return import_arrears(**given, read=read_for(REGENCY, path), **terms)


def line(key: str):
    return next(one for one in entities_of(REGENCY, ON) if one.key == key)


def named(code: str) -> list[str]:
    village = Place.objects.select_related("parent").get(code=code)
    return [f"Desa {village.name}", f"Kec. {village.parent.name}"]


def test_the_good_rows_are_taken_and_the_bad_ones_kept_with_their_reason(tmp_path):
    codes = desa(4)
    rows = [
        [1, *named(codes[0]), "A1234567", 3, 1_500_000],
        [2, *named(codes[1]), "B1234567", "46 bln", "Rp108.000.000"],
        [3, "Desa Antah Berantah", "Kec. Entah", "C1", 3, 500_000],
        [4, *named(codes[2]), "D1", 5, "lima ratus"],
        [5, *named(codes[3]), "E1", "", 700_000],
        [6, *named(codes[0]), "A1234567", 3, 1_500_000],
        ["", "JUMLAH", "", "", "", 111_000_000],
    ]
    made = take(book(tmp_path, rows))
    assert (made.file.rows, made.file.taken, made.again) == (6, 2, False)
    assert list(RefusedRow.objects.order_by("row").values_list("row", "why")) == [(6, "unknown"), (7, "owed"), (8, "months"), (9, "twice")]
    assert [(line(f"desa-{code}").months, line(f"desa-{code}").owed, line(f"desa-{code}").npp) for code in codes[:2]] == [
        (3, 1_500_000, "A1234567"),
        (46, 108_000_000, "B1234567"),
    ]
    assert (line(f"desa-{codes[0]}").as_of, line(f"desa-{codes[0]}").source) == (AS_OF, "BPJS Cabang Kendari")


def test_the_same_file_again_changes_nothing(tmp_path):
    path = book(tmp_path, [[1, *named(desa(1)[0]), "A1", 3, 1_500_000]])
    take(path)
    again = take(path, kind="village")
    assert again.again
    assert (ArrearsFile.objects.count(), ArrearsFact.objects.count(), EnrolmentFact.objects.count()) == (1, 1, 1)


def test_a_row_is_known_by_its_number_its_code_or_its_name_with_the_district(tmp_path):
    twin = next(name for name, codes in by_name().items() if len(codes) > 1)
    codes = by_name()[twin]
    known = desa(1)[0]
    enrol(known, npp="N777")
    district = Place.objects.get(code=codes[1]).parent.name
    head = ["Kode Desa", "Desa", "Kecamatan", "NPP", "Bulan", "Tunggakan"]
    rows = [
        ["", "tanpa nama", "", "N777", 2, 200_000],
        [codes[0].replace(".", ""), "x", "", "", 3, 300_000],
        ["", twin, district, "", 4, 400_000],
        ["", twin, "", "", 5, 500_000],
    ]
    take(book(tmp_path, rows, head))
    assert [line(f"desa-{code}").months for code in (known, codes[0], codes[1])] == [2, 3, 4]
    assert RefusedRow.objects.get().why == "several"


def by_name() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for code, name in Place.objects.within(REGENCY).desa().order_by("code").values_list("code", "name"):
        found.setdefault(name, []).append(code)
    if all(len(codes) == 1 for codes in found.values()):  # the regency has no two of one name: give two one for the test
        (first, codes), (_, others), *_ = found.items()
        Place.objects.filter(code=others[0]).update(name=first)
        return {first: [*codes, *others]}
    return found


def test_employers_that_nobody_knew_are_opened_offices_are_not(tmp_path):
    head = ["Nama Badan Usaha", "PK/BU", "NPP", "Bulan", "Tunggakan", "Jumlah Tenaga Kerja", "TK Terdaftar", "KBLI", "Skala Usaha"]
    rows = [
        ["PT Karangan Sejahtera", "BU", "X1", 2, 4_000_000, 40, 25, "C", "menengah"],
        ["CV Rekaan", "", "X2", 0, 0, 8, 8, "G", "kecil"],
        ["Dinas Antah", "OPD", "X3", 1, 100_000, 5, 5, "", ""],
        ["Dinas Kesehatan", "", "X4", 1, 250_000, "", "", "", ""],
        ["PT Terbalik", "BU", "X5", 1, 100_000, 5, 9, "", ""],
    ]
    health = office("Dinas Kesehatan")
    take(book(tmp_path, rows, head))
    assert list(Office.objects.filter(kind=OfficeKind.EMPLOYER).order_by("name").values_list("name", "entity__industry", "entity__size")) == [
        ("CV Rekaan", "G", "SMALL"),
        ("PT Karangan Sejahtera", "C", "MEDIUM"),
    ]
    assert sorted(RefusedRow.objects.values_list("named", "why")) == [("Dinas Antah", "unknown"), ("PT Terbalik", "workers")]
    counts = enrolment_counts(REGENCY, ON)
    assert (counts["employer"].total, counts["employer"].enrolled, counts["employer"].arrears) == (2, 2, 1)
    assert (line(f"kantor-{health.pk}").owed, line(f"kantor-{health.pk}").state) == (250_000, EntityState.ARREARS)


def test_two_numbers_of_one_village_are_added_up(tmp_path):
    code = desa(1)[0]
    take(book(tmp_path, [[1, *named(code), "A1", 3, 1_500_000], [2, *named(code), "A2", 5, 500_000]]))
    assert (line(f"desa-{code}").months, line(f"desa-{code}").owed, line(f"desa-{code}").npp) == (5, 2_000_000, "A1, A2")


def test_columns_with_other_titles_are_said_once(tmp_path):
    head = ["Urut", "Yang Menunggak", "Di", "Registrasi", "Berapa Lama", "Rupiahnya"]
    code = desa(1)[0]
    path = book(tmp_path, [[1, *named(code), "A1", 3, 1_500_000]], head)
    with pytest.raises(InputError, match="arrears.columns"):
        read_for(REGENCY, path)
    assert [title for title, _ in titles_of_file(path)] == head
    columns = {"Yang Menunggak": "name", "Di": "district", "Registrasi": "npp", "Berapa Lama": "months", "Rupiahnya": "owed", "Urut": "unused"}
    remember_columns(place=Place.objects.get(code=REGENCY), columns=columns, by=None, on=ON)
    take(path)
    assert line(f"desa-{code}").owed == 1_500_000
    with pytest.raises(InputError, match="arrears.column"):
        remember_columns(place=Place.objects.get(code=REGENCY), columns={"Di": "warna"}, by=None, on=ON)


def test_months_follow_from_the_last_paid_one_where_they_are_not_said(tmp_path):
    code = desa(1)[0]
    take(book(tmp_path, [[named(code)[0], named(code)[1], "Nov 2025", "1.200.000"]], ["Desa", "Kecamatan", "Lunas sampai", "Tunggakan"]))
    assert (line(f"desa-{code}").months, line(f"desa-{code}").paid_through) == (3, Month.at(2025, 11))  # December, January, February
    assert months_until(Month.at(2025, 11), date(2026, 3, 10)) == 2  # February is due in the middle of March


@pytest.mark.parametrize(
    ("text", "month"),
    [
        ("2025-11", "2025-11"),
        ("11-2025", "2025-11"),
        ("202511", "2025-11"),
        ("Nov 2025", "2025-11"),
        ("November 2025", "2025-11"),
        ("30/11/2025", "2025-11"),
        ("2025-11-01", "2025-11"),
        ("Agustus 2025", "2025-08"),
        ("13-2025", None),
        ("2025", None),
        ("kemarin", None),
    ],
)
def test_months_as_people_write_them(text, month):
    assert str(month_of(text)) == str(month)


def test_a_file_with_only_who_is_enrolled_says_nothing_of_arrears(tmp_path):
    code = desa(1)[0]
    head = ["Desa", "Kecamatan", "NPP", "Terdaftar sejak", "Jumlah perangkat", "TK terdaftar"]
    take(book(tmp_path, [[*named(code), "A1", "2024-01-15", 12, 10]], head))
    found = line(f"desa-{code}")
    assert (found.state, found.since, found.workers, found.registered) == (EntityState.ENROLLED, date(2024, 1, 15), 12, 10)
    take(book(tmp_path, [[1, *named(code), "", 2, 400_000]], name="lagi.xlsx"))
    assert (line(f"desa-{code}").npp, line(f"desa-{code}").workers) == ("A1", 12)  # what a later file leaves out is not forgotten
    assert ArrearsFact.objects.count() == 1


def test_who_may_import(tmp_path):
    path = book(tmp_path, [[1, *named(desa(1)[0]), "A1", 3, 1_500_000], [2, "PT Karangan", "", "A2", 3, 900_000]])
    with pytest.raises(OutOfScopeError):
        import_arrears(
            place=Place.objects.get(code=REGENCY), read=read_arrears(path), as_of=AS_OF, source="x", by=somebody(Role.HEAD, place=REGENCY), on=ON
        )
    dpmd = somebody(Role.VILLAGE_AFFAIRS, place=REGENCY)
    made = import_arrears(place=Place.objects.get(code=REGENCY), read=read_arrears(path), as_of=AS_OF, source="x", by=dpmd, on=ON)
    assert made.file.taken == 1  # DPMD keeps no employers
    assert RefusedRow.objects.get().why == "unknown"
    for day, source in ((date(2026, 4, 21), "BPJS"), (AS_OF, " ")):
        with pytest.raises(InputError, match="entity.fact"):
            import_arrears(place=Place.objects.get(code=REGENCY), read=read_arrears(path), as_of=day, source=source, by=None, on=ON)
