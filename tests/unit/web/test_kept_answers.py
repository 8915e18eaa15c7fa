"""What a page worked out over everybody stands until somebody does anything, and is asked for by what it depends on."""

import pytest

from payung.audit.actions import acting
from payung.registry.models import Person
from payung.web.kept import kept

pytestmark = pytest.mark.django_db


def test_an_act_makes_every_answer_new(programme):
    programme.candidates(2)
    assert kept("people", "74.05", make=Person.objects.count) == 2
    Person.objects.filter(pk=programme.people[0]).update(name="Diubah")  # no act: nobody did it through Payung
    assert kept("people", "74.05", make=lambda: -1) == 2
    assert kept("people", "74.04", make=lambda: 0) == 0, "another question"
    with acting("test", by=None):
        pass
    assert kept("people", "74.05", make=lambda: 3) == 3
