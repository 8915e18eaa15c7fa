"""What tables themselves refuse, and what they keep count of, written once for both databases; each package keeps its own in its triggers.py.

A migration wires it: `operations = [refusing(*REFUSALS)]`, `[counting(*COUNTS)]`. SQLite loses the triggers of a table that it rebuilds, so a
migration that alters one of these tables repeats the operation at its end; one that alters a table which triggers of other tables name stands
between `AWAY_FROM_TRIGGERS` and `BACK_TO_TRIGGERS`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.migrations import RunPython


@dataclass(frozen=True)
class Refusal:
    """Undoes an `event` ("INSERT", "UPDATE", "DELETE") on `table` with the message `code` if the query `found` returns a row.

    In `found`, {new} and {old} are the rows of the statement after and before it (SQLite: one row at a time) with these `columns`.
    `gate` (PostgreSQL): the number of a lock that is taken first and held to the transaction's end, so that of two transactions the second sees what
    the first has written; SQLite has one writer at a time anyway.
    """

    code: str
    event: str
    table: str
    columns: tuple[str, ...]
    found: str
    gate: int | None = None

    @property
    def name(self) -> str:
        return f"{self.code.replace('.', '_')}_{self.event.lower()}"

    def on_sqlite(self) -> list[str]:
        rows = {side.lower(): f"(SELECT {', '.join(f'{side}.{column} AS {column}' for column in self.columns)})" for side in ("NEW", "OLD")}
        found = self.found.format(**rows)
        return [f"CREATE TRIGGER {self.name} AFTER {self.event} ON {self.table} BEGIN SELECT RAISE(ABORT, '{self.code}') WHERE EXISTS ({found}); END"]

    def on_postgres(self) -> list[str]:
        found = self.found.format(new="new_rows", old="old_rows")
        raised = f"RAISE EXCEPTION '{self.code}' USING ERRCODE = 'integrity_constraint_violation'"
        waits = "" if self.gate is None else f"PERFORM pg_advisory_xact_lock({self.gate});"
        return [
            # planned anew each time, as a count is; counted, because for EXISTS the plan is the one that finds a first row soon, and as a rule
            # there is none: of a list of a million it would be looked for a million times through the whole table
            f"CREATE FUNCTION {self.name}() RETURNS trigger LANGUAGE plpgsql AS $refusal$DECLARE refused boolean; BEGIN {waits} "
            f"EXECUTE $plan$SELECT count(*) > 0 FROM ({found}) AS refused$plan$ INTO refused; "
            f"IF refused THEN {raised}; END IF; RETURN NULL; END$refusal$",
            f"CREATE TRIGGER {self.name} AFTER {self.event} ON {self.table} REFERENCING {_SIDES[self.event]} "
            f"FOR EACH STATEMENT EXECUTE FUNCTION {self.name}()",
        ]


@dataclass(frozen=True)
class Count:
    """Runs `statement` after each `event` on `table`; what {new}, {old} and `columns` are, see Refusal.

    `only`: columns without whose change an UPDATE counts nothing (SQLite asks; on PostgreSQL the statement must come to nothing by itself).
    """

    name: str
    event: str
    table: str
    columns: tuple[str, ...]
    statement: str
    only: tuple[str, ...] = ()

    def on_sqlite(self) -> list[str]:
        rows = {side.lower(): f"(SELECT {', '.join(f'{side}.{column} AS {column}' for column in self.columns)})" for side in ("NEW", "OLD")}
        event = f"UPDATE OF {', '.join(self.only)}" if self.event == "UPDATE" and self.only else self.event
        return [f"CREATE TRIGGER {self.name} AFTER {event} ON {self.table} BEGIN {self.statement.format(**rows)}; END"]

    def on_postgres(self) -> list[str]:
        body = self.statement.format(new="new_rows", old="old_rows")
        return [
            # planned anew each time: a plan kept from the day when the tables were small takes minutes for a list of thousands
            f"CREATE FUNCTION {self.name}() RETURNS trigger LANGUAGE plpgsql AS $count$BEGIN EXECUTE $plan${body}$plan$; RETURN NULL; END$count$",
            f"CREATE TRIGGER {self.name} AFTER {self.event} ON {self.table} REFERENCING {_SIDES[self.event]} "
            f"FOR EACH STATEMENT EXECUTE FUNCTION {self.name}()",
        ]


_SIDES = {"INSERT": "NEW TABLE AS new_rows", "UPDATE": "OLD TABLE AS old_rows NEW TABLE AS new_rows", "DELETE": "OLD TABLE AS old_rows"}


def refusing(*refusals: Refusal) -> RunPython:
    """The operation of a migration that puts these triggers in place of whatever bore their names."""
    return _putting(refusals)


def counting(*counts: Count) -> RunPython:
    """The same for counts; what was in the tables before, the migration counts itself."""
    return _putting(counts)


def forgetting(*counts: Count) -> RunPython:
    """Takes counts away before their tables are made anew; the migration puts them back at its end."""
    return RunPython(_removing(counts), RunPython.noop)


def _removing(triggers: Sequence[Refusal | Count]) -> Any:
    def remove(apps: Any, editor: Any) -> None:
        for trigger in triggers:
            postgres = f"DROP FUNCTION IF EXISTS {trigger.name}() CASCADE"
            editor.execute(postgres if editor.connection.vendor == "postgresql" else f"DROP TRIGGER IF EXISTS {trigger.name}")

    return remove


def _putting(triggers: Sequence[Refusal | Count]) -> RunPython:
    remove = _removing(triggers)

    def put(apps: Any, editor: Any) -> None:
        remove(apps, editor)
        for trigger in triggers:
            for statement in trigger.on_postgres() if editor.connection.vendor == "postgresql" else trigger.on_sqlite():
                editor.execute(statement)

    return RunPython(put, remove)


def _looking(at_triggers: bool) -> Any:
    """SQLite otherwise reads every trigger when a table takes its name, and stops at one that names the table which is just being rebuilt."""

    def tell(apps: Any, editor: Any) -> None:
        if editor.connection.vendor == "sqlite":
            editor.execute(f"PRAGMA legacy_alter_table={'OFF' if at_triggers else 'ON'}")

    return tell


AWAY_FROM_TRIGGERS = RunPython(_looking(False), _looking(True))
BACK_TO_TRIGGERS = RunPython(_looking(True), _looking(False))

_SAME = ("id", "same_as_id")
# the one who is kept is found to be nobody else, and nobody is found to be somebody who is not kept
_CHAIN = """SELECT 1 FROM {new} n JOIN registry_person k ON k.id = n.same_as_id AND k.same_as_id IS NOT NULL UNION ALL
    SELECT 1 FROM {new} n JOIN registry_person o ON o.same_as_id = n.id WHERE n.same_as_id IS NOT NULL"""

REFUSALS = (
    Refusal("registry.same_as_is_a_chain", "INSERT", "registry_person", _SAME, _CHAIN),
    Refusal("registry.same_as_is_a_chain", "UPDATE", "registry_person", _SAME, _CHAIN),
)
