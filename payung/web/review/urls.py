"""Addresses of the review of pairs."""

from django.urls import path

from payung.web.review import views

app_name = "review"
urlpatterns = [
    path("", views.queue, name="queue"),
    path("mulai/", views.start, name="start"),
    path("cari/", views.find, name="find"),
    path("mencari/", views.searching, name="searching"),
    path("lembar/", views.sheet, name="sheet"),
    path("lembar-kembali/", views.sheet_back, name="sheet_back"),
    path("diputuskan/", views.decided, name="decided"),
    path("<int:number>/", views.pair, name="pair"),
    path("<int:number>/jawab/", views.answer, name="answer"),
    path("<int:number>/nik/", views.numbers, name="numbers"),
    path("keputusan/<int:number>/urungkan/", views.undo, name="undo"),
]
