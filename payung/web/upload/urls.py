"""Addresses of Unggah & Periksa."""

from django.urls import path

from payung.web.upload.views import columns, results, rows, sending, sheets, village

app_name = "upload"
urlpatterns = [
    path("", results.uploads, name="uploads"),
    path("pendataan/", sending.open_round, name="round"),
    path("kirim/", sending.send, name="send"),
    path("mulai/", sending.begin, name="begin"),
    path("<int:pk>/", results.upload, name="upload"),
    path("<int:pk>/berkas/", sending.add, name="add"),
    path("<int:pk>/periksa/", sending.check, name="check"),
    path("<int:pk>/kemajuan/", results.progress, name="progress"),
    path("<int:pk>/lanjutkan/", sending.resume, name="resume"),
    path("<int:pk>/kolom/", columns.columns, name="columns"),
    path("<int:upload>/baris/", rows.rows, name="rows_of_upload"),
    path("baris/", rows.rows, name="rows"),
    path("baris/<int:pk>/", rows.row, name="row"),
    path("pengirim/<int:pk>/", results.sender, name="sender"),
    path("pengirim/<int:sender>/baris/", rows.rows, name="rows_of_sender"),
    path("pengirim/<int:pk>/lembar/", sheets.sheet, name="sheet"),
    path("lembar/", sheets.sheets, name="sheets"),
    path("terima/", results.accept, name="accept"),
    path("desa-saya/", village.village, name="village"),
    path("tambah/", rows.person, name="person"),
]
