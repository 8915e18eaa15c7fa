"""Lists into the database: received once, checked against what is there, accepted, corrected."""

from datetime import date
from pathlib import Path

import openpyxl
import polars as pl
import pytest

from payung.audit.models import Act, Entry
from payung.intake.actions import accept_lists, import_register, open_round, receive_lists, remember_columns
from payung.intake.models import Finding, Row, SubmittedList
from payung.intake.queries import checked_rows, list_counts, verdict_counts
from payung.intake.registers import read_registers
from payung.intake.senders import sender_named
from payung.places.models import Place
from payung.registry.models import Candidate, Person, Round
from payung.reports.fix_sheet import write_fix_sheets
from payung.values.errors import InputError, RefusedError

pytestmark = pytest.mark.django_db

START = date(2026, 1, 1)
HEAD = "NIK;Nama;Tanggal Lahir;JK;Desa;Kecamatan;Pekerjaan;No HP;Ibu Kandung"
BUDI = "7405011206770841;Budi Santoso;12-06-1977;L;Lapoa;Tinanggea;Petani;081234567890;Asnia"
SITTI = "7405015203800017;Sitti Aminah;12-03-1980;P;Lapoa;Tinanggea;Pedagang;;Ramlah"
SHORT = "740501120677084;Husain Latif;12-06-1977;L;Lapoa;Tinanggea;Nelayan;0812;Salmah"


@pytest.fixture
def round() -> Round:
    return open_round(place=Place.objects.get(code="74.05"), name="2026", start=START, by=None)


def written(folder: Path, name: str, *rows: str, head: str = HEAD) -> Path:
    path = folder / name
    path.write_text("\n".join([head, *rows]), encoding="utf-8")
    return path


def receive(round: Round, *paths: Path):
    return receive_lists(round=round, paths=paths, by=None, on=START)


def test_a_list_is_kept_checked_and_accepted(round: Round, tmp_path: Path, settings) -> None:
    path = written(tmp_path, "01 Desa Lapoa.csv", BUDI, SITTI, SHORT)
    got = receive(round, path)
    assert (len(got.taken), got.rows, got.refused) == (1, 3, [])
    sent = SubmittedList.objects.get()
    assert (sent.office.name, sent.office.place_id, sent.state, sent.rows) == ("Desa Lapoa", "74.05.01.2003", "received", 3)
    assert (settings.FILES / sent.sha256[:2] / sent.sha256).read_bytes() == path.read_bytes()
    assert verdict_counts(round) == {"passes": 2, "needs_fixing": 1, "rejected": 0, "duplicate": 0}
    assert not Candidate.objects.exists()
    assert accept_lists(round=round, by=None, on=START) == 2
    budi = Person.objects.get(nik="7405011206770841")
    assert (budi.name, budi.birth_date, budi.mother, budi.phone, budi.village_id) == (
        "Budi Santoso",
        date(1977, 6, 12),
        "Asnia",
        "081234567890",
        "74.05.01.2003",
    )
    assert Candidate.objects.get(person=budi).occupation == "Petani"
    assert SubmittedList.objects.get().state == "accepted"


def test_the_same_file_twice_changes_nothing(round: Round, tmp_path: Path) -> None:
    path = written(tmp_path, "Desa Lapoa.csv", BUDI, SITTI)
    receive(round, path)
    accept_lists(round=round, by=None, on=START)
    entries = Entry.objects.count()
    renamed = tmp_path / "Desa Lapoa (2).csv"
    renamed.write_bytes(path.read_bytes())
    for again in (path, renamed):
        got = receive(round, again)
        assert (got.taken, got.there, got.rows) == ([], [again.name], 0)
    assert accept_lists(round=round, by=None, on=START) == 0
    assert Entry.objects.count() == entries
    assert Row.objects.count() == 2


def test_who_came_first_keeps_the_place_and_the_other_is_told_where(round: Round, tmp_path: Path) -> None:
    receive(round, written(tmp_path, "02 Desa Lapoa.csv", BUDI))
    receive(round, written(tmp_path, "01 Dinas Pertanian.csv", SITTI, BUDI))
    assert verdict_counts(round)["duplicate"] == 1
    finding = Finding.objects.get(code="nik.duplicate")
    assert (finding.row.list.file_name, finding.evidence) == ("01 Dinas Pertanian.csv", "02 Desa Lapoa.csv:2")


def test_a_refused_file_stops_nothing_else_and_leaves_only_its_reason(round: Round, tmp_path: Path) -> None:
    broken = tmp_path / "Desa Asingi.xlsx"
    broken.write_bytes(b"PK\x03\x04 cut off")
    got = receive(round, broken, written(tmp_path, "Desa Lapoa.csv", BUDI))
    assert [name for name, _ in got.refused] == ["Desa Asingi.xlsx"]
    assert "rusak" in got.refused[0][1].id
    refused = SubmittedList.objects.get(state="refused")
    assert (refused.refusal, refused.rows, Row.objects.filter(list=refused).count()) == ("file.damaged", 0, 0)
    assert verdict_counts(round)["passes"] == 1


def test_registers_of_the_regency_are_asked(round: Round, tmp_path: Path) -> None:
    path = tmp_path / "deaths.csv"
    path.write_text("nik,nama,tanggal_lahir,tanggal_meninggal\n7405015203800017,Sitti Aminah,1980-03-12,2025-05-03\n", encoding="utf-8")
    frame = read_registers({"deaths": path})["deaths"]
    first = import_register(place=round.place, kind="deaths", frame=frame, path=path, source="Disdukcapil", as_of=date(2025, 12, 1), by=None)
    assert import_register(place=round.place, kind="deaths", frame=frame, path=path, source="Disdukcapil", as_of=date(2025, 12, 1), by=None) == first
    receive(round, written(tmp_path, "Desa Lapoa.csv", BUDI, SITTI))
    finding = Finding.objects.get(code="person.deceased")
    assert (finding.row.nik, finding.row.verdict, finding.evidence) == ("7405015203800017", "rejected", "2025-05-03")


def corrected(sheet: Path, **cells: str) -> Path:
    book = openpyxl.load_workbook(sheet)
    page = book.worksheets[0]
    head = [cell.value for cell in page[3]]
    for title, value in cells.items():
        page.cell(4, head.index(title.replace("_", " ")) + 1).value = value
    book.save(sheet)
    return sheet


def test_a_correction_sheet_changes_just_its_row_and_the_row_becomes_a_candidate(round: Round, tmp_path: Path) -> None:
    receive(round, written(tmp_path, "Desa Lapoa.csv", BUDI, SITTI, SHORT))
    accept_lists(round=round, by=None, on=START)
    before = {row.pk: (row.as_written, row.verdict) for row in Row.objects.all()}
    sheet = corrected(write_fix_sheets(checked_rows(round), tmp_path / "fix")[0], NIK="7405011206770999")
    got = receive(round, sheet)
    assert (got.corrected, got.taken, got.refused) == (1, [], [])
    changed = [pk for pk, was in before.items() if (lambda row: (row.as_written, row.verdict))(Row.objects.get(pk=pk)) != was]
    row = Row.objects.get(pk=changed[0])
    assert (len(changed), row.nik, row.verdict, row.name) == (1, "7405011206770999", "passes", "Husain Latif")
    assert not Finding.objects.filter(row=row).exists()
    assert accept_lists(round=round, by=None, on=START) == 1
    assert Candidate.objects.filter(person__nik="7405011206770999").exists()
    assert receive(round, sheet).there == [sheet.name]
    assert list_counts(round)[0]["passes"] == 3
    assert Entry.objects.filter(table_name="intake_row", op="U", row_id=row.pk).exists()


def test_a_correction_cannot_take_the_place_of_somebody_who_passes(round: Round, tmp_path: Path) -> None:
    receive(round, written(tmp_path, "Desa Lapoa.csv", SHORT, BUDI))
    sheet = corrected(write_fix_sheets(checked_rows(round), tmp_path / "fix")[0], NIK="7405011206770841")
    receive(round, sheet)
    assert [(row.number, row.verdict) for row in Row.objects.order_by("number")] == [(2, "duplicate"), (3, "passes")]


def test_a_correction_of_a_list_that_is_not_there_is_refused_in_words(round: Round, tmp_path: Path) -> None:
    receive(round, written(tmp_path, "Desa Lapoa.csv", SHORT))
    sheet = write_fix_sheets(checked_rows(round), tmp_path / "fix")[0]
    other = open_round(place=round.place, name="2027", start=START, by=None)
    got = receive(other, sheet)
    assert "belum diterima" in got.refused[0][1].id
    assert not SubmittedList.objects.filter(round=other).exists()


def test_a_sender_is_asked_once_what_its_columns_mean(round: Round, tmp_path: Path) -> None:
    head = HEAD.replace("NIK", "Nomor Pokok Warga")
    path = written(tmp_path, "Desa Lapoa.csv", BUDI, head=head)
    office = sender_named(name="Desa Lapoa", place=round.place, by=None)
    with pytest.raises(InputError):
        remember_columns(office=office, columns={"nomor pokok warga": "nomor"}, by=None, on=START)
    remember_columns(office=office, columns={"nomor pokok warga": "nik"}, by=None, on=START)
    receive(round, path)
    assert Row.objects.get().verdict == "passes"


def test_people_known_already_keep_what_is_known_and_gain_what_was_empty(round: Round, tmp_path: Path) -> None:
    receive(round, written(tmp_path, "Desa Lapoa.csv", SITTI))
    accept_lists(round=round, by=None, on=START)
    later = open_round(place=round.place, name="2027", start=date(2027, 1, 1), by=None)
    receive(later, written(tmp_path, "Desa Asingi.csv", SITTI.replace("Sitti Aminah", "St. Aminah").replace(";;", ";0852;")))
    assert accept_lists(round=later, by=None, on=START) == 1
    person = Person.objects.get()
    assert (person.name, person.phone) == ("Sitti Aminah", "0852")


def test_every_act_is_on_the_trail(round: Round, tmp_path: Path) -> None:
    receive(round, written(tmp_path, "Desa Lapoa.csv", BUDI, SITTI))
    accept_lists(round=round, by=None, on=START)
    tables = {
        table: act.command for act, table in ((entry.act, entry.table_name) for entry in Entry.objects.filter(op="I").select_related("act")) if act
    }
    assert tables["intake_row"] == "list.receive"
    assert tables["registry_person"] == tables["registry_candidate"] == "list.accept"
    assert Act.objects.filter(command="list.accept").count() == 1


def test_a_round_keeps_its_start(round: Round) -> None:
    with pytest.raises(RefusedError):
        open_round(place=round.place, name="2026", start=date(2026, 2, 1), by=None)


@pytest.mark.parametrize(
    ("stem", "name"),
    [
        ("01 Desa Lapoa", "Desa Lapoa"),
        ("38 Desa Lambakara bom", "Desa Lambakara"),
        ("Desa_Lapoa (2)", "Desa Lapoa"),
        ("Desa Lapoa - perbaikan (3)", "Desa Lapoa"),
        ("12. DINAS KESEHATAN rev 2", "DINAS KESEHATAN"),
        ("Dinas Kotabaru", "Dinas Kotabaru"),
        ("RSUD", "RSUD"),
        ("2026", "2026"),
    ],
)
def test_a_sender_is_known_by_the_file_name(round: Round, stem: str, name: str) -> None:
    assert sender_named(name=stem, place=round.place, by=None).name == name


def test_a_village_that_is_called_baru_keeps_its_name() -> None:
    new = Place.objects.filter(name="Tanah Baru", level=4).first()
    assert new is not None
    regency = Place.objects.get(code=new.code[:5])
    office = sender_named(name="07 Desa Tanah Baru (2)", place=regency, by=None)
    assert (office.name, office.place.name) == ("Desa Tanah Baru", "Tanah Baru")


def test_a_refused_file_is_tried_again_when_its_columns_are_known(round: Round, tmp_path: Path) -> None:
    path = written(tmp_path, "Desa Lapoa.csv", "7405011206770841;Budi Santoso;12-06-1977", head="Pokok;Siapa;Kapan")
    assert receive(round, path).refused
    assert receive(round, path).refused
    assert SubmittedList.objects.count() == 1
    office = sender_named(name="Desa Lapoa", place=round.place, by=None)
    remember_columns(office=office, columns={"pokok": "nik", "siapa": "name", "kapan": "birth_date"}, by=None, on=START)
    assert receive(round, path).rows == 1
    assert [(sent.state, sent.refusal, sent.rows) for sent in SubmittedList.objects.all()] == [("received", "", 1)]


def test_a_correction_sheet_beside_its_list_comes_after_it(round: Round, tmp_path: Path) -> None:
    path = written(tmp_path, "Desa Lapoa.csv", SHORT)
    other = open_round(place=round.place, name="lain", start=START, by=None)
    receive(other, path)
    sheet = corrected(write_fix_sheets(checked_rows(other), tmp_path / "fix")[0], NIK="7405011206770999")
    got = receive(round, sheet, path)
    assert (got.corrected, got.refused, verdict_counts(round)["passes"]) == (1, [], 1)


def test_a_nul_in_a_cell_does_not_stop_the_others(round: Round, tmp_path: Path) -> None:
    path = written(tmp_path, "Desa Lapoa.csv", *[BUDI.replace("0841", f"{n:04d}") for n in range(1000, 1200)], SITTI.replace("Aminah", "Ami\0nah"))
    receive(round, path)
    assert accept_lists(round=round, by=None, on=START) == 201


def test_a_register_of_the_province_counts_too(round: Round, tmp_path: Path) -> None:
    path = tmp_path / "deaths.csv"
    path.write_text("nik,nama,tanggal_meninggal\n7405015203800017,Sitti Aminah,2025-05-03\n", encoding="utf-8")
    province = Place.objects.get(code="74")
    given = {
        "place": province,
        "kind": "deaths",
        "frame": read_registers({"deaths": path})["deaths"],
        "path": path,
        "as_of": date(2025, 12, 1),
        "by": None,
    }
    import_register(**given, source="Dukcapil provinsi")
    with pytest.raises(RefusedError):
        import_register(**given, source="dari siapa lagi")
    receive(round, written(tmp_path, "Desa Lapoa.csv", SITTI))
    assert verdict_counts(round)["rejected"] == 1


def test_few_statements_for_many_rows(round: Round, tmp_path: Path, django_assert_max_num_queries) -> None:
    rows = pl.int_range(3000, eager=True).to_list()
    for at in range(10):
        written(
            tmp_path,
            f"Desa {at}.csv",
            *(
                f"740501{n % 28 + 1:02d}0680{at}{n % 1000:03d};Orang {n};{n % 28 + 1:02d}-06-1980;L;Lapoa;Tinanggea;Petani;08;Asnia"
                for n in rows[at * 300 : (at + 1) * 300]
            ),
        )
    with django_assert_max_num_queries(50):
        receive(round, *tmp_path.glob("*.csv"))
        accept_lists(round=round, by=None, on=START)
