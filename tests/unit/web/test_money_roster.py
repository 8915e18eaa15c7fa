"""The roster: whose people are seen by whom, changes looked at before they are entered, places filled, downloads masked."""

import re
from datetime import date
from io import BytesIO

import polars as pl
import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from invented import JANUARY, TODAY, VILLAGES, nik
from python_calamine import CalamineWorkbook

from payung.accounts.models import Role
from payung.audit.models import Act
from payung.billing.actions import make_bill
from payung.places.models import Office
from payung.registry.models import Candidate, Person
from payung.roster.actions import preview_changes, record_changes
from payung.roster.models import Change, Membership

pytestmark = pytest.mark.django_db
PRICE = 12 * 16_800
MARCH = "2026-03"


def text(response) -> str:
    return response.content.decode()


@pytest.fixture
def fund(programme):
    """Six on the list, three of them waiting; villages take turns."""
    programme.candidates(9)
    return programme.started(amount=6 * PRICE)


def on_list() -> list[str]:
    return sorted(Membership.objects.filter(last_month=None).values_list("person__nik", flat=True))


def change(fund, **more) -> dict[str, str]:
    return {"dana": fund.pk, "bulan": MARCH, "arah": "out", "alasan": "deceased", "nik": on_list()[0], "tanggal": "2026-02-20", "catatan": "", **more}


def test_the_list_shows_its_people_masked_with_places_and_money(fund, as_role):
    answer = as_role(Role.OPERATOR).get("/peserta/", {"bulan": MARCH})
    shown = text(answer)
    for words in ("Daftar peserta Maret 2026", "APBD 2026", "Rp100.800", "SK 1", "Catat mutasi"):
        assert words in shown
    assert answer.context["table"].count == 6
    assert not [number for number in on_list() if number in shown]


def test_a_village_sees_its_own_people_and_no_money(fund, as_role):
    answer = as_role(Role.VILLAGE).get("/peserta/", {"bulan": MARCH})
    own = set(Candidate.objects.filter(village=VILLAGES[0]).values_list("person__name", flat=True))
    names = {row["name"] for row in answer.context["table"].rows}
    assert names
    assert names <= own
    assert "hanya orang Anda" in text(answer)
    assert "Rp" not in re.sub("<[^>]*>", " ", text(answer).partition("<main")[2].partition("</main")[0])  # a token may hold any letters
    for other in set(Person.objects.values_list("name", flat=True)) - own:
        assert f">{other}<" not in text(answer)


def test_another_village_is_not_found_by_filter_or_search(fund, as_role):
    client = as_role(Role.VILLAGE)
    other = Membership.objects.filter(person__candidacies__village=VILLAGES[1]).first().person
    assert client.get("/peserta/", {"bulan": MARCH, "desa": VILLAGES[1]}).context["table"].count == 0
    for asked in (other.nik, other.name):
        assert client.get("/peserta/", {"bulan": MARCH, "cari": asked}).context["table"].count == 0


def test_an_office_sees_whom_it_proposed(fund, as_role, programme):
    opd = Office.objects.get(kind=Office.Kind.OPD)
    client = as_role(Role.OFFICE)
    assert client.get("/peserta/").context["table"].count == 0
    chosen = Membership.objects.order_by("pk").first().person
    Candidate.objects.filter(person=chosen).update(office=opd)
    assert [row["nik"] for row in client.get("/peserta/").context["table"].rows] == [chosen.nik]


def test_it_is_searched_by_name_and_nik(fund, as_role):
    client, one = as_role(Role.OPERATOR), Membership.objects.order_by("pk").first().person
    for asked in (one.nik, f"{one.nik[:6]} {one.nik[6:]}", one.name):
        assert one.nik in [row["nik"] for row in client.get("/peserta/", {"bulan": MARCH, "cari": asked}).context["table"].rows]


def test_the_effect_is_seen_before_and_nothing_is_entered(fund, as_role):
    before = on_list()
    shown = text(as_role(Role.OPERATOR).post("/peserta/mutasi/", {**change(fund), "langkah": "periksa"}))
    for words in ("Belum ada yang dicatat", "-Rp16.800", "-Rp168.000", "akan dicatat", "Catat mutasi 1 orang"):
        assert words in shown
    assert (on_list(), Change.objects.filter(direction="out").count()) == (before, 0)
    assert not Act.objects.filter(command="roster.change").exists()


def test_entering_it_twice_is_once(fund, as_role):
    client, given = as_role(Role.OPERATOR), None
    given = change(fund, langkah="catat")
    for _ in range(2):
        assert client.post("/peserta/mutasi/", given).status_code == 302
    [left] = Change.objects.filter(direction="out")
    assert (left.reason, left.happened_on, str(left.month), left.person.nik) == ("deceased", date(2026, 2, 20), MARCH, given["nik"])
    shown = text(client.get("/peserta/", {"bulan": MARCH}))
    assert "meninggal dunia" in shown
    assert "20 Februari 2026" in shown


def test_somebody_is_chosen_from_the_list(fund, as_role):
    client, member = as_role(Role.OPERATOR), Membership.objects.order_by("pk").first()
    form = text(client.get("/peserta/mutasi/", {"dana": fund.pk, "keluar": member.pk}))
    assert member.person.name in form
    assert member.person.nik not in form
    client.post("/peserta/mutasi/", change(fund, nik="", anggota=member.pk, langkah="catat"))
    assert Change.objects.get(direction="out").person == member.person


@pytest.mark.parametrize(
    ("more", "words"),
    [({"nik": ""}, "Isi NIK orangnya"), ({"alasan": "replacement"}, "tidak cocok dengan arahnya"), ({"tanggal": "kemarin"}, "Tulis tanggalnya")],
)
def test_what_is_missing_is_said_at_its_field(fund, as_role, more, words):
    answer = as_role(Role.OPERATOR).post("/peserta/mutasi/", change(fund, **more))
    assert (answer.status_code, words in text(answer)) == (422, True)


def test_what_cannot_be_done_says_why(fund, as_role):
    shown = text(as_role(Role.OPERATOR).post("/peserta/mutasi/", change(fund, nik=nik(999))))
    assert "NIK ini tidak ada di data" in shown
    assert "Tidak ada yang dapat dicatat" in shown


def book(rows: list[list[str]]) -> SimpleUploadedFile:
    content = BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as made:
        sheet = made.add_worksheet()
        for at, row in enumerate([["NIK", "Arah", "Alasan", "Tanggal"], *rows]):
            for column, value in enumerate(row):
                sheet.write_string(at, column, value)
    return SimpleUploadedFile("mutasi.xlsx", content.getvalue())


def test_a_file_is_checked_and_then_entered_without_uploading_it_again(fund, as_role):
    client, listed = as_role(Role.OPERATOR), on_list()
    file = book([[listed[0], "keluar", "meninggal", "20-02-2026"], [listed[1], "keluar", "pindah", ""], [nik(999), "keluar", "pindah", ""]])
    checked = client.post("/peserta/mutasi/", {"dana": fund.pk, "bulan": MARCH, "langkah": "periksa", "berkas": file})
    assert (checked.context["outcome"].went_out, checked.context["undone"]) == (2, 1)
    assert not [number for number in listed if number in text(checked)]
    for _ in range(2):
        client.post("/peserta/mutasi/", {"dana": fund.pk, "bulan": MARCH, "langkah": "catat", **checked.context["kept"]})
    assert sorted(Change.objects.filter(direction="out").values_list("reason", flat=True)) == ["deceased", "moved"]


@pytest.mark.parametrize("file", [SimpleUploadedFile("mutasi.exe", b"MZ"), SimpleUploadedFile("mutasi.xlsx", b"bukan berkas")])
def test_a_file_that_cannot_be_read_is_said(fund, as_role, file):
    answer = as_role(Role.OPERATOR).post("/peserta/mutasi/", {"dana": fund.pk, "bulan": MARCH, "langkah": "periksa", "berkas": file})
    assert answer.status_code == 422
    assert answer.context["file_error"]


@pytest.mark.parametrize("digest", ["../../settings.py", "a" * 64 + ".csv", "x.csv"])
def test_no_other_file_is_read(fund, as_role, digest):
    answer = as_role(Role.OPERATOR).post("/peserta/mutasi/", {"dana": fund.pk, "bulan": MARCH, "langkah": "catat", "sidik": digest})
    assert (answer.status_code, "tidak ada lagi" in text(answer)) == (422, True)


def test_free_places_are_filled_in_rank_order_once(fund, as_role):
    client = as_role(Role.OPERATOR)
    client.post("/peserta/mutasi/", change(fund, langkah="catat"))
    assert "Isi 1 tempat dari cadangan" in text(client.get("/peserta/mutasi/", {"dana": fund.pk, "bulan": MARCH}))
    for _ in range(2):
        client.post("/peserta/isi/", {"dana": fund.pk, "bulan": MARCH})
    assert Change.objects.filter(direction="in", reason="replacement").count() == 1
    assert "pengganti dari cadangan" in text(client.get("/peserta/", {"bulan": MARCH}))


def test_a_billed_month_is_closed_and_changes_go_to_the_next(fund, as_role):
    make_bill(fund=fund, month=JANUARY, by=None, on=TODAY)
    client = as_role(Role.OPERATOR)
    shown = text(client.get("/peserta/", {"bulan": "2026-01"}))
    assert "sudah ditagih" in shown
    assert "Catat keluar" not in shown
    assert "Februari 2026" in text(client.get("/peserta/mutasi/", {"dana": fund.pk, "bulan": "2026-01"}))
    closed = text(client.post("/peserta/mutasi/", change(fund, bulan="2026-01")))
    assert "Bulan ini sudah ditagih" in closed


@pytest.mark.parametrize("role", [Role.OWNER, Role.VILLAGE, Role.OFFICE, Role.TREASURER, Role.AUDITOR])
def test_only_the_operator_changes_it(fund, as_role, role):
    client = as_role(role)
    assert client.get("/peserta/mutasi/").status_code == 403
    assert client.post("/peserta/mutasi/", change(fund, langkah="catat")).status_code == 403
    assert client.post("/peserta/isi/", {"dana": fund.pk, "bulan": MARCH}).status_code == 403
    assert not Change.objects.filter(direction="out").exists()


def test_downloads_are_masked_and_full_only_with_the_right_and_on_the_trail(fund, as_role):
    path = "/peserta/unduh/"
    owner, village = as_role(Role.OWNER), as_role(Role.VILLAGE)
    assert owner.get(path, {"dana": fund.pk}).content.startswith(b"%PDF")
    assert owner.post(path, {"dana": fund.pk, "bentuk": "xlsx"}).status_code == 403
    answer = village.post(path, {"dana": fund.pk, "bentuk": "xlsx"})
    rows = CalamineWorkbook.from_filelike(BytesIO(answer.content)).get_sheet_by_index(0).to_python()[1:]
    own = set(Candidate.objects.filter(village=VILLAGES[0]).values_list("person__nik", flat=True))
    told = {row[0] for row in rows if str(row[0]).startswith("7405")}
    assert told
    assert told <= own
    assert Act.objects.get(command="nik.reveal").actor.username == "village"


def test_a_preview_is_what_entering_would_do(fund):
    lines = pl.DataFrame({"nik": on_list()[:2], "direction": ["out"] * 2, "reason": ["moved", "deceased"]})
    given = {"fund": fund, "month": JANUARY + 1, "changes": lines, "by": None, "on": TODAY}
    before = preview_changes(**given)
    assert Change.objects.filter(direction="out").count() == 0
    assert record_changes(**given).lines.equals(before.lines)


def test_without_a_fund_it_teaches(programme, as_role):
    assert "Belum ada dana" in text(as_role(Role.OPERATOR).get("/peserta/"))


@pytest.mark.parametrize("people", [3, 120])
def test_statements_do_not_grow_with_the_people(programme, as_role, django_assert_max_num_queries, people):
    programme.candidates(people)
    programme.started(amount=60 * PRICE)
    for role in (Role.OPERATOR, Role.VILLAGE, Role.OFFICE):
        client = as_role(role)
        client.get("/peserta/")
        with django_assert_max_num_queries(36):
            assert client.get("/peserta/").status_code == 200
