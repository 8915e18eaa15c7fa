"""Claims on the screens: a village reports by phone, the answer stands there at once, the operator finds who never claimed."""

import re
from datetime import date, timedelta

import pytest
from invented import JANUARY, VILLAGES, nik

from payung.accounts.models import Role
from payung.billing.actions import make_bill, pay_bill
from payung.claims.actions import report_event
from payung.claims.models import Case, Report, Told
from payung.registry.models import Person, Register, RegisterEntry
from payung.roster.queries import roster_on

pytestmark = pytest.mark.django_db
DAY = date(2026, 4, 20)  # the screens' day, see conftest
DIED = date(2026, 4, 10)


def text(response) -> str:
    return response.content.decode()


@pytest.fixture
def fund(programme):
    """Nine people listed from January; January to March are paid, April is billed."""
    programme.candidates(9)
    fund = programme.started()
    for month in JANUARY.upto(JANUARY + 3):
        bill = make_bill(fund=fund, month=month, by=None, on=DAY)
        if month < JANUARY + 3:
            pay_bill(bill=bill, amount=bill.total, paid_on=month.first_day + timedelta(days=9), reference=f"SP2D {month}", by=None, on=DAY)
    return fund


@pytest.fixture
def person(fund) -> Person:
    return Person.objects.get(nik=nik(0))


def reported(at: int = 0, **more) -> Case:
    terms = {"kind": "death", "way": "village", "happened_on": DIED, "nik": nik(at), "cause": "other", "by": None, "on": DAY}
    return report_event(**{**terms, **more}).case


def form(**more) -> dict[str, str]:
    told = {"jenis": "death", "tanggal": "2026-04-10", "tempat": "di rumah", "sebab": "other", "cerita": "sakit", "jalan": "village"}
    return {**told, "pelapor": "Ketua RT", "telepon": "", **more}


def test_a_village_finds_the_person_reports_and_has_the_answer(person, as_role):
    client = as_role(Role.VILLAGE)
    sent = client.post("/klaim/lapor/", {"cari": person.name, "jenis": "death"})
    assert person.name not in sent.url
    who = text(client.get(sent.url))
    assert f"?orang={person.pk}" in who
    assert person.nik not in who
    page = client.get(f"/klaim/lapor/?orang={person.pk}&jenis=death")
    assert 'value="death"' in text(page)
    done = client.post(f"/klaim/lapor/?orang={person.pk}", form(mendampingi="on"), follow=True)
    case = Case.objects.get()
    assert done.redirect_chain[-1][0] == f"/klaim/{case.pk}/"
    shown = text(done)
    assert "Rp42.000.000" in shown
    assert "Berhak penuh" in shown
    assert person.nik not in shown
    report = Report.objects.get()
    assert (report.by.username, report.told_by, report.helps) == ("village", "Ketua RT", True)
    again = text(client.post(f"/klaim/lapor/?orang={person.pk}", form(), follow=True))
    assert "sudah dilaporkan" in again
    assert Case.objects.count() == 1


def test_somebody_on_no_list_is_reported_by_name_and_linked_by_the_operator(person, as_role):
    village = as_role(Role.VILLAGE)
    sent = village.post("/klaim/lapor/", {"cari": "Wa Tidak Ada", "jenis": "death"})
    assert "Tidak ada di daftar" in text(village.get(sent.url))
    page = text(village.get("/klaim/lapor/?baru=1&jenis=death&" + sent.url.partition("?")[2].partition("&")[0]))
    assert 'value="Wa Tidak Ada"' in page
    told = village.post("/klaim/lapor/?baru=1", form(nama="Wa Tidak Ada", nik="", desa=VILLAGES[0]), follow=True)
    case = Case.objects.get()
    assert "belum ditemukan" in text(told)
    operator = as_role(Role.OPERATOR)
    searched = operator.post(f"/klaim/{case.pk}/", {"langkah": "cari", "cari": person.name})
    assert person.name not in searched.url
    assert f'value="{person.pk}"' in text(operator.get(searched.url.partition("#")[0]))
    linked = text(operator.post(f"/klaim/{case.pk}/", {"langkah": "taut", "orang": person.pk}, follow=True))
    assert "Rp42.000.000" in linked
    case.refresh_from_db()
    assert case.person == person


def test_what_is_wrong_with_a_report_stands_there_and_nothing_is_kept(person, as_role):
    client = as_role(Role.VILLAGE)
    ahead = client.post(f"/klaim/lapor/?orang={person.pk}", form(tanggal="2026-04-21"))
    assert ahead.status_code == 422
    assert "belum tiba" in text(ahead)
    assert client.post("/klaim/lapor/?baru=1", form(nama="", desa="")).status_code == 422
    other = client.post("/klaim/lapor/?baru=1", form(nama="Orang", desa=VILLAGES[2]))
    assert other.status_code == 422
    assert not Case.objects.exists()


def test_a_village_sees_no_case_of_another(fund, as_role):
    own, other = reported(0), reported(1)
    client = as_role(Role.VILLAGE)
    assert client.get(f"/klaim/{own.pk}/").status_code == 200
    assert client.get(f"/klaim/{other.pk}/").status_code == 404
    page = text(client.get("/klaim/"))
    assert f"/klaim/{own.pk}/" in page
    assert f"/klaim/{other.pk}/" not in page
    assert client.get(f"/klaim/lapor/?orang={other.person_id}").status_code == 404


def test_an_office_reports_its_own_staff(fund, as_role, users):
    opd = users[Role.OFFICE].assignments.get().office
    one = Person.objects.get(nik=nik(1))
    one.candidacies.update(office=opd)
    client = as_role(Role.OFFICE)
    assert client.post(f"/klaim/lapor/?orang={one.pk}", form(jalan="office")).status_code == 302
    case = Case.objects.get()
    assert (case.office, client.get(f"/klaim/{case.pk}/").status_code) == (opd, 200)
    assert client.post(f"/klaim/{case.pk}/", {"langkah": "batal", "alasan": "Salah"}).status_code == 302


def test_arrears_say_what_heals_them(fund, as_role):
    case = reported(0, happened_on=date(2026, 4, 18))
    page = text(as_role(Role.OPERATOR).get(f"/klaim/{case.pk}/"))
    assert "Lunasi iuran April 2026: 1 bulan (Rp16.800 untuk orang ini)" in page
    assert "Rp10.000.000" in page
    assert "Hubungi" in page


def test_a_work_accident_counts_down_and_is_calculated(fund, as_role):
    case = reported(0, kind="accident", happened_on=date(2026, 4, 19), cause="work")
    client = as_role(Role.VILLAGE)
    page = text(client.get(f"/klaim/{case.pk}/"))
    assert "Obati dulu" in page
    assert "sisa 1 hari" in page
    sent = {"langkah": "cedera", "cacat1": "thumb_right", "hari": "30", "darat": "Rp500.000", "sembuh": ""}
    told = text(client.post(f"/klaim/{case.pk}/", sent, follow=True))
    assert "Cacat sebagian" in told
    assert "Rp12.000.000" in told  # 15 % of 80 months of the lowest class
    wrong = client.post(f"/klaim/{case.pk}/", {"langkah": "cedera", "cacat1": "thumb_right", "total": "on"})
    assert wrong.status_code == 422
    assert "Pilih cacat total" in text(wrong)
    assert 'value="30"' in text(client.get(f"/klaim/{case.pk}/"))


def test_facts_are_told_later_and_a_mistake_is_withdrawn(fund, as_role):
    case = reported(0, cause="unknown")
    client = as_role(Role.OPERATOR)
    assert "Sebab kematian belum diisi" in text(client.get(f"/klaim/{case.pk}/"))
    facts = {"langkah": "fakta", "tanggal": "2026-04-09", "sebab": "work", "tempat": "di laut", "cerita": ""}
    assert "Rp70.000.000" in text(client.post(f"/klaim/{case.pk}/", facts, follow=True))
    assert client.post(f"/klaim/{case.pk}/", {**facts, "tanggal": "2026-05-01"}).status_code == 422
    assert client.post(f"/klaim/{case.pk}/", {"langkah": "batal", "alasan": ""}).status_code == 422
    gone = text(client.post(f"/klaim/{case.pk}/", {"langkah": "batal", "alasan": "Orangnya hidup"}, follow=True))
    assert "Orangnya hidup" in gone
    assert "dibatalkan" in gone
    assert "Batalkan laporan" not in gone


def test_an_auditor_reads_and_changes_nothing(fund, as_role):
    case = reported(0)
    client = as_role(Role.AUDITOR)
    page = text(client.get(f"/klaim/{case.pk}/"))
    assert "Batalkan laporan" not in page
    assert client.post(f"/klaim/{case.pk}/", {"langkah": "batal", "alasan": "x"}).status_code == 403
    assert client.get("/klaim/lapor/").status_code == 403


def test_cases_are_searched_and_narrowed(fund, as_role):
    one, other = reported(0), reported(1, kind="accident")
    client = as_role(Role.OPERATOR)
    sent = client.post("/klaim/", {"cari": one.person.nik})
    assert one.person.nik not in sent.url
    page = text(client.get(sent.url))
    assert f"/klaim/{one.pk}/" in page
    assert f"/klaim/{other.pk}/" not in page
    narrowed = text(client.get("/klaim/?jenis=accident"))
    assert f"/klaim/{other.pk}/" in narrowed
    assert f"/klaim/{one.pk}/" not in narrowed
    assert "Tidak ada kasus yang cocok" in text(client.get("/klaim/?keadaan=closed"))


def test_who_never_claimed_is_found_and_gets_a_case(fund, programme, as_role):
    register = Register.objects.create(kind="deaths", place=programme.place, source="Disdukcapil", as_of=DAY, file_name="d", sha256="d", rows=2)
    for at in (0, 1):
        RegisterEntry.objects.create(register=register, nik=nik(at), name="W", on=DIED)
    client = as_role(Role.OPERATOR)
    page = text(client.get("/klaim/belum-diklaim/"))
    assert "Rp84.000.000" in page
    assert nik(0) not in page
    one = Person.objects.get(nik=nik(0))
    after = text(client.post("/klaim/belum-diklaim/", {"pilih": [one.pk]}, follow=True))
    assert "1 kasus dibuka" in after
    assert "Rp42.000.000" in after
    assert Case.objects.get().person == one
    assert client.get("/klaim/belum-diklaim/?unduh=xlsx").status_code == 200
    village = text(as_role(Role.VILLAGE).get("/klaim/belum-diklaim/"))
    assert "setiap kematian yang diketahui sudah dilaporkan" in village
    assert "Pilih dulu" in text(client.post("/klaim/belum-diklaim/", follow=True))


def test_the_dead_leave_the_roster_from_their_case(fund, as_role):
    case = reported(0, happened_on=date(2026, 2, 3))
    client = as_role(Role.OPERATOR)
    listed = text(client.get("/klaim/sesudahnya/"))
    assert "masih terdaftar" in listed
    assert "Rp33.600" in listed
    page = text(client.get(f"/klaim/{case.pk}/"))
    assert "keluar mulai Mei 2026" in page
    after = text(client.post(f"/klaim/{case.pk}/", {"langkah": "keluar"}, follow=True))
    assert "Dikeluarkan dari daftar peserta" in after
    assert not roster_on(fund, JANUARY + 4).filter(person=case.person_id).exists()
    assert "sudah keluar" in text(client.get("/klaim/sesudahnya/"))


def test_the_report_of_claims_on_screen_sheet_and_paper(fund, as_role):
    case = reported(0)
    Told.objects.create(case=case, line="DEATH", amount=42_000_000, paid_on=date(2026, 4, 19), on=DAY)
    client = as_role(Role.OWNER)
    page = text(client.get("/klaim/laporan/?semester=2026-01"))
    assert "Rp42.000.000" in page
    assert "9 / 9" in page
    assert "Januari 2026 – Juni 2026" in page
    assert client.get("/klaim/laporan/?dari=2026-04&unduh=xlsx").status_code == 200
    assert client.get("/klaim/laporan/?dari=kapan").status_code == 200
    pdf = client.get("/klaim/laporan/laporan-klaim.pdf?dari=2026-01&sampai=2026-06")
    assert pdf.content.startswith(b"%PDF")


def test_a_persons_page_leads_to_the_report(person, as_role):
    link = f"/klaim/lapor/?orang={person.pk}"
    assert link in text(as_role(Role.VILLAGE).get(f"/orang/{person.pk}/"))
    assert link not in text(as_role(Role.AUDITOR).get(f"/orang/{person.pk}/"))


def test_a_bill_names_the_families_that_wait_for_it(fund, as_role):
    case = reported(0, happened_on=date(2026, 4, 18))
    bill = fund.bills.get(month=JANUARY + 3)
    assert case.person.name in text(as_role(Role.OPERATOR).get(f"/tagihan/{bill.pk}/"))


@pytest.mark.parametrize("role", [Role.VILLAGE, Role.OPERATOR])
def test_steps_that_wait_are_on_the_home_page(role, person, as_role):
    client = as_role(role)
    assert "langkah klaim" not in text(client.get("/"))
    reported()
    page = text(client.get("/"))
    found = re.search(r"(\d+) langkah klaim menunggu Anda", page)
    assert found
    inbox = client.get("/klaim/tugas/")
    assert int(found[1]) == inbox.context["all"]
    assert 'href="/klaim/tugas/' in page
