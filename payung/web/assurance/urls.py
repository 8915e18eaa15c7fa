"""Addresses of this area."""

from django.urls import URLPattern, path

from payung.web.assurance import packs, samples, views

app_name = "assurance"
urlpatterns: list[URLPattern] = [
    path("", views.tests, name="tests"),
    path("paket/", packs.pack, name="pack"),
    path("paket/pesan/", packs.order, name="order"),
    path("sampel/", samples.samples, name="samples"),
    path("sampel/<int:sample>/", samples.sample, name="sample"),
    path("sampel/<int:sample>/kertas-kerja/", packs.working_paper, name="working_paper"),
    path("uji/<slug:test>/", views.test, name="test"),
]
