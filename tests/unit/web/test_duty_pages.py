"""Pages of duties, of the register of regulations, and who may enter what there."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from payung.accounts.models import Assignment, Role, User
from payung.compliance.duty_actions import Told, record_evidence
from payung.compliance.models import DutyEvidence, Instrument
from payung.compliance.regulation_actions import Terms, cite, enter_instrument
from payung.compliance.regulations import the_instrument

DAY = date(2026, 4, 20)
READERS = [Role.OWNER, Role.OPERATOR, Role.VILLAGE_AFFAIRS, Role.TREASURER, Role.BPJS_BRANCH, Role.HEAD, Role.AUDITOR]


def page_of(client, name: str, *args: object, **query: str):
    return client.get(reverse(name, args=args), query).content.decode()


@pytest.fixture
def perbup(programme) -> Instrument:
    terms = Terms("Perlindungan pekerja", "24", 2021)
    return enter_instrument(place=programme.place, kind="perbup", terms=terms, seen_in="kendarinews.com", by=None, on=DAY)


@pytest.mark.parametrize("role", READERS)
def test_whoever_sees_one_addressee_comes_to_its_page(as_role, role):
    answer = as_role(role).get(reverse("duties:board"))
    assert answer.status_code == 302
    assert answer.url == reverse("duties:addressee", args=["74.05"])


def test_the_page_of_an_addressee_says_what_is_missing_and_shows_the_formula(as_role, programme):
    record_evidence(addressee="74.05", duty="non_asn", told=Told(DAY, part=4, whole=10, reference="BKPSDM"), by=None, on=DAY)
    shown = page_of(as_role(Role.HEAD), "duties:addressee", "74.05")
    for said in (
        "Bupati Konawe Selatan",
        "20 × 40 %",
        "Skor buatan Payung sendiri",
        "lewat batas",
        "4 dari 10",
        "SE Mendagri 842.2/5193/SJ",
        "belum dipastikan",
    ):
        assert said in shown
    assert "Simpan bukti" not in shown
    english = as_role(Role.HEAD)
    english.cookies["django_language"] = "en"
    assert "Duties under Inpres 2/2021" in page_of(english, "duties:addressee", "74.05")


def test_as_of_another_day(as_role, programme):
    record_evidence(addressee="74.05", duty="non_asn", told=Told(date(2026, 3, 1), part=4, whole=10), by=None, on=DAY)
    client = as_role(Role.OPERATOR)
    assert "4 dari 10" in page_of(client, "duties:addressee", "74.05", per="2026-04-20")
    before = page_of(client, "duties:addressee", "74.05", per="2026-02-28")
    assert "4 dari 10" not in before
    assert "Simpan bukti" not in before  # nothing is entered on a day gone by


def test_evidence_is_entered_and_taken_back(as_role, programme):
    client, address = as_role(Role.OPERATOR), reverse("duties:record", args=["74.05"])
    scan = SimpleUploadedFile("surat.pdf", b"%PDF-1.7 laporan")
    client.post(address, {"kewajiban": "report", "masa": "2026-Q1", "tanggal": "2026-04-09", "nomor": "900/12", "berkas": scan})
    one = DutyEvidence.objects.get()
    assert (one.period, one.counts_from, one.reference, str(one.by)) == ("2026-Q1", date(2026, 4, 9), "900/12", "Petugas Operator Disnaker")
    assert client.get(reverse("duties:scan", args=[one.pk])).content == b"%PDF-1.7 laporan"
    assert "09-04-2026" in page_of(client, "duties:addressee", "74.05")
    client.post(reverse("duties:withdraw", args=[one.pk]), {"sebab": "salah unggah"})
    one.refresh_from_db()
    assert one.taken_back_why == "salah unggah"
    assert "ditarik" in page_of(client, "duties:addressee", "74.05")


def test_what_is_wrong_is_said_above_the_form(as_role, programme):
    client, here = as_role(Role.OPERATOR), reverse("duties:addressee", args=["74.05"])
    answer = client.post(reverse("duties:record", args=["74.05"]), {"kewajiban": "non_asn", "sudah": "9", "semua": "2", "next": here}, follow=True)
    assert "Isi berapa yang terdaftar dari berapa seluruhnya" in answer.content.decode()
    assert not DutyEvidence.objects.exists()


@pytest.fixture
def province(programme) -> User:
    made = User.objects.create(username="provinsi", display_name="Pemprov")
    Assignment.objects.create(user=made, role=Role.HEAD, place_id="74", since=date(2026, 1, 1))
    return made


@pytest.fixture
def nation(programme) -> User:
    made = User.objects.create(username="pusat", display_name="Pusat")
    Assignment.objects.create(user=made, role=Role.AUDITOR, since=date(2026, 1, 1))
    return made


def test_the_board_of_a_province_and_of_the_nation(client, province, nation, django_assert_max_num_queries):
    client.force_login(province, backend="allauth.account.auth_backends.AuthenticationBackend")
    shown = page_of(client, "duties:board", tingkat="regent")
    assert "Bupati Konawe Selatan" in shown
    assert "Bupati Sigi" not in shown
    assert "Menteri Ketenagakerjaan" not in shown
    client.force_login(nation, backend="allauth.account.auth_backends.AuthenticationBackend")
    with django_assert_max_num_queries(14):
        assert "Gubernur Papua Selatan" in page_of(client, "duties:board")
    assert "Gubernur Papua Selatan" not in page_of(client, "duties:board", per="2022-01-01")
    national = page_of(client, "duties:board", tingkat="national")
    assert "nama belum dipastikan" in national
    assert "belum dibaca" in page_of(client, "duties:addressee", "menlu")
    assert "Gubernur Sulawesi Tengah" in page_of(client, "duties:board", di="72", tingkat="")


def test_reports_by_quarter(client, province):
    record_evidence(addressee="74.05", duty="report", told=Told(date(2026, 4, 12), period="2026-Q1"), by=None, on=DAY)
    client.force_login(province, backend="allauth.account.auth_backends.AuthenticationBackend")
    shown = page_of(client, "duties:reports")
    assert "12-04-2026, terlambat 2 hari" in shown
    assert "dari 18 laporan triwulan I 2026 diterima, 1 terlambat; 17 lewat batas" in shown


def test_the_method_says_that_the_score_is_our_own(as_role):
    shown = page_of(as_role(Role.HEAD), "duties:kinds")
    assert shown.count("nama belum dipastikan") == 13
    assert "bobotnya tidak ada dalam peraturan mana pun" in shown


# --- the register ---


def test_a_regulation_is_entered_with_its_paper(as_role, programme):
    client = as_role(Role.OWNER)
    typed = {"wilayah": "74.05", "jenis": "pks", "nomor": "3/PKS", "tahun": "2024", "tentang": "Kepesertaan", "tanda_tangan": "2024-06-01"}
    typed |= {"berakhir": "2026-05-31", "pihak": "Dinas\nBPJS", "batas": "3000"}
    wrong = client.post(reverse("regulations:add"), {**typed, "pihak": ""})
    assert wrong.status_code == 422
    assert 'value="3/PKS"' in wrong.content.decode()
    client.post(reverse("regulations:add"), {**typed, "naskah": SimpleUploadedFile("pks.pdf", b"%PDF-1.7 pks")})
    one = Instrument.objects.get()
    assert (one.ceiling, one.place_id, one.parties) == (3000, "74.05", "Dinas\nBPJS")
    shown = page_of(client, "regulations:register")
    assert "berakhir 41 hari lagi" in shown
    assert client.get(reverse("regulations:file", args=[one.pk])).content == b"%PDF-1.7 pks"


def test_nobody_enters_one_of_the_nation_or_another_regency(as_role, programme):
    client, typed = as_role(Role.OWNER), {"jenis": "perbup", "nomor": "1", "tahun": "2024", "tentang": "x"}
    for place in ("", "74.04"):
        assert client.post(reverse("regulations:add"), {**typed, "wilayah": place}).status_code == 422
    assert not Instrument.objects.exists()


def test_the_right_number_is_said_on_its_page(as_role, perbup):
    client = as_role(Role.OPERATOR)
    client.post(reverse("regulations:cite", args=[perbup.pk]), {"nomor": "21", "tahun": "2021", "dikutip": "sultrakini.com"})
    shown = page_of(client, "regulations:instrument", perbup.pk)
    assert "dikutip dengan beberapa nomor" in shown
    assert "Perbup 21/2021" in shown
    right = perbup.citations.get(number="24")
    client.post(reverse("regulations:rule", args=[perbup.pk]), {"kutipan": str(right.pk), "sebab": "naskah aslinya"})
    assert the_instrument(perbup.pk, DAY).words.id == "Perbup 24/2021"
    assert "naskah aslinya" in page_of(client, "regulations:instrument", perbup.pk)
    other = enter_instrument(place=perbup.place, kind="perbup", terms=Terms("Lain", "30", 2022), by=None, on=DAY)
    foreign = cite(instrument=other, number="31", year=2022, seen_in="koran", by=None, on=DAY)
    assert client.post(reverse("regulations:rule", args=[perbup.pk]), {"kutipan": str(foreign.pk), "sebab": "x"}).status_code == 422


def test_terms_obligations_end(as_role, perbup):
    client = as_role(Role.OPERATOR)
    client.post(reverse("regulations:change", args=[perbup.pk]), {"tentang": "Judul baru", "mulai": "2021-06-01"})
    client.post(reverse("regulations:oblige", args=[perbup.pk]), {"apa": "Membentuk tim", "siapa": "Sekda", "batas": "2026-05-01"})
    shown = page_of(client, "regulations:instrument", perbup.pk)
    assert "Judul baru" in shown
    assert "Membentuk tim" in shown
    client.post(reverse("regulations:end", args=[perbup.pk]), {"tanggal": "2026-04-01", "sebab": "dicabut Perbup 5/2026"})
    assert "dicabut Perbup 5/2026" in page_of(client, "regulations:instrument", perbup.pk)
    assert "tidak berlaku" in page_of(client, "regulations:register", lihat="tidak")


def test_readers_see_no_forms(as_role, perbup):
    for role in (Role.HEAD, Role.AUDITOR, Role.BPJS_BRANCH):
        shown = page_of(as_role(role), "regulations:instrument", perbup.pk)
        assert "Simpan naskah" not in shown
        assert as_role(role).post(reverse("regulations:end", args=[perbup.pk])).status_code == 403
    assert as_role(Role.VILLAGE).get(reverse("regulations:register")).status_code == 403
