"""Every address says who may see it."""

from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from payung.accounts.models import Role
from payung.accounts.rights import RIGHTS


def routes(patterns: list[URLPattern | URLResolver], before: str = "") -> Iterator[tuple[str, URLPattern]]:
    for one in patterns:
        if isinstance(one, URLResolver):
            yield from routes(one.url_patterns, before + str(one.pattern))
        else:
            yield before + str(one.pattern), one


OURS = [(path, one) for path, one in routes(get_resolver().url_patterns) if not one.callback.__module__.startswith("allauth")]


def test_every_page_names_the_right_it_takes():
    assert [path for path, one in OURS if not hasattr(one.callback, "right")] == []
    named = {right for _, one in OURS for right in (one.callback.right, getattr(one.callback, "writes", "")) if right}
    assert named <= set(RIGHTS)


@pytest.mark.django_db
def test_nobody_who_is_not_signed_in_sees_more_than_public_pages():
    client = Client()
    plain = [(path, one) for path, one in OURS if "<" not in path and one.callback.right is not None]
    assert len(plain) > 0
    answers = {path: client.get(f"/{path}").status_code for path, _ in plain}
    assert {path: status for path, status in answers.items() if status not in (302, 405)} == {}  # 405: only a form leads there


def test_each_role_sees_a_home(as_role):
    assert {role: as_role(role).get("/").status_code for role in Role} == dict.fromkeys(Role, 200)
