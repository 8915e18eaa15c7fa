"""Every table of Payung is on the trail, or stands here with its reason."""

import pytest
from django.db import connection

from payung.audit import triggers

NOT_RECORDED = {
    "accounts_attempt": "hashes that say nothing of anybody and live for a day; what matters of a tried password is in the log",
    "places_place": "generated from the Ministry's list; the file and its script are the record",
    "registry_namepart": "made from the names of people, which are on the trail",
    "registry_personpart": "made from the names of people, which are on the trail",
    "intake_rowcount": "follows from the rows, which are recorded; kept by triggers",
    "coverage_candidatecount": "follows from the candidates, who are recorded; kept by triggers",
    "coverage_coverstep": "follows from the memberships, which are recorded; kept by triggers",
    "coverage_severaltimes": "follows from the memberships, which are recorded; kept by triggers and by preparing figures",
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
