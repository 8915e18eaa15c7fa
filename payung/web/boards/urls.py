"""Addresses of the boards of villages and offices, and of what was sent to them."""

from django.urls import path

import payung.web.converters  # noqa: F401  (registers <day:…>)
from payung.web.boards import reminders, views

app_name = "boards"
urlpatterns = [
    path("", views.villages, name="villages"),
    path("opd/", views.offices, name="offices"),
    path("batas", views.due, name="due"),
    path("ingatkan/desa", reminders.remind_them, {"whom": "desa"}, name="remind_villages"),
    path("ingatkan/opd", reminders.remind_them, {"whom": "opd"}, name="remind_offices"),
    path("pengingat/", reminders.letters, name="reminders"),
    path("pengingat/<day:day>/", reminders.sent, name="sent"),
    path("pengingat/<day:day>/surat.pdf", reminders.pdf, name="pdf"),
    path("pengingat/<day:day>/pesan.txt", reminders.texts, name="texts"),
    path("pengingat/<int:number>/surat.pdf", reminders.pdf_of_one, name="pdf_of_one"),
]
