"""Addresses of bills, payments, postings, reconciliation, closing and the books."""

from django.urls import URLPattern, path

from payung.web.money import bills, bills_closing, bills_page, bills_payments, bills_postings

urlpatterns: list[URLPattern] = [
    path("tagihan/", bills.bills, name="bills"),
    path("tagihan/buat/", bills.make, name="make_bill"),
    path("tagihan/<int:pk>/", bills_page.bill, name="bill"),
    path("tagihan/<int:pk>/bayar/", bills_page.pay, name="pay"),
    path("tagihan/<int:pk>/rekap.pdf", bills_page.as_pdf, name="bill_pdf"),
    path("tagihan/<int:pk>/rekap.xlsx", bills_page.as_xlsx, name="bill_xlsx"),
    path("tagihan/<int:pk>/berkas.pdf", bills_page.papers, name="bill_papers"),
    path("tagihan/<int:pk>/kode/", bills_payments.code, name="bill_code"),
    path("tagihan/<int:pk>/surat/", bills_payments.order, name="bill_order"),
    path("tagihan/<int:pk>/kelebihan/", bills_payments.credit, name="bill_credit"),
    path("tagihan/<int:pk>/posting/", bills_postings.posting, name="posting"),
    path("tagihan/<int:pk>/posting/<int:document>/", bills_postings.posting_file, name="posting_file"),
    path("tagihan/<int:pk>/rekonsiliasi/", bills_postings.reconciliation, name="reconcile"),
    path("tagihan/<int:pk>/rekonsiliasi/cocokkan/", bills_postings.compare, name="compare"),
    path("tagihan/<int:pk>/tutup/", bills_closing.close, name="close"),
    path("pembayaran/<int:payment>/bukti/", bills_payments.proof, name="proof"),
    path("pembayaran/<int:payment>/batal/", bills_payments.reverse, name="reverse"),
    path("pembatalan/<int:reversal>/jawab/", bills_payments.answer, name="answer_reversal"),
    path("bukti/<int:proof>/", bills_payments.open_slip, name="open_proof"),
    path("posting/<int:posting>/batal/", bills_postings.withdraw, name="withdraw_posting"),
    path("penutupan/<int:closing>/buka/", bills_closing.reopen, name="reopen"),
    path("dana/<int:fund_id>/buku/", bills_closing.ledger, name="ledger"),
    path("dana/<int:fund_id>/pengembalian/", bills_payments.refund, name="refund"),
]
