"""Figures of others: imported from tables as they come, typed by hand, corrected beside the old, and told again as they were known."""

from datetime import date

import odf.opendocument
import odf.table
import odf.text
import openpyxl
import pytest
import xlwt
from test_standing import official

from payung.accounts.models import Assignment, Role, User
from payung.coverage.actions import Source, record_official, record_universe
from payung.coverage.definitions import Pair
from payung.coverage.models import OfficialColumn, OfficialFigure, OfficialFile, Universe
from payung.coverage.official import official_by_place, official_figures, official_history, official_on, official_row
from payung.coverage.official_file import Default, fields, read_official
from payung.coverage.official_import import columns_known, import_official, remember_columns
from payung.coverage.pairs import figure_of_pair, figures_by_month, figures_inside
from payung.places.models import Place
from payung.values.errors import InputError, OutOfScopeError, RefusedError
from payung.values.month import Month

pytestmark = pytest.mark.django_db
ON, LATER = date(2025, 12, 20), date(2026, 2, 1)
AUGUST = date(2023, 8, 31)
BPS = Source("Sakernas Agustus 2023", "BPS", date(2023, 11, 6), "Tabel 5")
TABLE = [
    ["Penduduk 15 tahun ke atas menurut kegiatan, Sulawesi Tengah, Agustus 2023", None, None],
    ["Kabupaten/Kota", "Angkatan Kerja", "Bekerja"],
    ["(1)", "(2)", "(3)"],
    ["Kab. Parigi Moutong", 240_000, 161_206],
    ["Kota Palu", "190.500", "181.000"],
    ["Kab. Antah Berantah", 1, 2],
    ["Donggala", "12,5", 150_000],
    ["Kabupaten Sigi", "-", None],
    ["Sulawesi Tengah", 1_600_000, 1_516_347],
]


def book(path, rows, kind="xlsx"):
    file = path / f"tabel.{kind}"
    if kind == "csv":
        file.write_text("\n".join(";".join("" if cell is None else str(cell) for cell in row) for row in rows), encoding="utf-8")
    elif kind == "xls":
        made = xlwt.Workbook()
        sheet = made.add_sheet("Tabel")
        for at, row in enumerate(rows):
            for column, cell in enumerate(row):
                sheet.write(at, column, cell)
        made.save(str(file))
    elif kind == "ods":
        made = odf.opendocument.OpenDocumentSpreadsheet()
        sheet = odf.table.Table(name="Tabel")
        for row in rows:
            line = odf.table.TableRow()
            for cell in row:
                typed = {"valuetype": "float", "value": str(cell)} if isinstance(cell, int) else {"valuetype": "string"}
                held = odf.table.TableCell(**typed)
                held.addElement(odf.text.P(text="" if cell is None else str(cell)))
                line.addElement(held)
            sheet.addElement(line)
        made.spreadsheet.addElement(sheet)
        made.save(str(file))
    else:
        made = openpyxl.Workbook()
        for row in rows:
            made.active.append(row)
        made.save(file)
    return file


def taken(file, default, *, source=BPS, on=ON, confirmed=None):
    read = read_official(file, default, confirmed)
    return import_official(read=read, path=file, name=file.name, source=source, place=default.place, by=None, on=on)


@pytest.mark.parametrize("kind", ["xlsx", "xls", "ods", "csv"])
def test_a_table_of_bps_comes_in_and_a_bad_row_holds_nothing_back(tmp_path, kind):
    found = taken(book(tmp_path, TABLE, kind), Default("72", AUGUST))
    assert (found.new, found.same, found.corrected) == (7, 0, 0)
    assert [(one.row, one.words.id[:40]) for one in found.problems] == [
        (6, "Wilayah “Kab. Antah Berantah” tidak dike"),
        (7, "Angka “12,5” tidak terbaca. Tulis bilang"),
    ]
    (one,) = official_figures("72.08", "employed_bps")
    assert (one.value, one.as_of, one.source, one.publisher, one.page) == (161_206, AUGUST, "Sakernas Agustus 2023", "BPS", "Tabel 5")
    assert (one.file_name, one.row) == (f"tabel.{kind}", 4)
    assert official_row(one.pk) == one
    assert official_figures("72.10", "employed_bps") == []  # a dash is no zero
    assert official_on("72", "employed_bps", Month.at(2024, 1)).value == 1_516_347


def test_the_same_table_twice_changes_nothing_and_a_newer_one_corrects(tmp_path):
    file, default = book(tmp_path, TABLE), Default("72", AUGUST)
    taken(file, default)
    again = taken(file, default, on=LATER)
    assert (again.new, again.same, again.corrected) == (0, 7, 0)
    assert (OfficialFigure.objects.count(), OfficialFile.objects.count()) == (7, 1)
    newer = [*TABLE[:3], ["Kabupaten Parigi Moutong", 240_000, 165_000]]
    found = taken(book(tmp_path, newer, "csv"), default, on=LATER)
    assert (found.new, found.same, found.corrected) == (0, 1, 1)
    assert [one.value for one in official_figures("72.08", "employed_bps")] == [165_000]
    assert [one.value for one in official_figures("72.08", "employed_bps", known=ON)] == [161_206]
    assert [one.value for one in official_history("72.08") if one.definition == "employed_bps"] == [161_206, 165_000]
    pair = Pair("active_bpjs", "employed_bps")
    official("72.08", "active_bpjs", 39_695, date(2024, 9, 30))
    month = Month.at(2024, 9)
    assert figure_of_pair("72.08", month, pair).percent() == "24,06 %"
    assert figure_of_pair("72.08", month, pair, known=ON).percent() == "24,62 %"
    assert Universe.objects.get(place="72.08", definition="employed_bps").value == 165_000


def test_bpjs_tables_with_segments_and_totals(tmp_path):
    """Semarang, 2020, as the branch's table has it; "Realisasi" and "Target" may mean anything, so somebody says once what they are."""
    rows = [
        ["Segmen", "Target", "Realisasi", "%"],
        ["PU", "382.124", "262.257", "69"],
        ["BPU", 58_360, 29_846, "51"],
        ["Jasa Konstruksi", 107_187, 146_019, "136"],
        ["Jumlah", 547_671, 438_122, "80"],
    ]
    default = Default("33.74", date(2020, 12, 31))
    read = read_official(book(tmp_path, rows), default)
    assert (read.lines, read.asks) == ((), True)
    assert dict(read.seen) == {"Segmen": "segment", "Target": None, "Realisasi": None, "%": None}
    remember_columns(publisher="BPJS  Semarang", columns={"target": "universe_bpjs", "realisasi": "active_bpjs"}, place="33.74", by=None, on=ON)
    found = taken(book(tmp_path, rows), default, source=Source("Paparan", "BPJS Semarang"), confirmed=columns_known("BPJS Semarang"))
    assert (found.new, found.problems) == (8, ())
    jakon = Pair("active_bpjs", "universe_bpjs", "JAKON")
    assert figure_of_pair("33.74", Month.at(2021, 1), jakon).percent() == "136,23 %"
    assert figure_of_pair("33.74", Month.at(2021, 1), Pair("active_bpjs", "universe_bpjs")).percent() == "80,00 %"
    assert "segmen JAKON (jasa konstruksi)" in figure_of_pair("33.74", Month.at(2021, 1), jakon).footnote.id
    with pytest.raises(InputError, match="official.unknown_field"):
        remember_columns(publisher="x", columns={"a": "nik"}, place="", by=None, on=ON)
    assert OfficialColumn.objects.count() == 2


def test_long_tables_name_definition_day_and_page(tmp_path):
    rows = [
        ["Kode", "Definisi", "Segmen", "Bulan", "Tahun", "Jumlah", "Halaman"],
        ["72.08", "active_bpjs", "BPU", "September", "2024", "1.000", "hal. 3"],
        ["72.08", "active_bpjs", "BPU", "9", 2024, "1.000", ""],
        ["72.08", "active_bpjs", "BPU", "2024-09", "", "1.001", ""],
        ["72.08", "listed", "", "September 2024", "", "5", ""],
        ["72.08", "villages_enrolled", "PU", "September 2024", "", "5", ""],
        ["72.08", "active_bpjs", "guru", "September 2024", "", "5", ""],
        ["72.08", "active_bpjs", "", "kapan-kapan", "", "5", ""],
        ["72.08", "active_bpjs", "", "Desember 2029", "", "5", ""],
    ]
    found = taken(book(tmp_path, rows, "csv"), Default("", date(2024, 12, 31)))
    (one,) = official_figures("72.08", "active_bpjs", segment="BPU")
    assert (one.value, one.as_of, one.page, found.new) == (1_000, date(2024, 9, 30), "hal. 3", 1)
    assert [(each.row, each.words.id[:32]) for each in found.problems] == [
        (4, "Angka untuk wilayah, hal, dan ta"),
        (5, "Tidak diketahui apa yang dihitun"),
        (6, "“Desa: yang terdaftar di BPJS” t"),
        (7, "Segmen “guru” tidak dikenal. Tul"),
        (8, "Tanggal atau bulannya tidak terb"),
        (9, "Tanggal angka ini belum tiba."),
    ]


@pytest.mark.parametrize(
    ("name", "code", "bps", "place"),
    [
        ("Kabupaten Bandung", None, None, "32.04"),
        ("KOTA BANDUNG", None, None, "32.73"),
        ("D.K.I. Jakarta", None, None, None),
        ("DKI Jakarta", None, None, "31"),
        ("Makassar", None, None, "73.71"),
        ("Indonesia", None, None, ""),
        (None, "73.71", None, "73.71"),
        (None, "7205", "", None),  # Buol for Home Affairs, Donggala for BPS
        ("Kab. Buol", "7205", None, "72.05"),
        (None, None, "7401", "74.04"),
        ("Bandung", None, None, None),
        ("Kota Makassar", "74.05", None, None),
    ],
)
def test_a_place_is_never_guessed(tmp_path, name, code, bps, place):
    rows = [["Wilayah", "Kode", "Kode BPS", "Bekerja"], [name, code, bps, "10"]]
    read = read_official(book(tmp_path, rows), Default("", AUGUST))
    assert [one.place for one in read.lines] == ([] if place is None else [place])
    assert len(read.problems) == (place is None)


def test_districts_and_villages_by_name_inside_the_chosen_place(tmp_path):
    rows = [["Kecamatan", "Semesta"], ["Tinanggea", 100], ["Kec. Moramo Utara", 50], ["Makassar", 1], ["Jumlah", 150]]
    read = read_official(book(tmp_path, rows), Default("74.05", AUGUST))
    assert [(one.place, one.value) for one in read.lines] == [("74.05.01", 100), ("74.05.16", 50)]
    assert [one.words.id[:20] for one in read.problems] == ["“Makassar” di luar w", "Wilayah “Jumlah” tid"]


def test_a_file_that_is_no_table_is_refused(tmp_path):
    file = tmp_path / "foto.xlsx"
    file.write_bytes(b"\x89PNG....")
    with pytest.raises(InputError):
        read_official(file, Default("", AUGUST))
    empty = book(tmp_path, [["Wilayah", "Bekerja"], ["Antah", 1]])
    with pytest.raises(InputError, match="official.nothing"):
        taken(empty, Default("", AUGUST))
    with pytest.raises(InputError, match="official.source"):
        taken(book(tmp_path, TABLE), Default("72", AUGUST), source=Source(" "))


def test_by_hand_with_a_correction_beside_the_old():
    palu = Place.objects.get(code="72.71")
    given = {"place": palu, "definition": "active_bpjs", "source": Source("paparan Kacab Palu"), "as_of": date(2024, 6, 30), "by": None}
    first = record_official(**given, value=39_514, on=ON)
    assert (first.how, record_official(**given, value=39_514, on=LATER).how) == ("new", "same")
    with pytest.raises(RefusedError, match="universe.differs"):
        record_official(**given, value=37_872, on=LATER)
    second = record_official(**given, value=37_872, on=LATER, correction=True)
    assert (second.how, second.figure.corrects) == ("correction", first.figure)
    assert record_official(**given, value=40_000, on=LATER, correction=True).figure.corrects == second.figure
    assert [one.value for one in official_figures("72.71", "active_bpjs", known=ON)] == [39_514]
    assert [one.value for one in official_figures("72.71", "active_bpjs")] == [40_000]
    assert len(official_history("72.71")) == 3
    for wrong, code in (
        ({"definition": "paid"}, "official.own"), ({"definition": "x"}, "coverage.definition_unknown"), ({"segment": "X"}, "segment"),
        ({"definition": "labour_force_bps", "segment": "PU"}, "official.segment"), ({"as_of": date(2027, 1, 1)}, "official.ahead"),
        ({"source": Source("")}, "official.unreadable"), ({"value": -1}, "official.unreadable"),
    ):  # fmt: skip
        with pytest.raises(InputError, match=code):
            record_official(**{**given, "value": 1, "on": LATER, **wrong})


def test_only_whoever_may_import_at_the_place_records():
    user = User.objects.create(username="op")
    Assignment.objects.create(user=user, role=Role.OPERATOR, place_id="74.05", since=date(2025, 1, 1))
    given = {"definition": "active_bpjs", "value": 1, "source": Source("a"), "as_of": AUGUST, "by": user, "on": ON}
    assert record_official(place=Place.objects.get(code="74.05.01"), **given).how == "new"
    for place in (Place.objects.get(code="74"), None):
        with pytest.raises(OutOfScopeError):
            record_official(place=place, **given)


def test_a_denominator_of_one_segment_or_a_corrected_one_is_not_divided_by():
    official("74.05", "universe_bpjs", 100, date(2025, 8, 31))
    official("74.05", "universe_bpjs", 7, date(2025, 9, 30), segment="BPU")
    official("74.05", "universe_bpjs", 120, date(2025, 8, 31), correction=True, on=LATER)
    assert list(Universe.objects.values_list("value", flat=True)) == [120]
    same = record_universe(
        place=Place.objects.get(code="74.05"), definition="universe_bpjs", value=120, source="BPJS Ketenagakerjaan", as_of=date(2025, 8, 31),
        by=None, on=LATER,
    )  # fmt: skip
    assert same.pk == Universe.objects.get().pk


def test_months_and_places_inside_by_published_figures(django_assert_max_num_queries):
    for month, active in ((Month.at(2024, 6), 10), (Month.at(2024, 12), 20), (Month.at(2025, 6), 40)):
        official("72.08", "active_bpjs", active, month.last_day)
    official("72.08", "universe_bpjs", 100, date(2024, 9, 1))
    pair = Pair("active_bpjs", "universe_bpjs")
    points = figures_by_month("72.08", [Month.at(2025, 3)], pair)
    assert [(str(month), figure.percent()) for month, figure in points] == [("2024-06", "–"), ("2024-12", "20,00 %")]
    with django_assert_max_num_queries(6):
        inside = figures_inside("72", Month.at(2025, 6), pair)
    assert {one.place: one.percent() for one in inside if one.numerator.value is not None} == {"72.08": "40,00 %"}
    assert len(inside) == Place.objects.within("72").regencies().count()
    assert set(official_by_place(["72.08", "72.71"], "active_bpjs", Month.at(2025, 6))) == {"72.08"}


@pytest.mark.parametrize(
    ("active", "whole", "denominator", "percent"),
    [
        (231_146, 1_439_643, "employed_bps", "16,06 %"),
        (252_021, 1_516_347, "employed_bps", "16,62 %"),
        (39_695, 161_206, "employed_bps", "24,62 %"),
        (27_636, 79_388, "universe_bpjs", "34,81 %"),
    ],
)
def test_published_shares_with_their_footnotes(active, whole, denominator, percent):
    official("72", "active_bpjs", active, AUGUST)
    official("72", denominator, whole, AUGUST, source="Sakernas")
    figure = figure_of_pair("72", Month.at(2023, 8), Pair("active_bpjs", denominator))
    assert figure.percent() == percent
    assert figure.numerator.said() in figure.footnote.id
    assert figure.denominator.said() in figure.footnote.id
    other = figure_of_pair("72", Month.at(2023, 8), Pair("active_bpjs", "labour_force_bps"))
    assert (other.percent(), other.gap) == ("–", None)
    assert "angkatan kerja menurut BPS: belum ada angka" in other.footnote.id


def test_villages_are_counted_from_the_places_themselves():
    official("74.05", "villages_enrolled", 47, AUGUST, source="Disnakertrans")
    figure = figure_of_pair("74.05", Month.at(2025, 1), Pair("villages_enrolled", "villages"))
    assert (figure.denominator.value, figure.percent()) == (336, "13,99 %")


def test_caveats_stand_in_the_footnote():
    official("72.08", "active_bpjs", 10, date(2022, 1, 31), segment="BPU")
    official("72.08", "employed_bps", 100, AUGUST)
    figure = figure_of_pair("72.08", Month.at(2025, 1), Pair("active_bpjs", "employed_bps", "BPU", of_all=True))
    assert figure.percent() == "10,00 %"
    caveats = ("hanya segmen BPU, dari semua segmen", "tempat kerja, penyebut menurut tempat tinggal", "Pembilangnya berumur 36 bulan")
    assert [told for told in caveats if told not in figure.footnote.id] == []


def test_every_field_has_its_words():
    assert {"place", "value", "active_bpjs", "active_bpjs@BPU", "informal_bps@BPU"} <= set(fields())
    assert not {"informal_bps", "listed", "villages"} & set(fields())
