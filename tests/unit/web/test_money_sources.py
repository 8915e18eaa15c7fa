"""The screens of a source of money: its form, rules and papers, the report to the donor, pledges, and people who move to another fund."""

import pytest
from invented import JANUARY, TODAY, nik

from payung.accounts.models import Role
from payung.billing.actions import make_bill, pay_bill
from payung.planning.models import Fund
from payung.pledges.models import Pledge, PledgePaid
from payung.roster.queries import roster_on

pytestmark = pytest.mark.django_db
PRICE = 12 * 16_800
TERMS = {
    "nama": "DBH CHT 2026",
    "sumber": "DBH-CHT",
    "jumlah": "452.508.000",
    "mulai": "2026-08",
    "bulan": "5",
    "umur_dari": "18",
    "umur_sampai": "65",
    "tahun_lalu": "on",
}


def text(response) -> str:
    return response.content.decode()


def test_the_form_asks_what_the_source_needs(programme, as_role):
    client = as_role(Role.OWNER)
    first = text(client.get("/dana/buka/"))
    assert 'name="dpa"' in first
    assert 'name="donatur"' not in first
    csr = text(client.post("/dana/nilai/", {**TERMS, "sumber": "CSR", "ditanya": "APBD"}))
    assert 'name="donatur"' in csr
    assert 'name="dpa"' not in csr
    assert "Tulis nama perusahaan" in csr
    assert 'hx-swap-oob="true"' not in text(client.post("/dana/nilai/", {**TERMS, "sumber": "CSR", "ditanya": "CSR"}))
    # without a script the form comes back once and asks
    answer = client.post("/dana/buka/", {**TERMS, "ditanya": "APBD", "buka": "1"})
    assert (answer.status_code, Fund.objects.count()) == (200, 0)
    assert '<option value="tobacco" selected>' in text(answer)


def test_a_fund_with_its_papers_and_the_rules_of_its_source(programme, as_role):
    client = as_role(Role.OWNER)
    papers = {"kelompok": "SG", "pemilik": str(programme.office.pk), "dpa": "DPA/2.07", "rekening_jkk": "5.1.30", "rekening_jkm": "5.1.31"}
    trade = {"pekerjaan": "tobacco", "aturan_pekerjaan": "only", "ditanya": "DBH-CHT", "peraturan": "Perbup 4/2026"}
    client.post("/dana/buka/", {**TERMS, **papers, **trade})
    fund = Fund.objects.get()
    assert (fund.trade, fund.trade_rule, fund.group, fund.owner, fund.account_jkm) == ("tobacco", "only", "SG", programme.office, "5.1.31")
    shown = text(client.get(f"/dana/{fund.pk}/"))
    for words in ("DPA/2.07", "5.1.31", "Disnaker", "Perbup 4/2026", "Hanya yang pekerjaannya tembakau", "PMK 16/2025", "belum diverifikasi"):
        assert words in shown
    assert client.post(f"/dana/{fund.pk}/anggaran/", {**papers, "dpa": "DPA/2.08"}).status_code == 302
    assert Fund.objects.get().budget_number == "DPA/2.08"


def test_staff_by_wage(programme, as_role):
    client = as_role(Role.OWNER)
    given = {**TERMS, "sumber": "APBD", "mulai": "2026-01", "bulan": "12", "jumlah": "1.505.563.200", "segmen": "NON_ASN"}
    assert client.post("/dana/buka/", given).status_code == 422
    part = text(client.post("/dana/nilai/", {**given, "upah": "2.000.000"}))
    for words in ("11.617", "Rp10.800", "Rp4.800", "Rp6.000"):
        assert words in part


def test_the_donor_reads_who_was_covered_and_no_number_in_full(programme, as_role):
    programme.candidates(3)
    fund = programme.started(name="CSR", source="CSR", amount=3 * PRICE)
    for at in range(2):
        bill = make_bill(fund=fund, month=JANUARY + at, by=None, on=TODAY)
        if not at:
            pay_bill(bill=bill, amount=bill.total, paid_on=TODAY, reference="SP2D", by=None, on=TODAY)
    client = as_role(Role.OWNER)
    assert client.get(f"/dana/{fund.pk}/laporan-donatur/").content[:5] == b"%PDF-"
    from io import BytesIO

    from python_calamine import CalamineWorkbook

    book = client.get(f"/dana/{fund.pk}/laporan-donatur/?bentuk=xlsx").content
    rows = CalamineWorkbook.from_filelike(BytesIO(book)).get_sheet_by_index(0).to_python()
    people = [row for row in rows if str(row[1]).startswith("Warga")]
    assert [(row[3], row[6]) for row in people] == [(1, 16_800)] * 3
    assert not any(nik(at) in str(rows) for at in range(3))


def test_a_pledge_is_entered_and_marked_as_paid(programme, as_role):
    programme.candidates(2)
    fund = programme.fund(name="SERTAKAN", source="SERTAKAN", months=6)
    client, office = as_role(Role.TREASURER), programme.office
    page = f"/dana/{fund.pk}/janji/"
    assert "Belum ada janji" in text(client.get(page))
    given = {"opd": office.pk, "pemberi": "Ani", "nip": "", "nik": nik(0), "dari": "2026-01", "sampai": "2026-06"}
    assert client.post(page, given).status_code == 302
    assert client.post(page, {**given, "pemberi": "Budi"}).status_code == 422
    client.post(f"{page}pegawai/", {"opd": office.pk, "jumlah": "40"})
    paid = {"opd": "", "sampai": "2026-04", "tanggal": "2026-04-20", "bukti": "STS 1"}
    for _ in range(2):
        client.post(f"{page}bayar/", paid)
    assert PledgePaid.objects.count() == 4
    shown = text(client.get(f"{page}?bulan=2026-04"))
    for words in ("Ani", "2,50 %", "Rp58.800", "dibayar"):
        assert words in shown
    assert nik(0) not in shown
    assert client.get(f"{page}?lembar=opd").content[:2] == b"PK"
    [pledge] = Pledge.objects.all()
    client.post(f"/janji/{pledge.pk}/tarik/", {"alasan": "pindah"})
    assert "ditarik" in text(client.get(f"{page}?bulan=2026-06"))
    assert client.get(f"/dana/{programme.fund().pk}/janji/").status_code == 404


def test_people_move_after_the_effect_was_seen(programme, as_role):
    programme.candidates(3)
    apbd = programme.started(amount=3 * PRICE)
    dbh = programme.fund(name="DBH", source="DBH-CHT", amount=9 * 9 * 16_800, months=9)
    programme.candidates(1)
    programme.determined(dbh)
    client = as_role(Role.OPERATOR)
    assert "Pindahkan ke dana lain" in text(client.get(f"/peserta/?dana={apbd.pk}"))
    given = {"dana": apbd.pk, "ke": dbh.pk, "bulan": "2026-05", "niks": f"{nik(0)}\n{nik(1)}, {'9' * 16}"}
    seen = text(client.post("/peserta/pindah/", {**given, "langkah": "periksa"}))
    # eight months are left of the one, five of the other
    for words in (f"Rp{2 * 8 * 16_800:,}".replace(",", "."), f"Rp{2 * 5 * 16_800:,}".replace(",", "."), "3 bulan lebih awal", "tidak ada di data"):
        assert words in seen
    assert roster_on(dbh, JANUARY + 4).count() == 0
    client.post("/peserta/pindah/", {**given, "langkah": "pindah"})
    assert (roster_on(apbd, JANUARY + 4).count(), roster_on(dbh, JANUARY + 4).count()) == (1, 2)
    assert "pindah dana" in text(client.get(f"/peserta/?dana={dbh.pk}&bulan=2026-05"))
