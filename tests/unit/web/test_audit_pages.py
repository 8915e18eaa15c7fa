"""Uji audit as an auditor and an owner meet it: counts that lead to their findings, samples with answers, files with masked NIKs."""

import io
import zipfile

import pytest
from checked_programme import good_nik, people_of, register
from invented import JANUARY, TODAY

from payung.accounts.models import Role
from payung.assurance.models import Sample, SampleAnswer
from payung.audit.models import Act
from payung.billing.actions import make_bill
from payung.reports.actions import make_paper
from payung.reports.models import Paper
from payung.web.assurance import views

pytestmark = pytest.mark.django_db


@pytest.fixture
def fund(programme):
    people_of(programme, 4)
    fund = programme.started(amount=4 * 16_800 * 12)
    make_bill(fund=fund, month=JANUARY, by=None, on=TODAY)
    return fund


def text(response) -> str:
    return response.content.decode()


def test_counts_lead_to_findings_with_their_evidence(as_role, programme, fund):
    register(programme, "taspen", good_nik(1))
    client = as_role(Role.AUDITOR)
    page = client.get("/uji-audit/")
    rows = {row["address"]: row for row in page.context["table"].rows}
    assert (rows["/uji-audit/uji/registers/"]["findings"], rows["/uji-audit/uji/registers/"]["rupiah"]) == (1, 16_800)
    assert rows["/uji-audit/uji/population/"]["note"].id.startswith("Belum ada data kependudukan")
    one = client.get("/uji-audit/uji/registers/")
    assert "Tercatat di Taspen menurut Daftar Taspen versi 1 (20 Februari 2026)." in text(one)
    assert good_nik(1) not in text(one)
    assert client.get("/uji-audit/uji/registers/?unduh=xlsx").content[:2] == b"PK"
    assert "Tidak ada temuan. Diuji: 4 orang di daftar." in text(client.get("/uji-audit/uji/age/"))
    assert client.get("/uji-audit/uji/lain/").status_code == 404
    client.cookies["django_language"] = "en"
    assert "Insured by Taspen by Taspen, version 1 (20 February 2026)." in text(client.get("/uji-audit/uji/registers/"))


def test_what_anybody_does_makes_the_counts_new(as_role, programme, fund):
    client = as_role(Role.OWNER)
    assert client.get("/uji-audit/?temuan=ada").context["faults"] == 5  # no second person, January unpaid, February to April without a bill
    make_bill(fund=fund, month=JANUARY + 1, by=None, on=TODAY)
    assert client.get("/uji-audit/").context["faults"] == 5 - 1 + 1  # the bill is there, and not paid
    register(programme, "taspen", good_nik(1))
    assert client.get("/uji-audit/").context["faults"] == 6


def test_an_auditor_draws_and_answers(as_role, fund):
    client = as_role(Role.AUDITOR)
    sent = {"dana": fund.pk, "lapisan": "village", "ukuran": "3", "benih": "ST 7", "dari": "2026-01", "sampai": "2026-03"}
    for _ in range(2):
        answer = client.post("/uji-audit/sampel/", sent, follow=True)
    one = Sample.objects.get()
    assert answer.redirect_chain == [(f"/uji-audit/sampel/{one.pk}/", 302)]
    assert "3 dari 4 diundi" in text(answer)
    client.post(f"/uji-audit/sampel/{one.pk}/", {"baris": "1", "hasil": "agrees"})
    wrong = client.post(f"/uji-audit/sampel/{one.pk}/", {"baris": "2", "hasil": "differs", "next": f"/uji-audit/sampel/{one.pk}/"}, follow=True)
    assert "Tulis apa yang tidak sesuai" in text(wrong)
    page = client.get(f"/uji-audit/sampel/{one.pk}/")
    assert [count for _, count in page.context["counts"]] == [1, 0, 2]
    assert page.context["line"].number == 2
    assert client.get(f"/uji-audit/sampel/{one.pk}/?hasil=agrees").context["table"].count == 1
    assert client.get(f"/uji-audit/sampel/{one.pk}/?hasil=open").context["table"].count == 2
    owner = as_role(Role.OWNER)
    assert owner.get(f"/uji-audit/sampel/{one.pk}/").status_code == 200
    assert owner.post(f"/uji-audit/sampel/{one.pk}/", {"baris": "2", "hasil": "agrees"}).status_code == 403
    assert SampleAnswer.objects.count() == 1
    assert owner.get("/uji-audit/sampel/").context["may_draw"] is False


def test_packs_are_masked_and_a_full_one_is_recorded(as_role, fund):
    client = as_role(Role.AUDITOR)
    assert client.get("/uji-audit/paket/").content[:2] == b"PK"
    assert not Act.objects.filter(command="nik.reveal").exists()
    assert client.post("/uji-audit/paket/").content[:2] == b"PK"
    assert Act.objects.filter(command="nik.reveal").count() == 1
    assert as_role(Role.OWNER).post("/uji-audit/paket/").status_code == 403


def test_nothing_to_test_yet_says_when_it_begins(as_role, programme):
    assert "Uji dimulai setelah dana dibuka" in text(as_role(Role.AUDITOR).get("/uji-audit/"))


def test_the_tests_of_a_large_list_are_ordered_and_wait_on_the_page(as_role, programme, fund, monkeypatch):
    monkeypatch.setattr(views, "MANY", 2)
    client = as_role(Role.AUDITOR)
    page = client.get("/uji-audit/")
    assert page.context["counted_at"] is None
    assert "setelah sekitar satu menit" in text(page)
    assert "Tekan “Jalankan semua uji”" in text(client.get("/uji-audit/paket/"))
    assert "Berkas sedang dibuat" in text(client.post("/uji-audit/paket/pesan/", follow=True))
    make_paper(paper_id=Paper.objects.get().pk)
    page = client.get("/uji-audit/")
    assert (page.context["faults"], page.context["counted_at"].older) == (5, False)
    assert "Paket audit, NIK disamarkan" in text(page)
    content = b"".join(client.get(f"/berkas/{Paper.objects.get().pk}/").streaming_content)
    assert zipfile.is_zipfile(io.BytesIO(content))
    assert "uji audit.xlsx" in zipfile.ZipFile(io.BytesIO(content)).namelist()
    make_bill(fund=fund, month=JANUARY + 1, by=None, on=TODAY)
    page = client.get("/uji-audit/")
    assert (page.context["faults"], page.context["counted_at"].older) == (5, True)
    assert "Sesudah itu ada perubahan" in text(page)


def test_a_large_pack_with_full_niks_is_ordered_as_an_act(as_role, programme, fund, monkeypatch):
    monkeypatch.setattr(views, "MANY", 2)
    auditor = as_role(Role.AUDITOR)
    auditor.post("/uji-audit/paket/")
    assert Act.objects.filter(command="nik.reveal").count() == 1
    paper = Paper.objects.get()
    make_paper(paper_id=paper.pk)
    assert auditor.get(f"/berkas/{paper.pk}/").status_code == 404
    assert auditor.post(f"/berkas/{paper.pk}/").status_code == 200
    assert Act.objects.filter(command="nik.reveal").count() == 2
