"""Lists and rows: everything that came in, the fate of each row, the file as it was; and nothing of somebody else's."""

from io import BytesIO

import openpyxl
import pytest
from django.urls import reverse
from invented import JANUARY, TODAY, VILLAGES, Programme
from sent_lists import accepted, number, received

from payung.accounts.models import Role, User
from payung.audit.models import Act
from payung.billing.actions import make_bill, pay_bill
from payung.intake.actions import receive_lists
from payung.intake.lists import RowsInOrder, narrowed
from payung.intake.models import Row, SubmittedList
from payung.places.models import Office
from payung.roster.actions import start_roster
from payung.web.people.views.lists import plain_name

pytestmark = pytest.mark.django_db


@pytest.fixture
def lists(programme: Programme, users: dict[Role, User], tmp_path) -> dict[str, SubmittedList]:
    """By the name of their sender; not accepted yet."""
    received(programme, tmp_path)
    return {sent.office.name: sent for sent in SubmittedList.objects.select_related("office")}


@pytest.fixture
def own(lists) -> SubmittedList:
    return next(sent for sent in lists.values() if sent.office.place_id == VILLAGES[0])


@pytest.fixture
def other(lists) -> SubmittedList:
    return next(sent for sent in lists.values() if sent.office.place_id == VILLAGES[1])


def text(response) -> str:
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def test_all_lists_with_what_they_add_up_to(as_role, own, other):
    page = text(as_role(Role.OPERATOR).get("/daftar/"))
    assert own.file_name in page
    assert other.file_name in page
    assert "Dinas Kesehatan.xlsx" in page
    assert "<strong>8</strong> baris" in page
    assert "<strong>5</strong> lolos" in page
    assert "menunggu diterima" in page
    assert f"/daftar/{own.pk}/?hasil=needs_fixing" in page


def test_a_refused_file_stands_there_with_its_reason(as_role, programme, own, tmp_path):
    broken = tmp_path / "Desa Rusak.xlsx"
    broken.write_bytes(b"no workbook")
    receive_lists(round=programme.round, paths=[broken], by=None, on=TODAY)
    sent = SubmittedList.objects.get(state="refused")
    page = text(as_role(Role.AUDITOR).get("/daftar/?keadaan=refused"))
    assert "Desa Rusak.xlsx" in page
    assert "ditolak" in page
    assert own.file_name not in page
    assert sent.refusal_id[:30] in text(as_role(Role.AUDITOR).get(f"/daftar/{sent.pk}/")).replace("&#x27;", "'")


def test_a_village_and_an_office_see_their_own_lists_only(as_role, own, other):
    village, opd = text(as_role(Role.VILLAGE).get("/daftar/")), text(as_role(Role.OFFICE).get("/daftar/"))
    assert own.file_name in village
    assert other.file_name not in village
    assert "Dinas Kesehatan.xlsx" not in village
    assert "Dinas Kesehatan.xlsx" in opd
    assert own.file_name not in opd
    assert "<strong>5</strong> baris" in village


@pytest.mark.parametrize("role", [Role.VILLAGE, Role.OFFICE])
def test_what_is_guessed_is_not_there(as_role, other, role):
    client, row = as_role(role), Row.objects.filter(list=other).first()
    addresses = [f"/daftar/{other.pk}/", f"/baris/{row.pk}/", "/daftar/99999/", "/baris/99999/"]
    assert [client.get(address).status_code for address in addresses] == [404] * 4
    assert client.post(f"/daftar/{other.pk}/berkas/").status_code == 404
    assert "Rahasia" not in text(client.get(f"/baris/?daftar={other.pk}"))
    assert "Rahasia" not in text(client.get(f"/baris/?desa={VILLAGES[1]}"))
    assert "0–0" not in text(client.get("/baris/"))


def test_who_has_no_lists_to_read_is_told_so(as_role):
    for role in (Role.TREASURER, Role.HEAD, Role.ADMINISTRATOR):
        assert [as_role(role).get(address).status_code for address in ("/daftar/", "/baris/")] == [403, 403]


def test_one_list_shows_every_row_with_its_reason_and_no_number_in_full(as_role, own):
    page = text(as_role(Role.OPERATOR).get(f"/daftar/{own.pk}/"))
    assert "Husain Latif" in page
    assert "hanya 15 angka" in page
    assert "menunggu perbaikan" in page
    assert "diwakili baris lain" in page
    assert number(1) not in page
    assert number(3)[:15] not in page
    assert "7405••••••••0001" in page
    only = text(as_role(Role.OPERATOR).get(f"/daftar/{own.pk}/?hasil=needs_fixing"))
    assert "Husain Latif" in only
    assert "Sitti Aminah" not in only
    assert "Anak Muda" in text(as_role(Role.OPERATOR).get(f"/daftar/{own.pk}/?alasan=person.too_young"))


def test_the_fate_of_a_row_goes_on_to_the_money(as_role, programme, own):
    page, client = f"/daftar/{own.pk}/", as_role(Role.AUDITOR)
    assert "menunggu daftarnya diterima" in text(client.get(page))
    accepted(programme)
    assert "belum ada penetapan" in text(client.get(page))
    fund = programme.fund(amount=3 * 12 * 16_800)
    determination = programme.determined(fund)
    assert f"{fund.name}: dibiayai, urutan" in text(client.get(page)) or f"{fund.name}: cadangan, urutan" in text(client.get(page))
    start_roster(determination=determination, by=None, on=TODAY)
    assert "terdaftar mulai Januari 2026" in text(client.get(page))
    bill = make_bill(fund=fund, month=JANUARY, by=None, on=TODAY)
    pay_bill(bill=bill, amount=bill.total, paid_on=TODAY, reference="SP2D 1", by=None, on=TODAY)
    assert "dibayar s.d. Januari 2026" in text(client.get(page))


def test_the_history_of_a_list_tells_who_did_what(as_role, programme, own):
    accepted(programme)
    page = text(as_role(Role.VILLAGE).get(f"/daftar/{own.pk}/"))
    assert "menerima daftar ini" in page
    assert "menerima baris yang lolos sebagai calon" in page
    assert "Petugas di komputer server" in page


def test_one_row_as_written_and_as_understood(as_role, own):
    row = Row.objects.get(list=own, name="Husain Latif")
    page = text(as_role(Role.VILLAGE).get(f"/baris/{row.pk}/"))
    assert "NIK salah tulis" in page
    assert "Minta" not in page
    assert "17 Mei 1985" in page
    assert "17-05-1985" in page
    assert number(3)[:15] not in page
    assert "7405•••••••" in page


def test_the_original_is_a_logged_act_and_never_opened_by_the_browser(as_role, users, own):
    client = as_role(Role.VILLAGE)
    assert client.get(f"/daftar/{own.pk}/berkas/").status_code == 405
    response = client.post(f"/daftar/{own.pk}/berkas/")
    content = b"".join(response.streaming_content)
    assert content[:2] == b"PK"
    assert response.headers["Content-Disposition"].startswith('attachment; filename="Desa')
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    act = Act.objects.get(command="list.download")
    assert (act.actor, act.note) == (users[Role.VILLAGE], f"list {own.pk}")
    assert as_role(Role.TREASURER).post(f"/daftar/{own.pk}/berkas/").status_code == 403


def test_an_original_that_is_gone_is_said(as_role, own, settings):
    (settings.FILES / own.sha256[:2] / own.sha256).unlink()
    response = as_role(Role.OPERATOR).post(f"/daftar/{own.pk}/berkas/")
    assert response.status_code == 422
    assert "tidak ada lagi" in response.content.decode()
    assert not Act.objects.filter(command="list.download").exists()


@pytest.mark.parametrize(
    ("name", "plain"),
    [
        ("../../etc/passwd", "passwd"),
        ("a\\b\\Desa Lere.xlsx", "Desa Lere.xlsx"),
        ('x"; rm -rf.xlsx', "x_ rm -rf.xlsx"),
        ("\r\nSet-Cookie: a.csv", "Set-Cookie_ a.csv"),
        ("…", "daftar"),
        ("", "daftar"),
    ],
)
def test_a_file_name_is_plain(name: str, plain: str):
    assert plain_name(name) == plain


def test_the_rows_of_the_round_by_result_reason_village_and_list(as_role, own, other):
    client = as_role(Role.OPERATOR)
    everything = text(client.get("/baris/"))
    assert "Sitti Aminah" in everything
    assert "Wa Ode Rahasia" in everything
    assert "Perawat Dinas" in everything
    assert "Wa Ode Rahasia" not in text(client.get(f"/baris/?daftar={own.pk}"))
    assert "Sitti Aminah" not in text(client.get(f"/baris/?desa={VILLAGES[1]}"))
    young = text(client.get("/baris/?hasil=rejected&alasan=person.too_young"))
    assert "Anak Muda" in young
    assert "Budi Santoso" not in young
    assert "Tidak ada baris yang cocok" in text(client.get("/baris/?hasil=duplicate&alasan=person.too_young"))
    assert text(client.get("/baris/?hasil=nonsense&alasan=x&desa=%27&daftar=abc"))
    assert narrowed(Row.objects.all(), place=VILLAGES[1][:8]).count() == 7  # both villages lie in the district


def test_pages_of_rows_go_through_the_lists_one_after_another(own, other):
    held = RowsInOrder(SubmittedList.objects.all())
    everything = list(held)
    assert (len(held), len(everything)) == (8, 8)
    assert [row.pk for row in held[0:3]] + [row.pk for row in held[3:8]] == [row.pk for row in everything]
    assert [held[at].pk for at in range(8)] == [row.pk for row in everything]
    assert held[8:20] == []
    told = RowsInOrder(SubmittedList.objects.all(), reason="person.too_young")
    assert [row.name for row in told[0:50]] == ["Anak Muda"]
    assert len(RowsInOrder(SubmittedList.objects.none())) == 0


def test_rows_as_a_workbook_with_masked_numbers(as_role, own):
    response = as_role(Role.VILLAGE).get("/baris/?unduh=xlsx")
    cells = [cell for line in openpyxl.load_workbook(BytesIO(response.content)).active.values for cell in line if cell]
    assert "Sitti Aminah" in cells
    assert "7405••••••••0002" in cells
    assert number(2) not in cells
    assert "Wa Ode Rahasia" not in cells


def test_english_throughout(as_role, own):
    client = as_role(Role.OPERATOR)
    client.cookies["django_language"] = "en"
    for address in ("/daftar/", f"/daftar/{own.pk}/", "/baris/", f"/baris/{Row.objects.filter(list=own).first().pk}/"):
        page = text(client.get(address))
        assert "menunggu" not in page
        assert "Riwayat" not in page
        assert "Semua" not in page


def test_few_statements_however_many_lists_and_rows(as_role, programme, own, django_assert_max_num_queries, tmp_path):
    accepted(programme)
    programme.started()
    client = as_role(Role.OPERATOR)
    for address in ("/daftar/", "/baris/", f"/daftar/{own.pk}/", f"/baris/{Row.objects.filter(list=own).first().pk}/"):
        with django_assert_max_num_queries(40):
            text(client.get(address))
    office = Office.objects.get(pk=own.office_id)
    many = [
        SubmittedList(round=programme.round, office=office, file_name=f"{at}.csv", sha256=f"{at:064d}", size=1, state="received") for at in range(60)
    ]
    SubmittedList.objects.bulk_create(many)
    columns = {"sheet": "s", "as_written": {}, "name": "Orang", "verdict": "needs_fixing", "codes": "nik.missing"}
    Row.objects.bulk_create(Row(list=own, number=100 + at, **columns) for at in range(120))
    for address in ("/daftar/", "/baris/", f"/daftar/{own.pk}/"):
        with django_assert_max_num_queries(40):
            text(client.get(address))


def test_an_empty_round_teaches(as_role, users):
    assert "Unggah daftar" in text(as_role(Role.OPERATOR).get("/daftar/"))
    assert reverse("people:rows") == "/baris/"
    assert "Tidak ada baris" in text(as_role(Role.OPERATOR).get("/baris/"))


def test_a_row_leads_whoever_may_correct_it_to_its_form(as_role, own):
    fix, passes = (Row.objects.filter(list=own, verdict=verdict).first() for verdict in ("needs_fixing", "passes"))
    for role, there in {Role.VILLAGE: True, Role.OPERATOR: True, Role.AUDITOR: False}.items():
        assert (reverse("upload:row", args=[fix.pk]) in text(as_role(role).get(f"/baris/{fix.pk}/"))) is there
    assert reverse("upload:row", args=[passes.pk]) not in text(as_role(Role.VILLAGE).get(f"/baris/{passes.pk}/"))
