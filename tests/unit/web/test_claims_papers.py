"""The checklist of a case on the screens: scans and states, letters with NIKs on the record, and what each role may do."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from invented import nik

from payung.accounts.models import Role
from payung.audit.models import Act
from payung.claims.actions import report_event
from payung.claims.family import Told, add_relative
from payung.claims.models import Case, Paper

pytestmark = pytest.mark.django_db
ON, DIED = date(2026, 4, 20), date(2026, 4, 18)
SCAN = b"\x89PNG\r\n\x1a\n foto akta"


def text(response) -> str:
    return response.content.decode()


@pytest.fixture
def case(programme) -> Case:
    programme.candidates(3)
    programme.started()
    made = report_event(kind="death", way="village", happened_on=DIED, nik=nik(0), cause="other", by=None, on=ON).case
    add_relative(case=made, told=Told("SPOUSE", "Wa Ode Sitti", nik=nik(900)), by=None, on=ON)
    return made


def at(case, *parts) -> str:
    return "/".join(["/klaim", str(case.pk), "berkas", *map(str, parts), ""])


def scan(client, case, key="death_certificate", relative=""):
    return client.post(at(case, "pindai"), {"berkas": key, "orang": relative, "pindaian": SimpleUploadedFile("akta.png", SCAN)})


def test_the_list_says_what_from_whom_with_which_form(case, as_role):
    page = text(as_role(Role.VILLAGE).get(at(case)))
    for part in ("Formulir F4", "Disdukcapil", "Buku nikah atau akta perkawinan: Wa Ode Sitti", "belum ada", "belum diverifikasi", "0 dari"):
        assert part in page, part


def test_a_picture_is_taken_kept_and_opened_on_the_record(case, as_role):
    village = as_role(Role.VILLAGE)
    assert scan(village, case).status_code == 302
    paper = Paper.objects.get()
    assert (paper.state, paper.document.name) == ("here", "akta.png")
    assert "1 dari" in text(village.get(at(case)))
    opened = as_role(Role.BPJS_BRANCH).get(at(case, paper.pk))
    assert opened.content == SCAN
    assert Act.objects.get(command="document.open").actor.username == "bpjs_branch"
    assert as_role(Role.HEAD).get(at(case, paper.pk)).status_code == 403


def test_a_bank_book_is_refused_with_the_reason(case, as_role):
    answer = scan(as_role(Role.VILLAGE), case, "own_account")
    assert answer.status_code == 422
    assert "tidak menyimpan buku tabungan" in text(answer)
    page = text(as_role(Role.VILLAGE).get(at(case)))
    assert 'id="pindai-own_account-0"' not in page
    assert 'id="pindai-id_card-0"' in page


def test_states_are_set_and_only_bpjs_or_the_operator_accepts(case, as_role):
    village, branch = as_role(Role.VILLAGE), as_role(Role.BPJS_BRANCH)
    village.post(at(case), {"berkas": "id_card", "keadaan": "asked", "catatan": "diminta ke istri"})
    assert "diminta ke istri" in text(village.get(at(case)))
    assert 'value="accepted"' not in text(village.get(at(case)))
    assert village.post(at(case), {"berkas": "id_card", "keadaan": "accepted"}).status_code == 404
    assert Paper.objects.get().state == "asked"
    assert branch.post(at(case), {"berkas": "id_card", "keadaan": "accepted"}).status_code == 302
    assert Paper.objects.get().state == "accepted"
    assert branch.post(at(case), {"berkas": "marriage", "keadaan": "here"}).status_code == 422  # of whom?


def test_nothing_is_half_kept_of_a_file_that_is_not_taken(case, as_role):
    client = as_role(Role.VILLAGE)
    answer = client.post(at(case, "pindai"), {"berkas": "id_card", "pindaian": SimpleUploadedFile("a.exe", b"MZ\0\0")})
    assert answer.status_code == 422
    assert client.post(at(case, "pindai"), {"berkas": "id_card"}).status_code == 422
    assert not Paper.objects.exists()


def test_a_letter_with_full_niks_is_on_the_trail_and_masked_for_whoever_may_not_see_them(case, as_role):
    answer = as_role(Role.VILLAGE).post(at(case, "surat", "ahli-waris"), {"bentuk": "pdf"})
    assert answer.content.startswith(b"%PDF")
    assert Act.objects.filter(command="nik.reveal", note=f"case {case.pk}, letter ahli-waris").count() == 1
    assert as_role(Role.OPERATOR).post(at(case, "surat", "pengantar"), {"bentuk": "docx"}).content.startswith(b"PK")
    as_role(Role.OWNER).post(at(case, "surat", "kematian"), {"bentuk": "pdf"})
    assert Act.objects.get(command="case.letter").actor.username == "owner"
    assert as_role(Role.AUDITOR).post(at(case, "surat", "kematian")).status_code == 403
    assert as_role(Role.VILLAGE).post(at(case, "surat", "kronologi")).status_code == 404  # no accident
    assert as_role(Role.VILLAGE).get(at(case, "surat", "kematian")).status_code == 405


def test_who_only_reads_sees_the_list_without_forms_and_scans(case, as_role):
    scan(as_role(Role.VILLAGE), case)
    page = text(as_role(Role.HEAD).get(at(case)))
    assert "Ada pindaian, tersimpan terenkripsi." in page
    assert "akta.png" not in page
    assert 'name="keadaan"' not in page
    auditor = text(as_role(Role.AUDITOR).get(at(case)))
    assert "akta.png" in auditor
    assert 'name="keadaan"' not in auditor
