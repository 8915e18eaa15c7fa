"""What a page worked out over everybody stands until the data change; what took long is shown until the newer answer is there."""

from threading import Event, current_thread

import pytest
from django.utils import translation

from payung.audit.actions import acting
from payung.registry.models import Person
from payung.reports import prepared as module
from payung.reports.prepared import keep, last_prepared, prepared

pytestmark = pytest.mark.django_db


def _change() -> None:
    with acting("test", by=None):
        pass


def test_an_act_makes_every_answer_new(programme):
    programme.candidates(2)
    assert prepared("people", "74.05", make=Person.objects.count).answer == 2
    Person.objects.filter(pk=programme.people[0]).update(name="Diubah")  # no act: nobody did it through Payung
    assert prepared("people", "74.05", make=lambda: -1).answer == 2
    assert prepared("people", "74.04", make=lambda: 0).answer == 0, "another question"
    assert prepared("people", "74.05", of="another day", make=lambda: 4).answer == 4
    _change()
    assert prepared("people", "74.05", make=lambda: 3).answer == 3


def test_looking_changes_nothing(programme):
    assert prepared("people", make=lambda: 1).answer == 1
    with acting("nik.reveal", by=None):
        pass
    assert prepared("people", make=lambda: 2).answer == 1


def test_what_took_long_is_shown_while_the_newer_one_is_made(monkeypatch):
    waiting = []
    monkeypatch.setattr(module, "SLOW", 0.0)
    monkeypatch.setattr(module, "start", waiting.append)
    assert prepared("slow", make=lambda: "old").answer == "old"
    _change()
    with translation.override("en"):
        shown = prepared("slow", make=translation.get_language)
        assert (shown.answer, shown.older) == ("old", True)
        assert prepared("slow", make=translation.get_language).answer == "old"
    assert len(waiting) == 1, "made once for two who looked"
    waiting[0]()
    now = prepared("slow", make=lambda: "never asked")
    assert (now.answer, now.older) == ("en", False), "in the language of whoever asked"


def test_one_that_breaks_is_tried_again(monkeypatch):
    waiting = []
    monkeypatch.setattr(module, "SLOW", 0.0)
    monkeypatch.setattr(module, "start", waiting.append)
    prepared("slow", make=lambda: "old")
    _change()
    prepared("slow", make=lambda: 1 // 0)
    with pytest.raises(ZeroDivisionError):
        waiting[0]()
    assert prepared("slow", make=lambda: "new").answer == "old"
    waiting[1]()
    assert prepared("slow", make=lambda: "never asked").answer == "new"


def test_it_is_made_in_a_thread():
    told, said = Event(), []
    module.start(lambda: (said.append(current_thread().name), told.set()))
    assert told.wait(30)
    assert said == ["prepared"]


def test_an_answer_from_elsewhere_is_of_the_data_it_began_with():
    assert last_prepared("tests") is None
    state = module.newest_change()
    keep("tests", state=state, answer=[1])
    assert last_prepared("tests").older is False
    _change()
    keep("tests", state=state, answer=[2])
    assert (last_prepared("tests").answer, last_prepared("tests").older) == ([2], True)
