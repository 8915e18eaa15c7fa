from typing import Any

from django.db import migrations


def write_parts(apps: Any, editor: Any) -> None:
    """Whoever is there already can be found by their name too."""
    from payung.registry.names import write_missing_parts

    editor.execute("DELETE FROM registry_personpart")  # of those who were accepted since the table is there
    write_missing_parts()


class Migration(migrations.Migration):
    """By itself: SQLite makes the unique key that the writing relies on when the migration that asks for it ends."""

    dependencies = [("registry", "0006_lists_due_on")]
    operations = [migrations.RunPython(write_parts, migrations.RunPython.noop)]
