"""The payment papers: letter, summary with accounts, receipt in words, and everybody with the sums of each sheet."""

import re
from datetime import date
from io import BytesIO

import pypdf
import pytest
from invented import JANUARY, TODAY

from payung.billing.actions import make_bill
from payung.billing.codes import record_code
from payung.billing.queries import bill_on
from payung.places.models import Office
from payung.planning.models import Fund
from payung.reports.bill_pack import bill_pack
from payung.reports.payment_pack import content, write_payment_pack

pytestmark = pytest.mark.django_db


@pytest.fixture
def bill(programme):
    programme.candidates(50)
    fund = programme.started()
    office = Office.objects.create(kind=Office.Kind.OPD, name="Disnakertrans", place=programme.place)
    terms = {"group": "SG", "owner": office, "budget_number": "DPA/2.07/001", "account_jkk": "5.1.02.02.01.0063", "account_jkm": "5.1.02.02.01.0064"}
    Fund.objects.filter(pk=fund.pk).update(**terms)
    made = make_bill(fund=Fund.objects.get(pk=fund.pk), month=JANUARY, by=None, on=TODAY)
    record_code(bill=made, code="2601 0012", by=None, on=TODAY)
    return made


def pack(bill, named=True):
    return bill_pack(bill_on(bill.pk, visible_to=None, on=date(2026, 1, 6)), made_by="Bendahara", named=named)


def test_the_pdf_holds_all_papers_with_the_amount_in_words(bill):
    pages = [re.sub(r"\s+", " ", page.extract_text()) for page in pypdf.PdfReader(BytesIO(write_payment_pack(pack(bill)))).pages]
    assert len(pages) == 5  # letter, summary, receipt, two sheets of the list
    words = "delapan ratus empat puluh ribu rupiah"  # 50 × 16,800 = 840,000
    assert "Permohonan pembayaran iuran" in pages[0]
    assert "Rp840.000" in pages[0]
    assert words in pages[0]
    assert "kode iuran 26010012" in pages[0]
    assert "DPA/2.07/001" in pages[1]
    assert "Rp500.000, rekening 5.1.02.02.01.0063" in pages[1]
    assert "Rp340.000, rekening 5.1.02.02.01.0064" in pages[1]
    assert "Kuitansi" in pages[2]
    assert words in pages[2]
    assert "Bendahara Pengeluaran Disnakertrans" in pages[2]
    assert "Lembar 1 dari 2 · di lembar ini 44 orang, Rp739.200" in pages[3]
    assert "Lembar 2 dari 2 · di lembar ini 6 orang, Rp100.800" in pages[4]


def test_who_may_not_see_people_gets_the_papers_without_them_and_niks_are_masked(bill):
    assert content(pack(bill, named=False), "id")["sheets"] == []
    rows = [row for sheet in content(pack(bill), "en")["sheets"] for row in sheet["rows"]]
    assert len(rows) == 50
    assert {row[1][4:12] for row in rows} == {"•" * 8}
    assert "eight hundred forty thousand rupiah" in content(pack(bill), "en")["ask"]


def test_what_is_not_known_yet_is_a_dash_and_no_gap(programme):
    programme.candidates(1)
    one = make_bill(fund=programme.started(), month=JANUARY, by=None, on=TODAY)
    facts = dict(content(pack(one), "id")["facts"])
    assert (facts["Nomor DPA"], facts["Kode iuran"], facts["Iuran JKK"]) == ("–", "–", "Rp10.000")
    assert "kode iuran (belum ada)" in content(pack(one), "id")["ask"]
