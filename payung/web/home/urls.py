"""Addresses of Beranda."""

from django.urls import path

from payung.web.home import views

app_name = "home"
urlpatterns = [path("", views.home, name="home")]
