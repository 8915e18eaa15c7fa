"""The monthly changes on the screens: a village marks and sends, the operator makes ready, the head approves; what was paid for nothing."""

import zipfile
from datetime import date
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from invented import JANUARY, TODAY, VILLAGES
from openpyxl import load_workbook

from payung.accounts.models import Role
from payung.audit.models import Act
from payung.billing.actions import make_bill
from payung.compliance.overpaid import overpaid_people
from payung.registry.models import Candidate, Person
from payung.roster.models import ChangePlan, ChangeRound, Mark, RoundAnswer
from payung.roster.plan_actions import approve_changes, prepare_changes
from payung.roster.queries import roster_on
from payung.roster.round_actions import mark, open_round
from payung.roster.round_queries import Addressee, people_asked

pytestmark = pytest.mark.django_db
PRICE = 12 * 16_800
MAY = JANUARY + 4
DAY = date(2026, 4, 20)  # the screens' day, see conftest
TO = f"desa:{VILLAGES[0]}"


def text(response) -> str:
    return response.content.decode()


@pytest.fixture
def fund(programme):
    programme.candidates(9)
    return programme.started(amount=6 * PRICE)


@pytest.fixture
def round(fund):
    return open_round(fund=fund, month=MAY, by=None, on=DAY).round


@pytest.fixture
def own(round):
    return [one.person for one in people_asked(round, None, DAY, to=Addressee(village=VILLAGES[0]))]


def at(round: ChangeRound, *parts: str) -> str:
    return "/".join(["/mutasi", str(round.pk), *parts]) + ("" if parts[-1].endswith((".xlsx", ".txt", ".zip")) else "/")


def test_the_operator_opens_the_month_that_is_due(fund, as_role):
    client = as_role(Role.OPERATOR)
    page = client.get("/mutasi/")
    assert "mutasi Mei 2026 belum dibuka" in text(page)
    answer = client.post("/mutasi/buka/", {"dana": fund.pk, "bulan": "2026-05"})
    round = ChangeRound.objects.get()
    assert answer.url == f"/mutasi/{round.pk}/"
    assert "belum dibuka" not in text(client.get("/mutasi/"))
    assert "0 / 3" in text(client.get(answer.url))


def test_a_village_taps_its_people_and_sends(round, own, as_role):
    client = as_role(Role.VILLAGE)
    page = text(client.get(at(round, TO)))
    assert f"0 dari {len(own)}" in page
    assert "Tidak ada perubahan: kirim" in page
    others = Person.objects.exclude(pk__in=[one.pk for one in own]).values_list("name", flat=True)
    assert not [name for name in others if f">{name}<" in page]
    assert own[0].nik not in page
    tapped = client.post(at(round, "tanda", str(own[0].pk)), {"tanda": "deceased", "untuk": TO}, headers={"hx-request": "true"})
    assert "Isi tanggal meninggalnya." in text(tapped)
    assert f"1 dari {len(own)}" in text(tapped)
    refused = client.post(at(round, TO, "kirim"), {"next": at(round, TO)}, follow=True)
    assert own[0].name in text(refused)
    client.post(at(round, "tanda", str(own[0].pk)), {"tanda": "deceased", "tanggal": "2026-04-03", "untuk": TO})
    sent = client.post(at(round, TO, "kirim"), follow=True)
    answer = RoundAnswer.objects.get()
    assert answer.receipt in text(sent)
    assert (answer.people, answer.leaving) == (len(own), 1)


def test_a_day_to_come_is_refused_and_nothing_is_lost(round, own, as_role):
    client = as_role(Role.VILLAGE)
    client.post(at(round, "tanda", str(own[0].pk)), {"tanda": "deceased", "tanggal": "2026-04-03", "untuk": TO})
    refused = client.post(
        at(round, "tanda", str(own[0].pk)), {"tanda": "deceased", "tanggal": "2026-04-30", "untuk": TO}, headers={"hx-request": "true"}
    )
    assert "belum tiba" in text(refused)
    assert refused.headers["HX-Retarget"] == "#toasts"
    assert Mark.objects.get().happened_on == date(2026, 4, 3)


def test_another_villages_people_and_list_are_not_found(round, own, as_role):
    client = as_role(Role.VILLAGE)
    other = Candidate.objects.exclude(village=VILLAGES[0]).filter(person__memberships__isnull=False).first().person
    assert client.post(at(round, "tanda", str(other.pk)), {"tanda": "moved"}).status_code == 404
    assert client.get(at(round, f"desa:{VILLAGES[1]}")).status_code == 404
    assert client.post(at(round, f"desa:{VILLAGES[1]}", "kirim")).status_code == 404
    assert client.get(at(round, "akibat")).status_code == 404
    assert client.get(at(round, "periksa")).status_code == 404
    assert Mark.objects.count() == 0


def test_sheets_go_out_logged_and_come_back(round, own, as_role):
    client = as_role(Role.VILLAGE)
    sheet = client.post(at(round, TO, "lembar.xlsx"))
    assert Act.objects.filter(command="nik.reveal").count() == 1
    book = load_workbook(BytesIO(sheet.content))
    page = book["Mutasi"]
    assert [page.cell(4 + at, 2).value for at in range(len(own))] == [one.nik for one in own]
    page.cell(4, 7, "pindah")
    page.cell(5, 7, "entahlah")
    out = BytesIO()
    book.save(out)
    back = client.post(at(round, "kembali"), {"berkas": SimpleUploadedFile("lembar.xlsx", out.getvalue()), "untuk": TO})
    assert "1 baris dicatat" in text(back)
    assert "Tanda ini tidak dikenal" in text(back)
    assert Mark.objects.get().kind == "moved"
    packed = as_role(Role.OPERATOR).post(at(round, "lembar.zip"))
    assert len(zipfile.ZipFile(BytesIO(packed.content)).namelist()) == 3


def test_the_operator_decides_makes_ready_and_the_head_approves(round, fund, own, as_role, users):
    mark(round=round, person=own[0].pk, kind="other", note="tidak jelas", by=users[Role.VILLAGE], on=DAY)
    operator, head = as_role(Role.OPERATOR), as_role(Role.HEAD)
    assert own[0].name in text(operator.get(at(round, "periksa")))
    operator.post(at(round, "tanda", str(own[0].pk)), {"tanda": "moved"})
    page = text(operator.get(at(round, "akibat")))
    assert "Rp134.400" in page  # one person, May to December
    assert "Siapkan untuk disetujui" in page
    assert head.post(at(round, "akibat")).status_code == 403
    operator.post(at(round, "akibat"))
    plan = ChangePlan.objects.get()
    where = f"/mutasi/rancangan/{plan.pk}/"
    assert "Setujui dan catat" not in text(operator.get(where))
    assert operator.get(f"{where}surat.pdf").status_code == 422
    assert "Setujui dan catat" in text(head.get(where))
    told = text(head.post(f"{where}jawab/", {"jawaban": "setuju"}, follow=True))
    assert "1 keluar, 1 masuk" in told
    assert own[0].pk not in set(roster_on(fund, MAY).values_list("person", flat=True))
    assert roster_on(fund, MAY).count() == 6
    assert operator.get(f"{where}surat.pdf").content.startswith(b"%PDF")
    masked, full = operator.get(f"{where}berkas.xlsx").content, operator.post(f"{where}berkas.xlsx").content
    niks = [load_workbook(BytesIO(one))["Keluar"].cell(4, 2).value for one in (masked, full)]
    assert niks[1] == own[0].nik != niks[0]


def test_who_has_not_answered_gets_a_message_to_copy(round, as_role):
    told = text(as_role(Role.OPERATOR).get(at(round, "pesan.txt")))
    assert told.count("Yth. Kepala Desa") == 3
    assert "mutasi Mei 2026" in told


def test_what_was_paid_after_a_death_is_listed_asked_back_and_compensated(fund, own, as_role):
    for month in range(3):
        make_bill(fund=fund, month=JANUARY + month, by=None, on=TODAY)
    april = open_round(fund=fund, month=JANUARY + 3, by=None, on=DAY).round
    mark(round=april, person=own[0].pk, kind="deceased", happened_on=date(2025, 12, 3), by=None, on=DAY)
    approve_changes(plan=prepare_changes(round=april, by=None, on=DAY), by=None, on=DAY)
    client = as_role(Role.TREASURER)
    page = text(client.get("/mutasi/lebih-bayar/"))
    assert "Dibayar 3 bulan setelah meninggal: Rp50.400." in page
    assert client.get("/mutasi/lebih-bayar/surat.pdf").content.startswith(b"%PDF")
    key = overpaid_people(visible_to=None, on=DAY)[0].key
    client.post("/mutasi/lebih-bayar/", {"pilih": key, "langkah": "minta", "nomor": "560/9"})
    assert "560/9" in text(client.get("/mutasi/lebih-bayar/", {"keadaan": "asked"}))
    book = load_workbook(BytesIO(client.get("/mutasi/lebih-bayar/daftar.xlsx").content))
    assert own[0].nik not in {cell.value for row in book.active for cell in row}
    client.post("/mutasi/lebih-bayar/", {"pilih": key, "langkah": "kompensasi", "nomor": "B/1"})
    assert [one.state for one in overpaid_people(visible_to=None, on=DAY)] == ["compensated"]


@pytest.mark.parametrize("lang", ["id", "en"])
def test_pages_open_in_both_languages(round, own, as_role, lang):
    client = as_role(Role.OPERATOR)
    client.cookies["payung_language"] = lang
    for path in ("/mutasi/", at(round, "akibat"), at(round, "periksa"), f"/mutasi/{round.pk}/", at(round, TO), "/mutasi/lebih-bayar/"):
        assert client.get(path).status_code == 200, path
