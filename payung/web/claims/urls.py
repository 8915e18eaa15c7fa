"""Addresses of the claims."""

from django.urls import path

from payung.web.claims import (
    case,
    cases,
    course,
    family,
    figures,
    flags,
    follow,
    handover,
    inbox,
    money,
    papers,
    reporting,
    scholars,
    scholarship,
    silent,
)

app_name = "claims"
urlpatterns = [
    path("", cases.cases_page, name="cases"),
    path("<int:case>/", case.case_page, name="case"),
    # the family, its papers, handing over
    path("<int:case>/keluarga/", family.family_page, name="family"),
    path("<int:case>/keluarga/<int:relative>/", family.relative_page, name="relative"),
    path("<int:case>/keluarga/<int:relative>/coret/", family.cross_page, name="relative_cross"),
    path("<int:case>/keluarga/<int:relative>/wali/", family.guardian_page, name="relative_guardian"),
    path("<int:case>/keluarga/<int:relative>/bukti/", family.proof_page, name="relative_proof"),
    path("<int:case>/keluarga/<int:relative>/izin/", family.consent_page, name="relative_consent"),
    path("<int:case>/berkas/", papers.papers_page, name="papers"),
    path("<int:case>/berkas/pindai/", papers.file_page, name="paper_file"),
    path("<int:case>/berkas/<int:scan>/", papers.scan_page, name="paper_scan"),
    path("<int:case>/berkas/surat/<slug:letter>/", papers.letter_page, name="letter"),
    path("<int:case>/lembar-keluarga.pdf", papers.sheet_page, name="sheet"),
    path("penyerahan/", handover.handover_page, name="handover"),
    path("penyerahan/daftar.xlsx", handover.list_page, name="handover_list"),
    path("penyerahan/catatan-pers/", handover.press_page, name="press"),
    path("penyerahan/terima-kasih/", handover.thanks_page, name="thanks"),
    # course, payment, scholarships
    path("tugas/", inbox.inbox_page, name="inbox"),
    path("tanda/", flags.flags_page, name="flags"),
    path("tanda/<int:flag>/", flags.outcome, name="flag"),
    path("beasiswa/", scholars.scholars_page, name="scholars"),
    path("beasiswa/<int:scholar>/jenjang/", scholarship.level, name="scholar_level"),
    path("beasiswa/<int:scholar>/akhir/", scholarship.end, name="scholar_end"),
    path("beasiswa/tahun/<int:school_year>/bukti/", scholarship.proof, name="year_proof"),
    path("beasiswa/tahun/<int:school_year>/bayar/", scholarship.pay, name="year_pay"),
    path("<int:case>/langkah/", course.course_page, name="course"),
    path("<int:case>/langkah/catat/", course.enter, name="step"),
    path("<int:case>/langkah/sebab/", course.cause, name="cause"),
    path("<int:case>/uang/", money.money_page, name="money"),
    path("<int:case>/uang/bpjs/", money.tell, name="tell"),
    path("<int:case>/uang/diterima/", money.heard, name="heard"),
    path("<int:case>/uang/tidak-ada/", money.nothing, name="no_money"),
    path("<int:case>/beasiswa/", scholarship.scholarship_page, name="scholarship"),
    path("<int:case>/beasiswa/anak/", scholarship.add, name="scholar_add"),
    # reporting, and what follows from all cases together
    path("lapor/", reporting.report, name="report"),
    path("belum-diklaim/", silent.silent, name="silent"),
    path("sesudahnya/", follow.follow, name="follow"),
    path("laporan/", figures.figures, name="figures"),
    path("laporan/laporan-klaim.pdf", figures.figures_pdf, name="figures_pdf"),
]
