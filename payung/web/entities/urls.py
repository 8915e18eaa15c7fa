"""Addresses of villages, offices and employers as payers: the board, letters, files of arrears, and the prosecutor's register."""

from django.urls import path

import payung.web.converters  # noqa: F401  (registers <day:…> and <entity:…>)
from payung.web.entities import board, classes, entity, files, letters, skk

app_name = "entities"
urlpatterns = [
    path("", board.board, name="board"),
    path("kelas/", classes.classes, name="classes"),
    path("pemberi-kerja", entity.add_employer, name="add_employer"),
    path("<entity:entity>/", entity.entity_page, name="entity"),
    path("<entity:entity>/kepesertaan", entity.enrolment, name="enrolment"),
    path("<entity:entity>/tunggakan", entity.arrears, name="arrears"),
    path("<entity:entity>/janji", entity.promise, name="promise"),
    path("<entity:entity>/bayar", entity.pay, name="pay"),
    path("surat/", letters.letters, name="letters"),
    path("surat/tulis", letters.write, name="write"),
    path("surat/<day:day>/", letters.sent, name="sent"),
    path("surat/<day:day>/catat", letters.note, name="note"),
    path("surat/<day:day>/surat.pdf", letters.pdf, name="pdf"),
    path("surat/<day:day>/surat.docx", letters.docx, name="docx"),
    path("surat/<day:day>/pesan.txt", letters.texts, name="texts"),
    path("surat/<int:letter>/surat.pdf", letters.pdf_of_one, name="pdf_of_one"),
    path("berkas/", files.files, name="files"),
    path("berkas/<int:document>/", files.read, name="read"),
    path("berkas/hasil/<int:file>/", files.result, name="result"),
    path("siap-skk/", skk.ready, name="ready"),
    path("siap-skk/serahkan", skk.hand_them_over, name="hand_over"),
    path("skk/", skk.register, name="register"),
    path("skk/<int:skk>/", skk.skk_page, name="skk"),
    path("skk/<int:skk>/nomor", skk.number_it, name="number"),
    path("skk/<int:skk>/langkah", skk.step, name="step"),
    path("serah/<int:referral>/surat.pdf", skk.referral_letter, name="referral_letter"),
    path("serah/<int:referral>/daftar.xlsx", skk.referral_list, name="referral_list"),
]
