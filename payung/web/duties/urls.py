"""Addresses of the duties of Inpres 2/2021."""

from django.urls import path

from payung.web.duties import addressee, board

app_name = "duties"
urlpatterns = [
    path("", board.board_page, name="board"),
    path("laporan/", board.reports_page, name="reports"),
    path("cara-hitung/", board.kinds_page, name="kinds"),
    path("bukti/<int:evidence>/", addressee.scan, name="scan"),
    path("bukti/<int:evidence>/tarik/", addressee.withdraw, name="withdraw"),
    path("<str:who>/", addressee.addressee_page, name="addressee"),
    path("<str:who>/bukti/", addressee.record, name="record"),
]
