"""Addresses of the register of regulations and agreements."""

from django.urls import path

from payung.web.duties import instrument, register

app_name = "regulations"
urlpatterns = [
    path("", register.register_page, name="register"),
    path("tambah/", register.add_page, name="add"),
    path("<int:instrument>/", instrument.instrument_page, name="instrument"),
    path("<int:instrument>/ubah/", instrument.change_page, name="change"),
    path("<int:instrument>/naskah/", instrument.file_page, name="file"),
    path("<int:instrument>/kutipan/", instrument.cite_page, name="cite"),
    path("<int:instrument>/benar/", instrument.rule_page, name="rule"),
    path("<int:instrument>/akhiri/", instrument.end_page, name="end"),
    path("<int:instrument>/kewajiban/", instrument.oblige_page, name="oblige"),
]
