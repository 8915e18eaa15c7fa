"""The family of a case on the screens: recorded on a phone, heirs at once, nobody else's cases, and a page to take home."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from invented import VILLAGES, nik

from payung.accounts.models import Role
from payung.audit.models import Act
from payung.claims.actions import report_event
from payung.claims.family import Told, add_relative
from payung.claims.models import Case, Consent, Relative
from payung.claims.models import Told as Paid

pytestmark = pytest.mark.django_db
ON, DIED = date(2026, 4, 20), date(2026, 4, 18)
SCAN = b"%PDF-1.7\nbuku nikah"


def text(response) -> str:
    return response.content.decode()


@pytest.fixture
def case(programme) -> Case:
    programme.candidates(3)
    programme.started()
    return report_event(kind="death", way="village", happened_on=DIED, nik=nik(0), cause="other", by=None, on=ON).case


def at(case, *parts) -> str:
    return "/".join(["/klaim", str(case.pk), *map(str, parts), ""])


def add(case, relation="SPOUSE", name="Wa Ode Sitti", **more) -> Relative:
    return add_relative(case=case, told=Told(relation, name, **more), by=None, on=ON)


def upload(content=SCAN, name="nikah.pdf"):
    return SimpleUploadedFile(name, content)


def test_a_village_records_the_family_and_sees_who_receives(case, as_role):
    client = as_role(Role.VILLAGE)
    page = text(client.get(at(case, "keluarga")))
    assert "keluarganya belum dicatat" in page
    given = {"hubungan": "SPOUSE", "nama": "Wa Ode Sitti", "nik": nik(900), "hidup": "on", "telepon": "0812000"}
    assert client.post(at(case, "keluarga"), given).status_code == 302
    page = text(client.get(at(case, "keluarga")))
    assert "buku nikah" in page
    assert "Langkah a" in page
    assert nik(900) not in page
    assert "7405••••••••0900" in page
    assert Relative.objects.get().nik == nik(900)
    assert Act.objects.get(command="case.family").actor.username == "village"


def test_what_is_wrong_stands_at_its_field_and_what_was_typed_stays(case, as_role):
    client = as_role(Role.VILLAGE)
    wrong = client.post(at(case, "keluarga"), {"hubungan": "SPOUSE", "nama": "Wa Ode Sitti", "nik": "123"})
    assert wrong.status_code == 422
    assert "NIK berisi 16 angka" in text(wrong)
    assert "Wa Ode Sitti" in text(wrong)
    assert client.post(at(case, "keluarga"), {"nama": ""}).status_code == 422
    known = add(case, "PARENT", "Wa Ode Tua", nik=nik(901))
    twice = client.post(at(case, "keluarga"), {"hubungan": "SIBLING", "nama": "Nama Baru", "nik": nik(901)})
    assert "Wa Ode Tua sudah tercatat" in text(twice)
    assert "Nama Baru" in text(twice)
    assert list(Relative.objects.all()) == [known]


def test_a_line_is_put_right_and_its_nik_stays_hidden_and_kept(case, as_role):
    one, client = add(case, nik=nik(900)), as_role(Role.OPERATOR)
    page = text(client.get(at(case, "keluarga", one.pk)))
    assert nik(900) not in page
    client.post(at(case, "keluarga", one.pk), {"hubungan": "WIDOW", "nama": "Wa Ode Sitti", "nik": "", "hidup": "on"})
    one.refresh_from_db()
    assert (one.relation, one.nik, one.alive) == ("WIDOW", nik(900), True)


def test_guardian_proof_and_crossing_out(case, as_role):
    client = as_role(Role.OPERATOR)
    child, mother = add(case, "CHILD", "Anak", birth_date=date(2015, 1, 1)), add(case, birth_date=date(1990, 1, 1))
    client.post(at(case, "keluarga", child.pk, "wali"), {"wali": mother.pk})
    child.refresh_from_db()
    assert child.guardian == mother
    assert "diwakili wali Wa Ode Sitti" in text(client.get(at(case, "keluarga")))
    client.post(at(case, "keluarga", mother.pk, "bukti"), {"berkas": upload()})
    opened = client.get(at(case, "keluarga", mother.pk, "bukti"))
    assert opened.content == SCAN
    assert Act.objects.filter(command="document.open").count() == 1
    client.post(at(case, "keluarga", child.pk, "coret"), {"alasan": "bukan anaknya"})
    page = text(client.get(at(case, "keluarga")))
    assert "bukan anaknya" in page
    assert client.post(at(case, "keluarga", mother.pk, "coret"), {"alasan": ""}).status_code == 422


def test_consent_is_recorded_with_the_signed_paper_only(case, as_role):
    one, client = add(case), as_role(Role.VILLAGE)
    assert client.post(at(case, "keluarga", one.pk, "izin"), {"nama": "ya"}).status_code == 422
    assert not Consent.objects.exists()
    client.post(at(case, "keluarga", one.pk, "izin"), {"nama": "ya", "berkas": upload(name="izin.pdf")})
    assert (Consent.objects.get().name_public, Consent.objects.get().picture_public) == (True, False)
    assert client.get(at(case, "keluarga", one.pk, "izin")).content == SCAN
    assert "Nama boleh disebut" in text(client.get(at(case, "keluarga", one.pk)))


def test_the_page_for_the_family_is_one_click_and_names_no_number(case, as_role):
    add(case, nik=nik(900))
    client = as_role(Role.VILLAGE)
    page = text(client.get(at(case, "keluarga")))
    assert "GRATIS" in page
    assert "175" in page
    assert f"/klaim/{case.pk}/lembar-keluarga.pdf" in page
    pdf = client.get(f"/klaim/{case.pk}/lembar-keluarga.pdf")
    assert pdf.headers["Content-Type"] == "application/pdf"
    assert pdf.content.startswith(b"%PDF")


def test_who_reads_changes_nothing_and_opens_no_scan_without_the_right(case, as_role):
    one = add(case)
    as_role(Role.VILLAGE).post(at(case, "keluarga", one.pk, "bukti"), {"berkas": upload()})
    head = as_role(Role.HEAD)
    page = head.get(at(case, "keluarga", one.pk))
    assert page.status_code == 200
    assert "nikah.pdf" not in text(page)
    assert head.get(at(case, "keluarga", one.pk, "bukti")).status_code == 403
    assert head.post(at(case, "keluarga"), {"hubungan": "CHILD", "nama": "Anak"}).status_code == 403
    auditor = as_role(Role.AUDITOR)
    assert auditor.get(at(case, "keluarga", one.pk, "bukti")).content == SCAN
    assert auditor.post(at(case, "keluarga", one.pk, "bukti"), {"berkas": upload()}).status_code == 403


def test_another_villages_family_is_not_there(case, as_role):
    Case.objects.update(village=VILLAGES[2])
    one, client = add(case), as_role(Role.VILLAGE)
    for address in (at(case, "keluarga"), at(case, "keluarga", one.pk), at(case, "berkas"), f"/klaim/{case.pk}/lembar-keluarga.pdf"):
        assert client.get(address).status_code == 404
    assert client.post(at(case, "keluarga", one.pk, "coret"), {"alasan": "x"}).status_code == 404
    assert Relative.objects.get().crossed_out == ""


def test_a_relative_of_another_case_is_not_found_under_this_one(case, as_role):
    other = report_event(kind="death", way="village", happened_on=DIED, nik=nik(1), by=None, on=ON).case
    stranger, client = add(other), as_role(Role.OPERATOR)
    assert client.get(at(case, "keluarga", stranger.pk)).status_code == 404
    child = add(case, "CHILD", "Anak", birth_date=date(2015, 1, 1))
    assert client.post(at(case, "keluarga", child.pk, "wali"), {"wali": stranger.pk}).status_code == 404


def test_nobody_inherits_of_an_accident(case, as_role):
    accident = report_event(kind="accident", way="hospital", happened_on=DIED, nik=nik(1), by=None, on=ON).case
    client = as_role(Role.OPERATOR)
    assert client.get(at(accident, "keluarga")).status_code == 404
    assert "Keluarga</a>" not in text(client.get(at(accident, "berkas")))


def test_handing_over_shows_agreed_figures_and_hands_out_its_papers(case, as_role):
    add(case)
    Paid.objects.create(case=case, line="DEATH", amount=20_000_000, paid_on=ON, on=ON)
    client = as_role(Role.OPERATOR)
    page = text(client.get("/klaim/penyerahan/"))
    assert "Rp0" in page
    assert "jangan disebut" in page
    Case.objects.filter(pk=case.pk).update(state=Case.State.CLOSED, closed_on=ON)
    assert "Rp20.000.000" in text(client.get("/klaim/penyerahan/"))
    assert "belum ada santunan" in text(client.get("/klaim/penyerahan/?dari=2025-01-01&sampai=2025-12-31"))
    for address, start in (
        ("/klaim/penyerahan/daftar.xlsx", b"PK"),
        ("/klaim/penyerahan/catatan-pers/", b"%PDF"),
        ("/klaim/penyerahan/catatan-pers/?bentuk=docx", b"PK"),
        ("/klaim/penyerahan/terima-kasih/", b"%PDF"),
    ):
        assert client.get(address).content.startswith(start), address
