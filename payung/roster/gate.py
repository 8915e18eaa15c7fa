"""One transaction at a time puts people on lists: each looks whether another fund pays already, and two at once would each miss the other's."""

from django.db import connection

from payung.roster.triggers import GATE


def alone() -> None:
    """Waits until nobody else is putting people on a list; before any fund is locked, or two could wait for each other. SQLite has one writer."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [GATE])
