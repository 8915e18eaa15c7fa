"""The triggers' SQL for PostgreSQL: they run once for each statement and see its rows as a table, so a bulk insert costs one more INSERT.

The act reaches them by a setting that ends with the transaction.
"""

from django.db.backends.base.base import BaseDatabaseWrapper

_ACT = "(SELECT nullif(current_setting('payung.act', true), '')::bigint)"
_ENTRY = "INSERT INTO audit_entry(act_id, at, table_name, row_id, last_id, op, old)"


def begin_act(connection: BaseDatabaseWrapper, act: int | None) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('payung.act', %s, true)", ["" if act is None else str(act)])


def end_act(connection: BaseDatabaseWrapper) -> None:
    begin_act(connection, None)


def insert(table: str, key: str) -> str:
    """One entry for each run of consecutive keys."""
    return f"""{_ENTRY} SELECT {_ACT}, statement_timestamp(), '{table}', min("{key}"), max("{key}"), 'I', NULL
        FROM (SELECT "{key}", "{key}" - row_number() OVER (ORDER BY "{key}") AS run FROM new_rows) numbered GROUP BY run;"""


def update(table: str, key: str, columns: list[str], secret: frozenset[str]) -> str:
    same = ", ".join(f"""CASE WHEN o."{column}" IS NOT DISTINCT FROM n."{column}" THEN '{column}' END""" for column in columns)
    both = ", ".join(f'o."{column}"' for column in columns), ", ".join(f'n."{column}"' for column in columns)
    old = f"{_row(columns, secret)} - '{key}' - array_remove(ARRAY[{same}], NULL)"
    return f"""{_ENTRY} SELECT {_ACT}, statement_timestamp(), '{table}', "{key}", "{key}", 'U', {old}
        FROM old_rows o JOIN new_rows n USING ("{key}") WHERE ROW({both[0]}) IS DISTINCT FROM ROW({both[1]});"""


def delete(table: str, key: str, columns: list[str], secret: frozenset[str]) -> str:
    return f"""{_ENTRY} SELECT {_ACT}, statement_timestamp(), '{table}', "{key}", "{key}", 'D', {_row(columns, secret)} FROM old_rows o;"""


def refuse(message: str) -> str:
    return f"RAISE EXCEPTION '{message}' USING ERRCODE = 'integrity_constraint_violation';"


def create(name: str, table: str, when: str, body: str) -> list[str]:
    """A trigger and its function of the same name; `when` tells event and granularity."""
    return [
        f'CREATE FUNCTION "{name}"() RETURNS trigger LANGUAGE plpgsql AS $audit${wrap(body)}$audit$',
        f'CREATE TRIGGER "{name}" {when.format(table=table)} EXECUTE FUNCTION "{name}"()',
    ]


def wrap(body: str) -> str:
    return f"BEGIN {body} RETURN NULL; END"


def present(connection: BaseDatabaseWrapper) -> dict[str, str]:
    """Name of each audit trigger that is switched on -> its function's text."""
    with connection.cursor() as cursor:
        cursor.execute(r"""SELECT t.tgname, p.prosrc FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid JOIN pg_class c ON c.oid = t.tgrelid
            WHERE NOT t.tgisinternal AND t.tgenabled = 'O' AND t.tgname LIKE 'audit\_%' AND c.relnamespace = current_schema()::regnamespace""")
        return dict(cursor.fetchall())


def _row(columns: list[str], secret: frozenset[str]) -> str:
    hidden = ", ".join(f"'{column}', '•••'" for column in columns if column in secret)
    return f"(to_jsonb(o) || jsonb_build_object({hidden}))" if hidden else "to_jsonb(o)"
