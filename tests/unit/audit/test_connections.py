"""Two connections, each with its own act."""

import sqlite3

import pytest
from django.db import connection

from payung.accounts.models import User
from payung.audit.actions import acting
from payung.audit.models import Entry

pytestmark = pytest.mark.django_db
INSERT = """INSERT INTO accounts_user(username, password, is_superuser, first_name, last_name, email, is_staff, is_active, date_joined, display_name)
    VALUES ('other', '', false, '', '', '', false, true, '2026-01-01', '')"""


@pytest.mark.skipif("connection.vendor == 'sqlite'", reason="one writer at a time")
def test_another_connection_does_not_see_the_act():
    other = connection.copy()
    with acting("mine", by=None) as act:
        try:
            other.set_autocommit(False)
            with other.cursor() as cursor:
                cursor.execute(INSERT)
                cursor.execute("SELECT act_id FROM audit_entry WHERE table_name = 'accounts_user'")
                theirs = cursor.fetchall()
        finally:
            other.rollback()
            other.close()
        User.objects.create(username="mine")
    assert theirs == [(None,)]
    assert Entry.objects.get(table_name="accounts_user").act == act


@pytest.mark.skipif("connection.vendor != 'sqlite'", reason="SQLite keeps the act in a table")
def test_an_act_that_was_killed_leaves_nothing_to_the_next_connection(tmp_path):
    """The same tables in a file: the first connection dies within its act, the second writes."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite%' ORDER BY rowid")
        schema = [sql for (sql,) in cursor.fetchall()]
        cursor.execute("SELECT id, table_name FROM audit_mark")
        marks = cursor.fetchall()
    copy = sqlite3.connect(tmp_path / "copy.sqlite3")
    for sql in schema:
        copy.execute(sql)
    copy.executemany("INSERT INTO audit_mark(id, table_name) VALUES (?, ?)", marks)
    copy.commit()
    copy.close()
    first, second = (sqlite3.connect(tmp_path / "copy.sqlite3", isolation_level=None, timeout=0) for _ in range(2))
    first.execute("BEGIN IMMEDIATE")
    first.execute("UPDATE audit_mark SET act = 77, seq = 0")
    first.execute(INSERT)
    assert second.execute("SELECT count(act) FROM audit_mark").fetchone() == (0,)
    with pytest.raises(sqlite3.OperationalError, match="locked"):
        second.execute(INSERT)
    first.close()
    second.execute(INSERT)
    assert second.execute("SELECT act_id, op FROM audit_entry WHERE table_name = 'accounts_user'").fetchall() == [(None, "I")]
    second.close()
