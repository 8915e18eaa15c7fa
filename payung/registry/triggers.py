"""What tables themselves refuse, written once for both databases; each package keeps its own refusals in its triggers.py.

A migration wires it: `operations = [refusing(*REFUSALS)]`. SQLite loses the triggers of a table that it rebuilds, so a migration that alters one
of these tables repeats the operation at its end.
"""

from dataclasses import dataclass
from typing import Any

from django.db.migrations import RunPython


@dataclass(frozen=True)
class Refusal:
    """Undoes an `event` ("INSERT", "UPDATE", "DELETE") on `table` with the message `code` if the query `found` returns a row.

    In `found`, {new} and {old} are the rows of the statement after and before it (SQLite: one row at a time) with these `columns`.
    """

    code: str
    event: str
    table: str
    columns: tuple[str, ...]
    found: str

    @property
    def name(self) -> str:
        return f"{self.code.replace('.', '_')}_{self.event.lower()}"

    def on_sqlite(self) -> list[str]:
        rows = {side.lower(): f"(SELECT {', '.join(f'{side}.{column} AS {column}' for column in self.columns)})" for side in ("NEW", "OLD")}
        found = self.found.format(**rows)
        return [f"CREATE TRIGGER {self.name} AFTER {self.event} ON {self.table} BEGIN SELECT RAISE(ABORT, '{self.code}') WHERE EXISTS ({found}); END"]

    def on_postgres(self) -> list[str]:
        sides = {"INSERT": "NEW TABLE AS new_rows", "UPDATE": "OLD TABLE AS old_rows NEW TABLE AS new_rows", "DELETE": "OLD TABLE AS old_rows"}
        found = self.found.format(new="new_rows", old="old_rows")
        raised = f"RAISE EXCEPTION '{self.code}' USING ERRCODE = 'integrity_constraint_violation'"
        return [
            f"CREATE FUNCTION {self.name}() RETURNS trigger LANGUAGE plpgsql AS "
            f"$refusal$BEGIN IF EXISTS ({found}) THEN {raised}; END IF; RETURN NULL; END$refusal$",
            f"CREATE TRIGGER {self.name} AFTER {self.event} ON {self.table} REFERENCING {sides[self.event]} "
            f"FOR EACH STATEMENT EXECUTE FUNCTION {self.name}()",
        ]


def refusing(*refusals: Refusal) -> RunPython:
    """The operation of a migration that puts these triggers in place of whatever bore their names."""

    def remove(apps: Any, editor: Any) -> None:
        for refusal in refusals:
            postgres = f"DROP FUNCTION IF EXISTS {refusal.name}() CASCADE"
            editor.execute(postgres if editor.connection.vendor == "postgresql" else f"DROP TRIGGER IF EXISTS {refusal.name}")

    def put(apps: Any, editor: Any) -> None:
        remove(apps, editor)
        for refusal in refusals:
            for statement in refusal.on_postgres() if editor.connection.vendor == "postgresql" else refusal.on_sqlite():
                editor.execute(statement)

    return RunPython(put, remove)


_SAME = ("id", "same_as_id")
# the one who is kept is found to be nobody else, and nobody is found to be somebody who is not kept
_CHAIN = """SELECT 1 FROM {new} n JOIN registry_person k ON k.id = n.same_as_id AND k.same_as_id IS NOT NULL UNION ALL
    SELECT 1 FROM {new} n JOIN registry_person o ON o.same_as_id = n.id WHERE n.same_as_id IS NOT NULL"""

REFUSALS = (
    Refusal("registry.same_as_is_a_chain", "INSERT", "registry_person", _SAME, _CHAIN),
    Refusal("registry.same_as_is_a_chain", "UPDATE", "registry_person", _SAME, _CHAIN),
)
