"""payung user as it is typed."""

import json

import pytest
from typer.testing import CliRunner

from payung.accounts.models import User
from payung.cli.users import users

pytestmark = pytest.mark.django_db


def typed(*words: str, code: int = 0):
    done = CliRunner().invoke(users, list(words))
    assert done.exit_code == code, done.output
    return done


def test_the_first_administrator_gets_a_link(settings):
    settings.SECRET_KEY, settings.ALLOWED_HOSTS = "only for tests", ["testserver"]
    given = ("--name", "Dedi Kurnia", "--place", "74.05", "--address", "https://payung.contoh.go.id/", "--json")
    answer = json.loads(typed("invite", "Dedi", *given).output)
    made = User.objects.get()
    assert [(one.role, one.place_id) for one in made.assignments.all()] == [("administrator", "74.05")]
    assert answer["link"].startswith("https://payung.contoh.go.id/undangan/")


def test_a_new_link_for_whoever_is_there():
    typed("invite", "dedi", "--name", "Dedi Kurnia", "--place", "74.05")
    assert "/undangan/" in typed("link", "DEDI").output
    assert User.objects.get().invitations.count() == 2
    typed("link", "tidak-ada", code=2)
    typed("invite", "dedi", "--name", "Dedi", code=2)
