"""Addresses of this area."""

from django.urls import URLPattern, path

from payung.web.coverage import maps, views

app_name = "coverage"
urlpatterns: list[URLPattern] = [
    path("", views.coverage, name="coverage"),
    path("peta/", maps.whole, name="map_whole"),
    path("peta/<str:code>/", maps.place, name="map"),
    path("peta/<str:code>/peta.svg", maps.drawn, name="map_svg"),
    path("semesta/", views.universe, name="universe"),
    path("laporan.pdf", views.report, name="report"),
]
