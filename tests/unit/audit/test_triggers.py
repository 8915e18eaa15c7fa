import pytest
from django.core.management import call_command
from django.db import connection, models

from payung.accounts.models import User
from payung.audit import triggers
from payung.audit.models import Entry

pytestmark = pytest.mark.django_db


def test_installing_twice_changes_nothing():
    with_all = triggers._vendor(connection).present(connection)
    triggers.install(connection)
    assert triggers._vendor(connection).present(connection) == with_all
    assert triggers.faults(connection) == []


def test_migrate_brings_back_what_was_lost():
    triggers.remove(connection)
    assert "audit_insert_accounts_user" in triggers.faults(connection)
    call_command("migrate", verbosity=0)
    assert triggers.faults(connection) == []


def test_a_trigger_of_an_older_shape_of_the_table_is_replaced(monkeypatch):
    monkeypatch.setattr(triggers, "SECRET", frozenset({"email"}))
    triggers.install(connection)
    user = User.objects.create(username="ani", email="a@contoh.id")
    User.objects.update(email="b@contoh.id")
    assert Entry.objects.get(op="U", row_id=user.pk).old == {"email": "•••"}
    monkeypatch.undo()
    assert triggers.faults(connection) == ["audit_delete_accounts_user", "audit_update_accounts_user"]
    triggers.install(connection)
    assert triggers.faults(connection) == []


def test_a_new_column_is_recorded_after_install():
    """As a migration does it: the triggers go, the table changes, the triggers come back."""
    user = User.objects.create(username="ani")
    triggers.remove(connection)
    field = models.CharField(max_length=5, default="old")
    field.set_attributes_from_name("extra")
    columns = [*User._meta.local_concrete_fields, field]
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE accounts_user ADD COLUMN extra varchar(5) NOT NULL DEFAULT 'old'")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(User._meta, "local_concrete_fields", columns)
        triggers.install(connection)
        with connection.cursor() as cursor:
            cursor.execute("UPDATE accounts_user SET extra = 'new'")
    assert Entry.objects.get(op="U", row_id=user.pk).old == {"extra": "old"}


def test_a_model_says_how_it_is_kept():
    class Posting(models.Model):
        audit = "append_only"

        class Meta:
            app_label = "audit_test"

    class Sheet(models.Model):
        code = models.CharField(primary_key=True, max_length=3)

        class Meta:
            app_label = "audit_test"

    names = {trigger.name for trigger in triggers.wanted(Posting, connection)}
    assert "audit_insert_audit_test_posting" in names
    assert not any("update_audit" in name and "refuse" not in name for name in names)
    assert triggers.declared(Sheet) == "none"
    Sheet.audit = "changes"
    with pytest.raises(ValueError, match="Sheet cannot be audited"):
        triggers.wanted(Sheet, connection)
