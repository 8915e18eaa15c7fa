"""People with a role each, signed in, on the programme of invented.py."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from django.test import Client
from invented import VILLAGES, Programme

from payung.accounts.models import Assignment, Role, User
from payung.places.models import Office, OfficeKind, Territory

As = Callable[[Role], Client]


@pytest.hookimpl(tryfirst=True)  # before -m chooses
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.screen)


@pytest.fixture(autouse=True)
def screens(settings, tmp_path) -> None:
    """The screens as `payung serve` sets them, on a day in the programme's year."""
    settings.SECRET_KEY, settings.TODAY, settings.MFA_REQUIRED, settings.HTTPS = "only for tests", date(2026, 4, 20), False, False
    settings.STORAGES = {**settings.STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
    settings.STATIC_ROOT = tmp_path  # there, and empty
    settings.ALLOWED_HOSTS = ["testserver", "127.0.0.1", "localhost"]
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def users(programme: Programme) -> dict[Role, User]:
    """One for each role: at the regency, the first of VILLAGES, an OPD, or a branch that serves the regency."""
    opd = Office.objects.create(kind=OfficeKind.OPD, name="Dinas Kesehatan", place=programme.place)
    branch = Office.objects.create(kind=OfficeKind.BPJS_BRANCH, name="Cabang Kendari", place=programme.place)
    Territory.objects.create(office=branch, place=programme.place)
    made = {}
    for role in Role:
        where = {Role.VILLAGE: {"place_id": VILLAGES[0]}, Role.OFFICE: {"office": opd}, Role.BPJS_BRANCH: {"office": branch}}
        user = User.objects.create(username=role.value, display_name=f"Petugas {role.label}")
        Assignment.objects.create(user=user, role=role, since=date(2026, 1, 1), **where.get(role, {"place": programme.place}))
        made[role] = user
    return made


@pytest.fixture
def as_role(users: dict[Role, User]) -> As:
    """A browser in which the person of that role is signed in."""

    def sign_in(role: Role) -> Client:
        client = Client()
        client.force_login(users[role], backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    return sign_in
