"""Which triggers the tables of Payung need, and putting them there.

`migrate` takes them away before it changes tables (SQLite refuses to drop a column that a trigger names, and loses the triggers of a table that it
rebuilds) and puts the right ones back afterwards, so no migration has to list them. What a migration itself writes into tables is not recorded.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from types import ModuleType

from django.apps import apps
from django.db import models, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.utils import CursorWrapper

from payung.audit import postgres, sqlite

# The trail is kept for good: it must not become a store of old passwords.
SECRET = frozenset({"password"})


@dataclass(frozen=True)
class Trigger:
    """`source` is what the database shows of a trigger that is there and right."""

    name: str
    source: str
    create: tuple[str, ...]


def declared(model: type[models.Model]) -> str:
    """ "changes", "append_only", "trail" or "none"; a model that says nothing is on the trail if its key is a number."""
    return getattr(model, "audit", "changes" if _has_number(model) else "none")


def payung_models() -> list[type[models.Model]]:
    """Every model with a table of its own."""
    configs = (config for config in apps.get_app_configs() if config.name.startswith("payung."))
    found = (model for config in configs for model in config.get_models(include_auto_created=True))
    return [model for model in found if model._meta.managed and not model._meta.proxy]


def wanted(model: type[models.Model], connection: BaseDatabaseWrapper) -> list[Trigger]:
    """ValueError for a kind that does not exist, or a recorded table whose key is not a whole number."""
    kind = declared(model)
    if kind not in ("changes", "append_only", "trail", "none") or (kind != "none" and not _has_number(model)):
        raise ValueError(f"{model.__name__} cannot be audited: {kind!r}, key {model._meta.pk}")
    if kind == "none":
        return []
    make = _on_postgres if connection.vendor == "postgresql" else _on_sqlite
    return make(model, kind)


def faults(connection: BaseDatabaseWrapper) -> list[str]:
    """Triggers that are missing, switched off or not what the models ask for; empty when the trail is kept whole."""
    there = _vendor(connection).present(connection)
    return sorted(trigger.name for model in payung_models() for trigger in wanted(model, connection) if there.get(trigger.name) != trigger.source)


def install(connection: BaseDatabaseWrapper) -> None:
    """Create what is missing, replace what differs, remove what no model wants; twice is as good as once."""
    tables = set(connection.introspection.table_names())
    if "audit_entry" not in tables:
        return
    known = [model for model in payung_models() if model._meta.db_table in tables]
    needed = {trigger.name: trigger for model in known for trigger in wanted(model, connection)}
    there = _vendor(connection).present(connection)
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(sqlite.SETUP)
            for model in known:
                if declared(model) in ("changes", "append_only"):
                    cursor.execute(sqlite.mark_table(model._meta.db_table))
        _drop(cursor, connection, [name for name in there if name not in needed])
        for trigger in needed.values():
            if there.get(trigger.name) != trigger.source:
                _drop(cursor, connection, [trigger.name])
                for statement in trigger.create:
                    cursor.execute(statement)


def remove(connection: BaseDatabaseWrapper) -> None:
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        _drop(cursor, connection, _vendor(connection).present(connection))


def _has_number(model: type[models.Model]) -> bool:
    key = model._meta.pk
    return isinstance(key.target_field if isinstance(key, models.ForeignKey) else key, models.IntegerField)


def _vendor(connection: BaseDatabaseWrapper) -> ModuleType:
    return postgres if connection.vendor == "postgresql" else sqlite


def _drop(cursor: CursorWrapper, connection: BaseDatabaseWrapper, names: Iterable[str]) -> None:
    for name in names:
        cursor.execute(f'DROP FUNCTION IF EXISTS "{name}"() CASCADE' if connection.vendor == "postgresql" else f'DROP TRIGGER IF EXISTS "{name}"')


def _columns(model: type[models.Model]) -> dict[str, sqlite.AnyField]:
    return {field.column: field for field in model._meta.local_concrete_fields if field.column}


def _on_sqlite(model: type[models.Model], kind: str) -> list[Trigger]:
    table, columns = model._meta.db_table, _columns(model)
    key = next(column for column, field in columns.items() if field.primary_key)
    found = {}
    if kind in ("changes", "append_only"):
        found["insert"] = sqlite.insert(f"audit_insert_{table}", table, key)
    if kind == "changes":
        others = {column: field for column, field in columns.items() if column != key}
        found["update"] = sqlite.update(f"audit_update_{table}", table, key, others, SECRET)
        found["delete"] = sqlite.delete(f"audit_delete_{table}", table, key, columns, SECRET)
        other_key = f'WHEN OLD."{key}" IS NOT NEW."{key}"'
        found["key"] = sqlite.refuse(f"audit_key_{table}", table, f'UPDATE OF "{key}"', f"audit.key_fixed: {table}", other_key)
    if kind in ("append_only", "trail"):
        for event in ("UPDATE", "DELETE"):
            name = f"refuse_{event.lower()}"
            found[name] = sqlite.refuse(f"audit_{name}_{table}", table, event, f"audit.append_only: {table}")
    return [Trigger(f"audit_{name}_{table}", sql, (sql,)) for name, sql in found.items()]


def _on_postgres(model: type[models.Model], kind: str) -> list[Trigger]:
    table, fields = model._meta.db_table, _columns(model)
    key, columns = next(column for column, field in fields.items() if field.primary_key), list(fields)
    found = {}
    if kind in ("changes", "append_only"):
        when = 'AFTER INSERT ON "{table}" REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT'
        found["insert"] = when, postgres.insert(table, key)
    if kind == "changes":
        when = 'AFTER UPDATE ON "{table}" REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT'
        found["update"] = when, postgres.update(table, key, [column for column in columns if column != key], SECRET)
        when = 'AFTER DELETE ON "{table}" REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT'
        found["delete"] = when, postgres.delete(table, key, columns, SECRET)
        when = f'BEFORE UPDATE OF "{key}" ON "{{table}}" FOR EACH ROW WHEN (OLD."{key}" IS DISTINCT FROM NEW."{key}")'
        found["key"] = when, postgres.refuse(f"audit.key_fixed: {table}")
    if kind in ("append_only", "trail"):
        found["refuse"] = 'BEFORE UPDATE OR DELETE ON "{table}" FOR EACH ROW', postgres.refuse(f"audit.append_only: {table}")
    if kind != "none":
        found["truncate"] = 'BEFORE TRUNCATE ON "{table}" FOR EACH STATEMENT', postgres.refuse(f"audit.truncate: {table}")
    made = ((f"audit_{name}_{table}", when, body) for name, (when, body) in found.items())
    return [Trigger(name, postgres.wrap(body), tuple(postgres.create(name, table, when, body))) for name, when, body in made]
