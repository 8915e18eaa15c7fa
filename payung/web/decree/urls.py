"""Addresses of the papers of a determination: printed, numbered, signed; and the letterhead they bear."""

from django.urls import path

from payung.web.decree import letterhead, views

app_name = "decree"
urlpatterns = [
    path("penetapan/<int:determination_id>/naskah/", views.papers_page, name="papers"),
    path("penetapan/<int:determination_id>/naskah/<str:kind>.pdf", views.pdf, name="pdf"),
    path("penetapan/<int:determination_id>/naskah/<str:kind>.docx", views.docx, name="docx"),
    path("penetapan/<int:determination_id>/naskah/<str:kind>.png", views.preview, name="preview"),
    path("penetapan/<int:determination_id>/naskah/<str:kind>/nomor/", views.take, name="number"),
    path("penetapan/<int:determination_id>/naskah/<str:kind>/tanda-tangan/", views.hand_in, name="sign"),
    path("penetapan/<int:determination_id>/naskah/<str:kind>/pindaian/", views.scan, name="scan"),
    path("dana/<int:fund_id>/kop-surat/", letterhead.letterhead_page, name="letterhead"),
]
