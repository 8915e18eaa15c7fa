"""Addresses of what everybody may read without signing in, and of the switch for it."""

from django.urls import path

from payung.web.open import switch, views

app_name = "open"
urlpatterns = [
    path("terbuka/", views.places, name="places"),
    path("terbuka/<str:code>/", views.figures, name="figures"),
    path("terbuka/<str:code>/data.csv", views.data, name="data"),
    path("terbuka/<str:code>/metadata.json", views.metadata, name="metadata"),
    path("cakupan/terbuka/", switch.switch, name="switch"),
]
