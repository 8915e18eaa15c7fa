"""Addresses of what belongs to no work: language, health, the parts of all pages."""

from django.urls import path

from payung.web.system import views

app_name = "system"
urlpatterns = [
    path("bahasa/", views.language, name="language"),
    path("sehat", views.alive, name="alive"),
    path("siap", views.ready, name="ready"),
    path("favicon.ico", views.favicon, name="favicon"),
    path("pola", views.patterns, name="patterns"),
]
