"""payung setup, payung doctor, payung export: the installation itself."""

import sqlite3
import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer

from payung.audit.triggers import faults
from payung.cli.answer import Answer, command
from payung.intake.queries import register_ages
from payung.intake.registers import missing_words, old_words
from payung.places.actions import load_places
from payung.places.codes import all_places
from payung.places.models import Place
from payung.registry.models import Round
from payung.reports.export import write_export
from payung.values.words import Lang, Words, number


def prepare() -> None:
    """Bring the database to the present tables, triggers and places, and clear away rests of interrupted copies. Again: nothing changes."""
    from django.conf import settings
    from django.core.management import call_command

    Path(settings.FILES).mkdir(parents=True, exist_ok=True)
    for rest in Path(settings.FILES).glob("*/*.part"):
        if time.time() - rest.stat().st_mtime > _OLD:  # a younger one may belong to a list that is being received now
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


def _registers(on: date) -> list[tuple[str, Words]]:
    """Of every place with a round: which registers are old or missing. No fault of the installation, so it is only mentioned."""
    told = []
    for place in Place.objects.filter(code__in=Round.objects.values("place")).order_by("code"):
        ages = register_ages(place.code, on)
        told += [(place.name, words) for words in (old_words(ages), missing_words(ages.keys())) if words]
    return told


_OLD = 3600  # seconds

_SETUP = Words("Jalankan “payung setup”.", "Run “payung setup”.")
# What is looked at, after which other look it makes sense, and what to do where it fails.
_CHECKS: list[tuple[Callable[[], Words], str, Words]] = [
    (_python, "", Words("Pasang Python 3.11 atau lebih baru.", "Install Python 3.11 or newer.")),
    (_home, "", Words("Atur PAYUNG_HOME ke folder yang boleh ditulis.", "Set PAYUNG_HOME to a folder that can be written.")),
    (_database, "home", Words("Periksa DATABASE_URL dan jalankan servernya.", "Check DATABASE_URL and start the server.")),
    (_tables, "database", _SETUP),
    (_trail, "database", _SETUP),
    (_places, "database", _SETUP),
    (_pdf, "", Words("Pasang ulang paket typst.", "Install the package typst again.")),
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
        found: list[dict[str, Any]] = []
        for look, needs, remedy in _CHECKS:
            if any(each["check"] == needs and not each["ok"] for each in found):
                continue  # it could only fail for the same reason
            try:
                told, ok = look().said(lang), True
            except Exception as error:  # each check tells its own trouble and lets the next one run
                told, ok = (str(error).strip().splitlines() or [type(error).__name__])[0][:200], False
            found.append({"check": look.__name__.strip("_"), "ok": ok, "what": told, "do": "" if ok else remedy.said(lang)})
        lines = [f"{'✓' if each['ok'] else '✗'} {each['what']}{' → ' + each['do'] if each['do'] else ''}" for each in found]
        if all(each["ok"] for each in found):
            mentioned = [f"{place}: {words.said(lang)}" for place, words in _registers(date.today())]
            lines += [f"! {sentence}" for sentence in mentioned]
            found += [{"check": "registers", "ok": True, "what": sentence, "do": ""} for sentence in mentioned]
        return Answer(found, lines, code=0 if all(each["ok"] for each in found) else 2)

    @command(app, "export")
    def export(out: Annotated[Path, typer.Argument(metavar="FOLDER", help="Folder hasil.")], lang: Lang = "id") -> Answer:
        """Tulis seluruh isi sebagai csv: sama byte demi byte bila isinya sama."""
        written = write_export(out)
        return Answer(dict(written), [f"{number(rows, lang):>10}  {name}" for name, rows in written.items()])
