"""Uploads: files are kept, checked in the background, asked about once, and never checked for somebody else's office."""

import io
import zipfile
from datetime import date
from pathlib import Path

import hostile
import openpyxl
import pytest
from django_tasks_db.models import DBTaskResult

from payung.accounts.models import Assignment, Role, User
from payung.audit.models import Act
from payung.intake import uploads
from payung.intake.actions import open_round
from payung.intake.by_hand import add_person, correct_row, reveal_row
from payung.intake.models import Finding, Row, SenderColumn, SubmittedList, Upload
from payung.intake.queries import checked_rows, verdict_counts
from payung.intake.senders import own_offices, village_office
from payung.intake.tasks import check_upload, requeue_uploads
from payung.places.models import Office, OfficeKind, Place
from payung.registry.models import Round
from payung.reports.fix_sheet import write_fix_sheets
from payung.values.errors import InputError, OutOfScopeError, RefusedError

pytestmark = pytest.mark.django_db

START = date(2026, 1, 1)
LAPOA, LERE = "74.05.01.2003", "74.05.01.2006"
HEAD = "NIK;Nama;Tanggal Lahir;JK;Desa;Kecamatan;Pekerjaan;No HP;Ibu Kandung"
BUDI = "7405011206770841;Budi Santoso;12-06-1977;L;Lapoa;Tinanggea;Petani;081234567890;Asnia"
SITTI = "7405015203800017;Sitti Aminah;12-03-1980;P;Lapoa;Tinanggea;Pedagang;;Ramlah"
SHORT = "740501120677084;Husain Latif;12-06-1977;L;Lapoa;Tinanggea;Nelayan;0812;Salmah"
NEW = f"{BUDI[:14]}49"  # nobody else's number


@pytest.fixture
def round() -> Round:
    return open_round(place=Place.objects.get(code="74.05"), name="2026", start=START, by=None)


def somebody(role: Role, **where) -> User:
    user = User.objects.create(username=f"{role}-{User.objects.count()}", display_name="Petugas")
    Assignment.objects.create(user=user, role=role, since=START, **where)
    return user


@pytest.fixture
def operator(round: Round) -> User:
    return somebody(Role.OPERATOR, place=round.place)


@pytest.fixture
def clerk() -> User:
    return somebody(Role.VILLAGE, place_id=LAPOA)


def csv(*rows: str, head: str = HEAD) -> bytes:
    return "\n".join([head, *rows]).encode()


def upload(round: Round, by: User | None, files: dict[str, bytes], office: Office | None = None, run: bool = True) -> Upload:
    made = uploads.begin_upload(round=round, by=by, on=START, office=office)
    for name, content in files.items():
        uploads.add_file(upload=made, name=name, size=len(content), content=[content], by=by, on=START)
    uploads.send_upload(upload=made, by=by, on=START)
    if run:
        check_upload.call(made.pk, START.isoformat())
    made.refresh_from_db()
    return made


def states(made: Upload) -> dict[str, str]:
    return dict(made.files.values_list("name", "state"))


def test_files_are_kept_and_checked_in_the_background(round: Round, operator: User, settings) -> None:
    made = upload(round, operator, {"01 Desa Lapoa.csv": csv(BUDI, SHORT)}, run=False)
    assert (made.state, verdict_counts(round)["passes"]) == ("waiting", 0)
    task = DBTaskResult.objects.get()
    assert task.args_kwargs["args"] == [made.pk, "2026-01-01"]
    file = made.files.get()
    assert (settings.FILES / file.sha256[:2] / file.sha256).read_bytes() == csv(BUDI, SHORT)
    check_upload.call(*task.args_kwargs["args"])
    made.refresh_from_db()
    file.refresh_from_db()
    assert (made.state, file.state, file.office.name, file.list.rows) == ("done", "checked", "Desa Lapoa", 2)
    assert made.ended_at >= made.started_at
    assert verdict_counts(round) == {"passes": 1, "needs_fixing": 1, "rejected": 0, "duplicate": 0}
    assert Act.objects.filter(command="list.receive", actor=operator).exists()


def test_a_task_that_runs_again_changes_nothing(round: Round, operator: User) -> None:
    made = upload(round, operator, {"Desa Lapoa.csv": csv(BUDI)})
    Upload.objects.update(state="checking")  # the worker died before it could say that it was done
    check_upload.call(made.pk, START.isoformat())
    made.refresh_from_db()
    assert (made.state, states(made), Row.objects.count()) == ("done", {"Desa Lapoa.csv": "checked"}, 1)


def test_the_same_file_twice_is_there_already(round: Round, operator: User) -> None:
    upload(round, operator, {"Desa Lapoa.csv": csv(BUDI)})
    again = upload(round, operator, {"Desa Lapoa (2).csv": csv(BUDI), "Desa Lapoa 3.csv": csv(BUDI)})
    assert set(states(again).values()) == {"there"}
    assert (Row.objects.count(), SubmittedList.objects.count()) == (1, 1)


def test_a_broken_connection_that_sends_a_file_again_adds_it_once(round: Round, operator: User) -> None:
    made = uploads.begin_upload(round=round, by=operator, on=START)
    for _ in range(2):
        uploads.add_file(upload=made, name="Desa Lapoa.csv", size=9, content=[csv(BUDI)], by=operator, on=START)
    assert made.files.count() == 1


def test_what_cannot_be_taken_is_refused_in_words_and_the_others_go_on(round: Round, operator: User, tmp_path: Path, settings) -> None:
    settings.UPLOAD_MOST_BYTES = 1 << 20
    bomb = hostile.zip_bomb(tmp_path / "bomb.xlsx", 1200 << 20).read_bytes()
    settings.UPLOAD_MOST_BYTES = max(len(bomb), 1 << 20)
    files = {
        "Desa Lapoa.csv": csv(BUDI),
        "foto.xlsx": b"\xff\xd8\xff\xe0 photo",
        "kosong.xlsx": b"",
        "besar.csv": b"x" * (settings.UPLOAD_MOST_BYTES + 1),
        "bom.xlsx": bomb,
        "surat.pdf": b"%PDF-1.7 letter",
        "laughs.xlsx": hostile.billion_laughs(tmp_path / "laughs.xlsx").read_bytes(),
        "isi csv.xlsx": csv(SITTI),
    }
    made = upload(round, operator, files)
    assert {name for name, state in states(made).items() if state == "checked"} == {"Desa Lapoa.csv"}
    told = made.files.filter(state="refused")
    assert told.count() == 7
    assert all(file.sentence_id and file.sentence_en for file in told)
    assert made.files.get(name="besar.csv").sha256 == ""
    assert not Office.objects.filter(name__in=["foto", "bom", "surat", "kosong"]).exists()


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\x\\Desa Lapoa.xlsx", "Desa Lapoa.xlsx"),
        ("<script>alert(1)<\\script>.csv", "script>.csv"),
        ("Désa Łapoa 你好.csv", "Désa Łapoa 你好.csv"),
        ("a\0b\x1b[31m.csv", "ab[31m.csv"),
        (".csv", "csv"),
        ("", "berkas"),
    ],
)
def test_names_of_files_hold_no_folders_and_nothing_unseen(given: str, kept: str) -> None:
    assert uploads.clean_name(given) == kept


def test_a_name_of_300_characters_keeps_its_ending(round: Round, operator: User) -> None:
    name = "Desa Lapoa " + "sangat panjang " * 20 + ".csv"
    made = upload(round, operator, {name: csv(BUDI), "名" * 300 + ".csv": csv(SITTI)})
    assert set(states(made).values()) == {"checked"}
    assert all(len(file.name) <= 150 and file.name.endswith(".csv") for file in made.files.all())


def test_too_many_files_and_files_after_the_sending_are_refused(round: Round, operator: User, settings) -> None:
    settings.UPLOAD_MOST_FILES = 1
    made = uploads.begin_upload(round=round, by=operator, on=START)
    uploads.add_file(upload=made, name="a.csv", size=1, content=[b"x"], by=operator, on=START)
    with pytest.raises(InputError, match="upload.too_many_files"):
        uploads.add_file(upload=made, name="b.csv", size=1, content=[b"y"], by=operator, on=START)
    uploads.send_upload(upload=made, by=operator, on=START)
    uploads.send_upload(upload=made, by=operator, on=START)
    assert DBTaskResult.objects.count() == 1
    made.refresh_from_db()
    with pytest.raises(RefusedError, match="upload.sent"):
        uploads.add_file(upload=made, name="c.csv", size=1, content=[b"z"], by=operator, on=START)


ODD = "Nomor Pokok;Nama;Tanggal Lahir;JK;Nomor Rumah"


def test_columns_are_asked_once_for_all_files_with_the_same_titles_and_remembered(round: Round, operator: User) -> None:
    odd = {f"Desa {name}.csv": csv(f"{nik};{name};12-06-1977;L;4", head=ODD) for name, nik in [("Lapoa", BUDI[:16]), ("Asingi", "7405011206770842")]}
    made = upload(round, operator, {**odd, "Desa Roda.csv": csv(SITTI)})
    assert (made.state, states(made)) == ("asking", {"Desa Lapoa.csv": "asking", "Desa Asingi.csv": "asking", "Desa Roda.csv": "checked"})
    ((files, titles),) = uploads.asked_groups(made.files.all())
    assert len(files) == 2
    assert [(text, how) for text, _, how in titles if how != "known"] == [("Nomor Pokok", "unknown"), ("Nomor Rumah", "unknown")]
    meanings = {"nomor pokok": "nik", "nama": "name", "tanggal lahir": "birth_date", "jk": "sex", "nomor rumah": "unused"}
    uploads.confirm_columns(upload=made, files=files, meanings=meanings, by=operator, on=START)
    check_upload.call(made.pk, START.isoformat())
    made.refresh_from_db()
    assert (made.state, verdict_counts(round)["passes"]) == ("done", 3)
    assert set(SenderColumn.objects.values_list("office__name", "header", "field")) == {
        (office, *told) for office in ("Desa Lapoa", "Desa Asingi") for told in [("nomor pokok", "nik"), ("nomor rumah", "unused")]
    }
    later = upload(round, operator, {"Desa Lapoa baru.csv": csv("7405011206770843;Sitti;12-06-1977;P;4", head=ODD)})
    assert states(later) == {"Desa Lapoa baru.csv": "checked"}
    assert {how for _, _, how in later.files.get().titles} == {"known", "remembered"}


def test_a_list_whose_titles_say_nothing_is_asked_about_too(round: Round, operator: User) -> None:
    made = upload(round, operator, {"Desa Lapoa.csv": csv("Budi;7405011206770841;12-06-1977", head="Sebutan;Angka;Lahirnya")})
    ((files, titles),) = uploads.asked_groups(made.files.all())
    assert [text for text, _, _ in titles] == ["Sebutan", "Angka", "Lahirnya"]
    uploads.confirm_columns(upload=made, files=files, meanings={"sebutan": "name", "angka": "nik", "lahirnya": "birth_date"}, by=operator, on=START)
    check_upload.call(made.pk, START.isoformat())
    assert verdict_counts(round)["passes"] == 1


def test_two_titles_cannot_mean_the_same_column(round: Round, operator: User) -> None:
    made = upload(round, operator, {"Desa Lapoa.csv": csv("1;Budi;12-06-1977;L;4", head=ODD)})
    with pytest.raises(InputError, match="columns.field_twice"):
        uploads.confirm_columns(upload=made, files=made.files.all(), meanings={"nomor pokok": "name", "nama": "name"}, by=operator, on=START)
    assert not SenderColumn.objects.exists()


def test_a_village_sends_only_for_itself_whatever_the_file_is_called(round: Round, clerk: User) -> None:
    (office,) = own_offices(clerk, "74.05", START)
    made = upload(round, clerk, {"Desa Lere.csv": csv(BUDI)}, office=office)
    assert made.files.get().office.place_id == LAPOA
    with pytest.raises(OutOfScopeError, match="sender.missing"):
        uploads.begin_upload(round=round, by=clerk, on=START)
    with pytest.raises(OutOfScopeError, match="sender.not_yours"):
        uploads.begin_upload(round=round, by=clerk, on=START, office=village_office(LERE, by=None))


def test_an_office_sends_only_its_own_staff(round: Round) -> None:
    health, farming = (Office.objects.create(kind=OfficeKind.OPD, name=name, place=round.place) for name in ("Dinas Kesehatan", "Dinas Pertanian"))
    user = somebody(Role.OFFICE, office=health)
    assert own_offices(user, "74.05", START) == [health]
    assert upload(round, user, {"Dinas Pertanian.csv": csv(BUDI)}, office=health).files.get().office == health
    with pytest.raises(OutOfScopeError, match="sender.not_yours"):
        uploads.begin_upload(round=round, by=user, on=START, office=farming)


def test_a_correction_sheet_of_another_village_changes_nothing(round: Round, clerk: User, operator: User, tmp_path: Path) -> None:
    upload(round, operator, {"Desa Lere.csv": csv(SHORT)})
    sheet = write_fix_sheets(checked_rows(round), tmp_path)[0]
    (office,) = own_offices(clerk, "74.05", START)
    made = upload(round, clerk, {"perbaikan.xlsx": fixed(sheet)}, office=office)
    assert states(made) == {"perbaikan.xlsx": "refused"}
    assert Row.objects.get().verdict == "needs_fixing"


def fixed(sheet: Path, nik: str = NEW) -> bytes:
    book = openpyxl.load_workbook(sheet)
    page = book.worksheets[0]
    column = next(cell.column for cell in page[3] if cell.value == "NIK")
    page.cell(4, column).value = nik
    held = io.BytesIO()
    book.save(held)
    return held.getvalue()


def test_a_correction_sheet_changes_just_its_rows_and_says_how_many(round: Round, operator: User, tmp_path: Path) -> None:
    upload(round, operator, {"Desa Lapoa.csv": csv(BUDI, SHORT)})
    sheet = write_fix_sheets(checked_rows(round), tmp_path)[0]
    made = upload(round, operator, {sheet.name: fixed(sheet)})
    assert made.files.get().corrected == 1
    assert verdict_counts(round) == {"passes": 2, "needs_fixing": 0, "rejected": 0, "duplicate": 0}


def test_only_the_lists_asked_for_are_written_on_sheets(round: Round, operator: User) -> None:
    upload(round, operator, {"Desa Lapoa.csv": csv(SHORT), "Desa Lere.csv": csv(SHORT.replace("Husain", "Hasan"))})
    one = SubmittedList.objects.get(office__name="Desa Lere")
    assert checked_rows(round, [one.pk]).rows["file"].to_list() == ["Desa Lere.csv"]
    assert checked_rows(round).rows.height == 2


def test_what_a_dead_worker_left_is_queued_again_once(round: Round, operator: User) -> None:
    made = upload(round, operator, {"Desa Lapoa.csv": csv(BUDI)}, run=False)
    DBTaskResult.objects.update(status="RUNNING")
    Upload.objects.update(state="checking")
    assert (requeue_uploads(on=START), requeue_uploads(on=START)) == (1, 0)
    assert sorted(DBTaskResult.objects.values_list("status", flat=True)) == ["FAILED", "READY"]
    check_upload.call(*DBTaskResult.objects.get(status="READY").args_kwargs["args"])
    made.refresh_from_db()
    assert (made.state, requeue_uploads(on=START)) == ("done", 0)


def test_a_check_that_breaks_is_said_and_may_be_resumed(round: Round, operator: User, settings) -> None:
    made = upload(round, operator, {"Desa Lapoa.csv": csv(BUDI)}, run=False)
    Assignment.objects.all().update(since=date(2027, 1, 1))  # on the day of the sending they were not entitled
    check_upload.call(made.pk, START.isoformat())
    assert made.files.get().state == "refused"
    assert not Row.objects.exists()
    Upload.objects.update(state="stopped")
    uploads.resume_upload(upload=made, by=operator, on=START)
    made.refresh_from_db()
    assert made.state == "waiting"


def test_an_upload_is_its_senders(round: Round, operator: User) -> None:
    made = upload(round, operator, {"Desa Lapoa.csv": csv(BUDI)}, run=False)
    other = somebody(Role.OPERATOR, place=round.place)
    for act in (uploads.send_upload, uploads.resume_upload):
        with pytest.raises(OutOfScopeError, match="upload.not_yours"):
            act(upload=made, by=other, on=START)


def test_a_row_is_corrected_by_hand_as_by_a_sheet(round: Round, clerk: User, operator: User) -> None:
    upload(round, operator, {"Desa Lapoa.csv": csv(BUDI, SHORT)})
    bad = Row.objects.get(verdict="needs_fixing")
    row, act = correct_row(row=bad, fields={"nik": " ".join(NEW[at : at + 4] for at in range(0, 16, 4))}, by=clerk, on=START)
    assert (row.verdict, row.nik, row.name) == ("passes", NEW, "Husain Latif")
    assert (act.actor, act.command, Finding.objects.filter(row=row, code__startswith="nik").count()) == (clerk, "list.correct", 0)
    assert row.list.state == "received"
    with pytest.raises(RefusedError, match="row.passes"):
        correct_row(row=row, fields={"nik": NEW[:-1] + "8"}, by=clerk, on=START)


def test_a_correction_by_hand_is_checked_like_any_row(round: Round, clerk: User, operator: User) -> None:
    upload(round, operator, {"Desa Lapoa.csv": csv(BUDI, SHORT)})
    bad = Row.objects.get(verdict="needs_fixing")
    row, _ = correct_row(row=bad, fields={"nik": BUDI[:16]}, by=clerk, on=START)
    assert (row.verdict, row.codes.split()[0]) == ("duplicate", "nik.duplicate")
    row, _ = correct_row(row=bad, fields={"birth_date": "31-02-1977"}, by=clerk, on=START)
    assert row.verdict == "needs_fixing"


def test_nobody_corrects_or_looks_at_a_row_of_another_village(round: Round, clerk: User, operator: User) -> None:
    upload(round, operator, {"Desa Lere.csv": csv(SHORT)})
    row = Row.objects.get()
    with pytest.raises(OutOfScopeError, match="sender.not_yours"):
        correct_row(row=row, fields={"nik": NEW}, by=clerk, on=START)
    with pytest.raises(OutOfScopeError, match="sender.not_yours"):
        reveal_row(row=row, by=clerk, on=START)


def test_to_look_at_a_number_is_on_the_trail(round: Round, operator: User) -> None:
    upload(round, operator, {"Desa Lere.csv": csv(SHORT)})
    row = Row.objects.get()
    assert reveal_row(row=row, by=operator, on=START) == "740501120677084"
    assert Act.objects.filter(command="nik.reveal", actor=operator, note=f"intake_row {row.pk}").count() == 1


def test_a_person_is_added_once_and_checked(round: Round, clerk: User) -> None:
    (office,) = own_offices(clerk, "74.05", START)
    fields = {"nik": BUDI[:16], "name": "Budi Santoso", "birth_date": "12-06-1977", "sex": "L"}
    row, _ = add_person(round=round, office=office, fields=fields, by=clerk, on=START)
    assert (row.verdict, row.village_id, row.list.rows, row.number) == ("passes", LAPOA, 1, 1)
    with pytest.raises(RefusedError, match="row.there"):
        add_person(round=round, office=office, fields=fields, by=clerk, on=START)
    second, _ = add_person(round=round, office=office, fields={**fields, "name": "Orang lain"}, by=clerk, on=START)
    assert (second.verdict, second.list.rows, second.number) == ("duplicate", 2, 2)
    with pytest.raises(InputError, match="row.empty"):
        add_person(round=round, office=office, fields={"name": " "}, by=clerk, on=START)


def test_formula_cells_and_numbers_for_niks_are_read_as_what_they_are(round: Round, operator: User) -> None:
    book = openpyxl.Workbook()
    page = book.active
    page.append(["NIK", "Nama", "Tanggal Lahir", "JK"])
    page.append([7405011206770841, '=HYPERLINK("http://contoh.invalid","x")', "12-06-1977", "L"])
    page.append(["'7405011206770841", "@SUM(1+1)*cmd|' /C calc'!A0", "12-06-1977", "L"])
    held = io.BytesIO()
    book.save(held)
    assert zipfile.is_zipfile(held)
    made = upload(round, operator, {"Desa Lapoa.xlsx": held.getvalue()})
    assert states(made) == {"Desa Lapoa.xlsx": "checked"}
    damaged, plain = Row.objects.order_by("number")
    assert damaged.codes.split()[0] in ("nik.damaged", "name.missing")
    assert damaged.verdict == "needs_fixing"
    assert plain.name.startswith("@SUM")
