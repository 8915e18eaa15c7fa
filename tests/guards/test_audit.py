"""Every table of Payung is on the trail, or stands here with its reason."""

import pytest
from django.db import connection

from payung.audit import triggers

NOT_RECORDED = {
    "places_place": "generated from the Ministry's list; the file and its script are the record",
}


def test_only_named_tables_are_off_the_trail():
    off = {model._meta.db_table for model in triggers.payung_models() if triggers.declared(model) == "none"}
    assert off == set(NOT_RECORDED)


def test_only_the_trail_calls_itself_the_trail():
    assert {model._meta.db_table for model in triggers.payung_models() if triggers.declared(model) == "trail"} == {"audit_act", "audit_entry"}


@pytest.mark.django_db
def test_the_database_has_every_trigger():
    assert triggers.faults(connection) == []
    there = triggers._vendor(connection).present(connection)
    for model in triggers.payung_models():
        assert triggers.declared(model) == "none" or any(name.endswith(f"_{model._meta.db_table}") for name in there)
