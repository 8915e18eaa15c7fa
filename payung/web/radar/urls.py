"""Addresses of this area."""

from django.urls import URLPattern, path

from payung.web.radar import views

app_name = "radar"
urlpatterns: list[URLPattern] = [
    path("", views.radar, name="radar"),
    path("<slug:block>/", views.block, name="block"),
]
