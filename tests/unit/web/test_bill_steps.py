"""A bill goes its way on the screens: code, SP2D, proof, posting, reconciliation, closing; and what is refused says why."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from invented import JANUARY, nik

from payung.accounts.models import Role
from payung.billing.actions import make_bill, pay_bill
from payung.billing.models import BpjsPosting, Closing, Payment, PaymentCode, Proof, Reversal

pytestmark = pytest.mark.django_db
ON = date(2026, 1, 12)


@pytest.fixture
def bill(programme):
    programme.candidates(3)
    return make_bill(fund=programme.started(), month=JANUARY, by=None, on=date(2026, 1, 5))


def text(response) -> str:
    return response.content.decode()


def post(client, bill, part, **sent):
    return client.post(f"/tagihan/{bill.pk}/{part}/", {"next": f"/tagihan/{bill.pk}/", **sent}, follow=True)


def now(client, bill) -> str:
    return next(step.key for step in client.get(f"/tagihan/{bill.pk}/").context["steps"] if step.state == "now")


def test_the_whole_way_of_a_bill(as_role, bill):
    treasurer, branch = as_role(Role.TREASURER), as_role(Role.BPJS_BRANCH)
    assert now(treasurer, bill) == "code"
    assert "Kode iuran 260100123456 tercatat." in text(post(branch, bill, "kode", code="2601 0012 3456"))
    assert now(treasurer, bill) == "papers"
    post(treasurer, bill, "surat", kind="SPP", number="900/1", dated="2026-01-08")
    assert now(treasurer, bill) == "sp2d"
    post(treasurer, bill, "bayar", amount="50.400", paid_on="2026-01-12", reference="7/2026", code="260100123456")
    assert now(treasurer, bill) == "proof"
    paid = Payment.objects.get()
    slip = SimpleUploadedFile("bukti.pdf", b"%PDF-1.7 bukti")
    assert "Bukti bank disimpan." in text(treasurer.post(f"/pembayaran/{paid.pk}/bukti/", {"berkas": slip}, follow=True))
    assert treasurer.get(f"/bukti/{Proof.objects.get().pk}/").content == b"%PDF-1.7 bukti"
    assert now(treasurer, bill) == "posting"
    post(branch, bill, "posting", posted_on="2026-01-13", people="3", amount="50.400")
    assert now(treasurer, bill) == "reconciled"
    compared = treasurer.post(f"/tagihan/{bill.pk}/rekonsiliasi/cocokkan/", follow=True)
    assert "Daftar, tagihan, SP2D dan posting sama." in text(compared)
    assert now(treasurer, bill) == "closed"
    assert "Semua selesai: lunas, diposting dan cocok." in text(treasurer.get(f"/tagihan/{bill.pk}/tutup/"))
    page = text(post(treasurer, bill, "tutup"))
    assert "Bulan ini ditutup pada 20 April 2026." in page
    assert "Buka kembali bulan ini" not in page
    assert "sudah ditutup pada 20 April 2026" in text(post(branch, bill, "posting", posted_on="2026-01-14", people="1", amount="1"))
    owner, closing = as_role(Role.OWNER), Closing.objects.get()
    assert "Buka kembali bulan ini" in text(owner.get(f"/tagihan/{bill.pk}/"))
    assert treasurer.post(f"/penutupan/{closing.pk}/buka/", {"reason": "Salah"}).status_code == 403
    assert "dibuka kembali" in text(owner.post(f"/penutupan/{closing.pk}/buka/", {"reason": "SP2D dikoreksi"}, follow=True))
    assert now(owner, bill) == "closed"


def test_one_number_for_two_groups_is_refused_at_the_number(as_role, programme, bill):
    programme.candidates(2)
    other = make_bill(fund=programme.started(name="Dana desa", source="VILLAGE"), month=JANUARY, by=None, on=ON)
    pay_bill(bill=other, amount=1, paid_on=ON, reference="7/2026", by=None, on=ON)
    answer = as_role(Role.TREASURER).post(f"/tagihan/{bill.pk}/bayar/", {"amount": "50.400", "paid_on": "2026-01-12", "reference": "7/2026"})
    assert list(answer.context["form"].wrong) == ["reference"]
    assert "persetujuan kepala cabang" in text(answer)


def test_too_much_is_asked_about_and_then_kept_as_credit(as_role, bill):
    client = as_role(Role.TREASURER)
    sent = {"amount": "60.000", "paid_on": "2026-01-12", "reference": "7/2026"}
    asked = client.post(f"/tagihan/{bill.pk}/bayar/", sent)
    assert 'name="surplus"' in text(asked)
    assert not Payment.objects.exists()
    assert "Kelebihan Rp9.600 menjadi kredit dana." in text(post(client, bill, "bayar", **sent, surplus="1"))
    later = make_bill(fund=bill.fund, month=JANUARY + 1, by=None, on=ON)
    assert "Kelebihan bayar dana ini: Rp9.600." in text(client.get(f"/tagihan/{later.pk}/"))
    assert "Kelebihan Rp9.600 dipakai untuk tagihan ini." in text(post(client, later, "kelebihan"))
    assert "Tidak ada kelebihan bayar" in text(post(client, later, "kelebihan"))
    books = client.get(f"/dana/{bill.fund_id}/buku/?akun=over")
    assert books.context["sums"][2] == 0
    assert [row["balance"] for row in books.context["table"].rows] == [9_600, 0]
    assert client.get(f"/dana/{bill.fund_id}/buku/?akun=over&unduh=xlsx").content[:2] == b"PK"


def test_credit_that_came_back_is_recorded_in_the_books(as_role, bill):
    pay_bill(bill=bill, amount=60_000, paid_on=ON, reference="7/2026", by=None, on=ON, surplus=True)
    client = as_role(Role.TREASURER)
    sent = {"amount": "9.600", "returned_on": "2026-02-02", "reference": "BANK 1"}
    assert "Pengembalian Rp9.600 tercatat." in text(client.post(f"/dana/{bill.fund_id}/pengembalian/", sent, follow=True))


def test_a_wrong_payment_needs_two_people(as_role, users, bill):
    treasurer, owner = as_role(Role.TREASURER), as_role(Role.OWNER)
    paid = pay_bill(bill=bill, amount=50_000, paid_on=ON, reference="7/2026", by=None, on=ON)
    treasurer.post(f"/pembayaran/{paid.pk}/batal/", {"reason": "Salah ketik"})
    asked = Reversal.objects.get()
    assert "Setujui pembatalan" not in text(treasurer.get(f"/tagihan/{bill.pk}/"))
    own = treasurer.post(f"/pembatalan/{asked.pk}/jawab/", {"jawaban": "ya", "next": f"/tagihan/{bill.pk}/"}, follow=True)
    assert "Orang lain yang harus menyetujuinya" in text(own)
    assert "Setujui pembatalan" in text(owner.get(f"/tagihan/{bill.pk}/"))
    done = owner.post(f"/pembatalan/{asked.pk}/jawab/", {"jawaban": "ya"}, follow=True)
    assert "Pembayaran dibatalkan dengan catatan balik." in text(done)
    assert done.context["one"].owed == 50_400


def test_a_file_of_postings_is_mapped_once_and_names_who_differs(as_role, bill):
    client = as_role(Role.BPJS_BRANCH)
    pay_bill(bill=bill, amount=50_400, paid_on=ON, reference="7/2026", by=None, on=ON)
    content = f"Identitas;Setoran\n{nik(0)};16.800\n{nik(1)};16.000\n".encode()
    sent = client.post(f"/tagihan/{bill.pk}/posting/", {"berkas": SimpleUploadedFile("posting.csv", content)}, follow=True)
    address = sent.redirect_chain[-1][0]
    assert [title for title, _ in sent.context["titles"]] == ["Identitas", "Setoran"]
    assert "Sebutkan kolom mana yang dimaksud" in text(sent)
    assert as_role(Role.TREASURER).get(address).status_code == 404  # somebody else's file
    wrong = client.post(address, {"judul": ["Identitas", "Setoran"], "kolom": ["nik", ""], "posted_on": "2026-01-13"})
    assert wrong.status_code == 422
    done = client.post(address, {"judul": ["Identitas", "Setoran"], "kolom": ["nik", "amount"], "posted_on": "2026-01-13"}, follow=True)
    assert done.redirect_chain[-1][0] == f"/tagihan/{bill.pk}/rekonsiliasi/"
    posting = BpjsPosting.objects.get()
    assert (posting.rows, posting.amount) == (2, 32_800)
    page = as_role(Role.TREASURER).post(f"/tagihan/{bill.pk}/rekonsiliasi/cocokkan/", follow=True)
    assert [(row["kind"].en, row["billed"], row["posted"]) for row in page.context["table"].rows] == [
        ("On the list, not posted", 16_800, 0),
        ("Another amount", 16_800, 16_000),
    ]
    assert nik(2) not in text(page)
    assert as_role(Role.AUDITOR).get(f"/tagihan/{bill.pk}/rekonsiliasi/?unduh=xlsx").content[:2] == b"PK"
    assert as_role(Role.HEAD).get(f"/tagihan/{bill.pk}/rekonsiliasi/").context["table"] is None
    client.post(f"/posting/{posting.pk}/batal/", {"reason": "Bulan salah"})
    assert "Tidak dihitung lagi:" in text(client.get(f"/tagihan/{bill.pk}/"))


def test_what_is_open_is_listed_before_closing(as_role, bill):
    client = as_role(Role.TREASURER)
    page = client.get(f"/tagihan/{bill.pk}/tutup/")
    assert [item.what for item in page.context["items"]] == ["no_code", "unpaid", "not_posted", "not_reconciled"]
    assert "belum dapat ditutup" in text(post(client, bill, "tutup", alasan_unpaid="Menunggu APBD-P"))
    post(client, bill, "tutup", **{f"alasan_{what}": "Menunggu APBD-P" for what in ("no_code", "unpaid", "not_posted", "not_reconciled")})
    assert Closing.objects.get().accepted.count() == 4


def test_a_code_is_corrected_with_its_history(as_role, bill):
    client = as_role(Role.OPERATOR)
    post(client, bill, "kode", code="1111")
    assert "Tulis alasannya" in text(post(client, bill, "kode", code="2222"))
    assert "Riwayat kode" in text(post(client, bill, "kode", code="2222", reason="BPJS mengganti"))
    assert PaymentCode.objects.count() == 2


def test_the_papers_are_one_pdf(as_role, bill):
    answer = as_role(Role.TREASURER).get(f"/tagihan/{bill.pk}/berkas.pdf")
    assert answer.content.startswith(b"%PDF")
    assert "berkas pencairan 2026-01" in answer.headers["Content-Disposition"]


def test_families_that_wait_are_counted_and_named_to_who_may_know(as_role, programme, bill):
    import polars as pl

    from payung.roster.actions import record_changes

    dead = pl.DataFrame({"nik": [nik(0)], "direction": ["out"], "reason": ["deceased"], "happened_on": [date(2026, 1, 20)]})
    record_changes(fund=bill.fund, month=JANUARY + 1, changes=dead, by=None, on=ON)
    page = text(as_role(Role.BPJS_BRANCH).get(f"/tagihan/{bill.pk}/"))
    assert "1 ahli waris menunggu sampai tunggakan dibayar." in page
    assert "(20 Januari 2026)" in page
    assert "(20 Januari 2026)" not in text(as_role(Role.HEAD).get(f"/tagihan/{bill.pk}/"))
