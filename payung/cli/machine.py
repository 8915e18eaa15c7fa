"""payung setup, payung doctor, payung export: the installation itself."""

import sqlite3
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from payung.audit.triggers import faults
from payung.cli.answer import Answer, command
from payung.places.actions import load_places
from payung.places.codes import all_places
from payung.places.models import Place
from payung.reports.export import write_export
from payung.values.words import Lang, Words, number


def prepare() -> None:
    """Bring the database to the present tables, triggers and places, and clear away rests of interrupted copies. Again: nothing changes."""
    from django.conf import settings
    from django.core.management import call_command

    Path(settings.FILES).mkdir(parents=True, exist_ok=True)
    for rest in Path(settings.FILES).glob("*/*.part"):
        rest.unlink(missing_ok=True)
    call_command("migrate", verbosity=0)
    load_places(by=None)


def _python() -> Words:
    return Words(f"Python {sys.version.split()[0]}", f"Python {sys.version.split()[0]}")


def _home() -> Words:
    from django.conf import settings

    probe = Path(settings.FILES) / ".probe"
    probe.parent.mkdir(parents=True, exist_ok=True)
    probe.write_text("", encoding="utf-8")
    probe.unlink()
    return Words(f"Folder data dapat ditulis: {settings.HOME}", f"Data folder can be written: {settings.HOME}")


def _database() -> Words:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    name = "PostgreSQL" if connection.vendor == "postgresql" else f"SQLite {sqlite3.sqlite_version}"
    return Words(f"Basis data menjawab: {name}", f"The database answers: {name}")


def _tables() -> Words:
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if waiting:
        raise RuntimeError(f"{len(waiting)} perubahan tabel belum dijalankan / table changes wait")
    return Words("Tabel sesuai versi ini", "Tables fit this version")


def _trail() -> Words:
    from django.db import connection

    broken = faults(connection)
    if broken:
        raise RuntimeError(", ".join(broken[:5]))
    return Words("Jejak audit dijaga pemicu basis data", "The audit trail is kept by database triggers")


def _places() -> Words:
    there, wanted = Place.objects.count(), all_places().height
    if there < wanted:
        raise RuntimeError(f"{there} / {wanted}")
    return Words(f"{number(there)} wilayah", f"{number(there, 'en')} places")


def _pdf() -> Words:
    import typst

    pages = typst.compile(b"#set page(width: 2cm, height: 1cm)\nok", format="pdf")
    return Words(f"Pembuat PDF bekerja ({len(pages)} byte)", f"The PDF maker works ({len(pages)} bytes)")


_CHECKS: list[tuple[Callable[[], Words], Words]] = [
    (_python, Words("Pasang Python 3.11 atau lebih baru.", "Install Python 3.11 or newer.")),
    (_home, Words("Atur PAYUNG_HOME ke folder yang boleh ditulis.", "Set PAYUNG_HOME to a folder that can be written.")),
    (_database, Words("Periksa DATABASE_URL dan jalankan servernya.", "Check DATABASE_URL and start the server.")),
    (_tables, Words("Jalankan “payung setup”.", "Run “payung setup”.")),
    (_trail, Words("Jalankan “payung setup”.", "Run “payung setup”.")),
    (_places, Words("Jalankan “payung setup”.", "Run “payung setup”.")),
    (_pdf, Words("Pasang ulang paket typst.", "Install the package typst again.")),
]


def add_to(app: typer.Typer) -> None:
    @command(app, "setup")
    def setup(lang: Lang = "id") -> Answer:
        """Siapkan basis data: tabel, pemicu jejak audit, dan data wilayah. Aman diulang."""
        prepare()
        places = Place.objects.count()
        return Answer({"places": places}, [Words("Siap: {n} wilayah dimuat.", "Ready: {n} places loaded.").said(lang, n=number(places, lang))])

    @command(app, "doctor")
    def doctor(lang: Lang = "id") -> Answer:
        """Periksa pemasangan ini dan katakan apa yang perlu dilakukan."""
        found = []
        for look, remedy in _CHECKS:
            try:
                found.append({"ok": True, "what": look().said(lang), "do": ""})
            except Exception as error:  # each check tells its own trouble and lets the next one run
                found.append(
                    {
                        "ok": False,
                        "what": str(error).strip().splitlines()[0][:200] if str(error).strip() else type(error).__name__,
                        "do": remedy.said(lang),
                    }
                )
        return Answer(found, [f"{'✓' if each['ok'] else '✗'} {each['what']}{' → ' + str(each['do']) if each['do'] else ''}" for each in found])

    @command(app, "export")
    def export(out: Annotated[Path, typer.Argument(metavar="FOLDER", help="Folder hasil.")], lang: Lang = "id") -> Answer:
        """Tulis seluruh isi sebagai csv: sama byte demi byte bila isinya sama."""
        written = write_export(out)
        return Answer(dict(written), [f"{number(rows, lang):>10}  {name}" for name, rows in written.items()])
