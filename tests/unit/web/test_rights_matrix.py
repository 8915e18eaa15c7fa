"""Every address × every role × one's own place and another: what is opened follows from RIGHTS and from what is seen, and from nothing else."""

from datetime import date

import pytest
from django.db import transaction
from django.template.backends.django import Template
from django.test import Client
from django.urls import reverse
from invented import Programme
from objects import OBJECTS, Made, Route, routes

from payung.accounts.models import Role, User
from payung.accounts.rights import RIGHTS
from payung.places.models import Office, Place
from payung.registry.models import Person, Round

ROUTES = routes()
# They see a village or an office's own people, not the regency: whether an object of the regency opens is for the tests of its area.
NARROW = {Role.VILLAGE, Role.OFFICE}
# What these are about stands in the query, which is empty here; or they open for one person alone (a paper, a file): see the tests of their area.
ASKS = {"upload:columns", "papers:fetch", "money:posting_file", "entities:read"}


def test_every_part_of_an_address_is_known():
    lost = [f"{route.path} ({route.name}.{part})" for route in ROUTES for part in route.parts if not route.maker(part) and route.plain(part) is None]
    assert lost == [], f"say in tests/unit/web/objects.py what these stand for: {lost}"


def test_what_is_known_is_used_or_may_be():
    """A key with the name of a route that is gone would hide that the route is not tested."""
    areas = {route.name.partition(":")[0] for route in ROUTES}
    named = {route.name for route in ROUTES}
    lost = [key for key in OBJECTS if "." in key and key.partition(":")[0] in areas and key.partition(".")[0] not in named]
    assert lost == []


@pytest.fixture
def own(programme: Programme) -> Made:
    return Made(programme)


@pytest.fixture
def other(db) -> Made:
    place = Place.objects.get(code="74.04")
    round = Round.objects.create(place=place, name="Pendataan jauh", start=date(2026, 1, 1))
    return Made(Programme(round, Office.objects.create(kind=Office.Kind.LABOUR, name="Disnaker jauh", place=place)))


def answers(client: Client, address: str) -> dict[str, int]:
    """By method; whatever a POST does is taken back."""
    found = {}
    for method in ("get", "post"):
        with transaction.atomic():
            found[method] = getattr(client, method)(address).status_code
            transaction.set_rollback(True)
    return found


def signed_in(user: User) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def wrong(route: Route, role: Role, method: str, status: int, *, of_another: bool) -> bool:
    """Whether the answer is not what RIGHTS and sight say."""
    if status == 405:
        return False  # no page, for nobody
    rights = {route.right} if method == "get" else {route.right, route.writes}
    if any(right and role not in RIGHTS[right] for right in rights):
        return status not in (403,)
    if of_another and route.objects:
        return status != 404
    if status == 404:  # an empty form names nothing; a page opens
        return method == "get" and role not in NARROW and route.name not in ASKS
    return status == 403 or status >= 500


@pytest.fixture
def unwritten(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages are asked whole and answer with an empty text: only who may is looked at here, a thousand times."""
    monkeypatch.setattr(Template, "render", lambda self, context=None, request=None: "")


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.usefixtures("unwritten")
def test_what_opens_follows_from_rights_and_sight(users, own, other, role):
    client = signed_in(users[role])
    told = {}
    for route in ROUTES:
        if route.right is None:
            continue
        may = role in RIGHTS[route.right] if route.right else True  # who may not is refused before the object is looked for
        for made in (own, other) if route.objects and may else (own,):
            for method, status in answers(client, route.address(made)).items():
                if wrong(route, role, method, status, of_another=made is other):
                    told[f"{method} {route.name} {made.place.code}"] = status
    assert told == {}


def test_without_a_role_only_ones_own_pages_open(own, users):
    nobody = User.objects.create(username="nobody", display_name="Nobody")
    client = signed_in(nobody)
    opened = {
        route.name: status for route in ROUTES if route.right for status in answers(client, route.address(own)).values() if status not in (403, 405)
    }
    assert opened == {}
    assert client.get(reverse("account:own")).status_code == 200


def test_a_role_that_has_ended_opens_nothing(own, users):
    users[Role.OPERATOR].assignments.update(until=date(2026, 4, 19))
    client = signed_in(users[Role.OPERATOR])
    opened = {
        route.name: status for route in ROUTES if route.right for status in answers(client, route.address(own)).values() if status not in (403, 405)
    }
    assert opened == {}


def test_signed_out_nothing_opens(own):
    client = Client(raise_request_exception=False)
    opened = {}
    for route in ROUTES:
        if route.right is not None:
            opened |= {f"{method} {route.name}": status for method, status in answers(client, route.address(own)).items() if status not in (302, 405)}
    assert opened == {}


def test_public_pages_break_for_nobody(own, users):
    client = signed_in(users[Role.HEAD])
    public = [route for route in ROUTES if route.right is None]
    assert {route.name for route in public} >= {"account:accept", "system:language", "system:alive"}
    broken = {route.name: found for route in public for found in [answers(client, route.address(own))] if max(found.values()) >= 500}
    assert set(broken) <= {"system:ready"}  # 503 where it is not ready


@pytest.mark.parametrize("wide", [Role.OWNER, Role.BPJS_BRANCH, Role.ADMINISTRATOR])  # each sees in a way of its own, or other pages
def test_lists_name_nobody_of_another_regency(users, own, other, wide):
    """Pages without an object in their address: what is made in the other regency is not on them."""
    made = [other.assignment.user.username, other.sent.file_name, other.programme.round.name, other.programme.office.name, "Warga jauh"]
    Person.objects.filter(pk__in=other.people).update(name="Warga jauh")
    assert other.row.pk
    client, shown = signed_in(users[wide]), {}
    for route in ROUTES:
        if route.right and not route.parts:
            page = client.get(reverse(route.name))
            text = b"".join(page).decode(errors="ignore") if page.streaming else page.content.decode(errors="ignore")
            if page.status_code == 200 and (found := [one for one in made if one in text]):
                shown[route.name] = found
    assert shown == {}
