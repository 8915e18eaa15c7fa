"""Addresses of what somebody ordered."""

from django.urls import path

from payung.web.papers import views

app_name = "papers"
urlpatterns = [
    path("", views.papers, name="papers"),
    path("kemajuan/", views.progress, name="progress"),
    path("pesan/", views.order, name="order"),
    path("<int:paper>/", views.fetch, name="fetch"),
]
