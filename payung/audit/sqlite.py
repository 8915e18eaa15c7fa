"""The triggers' SQL for SQLite, whose triggers run once for each row.

An entry for each inserted row makes bulk inserts three times as slow. Keys from AUTOINCREMENT only ever grow, and SQLite has one writer, so what an
act inserted is known from the table's counter before and after it: `begin_act` keeps the counters in `audit_mark`, `end_act` writes one range for a
table, and the insert trigger writes only what the range would miss (no act, or a key chosen below the counter). What is left is the cost of having a
trigger at all: 50 percent of an insert of one row, 16 percent when a statement inserts 50 rows.
"""

from binascii import crc32
from typing import Any, TypeAlias

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper

AnyField: TypeAlias = "models.Field[Any, Any]"
SETUP = """CREATE TABLE IF NOT EXISTS audit_mark(
    id integer PRIMARY KEY, table_name text NOT NULL, act bigint, seq bigint, CHECK ((act IS NULL) = (seq IS NULL)))"""
_NOW = "strftime('%Y-%m-%d %H:%M:%f', 'now')"
_NO_ACT = 2**63 - 1


def begin_act(connection: BaseDatabaseWrapper, act: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE audit_mark SET act = %s, seq = coalesce((SELECT seq FROM sqlite_sequence WHERE name = table_name), 0)", [act])


def end_act(connection: BaseDatabaseWrapper) -> None:
    """The ranges get the act's own time: a row was inserted before it was changed."""
    with connection.cursor() as cursor:
        cursor.execute("""INSERT INTO audit_entry(act_id, at, table_name, row_id, last_id, op)
            SELECT mark.act, act.at, mark.table_name, mark.seq + 1, counter.seq, 'I'
            FROM audit_mark mark JOIN sqlite_sequence counter ON counter.name = mark.table_name JOIN audit_act act ON act.id = mark.act
            WHERE counter.seq > mark.seq""")
        cursor.execute("UPDATE audit_mark SET act = NULL, seq = NULL")


def mark_table(table: str) -> str:
    """Lets `begin_act` know the table. The number is found faster in the trigger than the name (10 against 35 percent of an insert)."""
    return f"INSERT OR IGNORE INTO audit_mark(id, table_name) VALUES ({_mark(table)}, '{table}')"


def insert(name: str, table: str, key: str) -> str:
    above = f'NEW."{key}" <= ifnull((SELECT seq FROM audit_mark WHERE id = {_mark(table)}), {_NO_ACT})'
    return f'CREATE TRIGGER "{name}" AFTER INSERT ON "{table}" WHEN {above} BEGIN {_entry(table, f"NEW.{key}", "I", "NULL")} END'


def update(name: str, table: str, key: str, columns: dict[str, AnyField], secret: frozenset[str]) -> str:
    changed = {column: f'OLD."{column}" IS NOT NEW."{column}"' for column in columns}
    parts = (f"CASE WHEN {changed[column]} THEN ',\"{column}\":' || {_as_json(field, secret)} ELSE '' END" for column, field in columns.items())
    old = "'{' || substr(" + " || ".join(parts) + ", 2) || '}'"
    when = " OR ".join(changed.values())
    return f'CREATE TRIGGER "{name}" AFTER UPDATE ON "{table}" WHEN {when} BEGIN {_entry(table, f"OLD.{key}", "U", old)} END'


def delete(name: str, table: str, key: str, columns: dict[str, AnyField], secret: frozenset[str]) -> str:
    parts = (f"'\"{column}\":' || {_as_json(field, secret)}" for column, field in columns.items())
    old = "'{' || " + " || ',' || ".join(parts) + " || '}'"
    return f'CREATE TRIGGER "{name}" AFTER DELETE ON "{table}" BEGIN {_entry(table, f"OLD.{key}", "D", old)} END'


def refuse(name: str, table: str, event: str, message: str, when: str = "") -> str:
    return f'CREATE TRIGGER "{name}" BEFORE {event} ON "{table}" {when} BEGIN SELECT RAISE(ABORT, \'{message}\'); END'


def present(connection: BaseDatabaseWrapper) -> dict[str, str]:
    """Name of each audit trigger -> its SQL."""
    with connection.cursor() as cursor:
        cursor.execute(r"SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'audit\_%' ESCAPE '\'")
        return dict(cursor.fetchall())


def _mark(table: str) -> int:
    return crc32(table.encode())


def _entry(table: str, row: str, op: str, old: str) -> str:
    act = f"(SELECT act FROM audit_mark WHERE id = {_mark(table)})"
    values = f"{act}, {_NOW}, '{table}', {row}, {row}, '{op}', {old}"
    return f"INSERT INTO audit_entry(act_id, at, table_name, row_id, last_id, op, old) VALUES ({values});"


def _as_json(field: AnyField, secret: frozenset[str]) -> str:
    """The old value as PostgreSQL's to_jsonb would write it, so that both databases tell one history."""
    old = f'OLD."{field.column}"'
    if field.column in secret:
        return "'\"•••\"'"
    if isinstance(field, models.BooleanField):
        return f"CASE {old} WHEN 1 THEN 'true' WHEN 0 THEN 'false' ELSE 'null' END"
    if isinstance(field, models.JSONField):
        return f"ifnull({old}, 'null')"
    if isinstance(field, models.BinaryField):
        return f"json_quote('\\x' || lower(hex({old})))"
    if isinstance(field, models.DateTimeField):
        return f"json_quote(replace({old}, ' ', 'T') || '+00:00')"
    return f"json_quote({old})"
