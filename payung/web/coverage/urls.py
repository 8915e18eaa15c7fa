"""Addresses of this area."""

from django.urls import URLPattern, path

from payung.web.coverage import views

app_name = "coverage"
urlpatterns: list[URLPattern] = [
    path("", views.coverage, name="coverage"),
    path("semesta/", views.universe, name="universe"),
    path("laporan.pdf", views.report, name="report"),
]
