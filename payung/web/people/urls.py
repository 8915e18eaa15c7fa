"""Addresses of people, lists and rows. What is searched for stands in none of them."""

from django.urls import path

from payung.web.people.views import lists, people, rows

app_name = "people"
urlpatterns = [
    path("orang/", people.people, name="people"),
    path("orang/<int:person>/", people.person, name="person"),
    path("daftar/", lists.lists, name="lists"),
    path("daftar/<int:sent>/", lists.one_list, name="list"),
    path("daftar/<int:sent>/berkas/", lists.original, name="original"),
    path("baris/", rows.rows, name="rows"),
    path("baris/<int:row>/", rows.one_row, name="row"),
]
