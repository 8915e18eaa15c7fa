"""Addresses of this area."""

from django.urls import URLPattern, path

from payung.web.coverage import maps, official, plans, views

app_name = "coverage"
urlpatterns: list[URLPattern] = [
    path("", views.coverage, name="coverage"),
    path("cara-hitung/", views.how, name="how"),
    path("definisi/", views.registry, name="definitions"),
    path("kedudukan/", plans.standing, name="standing"),
    path("target/", plans.targets, name="targets"),
    path("angka-terbit/", plans.shares, name="shares"),
    path("bertentangan/", plans.contradictions, name="contradictions"),
    path("angka-resmi/", official.official, name="official"),
    path("angka-resmi/tabel/", official.give, name="official_give"),
    path("angka-resmi/tabel/<str:staged_as>/", official.preview, name="official_preview"),
    path("angka-resmi/berkas/<int:file>/", official.official_file, name="official_file"),
    path("semesta/", official.universe, name="universe"),
    path("peta/", maps.whole, name="map_whole"),
    path("peta/<str:code>/", maps.place, name="map"),
    path("peta/<str:code>/peta.svg", maps.drawn, name="map_svg"),
    path("laporan.pdf", views.report, name="report"),
]
