"""Signing in and out, one's own account, and the people who may sign in."""

from django.urls import URLPattern, URLResolver, include, path, re_path

from payung.web.account import nik, own, users

# Nobody registers here and nothing is mailed: these addresses of allauth lead nowhere.
_CLOSED = r"^akun/(signup|email|confirm-email|password/set|password/reset|login/code|2fa/webauthn/signup)(/|$)"

_OURS = [
    path("akun/saya", own.account, name="own"),
    path("akun/langkah-kedua", own.second_factor, name="second_factor"),
    path("undangan/<str:token>/", own.accept, name="accept"),
    path("pengguna/", users.users, name="users"),
    path("pengguna/undang", users.invite, name="invite"),
    path("pengguna/wilayah", users.places, name="places"),
    path("pengguna/<int:user>/", users.user, name="user"),
    path("pengguna/<int:user>/peran", users.assign, name="assign"),
    path("pengguna/<int:user>/undang-lagi", users.invite_again, name="invite_again"),
    path("pengguna/<int:user>/aktif", users.activate, name="activate"),
    path("pengguna/peran/<int:assignment>/akhiri", users.end, name="end"),
    path("nik/orang/<int:person>/", nik.of_person, name="nik_of_person"),
    path("nik/baris/<int:row>/", nik.of_row, name="nik_of_row"),
]

urlpatterns: list[URLPattern | URLResolver] = [
    re_path(_CLOSED, own.closed),
    path("", include((_OURS, "account"))),
    path("akun/", include("allauth.urls")),
]
