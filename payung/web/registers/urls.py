"""Addresses of this area."""

from django.urls import URLPattern, path

from payung.web.registers import imports, views

app_name = "registers"
urlpatterns: list[URLPattern] = [
    path("", views.registers, name="registers"),
    path("<int:pk>/", views.register, name="register"),
    path("impor/", imports.give, name="import"),
    path("impor/<str:staged_as>/", imports.preview, name="preview"),
]
