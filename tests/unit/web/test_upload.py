"""Unggah & Periksa in the browser: sending, progress, results, columns, rows, correction sheets; each person only their own."""

import gzip
import io
import re
import zipfile
from datetime import date
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django_tasks_db.models import DBTaskResult
from invented import VILLAGES, Programme, nik

from payung.accounts.models import Role
from payung.audit.models import Act
from payung.intake.actions import receive_lists
from payung.intake.models import Row, SenderColumn, SubmittedList, Upload
from payung.intake.tasks import check_upload
from payung.registry.models import Candidate, Round

pytestmark = pytest.mark.django_db
ON = date(2026, 4, 20)
HEAD = "NIK;Nama;Tanggal Lahir;JK;Pekerjaan"
STATIC = Path(__file__).parents[3] / "payung" / "web" / "static" / "web"


def person(number: int, name: str = "Warga", born: str = "17-05-1985") -> str:
    return f"{nik(number)[:6]}170585{number:04d};{name} {number};{born};L;Petani"


def csv(*rows: str, name: str = "Desa Lapoa.csv", head: str = HEAD) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, "\n".join([head, *rows]).encode())


def work() -> None:
    """What the worker does with everything that waits."""
    while task := DBTaskResult.objects.filter(status="READY").order_by("enqueued_at").first():
        check_upload.call(*task.args_kwargs["args"])
        DBTaskResult.objects.filter(pk=task.pk).update(status="SUCCESSFUL")


def sent(client: Client, *files: SimpleUploadedFile, **terms: str) -> Upload:
    answer = client.post(reverse("upload:send"), {"berkas": list(files), **terms})
    made = Upload.objects.latest("pk")
    assert answer["Location"] == reverse("upload:upload", args=[made.pk])
    return made


def page(client: Client, name: str, *args: object, **query: str) -> str:
    answer = client.get(reverse(f"upload:{name}", args=args), query)
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def received(programme: Programme, tmp_path: Path, **lists: list[str]) -> None:
    """Lists in the round, of villages of these names."""
    paths = []
    for village, rows in lists.items():
        paths.append(tmp_path / f"Desa {village}.csv")
        paths[-1].write_text("\n".join([HEAD, *rows]), encoding="utf-8")
    receive_lists(round=programme.round, paths=paths, by=None, on=ON)


def test_an_operator_sends_waits_and_reads_the_result(as_role) -> None:
    client = as_role(Role.OPERATOR)
    made = sent(client, csv(person(1), person(2, born="31-02-1985")), csv(name="kosong.csv", head=""))
    waiting = page(client, "upload", made.pk)
    assert 'hx-trigger="every 1s"' in waiting
    assert "1 dari 2 berkas diperiksa" in page(client, "progress", made.pk)
    work()
    ended = client.get(reverse("upload:progress", args=[made.pk]))
    assert (ended["HX-Refresh"], ended.content) == ("true", b"")
    done = page(client, "upload", made.pk)
    assert "every 1s" not in done
    assert "2 orang: 1 lolos, 1 perlu perbaikan" in done
    assert "Berkas ini kosong" in done
    assert "Tanggal lahir salah" in done


def test_the_page_of_the_round_counts_by_village_and_by_reason_and_each_number_opens_its_rows(as_role, programme, tmp_path) -> None:
    received(programme, tmp_path, Lapoa=[person(1), person(2, born="")], Lere=[person(1), person(3)])
    client = as_role(Role.OPERATOR)
    shown = page(client, "uploads")
    links = set(re.findall(r'href="(/unggah/(?:baris|pengirim)/[^"]*)"', shown))
    assert len(links) > 6
    assert all(client.get(link).status_code == 200 for link in links)
    assert "Terima 2 baris lolos" in shown
    assert "Warga 2" in page(client, "rows", alasan="birth_date.missing")
    assert "Warga 3" not in page(client, "rows", hasil="duplicate")
    assert "Warga 1" in page(client, "rows", hasil="duplicate")


def test_numbers_are_hidden_in_lists_and_texts(as_role, programme, tmp_path) -> None:
    short = f"{nik(7)[:6]}17058500;Husain;17-05-1985;L;Petani"
    received(programme, tmp_path, Lapoa=[person(1), short])
    client, office = as_role(Role.OPERATOR), SubmittedList.objects.get().office_id
    for shown in (page(client, "rows"), page(client, "sender", office), page(client, "uploads")):
        assert not re.search(r"\d{12}", re.sub(r'value="[^"]*"|"x-csrftoken[^}]*', "", shown))
    assert "7405••••••8500" in page(client, "rows", hasil="needs_fixing")
    answer = client.get(reverse("upload:rows"), {"unduh": "xlsx"})
    with zipfile.ZipFile(io.BytesIO(answer.content)) as book:
        assert not any(re.search(rb"7405\d{10}", book.read(name)) for name in book.namelist())


def test_accepting_makes_candidates_of_good_rows_once(as_role, programme, tmp_path) -> None:
    received(programme, tmp_path, Lapoa=[person(1), person(2, born="")])
    client = as_role(Role.OPERATOR)
    for _ in range(2):
        assert client.post(reverse("upload:accept"), {"pendataan": programme.round.pk}).status_code == 302
    assert Candidate.objects.count() == 1
    assert "Terima" not in page(client, "uploads")
    assert as_role(Role.VILLAGE).post(reverse("upload:accept")).status_code == 403


def test_columns_are_confirmed_on_one_page_for_all_files_with_the_same_titles(as_role) -> None:
    client = as_role(Role.OPERATOR)
    odd = "Nomor Pokok;Nama;Tanggal Lahir;JK;Pekerjaan"
    made = sent(client, *(csv(person(n), name=f"Desa {name}.csv", head=odd) for n, name in enumerate(["Lapoa", "Lere", "Asingi"])))
    work()
    assert "3 berkas menunggu" in page(client, "upload", made.pk)
    form = page(client, "columns", made.pk)
    assert "Pakai kolom ini untuk 3 berkas" in form
    assert form.count("belum dikenal") == 1
    mark = re.search(r'name="tanda" value="(\d+)"', form)[1]
    given = {"kelompok": "0", "tanda": mark, "kolom-1": "name", "kolom-2": "birth_date", "kolom-3": "sex", "kolom-4": "occupation"}
    twice = client.post(reverse("upload:columns", args=[made.pk]), {**given, "kolom-0": "name"})
    assert "Dua judul tidak boleh" in twice.content.decode()
    assert client.post(reverse("upload:columns", args=[made.pk]), {**given, "kolom-0": "nik"}).status_code == 302
    work()
    assert set(SenderColumn.objects.values_list("header", "field")) == {("nomor pokok", "nik")}
    assert SenderColumn.objects.count() == 3
    assert "3 orang: 3 lolos" in page(client, "upload", made.pk)
    assert client.get(reverse("upload:columns", args=[made.pk])).status_code == 302


def test_the_script_sends_files_one_by_one(as_role) -> None:
    client = as_role(Role.OPERATOR)
    addresses = client.post(reverse("upload:begin")).json()
    for _ in range(2):  # a connection that broke sends it again
        answer = client.post(addresses["add"], {"berkas": csv(person(1))})
        assert (answer.status_code, answer.json()["state"]) == (200, "waiting")
    assert client.post(addresses["add"], {"berkas": SimpleUploadedFile("besar.csv", b"")}).json()["state"] == "refused"
    assert as_role(Role.VILLAGE).post(addresses["add"], {"berkas": csv(person(2))}).status_code == 404
    assert client.post(addresses["check"]).status_code == 302
    work()
    assert dict(Upload.objects.get().files.values_list("name", "state")) == {"Desa Lapoa.csv": "checked", "besar.csv": "refused"}
    assert client.post(addresses["add"], {"berkas": csv(person(3))}).status_code == 422


def test_nothing_chosen_and_too_many_are_said(as_role, settings) -> None:
    client = as_role(Role.OPERATOR)
    nothing = client.post(reverse("upload:send"))
    assert (nothing.status_code, "Pilih dulu berkasnya" in nothing.content.decode()) == (422, True)
    settings.UPLOAD_MOST_FILES = 2
    made = sent(client, *(csv(person(n), name=f"Desa {n}.csv") for n in range(4)))
    assert made.files.count() == 2
    assert "paling banyak 2 berkas" in page(client, "upload", made.pk)


def test_a_name_that_is_a_script_is_only_a_name(as_role) -> None:
    client = as_role(Role.OPERATOR)
    made = sent(client, csv(person(1), name="<script>alert(1)</script>.csv"), csv(person(2), name="Desa <b>Lapoa.csv"))
    work()
    assert not re.search(r"<script>|<b>Lapoa", page(client, "upload", made.pk) + page(client, "uploads") + page(client, "rows"))


def test_two_uploads_at_once_stay_apart(as_role) -> None:
    one, two = as_role(Role.OPERATOR), as_role(Role.VILLAGE_AFFAIRS)
    first, second = sent(one, csv(person(1))), sent(two, csv(person(2), name="Desa Lere.csv"))
    work()
    assert [upload.files.get().list.office.name for upload in (first, second)] == ["Desa Lapoa", "Desa Lere"]
    assert two.get(reverse("upload:columns", args=[first.pk])).status_code == 404
    assert two.post(reverse("upload:resume", args=[first.pk])).status_code == 404


def test_a_village_sees_and_changes_only_its_own(as_role, programme, tmp_path) -> None:
    received(programme, tmp_path, Lapoa=[person(1), person(2, "Milik", born="")], Lere=[person(3, "Asing"), person(4, "Asing", born="")])
    client = as_role(Role.VILLAGE)
    rows = page(client, "rows")
    assert ("Milik" in rows, "Asing" in rows) == (True, False)
    other = Row.objects.get(name="Asing 4")
    sheet = reverse("upload:sheet", args=[other.list.office_id])
    foreign = [reverse("upload:row", args=[other.pk]), reverse("upload:sender", args=[other.list.office_id]), sheet]
    foreign.append(reverse("upload:rows_of_sender", args=[other.list.office_id]))
    assert {address: client.get(address).status_code for address in foreign} == dict.fromkeys(foreign, 404)
    assert client.post(foreign[0], {"birth_date": "17-05-1985"}).status_code == 404
    with_all = client.get(reverse("upload:sheets"))
    assert (with_all.status_code, with_all["Content-Type"].endswith("sheet")) == (200, True)
    assert Act.objects.filter(command="sheet.download").count() == 1
    theirs = sent(as_role(Role.OPERATOR), csv(person(9), name="Desa Lere.csv"))
    assert client.get(reverse("upload:upload", args=[theirs.pk])).status_code == 404
    assert client.get(reverse("upload:rows_of_upload", args=[theirs.pk])).status_code == 404


def test_an_office_sees_only_its_own_staff(as_role, programme, tmp_path) -> None:
    received(programme, tmp_path, Lapoa=[person(1, "Asing")])
    client = as_role(Role.OFFICE)
    made = sent(client, csv(person(2, "Staf"), name="Dinas Pertanian.csv"))
    work()
    assert made.files.get().list.office.name == "Dinas Kesehatan"
    rows = page(client, "rows") + page(client, "uploads")
    assert ("Staf" in rows, "Asing" in rows, "Desa Lapoa" in rows) == (True, False, False)


def test_sheets_of_all_come_as_one_archive_and_back_they_change_just_their_rows(as_role, programme, tmp_path) -> None:
    import openpyxl

    received(programme, tmp_path, Lapoa=[person(1), person(2, born="")], Lere=[person(3, born="")])
    client = as_role(Role.OPERATOR)
    answer = client.get(reverse("upload:sheets"))
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        assert sorted(archive.namelist()) == ["Desa Lapoa - perbaikan.xlsx", "Desa Lere - perbaikan.xlsx"]
        book = openpyxl.load_workbook(io.BytesIO(archive.read("Desa Lapoa - perbaikan.xlsx")))
    sheet = book.worksheets[0]
    sheet.cell(4, next(cell.column for cell in sheet[3] if cell.value == "Tanggal Lahir")).value = "17-05-1985"
    held = io.BytesIO()
    book.save(held)
    made = sent(client, SimpleUploadedFile("Desa Lapoa - perbaikan.xlsx", held.getvalue()))
    work()
    assert "1 baris diperbaiki" in page(client, "upload", made.pk)
    assert Row.objects.filter(verdict="passes").count() == 2


def test_a_text_for_the_sender_names_rows_and_no_number(as_role, programme, tmp_path) -> None:
    received(programme, tmp_path, Lapoa=[person(1), *(person(n, born="") for n in range(2, 30))])
    shown = page(as_role(Role.OPERATOR), "sender", SubmittedList.objects.get().office_id)
    text = re.search(r'<pre class="copy"[^>]*>(.*?)</pre>', shown, re.S)[1]
    assert "Yth. Desa Lapoa" in text
    assert "Baris 3, Warga 2: Tanggal lahir kosong" in text
    assert "dan 13 baris lain" in text
    assert "whatsapp://send?text=Yth." in shown


def test_an_operator_opens_a_round_and_nobody_else_does(as_role, programme) -> None:
    given = {"name": "Pendataan APBD-P", "start": "2026-07-01"}
    answer = as_role(Role.OPERATOR).post(reverse("upload:round"), given)
    made = Round.objects.get(name="Pendataan APBD-P")
    assert answer["Location"].endswith(f"?pendataan={made.pk}")
    assert (made.place_id, made.start) == ("74.05", date(2026, 7, 1))
    for role in (Role.VILLAGE, Role.OFFICE, Role.VILLAGE_AFFAIRS):
        assert as_role(role).post(reverse("upload:round"), {**given, "name": "lain"}).status_code == 403


def test_without_a_round_the_page_says_what_to_do(as_role, programme) -> None:
    Round.objects.all().delete()
    assert "Buka pendataan" in page(as_role(Role.OPERATOR), "uploads")
    assert "Minta operator dinas" in page(as_role(Role.OFFICE), "uploads")
    assert "Dinas tenaga kerja akan membukanya" in page(as_role(Role.VILLAGE), "uploads")
    assert as_role(Role.OPERATOR).post(reverse("upload:send"), {"berkas": csv(person(1))}).status_code == 422


def test_who_may_not_receive_sees_nothing(as_role) -> None:
    for role in (Role.OWNER, Role.TREASURER, Role.HEAD, Role.AUDITOR, Role.BPJS_BRANCH, Role.ADMINISTRATOR):
        assert {as_role(role).get(reverse(f"upload:{name}")).status_code for name in ("uploads", "rows", "village")} == {403}


def test_statements_do_not_grow_with_the_rows(as_role, programme, tmp_path, django_assert_max_num_queries) -> None:
    client = as_role(Role.OPERATOR)
    villages = ["Lapoa", "Lere", "Asingi", "Roda", "Puuosu", "Mowila", "Onewila", "Roraya"]
    for many in (1, 60):
        start = 1000 * many
        lists = {name: [person(start + 100 * at + n, born="" if n % 2 else "17-05-1985") for n in range(many)] for at, name in enumerate(villages)}
        received(programme, tmp_path, **lists)
        made = sent(client, *(csv(person(start + 900 + at), name=f"Desa {name} {many}.csv") for at, name in enumerate(villages)))
        work()
        office = SubmittedList.objects.filter(office__name="Desa Lapoa").first().office_id
        for name, args in [("uploads", ()), ("upload", (made.pk,)), ("rows", ()), ("sender", (office,)), ("sheets", ())]:
            with django_assert_max_num_queries(24):
                client.get(reverse(f"upload:{name}", args=args))


def test_a_village_page_is_light(as_role, programme, tmp_path) -> None:
    """What comes over the wire at the first visit: the page, the sheet of styles, the scripts; nothing else is asked for."""
    from importlib.resources import files

    received(programme, tmp_path, Lapoa=[person(n, born="" if n < 40 else "17-05-1985") for n in range(60)])
    shown = page(as_role(Role.VILLAGE), "uploads")
    wanted = re.findall(r'(?:src|href)="/static/([^"]+)"', shown)
    htmx = files("django_htmx") / "static" / "django_htmx" / "htmx-2.min.js"
    held = {name: (STATIC.parent / name).read_bytes() if name.startswith("web/") else htmx.read_bytes() for name in wanted}
    assert set(held) == {"web/payung.svg", "web/payung.css", "django_htmx/htmx-2.min.js", "web/payung.js", "web/upload.js"}
    assert sum(len(gzip.compress(data)) for data in [shown.encode(), *held.values()]) < 60_000


def test_the_village_is_the_first_of_the_invented_ones(programme) -> None:
    assert VILLAGES[0] == "74.05.01.2003"  # Lapoa, whose operator the tests above sign in
